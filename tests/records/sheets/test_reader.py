import datetime
import gzip

import openpyxl
import pytest
from helpers.sheets import BASE, csv_bytes, example, read_sheet
from openpyxl.chart import BarChart, Reference
from pyoxigraph import Literal, NamedNode

from taonto.base.errors import BadInputError, TaontoError
from taonto.base.vocabulary import PREFIXES, TA, TAC
from taonto.cells.table import HEAD_ROWS
from taonto.cli import run
from taonto.records.sheets.reader import open_sheet

XSD = PREFIXES["xsd"]
LABEL = PREFIXES["skos"] + "prefLabel"


def values(record, path, subject=None):
    return [
        t.object
        for t in record.triples
        if t.predicate.value == path and (subject is None or t.subject.value == subject)
    ]


def one(sheet_file, name="log.csv", **cells):
    _, (record,) = read_sheet(sheet_file([example(**cells)], name), base=BASE)
    return record


def test_every_triple_leads_back_to_its_cell(sheet_file):
    path = sheet_file([example(identifier="A-1"), example(identifier="A-2", topic="Inclusion; nonsense")])
    info, records = read_sheet(path, base=BASE)
    assert info.rows == len(records) == 2
    for number, record in enumerate(records, start=2):
        assert len(record.triples) > 20
        for triple in record.triples:
            place = record.where(triple)
            assert (place.file, place.sheet, place.row, place.line) == (str(path), None, number, number)
            assert (place.column is None) == (
                triple.predicate.value == PREFIXES["rdf"] + "type" and triple == record.triples[0]
            )
    (bad,) = [t for t in records[1].triples if t.object == Literal("nonsense")]
    assert records[1].where(bad).column == "topic"


@pytest.mark.parametrize(
    ("options", "encoding", "note"),
    [
        ({}, "utf-8", None),
        ({}, "utf-8-sig", None),
        ({}, "utf-16", None),
        ({"delimiter": ";"}, "utf-8", None),
        ({"delimiter": "\t"}, "utf-8-sig", None),
        ({"delimiter": ";", "lineterminator": "\r\n"}, "cp1252", "Windows-1252"),
    ],
)
def test_encodings_and_delimiters_are_recognized(sheet_file, options, encoding, note):
    row = example(publicSummary="Año, niños; a, b, c, d", recipient="École Ñandú")
    row["topic"] = "inclusion"
    info, (record,) = read_sheet(sheet_file(csv_bytes([row], encoding=encoding, **options)), base=BASE)
    assert values(record, TA + "hasPublicSummary") == [Literal("Año, niños; a, b, c, d")]
    assert any(note in n for n in info.notes) if note else not info.notes


def test_gzip_is_read_as_it_is(sheet_file):
    data = gzip.compress(csv_bytes([example()]))
    assert read_sheet(sheet_file(data, "log.csv.gz"))[0].rows == 1


def test_a_workbook_in_gzip_is_read_too(tmp_path):
    plain = workbook(tmp_path / "log.xlsx", example())
    packed = tmp_path / "log.xlsx.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    assert read_sheet(packed, base=BASE)[1][0].triples == read_sheet(plain, base=BASE)[1][0].triples
    assert run(["validate", str(packed)]) == run(["validate", str(plain)]) == 1
    assert run(["convert", str(packed), str(tmp_path / "log.ttl")]) == 0
    assert run(["convert", str(tmp_path / "log.ttl"), str(tmp_path / "new.xlsx.gz")]) == 2


def test_title_rows_blank_rows_and_quoted_newlines_keep_the_row_numbers(sheet_file):
    body = csv_bytes([example(publicSummary="one\ntwo"), {}, example(identifier="B"), {}])
    info, records = read_sheet(sheet_file(b"Log of the year\n\n" + body))
    assert [r.place.row for r in records] == [4, 6]
    assert [r.place.line for r in records] == [4, 7]
    assert info.blank_rows == 2


