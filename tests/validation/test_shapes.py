"""The shipped shapes: each constraint has a record that fails only it and a near-identical one that passes."""

from collections import defaultdict
from functools import cache

import pyshacl
import pytest
import rdflib
from helpers.pairs import CASES, PREFIXES, turtle
from pyoxigraph import RdfFormat, parse, serialize
from rdflib.namespace import RDFS, SH

from taonto.ontology.codes import vocabulary_triples
from taonto.validation.engines.alternatives import join_alternatives
from taonto.validation.engines.engine import Unjudged
from taonto.validation.engines.judge import Judge
from taonto.validation.engines.patches import check_queries_once
from taonto.validation.rules import LAYERS, RuleBook

TASH = "https://w3id.org/taonto/shapes/"
LAYER = {shape: rule.layer for shape, rule in RuleBook.shipped().of_shape.items()}
SHAPES = RuleBook.shipped().shapes("publication")
PARAMETERS = {
    "class": "Class", "datatype": "Datatype", "disjoint": "Disjoint", "maxCount": "MaxCount", "minCount": "MinCount",
    "node": "Node", "nodeKind": "NodeKind", "not": "Not", "or": "Or", "pattern": "Pattern",
    "qualifiedMaxCount": "QualifiedMaxCount", "sparql": "SPARQL",
}  # fmt: skip


def _n_triples(triples):
    return serialize(list(dict.fromkeys(triples)), format=RdfFormat.N_TRIPLES)


def _layer(case):
    return LAYER[TASH + case.shape]


def _results(numbers, shapes):
    """Judge both sides of some cases, in one graph."""
    bad = "".join(turtle(f"c{n}bad", n, CASES[n].bad) for n in numbers)
    good = "".join(turtle(f"c{n}good", n + len(CASES), CASES[n].good) for n in numbers)
    text = PREFIXES + bad + good
    graph = [*parse(text.encode(), RdfFormat.TURTLE), *vocabulary_triples()]
    judge = Judge(_n_triples(graph), _n_triples(join_alternatives(shapes)))
    return [r for number, (_, size) in enumerate(judge.sizes) for r in judge.judge(number, 0, size)]


def _profile(case):
    """A rule for the exchange of records is tried in that profile: a draft may not be published anyway."""
    return "publication" if _layer(case) == "publication" else "exchange"


@cache
def _found(profile, part):
    """Return for each side of the cases of one part of a profile which constraints it fails."""
    check_queries_once()
    sides = defaultdict(set)
    for result in _results(PARTS[profile][part], RuleBook.shipped().shapes(profile)):
        assert not isinstance(result, Unjudged), result
        iri = getattr(result.focus, "value", "")
        if iri.startswith("http://example.org/"):
            component = result.component.removeprefix(str(SH)).removesuffix("ConstraintComponent")
            sides[iri.split("/")[3]].add((result.shape.removeprefix(TASH), component))
    return sides


# Rules over many records compare each with each other: a few small graphs are faster than a big one, and a run of some
# tests judges only the graphs that it needs.
NUMBERS = {p: [n for n, case in enumerate(CASES) if _profile(case) == p] for p in ("exchange", "publication")}
PARTS = {p: [ns[start : start + 24] for start in range(0, len(ns), 24)] for p, ns in NUMBERS.items()}


@pytest.mark.parametrize(
    ("profile", "part", "number"),
    [(p, part, number) for p, parts in PARTS.items() for part, numbers in enumerate(parts) for number in numbers],
    ids=[f"{CASES[n].shape}-{CASES[n].component}" for numbers in NUMBERS.values() for n in numbers],
)
def test_pair(profile, part, number):
    found, case = _found(profile, part), CASES[number]
    assert found[f"c{number}bad"] == {(case.shape, case.component)}
    assert found[f"c{number}good"] == set()


def _constraints():
    graph = rdflib.Graph().parse(data=_n_triples(SHAPES), format="nt")
    targets = (SH.targetClass, SH.targetNode, SH.targetObjectsOf, SH.targetSubjectsOf)
    shapes = {s for target in targets for s in graph.subjects(target)}
    known = {SH[p]: c for p, c in PARAMETERS.items()}
    for shape in shapes:
        for predicate in set(graph.predicates(shape)):
            if predicate in known:
                yield str(shape).removeprefix(TASH), known[predicate]
            else:
                assert not str(predicate).startswith(str(SH)) or predicate in {
                    *targets, SH.path, SH.severity, SH.message, SH.flags, SH.qualifiedValueShape,
                }, f"{shape}: {predicate} is in no table of this test"  # fmt: skip


def test_no_constraint_lacks_its_pair():
    # Whether a data set describes itself is asked of a whole file: see test_validate.py.
    assert set(_constraints()) - {("dataset-described", "MinCount")} == {(c.shape, c.component) for c in CASES}


def test_shapes_are_sound_shacl():
    shapes = rdflib.Graph().parse(data=_n_triples(SHAPES), format="nt")
    pyshacl.validate(rdflib.Graph(), shacl_graph=shapes, meta_shacl=True)


def test_each_shape_says_what_reports_need():
    graph = rdflib.Graph().parse(data=_n_triples(SHAPES), format="nt")
    rules = {rule.iri for rule in RuleBook.shipped().rules.values()}
    for target in (SH.targetClass, SH.targetNode, SH.targetObjectsOf, SH.targetSubjectsOf):
        for shape in graph.subjects(target):
            assert isinstance(shape, rdflib.URIRef) and str(shape).startswith(TASH)
            assert graph.value(shape, SH.severity) is not None, shape
            assert graph.value(shape, SH.message) is not None, shape
            assert str(graph.value(shape, RDFS.seeAlso)) in rules, shape


def test_each_rule_says_what_the_manual_needs():
    rules = RuleBook.shipped().rules
    assert len({r.iri for r in rules.values()}) == len(rules)
    for rule in rules.values():
        assert rule.iri == TASH + rule.id
        assert rule.label and rule.why and rule.hint and rule.wrong and rule.right, rule.id
        assert rule.shapes or rule.program or rule.refines, f"{rule.id} is checked by nobody"
        assert rule.layer in (*LAYERS, "judging")


def test_every_list_with_a_retired_code_is_checked_for_it():
    triples = vocabulary_triples()
    retired = {t.subject for t in triples if t.predicate.value.endswith("#deprecated")}
    classes = {t.object.value for t in triples if t.subject in retired and t.predicate.value.endswith("#type")}
    own = {c for c in classes if c.startswith("https://w3id.org/taonto/ontology/")}
    assert own == {"https://w3id.org/taonto/ontology/Topic"}, "add a shape like tash:topic-current for the list"
