"""Sheets to sheets: each row keeps its own cells."""

import openpyxl
import pytest
from helpers.sheets import csv_bytes, csv_records, csv_rows, example

from taonto.api import convert
from taonto.base.errors import TaontoError
from taonto.cells.writing import MAX_XLSX_CELL
from taonto.rdf.graph import read_triples
from taonto.records.sheets.layout import load_layout
from taonto.records.synthetic.planting import generate

SHARED = {"recipient": "Lakeview", "recipientType": "school", "recipientIdentifier": "SYN:0400"}
LOG = [
    example(identifier="A-1", **SHARED),
    example(identifier="A-2", **{**SHARED, "recipientIdentifier": "06123144", "recipientType": "scool"}),
    example(identifier="A-3", **{**SHARED, "recipientType": "program"}),
    example(identifier="A-4", recipient="Lakeview <https://example.org/l>"),
    example(identifier="A-5", recipient="https://example.org/l", recipientType=""),
    example(identifier="A-5", goal="G-9", objective="", objectiveStatus="suspended", objectiveStatusReason="Snow"),
    example(identifier="A-6", goal="G-9", objective="O-1; O-2; O-3", objectiveStatus="in-progress; planned; x"),
    example(identifier="A-7", goal="#N/A", partOf="A-1", startDate="30.9.2024", contactHours="two", topic="tpic"),
    example(identifier="", provider="A; ; B; A", recipientRole="coach", nextStep="", nextStepOwner="provider"),
]
WAYS = [["out.csv"], ["out.xlsx", "out.csv"], ["out.csv", "again.xlsx", "more.csv"]]


def converted(source, ways):
    for name in ways:
        convert(source, source.parent / name)
        source = source.parent / name
    return source


@pytest.mark.parametrize("ways", WAYS)
def test_no_cell_changes_another(sheet_file, ways):
    result = converted(sheet_file(LOG), ways)
    assert csv_records(result) == LOG


def test_generated_sheets_with_faults_come_back_as_they_were(sheet_file):
    rows = [row for block in generate(60, 0.9, seed=8) for row in block.rows]
    path = sheet_file([dict(zip(load_layout().headings, row, strict=True)) for row in rows])
    for ways in WAYS:
        assert csv_rows(converted(path, ways)) == csv_rows(path)


@pytest.mark.parametrize(
    ("heading", "cell", "normal"),
    [
        ("deliveryMode", "  In Person ", "in-person"),
        ("deliveryMode", "tac:in-person", "in-person"),
        ("recipientRole", "coach;;  Coach; x\\;y", "coach; x\\;y"),
        ("provider", " A  <https://example.org/a> ", "A <https://example.org/a>"),
        ("provider", "A <not an address>", "A <not an address>"),
        ("provider", "tac:in-person", "https://w3id.org/taonto/code/in-person"),
        ("partOf", "https://w3id.org/taonto/data/engagement/A-1", "A-1"),
        ("publicSummary", " One; two\\; three ", "One; two\\; three"),
        ("contactHours", "2,5", "2,5"),
        ("outcomeLevel", "Organization", "organization"),
        ("iri", "https://example.org/1", "https://example.org/1"),
        ("My notes", " =1+1 ", "=1+1"),
        ("https://example.org/p", '<https://example.org/o>; "a"@en; b', '<https://example.org/o>; "a"@en; b'),
        ("internalNotes", "ours", "ours"),
    ],
)
def test_what_can_be_read_is_written_in_its_normal_form(sheet_file, tmp_path, heading, cell, normal):
    row = {**example(), heading: cell}
    path = sheet_file(row_file := [row])
    assert row_file
    convert(path, tmp_path / "out.xlsx")
    convert(tmp_path / "out.xlsx", tmp_path / "out.csv")
    (back,) = csv_records(tmp_path / "out.csv")
    shown = {"internalNotes": "internalNote"}.get(heading, heading)
    assert back[shown].removeprefix("'") == normal
    others = {h: c for h, c in example().items() if h != heading}
    assert {h: c for h, c in back.items() if h in others} == others
    assert set(read_all(path)) == set(read_all(tmp_path / "out.csv"))


