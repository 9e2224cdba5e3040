"""For each constraint a record that fails only it, and a near-identical one that passes.

A case changes a sound pair of records (a whole and a part, with everything they link to). `bad` and `good` are changes:
"node property" to the objects that it gets instead, or Turtle to add under "+".
"""

from typing import NamedTuple

Change = dict[str, str]


class Case(NamedTuple):
    shape: str
    component: str
    bad: Change
    good: Change


PREFIXES = """
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix ta: <https://w3id.org/taonto/ontology/> .
@prefix tac: <https://w3id.org/taonto/code/> .
@prefix taf: <https://w3id.org/taonto/framework/> .
@prefix tap: <https://w3id.org/taonto/practice/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

SOUND = {
    "r a": "ta:Engagement",
    "r ta:hasIdentifier": '"{case}-1"',
    "r ta:hasRecordKind": "tac:encounter",
    "r ta:hasRecordStatus": "tac:approved",
    "r ta:providedBy": "<center>",
    "r ta:receivedBy": "<district>",
    "r ta:involvesRole": "tac:coach",
    "r ta:startsOn": '"{day}"^^xsd:date',
    "r ta:endsOn": '"{day}"^^xsd:date',
    "r ta:hasContactHours": "1.5",
    "r ta:hasPreparationHours": "2.0",
    "r ta:hasDeliveryMode": "tac:hybrid",
    "r ta:usesChannel": "tac:video",
    "r ta:hasParticipantCount": "12",
    "r ta:hasInPersonCount": "8",
    "r ta:hasVirtualCount": "4",
    "r ta:hasSupportTier": "tac:targeted",
    "r ta:hasServiceType": "tac:coaching",
    "r ta:usesPractice": "tap:needs-assessment",
    "r ta:addressesTopic": "tac:inclusion",
    "r ta:hasReason": "tac:follow-up",
    "r ta:pursuesGoal": "<goal>",
    "r ta:pursuesObjective": "<objective>",
    "r ta:servesPopulation": "tac:preschool-children",
    "r ta:buildsCapacity": "tac:resources",
    "r ta:hasOutcome": "<outcome>",
    "r ta:isPartOf": "<whole>",
    "r ta:guidedBy": "taf:osep-ta-tiers",
    "r ta:facesPressure": "tac:limited-resources",
    "r ta:facesCondition": "tac:shifting-context",
    "r ta:makesAdjustment": "tac:adjust",
    "r ta:concernsSupportSource": "<network>",
    "r ta:managesSupportBy": "tac:align",
    "r ta:hasNextStep": "<step>",
    "r ta:inLanguage": '"en"',
    "r ta:hasFundingAward": '"H326B170001"',
    "r ta:providesResource": "<https://example.org/form>",
    "r ta:hasPublicSummary": '"The team planned its meetings."',
    "whole a": "ta:Engagement",
    "whole ta:hasIdentifier": '"{case}-0"',
    "whole ta:hasRecordKind": "tac:product",
    "whole ta:hasRecordStatus": "tac:approved",
    "whole ta:providedBy": "<center>",
    "whole ta:involvesRole": "tac:coach",
    "whole ta:startsOn": '"{day}"^^xsd:date',
    "whole ta:endsOn": '"{day}"^^xsd:date',
    "whole ta:hasDeliveryMode": "tac:virtual",
    "whole ta:hasSupportTier": "tac:universal",
    "whole ta:hasServiceType": "tac:tool-development",
    "whole ta:usesPractice": "tap:visioning",
    "whole ta:addressesTopic": "tac:equity",
    "whole ta:hasReason": "tac:funder-request",
    "whole ta:pursuesGoal": "<goal>",
    "whole ta:pursuesObjective": "<objective>",
    "whole ta:buildsCapacity": "tac:infrastructure",
    "whole ta:guidedBy": "taf:osep-ta-tiers",
    "whole ta:hasFundingAward": '"H326B170001"',
    "center a": "ta:Organization",
    "center skos:prefLabel": '"Center {case}"',
    "district a": "ta:Organization",
    "district skos:prefLabel": '"District {case}"',
    "district ta:hasOrganizationType": "tac:local-education-agency",
    "district ta:hasOrganizationIdentifier": '"NCES:{number}"',
    "goal a": "ta:Goal",
    "goal skos:prefLabel": '"Better plans"',
    "goal ta:hasStatus": "tac:in-progress",
    "objective a": "ta:Objective",
    "objective skos:prefLabel": '"Review data"',
    "objective ta:isObjectiveOf": "<goal>",
    "objective ta:isGoalOf": "<district>",
    "objective ta:hasStatus": "tac:in-progress",
    "objective ta:hasStatusReason": '"on track"',
    "objective ta:hasSupportStage": "tac:planning",
    "outcome a": "ta:Outcome",
    "outcome skos:prefLabel": '"Plans rest on data"',
    "outcome ta:hasOutcomeLevel": "tac:organization",
    "outcome ta:hasOutcomeTerm": "tac:medium",
    "network a": "ta:SupportSource",
    "network skos:prefLabel": '"Regional network"',
    "step a": "ta:NextStep",
    "step skos:prefLabel": '"Share the form"',
    "step ta:hasOwnerSide": "tac:provider",
    "step ta:isDueOn": '"2024-10-31"^^xsd:date',
    "data a": "dcat:Dataset",
    "data dcterms:title": '"Records"',
    "data dcterms:license": "<https://creativecommons.org/licenses/by/4.0/>",
    "data dcterms:publisher": "<center>",
    "data dcterms:issued": '"2024-09-30"^^xsd:date',
    "data dcterms:modified": '"2024-09-30"^^xsd:date',
    "data prov:wasDerivedFrom": "<https://example.org/log>",
}

# A second record for another recipient, otherwise the same; {…} is filled in for each case.
OTHER = """<r2> a ta:Engagement ; ta:hasIdentifier "{case}-2" ; ta:hasRecordKind tac:encounter ;
  ta:hasRecordStatus tac:approved ; ta:providedBy <center> ; ta:receivedBy %(recipient)s ; ta:involvesRole tac:coach ;
  ta:startsOn "{day}"^^xsd:date ; ta:endsOn "{day}"^^xsd:date ; ta:hasContactHours %(hours)s ;
  ta:hasDeliveryMode %(mode)s ; ta:hasParticipantCount %(people)s ; ta:hasInPersonCount 8 ;
  ta:hasVirtualCount %(virtual)s ; ta:hasSupportTier tac:targeted ; ta:hasServiceType tac:coaching ;
  ta:usesPractice tap:visioning ; ta:addressesTopic tac:inclusion ; ta:hasReason tac:follow-up ;
  ta:pursuesGoal <goal2> ; ta:pursuesObjective %(objective)s ; ta:buildsCapacity tac:resources ; ta:isPartOf <whole> ;
  ta:guidedBy taf:osep-ta-tiers ; ta:hasFundingAward "H326B170001" .
