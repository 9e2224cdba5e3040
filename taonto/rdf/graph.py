"""RDF in and out, safely: nothing is fetched, no XML entity is expanded, every error names its file and line.

pyoxigraph parses, stores and serializes; `to_rdflib` serves the libraries that need rdflib.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, BinaryIO, cast

from pyoxigraph import (
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    NamedNode,
    Quad,
    RdfFormat,
    Store,
    Triple,
    parse,
    serialize,
)

from taonto.base.errors import BadInputError, UnknownNameError
from taonto.base.reading import MAX_INPUT_BYTES, open_bytes, refuse_missing, suffix
from taonto.base.vocabulary import PREFIXES
from taonto.rdf.document import LINES, Budget, Document, malformed
from taonto.rdf.guards import MAX_IRI
from taonto.rdf.jsonld import Unmapped, json_quads
from taonto.rdf.nodes import TYPE

if TYPE_CHECKING:
    import rdflib

SYNTAXES: dict[str, RdfFormat] = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "nquads": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
    "rdfxml": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
}
"""The names of RDF syntaxes, as users and callers write them, with the format of pyoxigraph that each means."""

_NOT_IN_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_SUFFIXES = {
    ".ttl": "turtle",
    ".turtle": "turtle",
    ".nt": "ntriples",
    ".nq": "nquads",
    ".trig": "trig",
    ".rdf": "rdfxml",
    ".owl": "rdfxml",
    ".xml": "rdfxml",
    ".jsonld": "jsonld",
    ".json": "jsonld",
}


def guess_syntax(name: str | Path) -> str | None:
    """Return the name in `SYNTAXES` that a file's suffix stands for (ignoring a final `.gz`), or None.

    >>> guess_syntax("records.ttl.gz")
    'turtle'
    """
    return _SUFFIXES.get(suffix(name))


def read_triples(
    source: str | Path,
    syntax: str | None = None,
    limit: int = MAX_INPUT_BYTES,
    base: str | None = None,
    unmapped: Unmapped | None = None,
) -> Iterator[Triple]:
    """Yield the triples of a file (plain or `.gz`) or of standard input ("-").

    Triples of named graphs are yielded without their graph. Blank node labels are those of the file:
    rename them (`taonto.rdf.nodes.renamed`) before you merge files.

    Args:
        source: a path, or "-".
        syntax: a name in `SYNTAXES`; by default the suffix decides.
        limit: the most bytes that are read.
        base: what relative IRIs are resolved against; without it they are errors.
        unmapped: collects the words of JSON-LD that mean nothing.

    Raises:
        UnknownNameError: if there is no such file or syntax.
        BadInputError: if the suffix stands for no syntax, or the file is empty, can't be read or can't be parsed.
        LimitError: if the file, one of its terms, or its nesting is beyond a limit.
    """
    return (quad.triple for quad in read_quads(source, syntax, limit, base, unmapped))


def read_quads(
    source: str | Path,
    syntax: str | None = None,
    limit: int = MAX_INPUT_BYTES,
    base: str | None = None,
    unmapped: Unmapped | None = None,
) -> Iterator[Quad]:
    """Yield the triples of a file or of standard input with their graphs; see `read_triples`."""
    refuse_missing(source)
    name = syntax or guess_syntax(source)
    if name not in SYNTAXES:
        known = ", ".join(SYNTAXES)
        if syntax:
            raise UnknownNameError(f"{source}: '{syntax}' is not an RDF syntax that taonto reads; use one of {known}")
        raise BadInputError(
            f"{source}: the suffix does not say which RDF syntax this is; rename the file to end in .ttl, .nt, .nq, "
            f".trig, .rdf or .jsonld, or name the input format ({known})"
        )
    return _quads_of(source, name, limit, base, unmapped)


def _quads_of(
    source: str | Path, syntax: str, limit: int, base: str | None, unmapped: Unmapped | None
) -> Iterator[Quad]:
    with open_bytes(source, limit) as stream:
        yield from parse_quads(stream, syntax, str(source), base, unmapped)


def parse_triples(
    data: bytes | BinaryIO, syntax: str, name: str, base: str | None = None, unmapped: Unmapped | None = None
) -> Iterator[Triple]:
    """Yield the triples in `data`, those of named graphs without their graph; see `parse_quads`."""
    return (quad.triple for quad in parse_quads(data, syntax, name, base, unmapped))


def check_base(base: str | None) -> None:
    """Refuse what relative IRIs can't be resolved against.

    Raises:
        BadInputError: if it is not an absolute IRI, or too long.
    """
    if base is None:
        return
    try:
        NamedNode(base)
    except ValueError:
        pass
    else:
        if len(base) <= MAX_IRI:
            return
    raise BadInputError(
        f"the base of relative IRIs '{base[:100]}' is not an absolute IRI of at most {MAX_IRI:,} characters; give one "
        "such as https://data.example.org/"
    )


def parse_quads(
    data: bytes | BinaryIO, syntax: str, name: str, base: str | None = None, unmapped: Unmapped | None = None
) -> Iterator[Quad]:
    """Yield the triples in `data` with their graphs, as the parser finds them.

    Args:
        data: the content of a file, or a stream of it, which must not be empty.
        syntax: a name in `SYNTAXES`.
        name: what errors call the file.
        base: what relative IRIs are resolved against; without it they are errors.
        unmapped: collects the words of JSON-LD that mean nothing.

    Raises:
        BadInputError: at the first error, with its line where the parser knows it.
        LimitError: if a term is longer than `MAX_TERM`, or something is beyond a limit of `taonto.rdf.guards`.
    """
    check_base(base)
    document = Document(data, syntax, name)
    if syntax == "jsonld":
        yield from json_quads(document, base, unmapped)
        return
    budget = Budget(document)
    try:
        for quad in parse(cast(IO[bytes], document), SYNTAXES[syntax], base_iri=None if syntax in LINES else base):
            budget.spend(quad)
            yield quad if isinstance(quad, Quad) else Quad(quad.subject, quad.predicate, quad.object, DefaultGraph())
    except MemoryError:  # the limit of the parser's buffer
        raise document.too_long() from None
    except (SyntaxError, ValueError) as error:
        raise malformed(error, syntax, name) from None


def missing_imports(triples: Iterable[Triple]) -> list[str]:
    """Return the IRIs of imported ontologies that are neither in the triples nor taonto's own, sorted."""
    known = list(triples)
    subjects = {t.subject for t in known}
    imported = {t.object for t in known if t.predicate.value == PREFIXES["owl"] + "imports"}
    names = (node.value for node in imported - subjects if isinstance(node, NamedNode))
    return sorted(name for name in names if not name.startswith(PREFIXES["ta"]))


