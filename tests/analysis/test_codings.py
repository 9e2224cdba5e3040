import numpy as np
import pytest
from helpers.plain_catalogue import TABLES, shown

from taonto.analysis.codings import known_terms, matrix_from_file, matrix_from_graph, restrict, study_names
from taonto.analysis.options import AnalysisOptions
from taonto.base.errors import TaontoError


def test_the_graph_gives_the_matrix_of_the_tables(select, whole, core):
    matrix = matrix_from_graph(select).matrix
    assert len(matrix.frameworks) == 65
    rows = [matrix.framework_ids.index(name) for name in whole.framework_ids]
    columns = [matrix.element_ids.index(name) for name in whole.element_ids]
    assert (matrix.values[np.ix_(rows, columns)] == whole.values).all()
    part = restrict(matrix, AnalysisOptions())
    assert part.framework_ids == core.framework_ids
    assert part.values.shape == (35, 27)
    assert [f.detail for f in part.frameworks] == [f.detail for f in core.frameworks]
    assert [phase.id for phase in matrix.phases] == [
        "preparation",
        "plan",
        "implementation",
        "evaluation",
        "sustainability",
    ]
    phases = [element.phase for element in matrix.elements]
    assert phases == sorted(phases, key=[phase.id for phase in matrix.phases].index)
    statuses = {element.id: element.status for element in matrix.elements}
    assert sorted(set(statuses.values())) == ["proposed", "published"]
    assert list(statuses.values()).count("published") == 5


def test_both_editions_give_the_same(select, inferred):
    from taonto.analysis.codings import select_in_store

    one, other = matrix_from_graph(select), matrix_from_graph(select_in_store(inferred))
    assert (one.matrix.values == other.matrix.values).all()
    assert one.matrix.frameworks == other.matrix.frameworks
    assert one.matrix.elements == other.matrix.elements
    for a, b in zip(one.readings, other.readings, strict=True):
        assert (a.name, a.units) == (b.name, b.units)
        assert (a.values == b.values).all()


def test_coders_of_the_graph(select):
    source = matrix_from_graph(select)
    assert [reading.name for reading in source.readings] == ["Coder A", "Coder B"]
    for reading, column in zip(source.readings, ("coder_a", "coder_b"), strict=True):
        whole = reading.by_framework()
        expected = shown(column)
        assert [name for name, _ in whole.units] == sorted(expected)
        for (name, _), row in zip(whole.units, whole.values, strict=True):
            seen = {element for element, value in zip(source.matrix.element_ids, row, strict=True) if value == 1}
            assert seen == expected[name]


def test_the_study_of_2012(select):
    assert study_names(select) == ("meyers-2012", "project")
    source = matrix_from_graph(select, "meyers-2012")
    assert source.matrix.values.shape == (17, 12)
    assert source.readings == ()
    # Its attributes are those of our own lists, so they don't cut it down.
    assert restrict(source.matrix, AnalysisOptions(study="meyers-2012")).values.shape == (17, 12)


@pytest.mark.parametrize("name", ["nobody", '" } #', "a\\b"])
def test_unknown_study(select, name):
    with pytest.raises(TaontoError, match=r"no coding study of that name; it holds meyers-2012, project"):
        matrix_from_graph(select, name)


@pytest.mark.parametrize(
    ("options", "count"),
    [
        (AnalysisOptions(), 35),
        (AnalysisOptions(detail="detailed"), 25),
        (AnalysisOptions(scope="all"), 49),
        (AnalysisOptions(scope="adjacent"), 14),
        (AnalysisOptions(complete=False), 51),
        (AnalysisOptions(scope="all", complete=False), 65),
    ],
)
def test_restriction(select, options, count):
    assert len(restrict(matrix_from_graph(select).matrix, options).frameworks) == count


def test_restriction_by_field(select):
    part = restrict(matrix_from_graph(select).matrix, AnalysisOptions(field="Education"))
    assert part.frameworks
    assert all("education" in framework.field for framework in part.frameworks)
    with pytest.raises(TaontoError, match="no framework is left to compare; widen"):
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
    with pytest.raises(TaontoError, match="are the same; keep one"):
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
    with pytest.raises(TaontoError, match=message):
        restrict(matrix, AnalysisOptions(study="mine.csv"))


def test_the_catalogues_own_tables_can_be_read_as_a_long_matrix(select, tmp_path):
    """The consensus, written out as a user would, gives what the graph gives where anything is present."""
    lines = ["framework,element,value,component,coder"]
    for line in (TABLES / "codings.csv").read_text(encoding="utf-8").splitlines()[1:]:
        framework, component, element, *_, consensus = line.split(",")
        if element != "none":
            lines.append(f"{framework},{element},{consensus},{component},consensus")
    matrix = matrix_from_file(write(tmp_path, "\n".join(lines)), known_terms(select)).matrix
    for framework, row in zip(matrix.frameworks, matrix.values, strict=True):
        seen = {element for element, value in zip(matrix.element_ids, row, strict=True) if value == 1}
        assert seen == shown()[framework.id]
