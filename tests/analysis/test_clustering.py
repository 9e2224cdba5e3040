import itertools

import numpy as np
import pytest
from helpers.plain_catalogue import matrix_of
from scipy.spatial.distance import squareform

from taonto.analysis.clustering import cluster, mean_silhouette
from taonto.analysis.similarity import framework_pairs


def test_average_linkage_merges_at_mean_distances(core):
    """Redo every merge by hand: the height is the mean distance between the two groups, and no other pair is nearer."""
    pairs = framework_pairs(core)
    tree = cluster(pairs)
    distance = 1 - pairs.square("jaccard")
    groups = {leaf: [leaf] for leaf in range(35)}

    def apart(one, other):
        return distance[np.ix_(groups[one], groups[other])].mean()

    for step, (one, other, height, size) in enumerate(tree.linkage):
        assert apart(one, other) == pytest.approx(height)
        assert height <= min(apart(a, b) for a, b in itertools.combinations(groups, 2)) + 1e-12
        groups[35 + step] = groups.pop(int(one)) + groups.pop(int(other))
        assert len(groups[35 + step]) == size
    assert sorted(tree.order) == list(core.framework_ids)


def test_cophenetic_correlation_by_hand(core):
    pairs = framework_pairs(core)
    tree = cluster(pairs)
    groups = {leaf: [leaf] for leaf in range(35)}
    joined = np.zeros((35, 35))
    for step, (one, other, height, _) in enumerate(tree.linkage):
        left, right = groups.pop(int(one)), groups.pop(int(other))
        joined[np.ix_(left, right)] = joined[np.ix_(right, left)] = height
        groups[35 + step] = left + right
    expected = np.corrcoef(squareform(joined), 1 - pairs.jaccard)[0, 1]
    assert tree.cophenetic == pytest.approx(expected)


def test_silhouette_by_hand(core):
    pairs = framework_pairs(core)
    tree = cluster(pairs)
    distance = 1 - pairs.square("jaccard")
    labels = np.array(tree.labels)
    scores = []
    for leaf in range(35):
        own = [x for x in range(35) if labels[x] == labels[leaf] and x != leaf]
        if not own:
            scores.append(0.0)
            continue
        a = distance[leaf, own].mean()
        b = min(distance[leaf, labels == other].mean() for other in set(labels) - {labels[leaf]})
        scores.append((b - a) / max(a, b))
    assert tree.silhouette == pytest.approx(np.mean(scores))
    assert mean_silhouette(distance, labels) == pytest.approx(np.mean(scores))
    assert tree.clusters == len(set(tree.labels))


def test_two_plain_groups_are_found():
    sets = {f"a{i}": {"x", "y", f"p{i}"} for i in range(4)} | {f"b{i}": {"u", "v", f"q{i}"} for i in range(4)}
    tree = cluster(framework_pairs(matrix_of(sets)))
    assert tree.clusters == 2
    assert len({tree.labels[i] for i in range(4)}) == len({tree.labels[i] for i in range(4, 8)}) == 1


def test_equal_frameworks_have_a_tree_without_correlation():
    tree = cluster(framework_pairs(matrix_of({name: {"x"} for name in "abc"}, ["x", "y"])))
    assert np.isnan(tree.cophenetic)
    assert tree.labels == (1, 1, 1)
    assert cluster(framework_pairs(matrix_of({"a": {"x"}, "b": {"y"}}))) is None
