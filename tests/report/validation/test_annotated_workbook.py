"""The copy is opened again: marks at the right cells, the same cells otherwise, and nothing in it that acts."""

import datetime
import io
import zipfile

import openpyxl
import pytest
from helpers.sheets import read_sheet
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula

from taonto.base.errors import BadInputError, LimitError, TaontoError
from taonto.records.sheets.layout import load_layout
from taonto.records.sheets.template import write_template
from taonto.report.validation import workbook, workbook_copy, workbook_summary
from taonto.report.validation.workbook import annotate_workbook
from taonto.report.validation.workbook_summary import SUMMARY
from taonto.validation.findings import FileResult, Finding, Severity, ValidationReport

RED, YELLOW, BLUE = "00F4B6B0", "00FFE4A3", "00CFE0FA"
HEADINGS = load_layout().headings
FORMULA = '=HYPERLINK("http://evil.example","x")'


def finding(
    file, row, column=None, sheet=None, severity=Severity.VIOLATION, rule="TA110", message="no date", hint="Fix it."
):
    return Finding(rule, severity, message, hint, file=str(file), sheet=sheet, row=row, column=column)


def copy(source, *findings, **facts):
    target = source.parent / "copy.xlsx"
    annotate_workbook(source, ValidationReport(findings, (FileResult(str(source), 2),), **facts), target)
    return openpyxl.load_workbook(target)


def marked(page):
    """Return the color and the comment of each marked cell."""
    cells = [cell for row in page.iter_rows() for cell in row]
    return {
        c.coordinate: (c.fill.fgColor.rgb, c.comment.text if c.comment else None) for c in cells if c.fill.patternType
    }


@pytest.fixture
def sheet(tmp_path):
    """A CSV file whose first column is named in another way, with a cell over two lines and one that is a formula."""
    source = tmp_path / "log.csv"
    source.write_text(
        'Identifier,start date,contactHours,publicSummary,"=my column"\n'
        'A-1,2024-02-30,1.5,"one\ntwo",-x\n'
        f'A-2,2024-02-29,007,"{FORMULA.replace(chr(34), chr(34) * 2)}",@SUM(1)\n'
    )
    return source


@pytest.fixture
def template(tmp_path):
    """A workbook as it comes from the template, with drop-downs, notes and a page for the data set."""
    source = tmp_path / "log.xlsx"
    write_template(source)
    return source


def test_cells_of_csv_are_marked_by_severity(sheet):
    book = copy(
        sheet,
        finding(sheet, 2, "startDate"),
        finding(sheet, 2, "contactHours", severity=Severity.INFO, rule="mine", hint=None),
        finding(sheet, 3, "publicSummary", severity=Severity.WARNING),
        finding(sheet, 3, "publicSummary", severity=Severity.INFO),
        finding(sheet, 3, "=my column"),
        finding(sheet, 3, "endDate", message="endDate is missing"),
    )
    assert book.sheetnames == [SUMMARY, "engagements"]
    marks = marked(book["engagements"])
    assert {cell: color for cell, (color, _) in marks.items()} == {
        "B2": RED,
        "C2": BLUE,
        "D3": YELLOW,
        "E3": RED,
        "A3": RED,
    }
    assert marks["B2"][1] == "VIOLATION TA110 A real date\nno date\n> Fix it."
    assert marks["C2"][1] == "INFO mine\nno date"
    assert marks["D3"][1].count("TA110 A real date") == 2
    assert "endDate is missing" in marks["A3"][1]


def test_the_cells_of_csv_are_the_same_and_inert(sheet):
    page = copy(sheet, finding(sheet, 2, "startDate"))["engagements"]
    assert [[c.value for c in row] for row in page.iter_rows()] == [
        ["Identifier", "start date", "contactHours", "publicSummary", "=my column"],
        ["A-1", "2024-02-30", 1.5, "one\ntwo", "-x"],
        ["A-2", datetime.datetime(2024, 2, 29), "007", FORMULA, "@SUM(1)"],
    ]
    assert {c.data_type for row in page.iter_rows() for c in row} == {"s", "n", "d"}
    assert [c.quotePrefix for c in page["E"]] == [True, True, True]
    assert page["D3"].quotePrefix


