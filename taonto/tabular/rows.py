"""Rows of text from CSV files and workbooks, read safely and as a stream.

Nothing of what a cell means is known here. Numbers and dates of a workbook become the text that stands for them in
RDF; formulas stay the text that they are and are never worked out.
"""

import contextlib
import csv
import datetime
import gzip
import io
import re
import sys
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, Protocol, cast

from taonto.errors import TaontoError
from taonto.files import MAX_INPUT_BYTES, STANDARD_STREAM, read_bytes, refuse_missing

if TYPE_CHECKING:
    from openpyxl import Workbook

MAX_CELL = 1_000_000
"""Most characters in one cell (a workbook of Excel allows 32,767)."""
MAX_LINE = 10_000_000
"""Most bytes in one line of a CSV file."""
MAX_COLUMNS = 500
"""Most columns of a table."""
MAX_SHEET_ROWS = 1_048_576
"""Most rows of a sheet in a workbook, as in Excel."""
MAX_RATIO = 200
"""A part of a workbook that unpacks to more than this many times its size is taken for an attack."""
RATIO_FREE = 10_000_000
"""Bytes up to which a part of a workbook may unpack at any ratio."""

TABLE_SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm")
_DELIMITERS = ",;\t"
_HEAD_ROWS = 20
_OLD_FORMATS = {".xls", ".xlsb", ".ods", ".numbers"}
_MULTIBYTE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]")
_UTF_32 = (b"\xff\xfe\0\0", b"\0\0\xfe\xff")
_CONTROL = re.compile(rb"[\x01-\x08\x0e-\x1f]")


class Row(NamedTuple):
    """One row: its number as the spreadsheet shows it, its line in a CSV file, and its cells.

    Of a workbook it is known, too, which cells (from 0) hold a date with a time of day, and not a text that looks so.
    """

    number: int
    line: int | None
    cells: list[str]
    timed: tuple[int, ...] = ()


@dataclass(slots=True)
class RawTable:
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
    return _suffix(name) in (*TABLE_SUFFIXES, *_OLD_FORMATS)


def is_workbook(name: str | Path) -> bool:
    """Say whether a file's suffix (a final `.gz` aside) is that of a workbook that can be read.

    >>> is_workbook("log.xlsx.gz"), is_workbook("log.csv")
    (True, False)
    """
    return _suffix(name) in (".xlsx", ".xlsm")


def _suffix(name: str | Path) -> str:
    path = Path(name)
    return (path.with_suffix("") if path.suffix.lower() == ".gz" else path).suffix.lower()


class _Sheet(Protocol):
    """What is used of a sheet of openpyxl."""

    title: str
    sheet_state: str

    def reset_dimensions(self) -> None: ...

    def iter_rows(
        self, *, max_row: int | None = None, max_col: int | None = None, values_only: bool
    ) -> Iterator[tuple[object, ...]]: ...


@contextlib.contextmanager
def open_tables(
    source: str | Path, notes: list[str], weigh: Callable[[list[str]], int] = len, syntax: str | None = None
) -> Iterator[Iterator[RawTable]]:
    """Open a sheet and yield its tables: one for CSV, one a sheet for a workbook, of hidden sheets the head alone.

    Args:
        source: a path, `.gz` too, or "-".
        notes: takes what the user should know, such as a guessed encoding.
        weigh: how well a row of cells makes a heading; the delimiter of a CSV file is the one that makes the best.
        syntax: "csv" or "xlsx"; by default the suffix decides.

    Raises:
        TaontoError: if the file can't be read, is broken, or is more than the limits above allow.
    """
    if syntax is None and _suffix(source) in _OLD_FORMATS:
        raise TaontoError(f"{source}: taonto reads CSV and XLSX; save the sheet in one of these")
    if syntax == "xlsx" or (syntax is None and is_workbook(source)):
        with _workbook(source) as tables:
            yield tables
        return
    with contextlib.ExitStack() as stack:
        data = stack.enter_context(_binary(source))
        try:
            encoding = _check_bytes(data, str(source))
        except (EOFError, zlib.error, OSError) as error:
            raise TaontoError(f"{source}: can't be read to its end ({error}); fetch it again") from None
        if encoding == "cp1252":
            notes.append(f"{source}: is not UTF-8 and was read as Windows-1252; check letters with accents")
        data.seek(0)
        text = io.TextIOWrapper(data, encoding=encoding, newline="")
        stack.callback(text.detach)
        yield iter([_csv_table(text, str(source), weigh)])


# --- CSV ----------------------------------------------------------------------------------------------


@contextlib.contextmanager
def _binary(source: str | Path) -> Iterator[BinaryIO]:
    """Yield the bytes of a file as a stream that can be read twice."""
    name = str(source)
    if name == STANDARD_STREAM:
        yield io.BytesIO(read_bytes(name))
        return
    refuse_missing(name)
    try:
        stream = gzip.open(name, "rb") if name.endswith(".gz") else Path(name).open("rb")  # noqa: SIM115 (closed below)
    except OSError as error:
        raise TaontoError(f"{name}: can't be read ({error.strerror})") from None
    with stream:
        yield cast(BinaryIO, stream)


