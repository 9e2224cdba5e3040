"""Hostile RDF in every syntax."""

from hostile.canary import CANARY
from hostile.case import EITHER, READ, REFUSED, Content, Input
from hostile.inputs.making import counted, fixed, nested, repeated

XML = '<?xml version="1.0"?>\n'
RDF_NS = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:a="urn:a:"'
TA = "https://w3id.org/taonto/ontology/"
START = "<urn:a:s> <urn:a:p> "
RECORD = f"<urn:a:{{}}> a <{TA}Engagement> ; <{TA}pursuesGoal> <urn:a:g> .\n"


def in_turtle(opening: str, closing: str) -> Content:
    """Nesting in the object of a statement."""
    return nested(opening, closing, START, " .", "1")


def xml(body: str, head: str = "") -> str:
    """An RDF/XML document."""
    return f"{XML}{head}<rdf:RDF {RDF_NS}>{body}</rdf:RDF>"


def _xml_nested(opening: str, closing: str, middle: str = "") -> Content:
    before, after = xml("|").split("|")
    return nested(opening, closing, before, after, middle)


_DEEP = 100_000

NESTING = [
    Input("nesting", "Turtle blank nodes", "in.ttl", in_turtle("[ <urn:a:p> ", " ]"), _DEEP, 20_000),
    Input("nesting", "Turtle lists", "in.ttl", in_turtle("( ", " )"), _DEEP, 20_000),
    Input("nesting", "Turtle blank nodes left open", "in.ttl", in_turtle("[ <urn:a:p> ", ""), _DEEP, None, REFUSED),
    Input("nesting", "Turtle lists left open", "in.ttl", in_turtle("( ", ""), _DEEP, None, REFUSED),
    Input("nesting", "Turtle lists and blank nodes", "in.ttl", in_turtle("( [ <urn:a:p> ", " ] )"), _DEEP),
    Input("nesting", "Turtle subjects", "in.ttl", nested("[ <urn:a:p> ", " ]", "", " <urn:a:q> 1 ."), _DEEP),
    Input("nesting", "Turtle triple terms", "in.ttl", in_turtle("<<( <urn:a:s> <urn:a:p> ", " )>>"), _DEEP, 20_000),
    Input("nesting", "Turtle reified triples", "in.ttl", in_turtle("<< <urn:a:s> <urn:a:p> ", " >>"), _DEEP),
    Input("nesting", "Turtle annotations", "in.ttl", in_turtle("1 {| <urn:a:p> ", " |}"), _DEEP),
    Input("nesting", "N-Triples triple terms", "in.nt", nested("<<( <urn:a:s> <urn:a:p> ", " )>>", START, " .", '"x"'), _DEEP, 5_000),
    Input("nesting", "N-Quads triple terms", "in.nq", nested("<<( <urn:a:s> <urn:a:p> ", " )>>", START, " .", '"x"'), _DEEP),
    Input("nesting", "TriG graphs", "in.trig", nested("<urn:a:g> { ", " }", "", "", START + "1"), _DEEP, None, REFUSED),
    Input("nesting", "TriG blank nodes", "in.trig", nested("[ <urn:a:p> ", " ]", "{ " + START, " }"), _DEEP),
    Input("nesting", "JSON-LD arrays", "in.jsonld", nested("[", "]", '{"@id": "urn:a:s", "urn:a:p": ', "}"), _DEEP, 30_000),
    Input("nesting", "JSON-LD objects", "in.jsonld", nested('{"urn:a:p": ', "}", "", ""), 30_000, 30_000),
    Input("nesting", "JSON-LD objects, deeper", "in.jsonld", nested('{"urn:a:p": ', "}", "", ""), 300_000),
    Input("nesting", "JSON-LD contexts", "in.jsonld", nested('{"@context": {"a": {"@id": "urn:a:p", "@context": ', "}}}", "", "", "{}"), 20_000, 2_000),
    Input("nesting", "JSON-LD contexts in arrays", "in.jsonld", nested("[", "]", '{"@context": ', ', "urn:a:p": 1}', "{}"), _DEEP),
    Input("nesting", "JSON-LD lists", "in.jsonld", nested('{"@list": [', "]}", '{"@id": "urn:a:s", "urn:a:p": ', "}"), 30_000),
    Input("nesting", "JSON-LD graphs", "in.jsonld", nested('{"@graph": [', "]}", "", "", "{}"), 30_000),
    Input("nesting", "JSON-LD reverse", "in.jsonld", nested('{"@reverse": {"urn:a:p": ', "}}", "", "", '{"@id": "urn:a:x"}'), 20_000),
    Input("nesting", "JSON-LD included", "in.jsonld", nested('{"@included": [', "]}", "", "", "{}"), 30_000),
    Input("nesting", "JSON-LD values", "in.jsonld", nested('{"@value": ', "}", '{"urn:a:p": ', "}"), 30_000),
    Input("nesting", "JSON left open", "in.jsonld", nested("[", "", "", ""), 1_000_000, None, REFUSED),
    Input("nesting", "RDF/XML nodes", "in.rdf", _xml_nested("<rdf:Description><a:p>", "</a:p></rdf:Description>"), _DEEP, 20_000),
    Input("nesting", "RDF/XML resources", "in.rdf", _xml_nested('<rdf:Description><a:p rdf:parseType="Resource">', "</a:p></rdf:Description>"), _DEEP),
    Input("nesting", "RDF/XML collections", "in.rdf", _xml_nested('<rdf:Description><a:p rdf:parseType="Collection">', "</a:p></rdf:Description>"), _DEEP),
    Input("nesting", "RDF/XML literals", "in.rdf", lambda n: xml('<rdf:Description><a:p rdf:parseType="Literal">' + "<b>" * n + "</b>" * n + "</a:p></rdf:Description>").encode(), _DEEP),
    Input("nesting", "RDF/XML left open", "in.rdf", _xml_nested("<rdf:Description><a:p>", ""), _DEEP, None, REFUSED),
    Input("nesting", "plain XML", "in.rdf", nested("<a>", "</a>", XML, ""), _DEEP),
    Input("nesting", "XML with new namespaces", "in.rdf", lambda n: xml("".join(f'<rdf:Description><a:p xmlns:n{i}="urn:n:{i}">' for i in range(n)) + "</a:p></rdf:Description>" * n).encode(), 20_000),
]  # fmt: skip

