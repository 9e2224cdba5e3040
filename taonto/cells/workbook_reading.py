"""Workbooks as tables, read safely: numbers and dates become text as RDF writes them.

Formulas stay text and are never calculated.
"""

import contextlib
import datetime
import io
import re
import sys
import warnings
import zipfile
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from taonto.base.errors import BadInputError, LimitError, TaontoError
from taonto.base.kinds import HEAD_BYTES, Kind, kind_of_content, needs_all
from taonto.base.reading import MAX_INPUT_BYTES, open_bytes
from taonto.cells.sheet_stream import SheetStream
from taonto.cells.table import HEAD_ROWS, MAX_CELL, MAX_COLUMNS, Row, Table, check_blank, check_width, other_kind

if TYPE_CHECKING:
    from openpyxl import Workbook

MAX_SHEET_ROWS = 1_048_576
"""Most rows of a sheet in a workbook, as in Excel."""
MAX_WORKBOOK_BYTES = 200_000_000
"""Most bytes of a workbook as it is, packed."""
MAX_CELLS = 100_000_000
"""Most cells of a sheet, with the blank ones before the last that has a value or a format in its row."""
MAX_RATIO = 200
"""A part of a workbook that unpacks to more than this many times its size is treated as an attack."""
RATIO_FREE = 10_000_000
"""Bytes up to which a part of a workbook may unpack at any ratio."""
_MOST_BYTES = (
    ("worksheet+xml", MAX_INPUT_BYTES, "rows"),
    ("sharedStrings+xml", 50_000_000, "texts"),
    ("styles+xml", 10_000_000, "cell formats"),
    ("main+xml", 10_000_000, "names"),
    ("comments+xml", 20_000_000, "comments"),
    ("pivotCacheRecords+xml", MAX_INPUT_BYTES, "pivot records"),
    ("", 50_000_000, "details"),
)
"""How much the parts of a workbook may unpack to, by the end of their content type, and what there is too much of
otherwise: the library makes objects of each part but the rows, in memory."""
_BY_NAME = {"xl/styles.xml": "styles+xml", "[Content_Types].xml": "main+xml"}
"""Parts that the library reads whatever the table of content types says."""
MAX_FORMAT = 1_000
"""Most characters of a number format (programs allow 255): the library looks for dates in it in quadratic time."""
_LONG_FORMAT = re.compile(rb"formatCode\s*=\s*(?:\"[^\"]{%d}|'[^']{%d})" % (MAX_FORMAT + 1, MAX_FORMAT + 1))
_OTHERS = 10_000_000
"""Most bytes that the parts about relations, properties and the theme may unpack to, each."""


class _Sheet(Protocol):
    """The part of openpyxl's sheets that is used here."""

    title: str
    sheet_state: str
    _get_source: Callable[[], Any]

    def reset_dimensions(self) -> None: ...

    def iter_rows(
        self, *, max_row: int | None = None, max_col: int | None = None, values_only: bool
    ) -> Iterator[tuple[object, ...]]: ...


def load_workbook(data: bytes, read_only: bool = False, name: str = "workbook") -> "Workbook":
    """Return a workbook of openpyxl, without links to other files.

    Args:
        data: the file.
        read_only: whether its rows are read one by one.
        name: what a message calls it.

    Raises:
        LimitError: if a part is larger than its limit.
        Exception: any error of openpyxl, if the workbook is damaged.
    """
    from openpyxl.reader.excel import ExcelReader

    class Reader(ExcelReader):  # type: ignore[misc]
        def read_manifest(self) -> None:
            super().read_manifest()
            parts = {part.filename: part for part in self.archive.infolist()}
            for stated in self.package.Override:
                part = parts.get(stated.PartName.lstrip("/"))
                if part is not None:
                    _check_size(part, stated.ContentType, name)

        def read_chartsheet(self, *place: object) -> None:
            # If a chart sheet contains no chart, openpyxl fails on the drawings, after it has added the sheet.
            with contextlib.suppress(AttributeError):
                super().read_chartsheet(*place)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of features that don't affect the cells
        reader = Reader(io.BytesIO(data), read_only=read_only, keep_links=False)
        reader.read()
    return reader.wb


