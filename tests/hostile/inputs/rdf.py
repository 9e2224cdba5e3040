"""Hostile RDF in every syntax."""

from collections.abc import Callable

from hostile.canary import CANARY
from hostile.case import EITHER, READ, REFUSED, Content, inputs
from hostile.inputs.making import counted, fixed, nested, repeated

XML = '<?xml version="1.0"?>\n'
RDF_NS = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:a="urn:a:"'
TA = "https://w3id.org/taonto/ontology/"
START = "<urn:a:s> <urn:a:p> "
RECORD = f"<urn:a:{{}}> a <{TA}Engagement> ; <{TA}pursuesGoal> <urn:a:g> .\n"


def in_turtle(opening: str, closing: str) -> Content:
    """Nesting in the object of a statement."""
    return nested(opening, closing, START, " .", "1")


def text(make: Callable[[int], str]) -> Content:
    """A text made from the size."""
    return lambda size: make(size).encode()


def stated(make: Callable[[int], str]) -> Content:
    """A statement whose object is made from the size."""
    return text(lambda size: f"{START}{make(size)} .")


def recorded(make: Callable[[int], str], name: str = "hasPublicSummary") -> Content:
    """A record, one value of which is made from the size."""
    return text(lambda size: f"{RECORD.format('s')}<urn:a:s> <{TA}{name}> {make(size)} .")


def xml(body: str, head: str = "") -> str:
    """An RDF/XML document."""
    return f"{XML}{head}<rdf:RDF {RDF_NS}>{body}</rdf:RDF>"


def _xml_nested(opening: str, closing: str, middle: str = "") -> Content:
    before, after = xml("|").split("|")
    return nested(opening, closing, before, after, middle)


_DEEP = 100_000

