"""The copy of a sheet that findings are marked in: the same cells, and nothing that can act.

Formulas become their text, and whatever else could compute, link or call out (conditional formats, charts, links,
macros) is left out. Drop-downs stay.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from taonto.base import resources
from taonto.base.errors import BadInputError, LimitError
from taonto.base.reading import STANDARD_STREAM, read_bytes
from taonto.cells.formulas import rearm
from taonto.cells.reading import open_tables
from taonto.cells.table import Table
from taonto.cells.workbook_reading import load_workbook
from taonto.cells.writing import DATE_FORMAT, MAX_XLSX_CELL, fitting, typed
from taonto.records.sheets.layout import load_layout, normal_heading
from taonto.records.sheets.workbook import RECORDS
from taonto.report.validation.wording import shortened
from taonto.report.validation.workbook_cells import put_text

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

MOST_CELLS = 3_000_000
"""The most cells that are copied: a workbook with more would not fit into the memory of many machines."""

_ACTIVE = re.compile(r"[(\[|]")  # a call, a reference to another file, or a call of another program (DDE)

Headings = Mapping[str, int]
"""Heading, as findings name it, to the number of its column."""


def inert_copy(source: str | Path, syntax: str | None = None) -> tuple["Workbook", dict[str, Headings]]:
    """Return a copy as a workbook, and the columns of each of its sheets by name.

    Args:
        source: the CSV file or workbook.
        syntax: "csv" or "xlsx"; by default the suffix decides.

    Raises:
        BadInputError: if the source is standard input, or can't be read as a sheet.
        LimitError: if it has more than `MOST_CELLS` cells.
    """
    from openpyxl import Workbook

    if str(source) == STANDARD_STREAM:
        raise BadInputError("standard input can't be read again for an annotated copy; save the sheet to a file first")
    headings: dict[str, Headings] = {}
    book = Workbook()
    book.properties.creator = "taonto"
    budget = _Budget(str(source), MOST_CELLS)
    is_workbook = False
    # A workbook is read row by row, too: this checks that it is not an attack before all of it is loaded.
    with open_tables(source, [], _known, syntax) as tables:
        for table in tables:
            headings[table.sheet or RECORDS] = _headings(table)
            if table.sheet is None:
                _fill(book.active, table, headings[RECORDS], budget)
            else:
                is_workbook = True
                for row in table.rows:
                    budget.spend(len(row.cells))
    return (_load(source) if is_workbook else book), headings


@dataclass(slots=True)
class _Budget:
    """Counts down the cells that a source may still have."""

    name: str
    left: int

    def spend(self, cells: int) -> None:
        self.left -= cells
        if self.left < 0:
            raise LimitError(
                f"{self.name}: has more than {MOST_CELLS:,} cells, too many for an annotated copy; "
                "split the sheet, or use the HTML report"
            )


@resources.remembered
def _names() -> dict[str, str]:
    """Return the columns' names in findings, by their normalized headings."""
    layout = load_layout()
    names = {normal_heading(c.heading): c.heading for c in (*layout.columns, *layout.extra)}
    return names | {name: name for name in ("property", "value")}  # in a sheet that describes the data set


def _known(cells: Sequence[str]) -> int:
    """Return how many cells are headings of the layout."""
    return sum(normal_heading(cell) in _names() for cell in cells)


def _headings(table: Table) -> dict[str, int]:
    """Return the columns by their names in findings, from the row near the top with the most known headings."""
    best = max(table.head, key=lambda row: _known(row.cells), default=None)
    found: dict[str, int] = {}
    for number, cell in enumerate(best.cells if best else (), start=1):
        text = cell.strip()
        found.setdefault(_names().get(normal_heading(text), text) or f"column {number}", number)
    return found


def _fill(page: "Worksheet", table: Table, headings: Headings, budget: _Budget) -> None:
    """Write the rows of a CSV file into a sheet, with real dates and numbers where these show the same text."""
    fits = fitting("copy.xlsx")
    known = {column.heading: column for column in load_layout().columns if not column.many}
    kinds = {number: known[heading].kind for heading, number in headings.items() if heading in known}
    page.title = RECORDS
    for row in table.rows:
        budget.spend(len(row.cells))
        for number, raw in enumerate(row.cells, start=1):
            if not raw:
                continue
            text = rearm(raw)
            value = typed(text, kinds.get(number, "text"))
            cell = page.cell(row.number, number)
            if isinstance(value, str):
                put_text(cell, text if fits(text) else shortened(text, MAX_XLSX_CELL // 8))
            else:
                cell.value = value
                cell.number_format = DATE_FORMAT if kinds[number] == "date" else "General"
    for letter in (page.cell(1, number).column_letter for number in headings.values()):
        page.column_dimensions[letter].width = 18
    page.freeze_panes = "B2"


def _load(source: str | Path) -> "Workbook":
    """Return the whole workbook without anything that could act."""
    from openpyxl.formatting.formatting import ConditionalFormattingList

    try:
        book = load_workbook(read_bytes(source))
    except Exception as error:
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        raise BadInputError(
            f"{source}: can't be copied ({reason}); save it again in a spreadsheet program, or as CSV"
        ) from None
    for chart in book.chartsheets:
        book.remove(chart)
    _keep_passive(book.defined_names)
    for page in book.worksheets:
        page.conditional_formatting = ConditionalFormattingList()
        page.tables.clear()
        for parts in (page._charts, page._images, page._pivots):
            parts.clear()
        _keep_passive(page.defined_names)
        checks = page.data_validations
        checks.dataValidation = [
            check for check in checks.dataValidation if not _ACTIVE.search(f"{check.formula1}{check.formula2}")
        ]
        for row in page.iter_rows():
            for cell in row:
                if cell.hyperlink:
                    cell.hyperlink = None
                if cell.data_type == "f":
                    put_text(cell, str(getattr(cell.value, "text", None) or getattr(cell.value, "ref", cell.value)))
                elif isinstance(cell.value, str):
                    put_text(cell, cell.value)
    return book


def _keep_passive(names: dict[str, object]) -> None:
    """Remove the defined names that compute something; plain ranges stay."""
    for name in [n for n, defined in names.items() if _ACTIVE.search(str(getattr(defined, "value", "(")))]:
        del names[name]
