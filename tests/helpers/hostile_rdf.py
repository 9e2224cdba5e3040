"""Hostile RDF of every kind, in any size: what nests, repeats itself, blows up, or is longer than anything sane."""

from collections.abc import Callable, Iterator

RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:a="http://e/"'
FIRST, REST, NIL = (f"<http://www.w3.org/1999/02/22-rdf-syntax-ns#{name}>" for name in ("first", "rest", "nil"))


def _xml(content: str, more: str = "") -> str:
    return f"<rdf:RDF {RDF}{more}>{content}</rdf:RDF>\n"


def _each(template: str, size: int, between: str = "") -> str:
    """Return the template for each number from 0, which replaces "#N"."""
    return between.join(template.replace("#N", str(number)) for number in range(size))


def _json(value: str, context: str = "{}") -> str:
    return f'{{"@context": {context}, "@id": "http://e/s", "http://e/p": {value}}}'


def _terms(size: int) -> str:
    return "{" + _each('"t#N": "http://e/t#N"', size, ",") + "}"


LONG = "http://e/" + "x" * 9_000 + "/"

KINDS: dict[str, Callable[[int], str]] = {
    # nesting
    "triples.nt": lambda n: "<a:s> <a:p> " + "<<( <a:s> <a:p> " * n + "<a:o>" + " )>>" * n + " .\n",
    "triples.nq": lambda n: "<a:s> <a:p> " + "<<( <a:s> <a:p> " * n + "<a:o>" + " )>>" * n + " <a:g> .\n",
    "triples.ttl": lambda n: "<a:s> <a:p> " + "<<( <a:s> <a:p> " * n + "<a:o>" + " )>>" * n + " .\n",
    "triples-commented.ttl": lambda n: "<a:s> <a:p> " + "<<( <a:s> #)>>\n <a:p> " * n + "1" + " )>>" * n + " .\n",
    "triples-escaped.ttl": lambda n: "@prefix a: <a:> . a:\\' a:p " + "<<(a:s a:p " * n + "1" + " )>>" * n + " .\n",
    "triples-open.trig": lambda n: "<a:g> { <a:s> <a:p> " + "<<( <a:s> <a:p> " * n,
    "reified.ttl": lambda n: "<< " * n + "<a:s>" + " <a:p> <a:o> >> " * n + "<a:p> <a:o> .\n",
    "reified-objects.ttl": lambda n: "<a:s> <a:p> " + "<< <a:s> <a:p> " * n + "<a:o>" + " >>" * n + " .\n",
    "annotations.ttl": lambda n: "<a:s> <a:p> <a:o> " + "{| <a:p> <a:o> " * n + " |}" * n + " .\n",
    "blank-nodes.ttl": lambda n: "<a:s> <a:p> " + "[ <a:p> " * n + "1" + " ]" * n + " .\n",
    "blank-subjects.ttl": lambda n: "[ <a:p> " * n + "1" + " ] " * n + "<a:q> 1 .\n",
    "lists.ttl": lambda n: "<a:s> <a:p> " + "( " * n + "1" + " )" * n + " .\n",
    "both.trig": lambda n: "<a:g> { <a:s> <a:p> " + "( [ <a:p> " * n + "1" + " ] )" * n + " . }\n",
    "elements.rdf": lambda n: _xml("<a:C><a:p>" * n + "</a:p></a:C>" * n),
    "namespaces-nested.rdf": lambda n: _xml('<a:C xmlns:b="b:" xml:base="http://e/"><a:p>' * n + "</a:p></a:C>" * n),
    "literal.rdf": lambda n: _xml('<a:C><a:p rdf:parseType="Literal">' + "<a:D>" * n + "</a:D>" * n + "</a:p></a:C>"),
    "objects.jsonld": lambda n: '{"@id": "a:s", "a:p": ' * n + "1" + "}" * n,
    "arrays.jsonld": lambda n: _json("[" * n + "1" + "]" * n),
    "graphs.jsonld": lambda n: '{"@graph": ' * n + '{"@id": "a:s", "a:p": 1}' + "}" * n,
    "lists.jsonld": lambda n: _json('{"@list": [' * n + "1" + "]}" * n),
    "contexts-nested.jsonld": lambda n: _json("1", '{"t": {"@id": "a:p", "@context": ' * n + "{}" + "}}" * n),
    "unknown.jsonld": lambda n: '{"junk": ' * n + "1" + "}" * n,
    # chains and lists
    "chain.nt": lambda n: (
        _each("_:b#N <a:p> _:c#N .\n_:c#N <a:q> _:b#N .\n", n // 2)
        + "".join(f"_:b{k} <a:n> _:b{k + 1} .\n" for k in range(n // 2))
    ),
    "chain-backwards.nt": lambda n: "".join(f"<a:{k}> <a:n> <a:{k + 1}> .\n" for k in range(n, 0, -1)),
    "chain-shared.nt": lambda n: "".join(
        f"<a:r{k}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/taonto/ontology/Engagement> .\n"
        f"<a:r{k}> <a:p> <a:0> .\n<a:{k}> <a:n> <a:{k + 1}> .\n"
        for k in range(n // 3)
    ),
    "list.ttl": lambda n: f"<a:s> <a:p> ( {'1 ' * n}) .\n",
    "list.nt": lambda n: (
        "<a:s> <a:p> _:b0 .\n"
        + "".join(f'_:b{k} {FIRST} "{k}" .\n_:b{k} {REST} {f"_:b{k + 1}" if k < n - 1 else NIL} .\n' for k in range(n))
    ),
    "list.rdf": lambda n: _xml('<a:C><a:p rdf:parseType="Collection">' + "<a:D/>" * n + "</a:p></a:C>"),
    "list.jsonld": lambda n: _json('{"@list": [' + "1," * (n - 1) + "1]}"),
    # many
    "prefixes.ttl": lambda n: _each("@prefix p#N: <http://e/#N/> .\n", n) + "<a:s> <a:p> p0:x .\n",
    "bases.ttl": lambda n: "@base <http://e/> .\n" + "@base <x/> .\n" * n + "<s> <p> <o> .\n",
    "bases-and-prefixes.ttl": lambda n: f"BASE <{LONG}>\n" + _each("PREFIX p#N: <x>\n", n) + "<s> <p> <o> .\n",
    "attributes.rdf": lambda n: _xml("<a:C " + _each('a:p#N="x"', n, " ") + "/>"),
    "namespaces.rdf": lambda n: _xml("<a:C><a:p>1</a:p></a:C>", " " + _each('xmlns:n#N="http://e/#N"', n, " ")),
    "contexts.jsonld": lambda n: (
        f'{{"@context": {_terms(min(n, 5_000))}, "@graph": ['
        + _each('{"@context": {"a#N": "http://e/#N"}, "a#N": 1}', n, ",")
        + "]}"
    ),
    "contexts-in-array.jsonld": lambda n: _json("1", "[" + _each('{"a#N": "http://e/#N"}', n, ",") + "]"),
    "terms.jsonld": lambda n: _json("1", _terms(n)),
    "terms-chained.jsonld": lambda n: _json(
        "1", '{"t0": "http://e/",' + "".join(f'"t{k + 1}": "t{k}:b",' for k in range(n)) + '"z": "a:z"}'
    ),
    "scoped.jsonld": lambda n: _json(
        "[" + _each('{"p": {"t1": 1}}', n, ",") + "]",
        f'{{"p": {{"@id": "a:p", "@context": {_terms(min(n, 5_000))}}}}}',
    ),
    "graphs.trig": lambda n: _each("<a:g#N> { <a:s> <a:p> <a:o> }\n", n),
    "languages.ttl": lambda n: _each('<a:s> <a:p> "x"@en-x-a#N .\n', n),
    # long
    "namespace.ttl": lambda n: f"@prefix p: <{LONG}> .\n" + "p:s p:p p:o .\n" * n,
    "namespace.rdf": lambda n: f'<rdf:RDF {RDF} xmlns:b="{LONG}">' + '<b:C b:p="x"/>' * n + "</rdf:RDF>\n",
    "namespace.jsonld": lambda n: (
        f'{{"@context": {{"@vocab": "{LONG}"}}, "@graph": [' + ",".join(['{"@id": "a:s", "p": 1}'] * n) + "]}"
    ),
    "iri.ttl": lambda n: f"<http://e/{'x' * n}> <a:p> 1 .\n",
    "iri.nt": lambda n: f"<http://e/{'x' * n}> <a:p> <a:o> .\n",
    "prefix-name.ttl": lambda n: f"@prefix {'x' * n}: <a:> . {'x' * n}:s <a:p> 1 .\n",
    "language.ttl": lambda n: f'<a:s> <a:p> "x"@en{"-aaaaaaaa" * (n // 9)} .\n',
    "literal.ttl": lambda n: f'<a:s> <a:p> "{"x" * n}" .\n',
    "literal-open.ttl": lambda n: f'<a:s> <a:p> """{"x" * n}',
    "literal-lines.trig": lambda n: f"<a:g> {{ <a:s> <a:p> '''{chr(10) * n}''' }}\n",
    "escapes.ttl": lambda n: f'<a:s> <a:p> "{chr(92)}u0041{(chr(92) + "u00e9") * (n // 6)}" .\n',
    "percent.nt": lambda n: f"<http://e/{'%41' * (n // 3)}> <a:p> <a:o> .\n",
    "comment.ttl": lambda n: "#" + "x" * n + "\n<a:s> <a:p> 1 .\n",
    "comments.ttl": lambda n: "#\n" * n + "<a:s> <a:p> 1 .\n",
    "comments.nt": lambda n: "#\n" * n + "<a:s> <a:p> <a:o> .\n",
    "blanks.jsonld": lambda n: " " * n + "{}",
    "blanks.nt": lambda n: " " * n + "\n" * n + "<a:s> <a:p> <a:o> .\n",
    "repeated.nt": lambda n: "<a:s> <a:p> <a:o> .\n" * n,
    "repeated.ttl": lambda n: "<a:s> <a:p> <a:o> , <a:o> .\n" * n,
}
"""The name of a file, with its suffix, and what makes its text; the number is how often its part is repeated."""


def hostile_files(size: int) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the content of one file of each kind."""
    for name, make in KINDS.items():
        yield name, make(size).encode()