NESTING = inputs("nesting", [
    ("Turtle blank nodes", "in.ttl", in_turtle("[ <urn:a:p> ", " ]"), _DEEP, 20_000),
    ("Turtle lists", "in.ttl", in_turtle("( ", " )"), _DEEP, 20_000),
    ("Turtle blank nodes left open", "in.ttl", in_turtle("[ <urn:a:p> ", ""), _DEEP, None, REFUSED),
    ("Turtle lists left open", "in.ttl", in_turtle("( ", ""), _DEEP, None, REFUSED),
    ("Turtle lists and blank nodes", "in.ttl", in_turtle("( [ <urn:a:p> ", " ] )"), _DEEP),
    ("Turtle subjects", "in.ttl", nested("[ <urn:a:p> ", " ]", "", " <urn:a:q> 1 ."), _DEEP),
    ("Turtle triple terms", "in.ttl", in_turtle("<<( <urn:a:s> <urn:a:p> ", " )>>"), _DEEP, 20_000),
    ("Turtle reified triples", "in.ttl", in_turtle("<< <urn:a:s> <urn:a:p> ", " >>"), _DEEP),
    ("Turtle annotations", "in.ttl", in_turtle("1 {| <urn:a:p> ", " |}"), _DEEP),
    ("N-Triples triple terms", "in.nt", nested("<<( <urn:a:s> <urn:a:p> ", " )>>", START, " .", '"x"'), _DEEP, 5_000),
    ("N-Quads triple terms", "in.nq", nested("<<( <urn:a:s> <urn:a:p> ", " )>>", START, " .", '"x"'), _DEEP),
    ("TriG graphs", "in.trig", nested("<urn:a:g> { ", " }", "", "", START + "1"), _DEEP, None, REFUSED),
    ("TriG blank nodes", "in.trig", nested("[ <urn:a:p> ", " ]", "{ " + START, " }"), _DEEP),
    ("JSON-LD arrays", "in.jsonld", nested("[", "]", '{"@id": "urn:a:s", "urn:a:p": ', "}"), _DEEP, 30_000),
    ("JSON-LD objects", "in.jsonld", nested('{"urn:a:p": ', "}", "", ""), 30_000, 30_000),
    ("JSON-LD objects, deeper", "in.jsonld", nested('{"urn:a:p": ', "}", "", ""), 300_000),
    ("JSON-LD contexts", "in.jsonld", nested('{"@context": {"a": {"@id": "urn:a:p", "@context": ', "}}}", "", "", "{}"), 20_000, 2_000),
    ("JSON-LD contexts in arrays", "in.jsonld", nested("[", "]", '{"@context": ', ', "urn:a:p": 1}', "{}"), _DEEP),
    ("JSON-LD lists", "in.jsonld", nested('{"@list": [', "]}", '{"@id": "urn:a:s", "urn:a:p": ', "}"), 30_000),
    ("JSON-LD graphs", "in.jsonld", nested('{"@graph": [', "]}", "", "", "{}"), 30_000),
    ("JSON-LD reverse", "in.jsonld", nested('{"@reverse": {"urn:a:p": ', "}}", "", "", '{"@id": "urn:a:x"}'), 20_000),
    ("JSON-LD included", "in.jsonld", nested('{"@included": [', "]}", "", "", "{}"), 30_000),
    ("JSON-LD values", "in.jsonld", nested('{"@value": ', "}", '{"urn:a:p": ', "}"), 30_000),
    ("JSON left open", "in.jsonld", nested("[", "", "", ""), 1_000_000, None, REFUSED),
    ("RDF/XML nodes", "in.rdf", _xml_nested("<rdf:Description><a:p>", "</a:p></rdf:Description>"), _DEEP, 20_000),
    ("RDF/XML resources", "in.rdf", _xml_nested('<rdf:Description><a:p rdf:parseType="Resource">', "</a:p></rdf:Description>"), _DEEP),
    ("RDF/XML collections", "in.rdf", _xml_nested('<rdf:Description><a:p rdf:parseType="Collection">', "</a:p></rdf:Description>"), _DEEP),
    ("RDF/XML literals", "in.rdf", text(lambda n: xml('<rdf:Description><a:p rdf:parseType="Literal">' + "<b>" * n + "</b>" * n + "</a:p></rdf:Description>")), _DEEP),
    ("RDF/XML left open", "in.rdf", _xml_nested("<rdf:Description><a:p>", ""), _DEEP, None, REFUSED),
    ("plain XML", "in.rdf", nested("<a>", "</a>", XML, ""), _DEEP),
    ("XML with new namespaces", "in.rdf", text(lambda n: xml("".join(f'<rdf:Description><a:p xmlns:n{i}="urn:n:{i}">' for i in range(n)) + "</a:p></rdf:Description>" * n)), 20_000),
])  # fmt: skip

LISTS = inputs("list", [
    ("Turtle, a million", "in.ttl", lambda n: (START + "( " + "1 " * n + ") .").encode(), 1_000_000, 10_000),
    ("JSON-LD, a million", "in.jsonld", lambda n: ('{"@id": "urn:a:s", "urn:a:p": {"@list": [' + "1," * n + "1]}}").encode(), 1_000_000),
    ("objects, a million", "in.ttl", stated(lambda n: " , ".join(map(str, range(n)))), 1_000_000),
    ("predicates", "in.ttl", repeated("<urn:a:p{}> {} ; ", "<urn:a:s> ", "<urn:a:q> 1 ."), 300_000),
    ("a circle", "in.ttl", fixed("@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . <urn:a:s> <urn:a:p> _:a . _:a rdf:first 1 ; rdf:rest _:a ."), 1, 1, READ),
    ("two tails", "in.ttl", fixed("@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . <urn:a:s> <urn:a:p> _:a . _:a rdf:first 1 , 2 ; rdf:rest _:a , () , ( 3 ) ."), 1, None, READ),
    ("a chain of nodes", "in.nt", repeated("<urn:a:{}> <urn:a:next{}> _:b{} .\n_:b{} <urn:a:is> <urn:a:{}> .\n"), 100_000),
    ("a chain from a record", "in.ttl", lambda n: (RECORD.format("s").replace("urn:a:g>", "urn:a:0>") + "".join(f"<urn:a:{i}> <urn:a:p> <urn:a:{i + 1}> .\n" for i in range(n))).encode(), 100_000),
    ("records that share a thousand nodes", "in.ttl", lambda n: ("".join(RECORD.format(i) for i in range(n)) + "".join(f"<urn:a:g> <urn:a:p> <urn:b:{i}> . <urn:b:{i}> <urn:a:p> {i} .\n" for i in range(n))).encode(), 3_000, 200),
    ("values of one record", "in.ttl", recorded(lambda n: counted("<urn:p:{}>", n, " , "), "usesPractice"), 50_000),
    ("graphs", "in.nq", repeated("<urn:a:s> <urn:a:p> <urn:a:o> <urn:a:g{}> .\n"), 300_000),
    ("blank nodes that are alike", "in.nt", repeated('_:b{} <urn:a:p> "x" .\n'), 300_000),
    ("a ring of blank nodes", "in.nt", lambda n: "".join(f"_:b{i} <urn:a:p> _:b{(i + 1) % n} .\n" for i in range(n)).encode(), 100_000),
])  # fmt: skip

