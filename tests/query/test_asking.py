"""Setting the parameters of questions, and asking over the user's own data."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Store

from taonto.base.errors import LimitError, TaontoError
from taonto.ontology.study import read_study
from taonto.query import asking
from taonto.query.asking import answer, bind, evaluate, load_graph
from taonto.query.questions import load_question, parse_question
from taonto.rdf.graph import serialize_triples

RECORDS = Path(__file__).parents[1] / "queries" / "records.ttl"

TWO_PARAMETERS = """#+ param: element practice any the element
#+ param: text string "" some text
SELECT * { VALUES ?element { UNDEF } VALUES ?text { "" } ?element ?p ?o }
"""


def test_binding_leaves_the_rest_alone():
    query = parse_question(TWO_PARAMETERS, "own.rq")
    assert bind(query, {}, Store()) == TWO_PARAMETERS
    assert bind(query, {"text": "a"}, Store()) == TWO_PARAMETERS.replace('{ "" }', '{ "a" }')


@pytest.mark.parametrize(
    "value",
    [
        "coaching",
        "tap:coaching",
        "https://w3id.org/taonto/practice/coaching",
        "<https://w3id.org/taonto/practice/coaching>",
        "COACHING AND  consultation",
    ],
)
def test_a_term_by_id_name_iri_or_label(value, inferred):
    text = bind(parse_question(TWO_PARAMETERS, "own.rq"), {"element": value}, inferred)
    assert "VALUES ?element { <https://w3id.org/taonto/practice/coaching> }" in text


def test_any_leaves_open(inferred):
    query = load_question("frameworks-sharing-element")
    assert "VALUES ?element { UNDEF }" in bind(query, {"element": "any"}, inferred)


def test_one_value_never_lands_in_the_place_of_another():
    declared = '#+ param: a string "" one\n#+ param: b string "" two\n'
    query = parse_question(declared + 'SELECT ?a ?b { VALUES ?a { "" } VALUES ?b { "" } }', "own.rq")
    values = {"a": "VALUES ?b { x }", "b": "VALUES ?a { y }"}
    [row] = evaluate(Store(), query, values).rows()
    assert [term.value for term in row] == list(values.values())


@pytest.mark.parametrize(
    ("name", "values", "message"),
    [
        (
            "frameworks-sharing-element",
            {"element": "coachin"},
            "there is no practice 'coachin'; did you mean tap:coaching",
        ),
        ("frameworks-sharing-element", {"element": "preparation"}, "there is no practice 'preparation'"),
        ("frameworks-sharing-element", {"element": ""}, "there is no practice ''"),
        ("frameworks-sharing-element", {"element": "zzzz"}, "there is no practice 'zzzz'"),
        ("frameworks-sharing-element", {"elment": "x"}, "has no parameter 'elment'; did you mean 'element'"),
        ("phases-in-order", {"x": "y"}, "phases-in-order: has no parameter 'x'; it takes none"),
        ("element-pairs-together", {"least": "many"}, "the parameter 'least': 'many' is not a whole number"),
        ("element-pairs-together", {"least": "1 } INSERT"}, "is not a whole number"),
        ("next-steps-due", {"day": "31.1.2026"}, "is not a date such as 2026-01-31"),
        ("next-steps-due", {"day": "20242-11-14"}, "is not a date"),
        (
            "values-by-study",
            {"study": "mayers-2012"},
            "there is no study 'mayers-2012'; did you mean taf:study-meyers-2012",
        ),
        ("frameworks-catalogued", {"scope": "https://e.org/>"}, "there is no code 'https://e.org/>'"),
    ],
)
def test_faulty_parameters(name, values, message, inferred):
    with pytest.raises(TaontoError, match=message):
        bind(load_question(name), values, inferred)


ECHO = parse_question('#+ param: t string "" text\nSELECT ?t { VALUES ?t { "" } }', "echo")


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_no_text_escapes_its_place(text):
    [row] = evaluate(Store(), ECHO, {"t": text}).rows()
    assert row[0].value == text


@given(st.text(st.sampled_from("<>{}\"'\\ \n?#:/abc"), max_size=30))
def test_no_name_escapes_its_place(text):
    query = parse_question("#+ param: t practice any term\nSELECT ?t { VALUES ?t { UNDEF } }", "echo")
    for remote in (False, True):
        with pytest.raises(TaontoError, match="there is no practice"):
            bind(query, {"t": f"http://e.org/{text}>"}, Store(), remote=remote)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT * {\n ?s ?p }", r"own.rq: line 2, column \d+: is not valid SPARQL"),
        ("SELECT * { ?s nope:x ?o }", r"own.rq: .*is not valid SPARQL \(Prefix not found\)"),
        ("SELECT ?s ?o { ?s ?p ?o } GROUP BY ?s", r"\(The SELECT contains a variable that is unbound\)"),
        ('ASK { ?s ?p "open }', r'\(expected "[^[]*\); fix it'),
        ("SELECT * { SERVICE <http://e/> { ?s ?p ?o } }", "own.rq: SERVICE would send data"),
        ("DROP ALL", "own.rq: DROP is an update"),
        ("SELECT " * 300_000, "contains more than 1,000,000 bytes"),
    ],
)
def test_faulty_own_queries(text, message, tmp_path):
    file = tmp_path / "own.rq"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(TaontoError, match=message):
        answer(str(file))


def test_an_own_query_too_deep_for_the_engine(tmp_path):
    file = tmp_path / "deep.rq"
    file.write_text("SELECT * " + "{" * 20_000 + "}" * 20_000, encoding="utf-8")
    with pytest.raises(TaontoError, match="nested too deeply"):
        answer(str(file))


def test_a_query_without_end_is_stopped(tmp_path):
    file = tmp_path / "slow.rq"
    file.write_text(
        "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(STR(?a) = CONCAT(STR(?d), STR(?g))) }"
    )
    with pytest.raises(TaontoError, match="stopped after 2 seconds"):
        answer(str(file), timeout=2)
    with pytest.raises(TaontoError, match="more than 0 seconds"):
        answer(str(file), timeout=0)


def test_inference_is_on_by_default(tmp_path):
    file = tmp_path / "phases.rq"
    file.write_text('ASK { ?e ta:hasIdentifier "SYN-1" ; ta:coversPhase tap:preparation }', encoding="utf-8")
    assert answer(str(file), data=[RECORDS])
    assert not answer(str(file), data=[RECORDS], inference=False)
    assert not answer(str(file))


def test_blank_nodes_of_two_files_stay_apart(tmp_path):
    for number in (1, 2):
        text = f'_:x <urn:p> "{number}" . [] <urn:q> _:x .\n'
        (tmp_path / f"{number}.ttl").write_text(text, encoding="utf-8")
    file = tmp_path / "own.rq"
    file.write_text("SELECT ?s (COUNT(*) AS ?n) { ?s <urn:p> ?o } GROUP BY ?s ORDER BY ?s", encoding="utf-8")
    data = [tmp_path / "1.ttl", tmp_path / "2.ttl"]
    found = answer(str(file), data=data)
    assert [row[1].value for row in found.rows()] == ["1", "1"]
    assert found == answer(str(file), data=data), "the same input gives the same bytes"


def test_a_sheet_as_data(tmp_path):
    sheet = tmp_path / "engagements.csv"
    sheet.write_text(
        "identifier,recordKind,recordStatus,provider,startDate,endDate,contactHours,deliveryMode,supportTier,serviceType,"
        "topic,reason,practice,mood\n"
        "SYN-9,encounter,approved,Example Center (synthetic),2025-01-01,2025-01-01,1.5,virtual,universal,coaching,"
        "equity,follow-up,coaching,good\n",
        encoding="utf-8",
    )
    found = answer("practices-used", {"provider": "example center (synthetic)"}, data=[sheet])
    assert found.rendered("csv").splitlines()[1:] == [
        b"https://w3id.org/taonto/practice/coaching,Coaching and consultation,1"
    ]
    assert found.notes == (f"{sheet}: 'mood' is an unknown column; its cells are kept as they are",)


def test_a_user_study_as_data(tmp_path):
    matrix = tmp_path / "mine.csv"
    matrix.write_text("framework,coaching,training\ngetting-to-outcomes,1,0\nsamhsa-spf,,1\n", encoding="utf-8")
    study = read_study(str(matrix), "mine", "Me (2026)", load_graph()[0])
    file = tmp_path / "mine.ttl"
    file.write_bytes(serialize_triples(study.triples, "turtle"))
    found = answer("frameworks-sharing-element", {"element": "coaching", "study": "mine"}, data=[file])
    assert [row[0].value.rpartition("/")[2] for row in found.rows()] == ["getting-to-outcomes"]
    values = answer("values-by-study", {"study": "mine"}, data=[file]).rendered("csv").decode().split()
    assert [line.rpartition("/")[2] for line in values[1:]] == ["not-mentioned,1", "present,2", "unknown,1"]


def test_the_format_of_data_can_be_named(tmp_path):
    file = tmp_path / "records.dat"
    file.write_bytes(RECORDS.read_bytes())
    asked = 'ASK { ?e ta:hasIdentifier "SYN-1" }'
    assert answer(parse_question(asked, "own"), data=[file], input_format="turtle")
    with pytest.raises(TaontoError, match=r"records\.dat: its name does not show its format"):
        answer("phases-in-order", data=[file])
    with pytest.raises(TaontoError, match="there is no format 'yaml'; use one of csv, xlsx, turtle"):
        answer("phases-in-order", data=[file], input_format="yaml")
    with pytest.raises(TaontoError, match="has the headings"):
        answer("phases-in-order", data=[file], input_format="csv")


def test_options_that_exclude_each_other():
    with pytest.raises(TaontoError, match="leave out either the files or the endpoint"):
        answer("phases-in-order", data=["x.ttl"], endpoint="http://127.0.0.1:1/")
    with pytest.raises(TaontoError, match="data is read from files"):
        answer("phases-in-order", data=["-"])
    with pytest.raises(TaontoError, match="no such file"):
        answer("phases-in-order", data=["none.ttl"])


def test_conclusions_are_drawn_from_a_limited_number_of_statements(tmp_path, monkeypatch):
    monkeypatch.setattr(asking, "MAX_INFERRED", 3)
    data = tmp_path / "data.nt"
    data.write_text("".join(f"<urn:a:{n}> <urn:a:p> <urn:a:o> .\n" for n in range(4)))
    with pytest.raises(LimitError, match="the data have 4 statements, but conclusions are drawn from at most 3"):
        asking.load_graph([str(data)])
    assert asking.load_graph([str(data)], inference=False)[0]
