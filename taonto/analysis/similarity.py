"""What each pair has in common, and how far the unknown cells could move it."""

import numpy as np
from numpy.typing import NDArray

from taonto.analysis.model import CodingMatrix, ExactSet, PairTable

_Counts = NDArray[np.float64]


def framework_pairs(matrix: CodingMatrix) -> PairTable:
    """Return every pair of frameworks with what they share; p-values are left NaN.

    Jaccard is |A and B| / |A or B| (Jaccard 1901), the overlap coefficient |A and B| / min(|A|, |B|) (Simpson
    1943), simple matching (agreements) / (cells known for both) (Sokal & Michener 1958).

    Two conventions. A pair that shows nothing has Jaccard 0: nothing that was seen is shared. And the bounds
    are over all assignments of the unknown cells. Each item adds (0 or 1) to the intersection and (0 or 1) to
    the union. One that a has and b may have adds (1, 1) or (0, 1); one that a lacks and b may have (0, 0) or
    (0, 1); one unknown for both (1, 1), (0, 1) or (0, 0). As the fraction is at most 1, (1, 1) can only raise
    it and (0, 1) only lower it: the greatest takes (1, 1) where it can be had and (0, 0) next, the least
    always takes (0, 1):

        jaccard_max = may_both / (may_both + has_a_lacks_b + lacks_a_has_b)
        jaccard_min = shared / (all items - items that both lack)
    """
    return _pairs(matrix.values, matrix.framework_ids)


def element_pairs(matrix: CodingMatrix) -> PairTable:
    """Return every pair of elements with the frameworks that show both; see `framework_pairs`."""
    return _pairs(np.ascontiguousarray(matrix.values.T), matrix.element_ids)


def who_has(matrix: CodingMatrix, elements: tuple[str, ...]) -> tuple[str, ...]:
    """Return the ids of the frameworks that show all of the elements named.

    Raises:
        KeyError: for an id that is no element of the matrix.
    """
    position = {name: index for index, name in enumerate(matrix.element_ids)}
    chosen = [position[name] for name in elements]
    return tuple(
        framework.id for framework, row in zip(matrix.frameworks, matrix.present[:, chosen], strict=True) if row.all()
    )


def shared_by(matrix: CodingMatrix, frameworks: tuple[str, ...]) -> tuple[str, ...]:
    """Return the ids of the elements that all of the frameworks named show.

    Raises:
        KeyError: for an id that is no framework of the matrix.
    """
    position = {name: index for index, name in enumerate(matrix.framework_ids)}
    chosen = [position[name] for name in frameworks]
    return tuple(
        element.id for element, column in zip(matrix.elements, matrix.present[chosen].T, strict=True) if column.all()
    )


def exact_sets(matrix: CodingMatrix, elements: tuple[str, ...]) -> tuple[ExactSet, ...]:
    """Group the frameworks by exactly which of these elements they show: the columns of an UpSet figure.

    The largest group first, then by elements; a framework that shows none of them is in the group of ().

    Raises:
        KeyError: for an id that is no element of the matrix.
    """
    position = {name: index for index, name in enumerate(matrix.element_ids)}
    chosen = [position[name] for name in elements]
    groups: dict[tuple[str, ...], list[str]] = {}
    for framework, row in zip(matrix.frameworks, matrix.present[:, chosen], strict=True):
        shown = tuple(name for name, seen in zip(elements, row, strict=True) if seen)
        groups.setdefault(shown, []).append(framework.id)
    ordered = sorted(groups.items(), key=lambda item: (-len(item[1]), len(item[0]), item[0]))
    return tuple(ExactSet(shown, tuple(members)) for shown, members in ordered)


def cooccurrence(incidence: NDArray[np.bool_]) -> NDArray[np.int32]:
    """Return how many columns each two rows share, int32 of shape (rows, rows).

    The product is taken in float32, which is exact for counts below 2^24.
    """
    numbers = incidence.astype(np.float32)
    return np.asarray(np.rint(numbers @ numbers.T), dtype=np.int32)


def _pairs(values: NDArray[np.int8], ids: tuple[str, ...]) -> PairTable:
    first, second = np.triu_indices(len(ids), k=1)
    items = values.shape[1]
    seen, lacking = values == 1, values == 0

    def upper(left: NDArray[np.bool_], right: NDArray[np.bool_]) -> NDArray[np.int32]:
        counts = left.astype(np.float32) @ right.astype(np.float32).T
        return np.asarray(np.rint(counts[first, second]), dtype=np.int32)

    shared = upper(seen, seen)
    may_share = upper(~lacking, ~lacking)
    differ = upper(seen, lacking) + upper(lacking, seen)
    both_lack = upper(lacking, lacking)
    sizes = seen.sum(axis=1, dtype=np.int32)
    size_a, size_b = sizes[first], sizes[second]
    missing = np.full(len(first), np.nan)
    return PairTable(
        ids=ids,
        first=first.astype(np.int32),
        second=second.astype(np.int32),
        shared=shared,
        only_a=size_a - shared,
        only_b=size_b - shared,
        neither=(items - size_a - size_b + shared).astype(np.int32),
        jaccard=_ratio(shared, size_a + size_b - shared, 0.0),
        jaccard_min=_ratio(shared, items - both_lack, 0.0),
        jaccard_max=_ratio(may_share, may_share + differ, 0.0),
        overlap=_ratio(shared, np.minimum(size_a, size_b), 0.0),
        matching=_ratio(shared + both_lack, _known_both(values, first, second), np.nan),
        lift=_ratio(shared.astype(np.float64) * items, size_a.astype(np.float64) * size_b, np.nan),
        p_value=missing,
        p_adjusted=missing,
        p_analytic=missing,
        p_analytic_adjusted=missing,
    )


def _known_both(values: NDArray[np.int8], first: NDArray[np.intp], second: NDArray[np.intp]) -> NDArray[np.int32]:
    known = values != -1
    return np.asarray(cooccurrence(known)[first, second])


def _ratio(above: NDArray[np.generic], below: NDArray[np.generic], empty: float) -> NDArray[np.float64]:
    """Divide, with `empty` where there is nothing to divide by."""
    result = np.full(len(above), empty, dtype=np.float64)
    np.divide(above, below, out=result, where=np.asarray(below, dtype=np.float64) > 0)
    return result
