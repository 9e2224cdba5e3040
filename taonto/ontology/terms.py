"""Finding terms by IRI, short name, id, label or words, and describing them."""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Store

from taonto.base.errors import BadInputError, UnknownNameError
from taonto.base.text import one_line
from taonto.base.vocabulary import OWL, PREFIXES, RDFS, SKOS, TA, TAC, expand, shorten
from taonto.rdf.nodes import (
    ALT_LABEL,
    CITATION,
    DEFAULT_LANGUAGE,
    DEFINITION,
    IDENTIFIER,
    IN_SCHEME,
    LABEL,
    PREF_LABEL,
    SOURCE,
    SUBCLASS_OF,
    TYPE,
    in_language,
    local_name,
)

_DEFINED_BY = NamedNode(RDFS + "isDefinedBy")
_NOTATION = NamedNode(SKOS + "notation")
_SCOPE_NOTE = NamedNode(SKOS + "scopeNote")
_EXAMPLE = NamedNode(SKOS + "example")
_STATUS = NamedNode(PREFIXES["vs"] + "term_status")
_MATCHES = tuple(
    NamedNode(SKOS + name) for name in ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")
) + tuple(NamedNode(OWL + name) for name in ("equivalentClass", "equivalentProperty"))
_DEFINES = NamedNode(TA + "definesTerm")
_TEXT = NamedNode(TA + "hasText")
_NAMES = (PREF_LABEL, LABEL, ALT_LABEL, _NOTATION, IDENTIFIER)
_KINDS = ("Practice", "Phase", "Framework", "UncataloguedFramework", "CodingStudy")


@dataclass(frozen=True)
class Definition:
    """One statement of what a term means.

    Attributes:
        text: the statement.
        sources: who says so, as people cite it.
    """

    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Term:
    """What the graph says about one term.

    Attributes:
        iri: its IRI.
        name: its short name, such as "tap:visioning".
        label: its preferred label.
        other_labels: its further labels.
        kind: the labels of the classes that it is stated to be in.
        definitions: all that are known, the term's own first.
        status: "stable", "testing" (proposed) or another word of vs:term_status; empty if none is stated.
        scheme: the label of its concept scheme, or empty.
        phase: the label of its phase, or empty.
        frameworks: how many frameworks of the catalogue include it (a practice) or reach it (a phase); None for others.
        notes: scope notes and examples.
        matches: terms of other vocabularies, each as "relation IRI".
    """

    iri: str
    name: str
    label: str
    other_labels: tuple[str, ...]
    kind: tuple[str, ...]
    definitions: tuple[Definition, ...]
    status: str
    scheme: str
    phase: str
    frameworks: int | None
    notes: tuple[str, ...]
    matches: tuple[str, ...]


def find(store: Store, text: str) -> list[Term]:
    """Return the terms that a text means: those it names, else those whose labels or definitions contain all its words.

    A word also matches the beginning of a longer one. Terms with all words in their labels come first.

    Args:
        store: the graph, in its inferred edition.
        text: an IRI, a short name, an id, a label, or words. Empty text means every term.

    Raises:
        UnknownNameError: if there is none, with the nearest ones.
    """
    pool = all_terms(store)
    if not text.strip():
        return [describe(store, term) for term in pool]
    exact = _named(store, pool, text)
    if exact:
        return [describe(store, term) for term in exact]
    words = _words([text])
    in_labels, in_prose = [], []
    for term in pool:
        names = _words(_names_of(store, term))
        if all(any(name.startswith(word) for name in names) for word in words):
            in_labels.append(term)
            continue
        names |= _words(_texts(store, term, DEFINITION))
        if all(any(name.startswith(word) for name in names) for word in words):
            in_prose.append(term)
    if not words or not in_labels + in_prose:
        raise _unknown(store, pool, text, "term")
    return [describe(store, term) for term in in_labels + in_prose]


