"""Each patch of a library, beside the fault that it is for.

The first test of each pair shows the library without the patch. When it fails, the library has been fixed: the patch in
`taonto/validation/engines/patches.py` can go, and the pair with it.
"""

import subprocess
import sys

import pyshacl
import pytest
import rdflib
from pyshacl.helper.sparql_query_helper import SPARQLQueryHelper
from rdflib.namespace import SH
from rdflib.plugins.sparql import processor

from taonto.rdf.graph import parse_triples
from taonto.validation.engines import patches
from taonto.validation.engines.alternatives import join_alternatives
from taonto.validation.engines.judge import Judge

PREFIXES = """@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ex: <http://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
DATA = PREFIXES + "ex:a a ex:T ; ex:q 7 . ex:b a ex:T ; ex:q 8 . ex:c a ex:T ; ex:q 9 ."
QUERY = "SELECT ?s WHERE { ?s <http://example.org/q> ?q }"
GONE = "the library has been fixed: remove the patch and this pair of tests"
IMPORTED = """ex:here owl:imports ex:there .
    ex:there sh:declare [ sh:prefix "e" ; sh:namespace "http://example.org/"^^xsd:anyURI ] .
    ex:S a sh:NodeShape ; sh:targetClass ex:T ; sh:sparql [ sh:prefixes ex:here ;
      sh:select "SELECT $this WHERE { $this e:q ?q }" ] ."""
LIMIT = """ex:Limit a sh:ConstraintComponent ; sh:parameter [ sh:path ex:limit ] ; sh:validator
      [ a sh:SPARQLAskValidator ; sh:message "over {$limit}: {$value}" ; sh:ask "ASK { FILTER($value <= $limit) }" ] .
    ex:S a sh:PropertyShape ; sh:targetSubjectsOf ex:q ; sh:path ex:q ; ex:limit 5 ."""


def graph(text, kind=rdflib.Graph):
    return kind().parse(data=PREFIXES + text, format="turtle")


def triples(text):
    return graph(text).serialize(format="nt").encode()


def judged(shapes):
    judge = Judge(triples(DATA), triples(shapes))
    return [result for number, (_, size) in enumerate(judge.sizes) for result in judge.judge(number, 0, size)]


def counting(monkeypatch, owner, name):
    """Count the calls of a function."""
    calls = []
    function = getattr(owner, name)
    monkeypatch.setattr(owner, name, lambda *args, **kwargs: calls.append(1) or function(*args, **kwargs))
    return calls


def test_rdflib_parses_a_query_each_time(monkeypatch):
    calls = counting(monkeypatch, processor, "parseQuery")
    plain = graph(DATA)
    assert [len(plain.query(QUERY)) for _ in range(3)] == [3, 3, 3]
    assert len(calls) == 3, GONE


def test_a_planning_graph_parses_it_once(monkeypatch):
    calls = counting(monkeypatch, processor, "parseQuery")
    planning = graph(DATA, patches.PlanningGraph)
    assert [len(planning.query(QUERY)) for _ in range(3)] == [3, 3, 3]
    assert len(calls) == 1


def test_pyshacl_does_not_see_prefixes_of_imported_declarations():
    with pytest.raises(Exception, match="prefix"):
        pyshacl.validate(graph(DATA), shacl_graph=graph(IMPORTED))
        pytest.fail(GONE)


def test_shared_prefixes_are_seen():
    assert len(judged(IMPORTED)) == 3


def test_pyshacl_checks_the_text_of_a_query_for_each_focus_node(monkeypatch):
    assert _checks_of_three_nodes(monkeypatch) > 1, GONE


def test_the_text_of_a_query_is_checked_once(monkeypatch):
    unpatched = SPARQLQueryHelper.check_invalid_sparql
    try:
        assert _checks_of_three_nodes(monkeypatch, patches.check_queries_once) == 1
    finally:
        SPARQLQueryHelper.check_invalid_sparql = unpatched


def _checks_of_three_nodes(monkeypatch, patch=None):
    original = _UNPATCHED
    calls = []

    def check(helper, text, *args, **kwargs):
        calls.append(text)
        return original(helper, text, *args, **kwargs)

    monkeypatch.setattr(SPARQLQueryHelper, "check_invalid_sparql", check)
    if patch:
        patch()
    shapes = """ex:S a sh:NodeShape ; sh:targetClass ex:T ; sh:sparql [
        sh:select "SELECT $this WHERE { $this <http://example.org/q> ?q }" ] ."""
    pyshacl.validate(graph(DATA), shacl_graph=graph(shapes))
    return len(calls)


def _unpatched():
    """Return pySHACL's function even if another test of this process has patched it already."""
    check = SPARQLQueryHelper.check_invalid_sparql
    while check.__closure__ and check.__module__ == patches.__name__:
        check = next(c.cell_contents for c in check.__closure__ if callable(c.cell_contents))
    return check


_UNPATCHED = _unpatched()


def test_pyshacl_hands_messages_on_from_one_result_to_the_next():
    _, report, _ = pyshacl.validate(graph(DATA), shacl_graph=graph(LIMIT))
    counts = sorted(len(list(report.objects(result, SH.resultMessage))) for result in report.objects(None, SH.result))
    assert counts[-1] > 1, GONE


def test_each_result_has_only_its_own_messages():
    assert sorted(r.messages for r in judged(LIMIT)) == [("over 5: 7",), ("over 5: 8",), ("over 5: 9",)]


FETCH = """
import rdflib, sys
from taonto.rdf.graph import parse_triples
from taonto.validation.engines import patches
from taonto.validation.engines.alternatives import join_alternatives
if {patched}: patches.fetch_nothing()
asked = []
sys.addaudithook(lambda event, args: asked.append(1) if event in ("urllib.Request", "socket.getaddrinfo") else None)
try: rdflib.Dataset().query("SELECT * FROM <http://127.0.0.1:9/data.ttl> {{ ?s ?p ?o }}")
except Exception: pass
print(bool(asked))
"""


@pytest.mark.parametrize("patched", [False, True])
def test_rdflib_fetches_what_a_query_names_unless_it_is_told_not_to(patched):
    script = [sys.executable, "-c", FETCH.format(patched=patched)]
    done = subprocess.run(script, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str(not patched), done.stdout if patched else GONE


def test_alternatives_of_patterns_are_joined_and_other_alternatives_are_not():
    shapes = list(
        parse_triples(
            f"""{PREFIXES}@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
            ex:Form sh:or ( [ rdfs:label "a" ; sh:pattern "^a" ] [ sh:pattern "B" ; sh:flags "i" ] ) .
            ex:Mixed sh:or ( [ sh:pattern "^a" ] [ sh:pattern "b" ; sh:maxLength 2 ] ) .
            ex:Paths sh:or ( [ sh:path ex:p ; sh:pattern "^a" ] ) .""".encode(),
            "turtle",
            "shapes",
        )
    )
    joined = join_alternatives(shapes)
    changed = [(t.subject.value, t.object.value) for t in joined if t not in shapes]
    assert changed == [("http://example.org/Form", "(?:^a)|(?i:B)")]
    assert len(joined) == len(shapes)
