"""Tables as they are read: rows of text, with the numbers that a spreadsheet shows, and the limits of what is read."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from taonto.base.errors import TaontoError
from taonto.base.files import suffix

MAX_CELL = 1_000_000
"""Most characters in one cell (a workbook of Excel allows 32,767)."""
MAX_COLUMNS = 500
"""Most columns of a table, unless the caller allows more."""
HEAD_ROWS = 20
"""Rows of a table that can be looked at before the rest is read."""

_TEXT_SUFFIXES = (".csv", ".tsv", ".txt")
_WORKBOOK_SUFFIXES = (".xlsx", ".xlsm")
_OLD_SUFFIXES = (".xls", ".xlsb", ".ods", ".numbers")


class Row(NamedTuple):
    """One row: its number as the spreadsheet shows it, its line in a CSV file, and its cells.

    Of a workbook it is known, too, which cells (from 0) hold a date with a time of day, and not a text that looks so.
    """

    number: int
    line: int | None
    cells: list[str]
    timed: tuple[int, ...] = ()


@dataclass(slots=True)
class Table:
    """One table of an input.

    Attributes:
        sheet: the name of the sheet; None for CSV.
        head: the first rows, at most 20.
        rest: the rows after them, once; none of a hidden sheet.
        hidden: whether the sheet is hidden.
    """

    sheet: str | None
    head: list[Row]
    rest: Iterator[Row]
    hidden: bool = False

    @property
    def rows(self) -> Iterator[Row]:
        """All rows, once."""
        return chain(self.head, self.rest)


def is_table(name: str | Path) -> bool:
    """Say whether a file's suffix (a final `.gz` aside) is that of a sheet.

    >>> is_table("log.csv.gz"), is_table("log.ttl")
    (True, False)
    """
    return suffix(name) in (*_TEXT_SUFFIXES, *_WORKBOOK_SUFFIXES, *_OLD_SUFFIXES)


def is_workbook(name: str | Path) -> bool:
    """Say whether a file's suffix (a final `.gz` aside) is that of a workbook that can be read.

    >>> is_workbook("log.xlsx.gz"), is_workbook("log.csv")
    (True, False)
    """
    return suffix(name) in _WORKBOOK_SUFFIXES


def is_old_workbook(name: str | Path) -> bool:
    """Say whether a file's suffix is that of a spreadsheet which is not read."""
    return suffix(name) in _OLD_SUFFIXES


def check_width(width: int, most: int, name: str, sheet: str | None, number: int) -> None:
    """Refuse a row that is too wide.

    Raises:
        TaontoError: if it has more than `most` columns.
    """
    if width > most:
        place = f"{name}: sheet '{sheet}'" if sheet else name
        raise TaontoError(f"{place}: row {number} has {width:,} columns; at most {most} are read: remove the others")
