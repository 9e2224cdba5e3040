"""Custom shapes: the results of plain pySHACL, in plain words, whatever the shapes contain."""

import re

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from rdflib.namespace import RDF, SH

from taonto import validate
from taonto.base import resources
from taonto.base.errors import BadInputError, TaontoError
from taonto.cli import run
from taonto.validation.engines.errors import Cause, cause_of, reason_of
from taonto.validation.engines.judge import Judge
from taonto.validation.engines.patches import check_queries_once

PREFIXES = """@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ex: <http://example.org/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix ta: <https://w3id.org/taonto/ontology/> .
@prefix tap: <https://w3id.org/taonto/practice/> .
"""
DATA = """ex:a a ex:T ; ex:p "one" , "two"@en ; ex:q 5 ; ex:r ex:b .
ex:b a ex:U ; ex:p "x"@de ; ex:q 50 ; ex:r ex:c . ex:c ex:p "deep" ; ex:q 7 ; ex:uses tap:needs-assessment .
"""
SHAPES = {
    "each kind of target": """
        ex:Objects a sh:NodeShape ; sh:targetObjectsOf ex:p ; sh:maxLength 2 .
        ex:Subjects a sh:NodeShape ; sh:targetSubjectsOf ex:r ; sh:property [ sh:path ex:q ; sh:maxInclusive 1 ] .
        ex:T a rdfs:Class , sh:NodeShape ; sh:property [ sh:path ex:none ; sh:minCount 1 ] .
        ex:Literals a sh:NodeShape ; sh:targetNode "text" , 5 , tap:needs-assessment ; sh:datatype xsd:string .""",
    "the vocabulary is no target, but its terms are, where the data use them": """
        ex:Types a sh:NodeShape ; sh:targetObjectsOf rdf:type ; sh:in ( ex:T ) .
        ex:Concepts a sh:NodeShape ; sh:targetClass skos:Concept , ta:Practice ; sh:maxLength 1 .
        ex:Used a sh:NodeShape ; sh:targetObjectsOf ex:uses ; sh:property [ sh:path skos:prefLabel ; sh:minCount 1 ] .
        ex:User a sh:NodeShape ; sh:targetSubjectsOf ex:uses ; sh:property [ sh:path ex:uses ; sh:property
          [ sh:path skos:prefLabel ; sh:minCount 1 ] ] .""",
    "what does not count": """
        ex:Off a sh:NodeShape ; sh:targetClass ex:T ; sh:deactivated true ; sh:nodeKind sh:Literal .
        ex:Half a sh:NodeShape ; sh:targetClass ex:T ; sh:property [ sh:path ex:none ; sh:minCount 1 ;
          sh:deactivated true ] .""",
    "logic in logic": """
        ex:Or a sh:NodeShape ; sh:targetNode ex:b ; sh:or ( [ sh:path ex:q ; sh:maxInclusive 10 ]
          [ sh:and ( [ sh:path ex:q ; sh:minInclusive 60 ] [ sh:not [ sh:path ex:none ; sh:maxCount 0 ] ] ) ] ) .
        ex:Xone a sh:NodeShape ; sh:targetNode ex:a ; sh:xone ( [ sh:path ex:q ; sh:maxInclusive 10 ]
          [ sh:path ex:p ; sh:minCount 1 ] [ sh:path ex:none ; sh:minCount 1 ] ) .
        ex:Node a sh:NodeShape ; sh:targetNode ex:a ; sh:node ex:Inner .
        ex:Inner a sh:NodeShape ; sh:property [ sh:path ex:r ; sh:node ex:Innermost ] .
        ex:Innermost a sh:NodeShape ; sh:property [ sh:path ex:p ; sh:in ( "a" "b" ) ] .""",
    "recursion": """
        ex:S a sh:NodeShape ; sh:targetClass ex:T ; sh:property [ sh:path ex:r ; sh:node ex:S ] ,
          [ sh:path ex:q ; sh:maxInclusive 10 ] .""",
    "qualified values": """
        ex:S a sh:NodeShape ; sh:targetClass ex:T ; sh:property [ sh:path ex:r ;
          sh:qualifiedValueShape [ sh:class ex:T ] ; sh:qualifiedMinCount 1 ] , [ sh:path ex:r ;
          sh:qualifiedValueShape [ sh:class ex:U ] ; sh:qualifiedMaxCount 0 ] .""",
    "paths": """
        ex:S a sh:NodeShape ; sh:targetClass ex:U ; sh:property
          [ sh:path ( ex:r ex:p ) ; sh:maxLength 1 ] , [ sh:path [ sh:inversePath ex:r ] ; sh:maxCount 0 ] ,
          [ sh:path [ sh:inversePath ( [ sh:inversePath ex:r ] [ sh:zeroOrOnePath ex:r ] ) ] ; sh:maxCount 0 ] ,
          [ sh:path [ sh:alternativePath ( ex:q ( ex:r ( ex:q ex:p ) ) ) ] ; sh:maxInclusive 10 ] ,
          [ sh:path ( [ sh:oneOrMorePath ex:r ] [ sh:zeroOrMorePath ex:none ] ) ; sh:nodeKind sh:Literal ] ,
          [ sh:path _:both ; sh:minCount 9 ] .
        _:both rdf:first ex:r ; rdf:rest ( ex:p ) ; sh:inversePath ex:q .""",
    "severities": """
        ex:S a sh:NodeShape ; sh:targetClass ex:T ; sh:property [ sh:path ex:q ; sh:maxCount 0 ; sh:severity sh:Info ] ,
          [ sh:path ex:p ; sh:maxCount 0 ; sh:severity sh:Warning ] ,
          [ sh:path ex:r ; sh:maxCount 0 ; sh:severity ex:Dire ] .""",
    "queries": """
        ex:prefixes sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/"^^xsd:anyURI ] .
        ex:S a sh:NodeShape ; sh:targetClass ex:T ; sh:sparql [ sh:prefixes ex:prefixes ; sh:message "much {?value}" ;
          sh:select "SELECT $this ?value WHERE { $this ex:q ?value . FILTER(datatype(?value) = xsd:integer) }" ] .
        ex:Limit a sh:ConstraintComponent ; sh:parameter [ sh:path ex:limit ] ; sh:validator
          [ a sh:SPARQLAskValidator ; sh:message "zu viel: {$value}"@de , "over {$limit}: {$value}"@en ;
            sh:ask "ASK { FILTER($value <= $limit) }" ] .
        ex:Limited a sh:PropertyShape ; sh:targetSubjectsOf ex:q ; sh:path ex:q ; ex:limit 5 .
        ex:Node a sh:NodeShape ; sh:targetNode 6 , 7 ; ex:limit 5 .""",
}


