"""Personal data in published records: what is found, and what only looks like it. All examples are made up."""

import csv
import re
from collections import defaultdict

import pyoxigraph as ox
import pytest
from helpers.rows import GOOD, good_rows, write
from hypothesis import given, settings
from hypothesis import strategies as st

from taonto import validate
from taonto.base.errors import UnknownNameError
from taonto.cli import run
from taonto.records.convert import convert
from taonto.validation.patterns import Patterns, patterns
from taonto.validation.personal_data import has_form, is_telling, persons, small_counts, telephones
from taonto.validation.program_rules import PersonalDataOptions
from taonto.validation.rules import RuleBook

FORMS = {
    "TA420": (
        [
            "Write to jdoe@example.org.", "Write to jos\u00e9@example.org.", "JDOE@EXAMPLE.ORG",
            "jdoe (at) example.org", "jdoe [at] example [dot] org", "jdoe(at)example(dot)org",
            "jdoe at example dot org", "jdoe @ example.org",
        ],
        [
            "Write to the center @ noon.", "Follow us @example.", "We met (at) school. Then we left.",
            "Look at example.org.", "5 coaches @ 2.5 hours", "The team looked at a dot plot.",
        ],
    ),
    "TA421": (
        [
            "Plan for student ID 4411882.", "SSN 123-45-6789", "SSN: 123456789", "SSN 123 45 6789",
            "It is 123 45 6789.", "123 45 6789", "Student ID is 44-1188",
        ],
        [
            "Plan for student services 2024.", "Award 2024-0958-1 paid.", "1 123 45 6789 0", "Rooms 12 45 2024",
            "Ages 3-5, 2023-24", "Phone 555-123-4567",
        ],
    ),
    "TA422": (
        [
            "Mr. Lee", "Dr Smith", "Dr. Garc\u00eda-L\u00f3pez", "Dr. Rivera came.", "Mr. J. Lee", "MR LEE",
            "Mr. d'Angelo", "Dr. J Smith", "MS. GARCIA", "MS. GARCIA LED", "WE MET MR. J. LEE", "met ms. garcia",
            "mr. lee", "we met with dr. lee", "Rev. King", "Rev. King.", "Rev. King led it.", "Dr. O'Brien",
            "Dr. O\u2019Brien", "Ms. de la Cruz", "Ms. \u00c1lvarez", "Ms. K led it.", "Thanks Dr. Lee",
            "We met. Then Dr. Lee came.", "Coach Dr. Lee", "Prof. Lee", "Professor Dean", "Mr. and Mrs. Smith",
            "Miss Rivera", "Mx. Doe", "MRS. SMITH", "Ms.Garcia",
        ],
        [
            "A doctor came.", "We met at Oak Dr. The team was there.", "12 Oak Dr. Parents came.",
            "on Oak Dr. in May", "Jackson, MS. The team met.", "Jackson MS Schools", "MS Teams",
            "Lincoln MS. Then lunch.", "500 ms. later", "Prof. Development", "Prof. Dev. day", "Prof. Learning",
            "(Rev. June 2024)", "Rev. 3", "Rev. Jan. 2024", "Mission Review", "drive", "Msgs. Sent",
            "The M.S. program",
        ],
    ),
    "TA423": (
        [
            "We met at 12 Oak Street.", "P.O. Box 123", "PO Box 45", "Post Office Box 7", "PO BOX 45", "500 N 3rd St",
            "123 MAIN ST", "123 main street", "742 Evergreen Terrace", "12B Old Mill Rd.", "9 St. Mary's Road",
            "45 1st Ave", "100 NE Park Blvd", "100 North Park Way",
        ],
        [
            "We met at 12 schools in Oak Park.", "Box 12 of the form", "In 2024 the Way",
            "We won 2 1st Place awards.", "3 Learning Circles", "5 Visits to the 3rd Street school",
            "Part 2: Terrace", "the PO for box 12",
        ],
    ),
    "TA428": (
        [
            "DOB 04/05/2019", "DOB: 2019-04-05", "Date of birth 4/5/19", "born 2019-04-05", "born on April 5, 2019",
            "A 4-year-old", "A 4-year-old joined with autism.", "a four-year-old boy", "An 18-month-old.",
            "He is 4 years old", "her 3-year-old, who signs", "the boy, age 4", "a girl aged four.",
            "birthday: 5 Apr",
        ],
        [
            "for 4-year-olds", "ages 3 to 5", "4-year-old program", "A 4-year-old program",
            "the 4-year-old classrooms", "children born after 09/01/2019", "born in 2019", "a 3-year-old grant",
            "a 45-year-old teacher", "a 5-year plan", "children age 4", "A 3- and 4-year-old room",
            "The program is 4 years old.", "stubborn 4", "a 4-year-old-only room",
        ],
    ),
}  # fmt: skip