LISTS = [
    Input("list", "Turtle, a million", "in.ttl", lambda n: (START + "( " + "1 " * n + ") .").encode(), 1_000_000, 50_000),
    Input("list", "JSON-LD, a million", "in.jsonld", lambda n: ('{"@id": "urn:a:s", "urn:a:p": {"@list": [' + "1," * n + "1]}}").encode(), 1_000_000),
    Input("list", "objects, a million", "in.ttl", lambda n: (START + " , ".join(map(str, range(n))) + " .").encode(), 1_000_000),
    Input("list", "predicates", "in.ttl", repeated("<urn:a:p{}> {} ; ", "<urn:a:s> ", "<urn:a:q> 1 ."), 300_000),
    Input("list", "a circle", "in.ttl", fixed("@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . <urn:a:s> <urn:a:p> _:a . _:a rdf:first 1 ; rdf:rest _:a ."), 1, 1, READ),
    Input("list", "two tails", "in.ttl", fixed("@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . <urn:a:s> <urn:a:p> _:a . _:a rdf:first 1 , 2 ; rdf:rest _:a , () , ( 3 ) ."), 1, None, READ),
    Input("list", "a chain of nodes", "in.nt", repeated("<urn:a:{}> <urn:a:next{}> _:b{} .\n_:b{} <urn:a:is> <urn:a:{}> .\n"), 100_000),
    Input("list", "a chain from a record", "in.ttl", lambda n: (RECORD.format("s").replace("urn:a:g>", "urn:a:0>") + "".join(f"<urn:a:{i}> <urn:a:p> <urn:a:{i + 1}> .\n" for i in range(n))).encode(), 100_000),
    Input("list", "records that share a thousand nodes", "in.ttl", lambda n: ("".join(RECORD.format(i) for i in range(n)) + "".join(f"<urn:a:g> <urn:a:p> <urn:b:{i}> . <urn:b:{i}> <urn:a:p> {i} .\n" for i in range(n))).encode(), 3_000, 200),
    Input("list", "values of one record", "in.ttl", lambda n: (RECORD.format("s") + f"<urn:a:s> <{TA}usesPractice> " + " , ".join(f"<urn:p:{i}>" for i in range(n)) + " .").encode(), 50_000),
    Input("list", "graphs", "in.nq", repeated("<urn:a:s> <urn:a:p> <urn:a:o> <urn:a:g{}> .\n"), 300_000),
    Input("list", "blank nodes that are alike", "in.nt", repeated('_:b{} <urn:a:p> "x" .\n'), 300_000),
    Input("list", "a ring of blank nodes", "in.nt", lambda n: "".join(f"_:b{i} <urn:a:p> _:b{(i + 1) % n} .\n" for i in range(n)).encode(), 100_000),
]  # fmt: skip

