"""The documentation pages of the release: plain HTML that needs no other file and no script."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from pyoxigraph import Literal, NamedNode, Triple

from taonto.base.version import __version__
from taonto.base.vocabulary import PREFIXES, TA, TAC, TAF, TAP, shorten
from taonto.reasoning.axioms import axiom_sentence, axioms, labels_of, namer

_OWL, _RDF, _RDFS, _SKOS, _DCTERMS, _VS = (PREFIXES[p] for p in ("owl", "rdf", "rdfs", "skos", "dcterms", "vs"))
_TYPE = _RDF + "type"
_PAGES = {"ontology": TA, "practice": TAP, "code": TAC, "framework": TAF}
_KINDS = {
    _OWL + "Class": "Classes",
    _OWL + "ObjectProperty": "Properties that lead to things",
    _OWL + "DatatypeProperty": "Properties that lead to texts and numbers",
    _OWL + "AnnotationProperty": "Properties for notes",
}
_NOTES = {
    _SKOS + "altLabel": "Also called",
    _SKOS + "example": "Example",
    _SKOS + "scopeNote": "Scope",
    _SKOS + "note": "Note",
    _SKOS + "editorialNote": "Editorial note",
    TA + "includesInCode": "Counts as this",
    TA + "excludesFromCode": "Does not count as this",
    TA + "hasFieldName": "Sheet column",
    TA + "offersFormat": "Format",
    TA + "coversPeriod": "Period",
    TA + "asksQuestion": "Question",
    _VS + "term_status": "Status",
}
_LINKS = {
    _DCTERMS + "source": "Source",
    TA + "inPhase": "Phase",
    _SKOS + "exactMatch": "Same as, elsewhere",
    _SKOS + "closeMatch": "Close to, elsewhere",
    _SKOS + "broadMatch": "Narrower than, elsewhere",
    _SKOS + "narrowMatch": "Broader than, elsewhere",
    _SKOS + "relatedMatch": "Related to, elsewhere",
    _DCTERMS + "isReplacedBy": "Replaced by",
    TA + "correspondsTo": "Corresponds to",
    TA + "servesOrganizationType": "Serves",
    TA + "offersTier": "Offers",
    TA + "studiesCenter": "Studies",
    TA + "isSponsoredBy": "Sponsor",
    TA + "isFollowedUpIn": "Followed up in",
}


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
        statements: what the ontology states of it, as sentences.
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


class _Facts:
    """The merged graph, by subject."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        everything = list(triples)
        self._by_subject: dict[str, dict[str, list[Any]]] = {}
        for t in everything:
            if isinstance(t.subject, NamedNode):
                self._by_subject.setdefault(t.subject.value, {}).setdefault(t.predicate.value, []).append(t.object)
        self.labels = labels_of(everything)
        self._name = namer(self.labels)
        schema = [t for t in everything if not (isinstance(t.subject, NamedNode) and t.subject.value.startswith(TAF))]
        self._statements: dict[str, list[str]] = {}
        for axiom in axioms(schema)[1]:
            for iri in axiom.about:
                self._statements.setdefault(iri, []).append(axiom_sentence(axiom, self._name, [iri]))

    def of_type(self, class_iri: str, namespace: str) -> list[str]:
        node = NamedNode(class_iri)
        own = ((s, about) for s, about in self._by_subject.items() if s.startswith(namespace))
        found = [s for s, about in own if node in about.get(_TYPE, ())]
        return sorted(found, key=lambda iri: (self.label(iri).lower(), iri))

    def values(self, iri: str, predicate: str) -> list[str]:
        return sorted(v.value for v in self._by_subject.get(iri, {}).get(predicate, ()) if hasattr(v, "value"))

    def value(self, iri: str, predicate: str) -> str:
        return next(iter(self.values(iri, predicate)), "")

    def label(self, iri: str) -> str:
        return self.labels.get(iri, shorten(iri))

    def entry(self, iri: str, namespace: str, *, statements: bool = True) -> Entry:
        about = self._by_subject[iri]
        notes = [
            (heading, value.value)
            for predicate, heading in _NOTES.items()
            for value in sorted(about.get(predicate, ()), key=str)
            if isinstance(value, Literal)
        ]
        links = [
            (heading, target, self.label(target))
            for predicate, heading in _LINKS.items()
            for target in self.values(iri, predicate)
            if NamedNode(target) in about[predicate]
        ]
        return Entry(
            anchor=iri.removeprefix(namespace),
            iri=iri,
            curie=shorten(iri),
            label=self.label(iri),
            definition=self.value(iri, _SKOS + "definition"),
            notes=tuple(notes),
            links=tuple(links),
            statements=tuple(sorted(set(self._statements.get(iri, ())))) if statements else (),
        )


def address(iri: str) -> str | None:
    """Return what a page links to for an IRI: a place on these pages for our own terms; None for no web address."""
    for page, namespace in _PAGES.items():
        if iri.startswith(namespace):
            return f"{page}.html#{iri.removeprefix(namespace)}"
    return iri if iri.startswith(("https://", "http://")) else None


