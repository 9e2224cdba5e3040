"""An annotated copy of a sheet: faulty cells are coloured and say in a comment what is wrong and what to do.

The copy is for reading and mending. Nothing in it can act: formulas become the text that they are, and whatever
else could compute, link or call out (conditional formats, charts, links, macros) is left behind. Drop-downs stay.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from taonto.base.errors import TaontoError
from taonto.base.files import STANDARD_STREAM, read_bytes, write_bytes
from taonto.base.text import counted
from taonto.cells.formulas import rearm
from taonto.cells.reading import open_tables
from taonto.cells.table import Table
from taonto.cells.workbook_reading import load_workbook
from taonto.cells.writing import DATE_FORMAT, MAX_XLSX_CELL, fitting, saved, typed
from taonto.records.sheets.layout import load_layout, normal_heading
from taonto.records.sheets.workbook import RECORDS
from taonto.report.validation.wording import extent, groups, shortened, verdict, visible
from taonto.validation.findings import Finding, Severity, ValidationReport, worst
from taonto.validation.rules import Rule, RuleBook

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

MOST_CELLS = 3_000_000
"""Cells of a sheet that can be copied: a workbook with more would not fit into the memory of many a machine."""
MOST_COMMENTS = 10_000
"""Cells that get a comment; spreadsheet programs become slow with more. The others are coloured only."""
MOST_LISTED = 10_000
"""Findings that the summary lists; all are counted."""
SUMMARY = "validation"
"""The name of the sheet with the summary."""

_FILLS = {Severity.VIOLATION: "F4B6B0", Severity.WARNING: "FFE4A3", Severity.INFO: "CFE0FA"}
_LONGEST_COMMENT = 2_000
_ACTIVE = re.compile(r"[(\[|]")  # a call, a reference to another file, or a call of another program (DDE)
_STARTS_FORMULA = ("=", "+", "-", "@")

Headings = Mapping[str, int]
"""Heading, as findings name it, to the number of its column."""


def annotate_workbook(
    source: str | Path,
    report: ValidationReport,
    target: str | Path,
    *,
    rules: Mapping[str, Rule] | None = None,
    syntax: str | None = None,
) -> None:
    """Write a copy of a sheet as XLSX that shows the findings at their cells, whole or not at all.

    Args:
        source: the CSV file or workbook, named as in the report.
        report: what the validation found.
        target: where to write the copy.
        rules: what is known of each rule, by its id; by default the rules that come with taonto.
        syntax: "csv" or "xlsx"; by default the suffix decides.

    Raises:
        TaontoError: if the source is no sheet, can't be read again or is too large; or the target can't be written.
    """
    write_bytes(target, annotated(source, report, RuleBook.shipped().rules if rules is None else rules, syntax))


def annotated(
    source: str | Path, report: ValidationReport, rules: Mapping[str, Rule], syntax: str | None = None
) -> bytes:
    """Return the annotated copy; see `annotate_workbook`."""
    if str(source) == STANDARD_STREAM:
        raise TaontoError("standard input can't be read again for an annotated copy; give the sheet as a file")
    book, headings = _copy(source, syntax)
    marked = _mark(book, headings, report.of_file(str(source)), rules)
    _summarize(book, str(source), report, rules, marked)
    return saved(book)


# --- The copy -----------------------------------------------------------------------------------------


def _copy(source: str | Path, syntax: str | None) -> tuple["Workbook", dict[str, Headings]]:
    """Return an inert copy, and the columns of each of its sheets."""
    from openpyxl import Workbook

    headings: dict[str, Headings] = {}
    book = Workbook()
    book.properties.creator = "taonto"
    budget = _Budget(str(source), MOST_CELLS)
    is_workbook = False
    # Reading a workbook this way, too, checks that it is no attack before it is loaded whole.
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
    """Counts the cells of a source, up to the limit."""

    name: str
    left: int

    def spend(self, cells: int) -> None:
        self.left -= cells
        if self.left < 0:
            raise TaontoError(
                f"{self.name}: has more than {MOST_CELLS:,} cells, too many for an annotated copy; "
                "split the sheet, or use the report with --format html"
            )


@cache
def _names() -> dict[str, str]:
    """Return the names that findings have for columns, by what their headings can look like."""
    sheet = load_layout()
    names = {normal_heading(c.heading): c.heading for c in (*sheet.columns, *sheet.extra)}
    return names | {name: name for name in ("property", "value")}  # of a sheet that describes the data set


def _known(cells: Sequence[str]) -> int:
    """Return how many cells are headings of the sheet."""
    return sum(normal_heading(cell) in _names() for cell in cells)


def _headings(table: Table) -> dict[str, int]:
    """Return the columns by the names that findings have for them: of the row near the top that knows most headings."""
    best = max(table.head, key=lambda row: _known(row.cells), default=None)
    found: dict[str, int] = {}
    for number, cell in enumerate(best.cells if best else (), start=1):
        text = cell.strip()
        found.setdefault(_names().get(normal_heading(text), text) or f"column {number}", number)
    return found


def _fill(page: "Worksheet", table: Table, headings: Headings, budget: _Budget) -> None:
    """Write the rows of a CSV file into a sheet, dates and numbers as such where that changes no text."""
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
                _put_text(cell, text if fits(text) else shortened(text, MAX_XLSX_CELL // 8))
            else:
                cell.value = value
                cell.number_format = DATE_FORMAT if kinds[number] == "date" else "General"
    for letter in (page.cell(1, number).column_letter for number in headings.values()):
        page.column_dimensions[letter].width = 18
    page.freeze_panes = "B2"


def _load(source: str | Path) -> "Workbook":
    """Return a workbook whole, with everything taken out that could act."""
    from openpyxl.formatting.formatting import ConditionalFormattingList

    try:
        book = load_workbook(read_bytes(source))
    except Exception as error:
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        raise TaontoError(
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
                    _put_text(cell, str(getattr(cell.value, "text", None) or getattr(cell.value, "ref", cell.value)))
                elif isinstance(cell.value, str):
                    _put_text(cell, cell.value)
    return book


def _keep_passive(names: dict[str, object]) -> None:
    """Drop the defined names that compute; plain ranges stay."""
    for name in [n for n, defined in names.items() if _ACTIVE.search(str(getattr(defined, "value", "(")))]:
        del names[name]


def _put_text(cell: "Cell", text: str) -> None:
    """Set a cell to a text that no program takes for a formula, even when the cell is edited."""
    cell.value = text
    cell.data_type = "s"
    if text.startswith(_STARTS_FORMULA):
        cell.quotePrefix = True


# --- The marks ----------------------------------------------------------------------------------------


def _mark(
    book: "Workbook", headings: Mapping[str, Headings], findings: Iterable[Finding], rules: Mapping[str, Rule]
) -> dict[Finding, str]:
    """Colour the faulty cells and comment them; return where each finding is shown."""
    places: dict[tuple[str, int, int], list[Finding]] = {}
    for finding in findings:
        page = finding.sheet or RECORDS
        if finding.row is not None and page in headings:
            column = headings[page].get(finding.column or "", 1)
            places.setdefault(_anchor(book[page], finding.row, column), []).append(finding)
    shown: dict[Finding, str] = {}
    for number, ((page, row, column), found) in enumerate(places.items()):
        cell = book[page].cell(row, column)
        cell.fill = _fill_of(worst(found) or Severity.INFO)
        if number < MOST_COMMENTS:
            _comment(cell, found, rules)
        shown.update(dict.fromkeys(found, f"'{page.replace(chr(39), chr(39) * 2)}'!{cell.coordinate}"))
    return shown


def _anchor(page: "Worksheet", row: int, column: int) -> tuple[str, int, int]:
    """Return the cell itself, or the first one of the merged cells that it belongs to."""
    for merged in page.merged_cells.ranges:
        if merged.min_row <= row <= merged.max_row and merged.min_col <= column <= merged.max_col:
            return page.title, merged.min_row, merged.min_col
    return page.title, row, column


def _fill_of(severity: Severity) -> object:
    from openpyxl.styles import PatternFill

    return PatternFill("solid", fgColor=_FILLS[severity])


def _comment(cell: "Cell", findings: Sequence[Finding], rules: Mapping[str, Rule]) -> None:
    from openpyxl.comments import Comment

    parts = []
    for finding in findings:
        label = f" {rules[finding.rule].label}" if finding.rule in rules else ""
        hint = f"\n> {shortened(finding.hint)}" if finding.hint else ""
        parts.append(f"{finding.severity.upper()} {shortened(finding.rule)}{label}\n{shortened(finding.message)}{hint}")
    if cell.comment is not None:
        parts.append(f"Earlier comment: {cell.comment.text}")
    text = shortened("\n\n".join(parts), _LONGEST_COMMENT)
    lines = sum(1 + len(line) // 48 for line in text.split("\n"))
    cell.comment = Comment(text, "taonto", width=340, height=min(20 + 17 * lines, 500))


# --- The summary --------------------------------------------------------------------------------------


def _summarize(
    book: "Workbook", name: str, report: ValidationReport, rules: Mapping[str, Rule], shown: Mapping[Finding, str]
) -> None:
    """Put a sheet before the others that says what was found, rule by rule and finding by finding."""
    from openpyxl.styles import Alignment, Font
    from openpyxl.worksheet.hyperlink import Hyperlink

    own = ValidationReport(
        report.of_file(name),
        tuple(f for f in report.files if f.file == name),
        profile=report.profile,
        fail_on=report.fail_on,
    )
    page = book.create_sheet(SUMMARY, 0)
    book.active = 0
    for other in book.worksheets:
        other.sheet_view.tabSelected = other is page

    rows = count(1)

    def add(*values: object, bold: bool = False, severity: Severity | None = None) -> int:
        row = next(rows)
        for number, value in enumerate(values, start=1):
            cell = page.cell(row, number)
            if isinstance(value, str):
                _put_text(cell, visible(value))
            else:
                cell.value = value
            cell.alignment = Alignment(vertical="top", wrap_text=len(values) > 1)
            if bold:
                cell.font = Font(bold=True)
        if severity:
            page.cell(row, 1).fill = _fill_of(severity)
        return row

    add(f"Validation of {shortened(Path(name).name)}", bold=True)
    add(verdict(own))
    add(extent(own))
    add(
        "Faulty cells have the colour of their worst finding: red violation, yellow warning, blue info. "
        "Point at one to read what is wrong. This is a copy: mend the original."
    )
    comments = len(set(shown.values()))
    if comments > MOST_COMMENTS:
        add(f"Only the first {MOST_COMMENTS:,} of {counted(comments, 'faulty cell')} have a comment.")
    for note in (*report.notes, *(note for file in own.files for note in file.notes)):
        add(shortened(note))
    if own.findings:
        add()
        add("Severity", "Rule", "Findings", "What it asks", "What to do", bold=True)
    for group in groups(own, rules):
        add(group.severity, shortened(group.id), len(group.findings), group.label, group.hint, severity=group.severity)
    if own.findings:
        add()
        add("Severity", "Rule", "Cell", "What is wrong", "Hint", bold=True)
    for finding in own.findings[:MOST_LISTED]:
        cell = shown.get(finding, "")
        message, hint = shortened(finding.message), shortened(finding.hint or "")
        row = add(finding.severity, shortened(finding.rule), cell, message, hint, severity=finding.severity)
        if cell:
            page.cell(row, 3).hyperlink = Hyperlink(ref=f"C{row}", location=cell)
            page.cell(row, 3).style = "Hyperlink"
    if len(own.findings) > MOST_LISTED:
        add(f"... and {len(own.findings) - MOST_LISTED:,} more")
    for letter, width in zip("ABCDE", (12, 10, 26, 60, 60), strict=True):
        page.column_dimensions[letter].width = width