def _check_bytes(stream: BinaryIO, name: str) -> str:
    """Return the encoding of a text file: "utf-8-sig", "utf-16" or "cp1252".

    A file that has letters in UTF-8 is UTF-8: a fault in it is reported, not hidden by reading it as something else.
    """
    total, several, broken, odd = 0, False, 0, 0
    for number, line in enumerate(iter(lambda: stream.readline(MAX_LINE + 1), b""), start=1):
        total += len(line)
        if number == 1 and line.startswith(_UTF_32):
            raise TaontoError(f"{name}: is UTF-32, which is not read; save the sheet as CSV in UTF-8")
        if number == 1 and line.startswith((b"\xff\xfe", b"\xfe\xff")):
            return "utf-16"
        if len(line) > MAX_LINE:
            raise TaontoError(f"{name}: line {number} is longer than {MAX_LINE:,} bytes; is it a CSV file?")
        if total > MAX_INPUT_BYTES:
            raise TaontoError(f"{name}: holds more than {MAX_INPUT_BYTES:,} bytes, the limit for one input; split it")
        if b"\0" in line:
            raise TaontoError(f"{name}: line {number} holds a NUL byte; save the sheet as CSV in UTF-8 again")
        if line.isascii():
            odd = odd or (number if _CONTROL.search(line) else 0)
            continue
        try:
            line.decode("utf-8-sig")
            several = several or bool(_MULTIBYTE.search(line.removeprefix(b"\xef\xbb\xbf")))
        except UnicodeDecodeError:
            broken = broken or number
            odd = odd or (number if _CONTROL.search(line) else 0)
            several = several or _has_utf8(line)
            try:
                line.decode("cp1252")
            except UnicodeDecodeError:
                odd = odd or number
    if total == 0:
        raise TaontoError(f"{name}: is empty; start from a sheet that 'taonto template' makes")
    if broken and (several or odd):
        raise TaontoError(f"{name}: line {broken} is not valid UTF-8; save the sheet as CSV in UTF-8 again")
    return "cp1252" if broken else "utf-8-sig"