LONG = inputs("long term", [
    ("literal", "in.ttl", stated(lambda n: f'"{"x" * n}"'), 5_000_000, 1_100_000, REFUSED, "characters"),
    ("literal of the most", "in.nt", stated(lambda n: f'"{"x" * n}"'), 999_999, None, READ),
    ("literal of escapes", "in.nt", stated(lambda n: '"' + r"\u0041" * n + '"'), 3_000_000),
    ("literal of lines", "in.ttl", stated(lambda n: '"""' + "x\n" * n + '"""'), 900_000),
    ("literal left open", "in.ttl", lambda n: (START + '"""' + "x\n" * n).encode(), 10_000_000, None, REFUSED),
    ("IRI", "in.nt", lambda n: f"<urn:a:{'x' * n}> <urn:a:p> 1 .".encode(), 5_000_000, None, REFUSED),
    ("IRI of dots", "in.ttl", lambda n: ("@base <http://a.example/> . <" + "../" * n + "x> <urn:a:p> 1 .").encode(), 300_000),
    ("IRI of percent signs", "in.ttl", lambda n: f"<urn:a:{'%20' * n}> <urn:a:p> 1 .".encode(), 300_000),
    ("blank node", "in.nt", lambda n: f"_:{'x' * n} <urn:a:p> \"x\" .".encode(), 5_000_000),
    ("language", "in.nt", stated(lambda n: '"x"@en' + "-abc" * n), 300_000),
    ("prefix", "in.ttl", lambda n: f"@prefix {'p' * n}: <urn:a:> . {'p' * n}:s <urn:a:p> 1 .".encode(), 5_000_000),
    ("local name", "in.ttl", lambda n: f"@prefix a: <urn:a:> . a:{'x' * n} a:p 1 .".encode(), 5_000_000),
    ("local name of dots", "in.ttl", lambda n: f"@prefix a: <urn:a:> . a:s a:p a:x{'.' * n} .".encode(), 1_000_000, 20_000),
    ("number", "in.ttl", stated(lambda n: "9" * n), 5_000_000),
    ("number of the most", "in.ttl", stated(lambda n: "9" * n), 990_000, 20_000),
    ("comment", "in.ttl", lambda n: b"#" * n + b"\n" + START.encode() + b"1 .", 50_000_000),
    ("comments", "in.ttl", lambda n: b"# x\n" * n + START.encode() + b"1 .", 10_000_000),
    ("blanks", "in.ttl", lambda n: START.encode() + b" " * n + b"1 .", 50_000_000, 2_000_000),
    ("JSON text", "in.jsonld", lambda n: f'{{"@id": "urn:a:s", "urn:a:p": "{"x" * n}"}}'.encode(), 5_000_000),
    ("JSON number", "in.jsonld", lambda n: f'{{"@id": "urn:a:s", "urn:a:p": {"9" * n}}}'.encode(), 1_000_000),
    ("XML name", "in.rdf", text(lambda n: xml(f"<rdf:Description><a:{'p' * n}>1</a:{'p' * n}></rdf:Description>")), 5_000_000),
    ("XML text", "in.rdf", text(lambda n: xml(f"<rdf:Description><a:p>{'x' * n}</a:p></rdf:Description>")), 5_000_000),
    ("XML comment", "in.rdf", text(lambda n: xml(f"<!--{'x' * n}-->")), 50_000_000),
    ("records with a literal of the most", "in.ttl", recorded(lambda n: f'"{"1 a@b. " * n}"'), 140_000),
])  # fmt: skip

