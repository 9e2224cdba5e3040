"""Why an ontology contradicts itself, or why a class can have no member: a smallest set of statements that is to blame.

Two judges decide whether a set of statements is contradictory. The quick one computes the OWL RL closure and looks for
the patterns in `shapes/ontology/clashes.ttl`; it needs no Java and sees the common contradictions. The thorough one is
HermiT. The first that sees the contradiction judges growing sets of statements around it, until a contradictory set is
found, and then smaller ones, until no statement can be left out: first all statements about a term at once, then single
ones. (This is the search for transition constraints, known from minimal unsatisfiable sets: a statement is kept if the
contradiction would disappear without it.)
"""

import functools
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolution, QuerySolutions, Triple

from taonto.base.errors import LimitError, TaontoError
from taonto.base.resources import folder
from taonto.base.vocabulary import OWL, PREFIXES, RDFS, SH, XSD
from taonto.rdf.graph import read_triples, store_of
from taonto.rdf.nodes import SUBCLASS_OF, TYPE
from taonto.reasoning.axioms import Axiom, axiom_sentence, axioms, labels_of, namer
from taonto.reasoning.hermit import Classification, first_inconsistent
from taonto.reasoning.inference import close

TIME_LIMIT = 60.0
"""How long the search for all explanations may take by default, in seconds."""

_MEMBER = "urn:taonto:member"
_SEEDS = 10
"""How many of the contradictions found the search starts from."""
_SMALL = 3000
"""Most statements of an ontology that the quick judge gets as a whole."""
_RINGS = 4
"""How far from the contradictory terms the search looks, in steps from term to term."""
_WIDTH = 12
"""How many sets one run of HermiT gets: more save starts of Java, fewer save reading."""

Judge = Callable[[Sequence[Collection[Triple]]], int | None]
"""Returns the index of the first contradictory set, or None."""


@dataclass(frozen=True)
class Explanation:
    """Why there is a contradiction.

    Attributes:
        subject: IRI of the class that can have no member; None where the whole ontology is inconsistent.
        summary: the contradiction in one plain sentence.
        culprits: the contradictory statements as plain sentences; removing any one of them resolves the contradiction.
        terms: IRIs of the terms in these statements, sorted.
    """

    subject: str | None
    summary: str
    culprits: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Clash:
    """One place where a pattern of contradiction applies.

    Attributes:
        message: the message of the pattern, with names filled in.
        terms: IRIs of the terms in it.
    """

    message: str
    terms: frozenset[str]


def explain(
    triples: Iterable[Triple], classification: Classification, time_limit: float = TIME_LIMIT
) -> tuple[Explanation, ...]:
    """Explain each contradiction that a classification shows; return nothing if there is none.

    A class that can have no member only because a class above it can have none is explained by that class.

    Args:
        triples: the ontology that was classified.
        classification: the result of `taonto.reasoning.hermit.classify`.
        time_limit: for all together, in seconds; what remains unexplained is named as such.
    """
    everything = list(triples)
    if classification.consistent and not classification.unsatisfiable:
        return ()
    deadline = time.monotonic() + time_limit
    name = namer(labels_of(everything) | {_MEMBER: "a member"})
    declarations, statements = axioms(everything)
    search = _Search(declarations, statements, name, deadline)
    if not classification.consistent:
        return (search.explain(None),)
    causes = _causes(statements, classification.unsatisfiable)
    return tuple(
        search.explain(iri)
        if causes[iri] is None
        else Explanation(
            iri,
            f"{name(iri)} can have no member: it is a kind of {name(causes[iri] or '')}, which can have none",
            terms=tuple(sorted((iri, causes[iri] or ""))),
        )
        for iri in sorted(classification.unsatisfiable, key=lambda iri: (causes[iri] is not None, iri))
    )


def clashes(closed: Iterable[Triple], name: Callable[[str], str]) -> list[Clash]:
    """Return the contradictions in an OWL RL closure that match a pattern in `shapes/ontology/clashes.ttl`.

    Args:
        closed: the triples, closed by `taonto.reasoning.inference.close`.
        name: how messages name an IRI.
    """
    store = store_of(closed)
    found = []
    for query, message in _patterns():
        solutions = store.query(query)
        assert isinstance(solutions, QuerySolutions)
        variables = [v.value for v in solutions.variables]
        for solution in solutions:
            found.append(_clash(message, variables, solution, name))
    return sorted(set(found), key=lambda clash: clash.message)


