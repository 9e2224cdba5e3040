"""The report is compared with the one that pySHACL writes for the same data and shapes."""

import pyshacl
import pytest
from rdflib import RDF, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.compare import isomorphic
from rdflib.namespace import DCTERMS, SH

from taonto.report.validation.turtle import to_turtle
from taonto.validation.findings import FileResult, Finding, Severity, ValidationReport
from taonto.validation.run import validate

# One result for each kind of complex path, and a blank node without statements: pySHACL lets results share the
# description of a path, and copies the statements about a blank node, both of which SHACL leaves open.
SHAPES = """
@prefix ex: <https://example.org/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex:person a sh:NodeShape ; sh:targetClass ex:Person ;
    sh:closed true ; sh:ignoredProperties ( rdf:type ex:born ex:name ex:knows ) .
ex:born a sh:PropertyShape ; sh:targetClass ex:Person ; sh:path ex:born ; sh:datatype xsd:date ; sh:maxCount 1 .
ex:name a sh:PropertyShape ; sh:targetClass ex:Person ; sh:path ex:name ;
    sh:languageIn ( "en" ) ; sh:severity sh:Warning .
ex:friend a sh:PropertyShape ; sh:targetClass ex:Person ;
    sh:path ( ex:knows [ sh:zeroOrMorePath ex:knows ] ) ; sh:class ex:Person .
ex:known a sh:PropertyShape ; sh:targetClass ex:Person ;
    sh:path [ sh:inversePath ex:knows ] ; sh:maxCount 0 ; sh:severity sh:Info .
ex:either a sh:PropertyShape ; sh:targetClass ex:Person ;
    sh:path [ sh:alternativePath ( ex:born ex:name ) ] ; sh:minCount 3 .
"""
DATA = """
@prefix ex: <https://example.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex:a a ex:Person ; ex:born "2024-02-30"^^xsd:date , 7 ; ex:name "A"@en , "]]> <script>"@de ; ex:knows ex:b , [] .
ex:b a ex:Person ; ex:age 3 .
"""


def own_words(graph):
    """Remove what each engine words in its own way, and what only we add."""
    for predicate in (SH.resultMessage, DCTERMS.identifier, DCTERMS.source):
        graph.remove((None, predicate, None))
    return graph


def parsed(report, rules):
    return Graph().parse(data=to_turtle(report, rules), format="turtle")


def test_the_results_are_those_of_pyshacl(tmp_path, rules):
    shapes, data = tmp_path / "shapes.ttl", tmp_path / "data.ttl"
    shapes.write_text(SHAPES)
    data.write_text(DATA)
    report = validate(data, shapes=[shapes], workers=1)
    _, expected, _ = pyshacl.validate(DATA, shacl_graph=SHAPES, data_graph_format="turtle", shacl_graph_format="turtle")
    assert len(report.findings) == 8
    assert isomorphic(own_words(parsed(report, rules)), own_words(expected))


def test_what_shacl_asks_of_each_result(report, rules):
    graph = parsed(report, rules)
    (root,) = graph.subjects(RDF.type, SH.ValidationReport)
    results = list(graph.objects(root, SH.result))
    assert len(results) == 5
    for result in results:
        for predicate in (SH.focusNode, SH.resultSeverity, SH.sourceConstraintComponent):
            assert len(list(graph.objects(result, predicate))) == 1
    assert set(graph.objects(None, SH.resultSeverity)) == {SH.Violation, SH.Warning, SH.Info}


def test_a_result_of_a_cell(report, rules):
    graph = parsed(report, rules)
    (result,) = graph.subjects(SH.focusNode, URIRef("https://example.org/r1"))
    assert graph.value(result, SH.value).datatype.endswith("#date")
    assert graph.value(result, SH.resultPath) == URIRef("https://w3id.org/taonto/ontology/startsOn")
    assert graph.value(result, SH.sourceShape) == URIRef("https://w3id.org/taonto/shapes/startDate-datatype")
    assert graph.value(result, DCTERMS.identifier) == Literal("TA110")
    assert graph.value(result, DCTERMS.source) == Literal("log.xlsx, sheet engagements, row 7, column startDate")


