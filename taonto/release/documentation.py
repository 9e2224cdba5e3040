"""The documentation pages of the release: plain HTML that needs no other file and no script."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pyoxigraph import Literal, NamedNode, Triple

from taonto.base.vocabulary import TA, TAC, TAF, TAP, expand, shorten
from taonto.rdf.graph import store_of
from taonto.rdf.nodes import (
    ALT_LABEL,
    CITATION,
    DEFINITION,
    IN_SCHEME,
    LABEL,
    NOTE,
    PREF_LABEL,
    REPLACED_BY,
    SEE_ALSO,
    SOURCE,
    TYPE,
    AnyNode,
    in_language,
)
from taonto.reasoning.axioms import axiom_sentence, axioms, namer
from taonto.release.template import template


def _ta(name: str) -> NamedNode:
    return NamedNode(TA + name)


def _node(curie: str) -> NamedNode:
    return NamedNode(expand(curie))


_NAMESPACES = {"ontology": TA, "practice": TAP, "code": TAC, "framework": TAF}
"""Page to the namespace of the terms on it."""

_KINDS = {
    _node("owl:Class"): "Classes",
    _node("owl:ObjectProperty"): "Properties that link two things",
    _node("owl:DatatypeProperty"): "Properties with a text, number or date",
    _node("owl:AnnotationProperty"): "Properties for notes",
}
_NOTES = {
    ALT_LABEL: "Also called",
    _node("skos:example"): "Example",
    _node("skos:scopeNote"): "Scope",
    NOTE: "Note",
    _node("skos:editorialNote"): "Editorial note",
    _ta("includesInCode"): "Includes",
    _ta("excludesFromCode"): "Does not include",
    _ta("hasFieldName"): "Column in the sheet",
    _ta("offersFormat"): "Format",
    _ta("coversPeriod"): "Period",
    _ta("asksQuestion"): "Question",
    _node("vs:term_status"): "Status",
}
"""Property to the heading of its texts."""
_LINKS = {
    SOURCE: "Source",
    _ta("inPhase"): "Phase",
    _node("skos:exactMatch"): "Exact match",
    _node("skos:closeMatch"): "Close match",
    _node("skos:broadMatch"): "Broader match",
    _node("skos:narrowMatch"): "Narrower match",
    _node("skos:relatedMatch"): "Related match",
    REPLACED_BY: "Replaced by",
    _ta("correspondsTo"): "Corresponds to",
    _ta("servesOrganizationType"): "Serves",
    _ta("offersTier"): "Offers",
    _ta("studiesCenter"): "Studies",
    _ta("isSponsoredBy"): "Sponsor",
    _ta("isFollowedUpIn"): "Followed up in",
}
"""Property to the heading of its links."""


@dataclass(frozen=True)
class Entry:
    """One term as a page shows it.

    Attributes:
        anchor: the part of its IRI after the namespace.
        iri: its IRI.
        curie: its short form.
        label: its name.
        definition: what it means; empty if the source gives none.
        notes: pairs of a heading and a text.
        links: triples of a heading, an IRI and its label.
        statements: what the ontology states about it, as sentences.
        parts: the components of a framework: number, label, and the practices each shows as (IRI, label); None
            where it was not coded.
    """

    anchor: str
    iri: str
    curie: str
    label: str
    definition: str = ""
    notes: tuple[tuple[str, str], ...] = ()
    links: tuple[tuple[str, str, str], ...] = ()
    statements: tuple[str, ...] = ()
    parts: tuple[tuple[int, str, tuple[tuple[str, str], ...] | None], ...] = ()


class _Terms:
    """The terms of the merged ontology, and what it states about each."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        everything = list(triples)
        self._store = store_of(everything)
        self._labels = self._texts_by_term(LABEL) | self._texts_by_term(PREF_LABEL)
        schema = [t for t in everything if not (isinstance(t.subject, NamedNode) and t.subject.value.startswith(TAF))]
        name = namer(self._labels)
        self._statements: dict[str, set[str]] = {}
        for axiom in axioms(schema)[1]:
            for iri in axiom.about:
                self._statements.setdefault(iri, set()).add(axiom_sentence(axiom, name, [iri]))

    def _texts_by_term(self, predicate: NamedNode) -> dict[str, str]:
        """Return IRI to the English text that a property gives it."""
        texts: dict[str, list[Literal]] = {}
        for quad in self._store.quads_for_pattern(None, predicate, None):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
                texts.setdefault(quad.subject.value, []).append(quad.object)
        return {iri: in_language(found) or "" for iri, found in texts.items()}

    def of_type(self, kind: NamedNode, namespace: str) -> list[str]:
        """Return the IRIs of a namespace that have a type, sorted by label."""
        subjects = (quad.subject for quad in self._store.quads_for_pattern(None, TYPE, kind))
        found = {node.value for node in subjects if isinstance(node, NamedNode) and node.value.startswith(namespace)}
        return sorted(found, key=lambda iri: (self.label(iri).lower(), iri))

    def _objects(self, iri: str, predicate: NamedNode) -> list[AnyNode]:
        quads = self._store.quads_for_pattern(NamedNode(iri), predicate, None)
        return sorted((quad.object for quad in quads), key=str)

    def texts(self, iri: str, predicate: NamedNode) -> list[str]:
        """Return the texts that a property gives a term, sorted."""
        return [node.value for node in self._objects(iri, predicate) if isinstance(node, Literal)]

    def text(self, iri: str, predicate: NamedNode) -> str:
        """Return the English text that a property gives a term; empty if there is none."""
        return in_language(node for node in self._objects(iri, predicate) if isinstance(node, Literal)) or ""

    def iris(self, iri: str, predicate: NamedNode) -> list[str]:
        """Return the IRIs that a property leads to from a term, sorted."""
        return [node.value for node in self._objects(iri, predicate) if isinstance(node, NamedNode)]

    def iri(self, iri: str, predicate: NamedNode) -> str:
        """Return the first IRI that a property leads to from a term; empty if there is none."""
        return next(iter(self.iris(iri, predicate)), "")

    def label(self, iri: str) -> str:
        """Return the name of a term: its English label, or its short form."""
        return self._labels.get(iri) or shorten(iri)

    def entry(self, iri: str, namespace: str) -> Entry:
        """Return a term as its page shows it."""
        return Entry(
            anchor=iri.removeprefix(namespace),
            iri=iri,
            curie=shorten(iri),
            label=self.label(iri),
            definition=self.text(iri, DEFINITION),
            notes=tuple((heading, text) for node, heading in _NOTES.items() for text in self.texts(iri, node)),
            links=tuple(
                (heading, target, self.label(target))
                for node, heading in _LINKS.items()
                for target in self.iris(iri, node)
            ),
            # What is stated about individuals is in their notes and links already.
            statements=tuple(sorted(self._statements.get(iri, ()))) if namespace == TA else (),
        )


