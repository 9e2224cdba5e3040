"""The practices and the code lists in SKOS alone, for tools that do not read OWL."""

from collections.abc import Iterable

from pyoxigraph import NamedNode, Triple

from taonto.base.vocabulary import PREFIXES, expand
from taonto.rdf.nodes import DEPRECATED, IN_SCHEME, REPLACED_BY, SOURCE, TYPE

_CONCEPT = NamedNode(expand("skos:Concept"))
_CLASSES = (_CONCEPT, NamedNode(expand("skos:ConceptScheme")))
_BESIDES_SKOS = (SOURCE, REPLACED_BY, DEPRECATED, NamedNode(expand("rdfs:isDefinedBy")))
_INVERSES = {
    NamedNode(expand("skos:topConceptOf")): NamedNode(expand("skos:hasTopConcept")),
    NamedNode(expand("skos:broader")): NamedNode(expand("skos:narrower")),
}


def skos_edition(triples: Iterable[Triple], namespace: str) -> list[Triple]:
    """Return the concepts and schemes of a namespace in SKOS terms, sorted.

    Args:
        triples: the merged ontology.
        namespace: `TAP` or `TAC`.
    """
    found: set[Triple] = set()
    for t in triples:
        if not (isinstance(t.subject, NamedNode) and t.subject.value.startswith(namespace)):
            continue
        is_skos = t.predicate.value.startswith(PREFIXES["skos"]) or t.predicate in _BESIDES_SKOS
        if is_skos or (t.predicate == TYPE and t.object in _CLASSES):
            found.add(t)
        if t.predicate == IN_SCHEME:  # It may be typed with a subclass of skos:Concept only.
            found.add(Triple(t.subject, TYPE, _CONCEPT))
        if t.predicate in _INVERSES and isinstance(t.object, NamedNode):
            found.add(Triple(t.object, _INVERSES[t.predicate], t.subject))
    return sorted(found, key=str)