def all_terms(store: Store) -> list[NamedNode]:
    """Return every class, property, practice, phase and code that a module defines, every framework and every study."""
    found = {quad.subject for quad in store.quads_for_pattern(None, _DEFINED_BY, None, None)}
    for kind in _KINDS:
        found.update(instances(store, TA + kind))
    return sorted((term for term in found if isinstance(term, NamedNode)), key=lambda term: term.value)


def instances(store: Store, class_iri: str) -> set[NamedNode]:
    """Return the named individuals of a class and of its subclasses, in either edition."""
    waiting, seen = [NamedNode(class_iri)], set[NamedNode]()
    found: set[NamedNode] = set()
    while waiting:
        current = waiting.pop()
        if current in seen:
            continue
        seen.add(current)
        for quad in store.quads_for_pattern(None, TYPE, current, None):
            if isinstance(quad.subject, NamedNode):
                found.add(quad.subject)
        for quad in store.quads_for_pattern(None, SUBCLASS_OF, current, None):
            if isinstance(quad.subject, NamedNode):
                waiting.append(quad.subject)
    return found


def codes(store: Store) -> set[NamedNode]:
    """Return the codes of all code lists."""
    return {
        quad.subject
        for quad in store.quads_for_pattern(None, IN_SCHEME, None, None)
        if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(TAC)
    }


def resolve(store: Store, candidates: Iterable[NamedNode], text: str, what: str) -> NamedNode:
    """Return the one candidate that a text names by IRI, short name, id or label (in any case).

    Args:
        store: the graph with the candidates' labels.
        candidates: the terms to choose from.
        text: what a user wrote.
        what: what errors call the thing that is sought, such as "practice".

    Raises:
        UnknownNameError: if no candidate has that name, with the nearest ones.
        BadInputError: if several have it.
    """
    pool = sorted(candidates, key=lambda term: term.value)
    found = _named(store, pool, text)
    if not found:
        raise _unknown(store, pool, text, what)
    if len(found) > 1:
        names = " or ".join(shorten(term.value) for term in found)
        raise BadInputError(f"'{text}' names more than one {what}; use {names}")
    return found[0]


def describe(store: Store, term: NamedNode) -> Term:
    """Return what the graph says about a term."""
    labels = _texts(store, term, PREF_LABEL) + _texts(store, term, LABEL)
    phases = _objects(store, term, NamedNode(TA + "inPhase"))
    return Term(
        iri=term.value,
        name=shorten(term.value),
        label=labels[0] if labels else local_name(term.value),
        other_labels=tuple(sorted(set(_texts(store, term, ALT_LABEL) + labels[1:]))),
        kind=_kind(store, term),
        definitions=tuple(_definitions(store, term)),
        status=next(iter(_texts(store, term, _STATUS)), ""),
        scheme=next((label_of(store, s) for s in _objects(store, term, IN_SCHEME)), ""),
        phase=next((label_of(store, p) for p in phases), ""),
        frameworks=_frameworks(store, term),
        notes=tuple(_texts(store, term, _SCOPE_NOTE) + [f"Example: {e}" for e in _texts(store, term, _EXAMPLE)]),
        matches=tuple(
            f"{shorten(relation.value)} {shorten(other.value)}"
            for relation in _MATCHES
            for other in _objects(store, term, relation)
            if not other.value.startswith("https://w3id.org/taonto/")
        ),
    )


def label_of(store: Store, term: NamedNode, language: str = DEFAULT_LANGUAGE) -> str:
    """Return a term's preferred label in a language or the nearest to it; its short name if it has none."""
    for relation in (PREF_LABEL, LABEL):
        label = in_language(_literals(store, term, relation), language)
        if label is not None:
            return label
    return shorten(term.value)


def _definitions(store: Store, term: NamedNode) -> list[Definition]:
    own = [Definition(text, _sources(store, term)) for text in _texts(store, term, DEFINITION)]
    stated = [
        Definition(text, _sources(store, quad.subject))
        for quad in sorted(store.quads_for_pattern(None, _DEFINES, term, None), key=str)
        if isinstance(quad.subject, NamedNode)
        for text in _texts(store, quad.subject, _TEXT)
    ]
    # The graph repeats a term's own definition as a Definition, so that queries find all definitions in the same form.
    return list(dict.fromkeys(own + stated))


