"""The line that each triple of a Turtle, N-Triples or N-Quads file is on.

Parsers don't report it. For the line-based syntaxes it is counted. Turtle is cut into single statements, each after a
marker triple that holds its line, and the result is parsed in one go.
"""

import re
from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Triple

from taonto.base.errors import TaontoError
from taonto.rdf.graph import parse_triples

_MARK = NamedNode("urn:taonto:line")
_TOKEN = re.compile(
    r"""(?P<string>\"{3}(?:[^"\\]|\\.|"{1,2}(?!"))*\"{3}|'{3}(?:[^'\\]|\\.|'{1,2}(?!'))*'{3}"""
    r"""|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')"""
    r"""|(?P<iri><[^<>\s]*>)|(?P<comment>\#[^\n]*)|(?P<newline>\n)|(?P<space>[^\S\n]+)"""
    r"""|(?P<open>[\[(])|(?P<close>[\])])|(?P<end>[;,])"""
    r"""|(?P<word>(?:\\.|[^\s<>"'\[\]();,#.\\]|\.+(?=[^\s<>"'\[\]();,#.]))+)|(?P<dot>\.)""",
    re.DOTALL,
)
_DIRECTIVES = {"@prefix": 0, "@base": 0, "prefix": 3, "base": 2}
"""Directives, with the number of their tokens if no dot ends them."""


def triples_with_lines(data: bytes, syntax: str, name: str) -> Iterator[tuple[Triple, int | None]]:
    """Yield the triples of a file in its order, each with its line (from 1), or None where that isn't known.

    Args:
        data: the file's content.
        syntax: a name in `taonto.rdf.graph.SYNTAXES`.
        name: the file that an error names.

    Raises:
        BadInputError: at the first error of syntax, with its line where the parser reports it.
    """
    if syntax in ("ntriples", "nquads"):
        numbers = (
            n
            for n, line in enumerate(data.split(b"\n"), start=1)
            if line.strip() and not line.lstrip().startswith(b"#")
        )
        yield from zip(parse_triples(data, syntax, name), numbers, strict=False)
        return
    triples = list(parse_triples(data, syntax, name))
    if syntax == "turtle":
        marked = _marked(data, name)
        if len(marked) == len(triples):
            yield from marked
            return
    yield from ((triple, None) for triple in triples)


def _marked(data: bytes, name: str) -> list[tuple[Triple, int | None]]:
    """Return the triples of a Turtle file with their lines; fewer than there are if it was cut at a wrong place."""
    cut = "".join(_statements(data.decode("utf-8-sig")))
    found: list[tuple[Triple, int | None]] = []
    line: int | None = None
    try:
        for triple in parse_triples(cut.encode(), "turtle", name):
            if triple.predicate == _MARK and isinstance(triple.object, Literal):
                line = int(triple.object.value)
            else:
                found.append((triple, line))
    except TaontoError:
        return []
    return found


def _statements(text: str) -> Iterator[str]:
    """Yield Turtle in pieces: directives as they are, and one statement per object, each after its marker."""
    line = 1
    cutter = _Cutter(text)
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or ""
        if kind not in ("newline", "space", "comment"):
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