TELEPHONES = (
    [
        "Call (415) 555-2671.", "Call +44 20 7946 0958.", "Call 555-123-4567", "(555) 123-4567", "(555) 555-0123",
        "123-456-7890", "555-555-5555", "phone: 555-0123", "ph 555-0100", "Call us at 555-0123.", "tel. 555.0123",
        "Fax: 5551234567", "cell 555 123 4567", "1-555-123-4567", "(555)123-4567",
        "Text 555-123-4567 or 555-123-4567",
    ],
    [
        "See step 415 of 2671.", "Award 2024-0958-1 paid.", "Award 123-456-7890", "grant no. 555-123-4567",
        "H326B170001", "2024-09-30", "from 2023 to 2024", "$1,555,123.45", "100 200 3000",
        "Call for proposals 2024-0958", "SYN-0000001", "Grades 101-202-3034x", "ISBN 978-0-306-40615-7",
        "10.1000/182.555.1234", "https://example.org/555-123-4567", "https://example.org/415-555-2671/view",
        "phone survey of 100-1200 teachers", "120-1500 people", "phone calls: 120", "192.168.100.2000",
    ],
)  # fmt: skip

COUNTS = (
    [
        "The plan covers 3 children.", "For two young students.", "We saw 9 pupils.", "Four toddlers came.",
        "It helped 5 preschoolers.", "One child was seen.", "3 students services were kept from.",
        "Two children of families.", "Ages 3 to 5; 4 children.", "Fewer than 3 children.", "Children: 4.",
        "Children served: 4", "We saw students (n = 3).", "25 students, 3 of whom are new.",
        "Two of the 25 children moved.", "Three out of our older students.", "four dual language learners",
        "5 English language learner students", "6 ELs", "3 8th graders", "2 8th grade students",
        "no more than 4 students", "four kindergarteners", "only 2 English learners", "2-3 students", "3-5 students",
        "2\u20133 children", "two or three students", "two (2) students", "one (1) student", "3 out of 40 students",
        "3 of the 40 older students", "six four-year-olds", "3 two year olds", "a group of 3 students", "5 ELLs",
        "In the grades served 3 students moved.", "3 students study music.", "Two children counted blocks.",
    ],
    [
        "The plan covers 30 children.", "For fewer than 10 students.", "We saw 10 pupils.",
        "Four teachers of toddlers came.", "For grade 5 students.", "One child care center was seen.",
        "Ages 3 to 5 children, and 1 in 5 children.",
        "3 student-led meetings, 2 student teachers, 4 child find events.", "More than 3 children.",
        "Ages of children: 4.", "Two children\u2019s libraries; 5 children's books; 2 youth programs.",
        "Session for students: 3 hours.", "We saw students (n = 30), grade 3.",
        "25 students and 12 coaches, 3 of the latter new.",
        "Two of the 25 coaches moved; 2 of the student teams met.",
        "Four of the children's libraries; 12 of the children.", "K\u20133 children", "K-3 children",
        "K to 3 children", "Module 5 Students", "Type 1 student", "One student at a time.", "ratio 1:5 students",
        "0-3 children", "children 5 and under; 5 and under children", "6-8 grade students", "Week 3 students",
        "10-12 students", "for 4-year-olds", "for 4 year olds", "three and four-year-olds", "3- and 4-year-olds",
        "3-5 year olds", "4-year-old program", "2 four-year-old classrooms", "one 4-year-old classroom",
        "groups of 3-5 students", "grades 3-5 students", "1 out of 10 children", "5 professional learners",
        "two DLL programs", "12 out of 40 students", "2023-24 students", "One child count date.",
        "One child study team", "One student information system",
    ],
)  # fmt: skip

