"""Cells of an annotated copy: text that can't act as a formula, and a color per severity."""

from typing import TYPE_CHECKING

from taonto.validation.findings import Severity

if TYPE_CHECKING:
    from openpyxl.cell import Cell

_COLORS = {Severity.VIOLATION: "F4B6B0", Severity.WARNING: "FFE4A3", Severity.INFO: "CFE0FA"}
_STARTS_FORMULA = ("=", "+", "-", "@")


def put_text(cell: "Cell", text: str) -> None:
    """Set a cell to a text that no program takes for a formula, even when the cell is edited."""
    cell.value = text
    cell.data_type = "s"
    if text.startswith(_STARTS_FORMULA):
        cell.quotePrefix = True


def color(cell: "Cell", severity: Severity) -> None:
    """Fill a cell with the color of a severity: red for violations, yellow for warnings, blue for infos."""
    from openpyxl.styles import PatternFill

    cell.fill = PatternFill("solid", fgColor=_COLORS[severity])
