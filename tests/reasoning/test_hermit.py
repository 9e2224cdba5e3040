"""HermiT's answers, and the explanations, on ontologies of a few lines (all synthetic)."""

import pytest
from pyoxigraph import Triple

from taonto.base.errors import LimitError, UnavailableError
from taonto.rdf.graph import parse_triples
from taonto.reasoning import explanation
from taonto.reasoning import hermit as reasoning
from taonto.reasoning.axioms import axiom_sentence, axioms, labels_of, namer
from taonto.reasoning.explanation import clashes, explain, smallest
from taonto.reasoning.hermit import (
    Classification,
    OntologyError,
    classify,
    empty_properties,
    first_inconsistent,
    java,
    logical,
)
from taonto.reasoning.inference import close

X = "https://example.org/x#"
HEAD = f"""
@prefix : <{X}> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
BASE = (
    HEAD
    + """
<https://example.org/x> a owl:Ontology ; owl:imports <https://example.org/never-fetched> .
:Animal a owl:Class ; rdfs:label "Animal"@en .
:Cat a owl:Class ; rdfs:subClassOf :Animal ; rdfs:label "Cat"@en .
:Tom a owl:Class ; owl:equivalentClass :Cat .
:Feline a owl:Class ; owl:equivalentClass :Cat .
:Dog a owl:Class ; rdfs:subClassOf :Animal ; owl:disjointWith :Cat ; rdfs:label "Dog"@en .
:eats a owl:ObjectProperty ; rdfs:domain :Animal .
:hunts a owl:ObjectProperty ; rdfs:subPropertyOf :eats .
:huntsKin a owl:ObjectProperty ; owl:propertyChainAxiom ( :hunts :hunts ) .
:Hunter a owl:Class ; owl:equivalentClass [ a owl:Restriction ; owl:onProperty :hunts ; owl:someValuesFrom owl:Thing ] .
:age a owl:DatatypeProperty , owl:FunctionalProperty ; rdfs:range xsd:integer .
:bornOn a owl:DatatypeProperty .
:note a owl:AnnotationProperty .
:tom a :Cat ; :age 3 ; :bornOn "2020-01-01"^^xsd:date ; :note "café"@fr .
:rex a :Dog .
:who :hunts :rex .
"""
)


def ontology(extra: str = "", base: str = BASE) -> list[Triple]:
    return list(parse_triples((base + extra).encode(), "turtle", "test"))


@pytest.fixture(scope="module")
def classified() -> Classification:
    return classify(ontology())


def test_classification(classified: Classification) -> None:
    assert classified.consistent
    assert classified.unsatisfiable == ()
    assert classified.members(X + "Hunter") == {X + "who"}
    assert classified.types[X + "who"] >= {X + "Hunter", X + "Animal"}


def test_three_equivalent_classes_are_all_seen(classified: Classification) -> None:
    three = {X + "Cat", X + "Tom", X + "Feline"}
    for iri in three:
        assert classified.superclasses[iri] == three - {iri} | {X + "Animal"}
    assert classified.types[X + "tom"] == three | {X + "Animal"}


def test_empty_properties() -> None:
    extra = ":p a owl:ObjectProperty ; rdfs:domain :Cat , :Dog .:q a owl:DatatypeProperty ; rdfs:domain :Cat , :Dog ."
    assert empty_properties(ontology(extra)) == (X + "p", X + "q")


def test_logical_leaves_out_what_means_nothing() -> None:
    kept = {t.predicate.value for t in logical(ontology())}
    assert X + "note" not in kept
    assert not any(p.endswith(("imports", "label")) for p in kept)
    assert X + "hunts" in kept


@pytest.mark.parametrize("extra", ["", ":odd a :Cat , :Dog ."], ids=["consistent", "inconsistent"])
def test_first_inconsistent_of_several(extra: str) -> None:
    good, other = logical(ontology()), logical(ontology(extra))
    assert first_inconsistent([good, good, other]) == (2 if extra else None)


def test_a_fault_that_hermit_cannot_read() -> None:
    with pytest.raises(OntologyError, match=r'"old".*malformed'):
        classify(ontology(':tom :age "old"^^xsd:integer .'))


def test_no_java(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reasoning.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UnavailableError, match=r"taonto\[java\]"):
        java()


def test_java_on_path_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    program = tmp_path / "java"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setattr(reasoning.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert java() == str(program)


def test_time_limit() -> None:
    with pytest.raises(LimitError, match="did not finish"):
        classify(ontology(), time_limit=0.01)


INCONSISTENT = {
    "two disjoint classes": (
        ":odd a :Cat , :Dog .",
        "odd> is both Dog",
        {"odd> is a Cat", "odd> is a Dog", "nothing is both Dog"},
    ),
    "domain": (
        ":Stone a owl:Class ; owl:disjointWith :Animal . :pebble a :Stone ; :hunts :tom .",
        "pebble> is both <https://example.org/x#Stone> and Animal",
        {"pebble> is a <", "hunts> to something has", "eats> is an Animal", "pebble>: <", "nothing is both"},
    ),
    "functional data property": (
        ":tom :age 4 .",
        'has two values of <https://example.org/x#age>, "3" and "4"',
        {'age> "3"', 'age> "4"', "at most one value"},
    ),
    "datatype": (
        ':rex :age "old" .',
        "takes xsd:integer only",
        {'age> "old"', "leads to is xsd:integer"},
    ),
    "different": (
        ":owner a owl:ObjectProperty , owl:FunctionalProperty . :tom :owner :a , :b . :a owl:differentFrom :b .",
        "stated to be different",
        {"owner> <https://example.org/x#a>", "owner> <https://example.org/x#b>", "at most one", "are different"},
    ),
}


@pytest.mark.parametrize("name", INCONSISTENT)
def test_the_culprits_of_a_contradiction(name: str) -> None:
    extra, reason, culprits = INCONSISTENT[name]
    (found,) = explain(ontology(extra), Classification(consistent=False))
    assert found.subject is None
    assert reason in found.summary
    assert len(found.culprits) == len(culprits)
    for culprit in culprits:
        assert any(culprit in said for said in found.culprits), found.culprits


def test_an_empty_class_is_explained_and_those_below_it_lead_there() -> None:
    triples = ontology(
        ':Catdog a owl:Class ; rdfs:subClassOf :Tom , :Dog ; rdfs:label "Catdog"@en .'
        ":Puppy a owl:Class ; rdfs:subClassOf :Catdog ."
    )
    classification = classify(triples)
    assert classification.unsatisfiable == (X + "Catdog", X + "Puppy")
    catdog, puppy = explain(triples, classification)
    assert catdog.subject == X + "Catdog"
    assert f"Catdog <{X}Catdog> can have no member: a member is both" in catdog.summary
    assert catdog.culprits == tuple(sorted(catdog.culprits))
    assert {"Cat", "Catdog", "Dog", "Tom"} == {term.removeprefix(X) for term in catdog.terms}
    assert len(catdog.culprits) == 4
    assert puppy.culprits == ()
    assert "it is a kind of Catdog" in puppy.summary


def test_what_only_hermit_sees_is_explained_by_hermit() -> None:
    triples = ontology(
        ":Loner a owl:Class ; rdfs:subClassOf"
        " [ a owl:Restriction ; owl:onProperty :hunts ; owl:minCardinality 2 ] ,"
        " [ a owl:Restriction ; owl:onProperty :hunts ; owl:maxCardinality 1 ] ."
    )
    classification = classify(triples)
    assert classification.unsatisfiable == (X + "Loner",)
    (found,) = explain(triples, classification)
    assert sorted(said.split("with ")[1] for said in found.culprits) == [
        f"at least 2 <{X}hunts>",
        f"at most 1 <{X}hunts>",
    ]


def test_what_others_say_of_a_thing_is_seen_without_hermit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(explanation, "_SMALL", 0)  # As in an ontology that is too large to look at as a whole.
    monkeypatch.setattr(explanation, "first_inconsistent", lambda *_: pytest.fail("asked HermiT"))
    triples = ontology(":pets a owl:ObjectProperty ; rdfs:range :Cat . :who :pets :rex .")
    (found,) = explain(triples, Classification(consistent=False))
    assert f"<{X}who>: <{X}pets> <{X}rex>" in found.culprits
    assert len(found.culprits) == 4


def test_a_search_without_time_says_so() -> None:
    (found,) = explain(ontology(":odd a :Cat , :Dog ."), Classification(consistent=False), time_limit=0)
    assert found.culprits == ()
    assert "not found within the time limit" in found.summary


def test_nothing_to_explain(classified: Classification) -> None:
    assert explain(ontology(), classified) == ()
    assert clashes(close(ontology()), str) == []


@pytest.mark.parametrize(
    ("extra", "message"),
    [
        (":p a owl:IrreflexiveProperty . :a :p :a .", "to itself"),
        (":p a owl:AsymmetricProperty . :a :p :b . :b :p :a .", "only one direction"),
        (":p owl:propertyDisjointWith :q . :a :p :b ; :q :b .", "exclude each other"),
        (
            "[] owl:sourceIndividual :a ; owl:assertionProperty :p ; owl:targetIndividual :b . :a :p :b .",
            "stated not to",
        ),
        (":A owl:complementOf :B . :a a :A , :B .", "its opposite"),
        ("[] a owl:AllDisjointClasses ; owl:members ( :A :B :C ) . :a a :A , :C .", "nothing can be both"),
        (":a a owl:Nothing .", "no member"),
        ("[] a owl:AllDifferent ; owl:members ( :a :b ) . :a owl:sameAs :b .", "stated to be different"),
        (":U owl:disjointUnionOf ( :A :B ) . :a a :A , :B .", "nothing can be both"),
    ],
)
def test_each_pattern_of_contradiction(extra: str, message: str) -> None:
    assert any(message in clash.message for clash in clashes(close(ontology(extra, HEAD)), str))


def test_values_that_fit_their_range_do_not_clash() -> None:
    extra = ":n a owl:DatatypeProperty ; rdfs:range xsd:decimal . :a :n 1 , 2.5 . :tom :age 3 ."
    assert clashes(close(ontology(extra)), str) == []


@pytest.mark.parametrize(
    ("turtle", "said"),
    [
        (":Cat rdfs:subClassOf :Animal .", "every Cat is an Animal"),
        (":Cat rdfs:subClassOf [ owl:onProperty :p ; owl:allValuesFrom :Dog ] .", "with has part to Dog only"),
        (":Cat rdfs:subClassOf [ owl:onProperty :p ; owl:hasValue :a ] .", "something with has part ex-a"),
        (":Cat rdfs:subClassOf [ owl:onProperty :p ; owl:hasSelf true ] .", "something with has part to itself"),
        (
            ":Cat rdfs:subClassOf [ owl:onProperty :p ; owl:qualifiedCardinality 2 ; owl:onClass :Dog ] .",
            "something with exactly 2 has part that is a Dog",
        ),
        (":Cat owl:equivalentClass [ owl:unionOf ( :Animal :Dog ) ] .", "Cat means the same as (Animal or Dog)"),
        (":Cat owl:equivalentClass [ owl:complementOf :Dog ] .", "Cat means the same as not a Dog"),
        (":Cat owl:disjointUnionOf ( :Dog :Animal ) .", "Cat is made up of Dog, Animal, no two"),
        (":q owl:propertyChainAxiom ( :p :p ) .", "has part, then has part amounts to ex-q"),
        (":p a owl:TransitiveProperty .", "it is transitive"),
        (":Cat owl:hasKey ( :p ) .", "Cat is identified by has part"),
        (":a :p :b .", "ex-a: has part ex-b"),
        (":a :q 3 .", 'ex-a: ex-q "3"'),
        ("[] a owl:AllDifferent ; owl:members ( :a :b ) .", "these are all different: ex-a, ex-b"),
        ("[] owl:sourceIndividual :a ; owl:assertionProperty :p ; owl:targetValue 1 .", 'does not have has part "1"'),
    ],
)
def test_sentences(turtle: str, said: str) -> None:
    declared = ":p a owl:ObjectProperty . :q a owl:DatatypeProperty ."
    names = {X + "p": "has part", X + "Cat": "Cat", X + "Dog": "Dog", X + "Animal": "Animal"}
    found = axioms(ontology(declared + turtle, HEAD))[1]
    assert said in "; ".join(
        axiom_sentence(axiom, lambda iri: names.get(iri, "ex-" + iri[len(X) :])) for axiom in found
    )


def test_a_label_is_in_the_language_or_the_nearest_to_it_and_a_preferred_one_comes_first() -> None:
    triples = ontology(
        ':a rdfs:label "a"@en ; skos:prefLabel "A"@en , "La A"@es . :b rdfs:label "ein B"@de . :c :note "c"@en .',
        HEAD + "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .",
    )
    assert labels_of(triples) == {X + "a": "A", X + "b": "ein B"}
    assert labels_of(triples, "es") == {X + "a": "La A", X + "b": "ein B"}


def test_names_have_label_and_short_form() -> None:
    name = namer(labels_of(ontology()) | {"https://w3id.org/taonto/ontology/Phase": "Phase"})
    assert name("https://w3id.org/taonto/ontology/Phase") == "Phase (ta:Phase)"
    assert name(X + "Cat") == f"Cat <{X}Cat>"
    assert name(X + "eats") == f"<{X}eats>"


def test_smallest_finds_a_part_that_cannot_be_cut() -> None:
    numbers = [[n] for n in range(40)]

    def broken(candidates):
        return next((i for i, c in enumerate(candidates) if {3, 17, 31} <= {n for (n,) in c}), None)

    for width in (1, 5):
        assert sorted(n for (n,) in smallest(numbers, broken, width)) == [3, 17, 31]