LONG = [
    Input("long term", "literal", "in.ttl", lambda n: (START + '"' + "x" * n + '" .').encode(), 5_000_000, 1_100_000, REFUSED, "characters"),
    Input("long term", "literal of the most", "in.nt", lambda n: (START + '"' + "x" * n + '" .').encode(), 999_999, None, READ),
    Input("long term", "literal of escapes", "in.nt", lambda n: (START + '"' + "\\u0041" * n + '" .').encode(), 3_000_000),
    Input("long term", "literal of lines", "in.ttl", lambda n: (START + '"""' + "x\n" * n + '""" .').encode(), 900_000),
    Input("long term", "literal left open", "in.ttl", lambda n: (START + '"""' + "x\n" * n).encode(), 10_000_000, None, REFUSED),
    Input("long term", "IRI", "in.nt", lambda n: f"<urn:a:{'x' * n}> <urn:a:p> 1 .".encode(), 5_000_000, None, REFUSED),
    Input("long term", "IRI of dots", "in.ttl", lambda n: ("@base <http://a.example/> . <" + "../" * n + "x> <urn:a:p> 1 .").encode(), 300_000),
    Input("long term", "IRI of percent signs", "in.ttl", lambda n: f"<urn:a:{'%20' * n}> <urn:a:p> 1 .".encode(), 300_000),
    Input("long term", "blank node", "in.nt", lambda n: f"_:{'x' * n} <urn:a:p> \"x\" .".encode(), 5_000_000),
    Input("long term", "language", "in.nt", lambda n: (START + '"x"@en' + "-abc" * n + " .").encode(), 300_000),
    Input("long term", "prefix", "in.ttl", lambda n: f"@prefix {'p' * n}: <urn:a:> . {'p' * n}:s <urn:a:p> 1 .".encode(), 5_000_000),
    Input("long term", "local name", "in.ttl", lambda n: f"@prefix a: <urn:a:> . a:{'x' * n} a:p 1 .".encode(), 5_000_000),
    Input("long term", "local name of dots", "in.ttl", lambda n: f"@prefix a: <urn:a:> . a:s a:p a:x{'.' * n} .".encode(), 1_000_000, 20_000),
    Input("long term", "number", "in.ttl", lambda n: (START + "9" * n + " .").encode(), 5_000_000),
    Input("long term", "number of the most", "in.ttl", lambda n: (START + "9" * n + " .").encode(), 990_000, 20_000),
    Input("long term", "comment", "in.ttl", lambda n: b"#" * n + b"\n" + START.encode() + b"1 .", 50_000_000),
    Input("long term", "comments", "in.ttl", lambda n: b"# x\n" * n + START.encode() + b"1 .", 10_000_000),
    Input("long term", "blanks", "in.ttl", lambda n: START.encode() + b" " * n + b"1 .", 50_000_000, 2_000_000),
    Input("long term", "JSON text", "in.jsonld", lambda n: f'{{"@id": "urn:a:s", "urn:a:p": "{"x" * n}"}}'.encode(), 5_000_000),
    Input("long term", "JSON number", "in.jsonld", lambda n: f'{{"@id": "urn:a:s", "urn:a:p": {"9" * n}}}'.encode(), 1_000_000),
    Input("long term", "XML name", "in.rdf", lambda n: xml(f"<rdf:Description><a:{'p' * n}>1</a:{'p' * n}></rdf:Description>").encode(), 5_000_000),
    Input("long term", "XML text", "in.rdf", lambda n: xml(f"<rdf:Description><a:p>{'x' * n}</a:p></rdf:Description>").encode(), 5_000_000),
    Input("long term", "XML comment", "in.rdf", lambda n: xml(f"<!--{'x' * n}-->").encode(), 50_000_000),
    Input("long term", "records with a literal of the most", "in.ttl", lambda n: (RECORD.format("s") + f'<urn:a:s> <{TA}hasPublicSummary> "' + "1 a@b. " * n + '" .').encode(), 140_000),
]  # fmt: skip