@pytest.fixture
def graphs(tmp_path):
    """Write the data, and return a function that writes shapes; both give the paths of the files."""
    data = tmp_path / "data.ttl"
    data.write_text(PREFIXES + DATA, encoding="utf-8")

    def write(shapes, name="own.ttl"):
        path = tmp_path / name
        path.write_text(PREFIXES + shapes, encoding="utf-8")
        return path

    return data, write


def _nested(graph, node):
    """Return a term, a blank node as what the graph says of it."""
    if not isinstance(node, rdflib.BNode):
        return node if node is None else node.n3()
    return sorted((str(p), str(_nested(graph, o))) for p, o in graph.predicate_objects(node) if p != RDF.type)


def _path(graph, node):
    """Return a path; lists as their members, so that what else a list says counts for nothing."""
    if not isinstance(node, rdflib.BNode):
        return node
    if graph.value(node, RDF.first) is not None:
        return [_path(graph, member) for member in graph.items(node)]
    ((step, inner),) = graph.predicate_objects(node)
    return {str(step): _path(graph, inner)}


def _results(report):
    """Return the results of a validation report, without the source shapes that have no names."""
    (root,) = report.subjects(RDF.type, SH.ValidationReport)
    assert report.value(root, SH.conforms) is not None

    def told(result):
        shape = report.value(result, SH.sourceShape)
        return (
            *(str(_nested(report, report.value(result, p))) for p in (SH.focusNode, SH.value)),
            str(_path(report, report.value(result, SH.resultPath))),
            str(report.value(result, SH.sourceConstraintComponent)),
            str(report.value(result, SH.resultSeverity)),
            str(shape) if isinstance(shape, rdflib.URIRef) else "",
        )

    return sorted(told(result) for result in report.objects(root, SH.result))


