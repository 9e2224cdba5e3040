"""Cells, rows and files of any size: read in linear time, or refused in a sentence that names the limit.

Sizes are such that work which grows with the square of them would run for minutes.
"""

import gzip
import io
import re
import zipfile

import openpyxl
import pytest
from helpers.sheets import csv_bytes, example
from pyoxigraph import Literal, NamedNode, Triple

from taonto.api import convert, validate
from taonto.base.errors import LimitError
from taonto.ontology.codes import CodeLists
from taonto.rdf.graph import read_triples
from taonto.records.record import Place, Record
from taonto.records.sheets import values
from taonto.records.sheets.reader import MAX_HEADING
from taonto.records.sheets.rows import RecordBuilder
from taonto.validation.organization_names import WordTree
from taonto.validation.personal_data import has_form, persons, small_counts
from taonto.validation.suggestions import nearest
from taonto.validation.trace import Tracer

LONG = 100_000
RUNS = [
    " ",
    "<",
    ">",
    ";",
    "\\",
    '"',
    "'",
    "1",
    "a",
    "@",
    ".",
    "-",
    "(",
    "\u0301",
    "\U0001f600",
    "\\;",
    "a@",
    "a <",
    "://",
]
SIGNS = pytest.mark.parametrize("run", RUNS)


@SIGNS
@pytest.mark.parametrize(("start", "end"), [("", ""), ("a", "<x"), ('"', ">")])
def test_long_runs_in_a_cell(run, start, end):
    text = start + run * (LONG // len(run)) + end
    assert values.split_values(values.join_values(parts := values.split_values(text))) == parts
    assert values.name_and_iri(text)[1] is None
    assert values.node_of_text(values.text_of_node(Literal(text))) == Literal(text)
    builder = RecordBuilder(CodeLists.shipped())
    for column in {c.kind: c for c in builder.layout.all_columns}.values():
        if column.kind not in ("node", "subject"):
            assert builder.terms(column, text) or not text.strip("; ")


@SIGNS
def test_long_runs_in_a_text_that_is_searched(run):
    text = "1 " + run * (LONG // 10 // len(run)) + " x"
    for form in ("email", "id-number", "titled-name", "street-address", "child-age"):
        assert has_form(form, text) in (True, False)
    assert [*persons(text), *small_counts(text, 10)] == []
    assert nearest("https://w3id.org/taonto/ontology/Topic", text) is None


def test_cells_with_very_many_values_to_rdf_and_back(sheet_file, tmp_path):
    def row(identifier, many):
        names, words = ("; ".join(f"{word} {n}" for n in range(many)) for word in ("Center", "Do this:"))
        return example(
            identifier=identifier,
            provider=names,
            recipient=names,
            recipientType="school",
            goal=words,
            objective=words,
            language=names,
        )

    assert convert(sheet_file([row("A", 20_000)]), tmp_path / "out.nt").statements > 250_000
    rows = [row("B", 2_000), example(identifier="C", goal="; ".join(["G-1"] * 2_000))]
    assert convert(sheet_file(rows), tmp_path / "out.nt").records == 2
    result = convert(tmp_path / "out.nt", tmp_path / "back.csv")
    assert (result.records, result.rest) == (2, 0)
    before, after = (set(read_triples(read)) for read in (tmp_path / "out.nt", again(tmp_path / "back.csv")))
    assert before == after


def again(path):
    convert(path, path.with_suffix(".nt"))
    return path.with_suffix(".nt")


def test_many_results_about_one_record_are_led_back_to_their_places():
    many = 20_000
    subject, path = NamedNode("urn:a:r"), NamedNode("urn:a:p")
    record = Record(subject.value, [], Place("a.csv", row=2))
    for n in range(many):
        record.add(Triple(subject, path, Literal(str(n))), Place("a.csv", row=2, column="p"))
    tracer = Tracer([record])
    assert {p.column for n in range(many) for p in tracer.places(subject, path.value, Literal(str(n)))} == {"p"}
    assert all(tracer.places(subject, "<urn:a:p>/<urn:a:q>", None, path.value) for _ in range(many))
    assert len(tracer.values(subject, path.value)) == many


def test_many_names_are_looked_for_at_once():
    tree = WordTree([f"School District {n}" for n in range(20_000)] + ["St. Mary's", "District 7 North"])
    text = "School District 7 and St. Mary's, not xSt. Mary's or School District 7a. " * 2_000
    assert tree.found_in(text) == {"School District 7", "St. Mary's"}


def test_a_record_that_says_too_much_is_not_checked(sheet_file):
    path = sheet_file([example(), example(identifier="B", provider="; ".join(f"Center {n}" for n in range(9_000)))])
    with pytest.raises(LimitError, match=r"row 3: has 27,\d+ statements, most of them from column 'provider', but the"):
        validate(path)


@pytest.fixture
def low_limits(monkeypatch):
    """The same limits at a size that is quick to make."""
    monkeypatch.setattr("taonto.cells.table.MAX_BLANK_ROWS", 10_000)
    monkeypatch.setattr("taonto.cells.csv_reading.MAX_LINE", 100_000)
    monkeypatch.setattr("taonto.cells.sheet_stream.MAX_ROW_BYTES", 100_000)
    monkeypatch.setattr("taonto.cells.sheet_stream.MAX_REST_BYTES", 1_000_000)
    monkeypatch.setattr("taonto.cells.workbook_reading.MAX_CELLS", 1_000_000)


@pytest.mark.usefixtures("low_limits")
@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\n" * 10_010, "more than 10,000 blank rows, the limit; delete them"),
        (b" , ,\n" * 10_010, "more than 10,000 blank rows, the limit; delete them"),
        (b'"\n",' * 40_000, "row 3 .* has more than 100,000 characters"),
        (b" " * 2_000_000, "line 3 is longer than 100,000 bytes"),
    ],
    ids=["lines", "commas", "quoted", "spaces"],
)
@pytest.mark.parametrize("name", ["a.csv", "a.csv.gz"])
def test_what_fills_a_file_without_saying_anything_has_an_end(sheet_file, tmp_path, name, content, message):
    data = csv_bytes([example()]) + content
    path = sheet_file(gzip.compress(data, 1) if name.endswith(".gz") else data, name)
    with pytest.raises(LimitError, match=message):
        convert(path, tmp_path / "out.nt")
    assert not (tmp_path / "out.nt").exists()