<goal2> a ta:Goal ; skos:prefLabel "Other plans" .
<objective2> a ta:Objective ; skos:prefLabel "Other data" ; ta:isObjectiveOf <goal2> ; ta:hasStatus tac:completed ;
  ta:hasSupportStage tac:planning .
<district2> a ta:Organization ; skos:prefLabel "%(name)s" ; ta:hasOrganizationType tac:school ;
  ta:hasOrganizationIdentifier "NCES:%(nces)s" .
"""
# The same organization under another name.
AGAIN = """<again> a ta:Organization ; owl:sameAs <{}> ; skos:prefLabel "{} {{case}}" ;
  ta:hasOrganizationType tac:local-education-agency ; ta:hasOrganizationIdentifier "NCES:{{number}}" ."""
_DEFAULTS = {
    "recipient": "<district2>", "hours": "2.5", "mode": "tac:hybrid", "people": "13", "virtual": "5",
    "objective": "<objective2>", "name": "School {case}", "nces": "{number}9",
}  # fmt: skip


def other(**changes: str) -> str:
    return OTHER % (_DEFAULTS | changes)


MIN, MAX = "MinCount", "MaxCount"


def _once(shape: str, path: str, one: str, two: str, minimum: bool = True) -> list[Case]:
    low = [Case(shape, MIN, {path: ""}, {path: one})] if minimum else []
    return [*low, Case(shape, MAX, {path: f"{one} , {two}"}, {path: one})]


def _code(shape: str, path: str, good: str) -> Case:
    return Case(shape, "Class", {path: "tac:no-such-code"}, {path: good})


def _or(shape: str, bad: Change, good: Change) -> Case:
    return Case(shape, "Or", bad, good)


def _personal(kind: str, bad: str, good: str) -> list[Case]:
    return [
        Case(f"no-{kind}-in-{where}", "Not", {path: f'"{bad}"'}, {path: f'"{good}"'})
        for where, path in (
            ("summary", "r ta:hasPublicSummary"),
            ("reason", "objective ta:hasStatusReason"),
            ("wording", "step skos:prefLabel"),
        )
    ]


CASES: list[Case] = [
    # required.ttl
    *_once("identifier-count", "r ta:hasIdentifier", '"{case}-1"', '"{case}-1b"'),
    *_once("recordKind-count", "r ta:hasRecordKind", "tac:encounter", "tac:training-event"),
    Case("recordStatus-count", MIN, {"r ta:hasRecordStatus": ""}, {}),
    Case("recordStatus-count", MAX, {"r ta:hasRecordStatus": "tac:approved , tac:draft"}, {}),
    Case("provider-count", MIN, {"r ta:providedBy": ""}, {}),
    _or(
        "recipient-when-not-universal",
        {"r ta:receivedBy": ""},
        {"r ta:receivedBy": "", "r ta:hasSupportTier": "tac:universal"},
    ),
    *_once("startDate-count", "r ta:startsOn", '"{day}"^^xsd:date', '"{before}"^^xsd:date'),
    *_once("endDate-count", "r ta:endsOn", '"{day}"^^xsd:date', '"2024-12-31"^^xsd:date'),
    _or(
        "contactHours-when-live",
        {"r ta:hasContactHours": ""},
        {"r ta:hasContactHours": "", "r ta:hasRecordKind": "tac:contact-log"},
    ),
    Case("contactHours-count", MAX, {"r ta:hasContactHours": "1.5 , 2.0"}, {"r ta:hasContactHours": "2.0"}),
    Case("preparationHours-count", MAX, {"r ta:hasPreparationHours": "1.5 , 2.0"}, {"r ta:hasPreparationHours": ""}),
    Case("deliveryMode-count", MIN, {"r ta:hasDeliveryMode": ""}, {}),
    Case(
        "deliveryMode-count",
        MAX,
        {"r ta:hasDeliveryMode": "tac:hybrid , tac:virtual"},
        {"r ta:hasDeliveryMode": "tac:virtual"},
    ),
    _or(
        "participantCount-when-live",
        {"r ta:hasParticipantCount": ""},
        {"r ta:hasParticipantCount": "", "r ta:hasContactHours": "", "r ta:hasRecordKind": "tac:product"},
    ),
    Case(
        "participantCount-count",
        MAX,
        {"r ta:hasParticipantCount": "12 , 13", "r ta:hasInPersonCount": "", "r ta:hasDeliveryMode": "tac:virtual"},
        {},
    ),
    _or(
        "inPersonCount-when-hybrid",
        {"r ta:hasInPersonCount": ""},
        {"r ta:hasInPersonCount": "", "r ta:hasDeliveryMode": "tac:virtual"},
    ),
    _or(
        "virtualCount-when-hybrid",
        {"r ta:hasVirtualCount": ""},
        {"r ta:hasVirtualCount": "", "r ta:hasDeliveryMode": "tac:in-person"},
    ),
    Case(
        "inPersonCount-count",
        MAX,
        {"r ta:hasInPersonCount": "8 , 9", "r ta:hasVirtualCount": "", "r ta:hasDeliveryMode": "tac:in-person"},
        {},
    ),
    Case(
        "virtualCount-count",
        MAX,
        {"r ta:hasVirtualCount": "4 , 5", "r ta:hasInPersonCount": "", "r ta:hasDeliveryMode": "tac:virtual"},
        {},
    ),
    *_once("supportTier-count", "r ta:hasSupportTier", "tac:targeted", "tac:universal"),
    Case("serviceType-count", MIN, {"r ta:hasServiceType": ""}, {"r ta:hasServiceType": "tac:coaching , tac:training"}),
    Case("topic-count", MIN, {"r ta:addressesTopic": ""}, {"r ta:addressesTopic": "tac:inclusion , tac:equity"}),
    *_once("reason-count", "r ta:hasReason", "tac:follow-up", "tac:funder-request"),
    _or(
        "partOf-when-intensive",
        {"r ta:hasSupportTier": "tac:intensive", "r ta:isPartOf": ""},
        {"r ta:hasSupportTier": "tac:intensive"},
    ),
    Case("partOf-count", MAX, {"r ta:isPartOf": "<whole> , <r2>", "+": other()}, {"+": other()}),
    Case("publicSummary-count", MAX, {"r ta:hasPublicSummary": '"One." , "Two."'}, {"r ta:hasPublicSummary": ""}),
    Case(
        "organization-name",
        "Or",
        {"r ta:providedBy": "<r#organization-1>", "+": "<r#organization-1> a ta:Organization ."},
        {"center skos:prefLabel": ""},
    ),
    *_once("recipientType-count", "district ta:hasOrganizationType", "tac:school", "tac:program"),
    Case(
        "wording",
        "Or",
        {
            "r ta:hasOutcome": "<r#outcome-1>",
            "+": "<r#outcome-1> a ta:Outcome ; ta:hasOutcomeLevel tac:system ; ta:hasOutcomeTerm tac:long .",
        },
        {"outcome skos:prefLabel": ""},
    ),
    Case(
        "no-template-row",
        "Not",
        {"r ta:hasPublicSummary": '"Synthetic example. Remove this row."'},
        {"r ta:hasPublicSummary": '"Synthetic record."'},
    ),
    # codes.ttl
    Case(
        "recordKind-code", "Class", {"r ta:hasRecordKind": "tac:meeting"}, {"r ta:hasRecordKind": "tac:training-event"}
    ),
    _code("recordStatus-code", "r ta:hasRecordStatus", "tac:approved"),
    _code("recipientRole-code", "r ta:involvesRole", "tac:home-visitor"),
    _code("deliveryMode-code", "r ta:hasDeliveryMode", "tac:in-person"),
    _code("channel-code", "r ta:usesChannel", "tac:phone"),
    _code("supportTier-code", "r ta:hasSupportTier", "tac:universal"),
    _code("serviceType-code", "r ta:hasServiceType", "tac:training"),
    _code("practice-code", "r ta:usesPractice", "tap:visioning"),
    Case(
        "topic-code",
        "Class",
        {"r ta:addressesTopic": "<topic>"},
        {"r ta:addressesTopic": "<topic>", "+": "<topic> a ta:Topic ."},
    ),
    _code("reason-code", "r ta:hasReason", "tac:monitoring-finding"),
    _code("targetPopulation-code", "r ta:servesPopulation", "tac:english-learners"),
    _code("capacityDimension-code", "r ta:buildsCapacity", "tac:culture-and-climate"),
    Case("framework-code", "Class", {"r ta:guidedBy": "taf:no-such-framework"}, {}),
    _code("pressure-code", "r ta:facesPressure", "tac:dose-strength"),
    _code("condition-code", "r ta:facesCondition", "tac:unexpected-challenge"),
    _code("adjustment-code", "r ta:makesAdjustment", "tac:design"),
    _code("otherSupportUse-code", "r ta:managesSupportBy", "tac:combine"),
    _code("recipientType-code", "district ta:hasOrganizationType", "tac:other"),
    _code("objectiveStatus-code", "objective ta:hasStatus", "tac:not-started"),
    _code("supportStage-code", "objective ta:hasSupportStage", "tac:introducing"),
    _code("outcomeLevel-code", "outcome ta:hasOutcomeLevel", "tac:system"),
    _code("outcomeTerm-code", "outcome ta:hasOutcomeTerm", "tac:long"),
    _code("nextStepOwner-code", "step ta:hasOwnerSide", "tac:recipient"),
    Case(
        "topic-current",
        "Node",
        {"r ta:addressesTopic": "tac:teaching-practices-and-interactions"},
        {"r ta:addressesTopic": "tac:teaching-and-caregiving-practices"},
    ),
    # dates.ttl
    Case(
        "startDate-datatype",
        "Datatype",
        {"r ta:startsOn": '"2024-02-30"^^xsd:date'},
        {"r ta:startsOn": '"{before}"^^xsd:date'},
    ),
    Case(
        "endDate-datatype",
        "Datatype",
        {"r ta:endsOn": '"20242-11-14"^^xsd:date'},
        {"r ta:endsOn": '"2024-11-14"^^xsd:date'},
    ),
    Case(
        "nextStepDue-datatype",
        "Datatype",
        {"step ta:isDueOn": '"soon"^^xsd:date'},
        {"step ta:isDueOn": '"2030-01-01"^^xsd:date'},
    ),
    Case(
        "startDate-range",
        "Pattern",
        {"r ta:startsOn": '"1989-12-31"^^xsd:date'},
        {"r ta:startsOn": '"1990-01-01"^^xsd:date'},
    ),
    Case(
        "startDate-past",
        "SPARQL",
        {
            "r ta:startsOn": '"2204-01-01"^^xsd:date',
            "r ta:endsOn": '"2204-01-01"^^xsd:date',
            "r ta:hasRecordStatus": "tac:draft",
        },
        {"r ta:hasRecordStatus": "tac:draft"},
    ),
    Case(
        "endDate-past-when-approved",
        "SPARQL",
        {"r ta:endsOn": '"2204-01-01"^^xsd:date'},
        {"r ta:endsOn": '"2024-12-01"^^xsd:date'},
    ),
    Case("end-after-start", "SPARQL", {"r ta:endsOn": '"{before}"^^xsd:date'}, {"r ta:endsOn": '"{day}"^^xsd:date'}),
    # amounts.ttl
    Case(
        "contactHours-datatype",
        "Datatype",
        {"r ta:hasContactHours": '"90 min"^^xsd:decimal'},
        {"r ta:hasContactHours": "90.0"},
    ),
    Case(
        "preparationHours-datatype",
        "Datatype",
        {"r ta:hasPreparationHours": '"2"'},
        {"r ta:hasPreparationHours": '"2"^^xsd:decimal'},
    ),
    Case(
        "contactHours-written", "Not", {"r ta:hasContactHours": '"NaN"^^xsd:decimal'}, {"r ta:hasContactHours": "99.0"}
    ),
    Case(
        "preparationHours-written",
        "Not",
        {"r ta:hasPreparationHours": '"NaN"^^xsd:decimal'},
        {"r ta:hasPreparationHours": "10.0"},
    ),
    Case(
        "contactHours-positive",
        "Pattern",
        {"r ta:hasContactHours": '"0.0"^^xsd:decimal'},
        {"r ta:hasContactHours": "0.5"},
    ),
    Case("contactHours-most", "Pattern", {"r ta:hasContactHours": "99.5"}, {"r ta:hasContactHours": "99.0"}),
    Case("contactHours-half", "Pattern", {"r ta:hasContactHours": "1.25"}, {"r ta:hasContactHours": "1.50"}),
    Case(
        "preparationHours-positive",
        "Pattern",
        {"r ta:hasPreparationHours": "-2.0"},
        {"r ta:hasPreparationHours": "0.0"},
    ),
    Case(
        "participantCount-datatype",
        "Datatype",
        {"r ta:hasParticipantCount": '"about 12"^^xsd:integer'},
        {"r ta:hasParticipantCount": '"12"^^xsd:integer'},
    ),
    Case("inPersonCount-datatype", "Datatype", {"r ta:hasInPersonCount": '"8-10"^^xsd:integer'}, {}),
    Case("virtualCount-datatype", "Datatype", {"r ta:hasVirtualCount": '"few"'}, {}),
    Case(
        "participantCount-positive",
        "Pattern",
        {"r ta:hasParticipantCount": "0", "r ta:hasDeliveryMode": "tac:virtual", "r ta:hasInPersonCount": ""},
        {"r ta:hasParticipantCount": "1", "r ta:hasDeliveryMode": "tac:virtual", "r ta:hasInPersonCount": ""},
    ),
    Case(
        "inPersonCount-positive",
        "Pattern",
        {"r ta:hasInPersonCount": "0", "r ta:hasVirtualCount": "12"},
        {"r ta:hasInPersonCount": "1", "r ta:hasVirtualCount": "11"},
    ),
    Case(
        "virtualCount-positive",
        "Pattern",
        {"r ta:hasInPersonCount": "12", "r ta:hasVirtualCount": "0"},
        {"r ta:hasInPersonCount": "11", "r ta:hasVirtualCount": "1"},
    ),
    Case(
        "counts-add-up",
        "SPARQL",
        {"r ta:hasParticipantCount": "13"},
        {"r ta:hasParticipantCount": "13", "r ta:hasVirtualCount": "5"},
    ),
    _or(
        "contact-log-hours",
        {"r ta:hasRecordKind": "tac:contact-log"},
        {"r ta:hasRecordKind": "tac:contact-log", "r ta:hasContactHours": ""},
    ),
    # text.ttl
    Case("identifier-form", "Pattern", {"r ta:hasIdentifier": '"{case} 1"'}, {"r ta:hasIdentifier": '"{case}/1"'}),
    Case(
        "recipientIdentifier-form",
        "Pattern",
        {"district ta:hasOrganizationIdentifier": '"{number}"'},
        {"district ta:hasOrganizationIdentifier": '"STATE:{number}"'},
    ),
    Case("language-form", "Pattern", {"r ta:inLanguage": '"Spanish"'}, {"r ta:inLanguage": '"es-MX"'}),
    Case(
        "fundingAward-form",
        "Pattern",
        {"r ta:hasFundingAward": '"the state grant"'},
        {"r ta:hasFundingAward": '"S283B-2"'},
    ),
    Case("resource-iri", "NodeKind", {"r ta:providesResource": '"form.docx"'}, {}),
    Case(
        "resource-web",
        "Not",
        {"r ta:providesResource": "<ftp://example.org/form>"},
        {"r ta:providesResource": "<HTTP://example.org/form>"},
    ),
    Case(
        "provider-class",
        "Class",
        {"r ta:providedBy": "<center> , <nobody>", "+": '<nobody> skos:prefLabel "Nobody {case}" .'},
        {},
    ),
    Case("recipient-class", "Class", {"district a": "<District>"}, {}),
    Case("goal-class", "Class", {"r ta:pursuesGoal": '"Better plans"'}, {}),
    Case(
        "objective-class", "Class", {"r ta:pursuesObjective": "<objective3>"}, {"r ta:pursuesObjective": "<objective>"}
    ),
    Case("outcome-class", "Class", {"r ta:hasOutcome": '"Better plans"'}, {}),
    Case("nextStep-class", "Class", {"r ta:hasNextStep": '"Share the form"'}, {}),
    Case("otherSupport-class", "Class", {"r ta:concernsSupportSource": '"Regional network"'}, {}),
    Case("partOf-class", "Class", {"r ta:isPartOf": "<nowhere>"}, {}),
    Case(
        "publicSummary-text",
        "Datatype",
        {"r ta:hasPublicSummary": '"Un resumen."@es'},
        {"r ta:hasPublicSummary": '"A summary."'},
    ),
    Case("statusReason-text", "Datatype", {"objective ta:hasStatusReason": "7"}, {}),
    # goals.ttl
    _or(
        "suspended-with-reason",
        {"objective ta:hasStatus": "tac:suspended", "objective ta:hasStatusReason": ""},
        {"objective ta:hasStatus": "tac:suspended"},
    ),
    _or(
        "closed-goal-objectives",
        {"goal ta:hasStatus": "tac:completed"},
        {"goal ta:hasStatus": "tac:completed", "objective ta:hasStatus": "tac:in-progress , tac:completed"},
    ),
    # across.ttl
    Case(
        "identifier-unique",
        MAX,
        {"+": '<x> a <Note> ; ta:hasIdentifier "{case}-1" .'},
        {"+": '<x> a <Note> ; ta:hasIdentifier "{case}-9" .'},
    ),
    Case(
        "no-repeated-record",
        "SPARQL",
        {"+": other(recipient="<district>", hours="1.5")},
        {"+": other(recipient="<district>")},
    ),
    Case(
        "no-double-counting", "SPARQL", {"+": other(hours="1.5", people="12", virtual="4")}, {"+": other(hours="1.5")}
    ),
    Case("partOf-acyclic", "Disjoint", {"whole ta:isPartOf": "<r>"}, {}),
    Case(
        "own-objectives", "SPARQL", {"objective ta:isGoalOf": "<district2>", "+": "<district2> a ta:Organization ."}, {}
    ),
    Case(
        "objective-of-first-recipient",
        "SPARQL",
        {"objective ta:isGoalOf": "", "whole ta:pursuesObjective": "<objective2>", "+": other(objective="<objective>")},
        {"objective ta:isGoalOf": "", "whole ta:pursuesObjective": "<objective2>", "+": other()},
    ),
    Case(
        "organization-once",
        "QualifiedMaxCount",
        {"+": '<lakeview> a ta:Organization ; ta:hasOrganizationIdentifier "NCES:{number}" .'},
        {"+": '<lakeview> a ta:Organization ; ta:hasOrganizationIdentifier "UEI:{number}" .'},
    ),
    Case(
        "organization-single",
        "Pattern",
        {"network skos:prefLabel": '"Regional network | Parent center"'},
        {"network skos:prefLabel": '"Regional network / Parent center"'},
    ),
    Case(
        "organization-named-once",
        "QualifiedMaxCount",
        {"+": '<again> a ta:Organization ; skos:prefLabel "District {case}" .'},
        {"+": '<again> a ta:Organization ; skos:prefLabel "Place {case}" .'},
    ),
    Case(
        "recipient-once",
        "Disjoint",
        {"r ta:receivedBy": "<district> , <again>", "+": AGAIN.format("district", "District")},
        {"+": AGAIN.format("district", "District")},
    ),
    Case(
        "provider-once",
        "Disjoint",
        {"r ta:providedBy": "<center> , <again>", "+": AGAIN.format("center", "Center")},
        {"+": AGAIN.format("center", "Center")},
    ),
    # dataset.ttl
    Case("approved-only", "Not", {"r ta:hasRecordStatus": "tac:submitted"}, {}),
    Case(
        "no-internal-note",
        MAX,
        {"+": '<r> ta:hasInternalNote "Call again." .'},
        {"+": '<r> dcterms:description "Call again." .'},
    ),
    Case("no-persons", MAX, {"+": "<p> a foaf:Person ."}, {"+": "<p> a foaf:Group ."}),
    Case("dataset-title", MIN, {"data dcterms:title": ""}, {}),
    Case("dataset-license", MIN, {"data dcterms:license": ""}, {}),
    Case("dataset-license", "NodeKind", {"data dcterms:license": '"CC BY"'}, {}),
    Case("dataset-publisher", MIN, {"data dcterms:publisher": ""}, {}),
    Case("dataset-publisher", "NodeKind", {"data dcterms:publisher": '"Center"'}, {}),
    Case("dataset-issued", MIN, {"data dcterms:issued": ""}, {}),
    Case("dataset-issued", "Pattern", {"data dcterms:issued": '"last spring"'}, {"data dcterms:issued": '"2024"'}),
    Case("dataset-modified", MIN, {"data dcterms:modified": ""}, {}),
    Case("dataset-modified", "Pattern", {"data dcterms:modified": '"today"'}, {}),
    Case(
        "dataset-provenance",
        MIN,
        {"data prov:wasDerivedFrom": ""},
        {"data prov:wasDerivedFrom": "", "data dcterms:source": "<log>"},
    ),
    # personal-data.ttl
    *_personal("email", "Write to jdoe@example.org.", "Write to the center @ noon."),
    *_personal("id-number", "Plan for student ID 4411882.", "Plan for student services 2024."),
    *_personal("titled-name", "Dr. Rivera came.", "A doctor came."),
    *_personal("street-address", "We met at 12 Oak Street.", "We met at 12 schools in Oak Park."),
    *_personal("child-age", "A 4-year-old joined.", "A 4-year-old program joined."),
    Case("no-email-in-name", "Not", {"center skos:prefLabel": '"Center {case} jd@example.org"'}, {}),
    Case(
        "no-complementary-disclosure",
        "SPARQL",
        {"whole ta:hasParticipantCount": "20", "+": other() + "<r2> ta:hasParticipantCount 13 ."}
        | {"r ta:hasParticipantCount": "", "r ta:hasContactHours": "", "r ta:hasRecordKind": "tac:product"},
        {"+": other()}
        | {"r ta:hasParticipantCount": "", "r ta:hasContactHours": "", "r ta:hasRecordKind": "tac:product"},
    ),
    # recommended.ttl
    *(
        Case(f"{heading}-recommended", MIN, {path: ""}, {})
        for heading, path in (
            ("recipientRole", "r ta:involvesRole"),
            ("practice", "r ta:usesPractice"),
            ("goal", "r ta:pursuesGoal"),
            ("objective", "r ta:pursuesObjective"),
            ("capacityDimension", "r ta:buildsCapacity"),
            ("framework", "r ta:guidedBy"),
            ("fundingAward", "r ta:hasFundingAward"),
            ("supportStage", "objective ta:hasSupportStage"),
            ("status", "objective ta:hasStatus"),
            ("recipientIdentifier", "district ta:hasOrganizationIdentifier"),
            ("outcomeLevel", "outcome ta:hasOutcomeLevel"),
            ("outcomeTerm", "outcome ta:hasOutcomeTerm"),
            ("nextStepOwner", "step ta:hasOwnerSide"),
            ("nextStepDue", "step ta:isDueOn"),
            ("adjustment", "r ta:makesAdjustment"),
            ("otherSupportUse", "r ta:managesSupportBy"),
        )
    ),
    Case(
        "supportStage-one",
        MAX,
        {"objective ta:hasSupportStage": "tac:planning , tac:maintaining"},
        {"objective ta:hasSupportStage": "tac:maintaining"},
    ),
    _or("partOf-recommended", {"r ta:isPartOf": ""}, {"r ta:isPartOf": "", "r ta:hasSupportTier": "tac:universal"}),
]


def turtle(name: str, number: int, change: Change) -> str:
    """Return the Turtle (without prefixes) of one side of a case; all its nodes are under `http://example.org/NAME/`."""
    facts = SOUND | {k: v for k, v in change.items() if k != "+"}
    text = "".join(
        f"<{subject}> {predicate} {objects} .\n"
        for (subject, predicate), objects in ((key.split(" ", 1), v) for key, v in facts.items())
        if objects
    )
    text += change.get("+", "")
    month, day = divmod(number, 28)
    for key, value in {
        "case": name,
        "number": f"{number:05d}",
        "day": f"20{10 + month // 11}-{1 + month % 11:02d}-{1 + day:02d}",
        "before": "2009-05-05",
    }.items():
        text = text.replace("{" + key + "}", value)
    return f"@base <http://example.org/{name}/> .\n{text}"