NAMES = inputs("namespaces", [
    ("a million prefixes", "in.ttl", repeated("@prefix p{}: <urn:p:{}> .\n", "", START + "1 ."), 1_000_000, 20_000),
    ("one prefix a million times", "in.ttl", repeated("@prefix p: <urn:p:{}> .\np:s <urn:a:p> 1 .\n"), 200_000),
    ("a long prefix used often", "in.ttl", lambda n: f"@prefix p: <urn:p:{'x' * 900_000}> .\n".encode() + b"p:s p:p p:o .\n" * n, 3_000, 300),
    ("a long base used often", "in.ttl", lambda n: f"@base <http://a.example/{'x' * 900_000}/> .\n".encode() + b"".join(b"<%d> <p> <o> .\n" % i for i in range(n)), 3_000),
    ("JSON-LD, a long term used often", "in.jsonld", lambda n: ('{"@context": {"p": "urn:p:' + "x" * 900_000 + '"}, "@graph": [' + ",".join(f'{{"@id": "urn:a:{i}", "p": 1}}' for i in range(n)) + "]}").encode(), 3_000),
    ("JSON-LD, terms of terms", "in.jsonld", lambda n: ('{"@context": {' + ",".join(f'"t{i}": "t{i + 1}:x"' for i in range(n)) + f', "t{n}": "urn:t:"}}, "t0": 1}}').encode(), 20_000, 2_000),
    ("JSON-LD, a circle of terms", "in.jsonld", fixed('{"@context": {"a": "b:x", "b": "a:x"}, "a": 1}')),
    ("JSON-LD, a million terms", "in.jsonld", lambda n: ('{"@context": {' + ",".join(f'"t{i}": "urn:t:{i}"' for i in range(n)) + '}, "t0": 1}').encode(), 300_000),
    ("XML, a million", "in.rdf", lambda n: (f"{XML}<rdf:RDF {RDF_NS} " + counted('xmlns:n{}="urn:n:{}" ', n) + "/>").encode(), 300_000),
    ("XML attributes", "in.rdf", text(lambda n: xml("<rdf:Description " + counted('a:p{}="{}" ', n) + "/>")), 100_000, 5_000),
    ("XML, a long one used often", "in.rdf", text(lambda n: xml('<rdf:Description xmlns:b="urn:' + "x" * 900_000 + '">' + "<b:p>1</b:p>" * n + "</rdf:Description>")), 3_000),
])  # fmt: skip