def test_headings_match_in_any_case_and_order(sheet_file):
    row = {h.upper() if h != "identifier" else " Identifier ": c for h, c in reversed(example().items())}
    _, (record,) = read_sheet(sheet_file([row]), base=BASE)
    plain = one(sheet_file)
    assert set(record.triples) == set(plain.triples)


def test_values_of_paired_columns_meet_first_to_first(sheet_file):
    record = one(
        sheet_file,
        recipient="A; B",
        recipientType="school; program",
        recipientIdentifier="; NCES:2",
        goal="Goal one; Goal two",
        objective="Do this; Do that",
        objectiveStatus="completed",
    )
    a, b = (BASE + "organization/" + n for n in "AB")
    assert values(record, TA + "hasOrganizationType", a) == [NamedNode(TAC + "school")]
    assert values(record, TA + "hasOrganizationType", b) == [NamedNode(TAC + "program")]
    assert values(record, TA + "hasOrganizationIdentifier", a) == []
    assert values(record, TA + "hasOrganizationIdentifier", b) == [Literal("NCES:2")]
    goals, objectives = values(record, TA + "pursuesGoal"), values(record, TA + "pursuesObjective")
    assert [values(record, TA + "isObjectiveOf", o.value) for o in objectives] == [[goals[0]], [goals[1]]]
    assert [values(record, TA + "hasStatus", o.value) for o in objectives] == [[NamedNode(TAC + "completed")]] * 2


def test_a_status_without_objective_is_that_of_the_goal(sheet_file):
    record = one(sheet_file, objective="", supportStage="", objectiveStatus="completed")
    (goal,) = values(record, TA + "pursuesGoal")
    assert values(record, TA + "hasStatus", goal.value) == [NamedNode(TAC + "completed")]


def test_what_describes_nothing_describes_a_thing_without_a_name(sheet_file):
    record = one(sheet_file, recipient="")
    (node,) = values(record, TA + "receivedBy")
    assert values(record, TA + "hasOrganizationType", node.value)
    assert not values(record, LABEL, node.value)


def test_words_of_a_goal_are_scoped_to_the_recipient_and_identifiers_are_not(sheet_file):
    first, second = (one(sheet_file, recipient=r, goal="G-7", objective="Read together") for r in ("A", "B"))
    assert values(first, TA + "pursuesGoal") == values(second, TA + "pursuesGoal")
    assert values(first, TA + "pursuesObjective") != values(second, TA + "pursuesObjective")


def test_lexical_forms_and_unfit_values_stay_as_typed(sheet_file):
    record = one(sheet_file, startDate="20242-11-14", contactHours="2,5", participantCount="007", resource="guide.pdf")
    assert values(record, TA + "startsOn") == [Literal("20242-11-14", datatype=NamedNode(XSD + "date"))]
    assert values(record, TA + "hasContactHours") == [Literal("2,5", datatype=NamedNode(XSD + "decimal"))]
    assert values(record, TA + "hasParticipantCount") == [Literal("007", datatype=NamedNode(XSD + "integer"))]
    assert values(record, TA + "providesResource") == [Literal("guide.pdf")]


def test_an_error_of_a_formula_names_nothing_and_stays_as_it_is(sheet_file):
    record = one(sheet_file, partOf="#N/A", recipient="A; #REF!; B", recipientType="school; ; program")
    assert values(record, TA + "isPartOf") == [Literal("#N/A")]
    a, b = (NamedNode(BASE + "organization/" + n) for n in "AB")
    assert values(record, TA + "receivedBy") == [a, Literal("#REF!"), b]
    assert values(record, TA + "hasOrganizationType", b.value) == [NamedNode(TAC + "program")]
    assert values(one(sheet_file, partOf="#12"), TA + "isPartOf") == [NamedNode(BASE + "engagement/%2312")]


def test_rows_with_one_identifier_are_two_records(sheet_file):
    _, records = read_sheet(
        sheet_file([example(identifier="X"), example(identifier="X"), example(identifier="")]), base=BASE
    )
    assert [r.subject for r in records] == [BASE + "engagement/X", BASE + "engagement/X#row-3", BASE + "row/4"]


