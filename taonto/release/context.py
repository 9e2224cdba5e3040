"""The JSON-LD context, with which plain JSON reads as our terms."""

import json
from collections.abc import Iterable

from pyoxigraph import NamedNode, Triple

from taonto.base.vocabulary import PREFIXES, TA, expand
from taonto.rdf.nodes import TYPE
from taonto.records.sheets.layout import load_layout

_RANGE = NamedNode(expand("rdfs:range"))
_OBJECT_PROPERTY = expand("owl:ObjectProperty")
_DATATYPE_PROPERTY = expand("owl:DatatypeProperty")
_OTHER_TERMS = {expand("owl:Class"), expand("owl:AnnotationProperty")}


def json_ld_context(triples: Iterable[Triple]) -> bytes:
    """Return the context: our prefixes, classes and properties, each property with the type of its values.

    Args:
        triples: the merged ontology.
    """
    kinds: dict[str, set[str]] = {}
    ranges: dict[str, set[str]] = {}
    for t in triples:
        if isinstance(t.subject, NamedNode) and t.subject.value.startswith(TA) and isinstance(t.object, NamedNode):
            if t.predicate == TYPE:
                kinds.setdefault(t.subject.value, set()).add(t.object.value)
            elif t.predicate == _RANGE:
                ranges.setdefault(t.subject.value, set()).add(t.object.value)
    # xsd:date is not an OWL 2 datatype, so the ontology gives dates no range: the layout says what is a date.
    dates = {column.path for column in load_layout().columns if column.kind == "date"}
    context: dict[str, object] = {"@version": 1.1, **PREFIXES, "id": "@id", "type": "@type"}
    for iri, found in sorted(kinds.items()):
        name = iri.removeprefix(TA)
        short = f"ta:{name}"
        if _OBJECT_PROPERTY in found:
            context[name] = {"@id": short, "@type": "@id"}
        elif iri in dates:
            context[name] = {"@id": short, "@type": "xsd:date"}
        elif _DATATYPE_PROPERTY in found:
            datatype = _datatype(ranges.get(iri, set()))
            context[name] = {"@id": short, "@type": datatype} if datatype else short
        elif found & _OTHER_TERMS:
            context[name] = short
    return (json.dumps({"@context": context}, indent=2, ensure_ascii=False) + "\n").encode()


def _datatype(ranges: set[str]) -> str | None:
    """Return the CURIE of the datatype among the ranges; None for text, which JSON has already."""
    xsd = PREFIXES["xsd"]
    found = sorted(iri for iri in ranges if iri.startswith(xsd) and iri != f"{xsd}string")
    return f"xsd:{found[0].removeprefix(xsd)}" if found else None