@contextlib.contextmanager
def open_workbook(source: str | Path, most_columns: int) -> Iterator[Iterator[Table]]:
    """Open a workbook and yield its tables, one per sheet; see `taonto.cells.reading.open_tables`."""
    name = str(source)
    data = _content(source)
    _check_zip(data, name)
    try:
        book = load_workbook(data, read_only=True, name=name)
    except TaontoError:
        raise
    except Exception as error:
        raise _damaged(name, error) from None
    try:
        yield (_sheet_table(s, name, most_columns) for s in book.worksheets)
    finally:
        book.close()


def _content(source: str | Path) -> bytes:
    """Return the bytes of a workbook; its beginning shows what a file is that is none, however large."""
    name = str(source)
    with open_bytes(source) as stream:
        head = stream.read(HEAD_BYTES)
        if not head:
            raise BadInputError(f"{name}: is empty; start from a template sheet")
        kind = None if needs_all(head) else kind_of_content(head)
        if kind is not None:
            raise other_kind(name, kind)
        if not needs_all(head) and b"\0" not in head:
            raise BadInputError(
                f"{name}: is not a valid XLSX workbook but text; if it is CSV, name that format, or give the file a "
                "name that ends in .csv"
            )
        data = head + stream.read(MAX_WORKBOOK_BYTES)
    if len(data) > MAX_WORKBOOK_BYTES:
        raise LimitError(
            f"{name}: has more than {MAX_WORKBOOK_BYTES:,} bytes, the limit for a workbook; save the sheet as CSV"
        )
    kind = kind_of_content(data)
    if kind not in (None, Kind.WORKBOOK, Kind.BROKEN_ZIP):
        raise other_kind(name, kind)
    return data


def _damaged(name: str, error: Exception) -> BadInputError:
    reason = " ".join(str(error).split())[:200] or type(error).__name__
    return BadInputError(
        f"{name}: is not a valid XLSX workbook ({reason}); open it in a spreadsheet program and save it again"
    )


