import itertools

import numpy as np
import pytest
from helpers.plain_catalogue import matrix_of
from hypothesis import given, settings
from hypothesis import strategies as st

from taonto.analysis.communities import (
    adjusted_rand,
    best_modularity,
    bipartite_modularity,
    community_generator,
    find_communities,
    search,
)
from taonto.analysis.options import AnalysisOptions

labels = st.lists(st.integers(0, 3), min_size=2, max_size=9)


def plain_modularity(matrix, rows, columns):
    total = int(matrix.sum())
    return sum(
        (matrix[i, j] - matrix[i].sum() * matrix[:, j].sum() / total) / total
        for i, j in itertools.product(range(matrix.shape[0]), range(matrix.shape[1]))
        if rows[i] == columns[j]
    )


def test_modularity_by_plain_loops(core):
    generator = np.random.default_rng(1)
    rows, columns = generator.integers(0, 4, 35), generator.integers(0, 4, 27)
    found = bipartite_modularity(core.present, rows, columns)
    assert found == pytest.approx(plain_modularity(core.present, rows, columns))


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_the_search_finds_the_best_of_all_partitions(seed):
    """With 4 + 4 nodes every partition can be tried: rows in groups, columns where they add most."""
    matrix = np.random.default_rng(seed).random((4, 4)) < 0.5
    matrix[np.arange(4), np.arange(4)] = True
    best = max(
        plain_modularity(matrix, rows, columns)
        for rows in itertools.product(range(3), repeat=4)
        for columns in itertools.product(range(3), repeat=4)
        if rows[0] == 0
    )
    # Up to three groups are tried by hand; the search may use four.
    assert best_modularity(matrix, 20, np.random.default_rng(seed)) >= best - 1e-9


def test_a_search_reports_the_modularity_of_its_own_groups(core):
    for seed in range(20):
        quality, rows, columns = search(core.present, np.random.default_rng(seed))
        assert quality == pytest.approx(bipartite_modularity(core.present, rows, columns))


def test_planted_groups_are_found():
    sets = {f"a{i}": {"x1", "x2", "x3"} for i in range(5)} | {f"b{i}": {"y1", "y2"} for i in range(4)}
    found = find_communities(matrix_of(sets), AnalysisOptions(runs=10))
    assert found.groups == (
        (tuple(f"a{i}" for i in range(5)), ("x1", "x2", "x3")),
        (tuple(f"b{i}" for i in range(4)), ("y1", "y2")),
    )
    assert found.mean_agreement == found.least_agreement == 1.0


def test_what_has_nothing_belongs_nowhere():
    found = find_communities(matrix_of({"a": {"x"}, "b": {"y"}, "c": set()}, ["x", "y", "z"]), AnalysisOptions(runs=5))
    members = {name for group in found.groups for side in group for name in side}
    assert members == {"a", "b", "x", "y"}
    assert find_communities(matrix_of({"a": set(), "b": set()}, ["x"]), AnalysisOptions()) is None


def test_same_seed_same_groups(core):
    options = AnalysisOptions(runs=10)
    assert find_communities(core, options) == find_communities(core, options)
    best = best_modularity(core.present, 10, community_generator(options))
    assert find_communities(core, options).modularity == pytest.approx(best)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=12))
def test_adjusted_rand_by_counting_pairs(nodes):
    first, second = (np.array(side) for side in zip(*nodes, strict=True))
    same = [(first[i] == first[j], second[i] == second[j]) for i, j in itertools.combinations(range(len(nodes)), 2)]
    both, one, other = sum(a and b for a, b in same), sum(a for a, _ in same), sum(b for _, b in same)
    expected = one * other / len(same)
    most = (one + other) / 2
    by_hand = (both - expected) / (most - expected) if most != expected else 1.0
    assert adjusted_rand(first, second) == pytest.approx(by_hand)