def _sources(store: Store, subject: NamedNode) -> tuple[str, ...]:
    found = []
    for quad in store.quads_for_pattern(subject, SOURCE, None, None):
        if isinstance(quad.object, NamedNode):
            found.append(next(iter(_texts(store, quad.object, CITATION)), label_of(store, quad.object)))
        elif isinstance(quad.object, Literal):
            found.append(quad.object.value)
    return tuple(sorted(found))


def _frameworks(store: Store, term: NamedNode) -> int | None:
    for kind, relation in (("Practice", "includesElement"), ("Phase", "reachesPhase")):
        if term in instances(store, TA + kind):
            return len({q.subject for q in store.quads_for_pattern(None, NamedNode(TA + relation), term, None)})
    return None


def _kind(store: Store, term: NamedNode) -> tuple[str, ...]:
    """Return the labels of a term's classes: those of this ontology, else those of OWL."""
    classes = _objects(store, term, TYPE)
    ours = [c for c in classes if c.value.startswith(TA)]
    general = [c for c in ours if any(set(_objects(store, d, SUBCLASS_OF)) & {c} for d in ours if d != c)]
    named = [label_of(store, c) for c in ours if c not in general]
    return tuple(sorted(named or [shorten(c.value) for c in classes if not c.value.endswith("NamedIndividual")]))


def _named(store: Store, pool: Iterable[NamedNode], text: str) -> list[NamedNode]:
    wanted = text.strip()
    if wanted.startswith("<") and wanted.endswith(">"):  # As in SPARQL and Turtle.
        wanted = wanted[1:-1]
    try:
        iri = expand(wanted)
    except UnknownNameError:
        iri = ""
    terms = list(pool)
    by_iri = [term for term in terms if term.value == iri]
    if by_iri:
        return by_iri
    folded = " ".join(wanted.casefold().split())
    by_id = [term for term in terms if local_name(term.value).casefold() == folded]
    return by_id or [term for term in terms if folded in (name.casefold() for name in _names_of(store, term))]


def _unknown(store: Store, pool: Iterable[NamedNode], text: str, what: str) -> UnknownNameError:
    names: dict[str, str] = {}
    for term in pool:
        for name in (local_name(term.value), shorten(term.value), *_names_of(store, term)):
            names.setdefault(name.casefold(), shorten(term.value))
    near = difflib.get_close_matches(text.strip().casefold(), names, n=6, cutoff=0.6)
    means = list(dict.fromkeys(names[name] for name in near))[:3]
    hint = f"did you mean {' or '.join(means)}?" if means else "check the spelling, or list all terms"
    return UnknownNameError(f"there is no {what} '{one_line(text)[:100]}'; {hint}")


def _names_of(store: Store, term: NamedNode) -> list[str]:
    return [text for relation in _NAMES for text in _texts(store, term, relation)]


def _words(texts: Iterable[str]) -> set[str]:
    return {word for text in texts for word in re.findall(r"\w+", text.casefold())}


def _objects(store: Store, subject: NamedNode, predicate: NamedNode) -> list[NamedNode]:
    found = [quad.object for quad in store.quads_for_pattern(subject, predicate, None, None)]
    return sorted((term for term in found if isinstance(term, NamedNode)), key=lambda term: term.value)


def _texts(store: Store, subject: NamedNode, predicate: NamedNode) -> list[str]:
    return sorted(text.value for text in _literals(store, subject, predicate))


def _literals(store: Store, subject: NamedNode, predicate: NamedNode) -> list[Literal]:
    found = [quad.object for quad in store.quads_for_pattern(subject, predicate, None, None)]
    return [term for term in found if isinstance(term, Literal)]
