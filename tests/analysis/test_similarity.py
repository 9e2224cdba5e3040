"""Pairs by plain sets, bounds by full enumeration, and the Southern Women as published."""

import itertools

import networkx as nx
import numpy as np
import pytest
from helpers.plain_catalogue import FROZEN, compared, shown
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial import distance

from taonto.analysis.matrix import CodingMatrix, ElementInfo, FrameworkInfo
from taonto.analysis.similarity import element_pairs, exact_sets, framework_pairs, shared_by, who_has


def two(first, second):
    values = np.array([first, second], dtype=np.int8)
    return CodingMatrix(
        values,
        (FrameworkInfo("a", "A"), FrameworkInfo("b", "B")),
        tuple(ElementInfo(f"e{i}", f"E{i}") for i in range(len(first))),
    )


def jaccard(a, b):
    either = sum(x == 1 or y == 1 for x, y in zip(a, b, strict=True))
    both = sum(x == 1 and y == 1 for x, y in zip(a, b, strict=True))
    return both / either if either else 0.0


def assignments(row):
    return itertools.product(*[(0, 1) if value == -1 else (value,) for value in row])


cells = st.sampled_from([1, 0, -1])


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(cells, cells), min_size=1, max_size=6))
def test_bounds_are_exactly_the_extremes_over_every_assignment(columns):
    first, second = zip(*columns, strict=True)
    every = [jaccard(a, b) for a in assignments(first) for b in assignments(second)]
    pairs = framework_pairs(two(first, second))
    assert pairs.jaccard_min[0] == pytest.approx(min(every))
    assert pairs.jaccard_max[0] == pytest.approx(max(every))
    assert pairs.jaccard_min[0] <= pairs.jaccard[0] <= pairs.jaccard_max[0]


def test_two_empty_sets_share_nothing():
    pairs = framework_pairs(two([0, 0], [0, 0]))
    assert (pairs.jaccard[0], pairs.jaccard_min[0], pairs.jaccard_max[0], pairs.overlap[0]) == (0, 0, 0, 0)
    assert pairs.matching[0] == 1
    assert np.isnan(pairs.lift[0])


def test_catalogue_pairs_by_plain_sets(core):
    sets = shown(FROZEN)
    absent = {f.id: f.detail == "detailed" for f in core.frameworks}
    table = framework_pairs(core).frame()
    assert len(table) == 35 * 34 // 2
    assert list(table.framework_a) == sorted(table.framework_a)
    for row in table.itertuples():
        a, b = sets[row.framework_a], sets[row.framework_b]
        assert (row.shared, row.only_a, row.only_b) == (len(a & b), len(a - b), len(b - a))
        assert row.neither == 27 - len(a | b)
        assert row.jaccard == pytest.approx(len(a & b) / len(a | b))
        assert row.overlap == pytest.approx(len(a & b) / min(len(a), len(b)))
        assert row.lift == pytest.approx(len(a & b) * 27 / (len(a) * len(b)))
        known = [
            element
            for element in core.element_ids
            if (element in a or absent[row.framework_a]) and (element in b or absent[row.framework_b])
        ]
        agree = sum((element in a) == (element in b) for element in known)
        assert row.matching == pytest.approx(agree / len(known)) if known else np.isnan(row.matching)
        if absent[row.framework_a] and absent[row.framework_b]:
            assert row.jaccard_min == row.jaccard == row.jaccard_max


def test_catalogue_jaccard_agrees_with_scipy(core):
    expected = 1 - distance.pdist(core.present, "jaccard")
    assert framework_pairs(core).jaccard == pytest.approx(expected)
    assert 1 - framework_pairs(core).square("jaccard") == pytest.approx(distance.squareform(1 - expected))


def test_element_pairs_are_those_of_the_turned_matrix(core):
    sets = {e.id: {f for f, elements in compared(FROZEN).items() if e.id in elements} for e in core.elements}
    for row in element_pairs(core).frame("a", "b").itertuples():
        a, b = sets[row.a], sets[row.b]
        assert row.shared == len(a & b)
        assert row.lift == pytest.approx(len(a & b) * 35 / (len(a) * len(b)))


def test_who_has_and_shared_by(core):
    sets = compared(FROZEN)
    assert len(who_has(core, ("needs-assessment",))) == 18
    wanted = ("needs-assessment", "action-planning", "progress-monitoring")
    assert who_has(core, wanted) == tuple(name for name in sorted(sets) if set(wanted) <= sets[name])
    pair = core.framework_ids[:2]
    assert set(shared_by(core, pair)) == sets[pair[0]] & sets[pair[1]]
    with pytest.raises(KeyError):
        who_has(core, ("no-such-element",))


def test_exact_sets_part_the_frameworks(core):
    chosen = ("needs-assessment", "action-planning", "coaching")
    groups = exact_sets(core, chosen)
    assert sorted(name for group in groups for name in group.frameworks) == list(core.framework_ids)
    for group in groups:
        for name in group.frameworks:
            assert {element for element in chosen if element in shown(FROZEN)[name]} == set(group.elements)


def test_southern_women_as_published():
    """Degrees and shared events of Davis, Gardner & Gardner (1941), as in Breiger (1974)."""
    graph = nx.davis_southern_women_graph()
    women, events = graph.graph["top"], graph.graph["bottom"]
    values = nx.bipartite.biadjacency_matrix(graph, women, events).toarray().astype(np.int8)
    matrix = CodingMatrix(
        values, tuple(FrameworkInfo(w, w) for w in women), tuple(ElementInfo(e, e) for e in events), study="women"
    )
    assert matrix.present.sum(axis=1).tolist() == [8, 7, 8, 7, 4, 4, 4, 3, 4, 4, 4, 6, 7, 8, 5, 2, 2, 2]
    assert matrix.present.sum(axis=0).tolist() == [3, 3, 6, 4, 8, 8, 10, 14, 12, 5, 4, 6, 3, 3]
    shared = framework_pairs(matrix).square("shared")
    assert shared[0].tolist()[1:] == [6, 7, 6, 3, 4, 3, 3, 3, 2, 2, 2, 2, 2, 1, 2, 1, 1]
    projected = nx.bipartite.weighted_projected_graph(graph, women)
    for (i, one), (j, other) in itertools.combinations(enumerate(women), 2):
        weight = projected[one][other]["weight"] if projected.has_edge(one, other) else 0
        assert shared[i, j] == weight
