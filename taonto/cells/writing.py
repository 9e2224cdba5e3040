"""Rows written as CSV or XLSX: nothing runs as a formula, and the same rows give the same bytes."""

import csv
import datetime
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from taonto.base.errors import BadInputError, LimitError
from taonto.base.writing import atomic_output, write_bytes
from taonto.cells.formulas import disarm
from taonto.cells.table import is_workbook

if TYPE_CHECKING:
    from openpyxl import Workbook

MAX_XLSX_CELL = 32_767
"""Most characters in a cell of a workbook, as in Excel."""
MAX_XLSX_ROWS = 1_048_576
"""Most rows in a sheet of a workbook, as in Excel."""

DATE_FORMAT = "yyyy-mm-dd"

_UNFIT = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")
_DATE = re.compile(r"(19|20)\d\d-\d\d-\d\d")
_NUMBER = re.compile(r"0|-?[1-9]\d{0,14}|-?(?:0|[1-9]\d{0,8})\.\d{0,5}[1-9]")


def fitting(name: str | Path) -> Callable[[str], bool]:
    """Return a function that says whether a cell of a file with this name can contain a text unchanged."""
    return _fits_xlsx if Path(name).suffix.lower() == ".xlsx" else _fits_csv


def refuse_other_workbooks(target: str | Path) -> None:
    """Refuse the name of a workbook that can't be written: with macros, or compressed.

    Raises:
        BadInputError: if it is such a name.
    """
    if is_workbook(target) and Path(target).suffix.lower() != ".xlsx":
        raise BadInputError(f"{target}: a workbook's name ends in .xlsx; rename it")


def write_table(
    target: str | Path,
    headings: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    name: str = "Sheet1",
    kinds: Sequence[str] = (),
    further: Mapping[str, Sequence[Sequence[str]]] | None = None,
) -> None:
    """Write rows as CSV (with tabs for `.tsv`) or XLSX, as the suffix says; nothing in them can run as a formula.

    Args:
        target: a path, or "-" for CSV on standard output.
        headings: the first row.
        rows: the others.
        name: for XLSX: the name of the sheet.
        kinds: for XLSX: what each column contains: "date", "integer", "decimal" or "text"; by default all text.
        further: for XLSX: the rows of further sheets, by name.

    Raises:
        BadInputError: if the file's name is that of a workbook that can't be written.
        LimitError: if XLSX can't contain the rows.
        UnavailableError: if the file can't be written.
    """
    refuse_other_workbooks(target)
    if Path(target).suffix.lower() == ".xlsx":
        write_bytes(target, _workbook_bytes(headings, rows, name, kinds or ["text"] * len(headings), further or {}))
        return
    with atomic_output(target) as stream:
        text = io.TextIOWrapper(stream, encoding="utf-8", newline="", write_through=True)
        delimiter = "\t" if Path(target).suffix.lower() == ".tsv" else ","
        plain = csv.writer(text, delimiter=delimiter, lineterminator="\n")
        # Before Python 3.13, csv does not quote a lone carriage return, which would end the row.
        quoted = csv.writer(text, delimiter=delimiter, lineterminator="\n", quoting=csv.QUOTE_ALL)
        for row in chain((headings,), rows):
            (quoted if any("\r" in cell for cell in row) else plain).writerow([disarm(cell) for cell in row])
        text.detach()


def saved(book: "Workbook") -> bytes:
    """Return the bytes of a workbook of openpyxl: the same content gives the same bytes.

    Raises:
        UnavailableError: if there is no space for temporary files.
    """
    from taonto.cells.workbook_writing import sheet_files

    with sheet_files() as files:
        return files.saved(book)


def _fits_csv(text: str) -> bool:
    return "\0" not in text and not any("\ud800" <= c <= "\udfff" for c in text)


def _fits_xlsx(text: str) -> bool:
    return len(text) <= MAX_XLSX_CELL and not _UNFIT.search(text) and _fits_csv(text)


def _workbook_bytes(
    headings: Sequence[str],
    rows: Iterable[Sequence[str]],
    name: str,
    kinds: Sequence[str],
    further: Mapping[str, Sequence[Sequence[str]]],
) -> bytes:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    from taonto.cells.workbook_writing import sheet_files

    book = Workbook(write_only=True)

    def cell(text: str, kind: str) -> "WriteOnlyCell":
        value = typed(text, kind)
        made = WriteOnlyCell(page, value=value)
        if isinstance(value, str):
            made.data_type = "s"  # openpyxl would make a text that starts with = a formula
            made.quotePrefix = text.startswith(("=", "+", "-", "@"))
        elif isinstance(value, datetime.date):
            made.number_format = DATE_FORMAT
        return made

    with sheet_files() as files:
        page = book.create_sheet(name)
        page.freeze_panes = "B2"
        files.start(page)
        page.append([cell(h, "text") for h in headings])
        for number, row in enumerate(rows, start=2):
            if number > MAX_XLSX_ROWS:
                raise LimitError(f"XLSX allows at most {MAX_XLSX_ROWS:,} rows; write CSV instead")
            page.append([cell(text, kind) if text else None for text, kind in zip(row, kinds, strict=True)])
        for title, lines in further.items():
            other = book.create_sheet(title)
            files.start(other)
            for line in lines:
                other.append([cell(text, "text") for text in line])
        return files.saved(book)


def typed(text: str, kind: str) -> str | int | float | datetime.date:
    """Return a real date or number if it reads back as the same text, else the text."""
    if kind == "date" and _DATE.fullmatch(text):
        try:
            return datetime.date.fromisoformat(text)
        except ValueError:
            return text
    if kind in ("integer", "decimal") and _NUMBER.fullmatch(text):
        return float(text) if "." in text else int(text)
    return text
