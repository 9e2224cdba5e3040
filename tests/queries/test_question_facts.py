"""The answers on the catalogue as it is today, compared with the tables that it is built from.

No count is written here: `helpers.tables` computes each from the tables, so the catalogue can grow.
"""

import itertools
from collections import Counter

import pytest
from helpers.tables import Tables, seen


@pytest.fixture(scope="module")
def facts():
    return Tables()


@pytest.fixture(scope="module")
def published(facts):
    return facts.of_2012


def ids(rows, column=0):
    return [row[column].partition(":")[2] for row in rows]


# --- Counts -------------------------------------------------------------


def test_five_phases_in_order(rows_of):
    assert [(row[0], row[2]) for row in rows_of("phases-in-order")] == [
        ("1", "Preparation"),
        ("2", "Plan"),
        ("3", "Implementation"),
        ("4", "Evaluation"),
        ("5", "Sustainability"),
    ]


def test_each_element_has_a_definition_and_a_source(rows_of, facts):
    standing = {row[0]: [int(n) for n in row[1:]] for row in rows_of("elements-by-standing")}
    assert set(standing) == {"published", "proposed"}
    assert all(len(set(counts)) == 1 for counts in standing.values())
    assert sum(counts[0] for counts in standing.values()) == len(facts.elements)


def test_only_the_elements_of_preparation_are_published(rows_of, facts):
    elements = rows_of("elements-by-phase")
    assert sorted(ids(elements, 2)) == facts.elements
    published = {row[2] for row in elements if row[4] == "published"}
    assert published == {row[2] for row in elements if row[1] == "Preparation"}
    assert published == {row[0] for row in rows_of("practices-preparing-staff")}


def test_the_catalogue_counted(rows_of, facts):
    found = {(figure, study): int(count) for figure, study, count in rows_of("catalogue-counted")}
    figures = facts.figures()
    assert figures and found.items() >= figures.items()
    proposed = {row[0]: int(row[1]) for row in rows_of("elements-by-standing")}["proposed"]
    assert found["elements that this project proposes", ""] == proposed
    assert found["coding studies", ""] == len(rows_of("studies-known"))


def test_the_narrower_counts_agree(rows_of, facts):
    figures = facts.figures()
    names = ("frameworks", "frameworks with a complete list of components")
    names += ("core frameworks with a complete list of components",)
    assert rows_of("frameworks-counted") == [tuple(str(figures[name, ""]) for name in names)]
    values = {
        (study, "pairs " + v.removeprefix("tac:").replace("-", " ")): n for study, v, n in rows_of("values-by-study")
    }
    assert values
    for (study, figure), count in values.items():
        if (figure, study) in figures:
            assert int(count) == figures[figure, study]
    assert {study for study, _ in values} >= {"project", "meyers-2012"}


def test_the_study_of_2012_by_step(rows_of, facts):
    by_step = {
        row["step_no"]: Counter(r["value"] for r in facts.published if r["step_no"] == row["step_no"])
        for row in facts.steps
    }
    rows = rows_of("steps-by-study")
    assert {row[0] for row in rows} == set(by_step)
    for order, _, _, present, not_mentioned, unknown in rows:
        assert (int(present), int(not_mentioned), int(unknown)) == tuple(
            by_step[order][v] for v in ("yes", "no", "unknown")
        )


def test_the_unnamed_elements_of_the_synthesis_are_only_a_count(rows_of):
    assert rows_of("synthesis-elements-unnamed") == [("25", "5", "20")]
    [synthesis] = [row for row in rows_of("studies-known") if row[0] == "dunst-2019"]
    assert synthesis[1:5] == ("25", "25", "20", "0")


# --- Frameworks and elements ----------------------------------------------------------------------


def test_frameworks_sharing_each_element(rows_of, facts):
    for element in facts.elements:
        rows = rows_of("frameworks-sharing-element", element=element)
        expected = {(row["framework_id"], row["component_no"]) for row in facts.agreed if row["element_id"] == element}
        assert {(name, row[2]) for name, row in zip(ids(rows), rows, strict=True)} == expected


