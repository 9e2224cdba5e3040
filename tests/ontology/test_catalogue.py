"""The graph of frameworks, compared with the tables that it is built from: plain sets, by another route."""

import shutil
from collections import Counter

import pytest
from helpers.small_catalogue import FOLDER
from helpers.tables import Tables, seen

from taonto.base.errors import BadInputError
from taonto.base.vocabulary import TAC, TAF, TAP
from taonto.ontology.catalogue import catalogue_triples, framework_triples, mapped_cells, project_cells, slug
from taonto.ontology.matrix import CodingValue


@pytest.fixture(scope="module")
def tables():
    return Tables()


def test_every_framework_and_component_is_there(ask, tables):
    found = ask(
        "SELECT ?f ?n ?label WHERE { ?f a ta:Framework ; ta:hasComponent [ ta:hasNumber ?n ; skos:prefLabel ?label ] }"
    )
    assert tables.components
    assert set(found) == {(TAF + name, n, row["label"]) for (name, n), row in tables.components.items()}
    assert len(found) == len(tables.components)


def test_complete_lists(ask, tables):
    found = {name for (name,) in ask("SELECT ?f WHERE { ?f a ta:Framework ; ta:hasCompleteList true }")}
    assert found == {TAF + name for name in tables.complete}


def test_what_the_project_finds_present(ask, tables):
    expected = {(TAF + name, TAP + element) for name, has in tables.has.items() for element in has}
    coded = ask(
        "SELECT ?f ?e WHERE { ?c a ta:FrameworkCoding ; ta:belongsToStudy taf:study-project ;"
        " ta:codesFramework ?f ; ta:codesElement ?e ; ta:assignsValue tac:present }"
    )
    assert expected and set(coded) == expected and len(coded) == len(expected)
    assert set(ask("SELECT ?f ?e WHERE { ?f ta:includesElement ?e }")) == expected


def test_every_pair_has_one_of_three_values(ask, tables):
    found = ask(
        "SELECT ?f ?e ?v WHERE { ?c a ta:FrameworkCoding ; ta:belongsToStudy taf:study-project ;"
        " ta:codesFramework ?f ; ta:codesElement ?e ; ta:assignsValue ?v }"
    )
    assert set(found) == {(TAF + name, TAP + e, TAC + value) for (name, e), value in tables.value.items()}
    assert len(found) == len(tables.frameworks) * len(tables.elements)
    assert {value for _, _, value in found} == {TAC + "present", TAC + "not-mentioned", TAC + "unknown"}


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


def test_both_coders_and_the_consensus_are_kept(ask, tables):
    found = ask(
        "SELECT ?coder (COUNT(*) AS ?n) WHERE { ?c a ta:ComponentCoding ; ta:belongsToStudy taf:study-project ;"
        " ta:codedBy ?coder ; ta:codesComponent ?component ; ta:assignsValue tac:present } GROUP BY ?coder"
    )
    assert dict(found) == {
        TAF + "coder-a": str(sum(seen(row["coder_a"]) for row in tables.codings)),
        TAF + "coder-b": str(sum(seen(row["coder_b"]) for row in tables.codings)),
        TAF + "coder-consensus": str(len(tables.agreed)),
    }


def test_the_study_of_2012_as_published(ask, tables):
    found = ask(
        "SELECT ?v (COUNT(*) AS ?n) WHERE { ?c a ta:StudyElementCoding ; ta:belongsToStudy taf:study-meyers-2012 ;"
        " ta:assignsValue ?v } GROUP BY ?v"
    )
    values = {"yes": TAC + "present", "no": TAC + "not-mentioned", "unknown": TAC + "unknown"}
    assert {value: int(n) for value, n in found} == Counter(values[row["value"]] for row in tables.published)


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


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("osep-ta-tiers,99,coaching,high,high,yes", "no framework has this component; fix the first two columns"),
        ("osep-ta-tires,1,coaching,high,high,yes", "no framework has this component; fix the first two columns"),
        ("osep-ta-tiers,1,coaching,high,high,maybe", "the consensus 'maybe' is unknown; write yes or no"),
        ("osep-ta-tiers,1,coaching,hgh,high,yes", "a coder's reading is unknown; write high, medium, low, not coded"),
        ("osep-ta-tiers,1,coaching,high,yes", "the consensus 'None' is unknown; write yes or no"),
    ],
)
def test_a_typo_in_the_codings_is_one_sentence(tmp_path, row, problem):
    tables = shutil.copytree(FOLDER / "tables", tmp_path / "tables")
    assert list(catalogue_triples(tables))
    with (tables / "codings.csv").open("a") as stream:
        stream.write(f"{row}\n")
    with pytest.raises(BadInputError) as caught:
        list(catalogue_triples(tables))
    assert str(caught.value).startswith(f"codings.csv, row '{row[:20]}")
    assert str(caught.value).endswith(problem)


def test_what_a_framework_must_have(tables):
    [row] = [row for name, row in tables.frameworks.items() if name == "osep-ta-tiers"]
    known = row | {"year": None, "urls": None, "field": None, "kind": None, "structure": None, "remarks": None}
    assert list(framework_triples(known))
    for key in ("name", "citation", "scope", "components_complete", "detail", "components"):
        with pytest.raises(BadInputError, match=f"^frameworks.yaml, osep-ta-tiers: a value for '{key}' is missing"):
            list(framework_triples(row | {key: None}))
    with pytest.raises(BadInputError, match="a value for 'components: label' is missing"):
        list(framework_triples(row | {"components": [{"number": 1}]}))


def test_slugs_are_fit_for_an_iri():
    assert slug("Klein & Sorra 1996") == "klein-sorra-1996"
    assert slug("Ägypten/<x>") == "%C3%A4gypten-x"
