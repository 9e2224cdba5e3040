"""CSV files as tables: finds the encoding and the delimiter; every error names its row and line."""

import contextlib
import csv
import gzip
import io
import re
import zlib
from collections.abc import Callable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO, cast

from taonto.base.errors import BadInputError, LimitError
from taonto.base.reading import MAX_INPUT_BYTES, STANDARD_STREAM, read_bytes, refuse_missing, unreadable
from taonto.cells.table import HEAD_ROWS, MAX_CELL, Row, Table, check_width

MAX_LINE = 10_000_000
"""Most bytes in one line of a CSV file."""

_DELIMITERS = ",;\t"
_MULTIBYTE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]")
_UTF_32 = (b"\xff\xfe\0\0", b"\0\0\xfe\xff")
_CONTROL = re.compile(rb"[\x01-\x08\x0e-\x1f]")

Weigh = Callable[[list[str]], int]
"""How well a row of cells makes a heading."""


@contextlib.contextmanager
def open_csv(source: str | Path, notes: list[str], weigh: Weigh | None, most_columns: int) -> Iterator[Iterator[Table]]:
    """Open a CSV file and yield its one table; see `taonto.cells.reading.open_tables`."""
    with contextlib.ExitStack() as stack:
        data = stack.enter_context(_binary(source))
        try:
            encoding = _check_bytes(data, str(source))
        except (EOFError, zlib.error, OSError) as error:
            raise BadInputError(f"{source}: can't be read to its end ({error}); download it again") from None
        if encoding == "cp1252":
            notes.append(f"{source}: is not UTF-8 and was read as Windows-1252; check letters with accents")
        data.seek(0)
        text = io.TextIOWrapper(data, encoding=encoding, newline="")
        stack.callback(text.detach)
        yield iter([_csv_table(text, str(source), weigh, most_columns)])


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
        raise unreadable(name, error) from None
    with stream:
        yield cast(BinaryIO, stream)


def _check_bytes(stream: BinaryIO, name: str) -> str:
    """Return the encoding of a text file: "utf-8-sig", "utf-16" or "cp1252".

    A file with letters in UTF-8 is taken for UTF-8: an error in it is reported, not hidden by another encoding.
    """
    total, several, broken, odd = 0, False, 0, 0
    for number, line in enumerate(iter(lambda: stream.readline(MAX_LINE + 1), b""), start=1):
        total += len(line)
        if number == 1 and line.startswith(_UTF_32):
            raise BadInputError(f"{name}: is UTF-32, which taonto does not read; save the sheet as CSV in UTF-8")
        if number == 1 and line.startswith((b"\xff\xfe", b"\xfe\xff")):
            return "utf-16"
        if len(line) > MAX_LINE:
            raise LimitError(f"{name}: line {number} is longer than {MAX_LINE:,} bytes; check that it is a CSV file")
        if total > MAX_INPUT_BYTES:
            raise LimitError(f"{name}: contains more than {MAX_INPUT_BYTES:,} bytes, the limit for one input; split it")
        if b"\0" in line:
            raise BadInputError(f"{name}: line {number} contains a NUL byte; save the sheet again as CSV in UTF-8")
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
        raise BadInputError(f"{name}: is empty; start from a template sheet")
    if broken and (several or odd):
        raise BadInputError(f"{name}: line {broken} is not valid UTF-8; save the sheet again as CSV in UTF-8")
    return "cp1252" if broken else "utf-8-sig"


def _has_utf8(line: bytes) -> bool:
    """Say whether a line that is not valid UTF-8 still contains a valid letter in UTF-8."""
    return any(len(c) > 1 for c in re.findall(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}", line))


def _csv_table(text: io.TextIOWrapper, name: str, weigh: Weigh | None, most_columns: int) -> Table:
    try:
        start = list(islice(text, HEAD_ROWS * 3))
    except UnicodeDecodeError:
        raise BadInputError(f"{name}: is not valid UTF-16; save the sheet again as CSV in UTF-8") from None
    rows = _csv_rows(chain(start, text), _delimiter(start, weigh), name, most_columns)
    return Table(None, list(islice(rows, HEAD_ROWS)), rows)


def _delimiter(lines: list[str], weigh: Weigh | None) -> str:
    """Return the delimiter with the best heading, or the one that splits the first row with text into most cells."""
    first = [next((line for line in lines if line.strip(" \t\r\n,;")), "")]

    def weight(delimiter: str) -> int:
        with contextlib.suppress(csv.Error):
            rows = csv.reader(lines if weigh else first, delimiter=delimiter)
            return max((weigh(row) if weigh else len(row) for row in rows), default=0)
        return 0

    return max(_DELIMITERS, key=weight)


def _csv_rows(lines: Iterator[str], delimiter: str, name: str, most_columns: int) -> Iterator[Row]:
    csv.field_size_limit(MAX_CELL)  # for the whole process: csv offers no other way
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    number, line = 0, 1
    try:
        for number, cells in enumerate(reader, start=1):
            check_width(len(cells), most_columns, name, None, number)
            yield Row(number, line, cells)
            line = reader.line_num + 1
    except csv.Error as error:
        raise _malformed(error, f"{name}: row {number + 1}", line) from None
    except UnicodeDecodeError:
        raise BadInputError(f"{name}: row {number + 1} is not valid UTF-16; save the sheet as CSV in UTF-8") from None


def _malformed(error: csv.Error, place: str, line: int) -> BadInputError | LimitError:
    """Return the error of the CSV reader in one sentence; it has no codes, so its words show which error it is."""
    reason = str(error)
    if "field larger" in reason:
        return LimitError(
            f"{place}: a cell has more than {MAX_CELL:,} characters; check for a quotation mark that is not closed"
        )
    return BadInputError(
        f"{place} (line {line}): the quotation marks don't pair up ({reason}); double each one inside a quoted cell"
    )
