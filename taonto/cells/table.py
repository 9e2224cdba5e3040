"""Tables as they are read: rows of text with their row numbers, and the limits on size."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from taonto.base.errors import BadInputError, LimitError
from taonto.base.kinds import Kind
from taonto.base.reading import suffix

MAX_CELL = 1_000_000
"""Most characters in one cell (a workbook of Excel allows 32,767)."""
MAX_COLUMNS = 500
"""Most columns of a table, unless the caller allows more."""
MAX_BLANK_ROWS = 1_048_576
"""Most blank rows of a table: as many as a sheet of Excel has rows."""
HEAD_ROWS = 20
"""How many rows of a table can be inspected before the rest is read."""

_TEXT_SUFFIXES = (".csv", ".tsv", ".txt")
_WORKBOOK_SUFFIXES = (".xlsx", ".xlsm")


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
    return suffix(name) in (*_TEXT_SUFFIXES, *_WORKBOOK_SUFFIXES)


def is_workbook(name: str | Path) -> bool:
    """Say whether a file's suffix (ignoring a final `.gz`) is that of a workbook that taonto reads.

    >>> is_workbook("log.xlsx.gz"), is_workbook("log.csv")
    (True, False)
    """
    return suffix(name) in _WORKBOOK_SUFFIXES


def other_kind(name: str | Path, kind: Kind, *, writing: bool = False) -> BadInputError:
    """Return the error that says what a file is, if it is not a sheet that taonto reads or writes."""
    if writing:
        return BadInputError(f"{name}: taonto writes CSV and XLSX; choose a name that ends in .csv or .xlsx")
    but = "" if kind in (Kind.WORKBOOK, Kind.PLAIN, Kind.GZIP) else ", but taonto reads CSV and XLSX"
    return BadInputError(f"{name}: is {kind.what}{but}; {kind.remedy}")


def check_blank(count: int, name: str, sheet: str | None) -> None:
    """Refuse a table with more blank rows than anybody leaves.

    Raises:
        LimitError: if it has more than `MAX_BLANK_ROWS`.
    """
    if count > MAX_BLANK_ROWS:
        raise LimitError(
            f"{place_of(name, sheet)}: has more than {MAX_BLANK_ROWS:,} blank rows, the limit; delete them"
        )


def place_of(name: str, sheet: str | None) -> str:
    """Return how a message names a table."""
    return f"{name}: sheet '{sheet}'" if sheet else name


def check_width(width: int, most: int, name: str, sheet: str | None, number: int) -> None:
    """Refuse a row that is too wide.

    Raises:
        LimitError: if it has more than `most` columns.
    """
    if width > most:
        raise LimitError(
            f"{place_of(name, sheet)}: row {number} has {width:,} columns, but the limit is {most:,}; remove the others"
        )
