"""Sets of elements that sets of frameworks share: the concept lattice of the matrix."""

from dataclasses import dataclass

import numpy as np

from taonto.analysis.matrix import CodingMatrix

MOST_CONCEPTS = 20_000
"""With more formal concepts than this, none is returned."""
MOST_CLOSURES = 2_000_000
"""With more closures to compute than this, none is returned: a few concepts can take long to find."""
SHARED_SETS_KEPT = 50
"""Largest sets that are kept for one k."""


@dataclass(frozen=True, slots=True)
class Concept:
    """A formal concept: a set of frameworks and all elements that they share, neither of which can grow."""

    extent: tuple[str, ...]
    """The ids of all frameworks that have every element of the intent."""
    intent: tuple[str, ...]
    """The ids of all elements that every framework of the extent has."""
    stability: float
    """The share of the subsets of the extent that share exactly the intent."""


@dataclass(frozen=True, slots=True)
class SharedSet:
    """The largest sets of elements that at least k frameworks have in common."""

    k: int
    size: int
    sets: tuple[Concept, ...]
    """Every largest set, by intent; at most `SHARED_SETS_KEPT`."""
    count: int
    """How many largest sets there are."""


def formal_concepts(matrix: CodingMatrix) -> tuple[Concept, ...] | None:
    """Return every formal concept with its stability, the largest extents first; None if there are too many.

    A concept pairs a set of frameworks with all the elements that they share, such that no other framework has all
    of these (Ganter & Wille 1999, Formal Concept Analysis). Concepts are found by Close-by-One (Kuznetsov 1993):
    starting from a concept, add each later element and close; drop the result if the closure adds an earlier element,
    so that each concept is found once. Unknown cells count as not seen.
    """
    found = _close_by_one(matrix)
    if found is None:
        return None
    stabilities = _stabilities([extent for extent, _ in found], len(matrix.frameworks))
    framework_ids, element_ids = matrix.framework_ids, matrix.element_ids
    concepts = [
        Concept(_names(extent, framework_ids), _names(intent, element_ids), stability)
        for (extent, intent), stability in zip(found, stabilities, strict=True)
    ]
    return tuple(sorted(concepts, key=lambda item: (-len(item.extent), len(item.intent), item.intent)))


def largest_shared_sets(concepts: tuple[Concept, ...]) -> tuple[SharedSet, ...]:
    """Return, for every k from 2 on, the largest sets of elements that at least k frameworks share.

    Such a set is the intent of a concept; otherwise it could be made larger without losing a framework.
    """
    result: list[SharedSet] = []
    for k in range(2, max((len(concept.extent) for concept in concepts), default=0) + 1):
        fitting = [concept for concept in concepts if len(concept.extent) >= k]
        size = max(len(concept.intent) for concept in fitting)
        if size == 0:
            break
        sets = sorted((concept for concept in fitting if len(concept.intent) == size), key=lambda item: item.intent)
        result.append(SharedSet(k, size, tuple(sets[:SHARED_SETS_KEPT]), len(sets)))
    return tuple(result)


def _close_by_one(matrix: CodingMatrix) -> list[tuple[int, int]] | None:
    """Return (extent, intent) of every concept as bit sets."""
    columns = [_bits(column) for column in matrix.present.T]
    count = len(columns)
    everything = (1 << len(matrix.frameworks)) - 1
    closures = 0

    def intent_of(extent: int) -> int:
        return sum(1 << index for index, column in enumerate(columns) if extent & ~column == 0)

    top = (everything, intent_of(everything))
    found = [top]
    stack = [(*top, 0)]
    while stack:
        extent, intent, start = stack.pop()
        for index in range(start, count):
            if intent >> index & 1:
                continue
            closures += 1
            smaller = extent & columns[index]
            larger = intent_of(smaller)
            if (larger ^ intent) & ((1 << index) - 1) == 0:
                found.append((smaller, larger))
                stack.append((smaller, larger, index + 1))
        if len(found) > MOST_CONCEPTS or closures > MOST_CLOSURES:
            return None
    return found


def _stabilities(extents: list[int], frameworks: int) -> list[float]:
    """Return, for each extent, the share of its subsets that have exactly its intent (Kuznetsov 2007).

    Every subset of an extent has the intent of exactly one concept at or below it. So with s as the share,
    s(c) = 1 - sum over concepts d below c of s(d) 2^(|d| - |c|), computed from the smallest extent upward.
    """
    words = -(-frameworks // 64)
    mask = (1 << 64) - 1
    table = np.array(
        [[extent >> (64 * word) & mask for word in range(words)] for extent in extents], dtype=np.uint64
    ).reshape(len(extents), words)
    sizes = np.array([extent.bit_count() for extent in extents], dtype=np.float64)
    order = np.argsort(sizes, kind="stable")
    shares = np.zeros(len(extents))
    ranked, ranked_sizes = table[order], sizes[order]
    for rank, position in enumerate(order):
        below = np.flatnonzero(((ranked[:rank] & ~table[position]) == 0).all(axis=1))
        part = shares[order[below]] * np.exp2(ranked_sizes[below] - sizes[position])
        shares[position] = 1.0 - part.sum()
    return [float(share) for share in shares]


def _bits(column: np.ndarray) -> int:
    return sum(1 << int(row) for row in np.flatnonzero(column))


def _names(bits: int, ids: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for index, name in enumerate(ids) if bits >> index & 1)
