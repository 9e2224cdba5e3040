"""The XML of one sheet of a workbook, cut after its rows, with a limit on each row.

What follows the rows (merged cells, links, rules for entry, colors) has no bearing on what cells contain, and the
library that reads workbooks would make an object of each, millions if the file has so many.
"""

import re
from types import TracebackType
from typing import IO
from xml.parsers import expat

from taonto.base.errors import LimitError

MAX_ROW_BYTES = 20_000_000
"""Most bytes of the XML of one row; of anything else between two rows, too."""
MAX_REST_BYTES = 20_000_000
"""Most bytes of XML after the rows of a sheet."""

_OVERLAP = 200
"""Bytes kept back, so that no tag is cut in two."""
_ROW = re.compile(rb"<(?:[\w.-]{1,50}:)?row[\s/>]")
_END = re.compile(rb"</(?P<prefix>(?:[\w.-]{1,50}:)?)sheetData\s{0,50}>")


class SheetStream:
    """A stream of bytes to be read once: the part of a workbook up to the end of its rows, and then its last tag."""

    def __init__(self, part: IO[bytes], place: str) -> None:
        """Wrap the part as the library opens it; `place` begins the messages."""
        self._part = part
        self._place = place
        self._held = b""
        self._since = 0
        self._done = False

    def __enter__(self) -> "SheetStream":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the part."""
        self._part.close()

    def read(self, size: int = 1 << 16) -> bytes:
        """Return more of the XML, about `size` bytes; none at its end.

        Raises:
            LimitError: if a row is too long, or too much follows the rows.
            ExpatError: if what follows the rows is not well-formed.
        """
        while not self._done:
            chunk = self._part.read(max(size, 1))
            data = self._held + chunk
            end = _END.search(data)
            if end is not None:
                self._done = True
                self._count(data[: end.start()])
                last = b"%bworksheet>" % end["prefix"]
                self._check_rest(last, data[end.end() :])
                return data[: end.end()] + b"</" + last
            if not chunk:
                self._done = True
                return data
            ready, self._held = data[:-_OVERLAP], data[-_OVERLAP:]
            if ready:
                self._count(ready)
                return ready
        return b""

    def _count(self, data: bytes) -> None:
        """Measure how far the last row goes."""
        start = 0
        for match in _ROW.finditer(data):
            self._since += match.start() - start
            self._check_row()
            self._since, start = 0, match.start()
        self._since += len(data) - start
        self._check_row()

    def _check_row(self) -> None:
        if self._since > MAX_ROW_BYTES:
            raise LimitError(
                f"{self._place}: a row has more than {MAX_ROW_BYTES:,} bytes, the limit; save the sheet as CSV, or "
                "copy its rows to a new workbook"
            )

    def _check_rest(self, last: bytes, rest: bytes) -> None:
        """Read what follows the rows, only to see whether the file is whole."""
        parser = expat.ParserCreate()
        parser.Parse(b"<" + last)
        total = 0
        while rest:
            total += len(rest)
            if total > MAX_REST_BYTES:
                raise LimitError(
                    f"{self._place}: more than {MAX_REST_BYTES:,} bytes follow its rows (merged cells, links, rules, "
                    "colors), the limit; save the sheet as CSV, or copy its rows to a new workbook"
                )
            parser.Parse(rest)
            rest = self._part.read(1 << 16)
        parser.Parse(b"", True)
