"""What to expect by chance: matrices and probabilities with the same row and column sums as the matrix analyzed.

There are two null models.

- *Fixed degrees* (the fixed degree sequence model): every 0/1 matrix with exactly these row and column sums
  is equally likely. It is sampled by the curveball algorithm (Strona, Nappo, Boccacci, Fattorini &
  San-Miguel-Ayanz 2014, Nature Communications 5, 4114, doi:10.1038/ncomms5114), here in its global form, in
  which every row takes part in one trade per pass (Carstens, Berger & Strona 2018, MethodsX 5, 773-780). In a
  trade, two rows pool the columns that only one of them has and divide the pool again at random, each
  getting back as many as it gave. Every trade keeps all sums, and its probabilities are symmetric, so the
  uniform distribution is stationary.
- *Degrees on average* (the bipartite configuration model, BiCM: Saracco, Di Clemente, Gabrielli & Squartini
  2015, Scientific Reports 5, 10595): cells are independent, p = x_i y_j / (1 + x_i y_j), with x and y such
  that the expected sums are the observed ones. With these cells the stochastic degree sequence model (Neal
  2014, Social Networks 39, 84-97) gives the probability that two rows share at least a given number of columns
  without any sampling.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, stats

PASSES = 20
"""Passes before each draw: each row takes part in twenty trades. The published advice, five trades per row
(Strona et al. 2014), equals ten passes; the tests compare the draws with full enumeration."""
_BATCH_CELLS = 300_000
_EXACT_WORK = 4_000_000_000
_Bool = NDArray[np.bool_]
_Float = NDArray[np.float64]


def curveball_samples(
    incidence: _Bool, samples: int, generator: np.random.Generator, passes: int = PASSES
) -> Iterator[_Bool]:
    """Yield random matrices with the row and column sums of `incidence`, in batches.

    Every sample has its own chain, started at the given matrix, so samples are independent of each other.

    Args:
        incidence: bool, shape (rows, columns).
        samples: the number of matrices in total.
        generator: the source of randomness.
        passes: the number of passes over all rows before a sample is taken.

    Yields:
        Bool arrays of shape (batch, rows, columns); the batches add up to `samples`.
    """
    rows, columns = incidence.shape
    batch = max(1, _BATCH_CELLS // max(1, rows * columns))
    # The cost of a trade grows with the number of columns, so the rows that trade are those of the longer side.
    turned = columns > rows
    start = np.ascontiguousarray(incidence.T) if turned else incidence
    for begin in range(0, samples, batch):
        state = np.repeat(start[None], min(batch, samples - begin), axis=0)
        for _ in range(passes):
            _trade_all(state, generator)
        yield state.transpose(0, 2, 1) if turned else state


def _trade_all(state: _Bool, generator: np.random.Generator) -> None:
    """Pair up the rows of each matrix at random and let each pair trade, in place."""
    chains, rows, columns = state.shape
    half = rows // 2
    if half == 0:
        return
    order = np.argsort(generator.random((chains, rows)), axis=1)
    chain = np.arange(chains)[:, None]
    left, right = order[:, :half], order[:, half : 2 * half]
    one, other = state[chain, left], state[chain, right]
    pot = one ^ other
    gave = (one & pot).sum(axis=2)
    # Distinct random keys (the low bits are the column): the columns of the pool with the smallest keys go to the
    # first row.
    bits = max(1, int(columns - 1).bit_length())
    keys = generator.integers(0, 1 << (63 - bits), size=pot.shape, dtype=np.uint64)
    keys = (keys << np.uint64(bits)) | np.arange(columns, dtype=np.uint64)
    keys[~pot] = np.iinfo(np.uint64).max
    ranked = np.sort(keys, axis=2)
    last = np.take_along_axis(ranked, np.maximum(gave - 1, 0)[:, :, None], axis=2)
    taken = pot & (keys <= last) & (gave > 0)[:, :, None]
    common = one & other
    state[chain, left] = common | taken
    state[chain, right] = common | (pot & ~taken)


def bicm_probabilities(incidence: _Bool) -> _Float:
    """Return the BiCM's probability of every cell, shape (rows, columns), from the row and column sums alone.

    Rows and columns that are empty or full (among the rest) have certain cells and are settled first. For the others,
    a concave likelihood is maximized over the distinct sums by Newton's method in a trust region.

    Raises:
        ArithmeticError: if the sums can't be met closely (a relative error above 1e-6), as for a perfectly nested
            matrix, where the maximum is at infinity.
    """
    probability = np.zeros(incidence.shape)
    rows = np.arange(incidence.shape[0])
    columns = np.arange(incidence.shape[1])
    row_sums = incidence.sum(axis=1).astype(np.int64)
    column_sums = incidence.sum(axis=0).astype(np.int64)
    while len(rows) and len(columns):
        full_rows = row_sums[rows] == len(columns)
        if full_rows.any() or (row_sums[rows] == 0).any():
            probability[np.ix_(rows[full_rows], columns)] = 1.0
            column_sums[columns] -= int(full_rows.sum())
            rows = rows[~full_rows & (row_sums[rows] > 0)]
            continue
        full_columns = column_sums[columns] == len(rows)
        if full_columns.any() or (column_sums[columns] == 0).any():
            probability[np.ix_(rows, columns[full_columns])] = 1.0
            row_sums[rows] -= int(full_columns.sum())
            columns = columns[~full_columns & (column_sums[columns] > 0)]
            continue
        probability[np.ix_(rows, columns)] = _fit(row_sums[rows], column_sums[columns])
        break
    return probability


def _fit(row_sums: NDArray[np.int64], column_sums: NDArray[np.int64]) -> _Float:
    k, k_index, k_count = np.unique(row_sums, return_inverse=True, return_counts=True)
    h, h_index, h_count = np.unique(column_sums, return_inverse=True, return_counts=True)
    weights = np.outer(k_count, h_count).astype(np.float64)

    def chances(point: _Float) -> _Float:
        logit = point[: len(k), None] + point[None, len(k) :]
        return np.asarray(0.5 * (1.0 + np.tanh(logit / 2.0)))

    def cost(point: _Float) -> float:
        logit = point[: len(k), None] + point[None, len(k) :]
        gain = (k * k_count) @ point[: len(k)] + (h * h_count) @ point[len(k) :]
        return float((weights * np.logaddexp(0.0, logit)).sum() - gain)

    def slope(point: _Float) -> _Float:
        expected = weights * chances(point)
        return np.concatenate([expected.sum(axis=1) - k * k_count, expected.sum(axis=0) - h * h_count])

    def curvature(point: _Float) -> _Float:
        p = chances(point)
        variance = weights * p * (1.0 - p)
        return np.block([[np.diag(variance.sum(axis=1)), variance], [variance.T, np.diag(variance.sum(axis=0))]])

    density = row_sums.sum() / (len(row_sums) * len(column_sums))
    start = np.concatenate(
        [
            np.log(k / (len(column_sums) - k)),
            np.log(h / (len(row_sums) - h)) - np.log(density / (1 - density)),
        ]
    )
    found = optimize.minimize(
        cost, start, jac=slope, hess=curvature, method="trust-exact", options={"gtol": 1e-9, "maxiter": 500}
    )
    error = np.abs(slope(found.x)) / np.concatenate([k * k_count, h * h_count])
    if error.max() > 1e-6:
        raise ArithmeticError("the configuration model has no finite solution for these row and column sums")
    return np.asarray(chances(found.x)[np.ix_(k_index, h_index)])


def shared_tail(probability: _Float, shared: NDArray[np.int32]) -> tuple[_Float, bool]:
    """Return, for every two rows, the probability of sharing at least `shared` columns when cells are independent.

    The number shared is a sum of independent events with probabilities p_ic p_jc: a Poisson-binomial variable. Its
    exact distribution is built column by column, once for each pair of different rows of `probability`. Where
    that is too much work, the refined normal approximation is used (Volkova 1996; Hong 2013, Computational
    Statistics & Data Analysis 59, 41-51).

    Args:
        probability: float, shape (rows, columns).
        shared: int, shape (rows, rows).

    Returns:
        Probabilities of shape (rows, rows), and whether they are exact.
    """
    kinds, kind_of = np.unique(probability, axis=0, return_inverse=True)
    count, columns = kinds.shape
    first, second = np.triu_indices(count)
    exact = len(first) * columns * (columns + 1) <= _EXACT_WORK
    position = np.zeros((count, count), dtype=np.int64)
    position[first, second] = position[second, first] = np.arange(len(first))
    where = position[kind_of[:, None], kind_of[None, :]]
    result = np.empty(shared.shape)
    # One block of distinct rows at a time, so that the distributions need little memory.
    block = max(1, 20_000_000 // (columns + 2))
    for begin in range(0, len(first), block):
        end = min(begin + block, len(first))
        chances = kinds[first[begin:end]] * kinds[second[begin:end]]
        here = (where >= begin) & (where < end)
        tail = _exact_tail if exact else _normal_tail
        result[here] = tail(chances, where[here] - begin, shared[here])
    return np.clip(result, 0.0, 1.0), exact


def _exact_tail(chances: _Float, which: NDArray[np.int64], at_least: NDArray[np.int32]) -> _Float:
    columns = chances.shape[1]
    mass = np.zeros((len(chances), columns + 1))
    mass[:, 0] = 1.0
    for column in range(columns):
        p = chances[:, column : column + 1]
        mass[:, 1 : column + 2] = mass[:, 1 : column + 2] * (1.0 - p) + mass[:, : column + 1] * p
        mass[:, :1] *= 1.0 - p
    # Summed from the far end, so that small probabilities keep their digits.
    tail = np.cumsum(mass[:, ::-1], axis=1)[:, ::-1]
    return np.asarray(tail[which, at_least])


def _normal_tail(chances: _Float, which: NDArray[np.int64], at_least: NDArray[np.int32]) -> _Float:
    mean = chances.sum(axis=1)[which]
    variance = (chances * (1.0 - chances)).sum(axis=1)
    skew = (chances * (1.0 - chances) * (1.0 - 2.0 * chances)).sum(axis=1)
    deviation = np.sqrt(np.maximum(variance, 1e-300))
    # Where nothing varies, the sum is certain and has no skew.
    cubed = deviation**3
    skew = np.divide(skew, cubed, out=np.zeros_like(skew), where=cubed > 0)[which]
    x = (at_least - 0.5 - mean) / deviation[which]
    below = stats.norm.cdf(x) + skew * (1.0 - x**2) * stats.norm.pdf(x) / 6.0
    return np.where(at_least == 0, 1.0, np.clip(1.0 - below, 0.0, 1.0))
