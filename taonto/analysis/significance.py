"""Which pairs share more than expected by chance, and how nested the matrix is compared with chance."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from taonto.analysis.matrix import CodingMatrix
from taonto.analysis.null import PASSES, bicm_probabilities, curveball_samples, shared_tail
from taonto.analysis.options import AnalysisOptions
from taonto.analysis.similarity import PairTable, cooccurrence

SAMPLER_WORK = 50_000_000
"""The most cells (samples x frameworks x elements) that the sampler draws: a large matrix gets fewer samples."""
LEAST_SAMPLES = 1_000
"""With fewer samples than this, sampled p-values of single pairs are too coarse and are left out."""
TAIL = 0.025
"""A measure differs from chance if its p-value on one side is at most this."""
_Bool = NDArray[np.bool_]
_Float = NDArray[np.float64]
_Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Significance:
    """The tests behind the backbone of one projection."""

    kind: str
    """"frameworks" or "elements"."""
    tests: int
    alpha: float
    significant: int
    """Pairs with p_adjusted <= alpha under the curveball null."""
    nominal: int
    """Pairs with p_value <= alpha, uncorrected: about alpha x tests are expected by chance."""
    significant_analytic: int
    nominal_analytic: int
    samples: int
    """Null matrices drawn; 0 where the sampler was left out."""
    trades: int
    """Passes before each draw; in each pass, every framework takes part in one trade."""
    least_p: float
    """The lowest p-value possible with this many samples."""

    @property
    def decided(self) -> int:
        """The significant pairs: by the sampled p-values, or by the analytic ones where no matrix was drawn."""
        return self.significant if self.samples else self.significant_analytic

    @property
    def decided_nominal(self) -> int:
        """The same, uncorrected."""
        return self.nominal if self.samples else self.nominal_analytic

    @property
    def expected_nominal(self) -> float:
        """The number of uncorrected p-values at or below alpha that is expected by chance."""
        return self.alpha * self.tests


@dataclass(frozen=True, slots=True)
class NullComparison:
    """A measure of the matrix compared with the same measure on matrices with the same row and column sums."""

    value: float
    null_mean: float
    null_low: float
    """2.5th percentile."""
    null_high: float
    """97.5th percentile."""
    z: float
    """NaN where the null does not vary."""
    p_greater: float
    p_less: float
    samples: int

    @property
    def direction(self) -> int:
        """1 if the measure is higher than expected by chance, -1 if lower, else 0 (5% in total, two-sided)."""
        if self.p_greater <= TAIL:
            return 1
        return -1 if self.p_less <= TAIL else 0


@dataclass(frozen=True, slots=True)
class Nestedness:
    """NODF, 0 (no nesting) to 100 (perfect), over all pairs, over frameworks (rows) and over elements (columns)."""

    nodf: float
    frameworks: float
    elements: float
    null: NullComparison | None


@dataclass(frozen=True, eq=False)
class NullDraws:
    """What one run of the sampler counted and measured.

    Attributes:
        samples: the number of matrices drawn.
        rows_at_least, columns_at_least: int64, square: in how many draws two share at least as many as observed.
        rows_more, columns_more: the same for more than observed.
        nodf: float, shape (samples, 3): NODF over all pairs, over rows, over columns.
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

    A pair with sums a > b scores 100 x shared / b; a pair with equal sums or with an empty member scores 0.
    NODF is the mean over all pairs of rows and of columns (Almeida-Neto, Guimaraes, Guimaraes, Loyola &
    Ulrich 2008, Oikos 117, 1227-1239, doi:10.1111/j.0030-1299.2008.16644.x).
    """
    rows = float((cooccurrence(incidence) * _nodf_weights(incidence.sum(axis=1))).sum())
    columns = float((cooccurrence(incidence.T) * _nodf_weights(incidence.sum(axis=0))).sum())
    return _nodf_means(rows, columns, incidence.shape)


def draw_null(incidence: _Bool, samples: int, generator: np.random.Generator, passes: int = PASSES) -> NullDraws:
    """Draw from the null model with both degree sequences fixed, counting and measuring on every draw.

    Row and column sums are the same in every draw, so the shared counts determine NODF and Jaccard.
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
    """Return how many random matrices to draw: as many as asked for, or as `SAMPLER_WORK` allows."""
    return min(options.samples, max(20, SAMPLER_WORK // max(1, matrix.values.size)))


def with_p_values(pairs: PairTable, at_least: _Counts | None, samples: int, analytic: _Float | None) -> PairTable:
    """Return the pairs with their p-values, plain and adjusted over all pairs (Benjamini-Hochberg).

    A sampled p-value is (1 + draws that share at least as many) / (1 + draws), never 0 (Davison & Hinkley 1997).
    The adjustment (Benjamini & Hochberg 1995) bounds the expected share of false discoveries.

    Args:
        pairs: without p-values.
        at_least: int, square, from the sampler, or None to leave it out.
        samples: the number of draws.
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
    """Return the numbers of tests and discoveries, which belong in every report of a discovery."""

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
        ArithmeticError: if the model has no finite solution for the sums.
    """
    chances = bicm_probabilities(incidence)
    rows, rows_exact = shared_tail(chances, cooccurrence(incidence))
    columns, columns_exact = shared_tail(chances.T, cooccurrence(incidence.T))
    return rows, columns, rows_exact and columns_exact


def compare(value: float, null: _Float) -> NullComparison | None:
    """Return a measure compared with its values on random matrices; None if there are no such values."""
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
    """Return NODF with its parts, compared with the null model."""
    every, rows, columns = nodf(incidence)
    return Nestedness(every, rows, columns, compare(every, draws.nodf[:, 0]) if draws else None)


def _adjusted(p_values: _Float) -> _Float:
    if not len(p_values) or np.isnan(p_values).any():
        return np.full(len(p_values), np.nan)
    return np.asarray(stats.false_discovery_control(p_values, method="bh"))


def _nodf_weights(sums: NDArray[np.integer]) -> _Float:
    """Return what one shared item adds to the score of a pair, on the upper triangle."""
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
