"""The data-entry template: headings, drop-downs from the code lists, notes, formats and one made-up row."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from taonto.base.errors import UnknownNameError
from taonto.base.streams import is_stream
from taonto.base.writing import write_bytes
from taonto.cells.writing import DATE_FORMAT, saved, typed
from taonto.ontology.codes import CodeLists
from taonto.records.sheets.layout import Column, Layout, load_layout
from taonto.records.sheets.workbook import DATASET, RECORDS, write_sheet

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_ROWS = 1_000
"""Rows that get drop-downs and checks."""
_FORMATS = {"date": DATE_FORMAT, "decimal": "0.0", "integer": "0", "text": "@"}
_FILLS = {"required": "F4CCCC", "conditional": "FCE5CD", "recommended": "FFF2CC", "optional": "EFEFEF"}
_KINDS = {
    "code": "codes, see the sheet 'codes'",
    "node": "name or web address",
    "iri": "web address",
    "record": "identifier of a record",
    "decimal": "number",
    "integer": "whole number",
}
"""Kind of a column to what it is called on the page of notes, where that differs."""
_EARLIEST, _LATEST = "32874", "73050"  # 1990-01-01 and 2099-12-31 as a workbook counts days


def write_template(target: str | Path, lists: CodeLists | None = None) -> None:
    """Write an empty sheet with one made-up row: CSV, or XLSX with drop-downs, notes, code lists and formats.

    Raises:
        UnknownNameError: if the suffix is neither that of a CSV file nor .xlsx; a stream without one gets CSV.
        TaontoError: if the file can't be written.
    """
    layout = load_layout()
    ending = Path(target).suffix.lower()
    if ending in (".csv", ".tsv") or (not ending and is_stream(target)):
        write_sheet(target, layout.headings, [[c.example for c in layout.columns]])
    elif ending == ".xlsx":
        write_bytes(target, _template_bytes(layout, lists or CodeLists.shipped()))
    else:
        raise UnknownNameError(f"{target}: a template is a CSV or XLSX file; use a name that ends in .csv or .xlsx")


def _template_bytes(layout: Layout, lists: CodeLists) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    book.properties.creator = "taonto"
    page = book.active
    assert page is not None
    page.title = RECORDS
    _head(page, [(c.heading, _FILLS.get(c.level, "FFFFFF")) for c in layout.columns])
    page.freeze_panes = "B2"
    for number, column in enumerate(layout.columns, start=1):
        example = page.cell(2, number, typed(column.example, column.kind if not column.many else "text") or None)
        if isinstance(example.value, str):
            example.data_type = "s"
        form = _FORMATS.get(column.kind if not column.many else "text", "General")
        example.number_format = form
        page.column_dimensions[_letter(number)].number_format = form
        page.column_dimensions[_letter(number)].width = max(14, len(column.heading) + 3)
    ranges = _code_page(book, layout, lists)
    for number, column in enumerate(layout.columns, start=1):
        _guard(page, _letter(number), column, ranges)
    _notes_page(book, layout)
    _dataset_page(book, layout)
    return saved(book)


def _letter(number: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(number))


def _head(page: "Worksheet", headings: Sequence[tuple[str, str]]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    for number, (text, color) in enumerate(headings, start=1):
        cell = page.cell(1, number, text)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor=color)
        cell.alignment = Alignment(vertical="top")
    page.freeze_panes = "A2"


def _code_page(book: "Workbook", layout: Layout, lists: CodeLists) -> dict[str, str]:
    """Write the sheet of all codes and return the range of cells with each list's codes, by class."""
    page = book.create_sheet("codes")
    _head(page, [(h, "D9EAD3") for h in ("column", "code", "label", "definition")])
    ranges: dict[str, str] = {}
    row = 2
    for column in layout.columns:
        if column.type is None or column.type in ranges:
            continue
        start = row
        for code in lists.members(column.type):
            if not code.deprecated:
                for at, text in enumerate((column.heading, code.code, code.label, code.definition), start=1):
                    page.cell(row, at, text).data_type = "s"
                row += 1
        if row > start:
            ranges[column.type] = f"codes!$B${start}:$B${row - 1}"
    for letter, width in zip("ABCD", (22, 46, 46, 100), strict=True):
        page.column_dimensions[letter].width = width
    return ranges


def _guard(page: "Worksheet", letter: str, column: Column, ranges: dict[str, str]) -> None:
    """Give a column its drop-down or check. An odd entry gets a warning, unless several values are allowed."""
    from openpyxl.worksheet.datavalidation import DataValidation

    if column.type in ranges:
        rule = DataValidation(type="list", formula1=f"={ranges[column.type]}", allow_blank=True)
    elif column.kind == "date" and not column.many:
        rule = DataValidation(type="date", operator="between", formula1=_EARLIEST, formula2=_LATEST, allow_blank=True)
    elif column.kind == "integer":
        rule = DataValidation(type="whole", operator="greaterThanOrEqual", formula1="1", allow_blank=True)
    elif column.kind == "decimal":
        rule = DataValidation(type="decimal", operator="between", formula1="0.5", formula2="99", allow_blank=True)
    else:
        rule = DataValidation(allow_blank=True)
    rule.promptTitle = column.heading[:32]
    rule.prompt = column.note[:255]
    rule.showInputMessage = True
    rule.showErrorMessage = rule.type is not None and not column.many
    rule.errorStyle = "warning"
    rule.errorTitle = column.heading[:32]
    rule.error = column.note[:255]
    rule.add(f"{letter}2:{letter}{_ROWS + 1}")
    page.add_data_validation(rule)


def _notes_page(book: "Workbook", layout: Layout) -> None:
    from openpyxl.styles import Alignment

    page = book.create_sheet("notes")
    _head(page, [(h, "D9D2E9") for h in ("column", "level", "values", "what to enter", "example (synthetic)")])
    for row, column in enumerate(layout.columns, start=2):
        kind = _KINDS.get(column.kind, column.kind)
        many = "several, separated by ;" if column.many else "one"
        cells = (column.heading, column.level, f"{kind} ({many})", column.note, column.example)
        for at, text in enumerate(cells, start=1):
            cell = page.cell(row, at, text)
            cell.data_type = "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for letter, width in zip("ABCDE", (24, 16, 40, 90, 50), strict=True):
        page.column_dimensions[letter].width = width


def _dataset_page(book: "Workbook", layout: Layout) -> None:
    """Add the sheet that describes the data set, left blank: a made-up license would end up published as a real one."""
    page = book.create_sheet(DATASET)
    _head(page, [(h, "CFE2F3") for h in ("property", "value", "note", "example (synthetic)")])
    for row, column in enumerate(layout.dataset, start=2):
        for at, text in ((1, column.heading), (3, column.note), (4, column.example)):
            page.cell(row, at, text).data_type = "s"
    for letter, width in zip("ABCD", (16, 60, 60, 60), strict=True):
        page.column_dimensions[letter].width = width