def test_frameworks_with_both_elements(rows_of, facts):
    for first, second in itertools.islice(itertools.combinations(facts.elements, 2), 0, None, 29):
        expected = sorted(name for name, has in facts.has.items() if {first, second} <= has)
        assert ids(rows_of("frameworks-with-both-elements", first=first, second=second)) == expected


def test_frameworks_without_element(rows_of, facts):
    rows = rows_of("frameworks-without-element", element="visioning")
    expected = {(v, name) for (name, element), v in facts.value.items() if element == "visioning" and v != "present"}
    assert set(zip(ids(rows), ids(rows, 1), strict=True)) == expected


def test_two_frameworks_compared(rows_of, facts):
    verdicts = {
        ("present", "present"): "shared",
        ("present", "not-mentioned"): "only the first",
        ("not-mentioned", "present"): "only the second",
    }
    for a, b in itertools.islice(itertools.combinations(sorted(facts.frameworks), 2), 0, None, 199):
        pairs = {element: (facts.value[a, element], facts.value[b, element]) for element in facts.elements}
        expected = {e: verdicts.get(pair, "can't be told") for e, pair in pairs.items() if "present" in pair}
        rows = rows_of("elements-shared-by-two-frameworks", a=a, b=b)
        assert dict(zip(ids(rows, 1), (row[5] for row in rows), strict=True)) == expected


def test_frameworks_like_a_framework(rows_of, facts):
    own = facts.has["qif-meyers-2012"]
    for row in rows_of("frameworks-like-framework", framework="qif-meyers-2012"):
        other = facts.has[row[0].partition(":")[2]]
        assert [int(n) for n in row[2:5]] == [len(own & other), len(own), len(other)]
        assert float(row[5]) == pytest.approx(len(own & other) / len(own | other))
    sharing = {name for name, has in facts.has.items() if has & own} - {"qif-meyers-2012"}
    assert set(ids(rows_of("frameworks-like-framework", framework="qif-meyers-2012"))) == sharing


def test_elements_by_frequency(rows_of, facts):
    found = {row[1].partition(":")[2]: tuple(map(int, row[3:])) for row in rows_of("elements-by-frequency")}
    expected = {
        element: tuple(
            sum(facts.value[name, element] == value for name in facts.frameworks)
            for value in ("present", "not-mentioned", "unknown")
        )
        for element in facts.elements
    }
    assert found == expected


def test_unknown_by_framework(rows_of, facts):
    found = {row[0].partition(":")[2]: tuple(map(int, row[4:])) for row in rows_of("unknown-by-framework")}
    expected = {
        name: tuple(
            sum(facts.value[name, element] == value for element in facts.elements)
            for value in ("unknown", "not-mentioned", "present")
        )
        for name in facts.frameworks
    }
    assert found == expected


def test_element_pairs(rows_of, facts):
    together = Counter(pair for has in facts.has.values() for pair in itertools.combinations(sorted(has), 2))
    rows = rows_of("element-pairs-together", least="1")
    assert {(a, b): int(row[2]) for a, b, row in zip(ids(rows), ids(rows, 1), rows, strict=True)} == together
    rows = rows_of("elements-going-with-element", element="training")
    expected = Counter(e for has in facts.has.values() if "training" in has for e in has - {"training"})
    assert dict(zip(ids(rows), (int(row[2]) for row in rows), strict=True)) == expected


def test_phases_reached(rows_of, facts):
    phase = {row[2].partition(":")[2]: row[0] for row in rows_of("elements-by-phase")}
    reached = {name: {phase[element] for element in has} for name, has in facts.has.items()}
    full = {name for name, orders in reached.items() if len(orders) == 5}
    assert set(ids(rows_of("frameworks-reaching-all-phases"))) == full
    for order, _, elements, frameworks in rows_of("elements-per-phase-counted"):
        assert int(elements) == sum(o == order for o in phase.values())
        assert int(frameworks) == sum(order in orders for orders in reached.values())
    names = ("preparation", "plan", "implementation", "evaluation", "sustainability")
    for order, name in enumerate(names, start=1):
        complete = {n for n, row in facts.frameworks.items() if row["components_complete"]}
        expected = {n for n in complete if str(order) not in reached[n]}
        assert set(ids(rows_of("phases-missing-by-framework", phase=name))) == expected


