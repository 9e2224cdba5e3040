"""How well two readings of the same cells agree: coders with each other, and one study with another."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from taonto.analysis.matrix import UNKNOWN, CodingMatrix, ElementInfo

NOT_READ = -2
"""In a reading: the coder gave no value for this cell, not even unknown."""
_Float = NDArray[np.float64]
_Counts = NDArray[np.int64]
_Values = NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate with its 95% percentile bootstrap interval. NaN means undefined (no variation)."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """How well two readings (by coders, or by studies) of the same cells agree, over the units that both read."""

    kind: str
    """"coders" or "studies"."""
    first: str
    second: str
    level: str
    """"component x element", "framework x element" or "element"."""
    element: str | None
    """The id of the element where the level is "element"."""
    units: int
    both: int
    only_first: int
    only_second: int
    neither: int
    observed: float
    """The share of units on which they agree."""
    alpha: Interval
    """Krippendorff's alpha, nominal."""
    kappa: Interval
    """Cohen's kappa."""


@dataclass(frozen=True, eq=False)
class Reading:
    """What one coder read.

    Attributes:
        name: the coder.
        units: the framework and component of each row, sorted; the component is "" where frameworks were coded whole.
        values: int8, shape (units, elements): 1 present, 0 not mentioned, -1 unknown, -2 not read.
    """

    name: str
    units: tuple[tuple[str, str], ...]
    values: _Values

    def by_framework(self) -> "Reading":
        """Return the reading of whole frameworks: present where any component shows the element."""
        names = sorted({framework for framework, _ in self.units})
        rows = np.array([framework for framework, _ in self.units], dtype=object)
        values = np.array([_any_present(self.values[rows == name]) for name in names], dtype=np.int8)
        return Reading(self.name, tuple((name, "") for name in names), values.reshape(len(names), -1))


def krippendorff_alpha(values: _Values) -> float:
    """Return Krippendorff's alpha for nominal values by any number of coders; values may be missing.

    alpha = 1 - observed / expected disagreement, from the coincidence matrix. A unit read by m coders adds its
    m (m - 1) ordered pairs of values to that matrix, each with weight 1 / (m - 1); a unit with one value does not
    count (Krippendorff 2011, Computing Krippendorff's Alpha-Reliability). NaN where all values are the same.

    Args:
        values: int8, shape (coders, units); a value below 0 is missing.
    """
    kinds = np.unique(values[values >= 0])
    counts = np.array([(values == kind).sum(axis=0) for kind in kinds], dtype=np.float64)
    counts = counts.reshape(len(kinds), values.shape[1])
    counts = counts[:, counts.sum(axis=0) > 1]
    read = counts.sum(axis=0)
    disagree = float(((read**2 - (counts**2).sum(axis=0)) / (read - 1)).sum())
    totals = counts.sum(axis=1)
    everything = float(totals.sum())
    expected = everything**2 - float((totals**2).sum())
    return 1.0 - (everything - 1) * disagree / expected if expected > 0 else float("nan")


def two_reader_alpha(counts: _Float) -> _Float:
    """Return Krippendorff's alpha of two readers without missing values, from counts.

    The counts are of units present for both, only the first, only the second, and neither.

    With N units there are n = 2 N values, n1 of them present and n0 not; alpha = 1 - (n - 1) differing / (n0 n1).

    Args:
        counts: float, shape (..., 4).
    """
    both, first, second, neither = np.moveaxis(counts, -1, 0)
    present = 2 * both + first + second
    absent = 2 * neither + first + second
    return _or_nan(present * absent - (present + absent - 1) * (first + second), present * absent)


def cohen_kappa(counts: _Float) -> _Float:
    """Return Cohen's kappa of two readers from counts.

    The counts are of units present for both, only the first, only the second, and neither.

    kappa = (observed - expected) / (1 - expected), with the expected agreement from the shares of each reader (Cohen
    1960, doi:10.1177/001316446002000104). NaN where both readers are constant and equal.

    Args:
        counts: float, shape (..., 4).
    """
    both, first, second, neither = np.moveaxis(counts, -1, 0)
    total = both + first + second + neither
    expected = (both + first) * (both + second) + (second + neither) * (first + neither)
    return _or_nan((both + neither) * total - expected, total**2 - expected)


def coder_agreement(
    one: Reading, other: Reading, elements: Sequence[ElementInfo], resamples: int, generator: np.random.Generator
) -> tuple[Agreement, ...]:
    """Compare two coders over all cells that both read: by component, by framework, and by element of frameworks.

    Intervals are percentile bootstraps that draw whole frameworks, because cells of one framework are not independent.
    """
    levels: list[tuple[str, Reading, Reading]] = []
    if any(component for _, component in one.units):
        levels.append(("component x element", one, other))
    levels.append(("framework x element", one.by_framework(), other.by_framework()))
    results: list[Agreement] = []
    for level, first, second in levels:
        counts = _counts_by_framework(first, second)
        weights = _resampling(len(counts), resamples, generator)
        results.append(_agreement("coders", one.name, other.name, level, None, counts.sum(axis=1), weights))
    for column, element in enumerate(elements):
        results.append(_agreement("coders", one.name, other.name, "element", element.id, counts[:, column], weights))
    return tuple(results)