@pytest.mark.parametrize("case", SHAPES)
def test_the_results_are_those_of_plain_pyshacl(graphs, capsys, case):
    data, write = graphs
    shapes = write(SHAPES[case])
    _, plain, _ = pyshacl.validate(str(data), shacl_graph=str(shapes), inference="none")
    code = run(["validate", str(data), "--shapes", str(shapes), "--format", "turtle", "--fail-on", "info"])
    ours = rdflib.Graph().parse(data=capsys.readouterr().out, format="turtle")
    assert _results(ours) == _results(plain)
    assert code == (1 if _results(plain) else 0)
    assert bool(_results(plain)) == (case != "what does not count")


def _told(report):
    return {f.rule: f.message for f in report.findings}


def test_failed_branches_are_shown_with_the_reason_however_deep(graphs):
    data, write = graphs
    told = _told(validate(data, shapes=[write(SHAPES["logic in logic"])]))
    q, p, none, r = (f"<http://example.org/{name}>" for name in ("q", "p", "none", "r"))
    assert told["Or"] == (
        "The value must meet at least one of the conditions [none of these conditions is met: "
        f"(1) The value of {q} must be at most 10: '50'; "
        "(2) The value must meet all of the conditions [not met: "
        f"(1) The value of {q} must be at least 60: '50'; "
        f"(2) The value fits a shape that it must not fit [it fits: [Values of {none}: at most 0 allowed]]]]."
    )
    assert told["Xone"] == (
        "The value must meet exactly one of the conditions [exactly one of these must be met: "
        f"(1) fits: [The value of {q} must be at most 10]; (2) fits: [Values of {p}: at least 1 required]; "
        f"(3) does not fit: Values of {none}: at least 1 required]."
    )
    assert told["Node"] == (
        "The value does not fit the required shape [not met: "
        f"The value of {r} does not fit the required shape [not met: "
        f"The value of {p} must be one of 'a', 'b': 'x']: <http://example.org/b>]."
    )


def test_messages_are_each_result_s_own_and_in_english_if_there_is_one(graphs):
    data, write = graphs
    report = validate(data, shapes=[write(SHAPES["queries"])])
    assert sorted(f.message for f in report.findings) == [
        "much 5: '5'.", "over 5: 50.", "over 5: 6: '6'.", "over 5: 7.", "over 5: 7: '7'.",
    ]  # fmt: skip
    several = """ex:S a sh:NodeShape ; sh:targetClass ex:T ;
        sh:property [ sh:path ex:q ; sh:maxCount 0 ; sh:message "trop"@fr , "alles"@de , "too many"@en-GB ] ;
        sh:sparql [ sh:message "zu {?value}"@de , "a {?value}"@fr , "so {?value}"@en ;
          sh:select "SELECT $this ?value WHERE { $this <http://example.org/q> ?value }" ] ."""
    told = _told(validate(data, shapes=[write(several)]))
    assert told == {"S": "so 5: '5'.", "S-q": "too many: '5'."}


