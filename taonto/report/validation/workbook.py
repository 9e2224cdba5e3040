"""An annotated copy of a sheet: cells with findings are colored, and a comment says what is wrong and what to do."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from taonto.base.writing import write_bytes
from taonto.cells.writing import saved
from taonto.records.sheets.workbook import RECORDS
from taonto.report.validation.wording import shortened
from taonto.report.validation.workbook_cells import color
from taonto.report.validation.workbook_copy import Headings, inert_copy
from taonto.report.validation.workbook_summary import add_summary
from taonto.validation.findings import Finding, Severity, ValidationReport, worst
from taonto.validation.rules import Rule, RuleBook

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

MOST_COMMENTS = 10_000
"""The most cells that get a comment: spreadsheet programs become slow with more. The others are only colored."""

_LONGEST_COMMENT = 2_000


def annotate_workbook(
    source: str | Path,
    report: ValidationReport,
    target: str | Path,
    *,
    rules: Mapping[str, Rule] | None = None,
    syntax: str | None = None,
) -> None:
    """Write a copy of a sheet as XLSX with the findings at their cells, whole or not at all.

    Args:
        source: the CSV file or workbook, named as in the report.
        report: what the validation found.
        target: where to write the copy.
        rules: what is known of each rule, by its id; by default the rules that come with taonto.
        syntax: "csv" or "xlsx"; by default the suffix decides.

    Raises:
        TaontoError: if the source is not a sheet, can't be read again or is too large; or the target can't be written.
    """
    write_bytes(target, annotated(source, report, RuleBook.shipped().rules if rules is None else rules, syntax))


def annotated(
    source: str | Path, report: ValidationReport, rules: Mapping[str, Rule], syntax: str | None = None
) -> bytes:
    """Return the annotated copy; see `annotate_workbook`."""
    book, headings = inert_copy(source, syntax)
    cells = _mark(book, headings, report.of_file(str(source)), rules)
    add_summary(book, str(source), report, rules, cells, MOST_COMMENTS)
    return saved(book)


def _mark(
    book: "Workbook", headings: Mapping[str, Headings], findings: Iterable[Finding], rules: Mapping[str, Rule]
) -> dict[Finding, str]:
    """Color and comment the cells with findings; return the reference of the cell that each is marked at."""
    places: dict[tuple[str, int, int], list[Finding]] = {}
    for finding in findings:
        page = finding.sheet or RECORDS
        if finding.row is not None and page in headings:
            column = headings[page].get(finding.column or "", 1)
            places.setdefault(_anchor(book[page], finding.row, column), []).append(finding)
    cells: dict[Finding, str] = {}
    for number, ((page, row, column), found) in enumerate(places.items()):
        cell = book[page].cell(row, column)
        color(cell, worst(found) or Severity.INFO)
        if number < MOST_COMMENTS:
            _comment(cell, found, rules)
        quoted = page.replace("'", "''")
        cells.update(dict.fromkeys(found, f"'{quoted}'!{cell.coordinate}"))
    return cells


def _anchor(page: "Worksheet", row: int, column: int) -> tuple[str, int, int]:
    """Return the cell itself, or the first one of the merged cells that it belongs to."""
    for merged in page.merged_cells.ranges:
        if merged.min_row <= row <= merged.max_row and merged.min_col <= column <= merged.max_col:
            return page.title, merged.min_row, merged.min_col
    return page.title, row, column


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