def test_a_wide_start_is_not_weighed_in_full(sheet_file, tmp_path):
    with pytest.raises(LimitError, match="row 1 has 1,000,001 columns"):
        convert(sheet_file((b"," * 1_000_000 + b"\n") * 20), tmp_path / "out.nt")


@pytest.mark.usefixtures("low_limits")
def test_utf_16_has_the_same_limits(sheet_file, tmp_path):
    with pytest.raises(LimitError, match="line 1 is longer than"):
        convert(sheet_file(("x" * 3_000_000).encode("utf-16")), tmp_path / "out.nt")


def test_a_heading_has_a_limit(sheet_file, tmp_path):
    with pytest.raises(
        LimitError, match=r"heading of column \d+ has 1,001 characters, but the limit is 1,000; shorten"
    ):
        convert(sheet_file([{**example(), "x" * (MAX_HEADING + 1): "y"}]), tmp_path / "out.nt")


SHEET, STYLES, BOOK = "xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml"


def repeated(form, number):
    return "".join(form.format(n=n, row=n + 3) for n in range(number))


def inside(tag, form, number):
    """A change that puts many elements into one."""
    return lambda text: re.sub(f"</{tag}>", lambda _: f"{repeated(form, number)}</{tag}>", text)


def after(tag, outer, form, number):
    """A change that puts an element with many others behind one."""
    return lambda text: text.replace(f"</{tag}>", f"</{tag}><{outer}>{repeated(form, number)}</{outer}>")