@pytest.mark.parametrize(
    ("shape", "words"),
    [
        ('sh:sparql [ sh:select "SELECT $this WHERE { oops" ]', "query can't be read: Expected"),
        ('sh:sparql [ sh:select "SELECT $this WHERE { $this foo:p 1 }" ]', "prefix : foo; declare it with sh:declare"),
        ('sh:sparql [ sh:select "SELECT $this FROM <urn:x> WHERE { $this ?p 1 }" ]', "a FROM, and nothing is ever"),
        ('sh:sparql [ sh:select "SELECT $this { SERVICE <http://127.0.0.1:9/> { $this ?p 1 } }" ]', "SERVICE"),
        ('sh:sparql [ sh:select "SELECT $this WHERE { $this ?p 1 MINUS { $this ?p 2 } }" ]', "MINUS"),
        ('sh:sparql [ sh:select "SELECT $this { GRAPH $shapesGraph { $this ?p 1 } }" ]', "shapesGraph"),
        ('sh:property [ sh:path ex:q ; sh:minCount "many" ]', "minCount"),
        ("sh:or ( )", "list"),
        ('sh:property [ sh:path "ex:q" ; sh:minCount 1 ]', "path"),
        ("sh:property ex:Other . ex:Other a sh:NodeShape", "PropertyShape"),
        ("sh:property [ sh:path ( ex:q ) ; sh:minCount 1 ]", "two path items"),
        ("sh:property [ sh:path ex:q ; sh:minLength -1 ]", "positive integer"),
    ],
)
def test_unsound_shapes_are_at_fault_and_the_reason_is_one_line(shape, words):
    check_queries_once()
    text = f"{PREFIXES}ex:S a sh:NodeShape ; sh:targetClass ex:T ; {shape} ."
    data, shapes = (
        ox.serialize(list(ox.parse(turtle.encode(), ox.RdfFormat.TURTLE)), format=ox.RdfFormat.N_TRIPLES)
        for turtle in (PREFIXES + DATA, text)
    )
    with pytest.raises(Exception) as raised:
        judge = Judge(data, shapes)
        [judge.judge(number, 0, size) for number, (_, size) in enumerate(judge.sizes)]
    assert cause_of(raised.value) is Cause.SHAPES
    reason = reason_of(raised.value)
    assert words in reason and "\n" not in reason and "Error:" not in reason


def test_unsound_shapes_end_the_run_with_one_sentence(graphs, capsys):
    data, write = graphs
    for shape, words in (("sh:or ( )", "list"), ('sh:property [ sh:path "ex:q" ; sh:minCount 1 ]', "path")):
        shapes = write(f"ex:S a sh:NodeShape ; sh:targetClass ex:T ; {shape} .")
        assert run(["validate", str(data), "--shapes", str(shapes)]) == 2
        output = capsys.readouterr()
        assert words in output.err and "can't be used" in output.err and output.err.count("\n") == 1
        assert output.out == "" and "Error:" not in output.err


def test_what_the_data_make_pyshacl_fail_at_costs_one_record(graphs):
    data, write = graphs
    data.write_text(PREFIXES + DATA + "ex:d a ex:T ; ex:q [] ; ex:s 1 . ex:e a ex:T ; ex:q 2 ; ex:s 1 .", "utf-8")
    report = validate(data, shapes=[write("ex:S a sh:PropertyShape ; sh:targetClass ex:T ; sh:path ex:q ; "
                                          "sh:lessThan ex:s .")])  # fmt: skip
    told = {(f.rule, f.focus): f.message for f in report.findings}
    assert set(told) == {("TA901", "http://example.org/d"), ("S", "http://example.org/e")}
    assert "by the shape 'S': Cannot use sh:lessThan" in told["TA901", "http://example.org/d"]


def test_prefixes_may_be_declared_in_what_the_shapes_import_of_themselves(graphs):
    data, write = graphs
    shapes = write(
        """ex:here owl:imports ex:there , <http://127.0.0.1:9/elsewhere> .
        ex:there sh:declare [ sh:prefix "e" ; sh:namespace "http://example.org/"^^xsd:anyURI ] .
        ex:S a sh:NodeShape ; sh:targetClass ex:T ; sh:sparql [ sh:prefixes ex:here ; sh:message "has q" ;
          sh:select "SELECT $this WHERE { $this e:q ?q }" ] ."""
    )
    assert _told(validate(data, shapes=[shapes])) == {"S": "has q."}


