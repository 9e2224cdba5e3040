"""Rows of text from CSV files and workbooks, read safely and as a stream."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from taonto.base.errors import BadInputError
from taonto.cells.csv_reading import Weigh, open_csv
from taonto.cells.table import MAX_COLUMNS, Table, is_old_workbook, is_workbook
from taonto.cells.workbook_reading import open_workbook


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
    if syntax is None and is_old_workbook(source):
        raise BadInputError(f"{source}: taonto reads CSV and XLSX; save the sheet in one of these formats")
    opened = (
        open_workbook(source, most_columns)
        if syntax == "xlsx" or (syntax is None and is_workbook(source))
        else open_csv(source, notes, weigh, most_columns)
    )
    with opened as tables:
        yield tables
