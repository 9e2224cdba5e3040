"""The few numbers that a report leads with, and how far the data behind them could be moved."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from taonto.analysis.agreement import Reading
from taonto.analysis.clustering import cluster
from taonto.analysis.communities import best_modularity, community_generator
from taonto.analysis.coverage import minimum_covers, phase_columns
from taonto.analysis.model import (
    NOT_MENTIONED,
    PRESENT,
    UNKNOWN,
    AnalysisOptions,
    CodingMatrix,
    Headline,
    PairTable,
    Sensitivity,
)
from taonto.analysis.null import bicm_probabilities, shared_tail
from taonto.analysis.significance import nodf, with_p_values
from taonto.analysis.similarity import cooccurrence, framework_pairs

LABELS = {
    "mean_elements": "Mean number of elements that a framework shows",
    "top_element_share": "Share of the frameworks that show the most common element",
    "core_elements": "Elements that at least half of the frameworks show",
    "all_phases": "Frameworks that reach every phase",
    "mean_jaccard": "Mean Jaccard similarity over all pairs of frameworks",
    "significant_pairs": "Pairs of frameworks that share more than chance (analytic null model, adjusted)",
    "nodf": "Nestedness (NODF, 0 to 100)",
    "modularity": "Bipartite modularity",
    "cophenetic": "Cophenetic correlation of the framework tree",
    "cover_size": "Fewest frameworks that together show every element",
}
"""Headline name to what it says."""


def measure(
    matrix: CodingMatrix,
    options: AnalysisOptions,
    exact: bool = True,
    pairs: PairTable | None = None,
    modularity: float | None = None,
) -> dict[str, float]:
    """Return every headline of a matrix.

    The significant pairs are those of the analytic null model, which needs no draws: the sampled ones are beside it in
    the pair table. NaN: not defined for this matrix, or left out.

    Args:
        matrix: at least two frameworks, and one cell that is present.
        options: the seed and number of the community searches, and the share of false discoveries that is accepted.
        exact: whether to solve for the least cover.
        pairs: the pairs of frameworks with their analytic p-values, where they are known already.
        modularity: what `find_communities` found with the same options, where it is known already.
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
    """Return the headlines with their bounds over the unknown cells and their repetition on detailed lists.

    Counts of what was seen can only grow with the unknown cells, so their bounds are those with no and with every
    unknown cell present. Mean Jaccard lies between the means of the pairs' own bounds. The least cover can only shrink,
    as long as no element is uncovered. The other measures can go either way: no bound is given.
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
    """Yield every headline with each coder's reading standing alone."""
    for reading in readings:
        alone = coder_matrix(matrix, reading)
        if alone.present.any():
            for name, value in measure(alone, options).items():
                yield Sensitivity(name, "coder", reading.name, value)


def coder_matrix(matrix: CodingMatrix, reading: Reading) -> CodingMatrix:
    """Return the matrix as one coder alone would have it.

    What the coder did not see is not mentioned where the framework's list is complete and detailed, unknown where it is
    neither; where nothing is known of the list, the coder's own value stands.
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
