"""The nodes of graphs: constants that many modules need, local names, labels of blank nodes, texts by language."""

import re
from collections.abc import Callable, Iterable

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from taonto.base.vocabulary import PREFIXES, expand

Node = NamedNode | BlankNode | Literal
"""The subject or the object of a triple."""

AnyNode = Node | Triple
"""The same in RDF 1.2, where the object can also be a triple."""

DEFAULT_LANGUAGE = "en"
"""The language of the labels and definitions that ship with taonto."""

TYPE = NamedNode(expand("rdf:type"))
SUBCLASS_OF = NamedNode(expand("rdfs:subClassOf"))
LABEL = NamedNode(expand("rdfs:label"))
SEE_ALSO = NamedNode(expand("rdfs:seeAlso"))
PREF_LABEL = NamedNode(expand("skos:prefLabel"))
ALT_LABEL = NamedNode(expand("skos:altLabel"))
DEFINITION = NamedNode(expand("skos:definition"))
IN_SCHEME = NamedNode(expand("skos:inScheme"))
NOTE = NamedNode(expand("skos:note"))
SOURCE = NamedNode(expand("dcterms:source"))
IDENTIFIER = NamedNode(expand("dcterms:identifier"))
CITATION = NamedNode(expand("dcterms:bibliographicCitation"))
REPLACED_BY = NamedNode(expand("dcterms:isReplacedBy"))
DEPRECATED = NamedNode(expand("owl:deprecated"))
ONTOLOGY = NamedNode(expand("owl:Ontology"))


_ABSOLUTE = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*://|urn:[A-Za-z0-9][A-Za-z0-9-]+:)[^\s<>\"{}|\\^`]+")


def iri_of(text: str) -> NamedNode | None:
    """Return the IRI that a text stands for, in full or with one of our prefixes; None if it is not an IRI.

    >>> iri_of("tac:in-person").value
    'https://w3id.org/taonto/code/in-person'
    >>> iri_of("toolkit.pdf") is None
    True
    """
    prefix, colon, local = text.partition(":")
    if colon and prefix in PREFIXES and not local.startswith("//"):
        text = PREFIXES[prefix] + local
    if not _ABSOLUTE.fullmatch(text):
        return None
    try:
        return NamedNode(text)
    except ValueError:
        return None


def local_name(iri: str) -> str:
    """Return what follows the last slash or hash of an IRI; a text without either as it is.

    >>> local_name("https://w3id.org/taonto/code/in-person"), local_name("http://www.w3.org/ns/shacl#")
    ('in-person', 'shacl')
    """
    return re.split(r"[/#]", iri.rstrip("/#"))[-1]


def renamed(triple: Triple, rename: Callable[[BlankNode], NamedNode | BlankNode]) -> Triple:
    """Return the triple with its blank nodes renamed, including those inside a quoted triple."""
    subject, value = triple.subject, triple.object
    if not isinstance(subject, BlankNode) and not isinstance(value, BlankNode | Triple):
        return triple
    return Triple(
        rename(subject) if isinstance(subject, BlankNode) else subject,
        triple.predicate,
        rename(value)
        if isinstance(value, BlankNode)
        else renamed(value, rename)
        if isinstance(value, Triple)
        else value,
    )


class Labels:
    """Labels for blank nodes in the order of their first use, because a parser's own labels differ from run to run.

    >>> labels = Labels("b", start=1)
    >>> [labels(BlankNode(name)).value for name in ("x", "y", "x")]
    ['b1', 'b2', 'b1']
    """

    def __init__(self, prefix: str, start: int = 0) -> None:
        """Start without nodes; graphs that will be merged need different prefixes."""
        self._prefix = prefix
        self._start = start
        self._labels: dict[BlankNode, BlankNode] = {}

    def __call__(self, node: BlankNode) -> BlankNode:
        """Return the node's label: the next free one for a new node."""
        found = self._labels.get(node)
        if found is None:
            found = self._labels[node] = BlankNode(f"{self._prefix}{len(self._labels) + self._start}")
        return found


def in_language(texts: Iterable[Literal], language: str = DEFAULT_LANGUAGE) -> str | None:
    """Return the text that best suits a reader of a language; None if there are no texts.

    The language itself comes first, then its variants, English, texts without a language, and any other; ties are
    broken alphabetically.

    >>> in_language([Literal("coaching", language="en"), Literal("entrenamiento", language="es")], "es-MX")
    'entrenamiento'
    """

    def rank(text: Literal) -> tuple[int, str]:
        tag = (text.language or "").lower()
        wanted = language.lower()
        if tag == wanted:
            place = 0
        elif tag and tag.split("-")[0] == wanted.split("-")[0]:
            place = 1
        elif tag.split("-")[0] == DEFAULT_LANGUAGE:
            place = 2
        else:
            place = 4 if tag else 3
        return place, text.value

    best = min(texts, key=rank, default=None)
    return None if best is None else best.value
