"""Calibration of the p-values, and NODF as its authors worked it out."""

import itertools

import numpy as np
import pytest
from helpers.plain_catalogue import matrix_of
from hypothesis import given, settings
from hypothesis import strategies as st

from taonto.analysis.options import AnalysisOptions
from taonto.analysis.significance import (
    affordable_samples,
    analytic_p_values,
    compare,
    draw_null,
    nestedness,
    nodf,
    summarize,
    with_p_values,
)
from taonto.analysis.similarity import cooccurrence, framework_pairs


def plain_nodf(matrix):
    def scores(lines):
        for one, other in itertools.combinations(lines, 2):
            a, b = sum(one), sum(other)
            least = min(a, b)
            together = sum(x and y for x, y in zip(one, other, strict=True))
            yield 100 * together / least if a != b and least else 0.0

    rows = list(scores(matrix.astype(int).tolist()))
    columns = list(scores(matrix.T.astype(int).tolist()))
    means = [float(np.mean(part)) if part else 0.0 for part in (rows + columns, rows, columns)]
    return tuple(means)


def test_nodf_as_published():
    """The worked example of Almeida-Neto et al. (2008): 53.33 over rows, 63.33 over columns, 58.33 over all."""
    matrix = np.array([[1, 0, 1, 1, 1], [1, 1, 1, 0, 0], [0, 1, 1, 1, 0], [1, 1, 0, 0, 0], [1, 1, 0, 0, 0]], dtype=bool)
    assert nodf(matrix) == pytest.approx((58.3333, 53.3333, 63.3333), abs=1e-3)


def test_nodf_of_a_perfectly_nested_matrix_is_100():
    assert nodf(np.tri(5, dtype=bool))[0] == pytest.approx(100)


@settings(max_examples=80, deadline=None)
@given(st.integers(2, 7), st.integers(2, 7), st.integers(0, 2**32 - 1))
def test_nodf_by_plain_loops(rows, columns, seed):
    matrix = np.random.default_rng(seed).random((rows, columns)) < 0.5
    assert nodf(matrix) == pytest.approx(plain_nodf(matrix))


def swapped(matrix, generator, swaps):
    """Another sampler of the same null model: single checkerboard swaps, in plain Python."""
    rows = [set(np.flatnonzero(row).tolist()) for row in matrix]
    picks = generator.integers(0, len(rows), (swaps, 2))
    chances = generator.random((swaps, 2))
    for (a, b), (x, y) in zip(picks.tolist(), chances.tolist(), strict=True):
        mine, yours = sorted(rows[a] - rows[b]), sorted(rows[b] - rows[a])
        if mine and yours:
            # One cell pair of all possible ones, so that the chain stays symmetric: reject as often as there are fewer.
            limit = matrix.shape[1]
            i, j = int(x * limit), int(y * limit)
            if i < len(mine) and j < len(yours):
                give, take = mine[i], yours[j]
                rows[a] ^= {give, take}
                rows[b] ^= {give, take}
    result = np.zeros_like(matrix)
    for index, row in enumerate(rows):
        result[index, list(row)] = True
    return result


@pytest.fixture(scope="module")
def null_matrices(core):
    """Matrices that another sampler drew from the null model of the study."""
    generator = np.random.default_rng(11)
    drawn = [swapped(core.present, generator, 40_000)]
    while len(drawn) < 20:
        drawn.append(swapped(drawn[-1], generator, 10_000))
    return drawn


def null_p_values(matrices, passes):
    """p-values of all pairs in these matrices, plain and with ties broken at random.

    With ties broken they are uniform for any number of draws, so few draws are enough.
    """
    generator = np.random.default_rng(12)
    upper = np.triu_indices(len(matrices[0]), k=1)
    plain, broken = [], []
    for matrix in matrices:
        draws = draw_null(matrix, 200, generator, passes=passes)
        at_least, more = draws.rows_at_least[upper], draws.rows_more[upper]
        plain.append((1 + at_least) / 201)
        broken.append((more + generator.random(len(at_least)) * (at_least - more + 1)) / 201)
    return np.concatenate(plain), np.concatenate(broken)


def test_p_values_are_calibrated(null_matrices):
    plain, broken = null_p_values(null_matrices, passes=20)
    assert (plain <= 0.05).mean() <= 0.055
    # Shared counts are few, so plain p-values are cautious; with ties broken at random they are exactly uniform.
    assert (broken <= 0.05).mean() == pytest.approx(0.05, abs=0.008)
    assert (broken <= 0.5).mean() == pytest.approx(0.5, abs=0.02)