def test_no_formula_is_in_the_file_however_it_came_there(sheet):
    copy(
        sheet,
        finding(sheet, 2, "startDate", message=FORMULA, hint="+1", rule="=cmd|' /C calc'!A0"),
        notes=(FORMULA, "@x"),
    )
    with zipfile.ZipFile(sheet.parent / "copy.xlsx") as parts:
        assert not [n for n in parts.namelist() if n.endswith(".xml") and b"<f>" in parts.read(n)]
        links = b"".join(parts.read(n) for n in parts.namelist() if n.endswith(".rels"))
        assert b"External" not in links


def hostile_workbook(path):
    book = openpyxl.load_workbook(path)
    page = book["engagements"]
    page["A2"] = "A-1"
    page["AU2"] = FORMULA
    page["AU3"] = ArrayFormula("AU3:AU4", "=SUM(A1:A2)")
    page["AT2"].hyperlink = "http://evil.example/"
    page["B2"].comment = Comment("ask the director", "somebody")
    page.conditional_formatting.add("A1:B2", FormulaRule(['WEBSERVICE("http://evil.example")'], fill=PatternFill()))
    call = DataValidation("custom", formula1='WEBSERVICE("http://evil.example")=1')
    call.add("C2")
    page.add_data_validation(call)
    book.defined_names["evil"] = DefinedName("evil", attr_text='WEBSERVICE("http://evil.example")')
    page.merge_cells("I5:J6")
    book.save(path)


def test_a_workbook_keeps_its_cells_and_drop_downs_and_loses_what_acts(template):
    hostile_workbook(template)
    before = openpyxl.load_workbook(template)
    book = copy(
        template, finding(template, 2, "recordKind", "engagements"), finding(template, 6, "endDate", "engagements")
    )
    assert book.sheetnames == [SUMMARY, *before.sheetnames]
    page = book["engagements"]
    marks = marked(page)
    assert marks["B2"] == (RED, "VIOLATION TA110 A real date\nno date\n> Fix it.\n\nEarlier comment: ask the director")
    assert marks["I5"][0] == RED, "the first of the merged cells"
    assert (page["AU2"].value, page["AU2"].data_type, page["AU2"].quotePrefix) == (FORMULA, "s", True)
    assert (page["AU3"].value, page["AU3"].data_type) == ("=SUM(A1:A2)", "s")
    assert not [c for row in page.iter_rows() for c in row if c.hyperlink or c.data_type == "f"]
    kinds = [v.type for v in page.data_validations.dataValidation]
    assert "list" in kinds
    assert "custom" not in kinds
    assert "evil" not in book.defined_names
    with zipfile.ZipFile(template.parent / "copy.xlsx") as parts:
        whole = b"".join(parts.read(name) for name in parts.namelist())
    assert whole.count(b"evil.example") == whole.count(b'<t>=HYPERLINK("http://evil.example","x")</t>') == 1


def test_the_copy_is_read_as_the_same_records(template):
    reading, records = read_sheet(template)
    copy(template, finding(template, 2, "recordKind", "engagements"))
    again, same = read_sheet(template.parent / "copy.xlsx")
    assert (again.rows, again.blank_rows) == (reading.rows, reading.blank_rows)
    assert [r.triples for r in same if "dataset" not in r.subject] == [
        r.triples for r in records if "dataset" not in r.subject
    ]


