"""The text of an RDF file on its way to the parser: checked piece by piece, and never held as a whole."""

import io
import re
from collections.abc import Iterator
from typing import BinaryIO

from pyoxigraph import Quad, Triple

from taonto.base.errors import BadInputError, LimitError
from taonto.rdf.guards import MAX_TERM, Guard, LineGuard, TurtleGuard, XmlGuard, too_long

MAX_WRITTEN = 500_000_000
"""Most characters that the terms of a file may have in full, unless the file itself is a twentieth of that: a long
namespace that is used again and again becomes long each time."""
MAX_LINES = 100_000_000
"""Most lines of a file: with a statement on each, its bytes are too many long before."""
LINES = ("ntriples", "nquads")
"""The syntaxes with one statement on each line, which know no relative IRIs."""

_GUARDS: dict[str, type[Guard]] = {
    "ntriples": LineGuard,
    "nquads": LineGuard,
    "turtle": TurtleGuard,
    "trig": TurtleGuard,
    "rdfxml": XmlGuard,
}
_CHUNK = 1 << 17
_BOM = b"\xef\xbb\xbf"
_OTHER_ENCODINGS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16", b"\0\0\xfe\xff": "UTF-32"}
_VERSION = re.compile(rb"""(?:[ \t]*+(?:\#[^\n]*+)?\r?\n)*+[ \t]*+(VERSION[ \t]++["'][^"'\n]*+["'])""")


class Document:
    """The content of an RDF file, as a stream for a parser.

    A byte order mark is skipped, as is the version that a file of lines may state: RDF 1.2 is read anyway.

    Attributes:
        name: what errors call the file.
        count: how many bytes have been read.
    """

    def __init__(self, data: bytes | BinaryIO, syntax: str, name: str) -> None:
        """Start at the beginning.

        Args:
            data: the content; as a stream, it must not be empty.
            syntax: a name in `taonto.rdf.graph.SYNTAXES`.
            name: what errors call the file.
        """
        self.name = name
        self.count = 0
        self._syntax = syntax
        self._stream = io.BytesIO(data) if isinstance(data, bytes) else data
        self._guard = _GUARDS.get(syntax, Guard)(name)
        self._blank = not isinstance(data, bytes)
        self._pieces = Pieces(iter(self._next, b""))
        self._line = 1
        self._length = 0
        self._long: list[int] = []

    def read(self, size: int = -1) -> bytes:
        """Return up to `size` bytes, or a piece of any size; nothing at the end.

        Raises:
            BadInputError: if it is empty, or no text in UTF-8.
            LimitError: if a guard refuses it, or the input is too long.
        """
        return self._pieces.read(size)

    def too_long(self) -> LimitError:
        """Return the error for a term that is too long, with its line if only one line is long enough to contain it."""
        return too_long(self.name, self._long[0] if len(self._long) == 1 else None)

    def _next(self) -> bytes:
        start = not self.count
        data = self._stream.read(_CHUNK)
        self.count += len(data)
        if start:
            data = self._begin(data)
            if not data and self.count:
                return self._next()
        if not data:
            if self._blank:
                raise BadInputError(f"{self.name}: is empty; give a file that contains records or other statements")
            self._guard.close()
            return data
        if b"\0" in data:
            line = self._line + data.count(b"\n", 0, data.index(b"\0"))
            raise BadInputError(f"{self.name}: line {line} contains a NUL byte; save the file again as text in UTF-8")
        self._blank = self._blank and not data.strip()
        self._measure(data)
        self._guard.take(data)
        return data

    def _begin(self, data: bytes) -> bytes:
        for mark, encoding in _OTHER_ENCODINGS.items():
            if data.startswith(mark):
                raise BadInputError(
                    f"{self.name}: is {encoding}, and RDF is read in UTF-8 only; save it again as UTF-8"
                )
        data = data.removeprefix(_BOM)
        found = _VERSION.match(data) if self._syntax in LINES else None
        if found:
            data = data[: found.start(1)] + b" " * len(found[1]) + data[found.end(1) :]
        return data

    def _measure(self, data: bytes) -> None:
        """Note the numbers of the lines that are long enough for a term beyond the limit."""
        first, last = data.find(b"\n"), data.rfind(b"\n")
        self._length += len(data) if first < 0 else first
        if self._length > MAX_TERM and self._line not in self._long[-1:]:
            self._long.append(self._line)
        if first >= 0:
            self._line += data.count(b"\n")
            self._length = len(data) - last - 1
            if self._line > MAX_LINES:
                raise LimitError(
                    f"{self.name}: contains more than {MAX_LINES:,} lines, the limit; remove blank lines and comments, "
                    "or split it"
                )


class Pieces:
    """Pieces of bytes as a stream for a parser."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._piece = io.BytesIO()

    def read(self, size: int = -1) -> bytes:
        """Return up to `size` bytes, or a piece of any size; nothing at the end."""
        found = self._piece.read(size)
        while not found and (piece := next(self._pieces, None)) is not None:
            self._piece = io.BytesIO(piece)
            found = self._piece.read(size)
        return found


class Budget:
    """What the terms of a document may take up when they are written in full."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._spent = 0

    def spend(self, statement: Triple | Quad) -> None:
        """Count a statement.

        Raises:
            LimitError: if one of its terms, or all of them until now, are too long.
        """
        subject = len(statement.subject.value)  # type: ignore[union-attr]
        predicate = len(statement.predicate.value)
        value = statement.object
        length = len(str(value) if isinstance(value, Triple) else value.value)
        if subject > MAX_TERM or predicate > MAX_TERM or length > MAX_TERM:
            raise self._document.too_long()
        self._spent += subject + predicate + length
        if self._spent > MAX_WRITTEN and self._spent > 20 * self._document.count:
            raise LimitError(
                f"{self._document.name}: its statements, with all IRIs in full, have more than {MAX_WRITTEN:,} "
                "characters, the limit for a file that is so short; use shorter namespaces"
            )


def malformed(error: SyntaxError | ValueError, syntax: str, name: str) -> BadInputError:
    """Return the parser's error in one sentence, with its line and a remedy.

    pyoxigraph raises every error as a SyntaxError without a code, so that only words of its message show the two that
    need their own remedy. If it rewords them, the general sentence is used; the tests of this module notice.
    """
    line = f" line {error.lineno}:" if isinstance(error, SyntaxError) and error.lineno else ""
    reason = " ".join(str(error.msg if isinstance(error, SyntaxError) else error).split())
    if "LoadDocumentCallback" in reason:  # it would have to load a context
        return BadInputError(
            f"{name}: names a context on the web, and nothing is ever fetched; write the context into the file"
        )
    if "No scheme found" in reason:
        return BadInputError(
            f"{name}:{line} contains a relative IRI, but no base is given; write the IRI in full or give a base"
        )
    return BadInputError(f"{name}:{line} is not valid {syntax} ({reason}); fix it there and try again")