WORKBOOKS = {
    "formats": (STYLES, inside("cellXfs", '<xf numFmtId="{n}"/>', 500_000), r"styles\.xml has too many cell formats"),
    "long format": (
        STYLES,
        lambda text: text.replace("<cellXfs", f'<!--<numFmt formatCode="{"[y" * 600}"/>--><cellXfs', 1),
        "a number format of more than 1,000 characters",
    ),
    "names": (BOOK, after("sheets", "definedNames", '<definedName name="n{n}">A!$A$1</definedName>', 250_000), "names"),
    "merged": (
        SHEET,
        after("sheetData", "mergeCells", '<mergeCell ref="A{n}:B{n}"/>', 50_000),
        "bytes follow its rows",
    ),
    "wide": (SHEET, inside("sheetData", '<row r="{row}"><c r="XFD{row}"/></row>', 70), "1,000,000 cells"),
    "endless row": (SHEET, inside("sheetData", '<row r="3">' + "<c/>" * 60_000 + "</row>", 1), "a row has more than"),
    "columns": (SHEET, inside("sheetData", '<row r="3"><c r="XFD3"><v>1</v></c></row>', 1), "row 3 has 16,384 columns"),
    "blank rows": (SHEET, inside("sheetData", "<row/>", 10_010), "more than 10,000 blank rows"),
    "last row": (SHEET, inside("sheetData", '<row r="1048576"><c r="A1048576"/></row>', 1), "blank rows"),
    "few links": (SHEET, after("sheetData", "hyperlinks", '<hyperlink ref="A{n}"/>', 20_000), None),
    "deep": (SHEET, after("sheetData", "a", "<a>" * 9_000 + "</a>" * 9_000, 1), None),
    "dimension": (SHEET, lambda text: re.sub('<dimension ref="[^"]*"', '<dimension ref="A1:XFD1048576"', text), None),
}


def workbook_with(part, change):
    stream, result = io.BytesIO(), io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(list(example()))
    book.active.append(list(example().values()))
    book.save(stream)
    with zipfile.ZipFile(stream) as old, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
        for name in old.namelist():
            text = old.read(name).decode()
            new.writestr(name, change(text) if name == part else text)
    return result.getvalue()


@pytest.mark.usefixtures("low_limits")
@pytest.mark.parametrize("name", WORKBOOKS)
def test_a_workbook_with_very_much_of_something(sheet_file, tmp_path, monkeypatch, name):
    part, change, message = WORKBOOKS[name]
    # These texts pack too well to pass for a workbook: here the other limits are tried.
    monkeypatch.setattr("taonto.cells.workbook_reading.MAX_RATIO", 10_000)
    path = sheet_file(workbook_with(part, change), "log.xlsx")
    if message is None:
        assert convert(path, tmp_path / "out.nt").records == 1
        return
    with pytest.raises(LimitError, match=message) as caught:
        convert(path, tmp_path / "out.nt")
    assert str(caught.value).startswith(str(path))
    assert "; " in str(caught.value)


def test_what_follows_the_rows_must_still_be_whole(sheet_file, tmp_path):
    broken = workbook_with(SHEET, lambda text: text.replace("</sheetData>", "</sheetData><mergeCells>"))
    with pytest.raises(Exception, match="not a valid XLSX workbook"):
        convert(sheet_file(broken, "log.xlsx"), tmp_path / "out.nt")


def test_a_long_identifier_is_not_repeated_in_each_statement(sheet_file, tmp_path):
    long = "x" * 900_000
    path = sheet_file([example(identifier=long, provider=long), example(identifier="B", partOf=long)])
    convert(path, tmp_path / "out.nt")
    triples = list(read_triples(tmp_path / "out.nt"))
    assert (tmp_path / "out.nt").stat().st_size < 3 * len(long)
    assert max(len(t.subject.value) for t in triples) < 200
    (whole,) = {t.object for t in triples if t.predicate.value.endswith("isPartOf")}
    assert {t.object.value for t in triples if t.subject == whole} >= {long}
    assert convert(tmp_path / "out.nt", tmp_path / "back.csv").rest == 0
