import itertools

import numpy as np
import pytest
from helpers.plain_catalogue import FROZEN, PHASES, catalogue, compared, matrix_of
from hypothesis import given, settings
from hypothesis import strategies as st

from taonto.analysis.coverage import core_curve, minimum_covers, phase_counts, phase_results


def plain_covers(sets):
    everything = set().union(*sets.values())
    for size in range(1, len(sets) + 1):
        found = [
            chosen
            for chosen in itertools.combinations(sorted(sets), size)
            if set().union(*(sets[name] for name in chosen)) == everything
        ]
        if found:
            return found
    return []


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 8), st.integers(2, 8), st.integers(0, 2**32 - 1))
def test_every_least_cover_by_trying_all_sets(rows, columns, seed):
    drawn = np.random.default_rng(seed).random((rows, columns)) < 0.35
    sets = {f"f{i}": {f"e{j}" for j in np.flatnonzero(row)} for i, row in enumerate(drawn)}
    covers = minimum_covers(matrix_of(sets, [f"e{j}" for j in range(columns)]))
    if not drawn.any():
        assert covers is None
        return
    assert list(covers.covers) == plain_covers(sets)
    assert covers.size == len(covers.covers[0])
    assert covers.complete
    assert covers.proven
    assert covers.uncovered == tuple(f"e{j}" for j in range(columns) if not drawn[:, j].any())


def test_least_covers_of_the_catalogue_by_search(core):
    sets = compared(FROZEN)
    covers = minimum_covers(core)
    everything = set(core.element_ids)
    assert covers.uncovered == ()

    def search(chosen, left):
        """All covers of at most `left` more frameworks, each by way of the rarest element that is still missing."""
        missing = everything - set().union(*(sets[name] for name in chosen))
        if not missing:
            yield frozenset(chosen)
        elif left:
            rare = min(missing, key=lambda element: (sum(element in s for s in sets.values()), element))
            for name, elements in sets.items():
                if rare in elements and name not in chosen:
                    yield from search([*chosen, name], left - 1)

    assert not list(search([], covers.size - 1))
    assert {frozenset(cover) for cover in covers.covers} == {
        c for c in search([], covers.size) if len(c) == covers.size
    }


def test_covers_are_cut_where_there_are_many():
    sets = {f"f{i}{side}": {f"e{i}"} for i in range(4) for side in "ab"}
    covers = minimum_covers(matrix_of(sets), most=5)
    assert (covers.size, len(covers.covers), covers.complete) == (4, 5, False)
    assert minimum_covers(matrix_of(sets), most=16).complete


def test_core_curve_of_the_catalogue(core):
    sets = compared(FROZEN)
    top_level = {item["id"] for item in catalogue(FROZEN) if item["detail"] == "top_level"}
    curve = core_curve(core)
    assert [point.k for point in curve] == list(range(1, 36))
    for point in curve:
        counts = {e: sum(e in s for s in sets.values()) for e in core.element_ids}
        possible = {e: n + sum(e not in sets[f] for f in sets if f in top_level) for e, n in counts.items()}
        assert set(point.ids) == {e for e, n in counts.items() if n >= point.k}
        assert point.elements == len(point.ids)
        assert point.elements_max == sum(n >= point.k for n in possible.values())


def test_phases_of_the_catalogue(core):
    sets = compared(FROZEN)
    results = phase_results(core)
    assert [phase.id for phase in results] == list(PHASES)
    counts = phase_counts(core)
    for place, phase in enumerate(results):
        names = set(PHASES[phase.id])
        assert phase.elements == len(names)
        assert phase.frameworks == sum(bool(s & names) for s in sets.values())
        assert phase.present == sum(len(s & names) for s in sets.values())
        assert phase.mean_share == pytest.approx(np.mean([len(s & names) / len(names) for s in sets.values()]))
        assert phase.present + phase.not_mentioned + phase.unknown == 35 * len(names)
        assert phase.frameworks_max >= phase.frameworks
        for framework, row in zip(core.frameworks, counts, strict=True):
            assert row[place].present == len(sets[framework.id] & names)
            assert row[place].unknown == (0 if framework.detail == "detailed" else len(names) - row[place].present)


def test_a_solver_that_gives_up_proves_nothing(core, monkeypatch):
    from scipy import optimize

    monkeypatch.setattr(optimize, "milp", lambda *_, **__: optimize.OptimizeResult(status=1, x=None, message="limit"))
    assert minimum_covers(core) is None