def address(iri: str) -> str | None:
    """Return what a page links to for an IRI: a place on these pages for our own terms; None if it can't be opened."""
    for page, namespace in _NAMESPACES.items():
        if iri.startswith(namespace):
            return f"{page}.html#{iri.removeprefix(namespace)}"
    return iri if iri.startswith(("https://", "http://")) else None


def pages(triples: Iterable[Triple], modules: list[str]) -> dict[str, bytes]:
    """Return the pages by path: an index, and one page per namespace on which each term has its own anchor.

    Args:
        triples: the merged ontology.
        modules: the names of the modules, for the list of downloads.
    """
    terms = _Terms(triples)
    found = {
        "ontology": ("Classes and properties", "ta", list(_ontology(terms))),
        "practice": ("Phases and practices", "tap", list(_practices(terms))),
        "code": ("Code lists", "tac", list(_codes(terms))),
        "framework": ("Frameworks and studies", "taf", list(_frameworks(terms))),
    }
    common = {
        "address": address,
        "title": terms.text(TA, _node("dcterms:title")),
        "description": terms.text(TA, _node("dcterms:description")),
        "license": terms.iri(TA, _node("dcterms:license")),
        "menu": [(f"{name}.html", heading) for name, (heading, *_) in found.items()],
    }
    result = {}
    for name, (heading, prefix, sections) in found.items():
        text = template("documentation/terms.html").render(
            **common, heading=heading, prefix=prefix, namespace=_NAMESPACES[name], sections=sections
        )
        result[f"documentation/{name}.html"] = text.encode()
    counts = [
        (f"{name}.html", heading, sum(len(entries) for _, _, entries in sections))
        for name, (heading, _, sections) in found.items()
    ]
    index = template("documentation/index.html").render(**common, counts=counts, modules=modules)
    return result | {"documentation/index.html": index.encode()}