def _check_zip(data: bytes, name: str) -> None:
    """Refuse a workbook that unpacks to too much, or whose XML could hide entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if sum(p.file_size for p in parts) > MAX_INPUT_BYTES or len(parts) > 10_000:
                raise LimitError(f"{name}: unpacks to more than {MAX_INPUT_BYTES:,} bytes, the limit; split it")
            for part in parts:
                _check_size(part, _BY_NAME.get(part.filename, ""), name)
                if part.file_size > RATIO_FREE and part.file_size > MAX_RATIO * max(1, part.compress_size):
                    raise LimitError(
                        f"{name}: its part {part.filename} unpacks from {part.compress_size:,} to "
                        f"{part.file_size:,} bytes, as in an attack; if you trust the file, save the sheet as CSV"
                    )
                if part.filename.endswith((".xml", ".rels", ".vml")):
                    with archive.open(part) as stream:
                        _check_prolog(stream.read(1 << 16), f"{name}: its part {part.filename}")
                if part.filename == "xl/styles.xml" and _LONG_FORMAT.search(archive.read(part)):
                    raise LimitError(
                        f"{name}: has a number format of more than {MAX_FORMAT:,} characters, the limit; save the "
                        "sheet as CSV, or copy its rows to a new workbook"
                    )
    except TaontoError:
        raise
    except Exception as error:
        raise _damaged(name, error) from None


def _check_size(part: zipfile.ZipInfo, content_type: str, name: str) -> None:
    """Refuse a part of which the library would make too many objects."""
    most, what = next((most, what) for ending, most, what in _MOST_BYTES if content_type.endswith(ending))
    if part.filename.endswith(".rels") or part.filename.startswith(("docProps/", "xl/theme/")):
        most = _OTHERS
    elif not content_type:
        return
    if part.file_size > most:
        raise LimitError(
            f"{name}: its part {part.filename} has too many {what}: it unpacks to {part.file_size:,} bytes, but the "
            f"limit is {most:,}; save the sheet as CSV, or copy its rows to a new workbook"
        )


def _check_prolog(start: bytes, place: str) -> None:
    """Refuse XML with a DOCTYPE, or whose first element is not near its start, where a DOCTYPE would be seen."""
    root = re.search(rb"<[A-Za-z_]", start)
    if b"<!DOCTYPE" in start or b"<!ENTITY" in start or b"\0" in start or (start.strip() and root is None):
        raise BadInputError(f"{place} contains a DOCTYPE or hides its start, as in an attack; save the workbook again")


def _sheet_table(sheet: _Sheet, name: str, most_columns: int) -> Table:
    if sheet.sheet_state != "visible":
        return Table(str(sheet.title), _hidden_head(sheet, name), iter(()), hidden=True)
    rows = _sheet_rows(sheet, name, most_columns)
    return Table(str(sheet.title), list(islice(rows, HEAD_ROWS)), rows)


def _hidden_head(sheet: _Sheet, name: str) -> list[Row]:
    """Return the first rows of a hidden sheet: enough to show what it contains, whatever its size."""
    _prepare(sheet, name)
    try:
        rows = sheet.iter_rows(max_row=HEAD_ROWS, max_col=MAX_COLUMNS, values_only=True)
        return [Row(number, None, [_cell_text(v) for v in values]) for number, values in enumerate(rows, start=1)]
    except Exception as error:
        raise _damaged(name, error) from None


def _sheet_rows(sheet: _Sheet, name: str, most_columns: int) -> Iterator[Row]:
    if not hasattr(sheet, "reset_dimensions"):
        return  # a chart sheet
    _prepare(sheet, name)
    total = blank = 0
    try:
        for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
            if number > MAX_SHEET_ROWS:
                raise LimitError(f"{name}: sheet '{sheet.title}' has more than {MAX_SHEET_ROWS:,} rows; split it")
            total += len(values)
            if total > MAX_CELLS:
                raise LimitError(
                    f"{name}: sheet '{sheet.title}' has more than {MAX_CELLS:,} cells, the limit, blank ones with a "
                    "format included; delete the blank columns and rows"
                )
            further = values[most_columns:]
            if further and further.count(None) == len(further):
                values = values[:most_columns]  # noqa: PLW2901 (often 16,384 cells of a row with a format)
            cells = [_cell_text(v) for v in values]
            while cells and not cells[-1]:
                cells.pop()
            if not any(map(str.strip, cells)):
                blank += 1
                check_blank(blank, name, sheet.title)
            check_width(len(cells), most_columns, name, sheet.title, number)
            for text in cells:
                if len(text) > MAX_CELL:
                    raise LimitError(
                        f"{name}: sheet '{sheet.title}': row {number}: a cell has more than {MAX_CELL:,} "
                        "characters; shorten it"
                    )
            timed = tuple(i for i, value in enumerate(values) if _has_time(value))
            yield Row(number, None, cells, timed)
    except TaontoError:
        raise
    except Exception as error:
        raise _damaged(name, error) from None


def _prepare(sheet: _Sheet, name: str) -> None:
    """Have a sheet read to the end of its rows, whatever the file says of their number."""
    sheet.reset_dimensions()
    open_part = sheet._get_source
    sheet._get_source = lambda: SheetStream(open_part(), f"{name}: sheet '{sheet.title}'")


def _has_time(value: object) -> bool:
    return isinstance(value, datetime.datetime) and value.time() != datetime.time()


def _cell_text(value: object) -> str:
    """Return a workbook's value as text: dates as in ISO 8601, numbers without trailing zeros."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < sys.maxsize:
        return str(int(value))
    if isinstance(value, datetime.datetime) and not _has_time(value):
        value = value.date()
    return value.isoformat() if isinstance(value, datetime.date | datetime.time) else str(value)