def test_a_rule_of_the_program_stands_for_its_component_and_the_file_for_its_focus(report, rules):
    graph = parsed(report, rules)
    (result,) = graph.subjects(DCTERMS.identifier, Literal("TA302"))
    assert graph.value(result, SH.sourceConstraintComponent) == URIRef(rules["TA302"].iri)
    assert graph.value(result, SH.focusNode) == Literal("log.xlsx")


@pytest.mark.parametrize(
    ("severities", "conforms"), [([], True), ([Severity.INFO], False), ([Severity.VIOLATION], False)]
)
def test_only_a_report_without_results_conforms(rules, severities, conforms):
    found = tuple(Finding("x", s, "m", focus="https://example.org/a") for s in severities)
    graph = parsed(ValidationReport(found, ()), rules)
    assert list(graph.objects(None, SH.conforms)) == [Literal(conforms)]


def test_one_result_at_two_places_is_one_and_blank_nodes_of_two_files_are_two(rules):
    def at(file, row, focus):
        return Finding(
            "x",
            Severity.INFO,
            "m",
            focus=focus,
            focus_term=focus,
            component=SH.ClassConstraintComponent,
            file=file,
            row=row,
        )

    found = (at("a.csv", 2, "_:b1"), at("a.csv", 3, "_:b1"), at("b.csv", 2, "_:b1"))
    graph = parsed(ValidationReport(found, (FileResult("a.csv", 2), FileResult("b.csv", 1))), rules)
    assert len(list(graph.objects(None, SH.result))) == 2
    assert len(set(graph.objects(None, SH.focusNode))) == 2
    assert all(isinstance(node, BNode) for node in graph.objects(None, SH.focusNode))
    assert sorted(map(str, graph.objects(None, DCTERMS.source)))[:2] == ["a.csv, row 2", "a.csv, row 3"]


@pytest.mark.parametrize(
    ("path", "steps"),
    [
        ("<urn:x:p>/<urn:x:q>", [URIRef("urn:x:p"), URIRef("urn:x:q")]),
        ("(<urn:x:p>|<urn:x:q>)", {"alternativePath": [URIRef("urn:x:p"), URIRef("urn:x:q")]}),
        ("^<urn:x:p>", {"inversePath": URIRef("urn:x:p")}),
        ("(<urn:x:p>)+", {"oneOrMorePath": URIRef("urn:x:p")}),
        (
            "(^(<urn:x:p>|<urn:x:q>))?",
            {"zeroOrOnePath": {"inversePath": {"alternativePath": [URIRef("urn:x:p"), URIRef("urn:x:q")]}}},
        ),
        (
            "(<urn:x:p>/<urn:x:q>)*/<urn:x:r>",
            [{"zeroOrMorePath": [URIRef("urn:x:p"), URIRef("urn:x:q")]}, URIRef("urn:x:r")],
        ),
    ],
)
def test_property_paths(rules, path, steps):
    report = ValidationReport((Finding("x", Severity.INFO, "m", focus="urn:x:a", path=path),), ())
    graph = parsed(report, rules)

    def read(node):
        if isinstance(node, URIRef):
            return node
        if graph.value(node, RDF.first) is not None:
            return [read(item) for item in Collection(graph, node)]
        ((step, inner),) = graph.predicate_objects(node)
        return {str(step).removeprefix(str(SH)): read(inner)}

    (node,) = graph.objects(None, SH.resultPath)
    assert read(node) == steps


def test_hostile_values_come_back_whole(hostile_report, rules):
    graph = parsed(hostile_report, rules)
    values = {str(v) for v in graph.objects(None, SH.value)}
    expected = {f.value.replace("\ud800", "\\ud800") for f in hostile_report.findings}
    assert values == expected
    assert len(list(graph.subjects(RDF.type, None))) == 1 + len(hostile_report.findings)
