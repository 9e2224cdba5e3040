"""CSV files as tables: finds the encoding and the delimiter; every error names its row and line."""

import codecs
import contextlib
import csv
import io
import re
import tempfile
from collections.abc import Callable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO

from taonto.base.errors import BadInputError, LimitError
from taonto.base.kinds import HEAD_BYTES, kind_of_content, needs_all
from taonto.base.reading import STANDARD_STREAM, open_bytes, refuse_missing
from taonto.base.streams import TMPDIR_REMEDY, named
from taonto.cells.table import HEAD_ROWS, MAX_CELL, Row, Table, check_blank, check_width, other_kind

MAX_LINE = 10_000_000
"""Most bytes in one line of a CSV file, and most characters in one row."""

_DELIMITERS = ",;\t"
_SAMPLE = 1_000_000
"""Characters from the start of a file that show the delimiter."""
_CHUNK = 1 << 20
_IN_MEMORY = 1 << 26
"""Bytes of standard input, or of a pipe, that are kept in memory; more go to a temporary file."""
_MULTIBYTE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]")
_VALID = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_UTF_32 = (b"\xff\xfe\0\0", b"\0\0\xfe\xff")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_CONTROL = re.compile(rb"[\x01-\x08\x0e-\x1f]")

Weigh = Callable[[list[str]], int]
"""How well a row of cells makes a heading."""


@contextlib.contextmanager
def open_csv(source: str | Path, notes: list[str], weigh: Weigh | None, most_columns: int) -> Iterator[Iterator[Table]]:
    """Open a CSV file and yield its one table; see `taonto.cells.reading.open_tables`."""
    name = str(source)
    if name != STANDARD_STREAM:
        refuse_missing(name)
    with contextlib.ExitStack() as stack:
        # What can be read only once is kept: the first reading shows the encoding, the second gives the rows.
        copy: BinaryIO | None = None
        if name == STANDARD_STREAM or not Path(name).is_file():
            copy = stack.enter_context(tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY))  # type: ignore[assignment]
        with open_bytes(name) as stream, named("a temporary file", TMPDIR_REMEDY):
            encoding = _Inspection(name).encoding(stream, copy)
        if encoding == "cp1252":
            notes.append(f"{name}: is not UTF-8 and was read as Windows-1252; check letters with accents")
        if copy is None:
            data = stack.enter_context(open_bytes(name))
        else:
            copy.seek(0)
            data = copy
        text = io.TextIOWrapper(data, encoding=encoding, newline="")
        stack.callback(text.detach)
        yield iter([_csv_table(text, name, weigh, most_columns)])


