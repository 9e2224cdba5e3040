"""The null models against full enumeration, an independent sampler and an independent library."""

import itertools
from collections import Counter

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from taonto.analysis.null import bicm_probabilities, curveball_samples, shared_tail
from taonto.analysis.similarity import cooccurrence


def women():
    graph = nx.davis_southern_women_graph()
    return nx.bipartite.biadjacency_matrix(graph, graph.graph["top"], graph.graph["bottom"]).toarray() > 0


def draw(matrix, samples, seed=0, **options):
    return np.concatenate(list(curveball_samples(matrix, samples, np.random.default_rng(seed), **options)))


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 7), st.integers(1, 7), st.integers(0, 2**32 - 1))
def test_every_draw_keeps_both_sums(rows, columns, seed):
    matrix = np.random.default_rng(seed).random((rows, columns)) < 0.4
    drawn = draw(matrix, 20, seed)
    assert drawn.shape == (20, rows, columns)
    assert (drawn.sum(axis=2) == matrix.sum(axis=1)).all()
    assert (drawn.sum(axis=1) == matrix.sum(axis=0)).all()


@pytest.mark.parametrize("turned", [False, True])
def test_draws_are_uniform_over_all_matrices_with_these_sums(turned):
    start = np.array([[1, 1, 0, 0, 1], [1, 0, 1, 0, 0], [0, 1, 0, 1, 0], [1, 0, 0, 0, 0]], dtype=bool)
    start = start.T.copy() if turned else start
    rows, columns = start.sum(axis=1), start.sum(axis=0)
    choices = [
        [sum(1 << c for c in chosen) for chosen in itertools.combinations(range(len(columns)), size)] for size in rows
    ]
    every = {
        rows_
        for rows_ in itertools.product(*choices)
        if all(sum(r >> c & 1 for r in rows_) == total for c, total in enumerate(columns))
    }
    drawn = draw(start, 20_000)
    counts = Counter(tuple(int(sum(1 << c for c in np.flatnonzero(row))) for row in matrix) for matrix in drawn)
    assert set(counts) == every
    assert len(every) > 50
    assert stats.chisquare([counts[key] for key in every]).pvalue > 1e-3


def test_draws_are_seeded():
    assert (draw(women(), 50, seed=3) == draw(women(), 50, seed=3)).all()
    assert (draw(women(), 50, seed=3) != draw(women(), 50, seed=4)).any()


def test_enough_passes_to_forget_the_start(core):
    """Three times the passes go no farther from the start: the chain has arrived."""
    start = core.present
    one, other = ((draw(start, 1_000, passes=passes) != start).sum(axis=(1, 2)) for passes in (20, 60))
    assert abs(one.mean() - other.mean()) < 4 * np.hypot(one.std(), other.std()) / np.sqrt(1_000)


def test_bicm_as_an_independent_library_has_it():
    """The chances of the first and the last woman, as `bicm` 3.4.0 (PyPI) gave them; it brings a compiler along."""
    chances = bicm_probabilities(women())
    evelyn = [0.34232891, 0.34232891, 0.59281351, 0.43545529, 0.71573988, 0.71573988, 0.80982479, 0.93338249]
    flora = [0.03859674, 0.03859674, 0.10095261, 0.05615106, 0.16261941, 0.16261941, 0.24723365, 0.51937891]
    assert chances[0, :8] == pytest.approx(evelyn, abs=1e-7)
    assert chances[17, :8] == pytest.approx(flora, abs=1e-7)


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 9), st.integers(2, 9), st.floats(0.1, 0.9), st.integers(0, 2**32 - 1))
def test_bicm_meets_both_sums_or_says_that_it_can_not(rows, columns, density, seed):
    matrix = np.random.default_rng(seed).random((rows, columns)) < density
    try:
        chances = bicm_probabilities(matrix)
    except ArithmeticError:
        return
    assert chances.sum(axis=1) == pytest.approx(matrix.sum(axis=1), abs=1e-4)
    assert chances.sum(axis=0) == pytest.approx(matrix.sum(axis=0), abs=1e-4)
    assert ((chances >= 0) & (chances <= 1)).all()


def test_bicm_meets_the_sums_of_the_catalogue(core):
    chances = bicm_probabilities(core.present)
    assert chances.sum(axis=1) == pytest.approx(core.present.sum(axis=1), abs=1e-4)
    assert chances.sum(axis=0) == pytest.approx(core.present.sum(axis=0), abs=1e-4)


def test_bicm_settles_empty_and_full_lines(core):
    widened = np.pad(core.present, ((1, 1), (1, 1)))
    widened[0, :-1] = True
    inner = bicm_probabilities(core.present)
    chances = bicm_probabilities(widened)
    assert chances[0].tolist() == [1.0] * 28 + [0.0]
    assert not chances[-1].any()
    assert chances[1:-1, 1:-1] == pytest.approx(inner, abs=1e-6)


def test_shared_tail_by_summing_every_outcome():
    generator = np.random.default_rng(5)
    chances = generator.random((3, 6))
    shared = generator.integers(0, 6, (3, 3)).astype(np.int32)
    tail, exact = shared_tail(chances, shared)
    assert exact
    for a, b in itertools.product(range(3), repeat=2):
        p = chances[a] * chances[b]
        expected = sum(
            np.prod(np.where(outcome, p, 1 - p))
            for outcome in itertools.product([False, True], repeat=6)
            if sum(outcome) >= shared[a, b]
        )
        assert tail[a, b] == pytest.approx(expected)


def test_shared_tail_of_equal_chances_is_binomial():
    chances = np.full((2, 500), 0.3)
    shared = np.array([[0, 60], [60, 499]], dtype=np.int32)
    tail, _ = shared_tail(chances, shared)
    assert tail[0, 1] == pytest.approx(stats.binom.sf(59, 500, 0.09))
    assert tail[0, 0] == pytest.approx(1.0)


def test_normal_approximation_stays_close(monkeypatch):
    generator = np.random.default_rng(6)
    chances = generator.random((12, 300))
    shared = np.rint(chances @ chances.T + generator.normal(0, 8, (12, 12))).astype(np.int32)
    exact, _ = shared_tail(chances, shared)
    monkeypatch.setattr("taonto.analysis.null._EXACT_WORK", 0)
    close, said = shared_tail(chances, shared)
    assert not said
    assert np.abs(exact - close).max() < 2e-3


def test_shared_tail_agrees_with_drawing_from_the_model(core):
    chances = bicm_probabilities(core.present)
    observed = cooccurrence(core.present)
    tail, _ = shared_tail(chances, observed)
    drawn = (np.random.default_rng(7).random((4_000, *chances.shape)) < chances).astype(np.float32)
    share = ((drawn @ drawn.transpose(0, 2, 1)) >= observed).mean(axis=0)
    upper = np.triu_indices(len(observed), k=1)
    assert np.abs(share[upper] - tail[upper]).max() < 5 * np.sqrt(0.25 / 4_000)