def test_a_name_twice_in_a_cell_is_two_things(sheet_file):
    record = one(sheet_file, recipient="Lakeview; Lakeview")
    assert len(values(record, TA + "receivedBy")) == 2


def test_unknown_columns_are_reported_and_kept(sheet_file):
    row = {**example(), "Session notes": "=cmd", "stratDate": "2024", "dcterms:subject": '"ocio"@es; plain'}
    info, (record,) = read_sheet(sheet_file([row]), base=BASE)
    assert [p.column for p in info.unknown_columns] == ["Session notes", "stratDate", "dcterms:subject"]
    assert any("'stratDate' is an unknown column (did you mean startDate?)" in n for n in info.notes)
    assert values(record, BASE + "column/Session_20notes") == [Literal("=cmd")]
    assert values(record, PREFIXES["dcterms"] + "subject") == [Literal("ocio", language="es"), Literal("plain")]


def test_internal_notes_are_known_under_both_headings(sheet_file):
    for heading, column in (("Internal Note", "internalNote"), ("internalNotes", "internalNotes")):
        info, (record,) = read_sheet(sheet_file([{**example(), heading: "private"}]))
        assert values(record, TA + "hasInternalNote") == [Literal("private")]
        (note,) = [t for t in record.triples if t.object == Literal("private")]
        assert record.where(note).column == column
        assert not info.unknown_columns


def test_a_table_of_properties_describes_the_data_set(sheet_file):
    data = b"property,value\ntitle,Log 2024\nlicense,https://creativecommons.org/licenses/by/4.0/\npublisher,Center\n"
    _, (record,) = read_sheet(sheet_file(data, "about.csv"), base=BASE)
    assert record.subject == BASE + "dataset/about"
    assert values(record, PREFIXES["dcterms"] + "title") == [Literal("Log 2024")]
    (publisher,) = values(record, PREFIXES["dcterms"] + "publisher")
    assert values(record, LABEL, publisher.value) == [Literal("Center")]
    assert record.where(record.triples[1])[2:4] == (2, "value")


# --- Workbooks ----------------------------------------------------------------------------------------


def workbook(path, row, title_rows=0, more=()):
    book = openpyxl.Workbook()
    page = book.active
    page.title = "log"
    for _ in range(title_rows):
        page.append(["Assistance log 2024"])
    page.append(list(row))
    page.append(list(row.values()))
    if title_rows:
        page.merge_cells("A1:D1")
    for title, rows in more:
        other = book.create_sheet(title)
        for cells in rows:
            other.append(cells)
    book.save(path)
    return path


def test_a_workbook_says_the_same_as_the_csv_file(sheet_file, tmp_path):
    row = example()
    dates = {h: datetime.datetime.fromisoformat(row[h]) for h in ("startDate", "endDate", "nextStepDue")}
    typed = {**row, **dates, "contactHours": 2.5, "preparationHours": 1.5, "participantCount": 12.0}
    path = workbook(tmp_path / "log.xlsx", typed, title_rows=2, more=[("about", [["hello"]])])
    info, (record,) = read_sheet(path, base=BASE)
    assert set(record.triples) == set(one(sheet_file).triples)
    assert record.place[1:3] == ("log", 4)
    assert ["about" in n for n in info.notes] == [True]