NAMES = [
    Input("namespaces", "a million prefixes", "in.ttl", repeated("@prefix p{}: <urn:p:{}> .\n", "", START + "1 ."), 1_000_000, 20_000),
    Input("namespaces", "one prefix a million times", "in.ttl", repeated("@prefix p: <urn:p:{}> .\np:s <urn:a:p> 1 .\n"), 200_000),
    Input("namespaces", "a long prefix used often", "in.ttl", lambda n: f"@prefix p: <urn:p:{'x' * 900_000}> .\n".encode() + b"p:s p:p p:o .\n" * n, 3_000, 300),
    Input("namespaces", "a long base used often", "in.ttl", lambda n: f"@base <http://a.example/{'x' * 900_000}/> .\n".encode() + b"".join(b"<%d> <p> <o> .\n" % i for i in range(n)), 3_000),
    Input("namespaces", "JSON-LD, a long term used often", "in.jsonld", lambda n: ('{"@context": {"p": "urn:p:' + "x" * 900_000 + '"}, "@graph": [' + ",".join(f'{{"@id": "urn:a:{i}", "p": 1}}' for i in range(n)) + "]}").encode(), 3_000),
    Input("namespaces", "JSON-LD, terms of terms", "in.jsonld", lambda n: ('{"@context": {' + ",".join(f'"t{i}": "t{i + 1}:x"' for i in range(n)) + f', "t{n}": "urn:t:"}}, "t0": 1}}').encode(), 20_000, 2_000),
    Input("namespaces", "JSON-LD, a circle of terms", "in.jsonld", fixed('{"@context": {"a": "b:x", "b": "a:x"}, "a": 1}')),
    Input("namespaces", "JSON-LD, a million terms", "in.jsonld", lambda n: ('{"@context": {' + ",".join(f'"t{i}": "urn:t:{i}"' for i in range(n)) + '}, "t0": 1}').encode(), 300_000),
    Input("namespaces", "XML, a million", "in.rdf", lambda n: (f"{XML}<rdf:RDF {RDF_NS} " + counted('xmlns:n{}="urn:n:{}" ', n) + "/>").encode(), 300_000),
    Input("namespaces", "XML attributes", "in.rdf", lambda n: xml("<rdf:Description " + counted('a:p{}="{}" ', n) + "/>").encode(), 100_000, 5_000),
    Input("namespaces", "XML, a long one used often", "in.rdf", lambda n: xml('<rdf:Description xmlns:b="urn:' + "x" * 900_000 + '">' + "<b:p>1</b:p>" * n + "</rdf:Description>").encode(), 3_000),
]  # fmt: skip

