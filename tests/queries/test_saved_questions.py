"""Every saved question: well formed, answered as expected on the small catalogue, never empty on the live one."""

import csv
import re

import pytest
import rdflib.plugins.sparql
from helpers.small_catalogue import EXPECTED, TERMS, own_terms, table
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store

from taonto.base import resources
from taonto.base.vocabulary import PREFIXES, TA, TAC, TAF, TAP, shorten
from taonto.query.asking import bind, evaluate
from taonto.query.questions import KINDS, USERS, load_question, parse_question, saved_questions

ALL = saved_questions()
NAMES = [query.name for query in ALL]

IMPOSSIBLE = {"integer": "1000000", "string": "nothing begins so", "date": "0999-01-01"}
EMPTY_ON_SOUND_DATA = {"codings-contradicting", "codings-missing", "terms-lacking-parts"}
"""Each of these has a test of its own below, on a graph with the fault that it is to find."""

FILLED = [query for query in ALL if query.name not in EMPTY_ON_SOUND_DATA]
PARAMETERS = [(query, parameter) for query in FILLED for parameter in query.parameters]


def rows(store, query, text=None):
    query = parse_question(text, query.name) if text else query
    return table(evaluate(store, query))[1]


@pytest.mark.parametrize("query", ALL, ids=NAMES)
def test_describes_itself(query):
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", query.name)
    assert query.question.endswith("?")
    assert query.kind in KINDS
    assert query.user in USERS
    assert "ORDER BY" in query.text or query.name in ("frameworks-counted", "synthesis-elements-unnamed")


@pytest.mark.parametrize("query", ALL, ids=NAMES)
def test_is_standard_sparql_with_the_usual_prefixes(query):
    rdflib.plugins.sparql.prepareQuery(query.text)
    declared = dict(re.findall(r"^PREFIX (\w+): <([^>]*)>", query.text, re.MULTILINE))
    assert declared == {prefix: PREFIXES[prefix] for prefix in declared}
    body = re.sub(r"^(#\+|PREFIX).*$", "", query.text, flags=re.MULTILINE)
    assert all(re.search(rf"\b{prefix}:", body) for prefix in declared), "a prefix is declared and not used"


@pytest.mark.parametrize("query", ALL, ids=NAMES)
def test_answers_as_expected(query, small):
    path = EXPECTED / f"{query.name}.csv"
    assert path.is_file(), f"write {path.name} with 'python tests/queries/write_expected.py' and read it"
    with path.open(encoding="utf-8", newline="") as stream:
        heading, *expected = csv.reader(stream)
    assert table(small.answer(query)) == (heading, [tuple(row) for row in expected])
    assert expected or query.name in EMPTY_ON_SOUND_DATA


def test_the_small_catalogue_names_no_term_that_is_gone():
    known = set(TERMS.read_text(encoding="utf-8").split())
    assert known and known <= {shorten(term) for term in own_terms()}, "a published term is never deleted"


def test_every_expected_answer_has_its_question():
    assert {path.stem for path in EXPECTED.glob("*.csv")} == set(NAMES)
    assert {path.stem for path in resources.folder("queries").iterdir()} == set(NAMES)


def test_spans_users_kinds_and_sources():
    competency = [query for query in ALL if query.kind == "competency"]
    assert competency
    assert {query.user for query in competency} == set(USERS)
    assert {query.kind for query in ALL} == set(KINDS)
    assert any("synthesis" in query.question for query in competency)
    assert any("pressures" in query.question for query in competency)


@pytest.mark.parametrize("query", FILLED, ids=lambda query: query.name)
def test_is_not_empty(query, rows_of):
    assert rows_of(query.name)


@pytest.mark.parametrize("name", sorted(EMPTY_ON_SOUND_DATA))
def test_no_such_mistake_in_the_catalogue(name, rows_of):
    assert rows_of(name) == []


@pytest.mark.parametrize("query", FILLED, ids=lambda query: query.name)
def test_answers_otherwise_without_the_graph(query, rows_of):
    unbound = re.sub(r"^#\+ param.*\n", "", query.text, flags=re.MULTILINE)
    assert rows(Store(), query, unbound) != rows_of(query.name)


@pytest.mark.parametrize(("query", "parameter"), PARAMETERS, ids=lambda value: value.name)
def test_answers_otherwise_with_an_impossible_parameter(query, parameter, inferred, with_records):
    store = with_records if query.data else inferred
    value = IMPOSSIBLE.get(parameter.type, "urn:taonto:nothing")
    text = bind(query, {parameter.name: value}, store, remote=True)
    assert rows(store, query, re.sub(r"^#\+ param.*\n", "", text, flags=re.MULTILINE)) != rows(store, query)


@pytest.mark.parametrize("query", [q for q in ALL if q.parameters], ids=lambda query: query.name)
def test_the_file_as_it_stands_holds_the_defaults(query, inferred, with_records):
    store = with_records if query.data else inferred
    defaults = {parameter.name: parameter.default for parameter in query.parameters}
    bound = evaluate(store, query, defaults)
    assert bound.rendered("csv") == evaluate(store, query).rendered("csv")


@pytest.fixture
def copied(inferred):
    store = Store()
    store.bulk_extend(inferred)
    return store


def coding(study, framework, element):
    return NamedNode(f"{TAF}coding-{study}-{framework}-{element}")


def test_a_contradiction_is_found(copied):
    second = BlankNode("second")
    for predicate, value in (
        (PREFIXES["rdf"] + "type", TA + "FrameworkCoding"),
        (TA + "belongsToStudy", TAF + "study-project"),
        (TA + "codesFramework", TAF + "getting-to-outcomes"),
        (TA + "codesElement", TAP + "needs-assessment"),
        (TA + "assignsValue", TAC + "not-mentioned"),
    ):
        copied.add(Quad(second, NamedNode(predicate), NamedNode(value)))
    found = rows(copied, load_question("codings-contradicting"))
    assert found == [("taf:study-project", "taf:getting-to-outcomes", "tap:needs-assessment", "2")]


def test_a_missing_cell_is_found(copied):
    gone = coding("project", "getting-to-outcomes", "coaching")
    removed = list(copied.quads_for_pattern(gone, None, None, None))
    assert removed
    for quad in removed:
        copied.remove(quad)
    query = load_question("codings-missing")
    assert rows(copied, query) == [("taf:study-project", "taf:getting-to-outcomes", "tap:coaching")]
    assert not evaluate(copied, query, {"study": "meyers-2012"})


def test_a_term_without_its_parts_is_found(copied):
    term = NamedNode(TAP + "bare")
    copied.add(Quad(term, NamedNode(PREFIXES["rdfs"] + "isDefinedBy"), NamedNode(TA + "practices")))
    query = load_question("terms-lacking-parts")
    parts = ("definition", "label", "source", "status")
    assert rows(copied, query) == [("tap:bare", part) for part in parts]
    copied.add(Quad(term, NamedNode(PREFIXES["skos"] + "prefLabel"), Literal("Bare", language="en")))
    assert rows(copied, query) == [("tap:bare", part) for part in parts if part != "label"]