_Section = tuple[str, str, list[Entry]]
"""A heading, a word of introduction, the entries."""


def _ontology(terms: _Terms) -> Iterator[_Section]:
    for kind, heading in _KINDS.items():
        yield heading, "", [terms.entry(iri, TA) for iri in terms.of_type(kind, TA)]


def _practices(terms: _Terms) -> Iterator[_Section]:
    phases = sorted(terms.of_type(_ta("Phase"), TAP), key=lambda iri: terms.text(iri, _ta("hasOrder")))
    yield "Phases", "In order.", [terms.entry(iri, TAP) for iri in phases]
    practices = terms.of_type(_ta("Practice"), TAP)
    for phase in phases:
        own = [iri for iri in practices if terms.iri(iri, _ta("inPhase")) == phase]
        yield f"{terms.label(phase)} practices", "", [terms.entry(iri, TAP) for iri in own]


def _codes(terms: _Terms) -> Iterator[_Section]:
    concepts = terms.of_type(_node("skos:Concept"), TAC)
    for scheme in terms.of_type(_node("skos:ConceptScheme"), TAC):
        own = [iri for iri in concepts if scheme in terms.iris(iri, IN_SCHEME)]
        yield terms.label(scheme), terms.text(scheme, DEFINITION), [terms.entry(iri, TAC) for iri in (scheme, *own)]


def _frameworks(terms: _Terms) -> Iterator[_Section]:
    frameworks = [_framework(terms, iri) for iri in terms.of_type(_ta("Framework"), TAF)]
    yield (
        "Frameworks in the catalogue",
        "The components of each, and the practices that each component shows.",
        frameworks,
    )
    for heading, kind in (
        ("Coding studies", "CodingStudy"),
        ("Elements in a study's own words", "StudyElement"),
        ("Coders", "Coder"),
        ("Frameworks named only in a coding study", "UncataloguedFramework"),
        ("Centers", "TechnicalAssistanceCenter"),
        ("Tiers in a center's own words", "CenterTier"),
        ("Studies of centers", "CenterStudy"),
        ("Other organizations", "Organization"),
        ("Sources", "Source"),
    ):
        yield heading, "", [_cited(terms, iri) for iri in terms.of_type(_ta(kind), TAF)]


def _framework(terms: _Terms, iri: str) -> Entry:
    complete = terms.text(iri, _ta("hasCompleteList")) == "true"
    notes = (
        ("Components", "the list is complete" if complete else "the list is not complete"),
        ("Detail", terms.label(terms.iri(iri, _ta("hasDetail")))),
        ("Scope", terms.label(terms.iri(iri, _ta("hasScope")))),
    )
    parts = [
        (
            int(terms.text(part, _ta("hasNumber")) or 0),
            terms.label(part),
            tuple((p, terms.label(p)) for p in terms.iris(part, _ta("showsElement"))) if complete else None,
        )
        for part in terms.iris(iri, _ta("hasComponent"))
    ]
    entry = _cited(terms, iri)
    return replace(entry, notes=(*entry.notes, *notes), parts=tuple(sorted(parts, key=lambda part: part[:2])))


def _cited(terms: _Terms, iri: str) -> Entry:
    entry = terms.entry(iri, TAF)
    links = [("See", url, url) for url in terms.iris(iri, SEE_ALSO)]
    if doi := terms.text(iri, _ta("hasDoi")):
        links.append(("DOI", f"https://doi.org/{doi}", doi))
    definition = entry.definition or terms.text(iri, CITATION)
    return replace(entry, definition=definition, links=(*entry.links, *links))