ENTITIES = [
    Input("entities", "billion laughs", "in.rdf", fixed(xml("<rdf:Description a:p='&j;'/>", "<!DOCTYPE r [<!ENTITY a 'ha'>" + "".join(f"<!ENTITY {chr(98 + i)} '{f'&{chr(97 + i)};' * 10}'>" for i in range(9)) + "]>")), 1, 1, REFUSED, "DOCTYPE"),
    Input("entities", "one long entity", "in.rdf", lambda n: xml("<rdf:Description a:p='" + "&a;" * n + "'/>", f"<!DOCTYPE r [<!ENTITY a '{'x' * n}'>]>").encode(), 100_000, None, REFUSED),
    Input("entities", "a local file", "in.rdf", fixed(xml("<rdf:Description a:p='&a;'/>", "<!DOCTYPE r [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>")), 1, 1, REFUSED, "DOCTYPE"),
    Input("entities", "a web page", "in.rdf", fixed(xml("<rdf:Description><a:p>&a;</a:p></rdf:Description>", f"<!DOCTYPE r [<!ENTITY a SYSTEM '{CANARY}'>]>")), 1, None, REFUSED),
    Input("entities", "parameters", "in.rdf", fixed(xml("", f"<!DOCTYPE r [<!ENTITY % a SYSTEM '{CANARY}'> %a;]>")), 1, None, REFUSED),
    Input("entities", "an outside DOCTYPE", "in.rdf", fixed(xml("", f"<!DOCTYPE r SYSTEM '{CANARY}'>")), 1, None, REFUSED),
    Input("entities", "in UTF-16", "in.rdf", fixed(xml("<rdf:Description a:p='&a;'/>", f"<!DOCTYPE r [<!ENTITY a SYSTEM '{CANARY}'>]>").encode("utf-16")), 1, 1, REFUSED),
    Input("entities", "itself", "in.rdf", fixed(xml("<rdf:Description a:p='&a;'/>", "<!DOCTYPE r [<!ENTITY a '&a;'>]>")), 1, None, REFUSED),
    Input("entities", "unknown ones", "in.rdf", fixed(xml("<rdf:Description a:p='&nbsp;'/>")), 1, None, REFUSED),
    Input("entities", "a million characters by number", "in.rdf", lambda n: xml(f"<rdf:Description><a:p>{'&#65;' * n}</a:p></rdf:Description>").encode(), 900_000),
    Input("entities", "a stylesheet", "in.rdf", fixed(xml("", f"<?xml-stylesheet href='{CANARY}'?>")), 1, None, READ),
    Input("entities", "an inclusion", "in.rdf", fixed(xml(f"<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='{CANARY}'/>")), 1, None),
]  # fmt: skip

FETCHING = [
    Input("fetching", "JSON-LD context", "in.jsonld", fixed(f'{{"@context": "{CANARY}", "@id": "urn:a:s", "p": 1}}'), 1, 1, REFUSED, "nothing is ever fetched"),
    Input("fetching", "JSON-LD contexts", "in.jsonld", fixed(f'[{{"@context": ["{CANARY}", {{}}], "p": 1}}]'), 1, None, REFUSED),
    Input("fetching", "JSON-LD import", "in.jsonld", fixed(f'{{"@context": {{"@version": 1.1, "@import": "{CANARY}"}}, "p": 1}}'), 1, 1, REFUSED),
    Input("fetching", "JSON-LD context of a term", "in.jsonld", fixed(f'{{"@context": {{"p": {{"@id": "urn:a:p", "@context": "{CANARY}"}}}}, "p": {{"q": 1}}}}'), 1, None, REFUSED),
    Input("fetching", "JSON-LD context of a file", "in.jsonld", fixed('{"@context": "file:///etc/passwd", "p": 1}'), 1, None, REFUSED),
    Input("fetching", "JSON-LD relative context", "in.jsonld", fixed('{"@context": "good.ttl", "p": 1}'), 1, None, REFUSED),
    Input("fetching", "JSON-LD vocabulary", "in.jsonld", fixed(f'{{"@context": {{"@vocab": "{CANARY}/", "@base": "{CANARY}/"}}, "@id": "s", "p": 1}}'), 1, None, READ),
    Input("fetching", "owl:imports", "in.ttl", fixed(f"<urn:a:o> a <http://www.w3.org/2002/07/owl#Ontology> ; <http://www.w3.org/2002/07/owl#imports> <{CANARY}> , <file:///etc/passwd> ."), 1, 1, READ),
    Input("fetching", "links", "in.ttl", fixed(f"<{CANARY}> <http://www.w3.org/2000/01/rdf-schema#seeAlso> <{CANARY}/a> ; <http://www.w3.org/2000/01/rdf-schema#isDefinedBy> <{CANARY}/b> ; <http://www.w3.org/ns/shacl#shapesGraph> <{CANARY}/c> ; <http://rdfs.org/ns/void#dataDump> <{CANARY}/d> ."), 1, None, READ),
    Input("fetching", "resources of a record", "in.ttl", fixed(RECORD.format("s") + f"<urn:a:s> <{TA}providesResource> <{CANARY}> ; a <{CANARY}/class> ; <{TA}usesPractice> <{CANARY}/practice> ."), 1, None, READ),
    Input("fetching", "base", "in.ttl", fixed(f"@base <{CANARY}/> . <s> <p> <o> ."), 1, None, READ),
]  # fmt: skip

