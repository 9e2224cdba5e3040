"""The line that each triple of a Turtle, N-Triples or N-Quads file is on.

Parsers don't report it. For the line-based syntaxes it is counted. Turtle is cut into single statements, each after a
marker triple that contains its line, and the result is parsed as it comes.
"""

import io
import re
from collections import deque
from collections.abc import Callable, Iterator
from itertools import chain
from typing import BinaryIO, cast

from pyoxigraph import Literal, NamedNode, Triple

from taonto.base.errors import TaontoError
from taonto.rdf.document import LINES, Pieces
from taonto.rdf.graph import parse_triples
from taonto.rdf.jsonld import Unmapped

MAX_MARKED = 500_000_000
"""Up to this size the lines of a Turtle file are looked for; for that it is held in memory."""

_CHUNK = 1 << 17
_BLANK = b" \t\r\n\xef\xbb\xbf"  # with the bytes of a byte order mark, which begin no statement
_MARK = NamedNode("urn:taonto:line")
_TOKEN = re.compile(
    r"""(?P<string>\"{3}(?:[^"\\]|\\.|"{1,2}(?!"))*\"{3}|'{3}(?:[^'\\]|\\.|'{1,2}(?!'))*'{3}"""
    r"""|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')"""
    r"""|(?P<iri><[^<>\s]*>)|(?P<gap>(?:\s++|\#[^\n]*+)++)"""
    r"""|(?P<close>\)?>>|[\])]|\|\})|(?P<open>[\[(]|<<\(?|\{\|)|(?P<end>[;,])"""
    r"""|(?P<word>(?:\\.|[^\s<>"'\[\]();,#.\\]|\.+(?=[^\s<>"'\[\]();,#.]))+)|(?P<dot>\.)""",
    re.DOTALL,
)
_DIRECTIVES = {"@prefix": 0, "@base": 0, "@version": 0, "prefix": 3, "base": 2, "version": 2}
"""Directives, with the number of their tokens if no dot ends them."""


def triples_with_lines(
    stream: BinaryIO,
    syntax: str,
    name: str,
    base: str | None = None,
    unmapped: Unmapped | None = None,
    bound: Callable[[Iterator[Triple]], Iterator[Triple]] = iter,
) -> Iterator[tuple[Triple, int | None]]:
    """Yield the triples of a file in its order, each with its line (from 1), or None where that isn't known.

    Args:
        stream: the file's content.
        syntax: a name in `taonto.rdf.graph.SYNTAXES`.
        name: the file that an error names.
        base: what relative IRIs are resolved against.
        unmapped: collects the words of JSON-LD that mean nothing.
        bound: hands the triples on until there are too many.

    Raises:
        BadInputError: at the first error of syntax, with its line where the parser reports it.
        TaontoError: what `bound` raises, and the reader of the stream.
    """
    if syntax in LINES:
        numbered = _Numbered(stream)
        triples = parse_triples(cast(BinaryIO, numbered), syntax, name)
        yield from ((triple, numbered.lines.popleft()) for triple in bound(triples))
        return
    if syntax == "turtle":
        data = stream.read(MAX_MARKED + 1)
        if len(data) <= MAX_MARKED:
            yield from _marked(data, name, base, bound)
            return
        stream = cast(BinaryIO, Pieces(chain([data], iter(lambda: stream.read(_CHUNK), b""))))
    yield from ((triple, None) for triple in bound(parse_triples(stream, syntax, name, base, unmapped)))


