"""Agreement against worked examples and the `krippendorff` library."""

import itertools

import krippendorff
import numpy as np
import pytest
from helpers.plain_catalogue import FROZEN, matrix_of, shown
from hypothesis import given, settings
from hypothesis import strategies as st

from taonto.analysis.agreement import (
    NOT_READ,
    Reading,
    coder_agreement,
    cohen_kappa,
    krippendorff_alpha,
    study_agreement,
    two_reader_alpha,
)
from taonto.analysis.matrix import ElementInfo


def test_alpha_as_published():
    """Krippendorff (2011), binary data by two observers: alpha = 0.095."""
    meg = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
    owen = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    assert krippendorff_alpha(np.array([meg, owen], dtype=np.int8)) == pytest.approx(0.095, abs=5e-4)
    assert two_reader_alpha(np.array([1.0, 1.0, 3.0, 5.0])) == pytest.approx(0.095, abs=5e-4)


def test_kappa_as_in_the_textbook():
    """20 both yes, 5 and 10 split, 15 both no: observed 0.70, expected 0.50, kappa 0.40."""
    assert cohen_kappa(np.array([20.0, 5.0, 10.0, 15.0])) == pytest.approx(0.4)


values = st.sampled_from([0, 1, -1])


@settings(max_examples=100)
@given(st.integers(2, 4).flatmap(lambda n: st.lists(st.lists(values, min_size=n, max_size=n), min_size=2, max_size=12)))
def test_alpha_agrees_with_the_library(units):
    table = np.array(units, dtype=np.int8).T
    as_float = np.where(table == -1, np.nan, table.astype(float))
    try:
        with np.errstate(invalid="ignore"):
            expected = krippendorff.alpha(reliability_data=as_float, level_of_measurement="nominal")
    except (ValueError, AssertionError):
        expected = np.nan  # nothing to compare, or one value only
    assert krippendorff_alpha(table) == pytest.approx(expected, nan_ok=True)


@settings(max_examples=100)
@given(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1)), min_size=2, max_size=15))
def test_two_readers_agree_with_the_general_form(pairs):
    table = np.array(pairs, dtype=np.int8).T
    counts = np.array([sum(pair == kind for pair in pairs) for kind in ((1, 1), (1, 0), (0, 1), (0, 0))], dtype=float)
    assert two_reader_alpha(counts) == pytest.approx(krippendorff_alpha(table), nan_ok=True)


def plain_alpha(table):
    return krippendorff.alpha(reliability_data=np.array(table, dtype=float), level_of_measurement="nominal")


def test_coders_of_the_catalogue(whole, readings):
    one, other = readings
    found = coder_agreement(one, other, whole.elements, 300, np.random.default_rng(1))
    assert [item.level for item in found] == ["component x element", "framework x element", *["element"] * 27]
    components, frameworks, *single = found
    assert components.alpha.value == pytest.approx(plain_alpha([one.values.ravel(), other.values.ravel()]))
    assert round(components.alpha.value, 3) == 0.967  # as the study says
    a, b = shown(FROZEN, "coder_a"), shown(FROZEN, "coder_b")
    cells = [(e in a[f], e in b[f]) for f, e in itertools.product(sorted(a), whole.element_ids)]
    assert frameworks.both == cells.count((True, True))
    assert frameworks.only_first == cells.count((True, False))
    assert frameworks.only_second == cells.count((False, True))
    assert frameworks.units == len(cells) == 49 * 27
    assert frameworks.alpha.value == pytest.approx(plain_alpha(np.array(cells).T))
    for item in single:
        column = [[item.element in side[f] for f in sorted(a)] for side in (a, b)]
        assert item.alpha.value == pytest.approx(plain_alpha(column))
    for item in found:
        for interval in (item.alpha, item.kappa):
            assert -1 <= interval.low <= interval.value + 1e-9
            assert interval.value <= interval.high + 1e-9 <= 1 + 1e-8


def test_bootstrap_interval_covers_the_truth_about_as_often_as_it_says():
    """Frameworks drawn from a known population of agreeing and differing ones."""
    generator = np.random.default_rng(4)
    infos = [ElementInfo(f"e{i}", "") for i in range(5)]

    def population(count):
        truth = generator.random((count, 5)) < 0.5
        slips = generator.random((count, 5)) < generator.choice([0.02, 0.3], size=(count, 1))
        units = tuple((f"f{i:06}", "") for i in range(count))
        return Reading("a", units, truth.astype(np.int8)), Reading("b", units, (truth ^ slips).astype(np.int8))

    one, other = population(40_000)
    truth = krippendorff_alpha(np.vstack([one.values.ravel(), other.values.ravel()]))
    inside = 0
    for _ in range(120):
        overall = coder_agreement(*population(40), infos, 200, generator)[0]
        inside += overall.alpha.low <= truth <= overall.alpha.high
    assert 0.86 <= inside / 120 <= 0.99


def test_no_variation_has_no_alpha():
    units = (("a", ""), ("b", ""))
    same = Reading("x", units, np.ones((2, 1), dtype=np.int8))
    found = coder_agreement(same, same, [ElementInfo("e", "E")], 50, np.random.default_rng(1))[0]
    assert found.observed == 1
    assert np.isnan([found.alpha.value, found.alpha.low, found.kappa.value]).all()


def test_only_cells_that_both_read_count():
    one = Reading("x", (("a", "1"), ("b", "1")), np.array([[1, 0], [-1, 1]], dtype=np.int8))
    other = Reading("y", (("b", "1"), ("c", "1")), np.array([[0, 1], [1, 1]], dtype=np.int8))
    found = coder_agreement(one, other, [ElementInfo("e", ""), ElementInfo("g", "")], 20, np.random.default_rng(1))[0]
    assert (found.units, found.both) == (1, 1)


def test_whole_frameworks_from_components():
    values = np.array([[1, 0, -1, NOT_READ], [0, 0, 0, 0], [NOT_READ] * 4], dtype=np.int8)
    whole = Reading("x", (("a", "1"), ("a", "2"), ("b", "1")), values).by_framework()
    assert whole.units == (("a", ""), ("b", ""))
    assert whole.values.tolist() == [[1, 0, -1, 0], [NOT_READ] * 4]


def test_studies_over_what_both_coded():
    ours = matrix_of({"a": {"x"}, "b": {"x", "y"}, "only-ours": {"x"}}, ["x", "y", "z"])
    theirs = matrix_of({"a": {"x", "y"}, "b": {"x"}, "only-theirs": {"y"}}, ["y", "x", "w"])
    overall, *single = study_agreement(ours, theirs, 50, np.random.default_rng(1))
    assert (overall.units, overall.both, overall.only_first, overall.only_second, overall.neither) == (4, 2, 1, 1, 0)
    assert [item.element for item in single] == ["x", "y"]
    assert study_agreement(ours, matrix_of({"c": {"x"}}), 50, np.random.default_rng(1)) == ()
