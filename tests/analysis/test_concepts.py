import itertools

import numpy as np
import pytest
from helpers.plain_catalogue import FROZEN, compared, matrix_of, shown
from hypothesis import given, settings
from hypothesis import strategies as st

from taonto.analysis.concepts import formal_concepts, largest_shared_sets


def shared(sets, members, everything):
    return frozenset(everything).intersection(*(sets[name] for name in members))


def plain_concepts(sets, everything):
    """Every set of frameworks, closed: (extent, intent) to the share of subsets of the extent with that intent."""
    found = {}
    for size in range(len(sets) + 1):
        for members in itertools.combinations(sorted(sets), size):
            intent = shared(sets, members, everything)
            extent = tuple(name for name in sorted(sets) if intent <= sets[name])
            found[extent, intent] = found.get((extent, intent), 0) + 1
    return {key: count / 2 ** len(key[0]) for key, count in found.items()}


@settings(max_examples=60)
@given(st.integers(1, 8), st.integers(1, 7), st.floats(0.2, 0.8), st.integers(0, 2**32 - 1))
def test_concepts_and_stability_by_closing_every_subset(rows, columns, density, seed):
    drawn = np.random.default_rng(seed).random((rows, columns)) < density
    sets = {f"f{i}": {f"e{j}" for j in np.flatnonzero(row)} for i, row in enumerate(drawn)}
    everything = [f"e{j}" for j in range(columns)]
    concepts = formal_concepts(matrix_of(sets, everything))
    expected = plain_concepts(sets, everything)
    assert len(concepts) == len(expected)
    for concept in concepts:
        assert concept.stability == pytest.approx(expected[concept.extent, frozenset(concept.intent)])


def test_catalogue_concepts_are_closed_and_complete(core):
    sets = compared(FROZEN)
    concepts = formal_concepts(core)
    intents = {frozenset(concept.intent) for concept in concepts}
    assert len(intents) == len(concepts)
    for concept in concepts:
        assert frozenset(concept.intent) == shared(sets, concept.extent, core.element_ids)
        assert concept.extent == tuple(name for name in sorted(sets) if set(concept.intent) <= sets[name])
    # The intents are all intersections of the frameworks' sets: grow them one framework at a time.
    every = {frozenset(core.element_ids)}
    for elements in sets.values():
        every |= {intent & elements for intent in every}
    assert intents == every


def test_largest_shared_sets_of_the_catalogue(core):
    sets = [shown(FROZEN)[name] for name in core.framework_ids]
    found = {item.k: item for item in largest_shared_sets(formal_concepts(core))}
    for k in (2, 3):
        best = max(len(set.intersection(*chosen)) for chosen in itertools.combinations(sets, k))
        assert found[k].size == best
    for item in found.values():
        assert item.count >= len(item.sets) >= 1
        for concept in item.sets:
            assert len(concept.intent) == item.size > 0
            assert len(concept.extent) >= item.k
    assert max(found) == 18  # needs assessment, the most common element


def test_too_many_concepts_are_not_listed(monkeypatch):
    sets = {f"f{i:02}": {f"e{j:02}" for j in range(12) if j != i} for i in range(12)}
    assert len(formal_concepts(matrix_of(sets))) == 2**12
    monkeypatch.setattr("taonto.analysis.concepts.MOST_CONCEPTS", 1_000)
    assert formal_concepts(matrix_of(sets)) is None
