import pytest
from helpers.plain_catalogue import LIVE, catalogue, compared, is_detailed, rows, shown

from taonto.analysis.asking import select_in_store
from taonto.analysis.codings import known_terms, matrix_from_file, matrix_from_graph, study_names
from taonto.analysis.options import AnalysisOptions, restrict
from taonto.base.errors import BadInputError, UnknownNameError
from taonto.base.vocabulary import TAP


@pytest.fixture(scope="module")
def source(select):
    return matrix_from_graph(select)


@pytest.fixture(scope="module")
def infos():
    return {item["id"]: item for item in catalogue(LIVE)}


def test_the_graph_gives_the_matrix_of_the_tables(source, infos, ask):
    matrix = source.matrix
    assert matrix.framework_ids == tuple(sorted(infos))
    sets = shown(LIVE)
    for framework, row in zip(matrix.frameworks, matrix.values, strict=True):
        own = sets.get(framework.id, set())
        absent = 0 if framework.id in sets and infos[framework.id]["detail"] == "detailed" else -1
        assert row.tolist() == [1 if name in own else absent for name in matrix.element_ids]
    part = restrict(matrix, AnalysisOptions())
    assert part.framework_ids == tuple(compared(LIVE))
    assert part.element_ids == matrix.element_ids
    assert [f.detail == "detailed" for f in part.frameworks] == [is_detailed(LIVE, f.id) for f in part.frameworks]
    assert [phase.id for phase in matrix.phases] == [
        row[0].removeprefix(TAP) for row in ask("SELECT ?p WHERE { ?p a ta:Phase ; ta:hasOrder ?n } ORDER BY ?n")
    ]
    phases = [element.phase for element in matrix.elements]
    assert phases == sorted(phases, key=[phase.id for phase in matrix.phases].index)
    stable = {row[0].removeprefix(TAP) for row in ask('SELECT ?e { ?e a ta:Practice ; vs:term_status "stable" }')}
    assert stable
    assert {element.id for element in matrix.elements if element.status == "published"} == stable
    assert {element.status for element in matrix.elements if element.id not in stable} == {"proposed"}


def test_both_editions_give_the_same(source, inferred):
    one, other = source, matrix_from_graph(select_in_store(inferred))
    assert (one.matrix.values == other.matrix.values).all()
    assert one.matrix.frameworks == other.matrix.frameworks
    assert one.matrix.elements == other.matrix.elements
    assert one.readings
    for a, b in zip(one.readings, other.readings, strict=True):
        assert (a.name, a.units) == (b.name, b.units)
        assert (a.values == b.values).all()


def test_coders_of_the_graph(source):
    assert [reading.name for reading in source.readings] == ["Coder A", "Coder B"]
    for reading, column in zip(source.readings, ("coder_a", "coder_b"), strict=True):
        whole = reading.by_framework()
        expected = shown(LIVE, column)
        assert [name for name, _ in whole.units] == sorted(expected)
        for (name, _), row in zip(whole.units, whole.values, strict=True):
            seen = {element for element, value in zip(source.matrix.element_ids, row, strict=True) if value == 1}
            assert seen == expected[name]


def test_the_study_of_2012(select, meyers):
    assert {"meyers-2012", "project"} <= set(study_names(select))
    source = matrix_from_graph(select, "meyers-2012")
    assert source.readings == ()
    names = {framework.id: framework.label for framework in source.matrix.frameworks}
    assert len(names) == len(meyers.frameworks)
    assert set(source.matrix.element_ids) == set(meyers.element_ids)
    assert source.matrix.present.sum() == meyers.present.sum()
    # Its attributes are those of our own lists, so they don't cut it down.
    assert restrict(source.matrix, AnalysisOptions(study="meyers-2012")).values.shape == source.matrix.values.shape


@pytest.mark.parametrize("name", ["nobody", '" } #', "a\\b"])
def test_unknown_study(select, name):
    with pytest.raises(UnknownNameError, match=r"no coding study named '.*'; it has meyers-2012, project"):
        matrix_from_graph(select, name)


@pytest.mark.parametrize(
    ("options", "kept"),
    [
        (AnalysisOptions(), lambda item: item["scope"] == "core" and item["components_complete"]),
        (
            AnalysisOptions(detail="detailed"),
            lambda item: item["scope"] == "core" and item["components_complete"] and item["detail"] == "detailed",
        ),
        (AnalysisOptions(scope="all"), lambda item: item["components_complete"]),
        (AnalysisOptions(scope="adjacent"), lambda item: item["scope"] == "adjacent" and item["components_complete"]),
        (AnalysisOptions(complete=False), lambda item: item["scope"] == "core"),
        (AnalysisOptions(scope="all", complete=False), lambda item: True),
    ],
)
def test_restriction(source, infos, options, kept):
    expected = [name for name in sorted(infos) if kept(infos[name])]
    assert 0 < len(expected) <= len(infos)
    assert list(restrict(source.matrix, options).framework_ids) == expected


