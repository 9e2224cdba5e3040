"""Rows of text from CSV files and workbooks, read safely and as a stream."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from taonto.base.errors import TaontoError
from taonto.base.kinds import HEAD_BYTES, Kind, kind_of_content, kind_of_name, needs_all
from taonto.base.reading import STANDARD_STREAM, open_bytes
from taonto.cells.csv_reading import Weigh, open_csv
from taonto.cells.table import MAX_COLUMNS, Table, is_workbook, other_kind
from taonto.cells.workbook_reading import open_workbook

_MOST_SEEN = 1 << 27
"""Bytes of a file that are looked at to say what it is."""


def refuse_other_kinds(source: str | Path) -> None:
    """Refuse a file that by its name or its content is of another kind, and say what it is.

    Raises:
        BadInputError: if it is not a sheet.
    """
    named = kind_of_name(source)
    found = None if named is Kind.LOCK or str(source) == STANDARD_STREAM else _seen(source)
    if found is Kind.PLAIN and named is None:
        return
    kind = named if found in (None, Kind.ZIP, Kind.OLD_OFFICE) and named else found
    if kind is not None:
        raise other_kind(source, kind)


def _seen(source: str | Path) -> Kind | None:
    """Return the kind of a file by its content; None if there is none that can be read."""
    with contextlib.suppress(TaontoError), open_bytes(source) as stream:
        head = stream.read(HEAD_BYTES)
        kind = kind_of_content(head + stream.read(_MOST_SEEN) if needs_all(head) else head)
        return kind or (Kind.PLAIN if head and b"\0" not in head else None)
    return None


@contextlib.contextmanager
def open_tables(
    source: str | Path,
    notes: list[str],
    weigh: Weigh | None = None,
    syntax: str | None = None,
    most_columns: int = MAX_COLUMNS,
) -> Iterator[Iterator[Table]]:
    """Open a file and yield its tables: one for CSV, one per sheet for a workbook (of a hidden sheet only the head).

    Args:
        source: a path, `.gz` too, or "-".
        notes: a list to which messages for the user are added, such as a guessed encoding.
        weigh: how well a row of cells makes a heading; the delimiter of a CSV file is the one with the best heading.
            By default it is the one that splits the first row into most cells.
        syntax: "csv" or "xlsx"; by default the suffix decides.
        most_columns: the most columns that a table may have.

    Raises:
        UnknownNameError: if there is no such file.
        BadInputError: if the file can't be read, or is broken.
        LimitError: if it is larger than the limits allow.
    """
    if kind_of_name(source) is Kind.LOCK or (syntax is None and kind_of_name(source)):
        refuse_other_kinds(source)
    opened = (
        open_workbook(source, most_columns)
        if syntax == "xlsx" or (syntax is None and is_workbook(source))
        else open_csv(source, notes, weigh, most_columns)
    )
    with opened as tables:
        yield tables
