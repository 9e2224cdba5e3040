"""Engagement sheets as files: the rows of records, and in a workbook a second sheet that describes the data set."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from taonto.cells.writing import write_table
from taonto.records.sheets.dataset import HEADINGS as DATASET_HEADINGS
from taonto.records.sheets.layout import load_layout

RECORDS = "engagements"
"""The name of the sheet with the records."""
DATASET = "dataset"
"""The name of the sheet that describes the data set."""


def write_sheet(
    target: str | Path,
    headings: Sequence[str],
    rows: Iterable[Sequence[str]],
    dataset: Sequence[tuple[str, str]] = (),
) -> None:
    """Write records as CSV or XLSX, as the suffix says; see `taonto.cells.writing.write_table`.

    Args:
        target: a path, or "-" for CSV on standard output.
        headings: any; columns of the layout get their format.
        rows: one per record; as many cells as headings.
        dataset: for XLSX: the rows that describe the data set, each a property and its value.

    Raises:
        TaontoError: if the file can't be written, or XLSX can't contain the rows.
    """
    known = load_layout().by_heading
    kinds = [known[h].kind if h in known and not known[h].many else "text" for h in headings]
    further = {DATASET: [DATASET_HEADINGS, *dataset]} if dataset else {}
    write_table(target, headings, rows, name=RECORDS, kinds=kinds, further=further)
