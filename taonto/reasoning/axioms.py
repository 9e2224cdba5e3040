"""OWL axioms as they are found in triples, and each as a plain sentence."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from taonto.base.vocabulary import OWL, RDF, RDFS, XSD, shorten
from taonto.rdf.nodes import DEFAULT_LANGUAGE, LABEL, PREF_LABEL, TYPE, AnyNode, in_language
from taonto.reasoning.hermit import DECLARING, logical

_BUILT_IN = (OWL, RDF, RDFS, XSD)
_LABELS = (PREF_LABEL, LABEL)

_TWO_SIDED = frozenset(
    OWL + name
    for name in (
        "equivalentClass",
        "disjointWith",
        "complementOf",
        "disjointUnionOf",
        "equivalentProperty",
        "inverseOf",
        "propertyDisjointWith",
        "propertyChainAxiom",
        "sameAs",
        "differentFrom",
    )
)
"""Predicates whose statements are about the terms on both sides."""

_Facts = Mapping[tuple[str, str], list[AnyNode]]
"""Subject (as N-Triples) and predicate to objects."""


@dataclass(frozen=True)
class Axiom:
    """One statement of an ontology: a triple with the unnamed expressions that it refers to.

    Attributes:
        triples: the triple first, then those of its expressions; all triples of an unnamed axiom (such as
            AllDisjointClasses).
        about: IRIs of the terms that it defines or restricts.
        symbols: IRIs of all terms in it, except those of OWL, RDF, RDFS and XSD.
    """

    triples: tuple[Triple, ...]
    about: frozenset[str]
    symbols: frozenset[str]


def axioms(triples: Iterable[Triple]) -> tuple[list[Triple], list[Axiom]]:
    """Return the declarations and the axioms of an ontology, sorted (blank nodes by their labels).

    Declarations (what is a class, what is a property) are separate: they never cause a contradiction, and each axiom
    needs those of its terms.
    """
    kept = logical(triples)
    declarations = [t for t in kept if t.predicate == TYPE and t.object in DECLARING]
    declared = set(declarations)
    branches: dict[BlankNode, list[Triple]] = {}
    held: set[BlankNode] = set()
    for t in kept:
        if isinstance(t.subject, BlankNode):
            branches.setdefault(t.subject, []).append(t)
        if isinstance(t.object, BlankNode):
            held.add(t.object)
    found = []
    for t in sorted(set(kept) - declared, key=str):
        if isinstance(t.subject, NamedNode):
            found.append(_axiom((t, *_tree([t.object], branches))))
    for root in sorted(set(branches) - held, key=str):
        found.append(_axiom(tuple(_tree([root], branches))))
    return declarations, found


def labels_of(triples: Iterable[Triple], language: str = DEFAULT_LANGUAGE) -> dict[str, str]:
    """Return IRI to label (skos:prefLabel, else rdfs:label), each in the language or the nearest to it."""
    texts: dict[str, dict[NamedNode, list[Literal]]] = {}
    for t in triples:
        if t.predicate in _LABELS and isinstance(t.subject, NamedNode) and isinstance(t.object, Literal):
            texts.setdefault(t.subject.value, {}).setdefault(t.predicate, []).append(t.object)
    found = {iri: in_language(kinds.get(PREF_LABEL) or kinds[LABEL], language) for iri, kinds in texts.items()}
    return {iri: label for iri, label in found.items() if label is not None}


def namer(labels: Mapping[str, str]) -> Callable[[str], str]:
    """Return a function that names an IRI for a reader, by label and CURIE.

    >>> namer({"https://w3id.org/taonto/ontology/Phase": "Phase"})("https://w3id.org/taonto/ontology/Phase")
    'Phase (ta:Phase)'
    """

    def name(iri: str) -> str:
        short = shorten(iri)
        shown = f"({short})" if short != iri else f"<{iri}>"
        return f"{labels[iri]} {shown}" if iri in labels else shown.strip("()")

    return name


def axiom_sentence(axiom: Axiom, name: Callable[[str], str], of_interest: Collection[str] = ()) -> str:
    """Return what an axiom says, as a plain sentence without a period.

    Args:
        axiom: one of `axioms`.
        name: how to name an IRI, see `namer`.
        of_interest: IRIs to which a list of disjoint or different things is shortened, if it contains two of them.
    """
    facts: dict[tuple[str, str], list[AnyNode]] = {}
    for t in axiom.triples:
        facts.setdefault((str(t.subject), t.predicate.value), []).append(t.object)
    phrase = _Phrase(facts, name, frozenset(of_interest))
    head = axiom.triples[0]
    return phrase.nameless(head) if isinstance(head.subject, BlankNode) else phrase.named(head)


_SAYINGS = {
    RDFS + "subClassOf": "every {s} is {a}",
    OWL + "equivalentClass": "{s} means the same as {o}",
    OWL + "disjointWith": "nothing is both {s} and {o}",
    OWL + "complementOf": "{s} is whatever is not {a}",
    RDFS + "subPropertyOf": "whatever has {s} to something has {o} to it",
    OWL + "equivalentProperty": "{s} means the same as {o}",
    OWL + "inverseOf": "{s} is {o} read backwards",
    OWL + "propertyDisjointWith": "{s} and {o} never hold between the same two",
    RDFS + "domain": "whatever has {s} is {a}",
    RDFS + "range": "whatever {s} leads to is {a}",
    OWL + "sameAs": "{s} and {o} are one and the same",
    OWL + "differentFrom": "{s} and {o} are different",
    TYPE.value: "{s} is {a}",
}
_CHARACTERISTICS = {
    OWL + "FunctionalProperty": "{s} has at most one value",
    OWL + "InverseFunctionalProperty": "each value of {s} belongs to one thing only",
    OWL + "TransitiveProperty": "{s} carries over from step to step (it is transitive)",
    OWL + "SymmetricProperty": "{s} holds both ways",
    OWL + "AsymmetricProperty": "{s} never holds both ways",
    OWL + "ReflexiveProperty": "everything has {s} to itself",
    OWL + "IrreflexiveProperty": "nothing has {s} to itself",
}
_LISTED = {
    OWL + "AllDisjointClasses": "nothing is two of these at once: {o}",
    OWL + "AllDisjointProperties": "no two of these hold between the same two: {o}",
    OWL + "AllDifferent": "these are all different: {o}",
}
_COUNTS = {"min": "at least", "max": "at most", "": "exactly"}


class _Phrase:
    """Words for the parts of one axiom."""

    def __init__(self, facts: _Facts, name: Callable[[str], str], of_interest: frozenset[str]) -> None:
        self._facts = facts
        self._name = name
        self._of_interest = of_interest

    def named(self, triple: Triple) -> str:
        predicate, subject = triple.predicate.value, self.node(triple.subject)
        if triple.predicate == TYPE and (characteristic := _CHARACTERISTICS.get(_iri(triple.object) or "")):
            return characteristic.format(s=subject)
        if predicate == OWL + "disjointUnionOf":
            return f"{subject} is made up of {self.listed(triple.object)}, no two of which share a member"
        if predicate == OWL + "propertyChainAxiom":
            return f"{self.listed(triple.object, ', then ')} amounts to {subject}"
        if predicate == OWL + "hasKey":
            return f"{subject} is identified by {self.listed(triple.object)}"
        saying = _SAYINGS.get(predicate)
        if saying is None:
            return f"{subject}: {self._name(predicate)} {self.node(triple.object)}"
        return saying.format(s=subject, o=self.node(triple.object), a=self.one(triple.object))

    def nameless(self, triple: Triple) -> str:
        subject = triple.subject
        for kind, saying in _LISTED.items():
            if kind in map(_iri, self._all(subject, TYPE.value)):
                members = self._one(subject, OWL + "members") or self._one(subject, OWL + "distinctMembers")
                return saying.format(o=self.members(members))
        source = self._one(subject, OWL + "sourceIndividual")
        if source is not None:
            target = self._one(subject, OWL + "targetIndividual") or self._one(subject, OWL + "targetValue")
            prop = self._one(subject, OWL + "assertionProperty")
            return f"{self.node(source)} does not have {self.node(prop)} {self.node(target)}"
        parent = self._one(subject, RDFS + "subClassOf")
        if parent is not None:
            return f"every {self.node(subject)} is {self.one(parent)}"
        types = [self.one(o) for o in self._all(subject, TYPE.value)]
        return f"something without a name is {' and '.join(types) or 'described'}"

    def node(self, term: AnyNode | None) -> str:
        if isinstance(term, NamedNode):
            return self._name(term.value)
        if isinstance(term, Literal):
            return f'"{term.value}"'
        return self._expression(term) if isinstance(term, BlankNode) else "something"

    def one(self, term: AnyNode) -> str:
        """Return words for a member of a class."""
        words = self.node(term)
        if not isinstance(term, NamedNode) or term.value.startswith(XSD):
            return words
        return f"{'an' if words[0] in 'AEIOUaeiou' else 'a'} {words}"

    def members(self, head: AnyNode | None) -> str:
        """Return words for a list, shortened to what is of interest."""
        items = self._items(head)
        kept = [item for item in items if _iri(item) in self._of_interest]
        if len(kept) < 2:
            kept = items
        others = len(items) - len(kept)
        return ", ".join(map(self.node, kept)) + (f" ({others} others not shown)" if others else "")

    def listed(self, head: AnyNode | None, joint: str = ", ") -> str:
        return joint.join(map(self.node, self._items(head))) or "nothing"

    def _items(self, head: AnyNode | None) -> list[AnyNode]:
        items: list[AnyNode] = []
        seen = set()
        while isinstance(head, BlankNode) and head not in seen:
            seen.add(head)
            items.extend(self._all(head, RDF + "first"))
            head = self._one(head, RDF + "rest")
        return items

    def _expression(self, term: BlankNode) -> str:
        prop = self._one(term, OWL + "onProperty")
        if prop is not None:
            return self._restriction(term, self.node(prop))
        for key, joint in (("intersectionOf", " and "), ("unionOf", " or "), ("oneOf", " or ")):
            head = self._one(term, OWL + key)
            if head is not None:
                return f"({self.listed(head, joint)})"
        opposite = self._one(term, OWL + "complementOf") or self._one(term, OWL + "datatypeComplementOf")
        if opposite is not None:
            return f"not {self.one(opposite)}"
        backwards = self._one(term, OWL + "inverseOf")
        if backwards is not None:
            return f"{self.node(backwards)} read backwards"
        datatype = self._one(term, OWL + "onDatatype")
        return f"a bounded {self.node(datatype)}" if datatype is not None else "something without a name"

    def _restriction(self, term: BlankNode, prop: str) -> str:
        some = self._one(term, OWL + "someValuesFrom")
        if some is not None:
            return f"something with {prop} to {self.one(some)}"
        only = self._one(term, OWL + "allValuesFrom")
        if only is not None:
            return f"something with {prop} to {self.node(only)} only"
        value = self._one(term, OWL + "hasValue")
        if value is not None:
            return f"something with {prop} {self.node(value)}"
        filler = self._one(term, OWL + "onClass") or self._one(term, OWL + "onDataRange")
        kind = f" that is {self.one(filler)}" if filler is not None else ""
        for bound, words in _COUNTS.items():
            for tail in ("Cardinality", "QualifiedCardinality"):
                key = bound + tail if bound else tail[0].lower() + tail[1:]
                count = self._one(term, OWL + key)
                if isinstance(count, Literal):
                    return f"something with {words} {count.value} {prop}{kind}"
        return f"something with {prop} to itself"

    def _all(self, subject: AnyNode, predicate: str) -> list[AnyNode]:
        return self._facts.get((str(subject), predicate), [])

    def _one(self, subject: AnyNode, predicate: str) -> AnyNode | None:
        return next(iter(self._all(subject, predicate)), None)


def _axiom(triples: tuple[Triple, ...]) -> Axiom:
    symbols = frozenset(
        term.value
        for t in triples
        for term in (t.subject, t.predicate, t.object)
        if isinstance(term, NamedNode) and not term.value.startswith(_BUILT_IN)
    )
    head = triples[0]
    one_sided = isinstance(head.subject, NamedNode) and head.predicate.value not in _TWO_SIDED
    about = frozenset([head.subject.value]) if one_sided and isinstance(head.subject, NamedNode) else symbols
    return Axiom(triples, about, symbols)


def _tree(waiting: list[AnyNode], branches: Mapping[BlankNode, list[Triple]]) -> list[Triple]:
    found = []
    seen = set()
    while waiting:
        node = waiting.pop()
        if isinstance(node, BlankNode) and node not in seen:
            seen.add(node)
            for t in branches.get(node, ()):
                found.append(t)
                waiting.append(t.object)
    return found


def _iri(term: AnyNode) -> str | None:
    return term.value if isinstance(term, NamedNode) else None
