"""Why an ontology contradicts itself, or a class can have no member: a smallest set of statements at fault.

Two judges say whether a set of statements is contradictory. The quick one closes it under OWL RL and looks
for the patterns of `shapes/ontology/clashes.ttl`; it needs no Java and sees the common faults. The thorough
one is HermiT. Whichever sees the fault is asked about growing sets of statements around it, until none can
be left out: first about whole terms, then about the single statements on the terms that matter. (The search
for a transition constraint, as for minimal unsatisfiable sets: each statement kept is one without which the
rest would hold.)
"""

import functools
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolution, QuerySolutions, Triple

from taonto.base.errors import TaontoError
from taonto.base.resources import folder
from taonto.base.vocabulary import PREFIXES
from taonto.rdf.graph import read_triples, store_of
from taonto.reasoning.axioms import Axiom, axioms, labels_of, namer, sentence
from taonto.reasoning.hermit import OWL, RDFS, TYPE, Classification, first_inconsistent
from taonto.reasoning.inference import close

TIME_LIMIT = 60.0
"""How long the search for all explanations may take by default, in seconds."""

_MEMBER = "urn:taonto:member"
_SEEDS = 10
"""From how many of the contradictions that are met the search starts."""
_SMALL = 3000
"""Up to how many statements the quick judge is given the whole ontology."""
_RINGS = 4
"""How far from the terms at fault the quick judge looks, in steps from term to term."""
_WIDTH = 12
"""How many sets one run of HermiT gets: more spares starts of Java, fewer spares reading."""
_SH = PREFIXES["sh"]

Judge = Callable[[Sequence[Collection[Triple]]], int | None]
"""Returns the index of the first contradictory set, or None."""


@dataclass(frozen=True)
class Explanation:
    """Why there is a contradiction.

    Attributes:
        subject: IRI of the class that can have no member; None where the whole ontology is inconsistent.
        summary: the fault in one plain sentence.
        culprits: the statements at fault, as plain sentences; leaving out any one of them mends this fault.
        terms: IRIs of the terms in these statements, sorted.
    """

    subject: str | None
    summary: str
    culprits: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Clash:
    """One pattern of contradiction that was met.

    Attributes:
        message: the words of the pattern, with names filled in.
        terms: IRIs of the terms in it.
    """

    message: str
    terms: frozenset[str]


def explain(
    triples: Iterable[Triple], classification: Classification, time_limit: float = TIME_LIMIT
) -> tuple[Explanation, ...]:
    """Explain each fault that a classification shows; nothing for an ontology without a fault.

    A class that can have no member only because a class above it can't is explained by that class.

    Args:
        triples: the ontology that was classified.
        classification: what `taonto.reasoning.hermit.classify` said.
        time_limit: in seconds, for all; what it leaves unexplained is said to be so.
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
    """Return the contradictions in an OWL RL closure that match a pattern of `shapes/ontology/clashes.ttl`.

    Args:
        closed: the triples, closed by `taonto.reasoning.inference.close`.
        name: how messages call an IRI.
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
    """The search for culprits in one ontology."""

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
        """Explain one empty class, or the inconsistency of the whole (None)."""
        try:
            culprits = self._culprits(subject)
        except TaontoError:  # a judge ran out of time, or choked on a part
            culprits = []
        whose = f"{self._name(subject)} can have no member" if subject else "the ontology contradicts itself"
        if not culprits:
            return Explanation(subject, f"{whose}; the statements at fault were not found within the time limit")
        met = clashes(close(self._triples(culprits, subject)), self._name)
        reason = met[0].message if met else "these statements can't all be true"
        if subject is not None:
            reason = reason.replace(self._name(_MEMBER), "a member")
        terms = sorted({term for culprit in culprits for term in culprit.symbols})
        sentences = sorted({sentence(culprit, self._name, self._shared(culprits)) for culprit in culprits})
        return Explanation(subject, f"{whose}: {reason}", tuple(sentences), tuple(terms))

    @staticmethod
    def _shared(culprits: list[Axiom]) -> frozenset[str]:
        """Return the terms that stand in more than one of the statements."""
        counts = Counter(term for culprit in culprits for term in culprit.symbols)
        return frozenset(term for term, count in counts.items() if count > 1)

    def _culprits(self, subject: str | None) -> list[Axiom]:
        seeds = {subject} if subject else {t for clash in self._all_clashes() for t in clash.terms}
        # What others say of the seeds comes second: near much-used terms that is a lot.
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
        """Return ever wider sets of statements around some terms, each step from statements to their terms.

        Args:
            seeds: the terms to start from.
            nearest: the statements of the first step, by term; further ones take what is said about a term.
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
        probe = [Triple(NamedNode(_MEMBER), NamedNode(TYPE), NamedNode(subject))] if subject else []
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
            raise TaontoError("the time for explanations has run out; give more")
        return left


def smallest(
    items: list[list[Axiom]], broken: Callable[[list[list[list[Axiom]]]], int | None], width: int
) -> list[list[Axiom]]:
    """Return a smallest part of the items that is broken, so that it is whole without any one of them.

    Args:
        items: all of them together are broken.
        broken: returns the index of the first broken one among sets of items, or None; more items never mend.
        width: how many sets are judged in one call.
    """
    kept: list[list[Axiom]] = []
    rest = items
    while True:
        low, high = (
            -1,
            len(rest),
        )  # the kept with rest[:low] are whole (-1: not known), with rest[:high] broken
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
    """Return, for each empty class, the empty class above it that is to blame, or None for itself."""
    empty = set(unsatisfiable)
    above: dict[str, list[str]] = {iri: [] for iri in sorted(empty)}
    for statement in statements:
        head = statement.triples[0]
        if (
            head.predicate.value == RDFS + "subClassOf"
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
    return Clash(message, frozenset(term for term in terms if not term.startswith((OWL, RDFS, PREFIXES["xsd"]))))


@functools.cache
def _patterns() -> tuple[tuple[str, str], ...]:
    """Return the queries of the clash shapes with their messages."""
    facts: dict[str, dict[str, str]] = {}
    prologue = ""
    for t in read_triples(folder("shapes") / "ontology" / "clashes.ttl"):
        key = t.predicate.value.removeprefix(_SH)
        if isinstance(t.object, Literal) and not isinstance(t.subject, BlankNode):
            facts.setdefault(str(t.subject), {})[key] = t.object.value
    for prefix in ("owl", "rdf", "rdfs", "xsd"):
        prologue += f"PREFIX {prefix}: <{PREFIXES[prefix]}> "
    return tuple(
        (prologue + shape["select"], shape["message"]) for _, shape in sorted(facts.items()) if "select" in shape
    )
