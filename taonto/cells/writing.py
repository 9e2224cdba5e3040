"""Rows written as CSV or XLSX: nothing runs as a formula, and the same rows give the same bytes."""

import csv
import datetime
import io
import re
import zipfile
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
_MODIFIED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")
_EPOCH = datetime.datetime(2000, 1, 1)


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


def settle(data: bytes) -> bytes:
    """Return a workbook without the time at which it was made, so that the same content gives the same bytes."""
    result = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as new,
    ):
        for part in sorted(old.infolist(), key=lambda p: (p.filename != "[Content_Types].xml", p.filename)):
            content = old.read(part)
            if part.filename == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>" + _EPOCH.isoformat().encode() + b"Z", content)
            info = zipfile.ZipInfo(part.filename, date_time=(1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, content)
    return result.getvalue()


def saved(book: "Workbook") -> bytes:
    """Return the settled bytes of a workbook of openpyxl."""
    stream = io.BytesIO()
    book.save(stream)
    return settle(stream.getvalue())


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

    book = Workbook(write_only=True)
    page = book.create_sheet(name)
    page.freeze_panes = "B2"

    def cell(text: str, kind: str) -> "WriteOnlyCell":
        value = typed(text, kind)
        made = WriteOnlyCell(page, value=value)
        if isinstance(value, str):
            made.data_type = "s"  # openpyxl would make a text that starts with = a formula
            made.quotePrefix = text.startswith(("=", "+", "-", "@"))
        elif isinstance(value, datetime.date):
            made.number_format = DATE_FORMAT
        return made

    page.append([cell(h, "text") for h in headings])
    for number, row in enumerate(rows, start=2):
        if number > MAX_XLSX_ROWS:
            raise LimitError(f"XLSX allows at most {MAX_XLSX_ROWS:,} rows; write CSV instead")
        page.append([cell(text, kind) if text else None for text, kind in zip(row, kinds, strict=True)])
    for title, lines in further.items():
        other = book.create_sheet(title)
        for line in lines:
            other.append([cell(text, "text") for text in line])
    return saved(book)


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
