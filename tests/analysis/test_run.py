"""The whole result on the frozen study, each number by plain sets."""

import itertools
import math
import statistics
from dataclasses import fields

import numpy as np
import pytest
from helpers.plain_catalogue import FROZEN, PHASES, compared, matrix_of, shown

from taonto.analysis.headlines import LABELS, coder_matrix
from taonto.analysis.options import AnalysisOptions
from taonto.analysis.run import analyze_matrix
from taonto.base.errors import BadInputError

FAST = AnalysisOptions(samples=0, bootstrap=20, runs=3)


@pytest.fixture(scope="module")
def sets():
    return compared(FROZEN)


def jaccards(sets):
    return [len(a & b) / len(a | b) for a, b in itertools.combinations(sets.values(), 2)]


def all_phases(sets):
    return sum(all(s & set(names) for names in PHASES.values()) for s in sets.values())


def counts(sets):
    return [sum(e in s for s in sets.values()) for names in PHASES.values() for e in names]


def test_title_says_what_stands_behind_the_numbers(result):
    assert result.title == (
        "This project's study by consensus, core scope, complete lists: 35 frameworks x 27 elements, "
        "216 of 945 cells unknown"
    )
    assert result.omitted == (
        "With 1500 random matrices no p-value can be lower than 0.00067, so a single pair among 595 can't be "
        "significant; draw at least 11900.",
    )


def test_headlines_by_plain_sets(result, sets, core):
    found = {item.name: item for item in result.headlines}
    assert set(found) == set(LABELS)
    assert found["mean_elements"].value == pytest.approx(statistics.mean(len(s) for s in sets.values()))
    assert found["top_element_share"].value == pytest.approx(max(counts(sets)) / 35)
    assert found["core_elements"].value == sum(n >= 17.5 for n in counts(sets))
    assert found["all_phases"].value == all_phases(sets)
    assert found["mean_jaccard"].value == pytest.approx(statistics.mean(jaccards(sets)))
    detailed = {f.id: sets[f.id] for f in core.frameworks if f.detail == "detailed"}
    assert len(detailed) == 25
    assert found["mean_elements"].detailed == pytest.approx(statistics.mean(len(s) for s in detailed.values()))
    assert found["mean_jaccard"].detailed == pytest.approx(statistics.mean(jaccards(detailed)))
    assert found["all_phases"].detailed == all_phases(detailed)
    every = set(core.element_ids)
    filled = {f.id: sets[f.id] if f.detail == "detailed" else every for f in core.frameworks}
    assert found["all_phases"].high == all_phases(filled)
    assert found["core_elements"].high == sum(n >= 17.5 for n in counts(filled))
    assert found["mean_elements"].high == pytest.approx(statistics.mean(len(s) for s in filled.values()))
    assert (found["cover_size"].value, found["cover_size"].low) == (result.covers.size, 1)
    assert found["nodf"].value == result.nestedness.nodf
    assert found["modularity"].value == pytest.approx(result.communities.modularity)
    assert found["cophenetic"].value == result.framework_clustering.cophenetic
    for item in result.headlines:
        assert item.low is None or item.low <= item.value
        assert item.high is None or item.value <= item.high


def test_needs_assessment_in_18_of_35(result):
    assert {item.id: item.frameworks for item in result.elements}["needs-assessment"] == 18
    assert len(result.frameworks) == 35


def test_elements_by_plain_sets(result, sets, core):
    top_level = [f.id for f in core.frameworks if f.detail != "detailed"]
    for item in result.elements:
        holders = [name for name in sets if item.id in sets[name]]
        unknown = [name for name in top_level if item.id not in sets[name]]
        assert (item.frameworks, item.unknown) == (len(holders), len(unknown))
        assert item.share == item.degree == pytest.approx(len(holders) / 35)
        assert item.share_max == pytest.approx((len(holders) + len(unknown)) / 35)
        assert item.share_known == pytest.approx(len(holders) / (35 - len(unknown)))
        assert item.id in PHASES[item.phase]


def test_frameworks_by_plain_sets(result, sets):
    for item in result.frameworks:
        own = sets[item.id]
        assert item.elements == len(own) == sum(count.present for count in item.phases)
        assert item.phases_reached == sum(bool(own & set(names)) for names in PHASES.values())
        others = {name: len(own & s) / len(own | s) for name, s in sets.items() if name != item.id}
        assert item.nearest_jaccard == pytest.approx(max(others.values()))
        assert item.nearest == min(name for name, value in others.items() if value == max(others.values()))
        assert item.backbone_degree == 0
    assert {item.cluster for item in result.frameworks} == set(range(1, result.framework_clustering.clusters + 1))


def test_p_values_are_those_of_counted_draws(result):
    pairs = result.framework_pairs
    draws = np.rint(pairs.p_value * 1_501) - 1
    assert pairs.p_value == pytest.approx((1 + draws) / 1_501)
    assert (result.framework_significance.tests, result.framework_significance.samples) == (595, 1_500)
    assert result.framework_significance.nominal == sum(p <= 0.05 for p in pairs.p_value)
    assert result.framework_significance.significant == sum(p <= 0.05 for p in pairs.p_adjusted)
    assert result.nestedness.null.samples == result.similarity.samples == 1_500
    assert result.similarity.value == pytest.approx(result.framework_pairs.jaccard.mean())
    assert result.nestedness.null.null_low <= result.nestedness.null.null_mean <= result.nestedness.null.null_high