PERSONS = (
    [
        "Principal Johnson", "Superintendent Maria Lopez", "Jane Smith, Ph.D.", "Jane Q. Smith, PhD",
        "Maria Lopez, Ed.D., led.", "Vice Principal O'Brien", "Principal McDonald", "Principal \u00c1lvarez",
    ],
    [
        "Principal coaches", "the principal", "Superintendent Association", "Principal Leadership Academy",
        "Principal PLC", "Principal Investigator", "Principal And Staff", "Superintendent Office",
        "Superintendent's Office", "Principals Johnson", "a Special Education Ph.D. program",
        "Example University, Ph.D. program", "Special Education, Ph.D.", "Superintendent Listening Session",
    ],
)  # fmt: skip

HEADINGS = (
    [
        "staffEmail", "staffName", "Contact E-mail", "phone", "Notes", "Comments", "Participant names",
        "Internal note", "Session notes", "Remarks 2", "E-mail address", "email_1", "Email of director", "Cell phone",
        "Contact number", "Contact", "Primary contact", "School contact person", "Point of contact", "First name",
        "Surname", "lastName", "Names of participants", "Coach's name", "Entered by", "Date of birth", "DOB", "SSN",
        "Student ID", "Home address", "Comments from coach", "Confidential", "internalUseOnly", "Telephone no.",
        "TA specialist name",
    ],
    [
        "Start", "Event name", "School name", "Center name", "Program name", "Emails sent", "Number of emails",
        "Phone calls", "Number of phone calls", "By phone", "Contact hours2", "Contact type", "Type of contact",
        "Date of contact", "Public notes", "Web address", "Footnote", "Keynote title", "Commented", "Notes sent",
        "Cell size", "Participant number", "Award number", "Region", "Family engagement", "Staff hours",
        "Budget code", "Username policy", "Student outcomes",
    ],
)  # fmt: skip


def pairs(table):
    return [(text, side == 0) for side, texts in enumerate(table) for text in texts]


@pytest.mark.parametrize(
    ("rule", "text", "found"), [(rule, text, found) for rule, table in FORMS.items() for text, found in pairs(table)]
)
def test_forms(rule, text, found):
    form = RuleBook.shipped().rules[rule].form
    assert has_form(form, text) == found
    assert has_form(form, f"We wrote this. {text}\nAnd this.") == found


@pytest.mark.parametrize("rule", FORMS)
def test_the_patterns_mean_the_same_to_an_engine_without_look_around(rule):
    parts = patterns().form(RuleBook.shipped().rules[rule].form)
    for text, found in pairs(FORMS[rule]):
        tests = (
            "REGEX({})".format(", ".join(str(ox.Literal(word)) for word in (text, part.pattern, flags)))
            for part in parts
            for flags in ["i" if part.flags & re.IGNORECASE else ""]
        )
        assert bool(ox.Store().query(f"ASK {{ FILTER({' || '.join(tests)}) }}")) == found, text


def test_each_alternative_finds_its_label():
    triples = RuleBook.shipped().layers["publication"]
    labels = {t.subject: t.object.value for t in triples if t.predicate.value.endswith("#label")}
    of_pattern = {t.object.value: labels.get(t.subject) for t in triples if t.predicate.value.endswith("#pattern")}
    examples = {
        part: re.sub(r" \([^()]{5,}\)$", "", of_pattern[part.pattern])
        for rule in FORMS
        for part in patterns().form(RuleBook.shipped().rules[rule].form)
    }
    assert len(examples) > 25
    for part, example in examples.items():
        assert part.search(example), f"{example}: {part.pattern}"