def _has_utf8(line: bytes) -> bool:
    """Say whether a broken line holds a whole letter in UTF-8 all the same."""
    return any(len(c) > 1 for c in re.findall(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}", line))


def _csv_table(text: io.TextIOWrapper, name: str, weigh: Callable[[list[str]], int]) -> RawTable:
    try:
        start = list(islice(text, _HEAD_ROWS * 3))
    except UnicodeDecodeError:
        raise TaontoError(f"{name}: is not valid UTF-16; save the sheet as CSV in UTF-8 again") from None
    rows = _csv_rows(chain(start, text), _delimiter(start, weigh), name)
    return RawTable(None, list(islice(rows, _HEAD_ROWS)), rows)


def _delimiter(lines: list[str], weigh: Callable[[list[str]], int]) -> str:
    def weight(delimiter: str) -> int:
        with contextlib.suppress(csv.Error):
            return max((weigh(row) for row in csv.reader(lines, delimiter=delimiter)), default=0)
        return 0

    return max(_DELIMITERS, key=weight)


def _csv_rows(lines: Iterator[str], delimiter: str, name: str) -> Iterator[Row]:
    csv.field_size_limit(MAX_CELL)  # for the whole process, but csv knows no other way
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    number, line = 0, 1
    try:
        for number, cells in enumerate(reader, start=1):
            _check_width(len(cells), name, None, number)
            yield Row(number, line, cells)
            line = reader.line_num + 1
    except csv.Error as error:
        reason = str(error)
        if "field larger" in reason:
            raise TaontoError(
                f"{name}: row {number + 1}: a cell holds more than {MAX_CELL:,} characters; "
                "is a quotation mark left open, or is it no sheet?"
            ) from None
        raise TaontoError(
            f"{name}: row {number + 1} (line {line}): the quotation marks don't pair up ({reason}); "
            "write each one inside a quoted cell twice"
        ) from None
    except UnicodeDecodeError:
        raise TaontoError(f"{name}: row {number + 1} is not valid UTF-16; save the sheet as CSV in UTF-8") from None


def _check_width(width: int, name: str, sheet: str | None, number: int) -> None:
    if width > MAX_COLUMNS:
        place = f"{name}: sheet '{sheet}'" if sheet else name
        raise TaontoError(
            f"{place}: row {number} has {width:,} columns; at most {MAX_COLUMNS} are read: remove the others"
        )


# --- Workbooks ----------------------------------------------------------------------------------------


def load_workbook(data: bytes, read_only: bool = False) -> "Workbook":
    """Return a workbook of openpyxl, without links to other files.

    Raises:
        Exception: whatever openpyxl raises when the workbook is not sound.
    """
    from openpyxl.reader.excel import ExcelReader

    class Reader(ExcelReader):  # type: ignore[misc]
        def read_chartsheet(self, *place: object) -> None:
            # Where a chart sheet holds no chart, openpyxl trips over the drawings, after it has added the sheet.
            with contextlib.suppress(AttributeError):
                super().read_chartsheet(*place)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of features that don't bear on the cells
        reader = Reader(io.BytesIO(data), read_only=read_only, keep_links=False)
        reader.read()
    return reader.wb


@contextlib.contextmanager
def _workbook(source: str | Path) -> Iterator[Iterator[RawTable]]:
    name = str(source)
    data = read_bytes(source)
    _check_zip(data, name)
    try:
        book = load_workbook(data, read_only=True)
    except Exception as error:
        raise TaontoError(_unreadable(name, error)) from None
    try:
        yield (_sheet_table(s, name) for s in book.worksheets)
    finally:
        book.close()


def _unreadable(name: str, error: Exception) -> str:
    reason = " ".join(str(error).split())[:200] or type(error).__name__
    return f"{name}: is not a sound XLSX workbook ({reason}); open it in a spreadsheet program and save it again"


def _check_zip(data: bytes, name: str) -> None:
    """Refuse a workbook that unpacks to too much, or whose XML could hide entities."""
    if not data:
        raise TaontoError(f"{name}: is empty; start from a sheet that 'taonto template' makes")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise TaontoError(f"{name}: is an old or password-protected workbook; save it as plain XLSX")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if sum(p.file_size for p in parts) > MAX_INPUT_BYTES or len(parts) > 10_000:
                raise TaontoError(f"{name}: unpacks to more than {MAX_INPUT_BYTES:,} bytes, the limit; split it")
            for part in parts:
                if part.file_size > RATIO_FREE and part.file_size > MAX_RATIO * max(1, part.compress_size):
                    raise TaontoError(
                        f"{name}: its part {part.filename} unpacks to {part.file_size:,} bytes from "
                        f"{part.compress_size:,}, as in an attack; save the sheet as CSV if it is sound"
                    )
                if part.filename.endswith((".xml", ".rels", ".vml")):
                    with archive.open(part) as stream:
                        _check_prolog(stream.read(1 << 16), f"{name}: its part {part.filename}")
    except TaontoError:
        raise
    except Exception as error:
        raise TaontoError(_unreadable(name, error)) from None


def _check_prolog(start: bytes, place: str) -> None:
    """Refuse XML with a DOCTYPE, or whose first element isn't near its start, in plain sight."""
    root = re.search(rb"<[A-Za-z_]", start)
    if b"<!DOCTYPE" in start or b"<!ENTITY" in start or b"\0" in start or (start.strip() and root is None):
        raise TaontoError(f"{place} holds a DOCTYPE or hides its start, as in an attack; save the workbook again")


def _sheet_table(sheet: _Sheet, name: str) -> RawTable:
    if sheet.sheet_state != "visible":
        return RawTable(str(sheet.title), _hidden_head(sheet, name), iter(()), hidden=True)
    rows = _sheet_rows(sheet, name)
    return RawTable(str(sheet.title), list(islice(rows, _HEAD_ROWS)), rows)


def _hidden_head(sheet: _Sheet, name: str) -> list[Row]:
    """Return the first rows of a hidden sheet: enough to tell what it holds, whatever its size."""
    sheet.reset_dimensions()
    try:
        rows = sheet.iter_rows(max_row=_HEAD_ROWS, max_col=MAX_COLUMNS, values_only=True)
        return [Row(number, None, [_cell_text(v) for v in values]) for number, values in enumerate(rows, start=1)]
    except Exception as error:
        raise TaontoError(_unreadable(name, error)) from None


def _sheet_rows(sheet: _Sheet, name: str) -> Iterator[Row]:
    if not hasattr(sheet, "reset_dimensions"):
        return  # a sheet that holds a chart only
    sheet.reset_dimensions()  # what the file says of its own size may be wrong
    try:
        for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
            if number > MAX_SHEET_ROWS:
                raise TaontoError(f"{name}: sheet '{sheet.title}' has more than {MAX_SHEET_ROWS:,} rows; split it")
            cells = [_cell_text(v) for v in values]
            while cells and not cells[-1]:
                cells.pop()
            _check_width(len(cells), name, sheet.title, number)
            for text in cells:
                if len(text) > MAX_CELL:
                    raise TaontoError(
                        f"{name}: sheet '{sheet.title}': row {number}: a cell holds more than {MAX_CELL:,} "
                        "characters; shorten it"
                    )
            timed = tuple(i for i, value in enumerate(values) if _has_time(value))
            yield Row(number, None, cells, timed)
    except TaontoError:
        raise
    except Exception as error:
        raise TaontoError(_unreadable(name, error)) from None


def _has_time(value: object) -> bool:
    return isinstance(value, datetime.datetime) and value.time() != datetime.time()


def _cell_text(value: object) -> str:
    """Return the text that stands for a workbook's value: ISO dates, plain numbers."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < sys.maxsize:
        return str(int(value))
    if isinstance(value, datetime.datetime) and not _has_time(value):
        value = value.date()
    return value.isoformat() if isinstance(value, datetime.date | datetime.time) else str(value)