def test_sensitivity_leaves_each_framework_out(result, sets):
    changed = {(s.headline, s.variant): s.value for s in result.sensitivities if s.change == "leave one framework out"}
    assert len(changed) == 35 * len(LABELS)
    for name in list(sets)[:5]:
        rest = {other: s for other, s in sets.items() if other != name}
        assert changed["mean_jaccard", name] == pytest.approx(statistics.mean(jaccards(rest)))
        assert changed["all_phases", name] == all_phases(rest)


def test_sensitivity_to_the_coder(result, core):
    changed = {(s.headline, s.variant): s.value for s in result.sensitivities if s.change == "coder"}
    assert {variant for _, variant in changed} == {"Coder A", "Coder B"}
    for variant, column in (("Coder A", "coder_a"), ("Coder B", "coder_b")):
        alone = {name: shown(FROZEN, column)[name] for name in core.framework_ids}
        assert changed["mean_jaccard", variant] == pytest.approx(statistics.mean(jaccards(alone)))
        assert changed["mean_elements", variant] == pytest.approx(statistics.mean(len(s) for s in alone.values()))


def test_a_coder_alone_leaves_unknown_what_a_short_list_leaves_unknown(whole, readings):
    alone = coder_matrix(whole, readings[0])
    assert {framework.detail for framework in alone.frameworks} == {"detailed", "top-level"}
    for framework, row in zip(alone.frameworks, alone.values, strict=True):
        thorough = framework.complete and framework.detail == "detailed"
        assert (0 in row) is bool(thorough)


def test_agreement_between_coders_and_with_2012(result):
    overall = {(a.kind, a.level): a for a in result.agreements if a.element is None}
    assert round(overall["coders", "component x element"].alpha.value, 3) == 0.967
    study = overall["studies", "framework x element"]
    assert (study.first, study.second) == ("project", "meyers-2012")
    # Ours is thorough on one of the three frameworks that both coded; elsewhere only what is present is known.
    assert (study.units, study.both, study.only_first, study.only_second, study.neither) == (19, 9, 0, 9, 1)


def test_same_input_same_result(core):
    part = core.take(range(12))
    one, other = (analyze_matrix(part, AnalysisOptions(samples=200, runs=3)) for _ in range(2))
    for item in fields(one.framework_pairs):
        a, b = getattr(one.framework_pairs, item.name), getattr(other.framework_pairs, item.name)
        assert np.array_equal(np.asarray(a), np.asarray(b), equal_nan=item.name not in ("ids",))
    assert (one.headlines, one.communities, one.nestedness) == (other.headlines, other.communities, other.nestedness)


def test_parts_that_cost_too_much_are_left_out_and_named(core, monkeypatch):
    monkeypatch.setattr("taonto.analysis.run.EXACT_CELLS", 100)
    monkeypatch.setattr("taonto.analysis.run.THOROUGH_CELLS", 100)
    monkeypatch.setattr("taonto.analysis.significance.SAMPLER_WORK", 945 * 50)
    monkeypatch.setattr("taonto.analysis.network.PATH_WORK", 1)
    result = analyze_matrix(core, AnalysisOptions(samples=10_000, runs=3))
    assert result.concepts is result.shared_sets is result.covers is None
    assert result.sensitivities == ()
    assert np.isnan(result.framework_pairs.p_value).all()
    assert not np.isnan(result.framework_pairs.p_analytic).any()
    assert result.nestedness.null.samples == 50
    said = " ".join(result.omitted)
    for part in ("p-values", "concepts", "fewest frameworks", "Sensitivity", "Closeness", "Modularity"):
        assert part in said


@pytest.mark.parametrize(
    "sets",
    [
        {"a": {"x"}, "b": {"y"}},
        {"a": {"x", "y"}, "b": set()},
        {"a": {"x", "y", "z"}, "b": {"x", "y"}, "c": {"x"}},
        {"a": {"x"}, "b": {"x"}, "c": {"x", "y"}},
    ],
    ids=["two", "one shows nothing", "perfectly nested", "equal"],
)
def test_small_and_degenerate_matrices(sets):
    result = analyze_matrix(matrix_of(sets, ["x", "y", "z"]), AnalysisOptions(study="test", samples=1_200, runs=3))
    assert len(result.framework_pairs) == math.comb(len(sets), 2)
    assert result.headlines and not [item for item in result.headlines if math.isnan(item.value)]


def test_nothing_to_compare(core):
    with pytest.raises(BadInputError, match="only one framework is left"):
        analyze_matrix(core.take([0]), FAST)


def test_methods_name_formula_and_source(result):
    assert len(result.methods) > 15
    assert all(note.name and note.text and note.formula and note.source for note in result.methods)


def test_matrix_as_a_table(core):
    table = core.frame()
    assert table.shape == (35, 27)
    assert int(table.isna().sum().sum()) == 216
    assert int(table.sum().sum()) == int(core.present.sum())