def test_a_word_list_and_a_pattern_can_be_extended():
    more = ox.parse(
        b"""@prefix tash: <https://w3id.org/taonto/shapes/> .
        tash:degree tash:words ( "MSW" ) . tash:tick tash:anyOf ( [ tash:expression "^ok\\\\Z" ] ) .""",
        ox.RdfFormat.TURTLE,
    )
    extended = Patterns([*RuleBook.shipped().layers["publication"], *more])
    assert extended.expression("name-and-degree").search("Jane Smith, MSW, led it.")
    assert extended.expression("tick").search("OK") and extended.expression("tick").search("yes")
    with pytest.raises(KeyError, match="tash:no-such"):
        extended.form("no-such")


@pytest.mark.parametrize(("text", "found"), pairs(TELEPHONES))
def test_telephones(text, found):
    assert len(telephones(text, "US")) == found


def test_telephones_of_another_region():
    assert telephones("020 7946 0958", "GB") and not telephones("020 7946 0958", "US")
    assert not telephones("See 123-456-7890.", "GB")


@pytest.mark.parametrize(("text", "found"), pairs(COUNTS))
def test_small_counts(text, found):
    assert len(small_counts(text, 10)) == found


@pytest.mark.parametrize(("text", "found"), pairs(PERSONS))
def test_persons(text, found):
    assert len(persons(text)) == found


@given(st.text(alphabet="Aa1@.-( )'\n3", max_size=200))
@settings(max_examples=100)
def test_any_text_is_searched_and_what_is_found_stands_in_it(text):
    words = " ".join(text.split())
    for phrase in (*telephones(text, "US"), *small_counts(text, 10), *persons(text)):
        assert phrase in words


def sheet(path, column, texts, **others):
    """Write one good record for each text; everything else but the text is sound."""
    good = good_rows(8)
    rows = [
        good[n % 8] | {"identifier": f"SYN-{n}", "partOf": "", "supportTier": "universal", column: text} | others
        for n, text in enumerate(texts)
    ]
    return write(path, rows)


def by_text(report, column, texts):
    found = defaultdict(list)
    for f in report.findings:
        if f.column == column and f.row > 1:
            found[texts[f.row - 2]].append(f.rule)
    return found


CELLS = {
    "jane@example.org": ["TA420"],
    "Plan for student ID 4411882.": ["TA421"],
    "Dr. Rivera led it.": ["TA422"],
    "Principal Johnson and Dr. Rivera led it.": ["TA422"],
    "Principal Johnson led it.": ["TA422"],
    "We met at 12 Oak Street.": ["TA423"],
    "Call 555-123-4567 or 555-123-4567.": ["TA424"],
    "The plan covers 3 children, 3 children.": ["TA425"],
    "born 2019-04-05": ["TA428"],
    "The team planned its meetings.": [],
}


def test_texts_and_custom_columns_are_screened_alike_but_only_before_publication(tmp_path):
    texts = list(CELLS)
    columns = ["nextStep", "Our own column", "https://example.org/story"]
    path = sheet(tmp_path / "log.csv", "publicSummary", texts)
    with path.open(encoding="utf-8", newline="") as stream:
        rows = [row | dict.fromkeys(columns, row["publicSummary"]) for row in csv.DictReader(stream)]
    report = validate(write(path, rows), profile="publication")
    for column in ("publicSummary", *columns):
        found = by_text(report, column, texts)
        assert {text: found[text] for text in texts} == CELLS, column
    exchange = {f.rule for f in validate(path).findings}
    assert exchange and not exchange & {"TA404", *(rule for rules in CELLS.values() for rule in rules)}


@pytest.mark.parametrize(("heading", "found"), pairs(HEADINGS))
def test_headings_that_say_what_they_hold(heading, found):
    assert is_telling(heading) == found