def study_agreement(
    one: CodingMatrix, other: CodingMatrix, resamples: int, generator: np.random.Generator
) -> tuple[Agreement, ...]:
    """Compare two studies over the frameworks and elements that both have, where the cell is known in both.

    Returns:
        An empty tuple if there is no such cell.
    """
    frameworks = sorted(set(one.framework_ids) & set(other.framework_ids))
    elements = [element for element in one.elements if element.id in set(other.element_ids)]
    if not frameworks or not elements:
        return ()
    first, second = (_as_reading(matrix, frameworks, elements) for matrix in (one, other))
    counts = _counts_by_framework(first, second)
    if not counts.any():
        return ()
    weights = _resampling(len(counts), resamples, generator)
    names = ("studies", one.study, other.study)
    results = [_agreement(*names, "framework x element", None, counts.sum(axis=1), weights)]
    for column, element in enumerate(elements):
        if counts[:, column].any():
            results.append(_agreement(*names, "element", element.id, counts[:, column], weights))
    return tuple(results)


def _agreement(
    kind: str, first: str, second: str, level: str, element: str | None, counts: _Counts, weights: _Counts
) -> Agreement:
    """Sum the counts over frameworks, and over each resample of the frameworks."""
    total = counts.sum(axis=0)
    resampled = (weights @ counts).astype(np.float64)
    both, only_first, only_second, neither = (int(count) for count in total)
    units = int(total.sum())
    return Agreement(
        kind=kind,
        first=first,
        second=second,
        level=level,
        element=element,
        units=units,
        both=both,
        only_first=only_first,
        only_second=only_second,
        neither=neither,
        observed=(both + neither) / units if units else float("nan"),
        alpha=_interval(float(two_reader_alpha(total.astype(np.float64))), two_reader_alpha(resampled)),
        kappa=_interval(float(cohen_kappa(total.astype(np.float64))), cohen_kappa(resampled)),
    )


def _interval(value: float, resampled: _Float) -> Interval:
    """Return the 95% percentile interval over the resamples in which the measure is defined."""
    defined = resampled[~np.isnan(resampled)]
    if np.isnan(value) or not len(defined):
        return Interval(value, float("nan"), float("nan"))
    low, high = np.percentile(defined, [2.5, 97.5])
    return Interval(value, float(low), float(high))


def _resampling(frameworks: int, resamples: int, generator: np.random.Generator) -> _Counts:
    """Return how often each framework is drawn in each resample, int64 of shape (resamples, frameworks)."""
    return generator.multinomial(frameworks, np.full(frameworks, 1.0 / frameworks), size=resamples)


def _counts_by_framework(one: Reading, other: Reading) -> _Counts:
    """Return (both, only first, only second, neither), int64 of shape (frameworks, elements, 4), where both read."""
    row_of = {unit: row for row, unit in enumerate(other.units)}
    shared = [(row, row_of[unit], unit[0]) for row, unit in enumerate(one.units) if unit in row_of]
    names = sorted({name for _, _, name in shared})
    position = {name: index for index, name in enumerate(names)}
    counts = np.zeros((len(names), one.values.shape[1], 4), dtype=np.int64)
    for row, match, name in shared:
        a, b = one.values[row], other.values[match]
        for kind, (left, right) in enumerate(((1, 1), (1, 0), (0, 1), (0, 0))):
            counts[position[name], :, kind] += (a == left) & (b == right)
    return counts


def _as_reading(matrix: CodingMatrix, frameworks: Iterable[str], elements: Sequence[ElementInfo]) -> Reading:
    rows = {name: row for row, name in enumerate(matrix.framework_ids)}
    columns = {name: column for column, name in enumerate(matrix.element_ids)}
    wanted = list(frameworks)
    values = matrix.values[np.ix_([rows[name] for name in wanted], [columns[element.id] for element in elements])]
    return Reading(matrix.study, tuple((name, "") for name in wanted), values)


def _any_present(values: _Values) -> _Values:
    """Join rows: present takes precedence over unknown, unknown over not mentioned, and that over not read."""
    result = np.full(values.shape[1], NOT_READ, dtype=np.int8)
    for value in (0, UNKNOWN, 1):
        result[(values == value).any(axis=0)] = value
    return result


def _or_nan(above: _Float, below: _Float) -> _Float:
    above, below = np.asarray(above, dtype=np.float64), np.asarray(below, dtype=np.float64)
    return np.asarray(np.divide(above, below, out=np.full(above.shape, np.nan), where=below > 0))