class _Numbered:
    """A stream of lines for a parser that knows on which of those it has read there are statements.

    Attributes:
        lines: their numbers, in the order of the file.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self.lines: deque[int] = deque()
        self._stream = stream
        self._line = 1
        self._begun = False

    def read(self, size: int = -1) -> bytes:
        """Return up to `size` bytes."""
        data = self._stream.read(size)
        for number, part in enumerate(data.split(b"\n")):
            if number:
                self._line += 1
                self._begun = False
            if not self._begun and (start := part.lstrip(_BLANK)):
                self._begun = True
                if not start.startswith((b"#", b"VERSION")):
                    self.lines.append(self._line)
        return data


def _marked(
    data: bytes, name: str, base: str | None, bound: Callable[[Iterator[Triple]], Iterator[Triple]]
) -> Iterator[tuple[Triple, int | None]]:
    """Yield the triples of a Turtle file with their lines; without them if it can't be cut at the right places."""

    def stream() -> BinaryIO:
        return io.BytesIO(data)  # of a file, so that it must not be empty

    count = sum(1 for _ in bound(parse_triples(stream(), "turtle", name, base)))
    found: list[tuple[Triple, int | None]] = []
    line: int | None = None
    pieces = Pieces(piece.encode() for piece in _statements(data.decode("utf-8-sig")))
    try:
        for triple in parse_triples(cast(BinaryIO, pieces), "turtle", name, base):
            if triple.predicate == _MARK and isinstance(triple.object, Literal):
                line = int(triple.object.value)
            else:
                found.append((triple, line))
    except TaontoError:
        found = []
    if len(found) == count:
        yield from found
    else:
        del found
        yield from ((triple, None) for triple in parse_triples(stream(), "turtle", name, base))


def _statements(text: str) -> Iterator[str]:
    """Yield Turtle in pieces: directives as they are, and one statement per object, each after its marker."""
    line = 1
    cutter = _Cutter(text)
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or ""
        if kind != "gap":
            yield from cutter.take(kind, match.start(), match.end(), line)
        line += match.group().count("\n")


class _Cutter:
    """Follows the tokens of a Turtle file and knows which part of a statement each belongs to.

    Attributes:
        text: the file.
        depth: how many brackets are open.
        part: of the statement at hand: "subject", "predicate", "object" or "directive".
        start: where that part begins in `text`; None before its first token.
        line: the line of the subject, then of each object.
        subject: the text of the statement's subject.
        predicate: the text of its predicate.
        left: for a directive that no dot ends: how many of its tokens are still to come.
        whole: whether the statement begins with a bracket, and so stays in one piece.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.reset()

    def reset(self) -> None:
        """Get ready for the next statement."""
        self.depth = 0
        self.part = "subject"
        self.start: int | None = None
        self.line = 0
        self.subject = self.predicate = ""
        self.left: int | None = None
        self.whole = False

    def take(self, kind: str, start: int, end: int, line: int) -> Iterator[str]:
        """Take one token; yield the pieces that it completes."""
        if self.part == "directive":
            yield from self._directive(kind, end)
            return
        if self.part == "subject" and self.start is None:
            word = self.text[start:end]
            key = word if word.startswith("@") else word.lower()
            if kind == "word" and key in _DIRECTIVES:
                self.part, self.start, self.left = "directive", start, _DIRECTIVES[key] or None
                yield from self._directive(kind, end)
                return
            self.start, self.line, self.whole = start, line, kind == "open"
        if self.depth == 0 and kind in ("end", "dot"):
            yield from self._separator(kind, start, end)
            return
        self.depth += {"open": 1, "close": -1}.get(kind, 0)
        if self.whole:
            return
        if self.part == "subject":
            self.subject, self.part, self.start = self.text[start:end], "predicate", start
        elif self.part == "predicate":
            self.predicate, self.part, self.start = self.text[start:end], "object", None
        elif self.start is None:
            self.start, self.line = start, line

    def _directive(self, kind: str, end: int) -> Iterator[str]:
        if self.left is not None:
            self.left -= 1
        if (self.left is None and kind == "dot") or self.left == 0:
            piece = self.text[self.start or 0 : end]
            self.reset()
            yield piece + "\n"

    def _separator(self, kind: str, start: int, end: int) -> Iterator[str]:
        if self.whole:
            if kind == "dot":
                piece = self.text[self.start or 0 : end]
                line = self.line
                self.reset()
                yield f'{_MARK} {_MARK} "{line}" .\n{piece}\n'
            return
        if self.part == "object" and self.start is not None:
            value = self.text[self.start : start]
            yield f'{_MARK} {_MARK} "{self.line}" .\n{self.subject} {self.predicate} {value}\n.\n'
        if kind == "dot":
            self.reset()
        else:
            self.part = "object" if self.text[start] == "," else "predicate"
            self.start = None if self.part == "object" else start