def test_restriction_by_field(source):
    part = restrict(source.matrix, AnalysisOptions(field="Education"))
    assert part.frameworks
    assert all("education" in framework.field for framework in part.frameworks)
    with pytest.raises(BadInputError, match="no framework is left to compare; widen"):
        restrict(part, AnalysisOptions(field="astronomy"))


def write(tmp_path, text):
    path = tmp_path / "mine.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_users_matrix_takes_what_is_known_and_keeps_the_rest(select, tmp_path):
    text = "framework,Zeal,Scaling up,tap:needs-assessment\nGetting-To-Outcomes,1,0,1\nmine,0,,1\n"
    matrix = matrix_from_file(write(tmp_path, text), known_terms(select)).matrix
    assert matrix.study == "mine.csv"
    assert matrix.framework_ids[1] == "mine"
    assert matrix.frameworks[0].id == "getting-to-outcomes"
    assert matrix.element_ids == ("needs-assessment", "scaling-up", "Zeal")  # by phase; what has none comes last
    assert matrix.values.tolist() == [[1, 0, 1], [1, -1, 0]]
    assert [phase.id for phase in matrix.phases] == ["preparation", "sustainability"]
    assert restrict(matrix, AnalysisOptions(study="mine.csv")).values.shape == (2, 3)


def test_a_file_is_never_the_projects_own_study(tmp_path):
    path = tmp_path / "project"
    path.write_text("framework,a,b\nf,1,0\ng,0,1\n", encoding="utf-8")
    assert matrix_from_file(path).matrix.study == "./project"


def test_two_names_for_one_framework(select, tmp_path):
    path = write(tmp_path, "framework,a\ngetting-to-outcomes,1\ntaf:getting-to-outcomes,0\n")
    with pytest.raises(BadInputError, match="are the same; keep one"):
        matrix_from_file(path, known_terms(select))


def test_long_layout_joins_components_and_coders(tmp_path):
    rows = [
        "framework,element,value,component,coder",
        "f,x,1,1,ann",
        "f,x,0,2,ann",
        "f,x,1,1,bob",
        "f,y,0,1,ann",
        "f,y,1,1,bob",
        "g,x,0,1,ann",
        "g,x,,2,ann",
        "g,y,0,1,ann",
        "g,y,0,2,bob",
    ]
    source = matrix_from_file(write(tmp_path, "\n".join(rows)))
    assert source.matrix.framework_ids == ("f", "g")
    assert source.matrix.element_ids == ("x", "y")
    # f has x by both coders; on y they differ. g's x is unknown in one component; both leave out y.
    assert source.matrix.values.tolist() == [[1, -1], [-1, 0]]
    assert [reading.name for reading in source.readings] == ["ann", "bob"]
    settled = matrix_from_file(write(tmp_path, "\n".join([*rows, "f,y,0,,Consensus", "g,x,1,,Consensus"])))
    assert settled.matrix.values.tolist() == [[-1, 0], [1, -1]]
    assert [reading.name for reading in settled.readings] == ["ann", "bob"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("framework,a,b\nf,1,1\ng,1,1\n", "every cell is present"),
        ("framework,a,b\nf,0,\ng,0,0\n", "every cell is not mentioned or unknown"),
        ("framework,a\nf,0\ng,1\n", "only one element"),
    ],
)
def test_nothing_to_compare(tmp_path, text, message):
    matrix = matrix_from_file(write(tmp_path, text)).matrix
    with pytest.raises(BadInputError, match=message):
        restrict(matrix, AnalysisOptions(study="mine.csv"))


def test_the_catalogues_own_tables_can_be_read_as_a_long_matrix(select, tmp_path):
    """The consensus, written out as a user would, gives what the graph gives where anything is present."""
    lines = ["framework,element,value,component,coder"]
    lines += [
        f"{row['framework_id']},{row['element_id']},{row['consensus']},{row['component_no']},consensus"
        for row in rows(LIVE)
        if row["element_id"] != "none"
    ]
    matrix = matrix_from_file(write(tmp_path, "\n".join(lines)), known_terms(select)).matrix
    assert set(matrix.framework_ids) <= shown(LIVE).keys()
    assert matrix.present.any()
    for framework, row in zip(matrix.frameworks, matrix.values, strict=True):
        seen = {element for element, value in zip(matrix.element_ids, row, strict=True) if value == 1}
        assert seen == shown(LIVE)[framework.id]
