"""The highlights of a result: the most common elements, the most similar frameworks, the largest shared sets.

Each function takes a part of the result, so it can also be applied to the detailed lists alone. Ties are broken by id
or by position, so the same matrix always gives the same highlights.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from taonto.analysis.concepts import Concept, SharedSet
from taonto.analysis.coverage import PhaseResult
from taonto.analysis.engagements import EngagementResult, FrameworkGap, PracticePair, PracticeUse
from taonto.analysis.matrix import CodingMatrix
from taonto.analysis.result import ElementResult
from taonto.analysis.similarity import PairTable

FEWEST_SHARING, FEWEST_SHARED = 3, 2
"""A shared set is a highlight only with at least this many frameworks and elements."""


def half_of(frameworks: int) -> int:
    """Return the smallest number of frameworks that is at least half of all.

    >>> half_of(4), half_of(5)
    (2, 3)
    """
    return -(-frameworks // 2)


@dataclass(frozen=True, slots=True)
class Ranking:
    """The elements by the number of frameworks that show them, the most common first, equals by id.

    Attributes:
        top: the most common: all that as many frameworks show as the first.
        following: up to four that come next.
        rarest: up to two at the end, none of them among the others.
    """

    top: tuple[ElementResult, ...]
    following: tuple[ElementResult, ...]
    rarest: tuple[ElementResult, ...]


def rank_elements(elements: Sequence[ElementResult]) -> Ranking:
    """Return the most common elements, those that come next, and the rarest."""
    ranked = by_frequency(elements)
    top = tuple(item for item in ranked if item.frameworks == ranked[0].frameworks)
    rest = ranked[len(top) :]
    return Ranking(top, rest[:4], rest[4:][-2:])


def by_frequency(elements: Sequence[ElementResult]) -> tuple[ElementResult, ...]:
    """Return the elements, those that most frameworks show first, equals by id."""
    return tuple(sorted(elements, key=lambda item: (-item.frameworks, item.id)))


def common_elements(matrix: CodingMatrix) -> int:
    """Return how many elements at least half of the frameworks show."""
    return sum(count >= half_of(len(matrix.frameworks)) for count in matrix.counts().values())


def most_and_least_reached(phases: Sequence[PhaseResult]) -> tuple[PhaseResult, PhaseResult]:
    """Return the phase that most frameworks reach and the one that fewest reach; equals by their order."""
    ranked = sorted(phases, key=lambda phase: (-phase.frameworks, phase.order))
    return ranked[0], ranked[-1]


@dataclass(frozen=True, slots=True)
class Inclusion:
    """How many frameworks include at least one, and how many all, of some elements.

    `any_max` and `all_max` are the same if every unknown cell were present.
    """

    any: int
    all: int
    any_max: int
    all_max: int


def published_elements(matrix: CodingMatrix) -> tuple[str, ...]:
    """Return the ids of the elements with the status "published"."""
    return tuple(element.id for element in matrix.elements if element.status == "published")


def inclusion(matrix: CodingMatrix, elements: Sequence[str]) -> Inclusion:
    """Return how many frameworks include at least one, and how many all, of these elements."""
    chosen = [matrix.element_ids.index(name) for name in elements]
    seen = matrix.present[:, chosen].sum(axis=1)
    most = seen + matrix.unknown[:, chosen].sum(axis=1)
    return Inclusion(
        any=int((seen > 0).sum()),
        all=int((seen == len(chosen)).sum()),
        any_max=int((most > 0).sum()),
        all_max=int((most == len(chosen)).sum()),
    )


@dataclass(frozen=True, slots=True)
class LeadingPair:
    """The leading pair, of frameworks or of elements.

    Attributes:
        first, second: their ids.
        shared, either: the items that both have, and that at least one has.
        jaccard, jaccard_min, jaccard_max, lift: as in `PairTable`.
        equals: the number of other pairs that lead just as much.
    """

    first: str
    second: str
    shared: int
    either: int
    jaccard: float
    jaccard_min: float
    jaccard_max: float
    lift: float
    equals: int


def most_alike(pairs: PairTable) -> LeadingPair:
    """Return the pair with the highest Jaccard similarity, among equals the one that shares most."""
    best = int(pairs.most_alike[0])
    return _leading(pairs, best, int((pairs.jaccard == pairs.jaccard[best]).sum()) - 1)


def most_together(pairs: PairTable) -> LeadingPair:
    """Return the pair that shares most, among equals the one with the highest lift."""
    best = int(pairs.most_together[0])
    return _leading(pairs, best, int((pairs.shared == pairs.shared[best]).sum()) - 1)


def _leading(pairs: PairTable, best: int, equals: int) -> LeadingPair:
    return LeadingPair(
        first=pairs.ids[pairs.first[best]],
        second=pairs.ids[pairs.second[best]],
        shared=int(pairs.shared[best]),
        either=int(pairs.shared[best] + pairs.only_a[best] + pairs.only_b[best]),
        jaccard=float(pairs.jaccard[best]),
        jaccard_min=float(pairs.jaccard_min[best]),
        jaccard_max=float(pairs.jaccard_max[best]),
        lift=float(pairs.lift[best]),
        equals=equals,
    )


@dataclass(frozen=True, slots=True)
class Means:
    """Per framework: the mean number of elements. Per pair of frameworks: the mean number that both include."""

    elements: float
    shared: float


def mean_counts(matrix: CodingMatrix, pairs: PairTable) -> Means:
    """Return the means of a matrix and of its pairs of frameworks."""
    return Means(float(matrix.present.sum(axis=1).mean()), float(pairs.shared.mean()))


def largest_shared(sets: Sequence[SharedSet]) -> tuple[SharedSet, Concept] | None:
    """Return the shared set with the most cells (frameworks times elements), with the first concept that has it.

    Returns:
        None if no `FEWEST_SHARING` frameworks share `FEWEST_SHARED` elements.
    """
    fitting = [found for found in sets if found.k >= FEWEST_SHARING and found.size >= FEWEST_SHARED]
    if not fitting:
        return None
    best = max(fitting, key=lambda found: (found.k * found.size, found.k))
    return best, best.sets[0]


def most_used(records: EngagementResult) -> tuple[PracticeUse, ...]:
    """Return the practices, those that most records use first, equals by id."""
    return tuple(sorted(records.uses, key=lambda use: (-use.records, use.practice)))


def most_used_together(records: EngagementResult) -> tuple[PracticePair, ...]:
    """Return the pairs of practices, those that most records use first, equals by id."""
    return tuple(sorted(records.pairs, key=lambda pair: (-pair.records, pair.first, pair.second)))


@dataclass(frozen=True, slots=True)
class GapTotals:
    """Over all pairs of a provider and a guiding framework that calls for anything.

    Attributes:
        gaps: these pairs, those that guide most records first.
        called_for, shown: practices that the frameworks call for, and how many of these are in the records.
        beyond: practices in the records that the framework does not mention.
    """

    gaps: tuple[FrameworkGap, ...]
    called_for: int
    shown: int
    beyond: int


def total_gaps(records: EngagementResult) -> GapTotals:
    """Return what the guiding frameworks call for and the records show, summed up."""
    gaps = [gap for gap in records.gaps if gap.called_for]
    return GapTotals(
        tuple(sorted(gaps, key=lambda gap: (-gap.records, gap.provider, gap.framework))),
        sum(gap.called_for for gap in gaps),
        sum(len(gap.shown) for gap in gaps),
        sum(len(gap.beyond) for gap in gaps),
    )


def significant_practice_pairs(records: EngagementResult, alpha: float) -> tuple[int, int]:
    """Return how many pairs of practices are at or below alpha, before and after the adjustment."""
    p_values = np.array([[pair.p_value, pair.p_adjusted] for pair in records.pairs]).reshape(-1, 2)
    nominal, kept = (p_values <= alpha).sum(axis=0)
    return int(nominal), int(kept)