def pages(triples: Iterable[Triple], modules: list[str]) -> dict[str, bytes]:
    """Return the pages by path: an index, and one page a namespace, each term under an anchor of its own.

    Args:
        triples: the merged ontology.
        modules: the names of the modules, for the list of downloads.
    """
    facts = _Facts(triples)
    found = {
        "ontology": ("Classes and properties", "ta", TA, list(_ontology(facts))),
        "practice": ("Phases and practices", "tap", TAP, list(_practices(facts))),
        "code": ("Code lists", "tac", TAC, list(_codes(facts))),
        "framework": ("Frameworks and studies", "taf", TAF, list(_frameworks(facts))),
    }
    environment = Environment(
        loader=PackageLoader("taonto.release", "templates/documentation"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    common = {
        "address": address,
        "version": __version__,
        "title": facts.value(TA, _DCTERMS + "title"),
        "description": facts.value(TA, _DCTERMS + "description"),
        "license": facts.value(TA, _DCTERMS + "license"),
        "menu": [(f"{name}.html", heading) for name, (heading, *_) in found.items()],
    }
    result = {}
    for name, (heading, prefix, namespace, sections) in found.items():
        page = environment.get_template("terms.html").render(
            **common, heading=heading, prefix=prefix, namespace=namespace, sections=sections
        )
        result[f"documentation/{name}.html"] = page.encode()
    counts = [
        (f"{name}.html", heading, sum(len(entries) for _, _, entries in sections))
        for name, (heading, _, _, sections) in found.items()
    ]
    index = environment.get_template("index.html").render(**common, counts=counts, modules=modules)
    return result | {"documentation/index.html": index.encode()}


_Section = tuple[str, str, list[Entry]]
"""A heading, a word of introduction, the entries."""


def _ontology(facts: _Facts) -> Iterator[_Section]:
    for kind, heading in _KINDS.items():
        yield heading, "", [facts.entry(iri, TA) for iri in facts.of_type(kind, TA)]


def _practices(facts: _Facts) -> Iterator[_Section]:
    phases = sorted(facts.of_type(TA + "Phase", TAP), key=lambda iri: facts.value(iri, TA + "hasOrder"))
    yield "Phases", "In their order.", [facts.entry(iri, TAP, statements=False) for iri in phases]
    practices = facts.of_type(TA + "Practice", TAP)
    for phase in phases:
        own = [p for p in practices if facts.value(p, TA + "inPhase") == phase]
        yield f"{facts.label(phase)} practices", "", [facts.entry(iri, TAP, statements=False) for iri in own]


def _codes(facts: _Facts) -> Iterator[_Section]:
    concepts = facts.of_type(_SKOS + "Concept", TAC)
    for scheme in facts.of_type(_SKOS + "ConceptScheme", TAC):
        own = [c for c in concepts if scheme in facts.values(c, _SKOS + "inScheme")]
        entries = [facts.entry(iri, TAC, statements=False) for iri in (scheme, *own)]
        yield facts.label(scheme), facts.value(scheme, _SKOS + "definition"), entries


def _frameworks(facts: _Facts) -> Iterator[_Section]:
    frameworks = [_framework(facts, iri) for iri in facts.of_type(TA + "Framework", TAF)]
    yield "Frameworks of the catalogue", "What each consists of, and the practices that each part shows.", frameworks
    for heading, kind in (
        ("Coding studies", "CodingStudy"),
        ("Elements in a study's own words", "StudyElement"),
        ("Coders", "Coder"),
        ("Frameworks that only a coding study names", "UncataloguedFramework"),
        ("Centers", "TechnicalAssistanceCenter"),
        ("Tiers as a center names them", "CenterTier"),
        ("Studies of a center", "CenterStudy"),
        ("Other organizations", "Organization"),
        ("Sources", "Source"),
    ):
        yield heading, "", [_cited(facts, iri) for iri in facts.of_type(TA + kind, TAF)]


def _framework(facts: _Facts, iri: str) -> Entry:
    whole = facts.value(iri, TA + "hasCompleteList") == "true"
    notes = [
        ("Completeness", "every component was seen" if whole else "not every component was seen"),
        ("Detail", facts.label(facts.value(iri, TA + "hasDetail"))),
        ("Scope", facts.label(facts.value(iri, TA + "hasScope"))),
    ]
    parts = [
        (
            int(facts.value(part, TA + "hasNumber") or 0),
            facts.label(part),
            tuple((p, facts.label(p)) for p in facts.values(part, TA + "showsElement")) if whole else None,
        )
        for part in facts.values(iri, TA + "hasComponent")
    ]
    entry = _cited(facts, iri)
    return Entry(
        **{**entry.__dict__, "notes": (*entry.notes, *notes), "parts": tuple(sorted(parts, key=lambda part: part[:2]))}
    )


def _cited(facts: _Facts, iri: str) -> Entry:
    entry = facts.entry(iri, TAF, statements=False)
    citation = facts.value(iri, _DCTERMS + "bibliographicCitation")
    links = [("See", url, url) for url in facts.values(iri, _RDFS + "seeAlso")]
    doi = facts.value(iri, TA + "hasDoi")
    if doi:
        links.append(("DOI", f"https://doi.org/{doi}", doi))
    return Entry(**{**entry.__dict__, "definition": entry.definition or citation, "links": (*entry.links, *links)})
