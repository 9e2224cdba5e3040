import pytest
from pyoxigraph import Literal, NamedNode, Triple

from taonto.base.vocabulary import PREFIXES, TA, TAC, TAF, TAP
from taonto.ontology.codes import CodeLists, node_of_code
from taonto.records.sheets.layout import load_layout

HEADINGS = """
identifier recordKind recordStatus provider recipient recipientType recipientIdentifier recipientRole startDate endDate
contactHours preparationHours deliveryMode channel participantCount inPersonCount virtualCount supportTier serviceType
practice topic reason goal objective objectiveStatus objectiveStatusReason supportStage targetPopulation
capacityDimension outcome outcomeLevel outcomeTerm partOf framework pressure condition adjustment otherSupport
otherSupportUse nextStep nextStepOwner nextStepDue language fundingAward resource publicSummary
"""


@pytest.fixture(scope="module")
def lists():
    return CodeLists.shipped()


def test_the_columns_are_those_of_the_contract_in_their_order():
    assert load_layout().headings == tuple(HEADINGS.split())


def test_every_path_is_a_property_that_names_its_column(asserted):
    for column in (c for c in load_layout().columns if not c.heading.startswith(("pressure", "condition"))):
        query = f"SELECT ?f WHERE {{ <{column.path}> <{TA}hasFieldName> ?f }}"
        assert [row["f"].value for row in asserted.query(query)] == [column.heading]


@pytest.mark.parametrize("column", [c for c in load_layout().columns if c.type], ids=lambda c: c.heading)
def test_every_code_is_found_by_code_iri_short_form_and_label(lists, column):
    members = lists.members(column.type)
    assert members
    for code in members:
        iri = NamedNode(code.iri)
        assert lists.find(column.type, code.code) == iri
        assert lists.find(column.type, code.iri) == iri
        assert lists.find(column.type, code.code.upper()) == iri
        assert lists.find(column.type, f" {code.label.swapcase()} ") in (iri, None)


@pytest.mark.parametrize(
    ("cls", "text", "iri"),
    [
        ("DeliveryMode", "In Person", TAC + "in-person"),
        ("DeliveryMode", "tac:hybrid", TAC + "hybrid"),
        ("Practice", "needs assessment", TAP + "needs-assessment"),
        ("Framework", "osep-ta-tiers", TAF + "osep-ta-tiers"),
        ("OrganizationType", "LEA", TAC + "local-education-agency"),
        ("Topic", "Coaching", TAC + "coaching-of-staff"),
        ("ServiceType", "Coaching", TAC + "coaching"),
        ("Topic", "Teaching practices and interactions", TAC + "teaching-practices-and-interactions"),
        ("Topic", "Teaching Practices / Teacher-Child Interactions", TAC + "teaching-practices-and-interactions"),
    ],
)
def test_cells_mean_members_of_their_own_list(lists, cls, text, iri):
    assert lists.find(TA + cls, text) == NamedNode(iri)


@pytest.mark.parametrize("text", ["both", "in_person", "inperson", "Other", "in-person; virtual"])
def test_what_is_on_no_list_stays_the_raw_text(lists, text):
    assert node_of_code(lists, TA + "DeliveryMode", text) == Literal(text)


def test_a_custom_topic_scheme_is_found_by_label():
    topic = NamedNode("https://example.org/topics/7")
    own = [
        Triple(topic, NamedNode(PREFIXES["skos"] + "inScheme"), NamedNode("https://example.org/topics")),
        Triple(topic, NamedNode(PREFIXES["skos"] + "prefLabel"), Literal("Rural transport", language="en")),
    ]
    lists = CodeLists.shipped(own)
    assert lists.find(TA + "Topic", "rural transport", open_list=True) == topic
    assert lists.find(TA + "Reason", "rural transport") is None


def test_every_example_of_the_template_is_on_its_list(lists):
    examples = [(c, value) for c in load_layout().columns if c.type and c.example for value in c.example.split("; ")]
    assert len(examples) > 10
    assert [(column.heading, value) for column, value in examples if not lists.find(column.type, value)] == []