def test_the_summary_says_what_was_found_and_leads_to_it(sheet):
    book = copy(
        sheet,
        finding(sheet, 2, "startDate"),
        finding(sheet, 3, "startDate"),
        finding(sheet, None, rule="TA902", severity=Severity.WARNING, message="No records."),
        notes=("No pattern can guarantee it.",),
    )
    page = book[SUMMARY]
    assert book.active.title == SUMMARY
    rows = [[c.value for c in row if c.value is not None] for row in page.iter_rows()]
    assert rows[:3] == [
        ["Validation of log.csv"],
        ["Does not conform to the profile 'exchange'."],
        ["1 file, 2 records: 2 violations, 1 warning, 0 infos"],
    ]
    assert ["No pattern can guarantee it."] in rows
    assert ["violation", "TA110", 2, "A real date", "Write year, month and day as 2024-09-30."] in rows
    assert ["violation", "TA110", "'engagements'!B2", "no date", "Fix it."] in rows
    assert ["warning", "TA902", "No records.", "Fix it."] in [[v for v in row if v != ""] for row in rows]
    links = {c.value: c.hyperlink.location for c in page["C"] if c.hyperlink}
    assert links == {name: name for name in ("'engagements'!B2", "'engagements'!B3")}


def test_the_same_report_gives_the_same_bytes(template):
    target = template.parent / "copy.xlsx"
    copy(template, finding(template, 2, "recordKind", "engagements"))
    first = target.read_bytes()
    copy(template, finding(template, 2, "recordKind", "engagements"))
    assert target.read_bytes() == first


def test_hostile_and_long_cells_and_messages_are_carried(tmp_path, hostile_report):
    source = tmp_path / "log.csv"
    long = "x" * 40_000
    source.write_text(f"identifier,recordKind,startDate\nA\x1b[31m,{long},]]>\n", encoding="utf-8")
    found = [finding(source, 2, "startDate", message=f.value, hint=f.value) for f in hostile_report.findings]
    page = copy(source, *found)["engagements"]
    assert page["A2"].value == "A\\x1b[31m"
    assert page["B2"].value.endswith("... (40,000 characters in all)")
    assert page["C2"].value == "]]>"
    assert len(page["C2"].comment.text) < 2_100


def test_comments_and_cells_have_limits(sheet, monkeypatch):
    monkeypatch.setattr(workbook, "MOST_COMMENTS", 1)
    monkeypatch.setattr(workbook_summary, "MOST_LISTED", 1)
    book = copy(sheet, finding(sheet, 2, "startDate"), finding(sheet, 3, "startDate"))
    assert [comment is None for _, comment in marked(book["engagements"]).values()] == [False, True]
    lines = [row[0].value for row in book[SUMMARY].iter_rows()]
    assert "Only the first 1 of 2 colored cells have a comment." in lines
    assert lines[-1] == "... and 1 more"
    monkeypatch.setattr(workbook_copy, "MOST_CELLS", 10)
    with pytest.raises(LimitError, match=r"log.csv: has more than 10 cells, too many for an annotated copy"):
        copy(sheet)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("none.csv", None, "no such file"),
        ("bad.xlsx", b"PK no workbook", "is not a valid XLSX workbook"),
        ("empty.xlsx", b"", "is empty"),
    ],
)
def test_a_source_that_cannot_be_read_leaves_no_copy(tmp_path, name, content, reason):
    source = tmp_path / name
    if content is not None:
        source.write_bytes(content)
    with pytest.raises(TaontoError, match=reason):
        copy(source)
    assert not (tmp_path / "copy.xlsx").exists()


def test_standard_input_cannot_be_read_again(tmp_path):
    with pytest.raises(BadInputError, match="standard input can't be read again"):
        annotate_workbook("-", ValidationReport((), ()), tmp_path / "copy.xlsx")


def test_a_bomb_is_refused(tmp_path):
    source = tmp_path / "bomb.xlsx"
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", b"<x>" + b" " * 50_000_000)
    source.write_bytes(data.getvalue())
    with pytest.raises(TaontoError, match="as in an attack"):
        copy(source)