def test_a_heading_says_what_the_number_in_a_cell_counts(tmp_path):
    texts = ["4", "40", "yes"]
    path = sheet(tmp_path / "log.csv", "Students served", texts)
    with path.open(encoding="utf-8", newline="") as stream:
        others = ("Student sessions", "Children per room")
        rows = [row | dict.fromkeys(others, row["Students served"]) for row in csv.DictReader(stream)]
    report = validate(write(path, rows), profile="publication")
    for heading, rules in (("Students served", ["TA425"]), ("Student sessions", []), ("Children per room", [])):
        found = by_text(report, heading, texts)
        assert [found[text] for text in texts] == [rules, [], []], heading


def test_columns_of_persons_are_reported_in_sheets_and_in_rdf(tmp_path):
    texts = ["Good visit", "yes", "", "12"]
    path = sheet(tmp_path / "log.csv", "Session notes", texts, staffEmail="jane@example.org")
    report = validate(path, profile="publication")
    told = [f for f in report.findings if f.rule == "TA404"]
    assert [(f.row, f.column) for f in told if f.column == "Session notes"] == [(2, "Session notes")]
    assert [f.row for f in told if f.column == "staffEmail"] == [2, 3, 4, 5]
    assert "'Session notes'" in told[0].message or "'staffEmail'" in told[0].message
    convert(path, tmp_path / "log.ttl")
    again = validate(tmp_path / "log.ttl", profile="publication")
    assert sorted(f.message for f in again.findings if f.rule in ("TA404", "TA420")) == sorted(
        f.message for f in report.findings if f.rule in ("TA404", "TA420")
    )


def test_properties_of_other_vocabularies_are_screened_but_not_what_describes_the_data_set(tmp_path):
    path = tmp_path / "log.ttl"
    path.write_text(
        """@prefix ta: <https://w3id.org/taonto/ontology/> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .
        @prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dcterms: <http://purl.org/dc/terms/> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix ex: <http://example.org/> .
        ex:r a ta:Engagement ; rdfs:comment "Planned." ; ta:hasStory "Ask jane@example.org." ; ta:staffName "J" .
        ex:r foaf:mbox <mailto:jane@example.org> ; dcterms:description "Dr. Rivera led it."@en ; ex:number 4155552671 .
        ex:d a dcat:Dataset ; dcterms:description "Ask jane@example.org." ; dcat:contactPoint ex:office .
        ex:office foaf:mbox "office@example.org" ; foaf:phone "(415) 555-2671" .
        """,
        encoding="utf-8",
    )
    found = [(f.rule, f.line) for f in validate(path, profile="publication").findings]
    wanted = [(r, line) for r, line in found if r in ("TA404", "TA420", "TA422", "TA424")]
    assert sorted(wanted) == [("TA404", 4), ("TA404", 5), ("TA420", 4), ("TA420", 5), ("TA422", 5)]


def test_names_of_organizations_hold_no_addresses(tmp_path):
    names = ["Center (jane@example.org)", "Center, (415) 555-2671", "Dr. Rivera Center, 12 Oak Street"]
    found = by_text(validate(sheet(tmp_path / "log.csv", "provider", names), profile="publication"), "provider", names)
    assert [found[name] for name in names] == [["TA420"], ["TA424"], []]


def test_an_organization_that_is_neither_provider_nor_recipient(tmp_path):
    texts = ["Hillside School District joined.", "Riverside School District joined.", ""]
    path = sheet(tmp_path / "log.csv", "publicSummary", texts, provider="Hillside School District")
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for row in rows[:2]:
        row["provider"] = "Example Center"
    found = by_text(validate(write(path, rows), profile="publication"), "publicSummary", texts)
    assert [found[text] for text in texts] == [["TA426"], [], []]


def test_the_region_is_checked(tmp_path, capsys):
    assert PersonalDataOptions(region="us") == PersonalDataOptions(region="US")
    with pytest.raises(UnknownNameError, match="no region 'USA'"):
        PersonalDataOptions(region="USA")
    assert run(["validate", str(GOOD), "--region", "us"]) == 0
    capsys.readouterr()
    for region in ("USA", "ZZ", ""):
        assert run(["validate", str(GOOD), "--region", region]) == 2
        error = capsys.readouterr().err
        assert f"'{region}'" in error and "such as US" in error and error.count("\n") == 1
