import pytest

from taonto.base.errors import BadInputError, UnknownNameError
from taonto.base.vocabulary import PREFIXES
from taonto.cli import run
from taonto.ontology.edition import load_edition
from taonto.ontology.study import read_study
from taonto.rdf.graph import read_triples, store_of

WIDE = "framework,needs-assessment,Visioning,tap:coaching\ngetting-to-outcomes,1,0,\nepis,yes,unknown,no\n"


@pytest.fixture(scope="module")
def graph(asserted):
    return asserted


def write(folder, text):
    path = folder / "mine.csv"
    path.write_text(text, encoding="utf-8")
    return path


def values(triples):
    query = (
        "SELECT ?f ?e ?v WHERE { ?c ta:codesFramework ?f ; ta:codesElement ?e ; ta:assignsValue ?v ."
        " FILTER NOT EXISTS { ?c a ta:ComponentCoding } FILTER NOT EXISTS { ?c a ta:Coding } }"
    )
    rows = store_of(triples).query(query, prefixes=PREFIXES)
    return {tuple(term.value.rsplit("/", 1)[-1] for term in row) for row in rows}


def test_a_wide_matrix_becomes_a_study(tmp_path, graph):
    study = read_study(write(tmp_path, WIDE), "mine", "Me (2026)", graph)
    assert values(study.triples) == {
        ("getting-to-outcomes", "needs-assessment", "present"),
        ("getting-to-outcomes", "visioning", "not-mentioned"),
        ("getting-to-outcomes", "coaching", "unknown"),
        ("epis", "needs-assessment", "present"),
        ("epis", "visioning", "unknown"),
        ("epis", "coaching", "not-mentioned"),
    }


def test_components_and_coders_are_kept_beside_the_last_word(tmp_path, graph):
    text = (
        "framework,element,value,component,coder,locator\n"
        "epis,training,yes,1,Ann,p. 3\nepis,training,no,1,Ben,\nepis,training,no,1,consensus,\n"
        "epis,training,yes,2,consensus,p. 4\n"
    )
    study = read_study(write(tmp_path, text), "mine", "Me", graph)
    assert values(study.triples) == {("epis", "training", "present")}
    readings = store_of(study.triples).query("SELECT ?c WHERE { ?c a ta:ComponentCoding }", prefixes=PREFIXES)
    assert len(list(readings)) == 4


def test_own_terms_join_on_demand_only(tmp_path, graph):
    path = write(tmp_path, "framework,element,value\nMy Model,Joint review,yes\n")
    with pytest.raises(UnknownNameError, match=r"mine\.csv, row 2: there is no framework 'My Model'.*or declare it"):
        read_study(path, "mine", "Me", graph)
    study = read_study(path, "mine", "Me", graph, declare=True)
    assert study.declared == ("My Model", "Joint review")
    assert values(study.triples) == {("mine-my-model", "mine-element-joint-review", "present")}


def test_the_matrix_of_the_synthesis_can_be_added_by_whoever_holds_it(tmp_path, graph):
    study = read_study(write(tmp_path, WIDE), "dunst-2019", "Dunst et al. (2019)", graph)
    assert study.counts["present"] == 2
    joined = store_of(study.triples, load_edition("asserted"))
    question = "SELECT ?label WHERE { taf:study-dunst-2019 skos:prefLabel ?label }"
    assert len(list(joined.query(question, prefixes=PREFIXES))) == 1, "it is called what it was called before"


def test_a_component_of_an_own_framework_is_the_study_s_own(tmp_path, graph):
    text = "framework,element,value,component\nMy Model,coaching,yes,1\nMy Model,coaching,no,Start\n"
    study = read_study(write(tmp_path, text), "mine", "Me", graph, declare=True)
    labels = "SELECT ?l WHERE { ?c a ta:Component ; skos:prefLabel ?l } ORDER BY ?l"
    assert [row[0].value for row in store_of(study.triples).query(labels, prefixes=PREFIXES)] == ["1", "Start"]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("mine", "framework,!!!,a\nepis,1,0\n", "element '!!!' has no letter or digit"),
        ("mine", "framework,R & D,r d\nepis,1,0\n", r"'R & D' and 'r d' would get the same IRI \(element\)"),
        ("mine", "framework,training\nMy-Model,1\nMy Model,0\n", "'My-Model' and 'My Model' would get the same IRI"),
        (
            "getting",
            "framework,training\nTo outcomes,1\n",
            "'To outcomes' of the study 'getting' would get the IRI of another thing",
        ),
        ("mine", "framework,element,value,coder\nepis,training,1,A B\nepis,training,0,a-b\n", "'A B' and 'a-b'"),
        ("mine", "framework,element,value,component\nepis,training,1,A B\nepis,training,0,a-b\n", "'A B' and 'a-b'"),
    ],
)
def test_different_things_never_get_one_name(tmp_path, graph, name, text, message):
    with pytest.raises(BadInputError, match=message):
        read_study(write(tmp_path, text), name, "Me", graph, declare=True)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("framework,visioning\nepiss,1\n", "row 2: there is no framework 'episs'.*did you mean 'epis'"),
        ("framework,visoning\nepis,1\n", "there is no element 'visoning'.*did you mean 'visioning'"),
        ("framework,element,value,component\nepis,training,1,99\n", "row 2.*'epis' has no component 99"),
    ],
)
def test_unknown_names_are_refused(tmp_path, graph, text, message):
    with pytest.raises(UnknownNameError, match=message):
        read_study(write(tmp_path, text), "mine", "Me", graph)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("framework,visioning\nepis,2\n", "row 2, column 'visioning': '2' is not a cell value"),
        ("framework,visioning\nepis,1\nepis,1\n", "row 3.*already in row 2"),
        ("framework,visioning,tap:visioning\nepis,1,0\n", "are the same"),
        ("framework,element,value\nepis,visioning,1\nepis,visioning,0\n", "row 3.*contradicts"),
        ("framework,element,value\nepis,visioning,1\nepis,visioning,1\n", "row 3.*already in row 2"),
        ("framework,element,value,coder\nepis,visioning,1,a\nepis,visioning,0,b\n", "coders contradict.*consensus"),
        ("", "is empty"),
    ],
)
def test_errors_are_named_with_their_place(tmp_path, graph, text, message):
    with pytest.raises(BadInputError, match=message):
        read_study(write(tmp_path, text), "mine", "Me", graph)


@pytest.mark.parametrize(
    ("name", "source", "message"),
    [
        ("My Study", "Me", "such as 'my-study'"),
        ("project", "Me", "already has a study"),
        ("mine", " ", "the source of the study is blank"),
    ],
)
def test_name_and_source_are_checked(tmp_path, graph, name, source, message):
    with pytest.raises(BadInputError, match=message):
        read_study(write(tmp_path, WIDE), name, source, graph)


def test_the_command_adds_to_a_graph_and_writes_nothing_on_error(tmp_path, capsys):
    path, output = write(tmp_path, WIDE), tmp_path / "out.ttl"
    assert run(["study", str(path), "--name", "one", "--source", "Me", "--output", str(output)]) == 0
    again = ["study", str(path), "--name", "two", "--source", "You", "--add-to", str(output), "--output", str(output)]
    assert run(again) == 0
    assert len(values(read_triples(output))) == 6
    first = output.read_bytes()
    assert run(again) == 2
    assert "already has a study with the name" in capsys.readouterr().err
    assert output.read_bytes() == first
