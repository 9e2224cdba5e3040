"""How well the frameworks cover the elements: the core curve, the phases, and the fewest frameworks that cover all."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, sparse

from taonto.analysis.matrix import CodingMatrix

COVERS_KEPT = 100


@dataclass(frozen=True, slots=True)
class PhaseCount:
    """One framework in one phase: how many elements of the phase it shows, does not mention, or may show."""

    phase: str
    present: int
    not_mentioned: int
    unknown: int


@dataclass(frozen=True, slots=True)
class PhaseResult:
    """How well the frameworks cover one phase."""

    id: str
    label: str
    order: int
    elements: int
    frameworks: int
    """Frameworks that show at least one element of the phase."""
    frameworks_max: int
    """The same if every unknown cell were present."""
    mean_share: float
    """Mean over frameworks of the share of the phase's elements that were seen."""
    present: int
    not_mentioned: int
    unknown: int


@dataclass(frozen=True, slots=True)
class CorePoint:
    """One point of the core curve: the elements that were seen in at least k frameworks."""

    k: int
    elements: int
    elements_max: int
    """The same if every unknown cell were present."""
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MinimumCovers:
    """The smallest number of frameworks that together show every element that any framework shows."""

    size: int
    covers: tuple[tuple[str, ...], ...]
    """Every smallest set (at most `COVERS_KEPT`), sorted."""
    complete: bool
    """Whether `covers` lists all of them."""
    uncovered: tuple[str, ...]
    """Elements that no framework shows, so no set can cover them."""
    proven: bool
    """Whether the solver proved that no smaller set exists."""


def core_curve(matrix: CodingMatrix) -> tuple[CorePoint, ...]:
    """Return, for every k from 1 to the number of frameworks, the elements seen in at least k of them."""
    seen = matrix.present.sum(axis=0)
    possible = seen + matrix.unknown.sum(axis=0)
    return tuple(
        CorePoint(
            k,
            int((seen >= k).sum()),
            int((possible >= k).sum()),
            tuple(element.id for element, count in zip(matrix.elements, seen, strict=True) if count >= k),
        )
        for k in range(1, len(matrix.frameworks) + 1)
    )


def phase_results(matrix: CodingMatrix) -> tuple[PhaseResult, ...]:
    """Return how well each phase is covered, in the order of the phases."""
    results = []
    for phase in matrix.phases:
        columns = phase_columns(matrix, phase.id)
        part = matrix.values[:, columns]
        seen, unknown = part == 1, part == -1
        results.append(
            PhaseResult(
                id=phase.id,
                label=phase.label,
                order=phase.order,
                elements=len(columns),
                frameworks=int(seen.any(axis=1).sum()),
                frameworks_max=int((seen | unknown).any(axis=1).sum()),
                mean_share=float(seen.mean()) if part.size else float("nan"),
                present=int(seen.sum()),
                not_mentioned=int((part == 0).sum()),
                unknown=int(unknown.sum()),
            )
        )
    return tuple(results)


def phase_counts(matrix: CodingMatrix) -> tuple[tuple[PhaseCount, ...], ...]:
    """Return, for each framework, its counts in each phase."""
    parts = [(phase.id, matrix.values[:, phase_columns(matrix, phase.id)]) for phase in matrix.phases]
    return tuple(
        tuple(
            PhaseCount(name, int((part[row] == 1).sum()), int((part[row] == 0).sum()), int((part[row] == -1).sum()))
            for name, part in parts
        )
        for row in range(len(matrix.frameworks))
    )


def phase_columns(matrix: CodingMatrix, phase: str) -> list[int]:
    """Return the positions of a phase's elements."""
    return [index for index, element in enumerate(matrix.elements) if element.phase == phase]


def minimum_covers(matrix: CodingMatrix, most: int = COVERS_KEPT) -> MinimumCovers | None:
    """Return every smallest set of frameworks that together show all elements that any framework shows.

    This is the set cover problem as an integer program, solved to proven optimality by HiGHS through
    `scipy.optimize.milp`. Each set that was found is then forbidden and the search repeated, until no set of that
    size is left or `most` are found.

    Returns:
        None for a matrix that shows nothing, or where the solver gives up without a proof.
    """
    incidence = matrix.present
    reachable = np.asarray(incidence.any(axis=0))
    uncovered = tuple(element.id for element, reached in zip(matrix.elements, reachable, strict=True) if not reached)
    if not reachable.any():
        return None
    need = sparse.csr_array(incidence[:, reachable].T.astype(np.float64))
    proven, first = _least_cover(need, [])
    if not proven or first is None:
        return None
    found = [first]
    complete = False
    while len(found) <= most:
        proven, another = _least_cover(need, found)
        complete = proven and (another is None or len(another) > len(first))
        if complete or another is None:
            break
        found.append(another)
    names = matrix.framework_ids
    covers = sorted(tuple(sorted(names[row] for row in rows)) for rows in found[:most])
    return MinimumCovers(len(first), tuple(covers), complete, uncovered, proven=True)


def _least_cover(need: sparse.csr_array, forbidden: list[NDArray[np.intp]]) -> tuple[bool, NDArray[np.intp] | None]:
    """Return whether the solver settled the question, and the smallest cover that is not forbidden, if any."""
    count = need.shape[1]
    constraints = [optimize.LinearConstraint(need, lb=1.0)]
    if forbidden:
        rows = np.zeros((len(forbidden), count))
        for index, earlier in enumerate(forbidden):
            rows[index, earlier] = 1.0
        constraints.append(optimize.LinearConstraint(sparse.csr_array(rows), ub=rows.sum(axis=1) - 1.0))
    solution = optimize.milp(
        np.ones(count), integrality=np.ones(count), bounds=optimize.Bounds(0, 1), constraints=constraints
    )
    optimal, infeasible = 0, 2
    chosen = np.flatnonzero(np.round(solution.x) == 1) if solution.status == optimal else None
    return solution.status in (optimal, infeasible), chosen