ENTITIES = inputs("entities", [
    ("billion laughs", "in.rdf", fixed(xml("<rdf:Description a:p='&j;'/>", "<!DOCTYPE r [<!ENTITY a 'ha'>" + "".join(f"<!ENTITY {chr(98 + i)} '{f'&{chr(97 + i)};' * 10}'>" for i in range(9)) + "]>")), 1, 1, REFUSED, "DOCTYPE"),
    ("one long entity", "in.rdf", text(lambda n: xml("<rdf:Description a:p='" + "&a;" * n + "'/>", f"<!DOCTYPE r [<!ENTITY a '{'x' * n}'>]>")), 100_000, None, REFUSED),
    ("a local file", "in.rdf", fixed(xml("<rdf:Description a:p='&a;'/>", "<!DOCTYPE r [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>")), 1, 1, REFUSED, "DOCTYPE"),
    ("a web page", "in.rdf", fixed(xml("<rdf:Description><a:p>&a;</a:p></rdf:Description>", f"<!DOCTYPE r [<!ENTITY a SYSTEM '{CANARY}'>]>")), 1, None, REFUSED),
    ("parameters", "in.rdf", fixed(xml("", f"<!DOCTYPE r [<!ENTITY % a SYSTEM '{CANARY}'> %a;]>")), 1, None, REFUSED),
    ("an outside DOCTYPE", "in.rdf", fixed(xml("", f"<!DOCTYPE r SYSTEM '{CANARY}'>")), 1, None, REFUSED),
    ("in UTF-16", "in.rdf", fixed(xml("<rdf:Description a:p='&a;'/>", f"<!DOCTYPE r [<!ENTITY a SYSTEM '{CANARY}'>]>").encode("utf-16")), 1, 1, REFUSED),
    ("itself", "in.rdf", fixed(xml("<rdf:Description a:p='&a;'/>", "<!DOCTYPE r [<!ENTITY a '&a;'>]>")), 1, None, REFUSED),
    ("unknown ones", "in.rdf", fixed(xml("<rdf:Description a:p='&nbsp;'/>")), 1, None, REFUSED),
    ("a million characters by number", "in.rdf", text(lambda n: xml(f"<rdf:Description><a:p>{'&#65;' * n}</a:p></rdf:Description>")), 900_000),
    ("a stylesheet", "in.rdf", fixed(xml("", f"<?xml-stylesheet href='{CANARY}'?>")), 1, None, READ),
    ("an inclusion", "in.rdf", fixed(xml(f"<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='{CANARY}'/>")), 1, None),
])  # fmt: skip

FETCHING = inputs("fetching", [
    ("JSON-LD context", "in.jsonld", fixed(f'{{"@context": "{CANARY}", "@id": "urn:a:s", "p": 1}}'), 1, 1, REFUSED, "nothing is ever fetched"),
    ("JSON-LD contexts", "in.jsonld", fixed(f'[{{"@context": ["{CANARY}", {{}}], "p": 1}}]'), 1, None, REFUSED),
    ("JSON-LD import", "in.jsonld", fixed(f'{{"@context": {{"@version": 1.1, "@import": "{CANARY}"}}, "p": 1}}'), 1, 1, REFUSED),
    ("JSON-LD context of a term", "in.jsonld", fixed(f'{{"@context": {{"p": {{"@id": "urn:a:p", "@context": "{CANARY}"}}}}, "p": {{"q": 1}}}}'), 1, None, REFUSED),
    ("JSON-LD context of a file", "in.jsonld", fixed('{"@context": "file:///etc/passwd", "p": 1}'), 1, None, REFUSED),
    ("JSON-LD relative context", "in.jsonld", fixed('{"@context": "good.ttl", "p": 1}'), 1, None, REFUSED),
    ("JSON-LD vocabulary", "in.jsonld", fixed(f'{{"@context": {{"@vocab": "{CANARY}/", "@base": "{CANARY}/"}}, "@id": "s", "p": 1}}'), 1, None, READ),
    ("owl:imports", "in.ttl", fixed(f"<urn:a:o> a <http://www.w3.org/2002/07/owl#Ontology> ; <http://www.w3.org/2002/07/owl#imports> <{CANARY}> , <file:///etc/passwd> ."), 1, 1, READ),
    ("links", "in.ttl", fixed(f"<{CANARY}> <http://www.w3.org/2000/01/rdf-schema#seeAlso> <{CANARY}/a> ; <http://www.w3.org/2000/01/rdf-schema#isDefinedBy> <{CANARY}/b> ; <http://www.w3.org/ns/shacl#shapesGraph> <{CANARY}/c> ; <http://rdfs.org/ns/void#dataDump> <{CANARY}/d> ."), 1, None, READ),
    ("resources of a record", "in.ttl", fixed(RECORD.format("s") + f"<urn:a:s> <{TA}providesResource> <{CANARY}> ; a <{CANARY}/class> ; <{TA}usesPractice> <{CANARY}/practice> ."), 1, None, READ),
    ("base", "in.ttl", fixed(f"@base <{CANARY}/> . <s> <p> <o> ."), 1, None, READ),
])  # fmt: skip

