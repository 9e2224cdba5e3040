"""The highlights of the frozen study, each by plain sets."""

import itertools
from collections import Counter

import numpy as np
import pytest
from helpers.plain_catalogue import FROZEN, PHASES, compared, is_detailed, matrix_of

from taonto.analysis.concepts import formal_concepts, largest_shared_sets
from taonto.analysis.highlights import (
    common_elements,
    inclusion,
    largest_shared,
    mean_counts,
    most_alike,
    most_and_least_reached,
    most_together,
    rank_elements,
)
from taonto.analysis.significance import compare
from taonto.analysis.similarity import element_pairs, framework_pairs


@pytest.fixture(scope="module")
def sets():
    return compared(FROZEN)


@pytest.fixture(scope="module")
def counts(sets):
    return Counter(element for elements in sets.values() for element in elements)


def test_the_ranking_of_elements(result, counts):
    ranking = rank_elements(result.elements)
    assert [item.id for item in ranking.top] == ["needs-assessment"]
    assert [item.frameworks for item in ranking.following] == sorted(counts.values(), reverse=True)[1:5]
    assert [item.frameworks for item in ranking.rarest] == sorted(counts.values(), reverse=True)[-2:]


def test_elements_in_half_of_the_frameworks(core, sets, counts):
    assert common_elements(core) == sum(2 * count >= len(sets) for count in counts.values()) == 1
    detailed = {name: elements for name, elements in sets.items() if is_detailed(FROZEN, name)}
    assert core.detailed.framework_ids == tuple(detailed)
    assert core.detailed.detailed is None


def test_the_phases_reached_by_most_and_by_fewest(result, sets):
    reached = {phase: sum(bool(s & set(names)) for s in sets.values()) for phase, names in PHASES.items()}
    most, least = most_and_least_reached(result.phases)
    assert (most.id, least.id) == (max(reached, key=reached.get), min(reached, key=reached.get))


def test_inclusion_of_some_elements(core, sets):
    chosen = set(PHASES["preparation"])
    found = inclusion(core, sorted(chosen))
    assert found.any == sum(bool(s & chosen) for s in sets.values())
    assert found.all == sum(chosen <= s for s in sets.values())
    open_lists = [name for name in sets if not is_detailed(FROZEN, name)]
    assert found.any_max == sum(bool(s & chosen) or name in open_lists for name, s in sets.items())
    assert found.all_max == sum(chosen <= s or name in open_lists for name, s in sets.items())


def test_the_leading_pairs(core, sets):
    pairs = framework_pairs(core)
    best = most_alike(pairs)
    jaccard = {
        (one, other): len(sets[one] & sets[other]) / len(sets[one] | sets[other])
        for one, other in itertools.combinations(sorted(sets), 2)
    }
    assert jaccard[best.first, best.second] == max(jaccard.values()) == best.jaccard
    assert best.equals == list(jaccard.values()).count(best.jaccard) - 1
    assert best.either == len(sets[best.first] | sets[best.second])
    together = Counter(pair for s in sets.values() for pair in itertools.permutations(s, 2))
    most = most_together(element_pairs(core))
    assert together[most.first, most.second] == most.shared == max(together.values())
    means = mean_counts(core, pairs)
    assert means.elements == pytest.approx(np.mean([len(s) for s in sets.values()]))
    assert means.shared == pytest.approx(np.mean([len(a & b) for a, b in itertools.combinations(sets.values(), 2)]))


def test_the_largest_shared_set():
    sets = {"a": set("xyz"), "b": set("xyz"), "c": set("xyw"), "d": set("w")}
    best, concept = largest_shared(largest_shared_sets(formal_concepts(matrix_of(sets))))
    assert (best.k, concept.extent, concept.intent) == (3, ("a", "b", "c"), ("x", "y"))
    few = matrix_of({"a": {"x", "y"}, "b": {"x", "y"}, "c": {"z"}})
    assert largest_shared(largest_shared_sets(formal_concepts(few))) is None


def test_the_direction_of_a_comparison_with_chance():
    null = np.arange(100.0)
    assert [compare(value, null).direction for value in (-1.0, 50.0, 101.0)] == [-1, 0, 1]
