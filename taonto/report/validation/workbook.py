"""An annotated copy of a sheet: the faulty cells are coloured and carry what is wrong as a comment."""

import io
from collections import defaultdict
from pathlib import Path

import openpyxl
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from taonto.errors import TaontoError
from taonto.files import read_bytes, write_bytes
from taonto.findings import Finding, Severity, ValidationReport
from taonto.tabular.rows import open_tables

_COLOURS = {Severity.VIOLATION: "FFF4B6B0", Severity.WARNING: "FFFFE4A3", Severity.INFO: "FFCFE0FA"}
_LONGEST_COMMENT = 2000


def annotate(report: ValidationReport, file: str, target: str | Path) -> None:
    """Write a copy of a CSV file or a workbook as XLSX, with the findings in it.

    Formulas are copied as the text that they are, so that opening the copy runs nothing.

    Args:
        report: what a run found.
        file: the input to copy, one of the report's.
        target: where to write.

    Raises:
        TaontoError: if the input is no sheet or can't be read, or the target can't be written.
    """
    book = _copy(file)
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    cell.value = str(getattr(cell.value, "text", None) or cell.value)
                    cell.data_type = "s"
                    cell.style = "Normal"
                    cell.quotePrefix = True
    by_cell: dict[tuple[str, int, int], list[Finding]] = defaultdict(list)
    columns: dict[str, dict[str, int]] = {sheet.title: _columns(sheet) for sheet in book.worksheets}
    for finding in report.of_file(file):
        title = finding.sheet or book.worksheets[0].title
        if finding.row is not None and title in columns:
            by_cell[title, finding.row, columns[title].get(finding.column or "", 1)].append(finding)
    for (title, row, column), found in by_cell.items():
        _mark(book[title].cell(row, column), found)
    stream = io.BytesIO()
    book.save(stream)
    write_bytes(target, stream.getvalue())


def _copy(file: str) -> openpyxl.Workbook:
    if file.lower().endswith((".xlsx", ".xlsm")):
        return openpyxl.load_workbook(io.BytesIO(read_bytes(file)))
    if not file.lower().removesuffix(".gz").endswith((".csv", ".tsv", ".txt")):
        raise TaontoError(f"{file}: is no sheet; only CSV and XLSX inputs can be copied with remarks")
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    with open_tables(file, []) as tables:
        for table in tables:
            for row in table.rows:
                for number, text in enumerate(row.cells, start=1):
                    cell = sheet.cell(row.number, number)
                    cell.value = text
                    cell.data_type = "s"
    return book


def _columns(sheet: Worksheet) -> dict[str, int]:
    """Return the number of each heading: of the first row that holds it, for findings name the heading as it stands."""
    found: dict[str, int] = {}
    for row in sheet.iter_rows(max_row=20):
        for cell in row:
            if isinstance(cell.value, str):
                found.setdefault(cell.value.strip(), cell.column)
    return found


def _mark(cell: Cell, found: list[Finding]) -> None:
    worst = min((f.severity for f in found), key=lambda s: s.rank)
    cell.fill = PatternFill("solid", fgColor=_COLOURS[worst])
    text = "\n".join(f"{f.rule}: {f.message} {f.hint or ''}".rstrip() for f in found)
    cell.comment = Comment(text[:_LONGEST_COMMENT], "taonto")