ESCAPES = inputs("escapes", [
    (name, file, fixed(text), 1, small, exits)
    for name, file, text, small, exits in [
        ("lone surrogate", "in.ttl", START + r'"\uD800" .', 1, REFUSED),
        ("surrogate pair", "in.nt", START + r'"\uD83D\uDE00" .', None, EITHER),
        ("beyond Unicode", "in.ttl", START + r'"\U0011FFFF" .', None, REFUSED),
        ("lone surrogate in JSON", "in.jsonld", r'{"@id": "urn:a:s", "urn:a:p": "\ud800"}', 1, EITHER),
        ("NUL in Turtle", "in.ttl", START + r'"a\u0000b" .', 1, EITHER),
        ("NUL in N-Triples", "in.nt", START + r'"a\u0000b" .', None, EITHER),
        ("NUL in JSON", "in.jsonld", r'{"@id": "urn:a:s", "urn:a:p": "a\u0000b"}', None, EITHER),
        ("NUL byte", "in.ttl", (START + '"a\0b" .'), 1, EITHER),
        ("NUL in an IRI", "in.nt", r"<urn:a:\u0000> <urn:a:p> <urn:a:o> .", None, REFUSED),
        ("terminal codes", "in.ttl", START + r'"\u001B[2J\u001B]0;x\u0007" .', 1, READ),
        ("terminal codes in a record", "in.ttl", RECORD.format("s") + f'<urn:a:s> <{TA}hasDeliveryMode> "\\u001B[2J" .', 1, READ),
        ("blank in an IRI", "in.ttl", "<urn:a: b> <urn:a:p> 1 .", None, REFUSED),
        ("brackets in an IRI", "in.ttl", r"<urn:a:\u003E\u003C> <urn:a:p> 1 .", None, REFUSED),
        ("text that runs backward", "in.ttl", "<urn:a:\u202ex> <urn:a:p> 1 .", None, EITHER),
        ("a bad line that runs backward", "in.ttl", "<urn:a:s> <urn:a:p> \u202e\x1b[31m .", None, REFUSED),
        ("no UTF-8", "in.ttl", START.encode() + b'"\xff\xfe" .', 1, REFUSED),
        ("surrogates in UTF-8", "in.nt", START.encode() + b'"\xed\xa0\x80" .', None, REFUSED),
        ("UTF-16", "in.ttl", (START + "1 .").encode("utf-16"), 1, EITHER),
        ("UTF-32", "in.nt", (START + '"1" .').encode("utf-32"), None, EITHER),
        ("UTF-16 JSON", "in.jsonld", '{"urn:a:p": 1}'.encode("utf-16"), None, EITHER),
        ("UTF-16 XML", "in.rdf", xml("<rdf:Description a:p='1'/>").encode("utf-16"), None, EITHER),
        ("an encoding of XML that is none", "in.rdf", "<?xml version='1.0' encoding='nonsense'?><a/>", None, REFUSED),
        ("XML in UTF-7", "in.rdf", "<?xml version='1.0' encoding='utf-7'?>+ADw-a/+AD4-", None, REFUSED),
        ("mark", "in.ttl", b"\xef\xbb\xbf" + (START + "1 .").encode(), 1, READ),
        ("two marks", "in.ttl", b"\xef\xbb\xbf" * 2 + (START + "1 .").encode(), None, EITHER),
        ("mark alone", "in.nt", b"\xef\xbb\xbf", None, EITHER),
        ("relative IRI", "in.ttl", "<s> <p> <o> .", None, EITHER),
        ("unknown words in JSON", "in.jsonld", '{"name": "x", "@type": "Thing"}', None, EITHER),
        ("keywords in JSON", "in.jsonld", '{"@context": {"@type": "@id", "@id": "@type"}, "@nonsense": 1}', None, EITHER),
        ("JSON of one number", "in.jsonld", "1", None, EITHER),
        ("JSON null", "in.jsonld", "null", None, EITHER),
        ("JSON twice the same key", "in.jsonld", '{"@id": "urn:a:s", "@id": "urn:a:t", "urn:a:p": NaN}', None, REFUSED),
        ("empty", "in.ttl", "", 1, EITHER),
        ("only a comment", "in.ttl", "# nothing\n", None, EITHER),
        ("empty JSON", "in.jsonld", "[]", None, EITHER),
        ("empty XML", "in.rdf", xml(""), None, EITHER),
    ]
])  # fmt: skip