class _Inspection:
    """One reading of a whole file, block by block: what it is, how it is encoded, and whether its lines have an end.

    A file with letters in UTF-8 is taken for UTF-8: an error in it is reported, not hidden by another encoding.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._lines = 0  # line breaks so far
        self._open = 0  # bytes since the last of them
        self._several = False  # whether there is a valid letter of several bytes
        self._broken = 0  # the first line that is not valid UTF-8
        self._odd = False  # whether there is a byte that no text has

    def encoding(self, stream: BinaryIO, copy: BinaryIO | None) -> str:
        """Return the encoding: "utf-8-sig", "utf-16" or "cp1252".

        Args:
            stream: the file, which is read to its end.
            copy: takes all that is read.
        """
        head = stream.read(HEAD_BYTES)
        if not head:
            raise BadInputError(f"{self._name}: is empty; start from a template sheet")
        kind = kind_of_content(head + stream.read() if needs_all(head) else head)
        if kind is not None:
            raise other_kind(self._name, kind)
        if head.startswith(_UTF_32):
            raise BadInputError(f"{self._name}: is UTF-32, which taonto does not read; save the sheet as CSV in UTF-8")
        wide = codecs.getincrementaldecoder("utf-16")() if head.startswith(_UTF_16) else None
        left = b""
        for chunk in chain([head], iter(lambda: stream.read(_CHUNK), b"")):
            if copy is not None:
                copy.write(chunk)
            if wide is not None:
                self._follow_wide(wide, chunk)
                continue
            self._follow(chunk)
            whole, line_break, rest = (left + chunk).rpartition(b"\n")
            self._block(whole + line_break)
            left = rest
        self._block(left)
        if self._broken and (self._several or self._odd):
            raise BadInputError(
                f"{self._name}: line {self._broken} is not valid UTF-8; save the sheet again as CSV in UTF-8"
            )
        return "utf-16" if wide else "cp1252" if self._broken else "utf-8-sig"

    def _follow(self, chunk: bytes) -> None:
        """Count lines, and refuse what no CSV file has."""
        if b"\0" in chunk:
            number = self._lines + chunk.count(b"\n", 0, chunk.index(b"\0")) + 1
            raise BadInputError(
                f"{self._name}: line {number} contains a NUL byte; save the sheet again as CSV in UTF-8"
            )
        first = chunk.find(b"\n")
        self._open += len(chunk) if first < 0 else first
        self._check_line()
        if first >= 0:
            self._lines += chunk.count(b"\n")
            self._open = len(chunk) - chunk.rindex(b"\n") - 1

    def _check_line(self) -> None:
        if self._open > MAX_LINE:
            raise LimitError(
                f"{self._name}: line {self._lines + 1} is longer than {MAX_LINE:,} bytes; check that it is a CSV file"
            )

    def _follow_wide(self, decoder: codecs.IncrementalDecoder, chunk: bytes) -> None:
        with contextlib.suppress(UnicodeDecodeError):  # the second reading names the row
            self._follow(decoder.decode(chunk).replace("\0", "").encode("utf-8", "surrogatepass"))

    def _block(self, block: bytes) -> None:
        """Look at some whole lines, the last of which ends at the last line break so far."""
        self._odd = self._odd or _CONTROL.search(block) is not None
        if block.isascii():
            return
        try:
            block.decode("utf-8")
            self._several = self._several or bool(_MULTIBYTE.search(block.removeprefix(codecs.BOM_UTF8)))
        except UnicodeDecodeError as error:
            after = block.count(b"\n", error.start)
            self._broken = self._broken or self._lines - after + 1
            self._several = self._several or bool(_VALID.search(block.removeprefix(codecs.BOM_UTF8)))
            try:
                block.decode("cp1252")
            except UnicodeDecodeError:
                self._odd = True


def _csv_table(text: io.TextIOWrapper, name: str, weigh: Weigh | None, most_columns: int) -> Table:
    try:
        start = list(_first_lines(text))
    except UnicodeDecodeError:
        raise BadInputError(f"{name}: is not valid UTF-16; save the sheet again as CSV in UTF-8") from None
    rows = _csv_rows(chain(start, text), _delimiter(start, weigh), name, most_columns)
    return Table(None, list(islice(rows, HEAD_ROWS)), rows)


def _first_lines(text: io.TextIOWrapper) -> Iterator[str]:
    size = 0
    for line in islice(text, HEAD_ROWS * 3):
        yield line
        size += len(line)
        if size > _SAMPLE:
            return


def _delimiter(lines: list[str], weigh: Weigh | None) -> str:
    """Return the delimiter with the best heading, or the one that splits the first row with text into most cells."""
    lines = [line[:_SAMPLE] for line in lines]
    first = [next((line for line in lines if line.strip(" \t\r\n,;")), "")]

    def weight(delimiter: str) -> int:
        with contextlib.suppress(csv.Error):
            rows = csv.reader(lines if weigh else first, delimiter=delimiter)
            return max((weigh(row) if weigh else len(row) for row in rows), default=0)
        return 0

    return max(_DELIMITERS, key=weight)


def _csv_rows(lines: Iterator[str], delimiter: str, name: str, most_columns: int) -> Iterator[Row]:
    csv.field_size_limit(MAX_CELL)  # for the whole process: csv offers no other way
    size = blank = 0

    def measured() -> Iterator[str]:
        nonlocal size
        for text in lines:
            size += len(text)
            if size > MAX_LINE:
                raise LimitError(
                    f"{name}: row {number + 1} (line {line}) has more than {MAX_LINE:,} characters; check for a "
                    "quotation mark that is not closed"
                )
            yield text

    reader = csv.reader(measured(), delimiter=delimiter, strict=True)
    number, line = 0, 1
    try:
        for number, cells in enumerate(reader, start=1):
            check_width(len(cells), most_columns, name, None, number)
            if not any(map(str.strip, cells)):
                blank += 1
                check_blank(blank, name, None)
            yield Row(number, line, cells)
            line, size = reader.line_num + 1, 0
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
