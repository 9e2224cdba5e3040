"""The ontology's own facts, counted by query, and the two editions."""

import pytest
from pyoxigraph import Triple

from taonto.base.vocabulary import PREFIXES, TA, TAP
from taonto.ontology import edition
from taonto.rdf.graph import parse_triples
from taonto.reasoning import inference

PHASES = ["preparation", "plan", "implementation", "evaluation", "sustainability"]


def test_five_phases_in_order(ask):
    assert [row[0] for row in ask("SELECT ?p WHERE { ?p a ta:Phase ; ta:hasOrder ?n } ORDER BY ?n")] == [
        TAP + name for name in PHASES
    ]
    following = ask("SELECT ?a ?b WHERE { ?a ta:precedes ?b }")
    assert set(following) == {(TAP + a, TAP + b) for i, a in enumerate(PHASES) for b in PHASES[i + 1 :]}


def test_each_element_is_defined_with_its_source_and_says_whether_it_is_published(ask):
    rows = ask(
        "SELECT DISTINCT ?p ?status WHERE { ?p a ta:Practice ; vs:term_status ?status ; skos:prefLabel ?l ;"
        " skos:definition ?d ; dcterms:source ?s ; skos:inScheme tap:scheme ; ta:inPhase [ a ta:Phase ] }"
    )
    assert {practice for practice, _ in rows} == {practice for (practice,) in ask("SELECT ?p { ?p a ta:Practice }")}
    assert {status for _, status in rows} == {"stable", "testing"}
    assert len(rows) == len(dict(rows))


def test_what_a_term_says_of_itself_is_one_of_its_definitions(ask):
    texts = ask("SELECT ?t WHERE { ?d a ta:Definition ; ta:definesTerm ta:TechnicalAssistance ; ta:hasText ?t }")
    own = ask("SELECT ?t WHERE { ta:TechnicalAssistance skos:definition ?t }")
    assert set(own) < set(texts)


def test_the_facts_about_the_national_center(ask):
    assert len(ask("SELECT ?t WHERE { taf:ciselss ta:servesOrganizationType ?t }")) == 2
    assert len(ask("SELECT ?t WHERE { taf:ciselss ta:offersTier ?t }")) == 3
    assert len(ask("SELECT ?p WHERE { ?p a ta:CompetingPressure ; dcterms:source taf:source-mitchell-2002 }")) == 7


def test_chains_reach_through_data_of_a_user():
    store = edition.load_edition("inferred")
    data = b"""@prefix ta: <https://w3id.org/taonto/ontology/> . @prefix tap: <https://w3id.org/taonto/practice/> .
    <http://example.org/r> a ta:Engagement ; ta:usesPractice tap:visioning ."""
    edition.add_data(store, parse_triples(data, "turtle", "data"))
    phase = "ASK { <http://example.org/r> ta:coversPhase tap:preparation }"
    assert store.query(phase, prefixes=PREFIXES)
    plain = edition.load_edition("inferred")
    edition.add_data(plain, parse_triples(data, "turtle", "data"), infer=False)
    assert not plain.query(phase, prefixes=PREFIXES)


def test_the_closure_adds_and_never_takes_away():
    data = (
        b"@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix : <http://e/> ."
        b":p owl:propertyChainAxiom ( :q :r ) . :a :q :b . :b :r :c . :r owl:inverseOf :s ."
    )
    given = set(parse_triples(data, "turtle", "data"))
    closed = inference.close(given)
    assert given <= closed
    derived = {(t.subject.value, t.predicate.value, t.object.value) for t in closed - given if "//e/" in str(t.subject)}
    assert ("http://e/a", "http://e/p", "http://e/c") in derived
    assert ("http://e/c", "http://e/s", "http://e/b") in derived


def test_the_inferred_edition_holds_the_asserted_one(asserted, inferred):
    def named(store):
        return {q.triple for q in store if "_:" not in f"{q.subject}{q.object}"[:2] and "_:" not in str(q.object)[:2]}

    assert 10_000 < len(named(asserted)) < len(named(inferred))
    assert named(asserted) <= named(inferred)
    assert not any(isinstance(q.triple, Triple) and q.object == q.subject for q in inferred if TA in str(q.subject))


@pytest.mark.parametrize(
    "value",
    [
        '"about 20"^^<http://www.w3.org/2001/XMLSchema#integer>',
        '"a  b"^^<http://www.w3.org/2001/XMLSchema#token>',
        '"x"@en--ltr',
        '"say \\"no\\"\\n"',
        "<<( <https://example.org/a> <https://example.org/b> 1 )>>",
    ],
)
def test_the_closure_hands_on_every_value_as_it_is(value, caplog):
    turtle = (
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix : <https://example.org/> ."
        f":counts rdfs:subPropertyOf :states . :a :counts {value} ."
    )
    given = list(parse_triples(turtle.encode(), "turtle", "data"))
    (stated,) = (triple.object for triple in given if triple.predicate.value == "https://example.org/counts")
    kept = {triple.object for triple in inference.close(given) if triple.subject.value == "https://example.org/a"}
    assert kept == {stated}
    inferred = {t.object for t in inference.close(given) if t.predicate.value == "https://example.org/states"}
    assert inferred == {stated}
    assert caplog.text == ""


def test_the_inferred_edition_is_had_without_a_place_to_keep_it(monkeypatch, tmp_path, caplog):
    (tmp_path / "file").touch()
    monkeypatch.setattr("platformdirs.user_cache_path", lambda name: tmp_path / "file" / name)
    monkeypatch.setattr(edition, "inferred_bytes", lambda: b"<urn:a:s> <urn:a:p> <urn:a:o> .\n")
    assert len(edition.load_edition()) == 1
    assert "the inferred edition is not kept" in caplog.text