def test_a_date_cell_with_a_time_of_day_is_its_date_with_one_note(tmp_path):
    moment = datetime.datetime(2024, 9, 30, 14, 30)
    row = {**example(startDate=moment, endDate=moment, nextStepDue="2024-10-31T09:00"), "My time": moment}
    about = [["property", "value"], ["issued", datetime.datetime(2025, 1, 15, 8)]]
    info, (record, data_set) = read_sheet(workbook(tmp_path / "log.xlsx", row, more=[("dataset", about)]), base=BASE)
    date = NamedNode(XSD + "date")
    for path in ("startsOn", "endsOn"):
        assert values(record, TA + path) == [Literal("2024-09-30", datatype=date)]
    assert values(record, BASE + "column/My_20time") == [Literal("2024-09-30T14:30:00")]
    (due,) = [t.object for t in record.triples if t.predicate.value == TA + "isDueOn"]
    assert due == Literal("2024-10-31T09:00")
    assert values(data_set, PREFIXES["dcterms"] + "issued") == [Literal("2025-01-15", datatype=date)]
    assert [note.partition(": ")[2].partition(" has times")[0] for note in info.notes if "times of day" in note] == [
        "sheet 'log'",
        "sheet 'dataset'",
    ]


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_hidden_sheets_with_records_are_skipped_and_named(tmp_path, state, capsys):
    rows = [list(example()), list(example(identifier="Z").values())]
    path = workbook(tmp_path / "log.xlsx", example(), more=[("last year", rows), ("lists", [list(range(700))])])
    book = openpyxl.load_workbook(path)
    book["last year"].sheet_state = book["lists"].sheet_state = state
    book.save(path)
    info, (record,) = read_sheet(path)
    assert record.place.sheet == "log"
    (note,) = info.notes
    assert "hidden sheets" in note and "last year" in note and "lists" not in note
    for command, code in ((["validate", str(path)], 1), (["convert", str(path), str(tmp_path / "log.ttl")], 0)):
        assert run(command) == code
        assert "last year" in "".join(capsys.readouterr())
    book.create_sheet("about")
    book["log"].sheet_state = "hidden"
    book.save(path)
    with pytest.raises(BadInputError, match=r"only hidden sheets contain records \(log, last year\); unhide them"):
        read_sheet(path)


def test_chart_sheets_are_passed_over_with_and_without_a_chart(tmp_path):
    path = workbook(tmp_path / "log.xlsx", example())
    book = openpyxl.load_workbook(path)
    book.create_chartsheet("Blank", 0)
    chart = BarChart()
    chart.add_data(Reference(book["log"], min_col=11, min_row=1, max_row=2))
    book.create_chartsheet("Hours").add_chart(chart)
    book.save(path)
    _, (record,) = read_sheet(path)
    assert record.place[1:3] == ("log", 2)
    assert run(["validate", str(path), "--annotate", str(tmp_path / "copy.xlsx")]) == 1
    assert openpyxl.load_workbook(tmp_path / "copy.xlsx").sheetnames == ["validation", "log"]


def test_several_sheets_with_records_are_all_read(tmp_path):
    row = example()
    path = workbook(tmp_path / "log.xlsx", row, more=[("second", [list(row), list(example(identifier="Z").values())])])
    _, records = read_sheet(path)
    assert [(r.place.sheet, r.place.row) for r in records] == [("log", 2), ("second", 2)]


def test_formulas_stay_text(tmp_path):
    path = workbook(tmp_path / "log.xlsx", example(publicSummary='=HYPERLINK("https://evil.example","x")'))
    _, (record,) = read_sheet(path)
    assert values(record, TA + "hasPublicSummary") == [Literal('=HYPERLINK("https://evil.example","x")')]


def test_rows_are_read_as_they_are_asked_for(sheet_file):
    count = HEAD_ROWS + 30
    broken = csv_bytes([example(identifier=f"N-{i}") for i in range(count)]) + b'"open'
    with open_sheet(sheet_file(broken)) as (info, records):
        assert next(records).place.row == 2
        assert info.rows == 1
        with pytest.raises(TaontoError, match="quotation marks"):
            list(records)
    assert info.rows == count


@pytest.mark.parametrize("base", ["nowhere", "https://example.org", "https://exa mple.org/"])
def test_a_base_that_is_no_iri_is_refused(sheet_file, base):
    with pytest.raises(BadInputError, match="can't be the start of web addresses"):
        read_sheet(sheet_file([example()]), base=base)
