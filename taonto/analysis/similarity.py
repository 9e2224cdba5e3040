"""What each pair of frameworks (or of elements) has in common, and how much the unknown cells could change it."""

from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from taonto.analysis.matrix import CodingMatrix

_Counts = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class PairTable:
    """Every unordered pair of frameworks (or of elements), once, as columns of equal length.

    "Items" are what each of the two has: elements for a pair of frameworks, frameworks for a pair of elements.

    Attributes:
        ids: the ids that `first` and `second` index; sorted for frameworks.
        first, second: int32 positions in `ids`, first < second.
        shared, only_a, only_b, neither: int32 counts of items seen in both, in the first only, in the
            second only, in neither. An unknown cell counts as not seen.
        jaccard: shared / (shared + only_a + only_b); 0 where both are empty.
        jaccard_min, jaccard_max: the lowest and the highest Jaccard that the unknown cells allow.
        overlap: shared / the smaller of the two numbers of items seen; 0 where one is empty.
        matching: among items known for both, the share on which the two agree; NaN where there are none.
        lift: shared x all items / (items of the first x items of the second); NaN where one is empty.
        p_value: the one-sided p-value of sharing at least this many under the null model with both degree
            sequences fixed (curveball); NaN where it was left out.
        p_adjusted: the same, adjusted over all pairs (Benjamini-Hochberg).
        p_analytic, p_analytic_adjusted: the same two under the BiCM (degrees fixed on average), without sampling.
    """

    ids: tuple[str, ...]
    first: NDArray[np.int32]
    second: NDArray[np.int32]
    shared: NDArray[np.int32]
    only_a: NDArray[np.int32]
    only_b: NDArray[np.int32]
    neither: NDArray[np.int32]
    jaccard: NDArray[np.float64]
    jaccard_min: NDArray[np.float64]
    jaccard_max: NDArray[np.float64]
    overlap: NDArray[np.float64]
    matching: NDArray[np.float64]
    lift: NDArray[np.float64]
    p_value: NDArray[np.float64]
    p_adjusted: NDArray[np.float64]
    p_analytic: NDArray[np.float64]
    p_analytic_adjusted: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.first)

    def frame(self, first: str = "framework_a", second: str = "framework_b") -> pd.DataFrame:
        """Return the pairs as a table: the two ids under the headings given, then every measure."""
        names = np.array(self.ids, dtype=object)
        columns: dict[str, Any] = {first: names[self.first], second: names[self.second]}
        measures = (item.name for item in fields(self) if item.name not in ("ids", "first", "second"))
        return pd.DataFrame(columns | {name: getattr(self, name) for name in measures})

    def square(self, measure: str, diagonal: float = 1.0) -> NDArray[np.float64]:
        """Return one measure as a symmetric matrix in the order of `ids`."""
        size = len(self.ids)
        square = np.full((size, size), diagonal)
        square[self.first, self.second] = square[self.second, self.first] = getattr(self, measure)
        return square

    @property
    def decisive(self) -> NDArray[np.float64]:
        """The adjusted p-values that decide which pairs are significant: sampled where there are any, else analytic."""
        return self.p_analytic_adjusted if np.isnan(self.p_adjusted).any() else self.p_adjusted

    @cached_property
    def most_alike(self) -> NDArray[np.intp]:
        """The positions of the pairs by Jaccard, then by items shared, the highest first."""
        return np.lexsort((-self.shared, -self.jaccard))

    @cached_property
    def most_together(self) -> NDArray[np.intp]:
        """The positions of the pairs by items shared, then by lift, the highest first."""
        return np.lexsort((-self.lift, -self.shared))


@dataclass(frozen=True, slots=True)
class ExactSet:
    """The frameworks that have exactly these of the elements asked about: one column of an UpSet figure."""

    elements: tuple[str, ...]
    frameworks: tuple[str, ...]


def framework_pairs(matrix: CodingMatrix) -> PairTable:
    """Return every pair of frameworks with what the two share; p-values stay NaN.

    Jaccard is |A and B| / |A or B| (Jaccard 1901), the overlap coefficient |A and B| / min(|A|, |B|) (Simpson
    1943), simple matching (agreements) / (cells known for both) (Sokal & Michener 1958).

    Two conventions. A pair that shows nothing has Jaccard 0: it shares nothing that was seen. And the bounds
    are over all ways to fill in the unknown cells. Each item adds (0 or 1) to the intersection and (0 or 1) to
    the union. An item that a has and b may have adds (1, 1) or (0, 1); one that a lacks and b may have adds
    (0, 0) or (0, 1); one unknown for both adds (1, 1), (0, 1) or (0, 0). As the fraction is at most 1, (1, 1)
    can only raise it and (0, 1) can only lower it. So the maximum takes (1, 1) where possible, else (0, 0)
    where possible, and the minimum takes (0, 1) where possible:

        jaccard_max = may_both / (may_both + has_a_lacks_b + lacks_a_has_b)
        jaccard_min = shared / (all items - items that both lack)
    """
    return _pairs(matrix.values, matrix.framework_ids)


def element_pairs(matrix: CodingMatrix) -> PairTable:
    """Return every pair of elements with the frameworks that show both; see `framework_pairs`."""
    return _pairs(np.ascontiguousarray(matrix.values.T), matrix.element_ids)


def who_has(matrix: CodingMatrix, elements: tuple[str, ...]) -> tuple[str, ...]:
    """Return the ids of the frameworks that show all of these elements.

    Raises:
        KeyError: for an id that is not an element of the matrix.
    """
    position = {name: index for index, name in enumerate(matrix.element_ids)}
    chosen = [position[name] for name in elements]
    return tuple(
        framework.id for framework, row in zip(matrix.frameworks, matrix.present[:, chosen], strict=True) if row.all()
    )


def shared_by(matrix: CodingMatrix, frameworks: tuple[str, ...]) -> tuple[str, ...]:
    """Return the ids of the elements that all of these frameworks show.

    Raises:
        KeyError: for an id that is not a framework of the matrix.
    """
    position = {name: index for index, name in enumerate(matrix.framework_ids)}
    chosen = [position[name] for name in frameworks]
    return tuple(
        element.id for element, column in zip(matrix.elements, matrix.present[chosen].T, strict=True) if column.all()
    )


def exact_sets(matrix: CodingMatrix, elements: tuple[str, ...]) -> tuple[ExactSet, ...]:
    """Group the frameworks by exactly which of these elements they show: the columns of an UpSet figure.

    The largest group comes first, then by elements; frameworks that show none of them form the group ().

    Raises:
        KeyError: for an id that is not an element of the matrix.
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
    """Return how many columns every two rows share, int32 of shape (rows, rows).

    The product is computed in float32, which is exact for counts below 2^24.
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
