"""The graph of frameworks against the tables that it is built from, counted by another route: plain sets."""

import csv

import pytest
import yaml

from taonto.base import resources
from taonto.base.vocabulary import TAC, TAF, TAP
from taonto.ontology.catalogue import mapped_cells, project_cells, slug
from taonto.ontology.matrix import CodingValue

TABLES = resources.folder("ontology") / "tables"


@pytest.fixture(scope="module")
def frameworks():
    return yaml.safe_load((TABLES / "frameworks.yaml").read_text())


@pytest.fixture(scope="module")
def codings():
    with (TABLES / "codings.csv").open() as stream:
        return list(csv.DictReader(stream))


def test_every_framework_and_component_is_there(ask, frameworks):
    found = ask(
        "SELECT ?f ?n ?label WHERE { ?f a ta:Framework ; ta:hasComponent [ ta:hasNumber ?n ; skos:prefLabel ?label ] }"
    )
    expected = {(TAF + f["id"], str(c["number"]), c["label"]) for f in frameworks for c in f["components"]}
    assert set(found) == expected
    assert len(frameworks) == 65


def test_complete_lists(ask):
    assert ask("SELECT (COUNT(?f) AS ?n) WHERE { ?f a ta:Framework ; ta:hasCompleteList true }") == [("49",)]


def test_present_pairs_of_the_project(ask, codings):
    expected = {(TAF + r["framework_id"], TAP + r["element_id"]) for r in codings if r["consensus"] == "yes"}
    assert len(expected) == 304
    coded = ask(
        "SELECT ?f ?e WHERE { ?c a ta:FrameworkCoding ; ta:belongsToStudy taf:study-project ;"
        " ta:codesFramework ?f ; ta:codesElement ?e ; ta:assignsValue tac:present }"
    )
    assert set(coded) == expected and len(coded) == 304
    assert set(ask("SELECT ?f ?e WHERE { ?f ta:includesElement ?e }")) == expected


def test_three_values_for_every_pair(ask):
    counts = dict(
        ask(
            "SELECT ?v (COUNT(*) AS ?n) WHERE { ?c a ta:FrameworkCoding ; ta:belongsToStudy taf:study-project ;"
            " ta:assignsValue ?v } GROUP BY ?v"
        )
    )
    assert sum(map(int, counts.values())) == 65 * 27
    assert counts[TAC + "present"] == "304"
    # 28 frameworks have a complete and detailed list; what these do not show is all that is "not mentioned".
    thorough = "?f ta:hasCompleteList true ; ta:hasDetail tac:detailed"
    [(pairs,)] = ask(f"SELECT (COUNT(*) AS ?n) WHERE {{ ?f a ta:Framework ; ta:includesElement ?e . {thorough} }}")
    assert int(counts[TAC + "not-mentioned"]) == 28 * 27 - int(pairs)


def test_incomplete_and_top_level_lists_leave_unknown_not_absent():
    rows = [{"framework_id": "t", "component_no": "1", "element_id": "training", "consensus": "yes"}]
    for complete, detail, absent in [
        (True, "detailed", CodingValue.NOT_MENTIONED),
        (True, "top_level", CodingValue.UNKNOWN),
        (False, "detailed", CodingValue.UNKNOWN),
    ]:
        framework = {"id": "t", "components_complete": complete, "detail": detail}
        cells = list(project_cells([framework], rows, ["coaching", "training"]))
        assert [c.value for c in cells] == [absent, CodingValue.PRESENT]


def test_both_coders_and_the_consensus_are_kept(ask, codings):
    found = ask(
        "SELECT ?coder (COUNT(*) AS ?n) WHERE { ?c a ta:ComponentCoding ; ta:belongsToStudy taf:study-project ;"
        " ta:codedBy ?coder ; ta:codesComponent ?component ; ta:assignsValue tac:present } GROUP BY ?coder"
    )
    rows = [r for r in codings if r["element_id"] != "none"]
    assert dict(found) == {
        TAF + "coder-a": str(sum(r["coder_a"] != "not coded" for r in rows)),
        TAF + "coder-b": str(sum(r["coder_b"] != "not coded" for r in rows)),
        TAF + "coder-consensus": str(sum(r["consensus"] == "yes" for r in rows)),
    }


def test_the_study_of_2012_as_published(ask):
    found = ask(
        "SELECT ?v (COUNT(*) AS ?n) WHERE { ?c a ta:StudyElementCoding ; ta:belongsToStudy taf:study-meyers-2012 ;"
        " ta:assignsValue ?v } GROUP BY ?v"
    )
    assert dict(found) == {TAC + "present": "124", TAC + "not-mentioned": "74", TAC + "unknown": "40"}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["yes", "no"], CodingValue.PRESENT),
        (["no", "no"], CodingValue.NOT_MENTIONED),
        (["no", "unknown"], CodingValue.UNKNOWN),
        (["unknown", "yes"], CodingValue.PRESENT),
    ],
)
def test_several_steps_of_one_practice(values, expected):
    steps = [{"step_no": str(n), "maps_to_element_ids": "training"} for n in (1, 2)]
    codings = [
        {"framework": "F", "catalogue_id": "", "step_no": str(n), "value": v} for n, v in enumerate(values, start=1)
    ]
    assert [cell.value for cell in mapped_cells(steps, codings)] == [expected]


def test_elements_of_the_synthesis_are_a_count_not_names(ask):
    assert ask("SELECT ?n WHERE { taf:study-dunst-2019 ta:leavesUnnamedCount ?n }") == [("20",)]
    assert ask("SELECT ?c WHERE { ?c ta:belongsToStudy taf:study-dunst-2019 }") == []
    published = ask("SELECT ?p WHERE { ?p a ta:Practice ; dcterms:source taf:source-dunst-2019-scoping }")
    assert len(published) == 5


def test_slugs_are_fit_for_an_iri():
    assert slug("Klein & Sorra 1996") == "klein-sorra-1996"
    assert slug("Ägypten/<x>") == "%C3%A4gypten-x"
