"""Groups of frameworks and elements that belong together."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from taonto.analysis.matrix import CodingMatrix
from taonto.analysis.options import AnalysisOptions
from taonto.analysis.significance import NullComparison

MOST_GROUPS = 20
_Bool = NDArray[np.bool_]
_Float = NDArray[np.float64]
_Labels = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Communities:
    """Groups of frameworks and elements that belong together, by Barber's bipartite modularity."""

    modularity: float
    groups: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    """(framework ids, element ids) of each community, the largest first; communities are numbered from 1."""
    runs: int
    mean_agreement: float
    """Mean adjusted Rand index between the partitions of all runs: 1 means the same each time."""
    least_agreement: float
    null: NullComparison | None
    """The best modularity compared with that of random matrices, each searched in the same way with fewer runs."""


def bipartite_modularity(incidence: _Bool, rows: _Labels, columns: _Labels) -> float:
    """Return Q = sum over cells within a group of (a_ij - k_i d_j / m) / m.

    k and d are the row and column sums and m the number of ones (Barber 2007, Physical Review E 76, 066102,
    doi:10.1103/PhysRevE.76.066102).

    Args:
        incidence: bool, shape (rows, columns), with at least one True.
        rows: the group of each row.
        columns: the group of each column.
    """
    excess, total = _excess(incidence)
    return float((excess * (rows[:, None] == columns[None, :])).sum() / total)


def search(incidence: _Bool, generator: np.random.Generator) -> tuple[float, _Labels, _Labels]:
    """Return the modularity and the groups of rows and columns that are reached from one random start.

    BRIM (Barber 2007): rows and columns take turns, each joining the group where it adds most, until nothing
    changes. Then the two groups whose union adds most are merged, and the turns start again, until no union adds.
    """
    excess, total = _excess(incidence)
    groups = int(generator.integers(2, max(3, min(MOST_GROUPS, *incidence.shape) + 1)))
    rows = generator.integers(0, groups, incidence.shape[0])
    best = -np.inf
    while True:
        columns = (excess.T @ np.eye(groups)[rows]).argmax(axis=1)
        rows = (excess @ np.eye(groups)[columns]).argmax(axis=1)
        between = np.eye(groups)[rows].T @ excess @ np.eye(groups)[columns]
        quality = float(np.trace(between) / total)
        if quality > best + 1e-12:
            best = quality
            continue
        gain = np.triu(between + between.T, k=1)
        first, second = np.unravel_index(gain.argmax(), gain.shape)
        if gain[first, second] <= 1e-9 * total:
            return quality, rows, columns
        rows = np.where(rows == second, first, rows)


def find_communities(
    matrix: CodingMatrix, options: AnalysisOptions, null: NullComparison | None = None
) -> Communities | None:
    """Return the best of `options.runs` searches and how well the searches agree; None for a matrix without a one.

    Frameworks that show nothing, and elements that no framework shows, are in no group.
    """
    incidence = matrix.present
    if not incidence.any():
        return None
    kept_rows = np.flatnonzero(incidence.any(axis=1))
    kept_columns = np.flatnonzero(incidence.any(axis=0))
    inner = incidence[np.ix_(kept_rows, kept_columns)]
    generator = community_generator(options)
    found = [search(inner, generator) for _ in range(options.runs)]
    quality, rows, columns = max(found, key=lambda item: item[0])
    groups = []
    for group in sorted(set(rows.tolist()) | set(columns.tolist())):
        members = tuple(matrix.frameworks[row].id for row in kept_rows[rows == group])
        elements = tuple(matrix.elements[column].id for column in kept_columns[columns == group])
        groups.append((members, elements))
    groups.sort(key=lambda group: (-len(group[0]) - len(group[1]), group))
    partitions = [np.concatenate(item[1:]) for item in found]
    agreement = [adjusted_rand(one, other) for index, one in enumerate(partitions) for other in partitions[:index]]
    return Communities(
        modularity=quality,
        groups=tuple(groups),
        runs=options.runs,
        mean_agreement=float(np.mean(agreement)) if agreement else 1.0,
        least_agreement=float(np.min(agreement)) if agreement else 1.0,
        null=null,
    )


def best_modularity(incidence: _Bool, runs: int, generator: np.random.Generator) -> float:
    """Return the best modularity of `runs` searches over the rows and columns that are not empty."""
    inner = incidence[np.ix_(incidence.any(axis=1), incidence.any(axis=0))]
    return max(search(inner, generator)[0] for _ in range(runs))


def community_generator(options: AnalysisOptions) -> np.random.Generator:
    """Return the random generator of a community search, so that the same matrix always gives the same groups."""
    return np.random.default_rng([options.seed, 2])


def adjusted_rand(first: _Labels, second: _Labels) -> float:
    """Return the adjusted Rand index of two partitions: 1 if equal, about 0 by chance (Hubert & Arabie 1985)."""
    _, one = np.unique(first, return_inverse=True)
    _, other = np.unique(second, return_inverse=True)
    table = np.zeros((one.max() + 1, other.max() + 1))
    np.add.at(table, (one, other), 1)

    def pairs(counts: _Float) -> float:
        return float((counts * (counts - 1) / 2).sum())

    joint, in_one, in_other = pairs(table), pairs(table.sum(axis=1)), pairs(table.sum(axis=0))
    everything = len(first) * (len(first) - 1) / 2
    expected = in_one * in_other / everything if everything else 0.0
    most = (in_one + in_other) / 2
    return 1.0 if most == expected else (joint - expected) / (most - expected)


def _excess(incidence: _Bool) -> tuple[_Float, int]:
    numbers = incidence.astype(np.float64)
    total = int(incidence.sum())
    return numbers - np.outer(numbers.sum(axis=1), numbers.sum(axis=0)) / total, total
