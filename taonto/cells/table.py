"""Tables as they are read: rows of text with their row numbers, and the limits on size."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from taonto.base.errors import LimitError
from taonto.base.reading import suffix

MAX_CELL = 1_000_000
"""Most characters in one cell (a workbook of Excel allows 32,767)."""
MAX_COLUMNS = 500
"""Most columns of a table, unless the caller allows more."""
HEAD_ROWS = 20
"""How many rows of a table can be inspected before the rest is read."""

_TEXT_SUFFIXES = (".csv", ".tsv", ".txt")
_WORKBOOK_SUFFIXES = (".xlsx", ".xlsm")
_OLD_SUFFIXES = (".xls", ".xlsb", ".ods", ".numbers")


class Row(NamedTuple):
    """One row of a table.

    Attributes:
        number: the row's number as the spreadsheet shows it.
        line: the line on which it begins, in a CSV file; None in a workbook.
        cells: its texts.
        timed: the indexes (from 0) of cells of a workbook that contain a real date with a time of day, not a text.
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
        head: the first rows, at most `HEAD_ROWS`.
        rest: the rows after them, to be read once; empty for a hidden sheet.
        hidden: whether the sheet is hidden.
    """

    sheet: str | None
    head: list[Row]
    rest: Iterator[Row]
    hidden: bool = False

    @property
    def rows(self) -> Iterator[Row]:
        """All rows, to be read once."""
        return chain(self.head, self.rest)


def is_table(name: str | Path) -> bool:
    """Say whether a file's suffix (ignoring a final `.gz`) is that of a CSV file or a workbook.

    >>> is_table("log.csv.gz"), is_table("log.ttl")
    (True, False)
    """
    return suffix(name) in (*_TEXT_SUFFIXES, *_WORKBOOK_SUFFIXES, *_OLD_SUFFIXES)


def is_workbook(name: str | Path) -> bool:
    """Say whether a file's suffix (ignoring a final `.gz`) is that of a workbook that taonto reads.

    >>> is_workbook("log.xlsx.gz"), is_workbook("log.csv")
    (True, False)
    """
    return suffix(name) in _WORKBOOK_SUFFIXES


def is_old_workbook(name: str | Path) -> bool:
    """Say whether a file's suffix is that of a workbook in a format that taonto does not read."""
    return suffix(name) in _OLD_SUFFIXES


def check_width(width: int, most: int, name: str, sheet: str | None, number: int) -> None:
    """Refuse a row that is too wide.

    Raises:
        LimitError: if it has more than `most` columns.
    """
    if width > most:
        place = f"{name}: sheet '{sheet}'" if sheet else name
        raise LimitError(f"{place}: row {number} has {width:,} columns, but the limit is {most:,}; remove the others")
