"""The first sheet of an annotated copy: what was found, by rule and finding by finding."""

from collections.abc import Mapping
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from taonto.base.text import counted
from taonto.report.validation.wording import extent, groups, shortened, verdict, visible
from taonto.report.validation.workbook_cells import color, put_text
from taonto.validation.findings import Finding, Severity, ValidationReport
from taonto.validation.rules import Rule

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

SUMMARY = "validation"
"""The name of the sheet."""
MOST_LISTED = 10_000
"""The most findings that it lists; all are counted."""

_WIDTHS = {"A": 12, "B": 10, "C": 26, "D": 60, "E": 60}


def add_summary(
    book: "Workbook",
    name: str,
    report: ValidationReport,
    rules: Mapping[str, Rule],
    cells: Mapping[Finding, str],
    commented: int,
) -> None:
    """Put a sheet in front of the others that says what was found, by rule and finding by finding.

    Args:
        book: the annotated copy.
        name: of the file, as in the report.
        report: what the validation found.
        rules: what is known of each rule, by its id.
        cells: the reference of the cell that each finding is marked at.
        commented: the most cells that have a comment.
    """
    own = ValidationReport(
        report.of_file(name),
        tuple(file for file in report.files if file.file == name),
        profile=report.profile,
        fail_on=report.fail_on,
    )
    page = book.create_sheet(SUMMARY, 0)
    book.active = 0
    for other in book.worksheets:
        other.sheet_view.tabSelected = other is page
    for letter, width in _WIDTHS.items():
        page.column_dimensions[letter].width = width
    lines = _Lines(page)
    lines.add(f"Validation of {shortened(Path(name).name)}", bold=True)
    lines.add(verdict(own))
    lines.add(extent(own))
    lines.add(
        "A cell with findings has the color of the most severe one: red for a violation, yellow for a warning, blue "
        "for an info. Point to the cell to read what is wrong. This is a copy: make your corrections in the original."
    )
    marked = len(set(cells.values()))
    if marked > commented:
        lines.add(f"Only the first {commented:,} of {counted(marked, 'colored cell')} have a comment.")
    for note in (*report.notes, *(note for file in own.files for note in file.notes)):
        lines.add(shortened(note))
    if own.findings:
        _add_rules(lines, own, rules)
        _add_findings(lines, own, cells)


def _add_rules(lines: "_Lines", report: ValidationReport, rules: Mapping[str, Rule]) -> None:
    lines.add()
    lines.add("Severity", "Rule", "Findings", "Name", "What to do", bold=True)
    for group in groups(report, rules):
        values = (group.severity, shortened(group.id), len(group.findings), group.label, group.hint)
        lines.add(*values, severity=group.severity)


def _add_findings(lines: "_Lines", report: ValidationReport, cells: Mapping[Finding, str]) -> None:
    lines.add()
    lines.add("Severity", "Rule", "Cell", "What is wrong", "What to do", bold=True)
    for finding in report.findings[:MOST_LISTED]:
        cell, message, hint = cells.get(finding, ""), shortened(finding.message), shortened(finding.hint or "")
        row = lines.add(finding.severity, shortened(finding.rule), cell, message, hint, severity=finding.severity)
        if cell:
            lines.link(row, 3, cell)
    if len(report.findings) > MOST_LISTED:
        lines.add(f"... and {len(report.findings) - MOST_LISTED:,} more")


class _Lines:
    """Writes a sheet row by row."""

    def __init__(self, page: "Worksheet") -> None:
        self._page = page
        self._rows = count(1)

    def add(self, *values: object, bold: bool = False, severity: Severity | None = None) -> int:
        """Write a row and return its number; the color of the severity goes to its first cell."""
        from openpyxl.styles import Alignment, Font

        row = next(self._rows)
        for number, value in enumerate(values, start=1):
            cell = self._page.cell(row, number)
            if isinstance(value, str):
                put_text(cell, visible(value))
            else:
                cell.value = value
            cell.alignment = Alignment(vertical="top", wrap_text=len(values) > 1)
            if bold:
                cell.font = Font(bold=True)
        if severity:
            color(self._page.cell(row, 1), severity)
        return row

    def link(self, row: int, column: int, location: str) -> None:
        """Make a cell that was written a link to a place in the workbook."""
        from openpyxl.worksheet.hyperlink import Hyperlink

        cell = self._page.cell(row, column)
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=location)
        cell.style = "Hyperlink"
