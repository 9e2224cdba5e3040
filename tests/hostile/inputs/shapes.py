"""Hostile shapes of one's own."""

from hostile.canary import CANARY
from hostile.case import EITHER, READ, REFUSED, Content, Input

HEAD = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix ta: <https://w3id.org/taonto/ontology/> . @prefix ex: <urn:ex:> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
"""
TARGET = "ex:S a sh:NodeShape ; sh:targetClass ta:Engagement ; "


def shape(body: str, more: str = "") -> Content:
    """A shape for every record, then more statements."""
    return lambda _: f"{HEAD}{TARGET}{body} .\n{more}".encode()


def sized(make) -> Content:
    """A shape whose body is made from the size."""
    return lambda size: f"{HEAD}{TARGET}{make(size)} .".encode()


def sparql(select: str, more: str = "") -> Content:
    """A shape with a query."""
    return shape(f'sh:sparql [ a sh:SPARQLConstraint ; sh:select """{select}""" {more} ]')


def _input(name: str, make: Content, size: int = 1, small=None, exits=EITHER, words="") -> Input:
    return Input("shapes", name, "in.ttl", make, size, small, exits, words)


SHAPES = [
    _input("recursive", shape("sh:node ex:S"), 1, 1),
    _input("recursive in a circle", shape("sh:node ex:A", "ex:A a sh:NodeShape ; sh:node ex:B . ex:B a sh:NodeShape ; sh:node ex:A ."), 1, 1),
    _input("recursive in nots", shape("sh:not ex:A", "ex:A a sh:NodeShape ; sh:not ex:S ."), 1),
    _input("recursive by property", shape("sh:property ex:P", "ex:P a sh:PropertyShape ; sh:path ta:partOf ; sh:property ex:P ; sh:node ex:S ."), 1),
    _input("recursive in a list", shape("sh:and ( ex:S ex:S )"), 1),
    _input("a pattern that backtracks", shape('sh:property [ sh:path ta:hasPublicSummary ; sh:pattern "^(([A-Za-z ,.])+)+[0-9]$" ]'), 1, 1),
    _input("a pattern of references", shape('sh:property [ sh:path ta:hasPublicSummary ; sh:pattern "(.*)*(.*)*\\\\1\\\\2$" ]'), 1),
    _input("a pattern that is none", shape('sh:property [ sh:path ta:hasPublicSummary ; sh:pattern "(((" ]'), 1, 1),
    _input("a pattern that is large", shape('sh:property [ sh:path ta:hasPublicSummary ; sh:pattern "(((a{1,500}){1,500}){1,500})" ]'), 1),
    _input("a long pattern", sized(lambda n: f'sh:property [ sh:path ta:hasPublicSummary ; sh:pattern "{"(a?)" * n}" ]'), 100_000),
    _input("a deep pattern", sized(lambda n: f'sh:property [ sh:path ta:hasPublicSummary ; sh:pattern "{"(" * n}a{")" * n}" ]'), 10_000, 500),
    _input("a query over a product", sparql("SELECT $this { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c = ?nothing) }"), 1),
    _input("a query with SERVICE", sparql(f"SELECT $this {{ SERVICE <{CANARY}> {{ ?s ?p ?o }} }}"), 1, 1),
    _input("a query with FROM", sparql(f"SELECT $this FROM <{CANARY}> {{ ?s ?p ?o }}"), 1, 1),
    _input("a query with LOAD", sparql(f"LOAD <{CANARY}>"), 1),
    _input("a query that is none", sparql("nonsense"), 1, 1, REFUSED),
    _input("a query with escapes", sparql(f"SELECT $this {{ \\\\u0053ERVICE <{CANARY}> {{ ?s ?p ?o }} }}"), 1),
    _input("a query that is long", sized(lambda n: f'sh:sparql [ sh:select "SELECT $this {{ {"{ ?a ?b ?c } UNION " * n} {{ ?a ?b ?c }} }}" ]'), 3_000),
    _input("a query that is deep", sized(lambda n: f'sh:sparql [ sh:select "SELECT $this {{ {"{" * n} ?a ?b ?c {"}" * n} }}" ]'), 5_000, 500),
    _input("a text that doubles", sparql("SELECT $this { BIND('aaaaaaaaaa' AS ?v0) " + " ".join(f"BIND(CONCAT({','.join([f'?v{i}'] * 8)}) AS ?v{i + 1})" for i in range(12)) + " }"), 1),
    _input("a target of a query", lambda _: f'{HEAD}ex:S a sh:NodeShape ; sh:target [ a sh:SPARQLTarget ; sh:select "SELECT ?this {{ SERVICE <{CANARY}> {{ ?this ?p ?o }} }}" ] ; sh:nodeKind sh:IRI .'.encode(), 1),
    _input("a rule", shape(f'sh:rule [ a sh:SPARQLRule ; sh:construct "CONSTRUCT {{ $this ta:x ?o }} {{ SERVICE <{CANARY}> {{ ?s ?p ?o }} }}" ]'), 1),
    _input("a function", shape("sh:nodeKind sh:IRI", f'ex:f a sh:SPARQLFunction ; sh:select "SELECT ?x {{ SERVICE <{CANARY}> {{ ?x ?p ?o }} }}" .'), 1),
    _input("JavaScript", shape(f'sh:js [ a sh:JSConstraint ; sh:jsLibrary [ sh:jsLibraryURL "{CANARY}"^^xsd:anyURI ] ; sh:jsFunctionName "f" ]'), 1, 1),
    _input("imports", shape("sh:nodeKind sh:IRI", f"ex:o a owl:Ontology ; owl:imports <{CANARY}> . ex:S sh:shapesGraph <{CANARY}> ; sh:entailment <{CANARY}> ."), 1, 1),
    _input("a long list of values", sized(lambda n: f"sh:property [ sh:path ta:usesPractice ; sh:in ( {' '.join(f'ex:v{i}' for i in range(n))} ) ]"), 300_000, 5_000),
    _input("a long list of shapes", sized(lambda n: f"sh:or ( {'[ sh:nodeKind sh:Literal ] ' * n} )"), 20_000),
    _input("a list that is a circle", shape("sh:in _:l", "_:l rdf:first 1 ; rdf:rest _:l ."), 1, 1),
    _input("a list without end", shape("sh:or _:l", "_:l rdf:first ex:S ; rdf:rest _:m ."), 1),
    _input("a list of two heads", shape("sh:in _:l", "_:l rdf:first 1 , 2 ; rdf:rest () , () ."), 1),
    _input("nots in nots", sized(lambda n: "sh:not [ " * n + "sh:nodeKind sh:IRI" + " ]" * n), 20_000, 500),
    _input("properties in properties", sized(lambda n: "sh:property [ sh:path ta:partOf ; " * n + "sh:nodeKind sh:IRI" + " ]" * n), 20_000),
    _input("shapes in shapes", sized(lambda n: "sh:and ( [ " * n + "sh:nodeKind sh:IRI" + " ] )" * n), 10_000),
    _input("shapes that double", lambda n: f"{HEAD}{TARGET} sh:node ex:A0 .\n{''.join(f'ex:A{i} a sh:NodeShape ; sh:and ( ex:A{i + 1} ex:A{i + 1} ) .' for i in range(n))} ex:A{n} sh:minLength 1 .".encode(), 40, 10),
    _input("a deep path", sized(lambda n: "sh:property [ sh:path " + "[ sh:inversePath " * n + "ta:partOf" + " ]" * n + " ; sh:minCount 1 ]"), 20_000, 500),
    _input("a long path", sized(lambda n: f"sh:property [ sh:path ( {'ta:partOf ' * n} ) ; sh:minCount 1 ]"), 20_000),
    _input("a path of any", sized(lambda n: "sh:property [ sh:path " + "[ sh:zeroOrMorePath " * n + "ta:partOf" + " ]" * n + " ; sh:minCount 1 ]"), 500),
    _input("a path that is itself", shape("sh:property [ sh:path _:p ; sh:minCount 1 ]", "_:p sh:inversePath _:p ."), 1, 1),
    _input("a path that is none", shape('sh:property [ sh:path "text" ; sh:minCount 1 ]'), 1),
    _input("many shapes", lambda n: f"{HEAD}{''.join(f'ex:S{i} a sh:NodeShape ; sh:targetClass ta:Engagement ; sh:minLength {i} .' for i in range(n))}".encode(), 3_000, 30),
    _input("numbers out of range", shape("sh:minLength 99999999999999999999 ; sh:maxLength -1 ; sh:property [ sh:path ta:partOf ; sh:minCount 1e999 ]"), 1, 1),
    _input("values of the wrong kind", shape('sh:minLength "x" ; sh:nodeKind "y" ; sh:in "z" ; sh:closed "maybe" ; sh:severity 5'), 1, 1),
    _input("a message with codes", shape('sh:nodeKind sh:Literal ; sh:message "\\u001B[2J\\u202e\\u0007 {$this} {?x} %s {}"'), 1, 1, READ),
    _input("a message that is long", sized(lambda n: f'sh:nodeKind sh:Literal ; sh:message "{"x " * n}"'), 490_000),
    _input("a severity with codes", shape("sh:nodeKind sh:Literal ; sh:severity <urn:\u202eyes>"), 1),
    _input("a component of one's own", shape("ex:size 1", f'ex:C a sh:ConstraintComponent ; sh:parameter [ sh:path ex:size ] ; sh:validator [ a sh:SPARQLAskValidator ; sh:ask "ASK {{ SERVICE <{CANARY}> {{ ?s ?p ?o }} }}" ] .'), 1, 1),
    _input("no shape", lambda _: HEAD.encode() + b"ex:a ex:b ex:c .", 1, 1),
    _input("empty", lambda _: b"", 1, None, EITHER),
    _input("rubbish", lambda _: b"nonsense", 1, None, REFUSED),
]  # fmt: skip
