"""The few numbers that a report leads with, and how much they could change with the data."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from taonto.analysis.agreement import Reading
from taonto.analysis.clustering import cluster
from taonto.analysis.communities import best_modularity, community_generator
from taonto.analysis.coverage import minimum_covers, phase_columns
from taonto.analysis.matrix import NOT_MENTIONED, PRESENT, UNKNOWN, CodingMatrix
from taonto.analysis.null import bicm_probabilities, shared_tail
from taonto.analysis.options import AnalysisOptions
from taonto.analysis.significance import nodf, with_p_values
from taonto.analysis.similarity import PairTable, cooccurrence, framework_pairs

LABELS = {
    "mean_elements": "Mean number of elements that a framework shows",
    "top_element_share": "Share of the frameworks that show the most common element",
    "core_elements": "Elements that at least half of the frameworks show",
    "all_phases": "Frameworks that reach every phase",
    "mean_jaccard": "Mean Jaccard similarity over all pairs of frameworks",
    "significant_pairs": "Pairs of frameworks that share more than expected by chance (analytic null model, adjusted)",
    "nodf": "Nestedness (NODF, 0 to 100)",
    "modularity": "Bipartite modularity",
    "cophenetic": "Cophenetic correlation of the framework tree",
    "cover_size": "Fewest frameworks that together show every element",
}
"""What each headline states, by name."""


@dataclass(frozen=True, slots=True)
class Headline:
    """One number that the report leads with, and how much it could change."""

    name: str
    label: str
    value: float
    low: float | None
    """No way to fill in the unknown cells gives less; None where no such bound is known."""
    high: float | None
    """No way to fill in the unknown cells gives more; None where no such bound is known."""
    detailed: float | None
    """The same on detailed lists alone; None where all are detailed or fewer than two are."""


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """A headline under a change of the data."""

    headline: str
    """Its name."""
    change: str
    """"leave one framework out" or "coder"."""
    variant: str
    """The framework left out, or the only coder whose reading is used."""
    value: float


def measure(
    matrix: CodingMatrix,
    options: AnalysisOptions,
    exact: bool = True,
    pairs: PairTable | None = None,
    modularity: float | None = None,
) -> dict[str, float]:
    """Return every headline of a matrix.

    Significant pairs are counted under the analytic null model, which needs no draws; the sampled p-values are in the
    pair table too. NaN means not defined for this matrix, or left out.

    Args:
        matrix: at least two frameworks, and one cell that is present.
        options: the seed and the number of community searches, and the share of false discoveries to accept.
        exact: whether to solve for the smallest cover.
        pairs: the pairs of frameworks with their analytic p-values, if already known.
        modularity: what `find_communities` found with the same options, if already known.
    """
    incidence = matrix.present
    shares = incidence.mean(axis=0)
    pairs = pairs or _analytic_pairs(matrix)
    adjusted = pairs.p_analytic_adjusted
    tree = cluster(pairs)
    covers = minimum_covers(matrix, most=0) if exact else None
    if modularity is None:
        modularity = best_modularity(incidence, options.runs, community_generator(options))
    return {
        "mean_elements": float(incidence.sum(axis=1).mean()),
        "top_element_share": float(shares.max()),
        "core_elements": float((shares >= 0.5).sum()),
        "all_phases": _all_phases(matrix, incidence),
        "mean_jaccard": float(pairs.jaccard.mean()),
        "significant_pairs": float((adjusted <= options.alpha).sum()) if not np.isnan(adjusted).any() else float("nan"),
        "nodf": nodf(incidence)[0],
        "modularity": modularity,
        "cophenetic": tree.cophenetic if tree else float("nan"),
        "cover_size": float(covers.size) if covers else float("nan"),
    }


def headlines(
    matrix: CodingMatrix, values: Mapping[str, float], detailed: Mapping[str, float] | None, exact: bool = True
) -> tuple[Headline, ...]:
    """Return the headlines with their bounds over the unknown cells and their values on detailed lists alone.

    A count of what was seen is lowest with no unknown cell present and highest with all of them present. Mean Jaccard
    is between the means of the bounds of the pairs. The smallest cover can only shrink, as long as no element is
    uncovered. The other measures can go either way, so they have no bound.
    """
    most = replace(matrix, values=np.where(matrix.unknown, PRESENT, matrix.values).astype(np.int8))
    pairs = framework_pairs(matrix)
    shares = most.present.mean(axis=0)
    high = {
        "mean_elements": float(most.present.sum(axis=1).mean()),
        "top_element_share": float(shares.max()),
        "core_elements": float((shares >= 0.5).sum()),
        "all_phases": _all_phases(matrix, most.present),
        "mean_jaccard": float(pairs.jaccard_max.mean()),
        "cover_size": values["cover_size"],
    }
    low = {name: values[name] for name in ("mean_elements", "top_element_share", "core_elements", "all_phases")}
    low["mean_jaccard"] = float(pairs.jaccard_min.mean())
    if exact and matrix.present.any(axis=0).all():
        covers = minimum_covers(most, most=0)
        low["cover_size"] = float(covers.size) if covers else 1.0
    else:
        del high["cover_size"]
    return tuple(
        Headline(name, label, values[name], low.get(name), high.get(name), detailed[name] if detailed else None)
        for name, label in LABELS.items()
        if not np.isnan(values[name])
    )


def leave_one_out(
    matrix: CodingMatrix, options: AnalysisOptions, progress: Callable[[str], None]
) -> Iterator[Sensitivity]:
    """Yield every headline with each framework left out in turn."""
    for row, framework in enumerate(matrix.frameworks):
        progress(f"leaving out {framework.id}")
        rest = matrix.take([other for other in range(len(matrix.frameworks)) if other != row])
        if len(rest.frameworks) > 1 and rest.present.any():
            for name, value in measure(rest, options).items():
                yield Sensitivity(name, "leave one framework out", framework.id, value)


def by_coder(matrix: CodingMatrix, readings: Sequence[Reading], options: AnalysisOptions) -> Iterator[Sensitivity]:
    """Yield every headline from the reading of each coder alone."""
    for reading in readings:
        alone = coder_matrix(matrix, reading)
        if alone.present.any():
            for name, value in measure(alone, options).items():
                yield Sensitivity(name, "coder", reading.name, value)


def coder_matrix(matrix: CodingMatrix, reading: Reading) -> CodingMatrix:
    """Return the matrix as one coder alone would have it.

    An element that the coder did not see is not mentioned if the framework's list is complete and detailed, otherwise
    unknown. If nothing is known about the list, the coder's value is used.
    """
    whole = reading.by_framework()
    row_of = {framework: row for row, (framework, _) in enumerate(whole.units)}
    values = np.full(matrix.values.shape, UNKNOWN, dtype=np.int8)
    for row, framework in enumerate(matrix.frameworks):
        if framework.id not in row_of:
            continue
        own = whole.values[row_of[framework.id]]
        if framework.complete is None or framework.detail is None:
            absent = np.where(own == NOT_MENTIONED, NOT_MENTIONED, UNKNOWN)
        else:
            thorough = framework.complete and framework.detail == "detailed"
            absent = np.full(own.shape, NOT_MENTIONED if thorough else UNKNOWN)
        values[row] = np.where(own == PRESENT, PRESENT, absent)
    return replace(matrix, values=values)


def _all_phases(matrix: CodingMatrix, incidence: np.ndarray) -> float:
    if not matrix.phases:
        return float("nan")
    reached = [incidence[:, phase_columns(matrix, phase.id)].any(axis=1) for phase in matrix.phases]
    return float(np.all(reached, axis=0).sum())


def _analytic_pairs(matrix: CodingMatrix) -> PairTable:
    pairs = framework_pairs(matrix)
    try:
        chances = bicm_probabilities(matrix.present)
    except ArithmeticError:
        return pairs
    return with_p_values(pairs, None, 0, shared_tail(chances, cooccurrence(matrix.present))[0])