def test_blank_nodes_of_two_files_stay_apart(graphs, tmp_path):
    data, write = graphs
    first = write("ex:S1 a sh:NodeShape ; sh:targetClass ex:T ; sh:property _:p . _:p sh:path ex:q ; sh:maxCount 0 .")
    second = write("ex:S2 a sh:NodeShape ; sh:targetClass ex:T ; sh:property _:p . _:p sh:path ex:r ; sh:maxCount 0 .",
                   "second.ttl")  # fmt: skip
    assert set(_told(validate(data, shapes=[first, second]))) == {"S1-q", "S2-r"}
    one = write("ex:S a sh:NodeShape ; sh:targetClass ex:T ; sh:property [ sh:path ex:q ; sh:maxCount 1 ] .")
    parts = []
    for number in (1, 2):
        parts.append(tmp_path / f"part{number}.ttl")
        parts[-1].write_text(f"{PREFIXES}[] a ex:T ; ex:q {number} .", encoding="utf-8")
    assert validate(*parts, shapes=[one], together=True).conforms


@pytest.mark.parametrize(
    ("suffix", "syntax"),
    [
        ("nt", ox.RdfFormat.N_TRIPLES),
        ("nq", ox.RdfFormat.N_QUADS),
        ("trig", ox.RdfFormat.TRIG),
        ("rdf", ox.RdfFormat.RDF_XML),
        ("jsonld", ox.RdfFormat.JSON_LD),
    ],
)
def test_shapes_may_come_in_any_syntax_of_rdf(graphs, tmp_path, suffix, syntax):
    data, write = graphs
    turtle = write(SHAPES["logic in logic"])
    quads = [ox.Quad(t.subject, t.predicate, t.object) for t in ox.parse(turtle.read_bytes(), ox.RdfFormat.TURTLE)]
    other = tmp_path / f"own.{suffix}"
    other.write_bytes(ox.serialize(quads if suffix in ("nq", "trig") else [q.triple for q in quads], format=syntax))
    assert _told(validate(data, shapes=[other])) == _told(validate(data, shapes=[turtle]))


def test_advanced_features_are_said_to_be_left_out(graphs, capsys):
    data, write = graphs
    shapes = write(
        """ex:S a sh:NodeShape ; sh:target [ a sh:SPARQLTarget ; sh:select "SELECT ?this { ?this a ex:T }" ] ;
        sh:rule [ a sh:TripleRule ; sh:subject sh:this ; sh:predicate ex:z ; sh:object ex:a ] ."""
    )
    report = validate(data, shapes=[shapes])
    assert report.conforms and [re.findall(r"sh:\w+", note) for note in report.notes] == [["sh:target"], ["sh:rule"]]
    assert run(["validate", str(data), "--shapes", str(shapes), "--format", "json"]) == 0
    assert capsys.readouterr().err.count("was not applied") == 2


def test_shapes_apply_to_sheets_cell_by_cell(graphs):
    _, write = graphs
    sheet = resources.folder("examples") / "engagements-good.csv"
    shapes = write(
        "ex:S a sh:PropertyShape ; sh:targetClass ta:Engagement ; sh:path ta:hasIdentifier ; sh:maxLength 1 ."
    )
    report = validate(sheet, shapes=[shapes])
    assert [(f.row, f.column) for f in report.findings] == [(n + 2, "identifier") for n in range(report.records)]
    first = report.findings[0]
    assert first.message == f"The value of ta:hasIdentifier must have at most 1 characters: '{first.value}'."


def test_triples_of_triples_are_refused(graphs):
    data, write = graphs
    shapes = write("ex:S a sh:NodeShape ; sh:targetClass ex:T ; sh:property [ sh:path ex:q ; sh:maxCount 1 ] .")
    odd = "ex:a ex:says <<( ex:a ex:b ex:c )>> ."
    with pytest.raises(BadInputError, match=r"odd.ttl: has a triple about a triple"):
        validate(data, shapes=[write(odd, "odd.ttl")])
    data.write_text(PREFIXES + DATA + odd, encoding="utf-8")
    with pytest.raises(TaontoError, match=r"data.ttl: line \d+ states a triple of a triple"):
        validate(data, shapes=[shapes])


def test_a_relative_iri_is_reported(graphs):
    data, write = graphs
    with pytest.raises(TaontoError, match="relative IRI"):
        validate(data, shapes=[write("<> a owl:Ontology .")])
