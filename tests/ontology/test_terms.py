import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from taonto.base.errors import BadInputError, UnknownNameError
from taonto.base.vocabulary import TA, TAC, TAF, TAP
from taonto.ontology.terms import all_terms, codes, describe, find, instances, resolve


@pytest.mark.parametrize(
    "text",
    [
        TAP + "needs-assessment",
        "tap:needs-assessment",
        "needs-assessment",
        "Needs Assessment",
        "  needs   assessment ",
    ],
)
def test_one_term_by_any_of_its_names(text, inferred):
    [term] = find(inferred, text)
    assert term.iri == TAP + "needs-assessment"
    assert term.name == "tap:needs-assessment"
    assert (term.label, term.phase, term.status) == ("Needs assessment", "Preparation", "stable")
    assert "Practice" in term.kind


def test_counts_agree_with_the_graph(inferred, ask):
    [phase] = find(inferred, "tap:preparation")
    assert (str(phase.frameworks),) == ask("SELECT (COUNT(?f) AS ?n) { ?f ta:reachesPhase tap:preparation }")[0]
    [practice] = find(inferred, "tap:coaching")
    assert (str(practice.frameworks),) == ask("SELECT (COUNT(?f) AS ?n) { ?f ta:includesElement tap:coaching }")[0]
    [code] = find(inferred, "tac:intensive")
    assert code.frameworks is None


def test_definitions_stand_side_by_side_with_their_sources(inferred):
    [term] = find(inferred, "ta:TechnicalAssistance")
    assert len(term.definitions) == 3
    assert all(definition.sources for definition in term.definitions)
    assert len({definition.text for definition in term.definitions}) == 3
    [practice] = find(inferred, "tap:coaching")
    assert len(practice.definitions) == 1, "a term's own definition is not shown twice"
    assert practice.status == "testing"


def test_a_label_that_two_terms_have_finds_both(inferred):
    assert [term.name for term in find(inferred, "technical assistance")] == [
        "tac:technical-assistance",
        "ta:TechnicalAssistance",
    ]


def test_words_find_labels_before_definitions(inferred):
    assert [term.name for term in find(inferred, "vision")] == ["tap:visioning"]
    assert find(inferred, "ASSESS need") == find(inferred, "need assess")
    found = [term.name for term in find(inferred, "planned series activities")]
    assert "tac:intensive" in found


def test_frameworks_and_studies_are_terms_and_codings_are_not(inferred):
    names = {term.value for term in all_terms(inferred)}
    assert "https://w3id.org/taonto/framework/getting-to-outcomes" in names
    assert "https://w3id.org/taonto/framework/study-project" in names
    assert not any(name.startswith(TAF + "coding-") or name.endswith("-c1") for name in names)


def test_no_text_means_every_term(inferred):
    assert len(find(inferred, " ")) == len(all_terms(inferred)) > 400


def test_matches_of_other_vocabularies(inferred):
    [term] = find(inferred, "tac:state-education-agency")
    assert "skos:exactMatch ceds:NI001156173063" in term.matches


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("needs-asessment", "there is no term 'needs-asessment'; did you mean tap:needs-assessment"),
        ("tap:coachign", "did you mean tap:coaching"),
        ("qqqqqq", "there is no term 'qqqqqq'; check the spelling, or list all terms"),
        ("x\x1b[2Jy\n", r"there is no term 'x \[2Jy'"),
        (TAP + "none", "there is no term"),
    ],
)
def test_unknown_terms(text, message, inferred):
    with pytest.raises(UnknownNameError, match=message) as caught:
        find(inferred, text)
    assert "\x1b" not in str(caught.value)


@settings(max_examples=25)
@given(st.text(max_size=60))
def test_any_text_is_found_or_refused(inferred, text):
    try:
        assert find(inferred, text)
    except UnknownNameError as error:
        assert "\n" not in str(error)


def test_instances_need_no_inference(asserted, inferred):
    for kind in ("ModelOrFramework", "Practice", "Organization"):
        found = instances(asserted, TA + kind)
        assert found and found == instances(inferred, TA + kind)


def test_resolving_among_candidates(inferred):
    assert resolve(inferred, codes(inferred), "training", "code") == NamedNode(TAC + "training")
    assert resolve(inferred, instances(inferred, TA + "Practice"), "training", "practice") == NamedNode(
        TAP + "training"
    )
    pair = [NamedNode(TAC + "technical-assistance"), NamedNode(TA + "TechnicalAssistance")]
    with pytest.raises(BadInputError, match="names more than one term; use ta"):
        resolve(inferred, pair, "Technical assistance", "term")


def test_a_term_without_anything(inferred):
    bare = describe(inferred, NamedNode("https://example.org/bare"))
    assert (bare.label, bare.definitions, bare.kind, bare.matches) == ("bare", (), (), ())
