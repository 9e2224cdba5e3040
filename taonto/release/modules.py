"""The ontology as it is published: each module with its header, and all modules in one."""

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Triple

from taonto.base import resources
from taonto.base.version import __version__
from taonto.base.vocabulary import TA, expand
from taonto.ontology.alignments import alignment_triples
from taonto.ontology.catalogue import catalogue_triples
from taonto.ontology.edition import asserted_triples
from taonto.ontology.edition import modules as hand_kept_modules
from taonto.rdf.graph import canonicalize
from taonto.rdf.nodes import DEFAULT_LANGUAGE, ONTOLOGY, TYPE

_TITLE = NamedNode(expand("dcterms:title"))
_DESCRIPTION = NamedNode(expand("dcterms:description"))
_LICENSE = NamedNode(expand("dcterms:license"))
_VERSION_IRI = NamedNode(expand("owl:versionIRI"))
_VERSION_INFO = NamedNode(expand("owl:versionInfo"))
_CC_BY = NamedNode("https://creativecommons.org/licenses/by/4.0/")


def published_modules() -> dict[str, list[Triple]]:
    """Return every module with its header, name to canonical triples: the hand-kept ones, and those made from tables.

    >>> sorted(published_modules())[:3]
    ['alignments', 'balance', 'catalogue']
    """
    aligned = (t for path in resources.files("ontology", "alignments.sssom.tsv") for t in alignment_triples(path))
    made = {
        "alignments": [
            *_header(
                "alignments",
                "taonto alignments",
                "How terms of taonto relate to terms of other vocabularies, made from the SSSOM table.",
            ),
            *aligned,
        ],
        "catalogue": [
            *_header(
                "catalogue",
                "taonto catalogue: frameworks, components and codings",
                "Published frameworks, what they consist of, and what coding studies found in them, "
                "made from the tables.",
            ),
            *catalogue_triples(),
        ],
    }
    found = hand_kept_modules() | made
    return {name: canonicalize(found[name]) for name in sorted(found)}


def merged_ontology() -> list[Triple]:
    """Return all modules as one ontology, in canonical triples; nothing in it is inferred."""
    header = _header(
        "",
        "taonto: an ontology of technical assistance",
        "All modules in one: terms, practices, code lists, alignments and the catalogue of frameworks.",
    )
    return canonicalize([*header, *_without_headers(asserted_triples())])


def _header(module: str, title: str, description: str) -> list[Triple]:
    """Return what an ontology says about itself; the merged one has no module name."""
    node = NamedNode(TA + module)
    version = f"{module}/{__version__}" if module else __version__
    return [
        Triple(node, TYPE, ONTOLOGY),
        Triple(node, _TITLE, Literal(title, language=DEFAULT_LANGUAGE)),
        Triple(node, _DESCRIPTION, Literal(description, language=DEFAULT_LANGUAGE)),
        Triple(node, _LICENSE, _CC_BY),
        Triple(node, _VERSION_IRI, NamedNode(TA + version)),
        Triple(node, _VERSION_INFO, Literal(__version__)),
    ]


def _without_headers(triples: Iterable[Triple]) -> list[Triple]:
    """Return the triples without the modules' headers, because an OWL 2 document is one ontology.

    The titles stay: terms say which module defines them.
    """
    everything = list(triples)
    headers = {t.subject for t in everything if t.predicate == TYPE and t.object == ONTOLOGY}
    return [t for t in everything if t.subject not in headers or t.predicate == _TITLE]