class _Search:
    """The search for the contradictory statements in one ontology."""

    def __init__(
        self, declarations: list[Triple], statements: list[Axiom], name: Callable[[str], str], deadline: float
    ) -> None:
        self._declarations = declarations
        self._statements = statements
        self._name = name
        self._deadline = deadline
        self._about: dict[str, list[Axiom]] = {}
        self._naming: dict[str, list[Axiom]] = {}
        for statement in statements:
            for term in statement.about:
                self._about.setdefault(term, []).append(statement)
            for term in statement.symbols:
                self._naming.setdefault(term, []).append(statement)

    def explain(self, subject: str | None) -> Explanation:
        """Explain one class without members, or the inconsistency of the whole ontology (None)."""
        try:
            culprits = self._culprits(subject)
        except TaontoError:  # a judge ran out of time, or could not read a part
            culprits = []
        whose = f"{self._name(subject)} can have no member" if subject else "the ontology contradicts itself"
        if not culprits:
            return Explanation(subject, f"{whose}; the contradictory statements were not found within the time limit")
        met = clashes(close(self._triples(culprits, subject)), self._name)
        reason = met[0].message if met else "these statements can't all be true"
        if subject is not None:
            reason = reason.replace(self._name(_MEMBER), "a member")
        terms = sorted({term for culprit in culprits for term in culprit.symbols})
        sentences = sorted({axiom_sentence(culprit, self._name, self._shared(culprits)) for culprit in culprits})
        return Explanation(subject, f"{whose}: {reason}", tuple(sentences), tuple(terms))

    @staticmethod
    def _shared(culprits: list[Axiom]) -> frozenset[str]:
        """Return the terms that occur in more than one of the statements."""
        counts = Counter(term for culprit in culprits for term in culprit.symbols)
        return frozenset(term for term, count in counts.items() if count > 1)

    def _culprits(self, subject: str | None) -> list[Axiom]:
        seeds = {subject} if subject else {t for clash in self._all_clashes() for t in clash.terms}
        # Statements about other terms that mention the seeds come second: for common terms there are many.
        rings = self._rings(seeds, self._about)
        whole = [self._statements] if len(self._statements) <= _SMALL else []
        for ring in [*rings, *self._rings(seeds, self._naming), *whole]:
            if self._quick([self._triples(ring, subject)]) is not None:
                return self._minimal(ring, subject, self._quick, 1)
        wider = [*rings, self._statements]
        first = self._thorough([self._triples(ring, subject) for ring in wider])
        return [] if first is None else self._minimal(wider[first], subject, self._thorough, _WIDTH)

    def _minimal(self, whole: list[Axiom], subject: str | None, judge: Judge, width: int) -> list[Axiom]:
        def broken(candidates: list[list[list[Axiom]]]) -> int | None:
            return judge([self._triples((s for group in c for s in group), subject) for c in candidates])

        by_term: dict[frozenset[str], list[Axiom]] = {}
        for statement in whole:
            by_term.setdefault(statement.about, []).append(statement)
        groups = smallest(list(by_term.values()), broken, width)
        return [single[0] for single in smallest([[s] for group in groups for s in group], broken, width)]

    def _rings(self, seeds: Collection[str], nearest: Mapping[str, list[Axiom]]) -> list[list[Axiom]]:
        """Return growing sets of statements around some terms; each step adds the statements about the terms reached.

        Args:
            seeds: the terms to start from.
            nearest: the statements of the first step, by term; later steps use the statements about a term.
        """
        rings = []
        reached = set(seeds)
        taken: dict[Axiom, None] = {}
        for step in range(_RINGS if seeds else 0):
            size = len(taken)
            for term in sorted(reached):
                taken.update(dict.fromkeys((self._about if step else nearest).get(term, ())))
            if len(taken) == size:
                break
            rings.append(list(taken))
            reached.update(symbol for statement in taken for symbol in statement.symbols)
        return rings

    @functools.cache  # noqa: B019 (lives as long as one explanation)
    def _all_clashes(self) -> tuple[Clash, ...]:
        return tuple(clashes(close(self._triples(self._statements, None)), self._name)[:_SEEDS])

    def _triples(self, statements: Iterable[Axiom], subject: str | None) -> list[Triple]:
        probe = [Triple(NamedNode(_MEMBER), TYPE, NamedNode(subject))] if subject else []
        return [*self._declarations, *probe, *(t for statement in statements for t in statement.triples)]

    def _quick(self, candidates: Sequence[Collection[Triple]]) -> int | None:
        self._seconds_left()
        for number, triples in enumerate(candidates):
            if clashes(close(triples), self._name):
                return number
        return None

    def _thorough(self, candidates: Sequence[Collection[Triple]]) -> int | None:
        return first_inconsistent(candidates, self._seconds_left())

    def _seconds_left(self) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise LimitError("no time is left for explanations; allow more time")
        return left