def store_of(triples: Iterable[Triple], store: Store | None = None) -> Store:
    """Return a store (a new one in memory by default) with the triples added to its default graph."""
    target = store if store is not None else Store()
    target.bulk_extend(Quad(t.subject, t.predicate, t.object, DefaultGraph()) for t in triples)
    return target


def serialize_triples(triples: Iterable[Triple], syntax: str) -> bytes:
    """Return the triples in a syntax of `SYNTAXES`, sorted, so that equal graphs give equal bytes.

    Blank nodes are sorted by their labels: give them stable ones.
    """
    return serialize_in_each(triples, [syntax])[syntax]


def serialize_in_each(triples: Iterable[Triple], syntaxes: Collection[str]) -> dict[str, bytes]:
    """Return the triples in several syntaxes, by syntax, as `serialize_triples` gives each; they are sorted once.

    Raises:
        ValueError: if RDF/XML can't contain the IRI of a property or a character of a text.
        OSError: if JSON-LD can't contain a triple of a triple.
    """
    # One text for each: three of them in a tuple take twice the memory. No term contains what is between them.
    ordered = sorted(set(triples), key=lambda t: f"{t.subject}\0{_type_first(t.predicate)}\0{t.object}")
    prefixes = _used_prefixes(ordered)
    found = {}
    for syntax in syntaxes:
        statements: list[Triple] | list[Quad] = ordered
        if syntax in ("nquads", "trig"):
            statements = [Quad(t.subject, t.predicate, t.object, DefaultGraph()) for t in ordered]
        data = serialize(statements, format=SYNTAXES[syntax], prefixes=prefixes) or b""
        if syntax == "rdfxml" and (control := _NOT_IN_XML.search(data)):
            raise ValueError(f"a text contains the character {control[0]!r}, which XML can't contain")
        found[syntax] = _spaced(data) if syntax in ("turtle", "trig") else data
    return found


def _spaced(turtle: bytes) -> bytes:
    """Sort the prefixes and put a blank line before each subject; in this Turtle no literal spans lines."""
    lines = turtle.splitlines()
    prefixes = sorted(line for line in lines if line.startswith(b"@prefix"))
    body = (line if line.startswith(b"\t") else b"\n" + line for line in lines[len(prefixes) :])
    return b"\n".join([*prefixes, *body, b""])


def canonicalize(triples: Iterable[Triple]) -> list[Triple]:
    """Return the triples with blank nodes renamed so that equal graphs become the same triples (RDFC-1.0), sorted.

    Use it on our own graphs only: a hostile graph can make the renaming take exponential time.
    """
    dataset = Dataset(Quad(t.subject, t.predicate, t.object) for t in triples)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return sorted((quad.triple for quad in dataset), key=str)


def to_rdflib(triples: Iterable[Triple]) -> "rdflib.Graph":
    """Return the triples as an rdflib graph, for pySHACL and owlready2."""
    import rdflib

    graph = rdflib.Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    data = serialize(list(triples), format=RdfFormat.N_TRIPLES) or b""
    return graph.parse(data=data, format="nt")


def _type_first(predicate: NamedNode) -> str:
    return "" if predicate == TYPE else predicate.value


def _used_prefixes(triples: list[Triple]) -> dict[str, str]:
    iris = {
        term.value
        for t in triples
        for term in (t.subject, t.predicate, t.object, getattr(t.object, "datatype", None))
        if isinstance(term, NamedNode)
    }
    return {p: n for p, n in sorted(PREFIXES.items()) if any(iri.startswith(n) for iri in iris)}
