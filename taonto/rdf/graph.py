"""RDF in and out, safely: nothing is fetched, no XML entity is expanded, every error names its file and line.

pyoxigraph parses, stores and serializes; `to_rdflib` serves the libraries that need rdflib.
"""

import io
import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

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

from taonto.base.errors import BadInputError, LimitError, UnknownNameError
from taonto.base.reading import MAX_INPUT_BYTES, read_bytes, refuse_missing, suffix
from taonto.base.vocabulary import PREFIXES
from taonto.rdf.nodes import TYPE, Node

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

MAX_TERM = 1_000_000
"""Most characters in one literal or IRI, the same as in a cell of a sheet: far below the size of the parser's buffer,
however a later step escapes it."""

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


def read_document(source: str | Path, limit: int = MAX_INPUT_BYTES) -> bytes:
    """Return the content of an RDF file or of standard input, which must not be empty.

    Raises:
        BadInputError: if it is empty.
        TaontoError: if it can't be read, see `read_bytes`.
    """
    data = read_bytes(source, limit)
    if not data.removeprefix(b"\xef\xbb\xbf").strip():
        raise BadInputError(f"{source}: is empty; give a file that contains records or other statements")
    return data


def read_triples(source: str | Path, syntax: str | None = None, limit: int = MAX_INPUT_BYTES) -> Iterator[Triple]:
    """Yield the triples of a file (plain or `.gz`) or of standard input ("-").

    Triples of named graphs are yielded without their graph. Blank node labels are those of the file:
    rename them (`taonto.rdf.nodes.renamed`) before you merge files.

    Args:
        source: a path, or "-".
        syntax: a name in `SYNTAXES`; by default the suffix decides.
        limit: the most bytes that are read.

    Raises:
        UnknownNameError: if there is no such file or syntax.
        BadInputError: if the suffix stands for no syntax, or the file can't be read or parsed.
        LimitError: if the file or one of its terms is too long.
    """
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
    return parse_triples(read_bytes(source, limit), name, str(source))


def parse_triples(data: bytes, syntax: str, name: str) -> Iterator[Triple]:
    """Yield the triples in `data`, those of named graphs without their graph; see `parse_quads`."""
    return (quad.triple for quad in parse_quads(data, syntax, name))


def parse_quads(data: bytes, syntax: str, name: str) -> Iterator[Quad]:
    """Yield the triples in `data` with their graphs.

    Args:
        data: the content of a file.
        syntax: a name in `SYNTAXES`.
        name: what errors call the file.

    Raises:
        BadInputError: at the first error, with its line where the parser knows it.
        LimitError: if a term is longer than `MAX_TERM`.
    """
    if syntax == "rdfxml" and re.search(rb"<!DOCTYPE|<!ENTITY", data):
        raise BadInputError(
            f"{name}: contains a DOCTYPE, which can hide an attack; write the IRIs in full and remove it"
        )
    if b"\0" in data:
        number = data.count(b"\n", 0, data.index(b"\0")) + 1
        raise BadInputError(f"{name}: line {number} contains a NUL byte; save the file again as text in UTF-8")
    try:
        for quad in parse(io.BytesIO(data), SYNTAXES[syntax], base_iri=None):
            if max(map(_length, (quad.subject, quad.predicate, quad.object))) > MAX_TERM:
                raise _too_long(data, name)
            yield quad if isinstance(quad, Quad) else Quad(quad.subject, quad.predicate, quad.object, DefaultGraph())
    except MemoryError:  # the limit of the parser's buffer
        raise _too_long(data, name) from None
    except (SyntaxError, ValueError) as error:
        raise _malformed(error, syntax, name) from None


def _malformed(error: SyntaxError | ValueError, syntax: str, name: str) -> BadInputError:
    """Return the parser's error in one sentence, with its line and a remedy.

    pyoxigraph raises every error as a SyntaxError without a code, so that only words of its message show the two that
    need their own remedy. If it rewords them, the general sentence is used; the tests of this module notice.
    """
    line = f" line {error.lineno}:" if isinstance(error, SyntaxError) and error.lineno else ""
    reason = " ".join(str(error.msg if isinstance(error, SyntaxError) else error).split())
    if "LoadDocumentCallback" in reason:  # it would have to load a context
        return BadInputError(
            f"{name}: names a context on the web, and nothing is ever fetched; write the context into the file"
        )
    if "No scheme found" in reason:
        return BadInputError(
            f"{name}:{line} contains a relative IRI, but no base is given; write the IRI in full or give a base"
        )
    return BadInputError(f"{name}:{line} is not valid {syntax} ({reason}); fix it there and try again")


def _length(term: Node | Triple) -> int:
    return 0 if isinstance(term, Triple) else len(term.value)


def _too_long(data: bytes, name: str) -> LimitError:
    """Return the error for a term that is too long, with its line if only one line is long enough to contain it."""
    lines = [number for number, line in enumerate(io.BytesIO(data), start=1) if len(line) > MAX_TERM]
    where = f"line {lines[0]} contains" if len(lines) == 1 else "contains"
    return LimitError(
        f"{name}: {where} a literal or IRI of more than {MAX_TERM:,} characters, the limit; shorten or remove it"
    )


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
    """Return the triples in several syntaxes, by syntax, as `serialize_triples` gives each; they are sorted once."""
    ordered = sorted(set(triples), key=lambda t: (str(t.subject), _type_first(t.predicate), str(t.object)))
    prefixes = _used_prefixes(ordered)
    found = {}
    for syntax in syntaxes:
        statements: list[Triple] | list[Quad] = ordered
        if syntax in ("nquads", "trig"):
            statements = [Quad(t.subject, t.predicate, t.object, DefaultGraph()) for t in ordered]
        data = serialize(statements, format=SYNTAXES[syntax], prefixes=prefixes) or b""
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