def read_all(path):
    convert(path, path.with_suffix(".nt"))
    return read_triples(path.with_suffix(".nt"))


def test_cells_that_cannot_be_read_are_counted_in_a_note(sheet_file, tmp_path):
    result = convert(sheet_file(LOG), tmp_path / "out.xlsx")
    (note,) = result.notes
    assert note.endswith("6 cells can't be read (first: row 3, column 'recipientType'); they were kept as they stand")
    assert (result.records, result.rest, result.rest_file) == (len(LOG), 0, None)


def test_own_columns_stay_and_unheaded_ones_only_with_a_value(sheet_file, tmp_path):
    row = {**example(), "": "", "Own": "", "also own": "x"}
    convert(sheet_file([row]), tmp_path / "out.csv")
    assert csv_rows(tmp_path / "out.csv")[0][-2:] == ["Own", "also own"]
    row[""] = "y"
    convert(sheet_file([row]), tmp_path / "out.csv")
    assert csv_rows(tmp_path / "out.csv")[0][-3:] == ["Own", "also own", f"column {len(example()) + 1}"]
    assert csv_rows(tmp_path / "out.csv")[1][-3:] == ["", "x", "y"]


def test_the_rows_of_all_sheets_and_the_description_travel(tmp_path):
    book = openpyxl.Workbook()
    for page, extra in ((book.active, "notes"), (book.create_sheet("more"), "Notes")):
        page.append([*example(), extra])
        page.append([*example(identifier=page.title).values(), page.title])
    about = book.create_sheet("about")
    for line in (("property", "value"), ("title", "Log"), ("publisher", "A center"), ("My word", "x")):
        about.append(line)
    book.save(tmp_path / "log.xlsx")
    result = convert(tmp_path / "log.xlsx", tmp_path / "out.xlsx")
    assert (result.records, result.rest) == (2, 0)
    assert set(read_all(tmp_path / "out.xlsx")) > {
        t
        for t in read_all(tmp_path / "log.xlsx")
        if "otes" not in t.predicate.value and "dataset" not in t.subject.value
    }
    back = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert [row[-1].value for row in back["engagements"].iter_rows()] == ["notes", "Sheet", "more"]
    assert ("title", "Log") in list(back["dataset"].iter_rows(values_only=True))
    result = convert(tmp_path / "log.xlsx", tmp_path / "out.csv")
    assert len(list(read_triples(tmp_path / "out.rest.ttl"))) == result.rest > 3
    assert "keep" in " ".join(result.notes)


def test_what_a_workbook_cannot_hold_goes_beside_it(sheet_file, tmp_path):
    long = "x" * (MAX_XLSX_CELL + 1)
    path = sheet_file(
        [example(), example(identifier="B", recipient=long, recipientType="school", publicSummary="a\x01b")]
    )
    result = convert(path, tmp_path / "out.xlsx")
    row = dict(zip(*list(openpyxl.load_workbook(tmp_path / "out.xlsx")["engagements"].values)[::2], strict=True))
    assert (row["identifier"], row["recipient"], row["recipientType"], row["publicSummary"]) == ("B", None, None, None)
    rest = set(read_triples(tmp_path / "out.rest.ttl"))
    assert result.rest == len(rest) > 2
    assert set(read_all(path)) <= {*read_all(tmp_path / "out.xlsx"), *rest}


@pytest.mark.parametrize("content", [csv_bytes([], list(example())), b"property,value\ntitle,Log\n"])
def test_a_sheet_without_rows_is_refused_without_words_of_rdf(sheet_file, tmp_path, content):
    with pytest.raises(TaontoError, match=r"log\.csv: contains no engagement records, so there are no rows") as caught:
        convert(sheet_file(content), tmp_path / "out.xlsx")
    assert "ta:" not in str(caught.value)
    assert not (tmp_path / "out.xlsx").exists()