def test_the_calibration_would_catch_a_sampler_that_stops_too_soon(null_matrices):
    _, broken = null_p_values(null_matrices, passes=1)
    assert abs((broken <= 0.05).mean() - 0.05) > 0.008


def test_counts_of_draws_are_those_of_plain_counting(core):
    part = core.take(range(12))
    draws = draw_null(part.present, 300, np.random.default_rng(1))
    assert draws.samples == 300
    assert (draws.rows_at_least >= draws.rows_more).all()
    # A framework shares all its elements with itself in every draw.
    assert (np.diag(draws.rows_at_least) == 300).all()
    assert (np.diag(draws.rows_more) == 0).all()
    assert draws.nodf.shape == (300, 3)
    every, rows, columns = draws.nodf.T
    assert ((every >= np.minimum(rows, columns) - 1e-9) & (every <= np.maximum(rows, columns) + 1e-9)).all()


def test_measures_of_draws_where_nothing_can_change():
    """In a perfectly nested matrix no trade is possible, so every draw is the matrix itself."""
    matrix = np.tri(5, dtype=bool)
    draws = draw_null(matrix, 10, np.random.default_rng(1))
    assert draws.nodf == pytest.approx(100)
    sizes = [(a / b) for a, b in itertools.combinations(range(1, 6), 2)]
    assert draws.mean_jaccard == pytest.approx(np.mean(sizes))
    assert (draws.rows_at_least == 10).all()
    found = nestedness(matrix, draws)
    assert (found.null.p_greater, found.null.p_less) == (1.0, 1.0)
    assert np.isnan(found.null.z)


def test_adjustment_by_hand(core):
    p_values = analytic_p_values(core.present)[0]
    pairs = with_p_values(framework_pairs(core), None, 0, p_values)
    assert np.isnan(pairs.p_value).all()
    ranked = np.argsort(pairs.p_analytic)
    expected, least = np.empty(len(ranked)), 1.0
    for place in range(len(ranked), 0, -1):
        index = ranked[place - 1]
        least = min(least, pairs.p_analytic[index] * len(ranked) / place)
        expected[index] = least
    assert pairs.p_analytic_adjusted == pytest.approx(expected)
    summary = summarize(pairs, "frameworks", 0.05, 0)
    assert (summary.tests, summary.significant) == (595, 0)
    assert summary.nominal_analytic == sum(p <= 0.05 for p in pairs.p_analytic)


def test_sampled_and_analytic_p_values_agree(core):
    draws = draw_null(core.present, 2_000, np.random.default_rng(2))
    upper = np.triu_indices(35, k=1)
    sampled = (1 + draws.rows_at_least[upper]) / 2_001
    analytic = analytic_p_values(core.present)[0][upper]
    assert np.corrcoef(sampled, analytic)[0, 1] > 0.98


def test_a_planted_pair_is_found():
    generator = np.random.default_rng(3)
    sets = {f"f{i:02}": {f"e{j:02}" for j in np.flatnonzero(generator.random(40) < 0.25)} for i in range(20)}
    sets["f00"] = sets["f01"] = {f"e{j:02}" for j in range(0, 30, 2)}
    matrix = matrix_of(sets)
    draws = draw_null(matrix.present, 4_000, generator)
    pairs = with_p_values(framework_pairs(matrix), draws.rows_at_least, 4_000, None).frame()
    assert pairs[pairs.p_adjusted <= 0.05][["framework_a", "framework_b"]].values.tolist() == [["f00", "f01"]]
    assert cooccurrence(matrix.present)[0, 1] == 15


def test_compare_counts_ties_on_both_sides():
    found = compare(2.0, np.array([1.0, 2.0, 3.0]))
    assert (found.p_greater, found.p_less, found.null_mean) == (3 / 4, 3 / 4, 2.0)
    assert compare(1.0, np.empty(0)) is None


def test_large_matrices_get_fewer_draws(core):
    assert affordable_samples(core, AnalysisOptions(samples=10_000)) == 10_000
    big = matrix_of({f"f{i}": {"e0"} for i in range(2_000)}, [f"e{i}" for i in range(500)])
    assert affordable_samples(big, AnalysisOptions(samples=10_000)) == 50
