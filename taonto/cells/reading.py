"""Rows of text from CSV files and workbooks, read safely and as a stream; what a cell means is not known here."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from taonto.base.errors import TaontoError
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
    """Open a sheet and yield its tables: one for CSV, one a sheet for a workbook, of hidden sheets the head alone.

    Args:
        source: a path, `.gz` too, or "-".
        notes: takes what the user should know, such as a guessed encoding.
        weigh: how well a row of cells makes a heading; the delimiter of a CSV file is the one that makes the best.
            By default it is the one that parts the first row into most cells.
        syntax: "csv" or "xlsx"; by default the suffix decides.
        most_columns: columns beyond which a table is refused.

    Raises:
        TaontoError: if the file can't be read, is broken, or is more than the limits allow.
    """
    if syntax is None and is_old_workbook(source):
        raise TaontoError(f"{source}: taonto reads CSV and XLSX; save the sheet in one of these")
    opened = (
        open_workbook(source, most_columns)
        if syntax == "xlsx" or (syntax is None and is_workbook(source))
        else open_csv(source, notes, weigh, most_columns)
    )
    with opened as tables:
        yield tables