# --- Components, coders and studies ---------------------------------------------------------------


def test_components_of_every_framework(rows_of, facts):
    for name, row in itertools.islice(facts.frameworks.items(), 0, None, 7):
        found = rows_of("components-of-framework", framework=name)
        assert {(int(r[0]), r[1], r[2]) for r in found} == {
            (c["number"], c.get("group", ""), " ".join(c["label"].split())) for c in row["components"]
        }
        shown = {(r["component_no"], r["element_id"]) for r in facts.agreed if r["framework_id"] == name}
        assert {(r[0], r[3].partition(":")[2]) for r in found if r[3]} == shown


def test_components_fitting_no_element(rows_of, facts):
    none = {(r["framework_id"], r["component_no"]) for r in facts.readings if r["element_id"] == "none"}
    rows = rows_of("components-fitting-no-element")
    assert {(name, row[1]) for name, row in zip(ids(rows), rows, strict=True)} == none


def test_coders(rows_of, facts):
    disagreed = [row for row in facts.codings if seen(row["coder_a"]) != seen(row["coder_b"])]
    rows = rows_of("coders-disagreeing")
    assert Counter(ids(rows)) == Counter(row["framework_id"] for row in disagreed)
    assert Counter(row[5] for row in rows) == Counter(
        "tac:present" if row["consensus"] == "yes" else "tac:not-mentioned" for row in disagreed
    )
    accepted = Counter((r["framework_id"], r["element_id"]) for r in disagreed if r["consensus"] == "yes")
    rows = rows_of("readings-of-one-coder")
    assert Counter(zip(ids(rows), ids(rows, 2), strict=True)) == accepted
    for coder, confidence, count in rows_of("confidence-by-coder"):
        column = f"coder_{coder[-1].lower()}"
        grade = confidence.removeprefix("tac:").removesuffix("-confidence")
        assert int(count) == sum(row[column] == grade for row in facts.codings)


def test_studies_compared(rows_of, facts, published):
    both = [(facts.value[pair], value) for pair, value in published.items() if pair in facts.value]
    found = {(a.partition(":")[2], b.partition(":")[2]): int(n) for a, b, n in rows_of("studies-compared")}
    assert found == Counter(both)
    against = {p for p, v in published.items() if {facts.value.get(p, ""), v} == {"present", "not-mentioned"}}
    rows = rows_of("studies-disagreeing")
    assert set(zip(ids(rows), ids(rows, 1), strict=True)) == against
    assert set(ids(rows_of("frameworks-in-two-studies"))) == {n for n, _ in published if n in facts.frameworks}
    named = {name for name, _ in published if name not in facts.frameworks}
    assert {row[2] for row in rows_of("frameworks-uncatalogued")} == named


# --- Records --------------------------------------------------------------------------------------


def test_hours_count_once_and_contact_logs_not_at_all(rows_of):
    assert rows_of("engagements-by-tier") == [("tac:intensive", "2", "5.5"), ("tac:targeted", "2", "6")]
    second = "https://example.org/synthetic/second-center"
    assert rows_of("engagements-by-tier", provider=second) == [("tac:targeted", "2", "6")]


def test_a_center_is_found_by_its_name(rows_of):
    assert [row[0] for row in rows_of("practices-used", provider="second center (synthetic)")] == ["tap:training"]


@pytest.mark.parametrize("study", ["project", "meyers-2012"])
def test_practices_called_for_keep_unknown_apart(study, rows_of, facts, published):
    guide, recorded = "getting-to-outcomes", {"needs-assessment", "goal-setting", "coaching"}
    said = {e: v for (name, e), v in (facts.value if study == "project" else published).items() if name == guide}
    expected = {e: "called for, not recorded" for e, v in said.items() if v == "present" and e not in recorded}
    beyond = {
        "not-mentioned": "recorded, not mentioned by the framework",
        "unknown": "recorded, unknown whether called for",
    }
    expected |= {e: beyond[said[e]] for e in recorded & set(said) if said[e] in beyond}
    rows = rows_of("practices-called-for", study=study)
    assert dict(zip(ids(rows, 1), (row[3] for row in rows), strict=True)) == expected