ESCAPES = [
    Input("escapes", name, file, fixed(text), 1, small, exits)
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
]  # fmt: skip

XSD = "http://www.w3.org/2001/XMLSchema#"
DATATYPES = [
    Input("datatype", f"{datatype} {number}", "in.ttl",
          fixed(RECORD.format("s") + f'<urn:a:s> <{TA}{place}> "{text}"^^<{XSD}{datatype}> ; <urn:a:p> "{text}"^^<{XSD}{datatype}> .'), 1,
          1 if number < 2 else None, READ)
    for number, (datatype, place, text) in enumerate([
        ("decimal", "hasContactHours", "1e999999"),
        ("date", "startsOn", "0000-01-01"),
        ("decimal", "hasContactHours", "9" * 100_000),
        ("double", "hasContactHours", "1e999999999"),
        ("integer", "hasParticipantCount", "9" * 100_000),
        ("integer", "hasParticipantCount", "٣"),
        ("date", "startsOn", "99999-12-31"),
        ("date", "startsOn", "-0001-01-01"),
        ("date", "startsOn", "999999999999-01-01"),
        ("date", "startsOn", "2024-02-30"),
        ("dateTime", "startsOn", "2024-01-01T25:61:61+99:99"),
        ("gYear", "startsOn", "9" * 1000),
        ("duration", "hasContactHours", "P" + "9" * 1000 + "Y"),
        ("base64Binary", "hasPublicSummary", "!" * 1000),
        ("hexBinary", "hasPublicSummary", "abc"),
        ("boolean", "hasPublicSummary", "maybe"),
        ("anyURI", "providesResource", "http://[::1"),
    ])
] + [
    Input("datatype", "HTML that is nested", "in.ttl", lambda n: (RECORD.format("s") + f'<urn:a:s> <{TA}hasPublicSummary> "' + "<b><div>" * n + '"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#HTML> .').encode(), 100_000, 2_000),
    Input("datatype", "XML that is nested", "in.ttl", lambda n: (RECORD.format("s") + f'<urn:a:s> <{TA}hasPublicSummary> "' + "<b>" * n + "</b>" * n + '"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#XMLLiteral> .').encode(), 100_000),
    Input("datatype", "XML with entities", "in.ttl", fixed(RECORD.format("s") + f"""<urn:a:s> <{TA}hasPublicSummary> "<!DOCTYPE r [<!ENTITY a SYSTEM '{CANARY}'>]><r>&a;</r>"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#XMLLiteral> ."""), 1, 1, READ),
]  # fmt: skip

SYNTAX = [
    Input("wrong syntax", f"{name} as {file}", file, fixed(data), 1, 1 if number == 0 else None, REFUSED)
    for number, (name, data) in enumerate([
        ("HTML", "<!doctype html><html><body>Sign in</body></html>"),
        ("PNG", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40),
        ("JSON", '{"a": [1, 2'),
        ("noise", bytes(range(256)) * 40),
    ])
    for file in ("in.ttl", "in.nt", "in.nq", "in.trig", "in.rdf", "in.jsonld")
]  # fmt: skip

HEAVY = [*NESTING, *LISTS, *LONG, *NAMES, *DATATYPES]
LIGHT = [*ENTITIES, *FETCHING, *ESCAPES, *SYNTAX]