def smallest(
    items: list[list[Axiom]], broken: Callable[[list[list[list[Axiom]]]], int | None], width: int
) -> list[list[Axiom]]:
    """Return a smallest part of the items that is broken: without any one of them it would not be.

    Args:
        items: all of them together are broken.
        broken: returns the index of the first broken one among sets of items, or None; a broken set stays broken when
            items are added.
        width: how many sets are judged in one call.
    """
    kept: list[list[Axiom]] = []
    rest = items
    while True:
        # The kept items with rest[:low] are not broken (-1: not known), with rest[:high] they are.
        low, high = -1, len(rest)
        while high - low > 1:
            steps = min(width, high - low - 1)
            cuts = sorted({low + (high - low) * step // (steps + 1) for step in range(1, steps + 1)} - {low})
            first = broken([kept + rest[:cut] for cut in cuts])
            if first is None:
                low = cuts[-1]
            else:
                low, high = (cuts[first - 1] if first else low), cuts[first]
        if high == 0:
            return kept
        kept, rest = [*kept, rest[high - 1]], rest[: high - 1]


def _causes(statements: Iterable[Axiom], unsatisfiable: Collection[str]) -> Mapping[str, str | None]:
    """Return each class without members with the one above it that is to blame, or None if it is itself to blame."""
    empty = set(unsatisfiable)
    above: dict[str, list[str]] = {iri: [] for iri in sorted(empty)}
    for statement in statements:
        head = statement.triples[0]
        if (
            head.predicate == SUBCLASS_OF
            and isinstance(head.subject, NamedNode)
            and isinstance(head.object, NamedNode)
            and head.subject.value in empty
            and head.object.value in empty
        ):
            above[head.subject.value].append(head.object.value)

    def top(iri: str) -> str | None:
        seen = [iri]
        for term in seen:
            seen.extend(parent for parent in sorted(above[term]) if parent not in seen)
        highest = [term for term in seen if not above[term]]
        return (highest or [min(seen)])[0]

    return {iri: None if top(iri) == iri else top(iri) for iri in above}


def _clash(message: str, variables: list[str], solution: QuerySolution, name: Callable[[str], str]) -> Clash:
    terms = set()
    for variable in variables:
        value = solution[variable]
        if isinstance(value, NamedNode):
            words = name(value.value)
            terms.add(value.value)
        else:
            words = f'"{value.value}"' if isinstance(value, Literal) else "something without a name"
        message = message.replace("{$" + variable + "}", words).replace("{?" + variable + "}", words)
    return Clash(message, frozenset(term for term in terms if not term.startswith((OWL, RDFS, XSD))))


@functools.cache
def _patterns() -> tuple[tuple[str, str], ...]:
    """Return the queries in `shapes/ontology/clashes.ttl` with their messages."""
    facts: dict[str, dict[str, str]] = {}
    prologue = ""
    for t in read_triples(folder("shapes") / "ontology" / "clashes.ttl"):
        key = t.predicate.value.removeprefix(SH)
        if isinstance(t.object, Literal) and not isinstance(t.subject, BlankNode):
            facts.setdefault(str(t.subject), {})[key] = t.object.value
    for prefix in ("owl", "rdf", "rdfs", "xsd"):
        prologue += f"PREFIX {prefix}: <{PREFIXES[prefix]}> "
    return tuple(
        (prologue + shape["select"], shape["message"]) for _, shape in sorted(facts.items()) if "select" in shape
    )
