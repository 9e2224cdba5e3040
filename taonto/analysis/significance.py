"""Which pairs share more than chance would give them, and how nested the matrix is beside chance."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from taonto.analysis.model import (
    AnalysisOptions,
    CodingMatrix,
    Nestedness,
    NullComparison,
    PairTable,
    Significance,
)
from taonto.analysis.null import PASSES, bicm_probabilities, curveball_samples, shared_tail
from taonto.analysis.similarity import cooccurrence

SAMPLER_WORK = 50_000_000
"""Most cells (samples x frameworks x elements) that the sampler draws; fewer samples are drawn of a large
matrix."""
LEAST_SAMPLES = 1_000
"""Fewer samples than this say too little of a single pair: its sampled p-value is then left out."""
_Bool = NDArray[np.bool_]
_Float = NDArray[np.float64]
_Counts = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class NullDraws:
    """What one run of the sampler saw.

    Attributes:
        samples: matrices drawn.
        rows_at_least, columns_at_least: int64, square: how many draws share at least as many as was observed.
        rows_more, columns_more: the same for more than was observed.
        nodf: float, shape (samples, 3): NODF over all, over rows, over columns.
        mean_jaccard: float, shape (samples,): over the pairs of rows.
    """

    samples: int
    rows_at_least: _Counts
    rows_more: _Counts
    columns_at_least: _Counts
    columns_more: _Counts
    nodf: _Float
    mean_jaccard: _Float


def nodf(incidence: _Bool) -> tuple[float, float, float]:
    """Return NODF over all pairs, over pairs of rows and over pairs of columns, each 0 to 100.

    A pair with sums a > b scores 100 x shared / b; a pair with equal sums, or with an empty member, scores 0.
    NODF is the mean over all pairs of rows and of columns (Almeida-Neto, Guimaraes, Guimaraes, Loyola &
    Ulrich 2008, Oikos 117, 1227-1239, doi:10.1111/j.0030-1299.2008.16644.x).
    """
    rows = float((cooccurrence(incidence) * _nodf_weights(incidence.sum(axis=1))).sum())
    columns = float((cooccurrence(incidence.T) * _nodf_weights(incidence.sum(axis=0))).sum())
    return _nodf_means(rows, columns, incidence.shape)


def draw_null(incidence: _Bool, samples: int, generator: np.random.Generator, passes: int = PASSES) -> NullDraws:
    """Draw from the null model with both degree sequences fixed, and count and measure on every draw.

    Row and column sums are the same in every draw, so NODF and Jaccard follow from the shared counts alone.
    """
    rows, columns = incidence.shape
    observed = (cooccurrence(incidence), cooccurrence(incidence.T))
    weights = (_nodf_weights(incidence.sum(axis=1)), _nodf_weights(incidence.sum(axis=0)))
    at_least = [np.zeros(counts.shape, dtype=np.int64) for counts in observed]
    more = [np.zeros(counts.shape, dtype=np.int64) for counts in observed]
    sums = incidence.sum(axis=1)
    both = (sums[:, None] + sums[None, :]).astype(np.float32)
    upper = np.triu_indices(rows, k=1)
    nodf_parts: list[_Float] = []
    jaccard: list[_Float] = []
    for batch in curveball_samples(incidence, samples, generator, passes):
        numbers = batch.astype(np.float32)
        totals = []
        for side, matrix in enumerate((numbers, numbers.transpose(0, 2, 1))):
            shared = matrix @ matrix.transpose(0, 2, 1)
            at_least[side] += (shared >= observed[side]).sum(axis=0)
            more[side] += (shared > observed[side]).sum(axis=0)
            totals.append(np.einsum("bij,ij->b", shared, weights[side], dtype=np.float64))
            if side == 0:
                either = both - shared
                ratio = np.divide(shared, either, out=np.zeros_like(shared), where=either > 0)
                jaccard.append(ratio[:, *upper].mean(axis=1, dtype=np.float64))
        nodf_parts.append(np.column_stack(_nodf_columns(totals[0], totals[1], (rows, columns))))
    return NullDraws(
        samples,
        at_least[0],
        more[0],
        at_least[1],
        more[1],
        np.concatenate(nodf_parts) if nodf_parts else np.empty((0, 3)),
        np.concatenate(jaccard) if jaccard else np.empty(0),
    )


def affordable_samples(matrix: CodingMatrix, options: AnalysisOptions) -> int:
    """Return how many null matrices are drawn: those asked for, or as many as `SAMPLER_WORK` allows."""
    return min(options.samples, max(20, SAMPLER_WORK // max(1, matrix.values.size)))


def with_p_values(pairs: PairTable, at_least: _Counts | None, samples: int, analytic: _Float | None) -> PairTable:
    """Return the pairs with their p-values and, over all pairs, the Benjamini-Hochberg adjustment.

    A sampled p-value is (1 + draws that share at least as many) / (1 + draws), never 0 (Davison & Hinkley
    1997).
    The adjustment (Benjamini & Hochberg 1995) bounds the expected share of false discoveries.

    Args:
        pairs: without p-values.
        at_least: int, square, from the sampler, or None to leave it out.
        samples: draws behind it.
        analytic: float, square, or None to leave it out.
    """
    missing = np.full(len(pairs), np.nan)
    at = (pairs.first, pairs.second)
    p_value = missing if at_least is None else np.asarray((1.0 + at_least[at]) / (1.0 + samples), dtype=np.float64)
    p_analytic = missing if analytic is None else analytic[at]
    return replace(
        pairs,
        p_value=p_value,
        p_adjusted=_adjusted(p_value),
        p_analytic=p_analytic,
        p_analytic_adjusted=_adjusted(p_analytic),
    )


def summarize(pairs: PairTable, kind: str, alpha: float, samples: int) -> Significance:
    """Return the counts of tests and discoveries that a report must give beside any of them."""

    def count(values: _Float) -> int:
        return int((values <= alpha).sum())

    return Significance(
        kind=kind,
        tests=len(pairs),
        alpha=alpha,
        significant=count(pairs.p_adjusted),
        nominal=count(pairs.p_value),
        significant_analytic=count(pairs.p_analytic_adjusted),
        nominal_analytic=count(pairs.p_analytic),
        samples=samples,
        trades=PASSES if samples else 0,
        least_p=1.0 / (1.0 + samples) if samples else float("nan"),
    )


def analytic_p_values(incidence: _Bool) -> tuple[_Float, _Float, bool]:
    """Return the BiCM's p-values for pairs of rows and of columns (square), and whether they are exact.

    Raises:
        ArithmeticError: if the sums leave the model no finite solution.
    """
    chances = bicm_probabilities(incidence)
    rows, rows_exact = shared_tail(chances, cooccurrence(incidence))
    columns, columns_exact = shared_tail(chances.T, cooccurrence(incidence.T))
    return rows, columns, rows_exact and columns_exact


def compare(value: float, null: _Float) -> NullComparison | None:
    """Return a measure beside its values on null matrices; None without any."""
    if not len(null):
        return None
    spread = float(null.std(ddof=1)) if len(null) > 1 else 0.0
    tolerance = 1e-9 * max(1.0, abs(value))
    return NullComparison(
        value=value,
        null_mean=float(null.mean()),
        null_low=float(np.percentile(null, 2.5)),
        null_high=float(np.percentile(null, 97.5)),
        z=(value - float(null.mean())) / spread if spread > tolerance else float("nan"),
        p_greater=float((1 + (null >= value - tolerance).sum()) / (1 + len(null))),
        p_less=float((1 + (null <= value + tolerance).sum()) / (1 + len(null))),
        samples=len(null),
    )


def nestedness(incidence: _Bool, draws: NullDraws | None) -> Nestedness:
    """Return NODF with its parts, beside the null model."""
    every, rows, columns = nodf(incidence)
    return Nestedness(every, rows, columns, compare(every, draws.nodf[:, 0]) if draws else None)


def _adjusted(p_values: _Float) -> _Float:
    if not len(p_values) or np.isnan(p_values).any():
        return np.full(len(p_values), np.nan)
    return np.asarray(stats.false_discovery_control(p_values, method="bh"))


def _nodf_weights(sums: NDArray[np.integer]) -> _Float:
    """Return what one shared item adds to a pair's score, on the upper triangle."""
    least = np.minimum(sums[:, None], sums[None, :]).astype(np.float64)
    counted = np.triu((sums[:, None] != sums[None, :]) & (least > 0), k=1)
    return np.asarray(np.divide(100.0, least, out=np.zeros_like(least), where=counted))


def _nodf_means(rows: float, columns: float, shape: tuple[int, int]) -> tuple[float, float, float]:
    row_pairs, column_pairs = (size * (size - 1) // 2 for size in shape)
    total = row_pairs + column_pairs
    return (
        (rows + columns) / total if total else 0.0,
        rows / row_pairs if row_pairs else 0.0,
        columns / column_pairs if column_pairs else 0.0,
    )


def _nodf_columns(rows: _Float, columns: _Float, shape: tuple[int, int]) -> tuple[_Float, _Float, _Float]:
    row_pairs, column_pairs = (max(1, size * (size - 1) // 2) for size in shape)
    total = max(1, sum(size * (size - 1) // 2 for size in shape))
    return (rows + columns) / total, rows / row_pairs, columns / column_pairs