XSD = "http://www.w3.org/2001/XMLSchema#"
RDF_HTML = "^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#HTML>"
RDF_XML = "^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#XMLLiteral>"
OUTSIDE = f"<!DOCTYPE r [<!ENTITY a SYSTEM '{CANARY}'>]><r>&a;</r>"

DATATYPES = inputs("datatype", [
    ("HTML that is nested", "in.ttl", recorded(lambda n: '"' + "<b><div>" * n + '"' + RDF_HTML), 100_000, 2_000),
    ("XML that is nested", "in.ttl", recorded(lambda n: '"' + "<b>" * n + "</b>" * n + '"' + RDF_XML), 100_000),
    ("XML with entities", "in.ttl", recorded(lambda _: f'"{OUTSIDE}"{RDF_XML}'), 1, 1, READ),
    ("HTML with entities", "in.ttl", recorded(lambda _: f'"{OUTSIDE}"{RDF_HTML}'), 1, None, READ),
])  # fmt: skip

VALUES = inputs("value", [
    (f"{datatype} {number}", "in.ttl", recorded(lambda _, value=value, datatype=datatype: f'"{value}"^^<{XSD}{datatype}>', place), 1, small, READ)
    for number, (datatype, place, value, small) in enumerate([
        ("decimal", "hasContactHours", "1e999999", 1),
        ("decimal", "hasContactHours", "9" * 100_000, None),
        ("double", "hasContactHours", "1e999999999", None),
        ("integer", "hasParticipantCount", "9" * 100_000, None),
        ("integer", "hasParticipantCount", "\u0663", None),
        ("date", "startsOn", "0000-01-01", 1),
        ("date", "startsOn", "99999-12-31", None),
        ("date", "startsOn", "-0001-01-01", None),
        ("date", "startsOn", "999999999999-01-01", None),
        ("date", "startsOn", "2024-02-30", None),
        ("dateTime", "startsOn", "2024-01-01T25:61:61+99:99", None),
        ("gYear", "startsOn", "9" * 1000, None),
        ("duration", "hasContactHours", "P" + "9" * 1000 + "Y", None),
        ("base64Binary", "hasPublicSummary", "!" * 1000, None),
        ("hexBinary", "hasPublicSummary", "abc", None),
        ("boolean", "hasPublicSummary", "maybe", None),
        ("anyURI", "providesResource", "http://[::1", None),
    ])
])  # fmt: skip

SYNTAX = inputs("wrong syntax", [
    (f"{name} as {file}", file, fixed(data), 1, 1 if number == 0 else None, REFUSED)
    for number, (name, data) in enumerate([
        ("HTML", "<!doctype html><html><body>Sign in</body></html>"),
        ("PNG", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40),
        ("JSON", '{"a": [1, 2'),
        ("noise", bytes(range(256)) * 40),
    ])
    for file in ("in.ttl", "in.nt", "in.nq", "in.trig", "in.rdf", "in.jsonld")
])  # fmt: skip

HEAVY = [*NESTING, *LISTS, *LONG, *NAMES, *DATATYPES]
LIGHT = [*VALUES, *ENTITIES, *FETCHING, *ESCAPES, *SYNTAX]
