"""Guards before the parser: what would crash it, or keep it busy for hours, is refused while the input is read.

The parser is native code: nested triples overflow its stack, which ends the process, and its time grows with the
square of the depth of RDF/XML. Each guard sees the bytes before the parser does, in pieces of any size.
"""

import re
from collections.abc import Callable
from xml.parsers import expat

from taonto.base.errors import BadInputError, LimitError

MAX_NESTED_TRIPLES = 100
"""How deep triples may be nested in triples."""
MAX_DEPTH = 1_000
"""How deep the elements of RDF/XML may be nested."""
MAX_NAMES = 1_000
"""Most attributes of one element of RDF/XML, and most namespaces that may be in force."""
MAX_TERM = 1_000_000
"""Most characters in one literal or IRI, the same as in a cell of a sheet: far below the size of the parser's buffer,
however a later step escapes it."""
MAX_IRI = 10_000
"""Most characters of an IRI where others are made from it: in Turtle, and of a namespace or a base anywhere."""
MAX_DIRECTIVES = 100_000
"""Most prefixes and bases in Turtle; each relative base counts again for each, because it lengthens what follows."""
MAX_TOKEN = 1 << 24
"""Most bytes in one token, such as a literal or a comment: the size of the parser's buffer."""

_DIRECTIVE = re.compile(rb"(?<![\w:.-])@?(?:prefix[\s#]|base(?P<absolute>\s*+<[a-z][a-z0-9+.-]*+:)?)")
_OVERLAP = 64


class Guard:
    """Lets everything pass; the guard of each syntax extends it.

    Attributes:
        name: what errors call the file.
    """

    def __init__(self, name: str) -> None:
        self.name = name

    def take(self, data: bytes) -> None:
        """Look at the next piece of the input.

        Raises:
            LimitError: if it is beyond a limit.
            BadInputError: if it can't be read.
        """

    def close(self) -> None:
        """Look at the end of the input; raises as `take` does."""


class LineGuard(Guard):
    """For N-Triples and N-Quads: a statement is on one line, and so are all triples that are nested in it."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._line = 1
        self._open = 0
        self._end = b""

    def take(self, data: bytes) -> None:
        """Count the openings of triples on each line."""
        joined = self._end + data
        if b"<<(" in joined:
            for number, line in enumerate(joined.split(b"\n")):
                self._open = line.count(b"<<(") + (0 if number else self._open)
                if self._open > MAX_NESTED_TRIPLES:
                    raise nested_triples(self.name, self._line + number)
        elif b"\n" in data:
            self._open = 0
        self._line += data.count(b"\n")
        self._end = joined[-2:].rpartition(b"\n")[2]


class TurtleGuard(Guard):
    """For Turtle and TriG: follows the tokens, to know which brackets are in a literal, an IRI or a comment."""

    # As the parser's own tokens: a backslash can hide a quote or a number sign in a name, "<<" begins no IRI, and a
    # short literal that is not closed ends with its line.
    _PLAIN = re.compile(
        rb"""(?:[^"'\#<)\\]++|\\.|\)(?!>>)|<<(?!\()|<(?!<)[^>]{0,%d}+>"""
        rb"""|"(?!"")(?:[^"\\\n]++|\\.)*+["\n]|\"{3}(?:[^"\\]++|\\.|"(?!""))*+\"{3}"""
        rb"""|'(?!'')(?:[^'\\\n]++|\\.)*+['\n]|'{3}(?:[^'\\]++|\\.|'(?!''))*+'{3}"""
        rb"""|\#[^\n]*+\n)*+""" % MAX_IRI,
        re.DOTALL,
    )

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._held = b""
        self._wait = 0
        self._line = 1
        self._depth = 0
        self._tail = b""
        self._prefixes = self._bases = 0

    def take(self, data: bytes) -> None:
        """Follow the tokens in the piece, and in what was left of the last one."""
        self._count_directives(data)
        self._held += data
        if len(self._held) < min(self._wait, MAX_TOKEN):
            return
        # No bracket and no row of quotes contains one of these, so that none is cut in two there.
        self._follow(max(map(self._held.rfind, (b"\n", b" ", b";"))) + 1)
        # What is left can be long: it is not looked at again before it may have doubled.
        self._wait = 2 * len(self._held) if len(self._held) > MAX_IRI else 0

    def close(self) -> None:
        """Follow the tokens that are left."""
        self._follow(len(self._held))

    def _follow(self, end: int) -> None:
        """Follow the tokens up to a place, and leave there what is not complete."""
        place = 0
        while True:
            found = self._PLAIN.match(self._held, place, end)
            assert found is not None
            place = found.end()
            if place >= end or not self._held.startswith((b"<<(", b")>>"), place):
                break
            self._depth = self._depth + 1 if self._held[place] == ord("<") else max(0, self._depth - 1)
            if self._depth > MAX_NESTED_TRIPLES:
                raise nested_triples(self.name, self._line + self._held.count(b"\n", 0, place))
            place += 3
        self._line += self._held.count(b"\n", 0, place)
        self._held = self._held[place:]
        if self._held.startswith(b"<") and end - place > MAX_IRI + 1:
            raise too_long(self.name, self._line, f"an IRI of more than {MAX_IRI:,}")
        if len(self._held) > MAX_TOKEN and self._held.startswith(b"#"):
            raise too_long(self.name, self._line, f"a comment of more than {MAX_TOKEN:,}")
        if len(self._held) > MAX_TOKEN:
            raise too_long(self.name, self._line)

    def _count_directives(self, data: bytes) -> None:
        text = self._tail + data.lower()
        end = len(text) - _OVERLAP  # what is nearer to the end is counted with the next piece
        last = 0
        if b"prefix" in text or b"base" in text:
            for found in _DIRECTIVE.finditer(text):
                if found.start() >= end:
                    break
                last = found.end()
                if text.startswith((b"base", b"@base"), found.start()):
                    self._bases += found["absolute"] is None
                else:
                    self._prefixes += 1
            if (self._bases + 1) * (self._bases + self._prefixes) > MAX_DIRECTIVES:
                raise LimitError(
                    f"{self.name}: contains more than {MAX_DIRECTIVES:,} prefixes, the limit (each counts again for "
                    "each relative base); write the IRIs in full, or split the file"
                )
        self._tail = text[max(end, last, 0) :]


class XmlGuard(Guard):
    """For RDF/XML: a parser that checks whether it is well-formed, which the parser of RDF leaves open."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._parser = expat.ParserCreate()
        self._parser.ordered_attributes = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._depth = 0
        self._namespaces: list[tuple[int, int]] = []  # depth of an element, and how many it adds

    def take(self, data: bytes) -> None:
        """Count elements, attributes and namespaces."""
        self._well_formed(self._parser.Parse, data, False)

    def close(self) -> None:
        """See whether every element has ended."""
        self._well_formed(self._parser.Parse, b"", True)

    def _well_formed(self, parse: Callable[[bytes, bool], object], data: bytes, final: bool) -> None:
        try:
            parse(data, final)
        except expat.ExpatError as error:
            reason = expat.ErrorString(error.code)
            raise BadInputError(
                f"{self.name}: line {error.lineno} is not valid rdfxml ({reason}); fix it there and try again"
            ) from None

    def _start(self, _: str, attributes: list[str]) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self._limit(f"elements nested more than {MAX_DEPTH:,} deep", "write the statements one after another")
        if not attributes:
            return
        if len(attributes) > 2 * MAX_NAMES:
            raise self._limit(f"an element with more than {MAX_NAMES:,} attributes", "write elements instead")
        added = 0
        for name, value in zip(attributes[::2], attributes[1::2], strict=True):
            if name.startswith("xmlns"):
                added += 1
            elif name != "xml:base":
                continue
            if len(value) > MAX_IRI:
                raise self._limit(f"a namespace or base of more than {MAX_IRI:,} characters", "shorten it")
        if added:
            self._namespaces.append((self._depth, added))
            if sum(count for _, count in self._namespaces) > MAX_NAMES:
                raise self._limit(f"more than {MAX_NAMES:,} namespaces for one element", "declare each only once")

    def _end(self, _: str) -> None:
        if self._namespaces and self._namespaces[-1][0] == self._depth:
            self._namespaces.pop()
        self._depth -= 1

    def _doctype(self, *_: object) -> None:
        raise BadInputError(
            f"{self.name}: contains a DOCTYPE, which can hide an attack; write the IRIs in full and remove it"
        )

    def _limit(self, what: str, remedy: str) -> LimitError:
        line = self._parser.CurrentLineNumber
        return LimitError(f"{self.name}: line {line} contains {what}, the limit; {remedy}")


def nested_triples(name: str, line: int) -> LimitError:
    """Return the error for triples that are nested too deep."""
    return LimitError(
        f"{name}: line {line} contains triples nested in triples more than {MAX_NESTED_TRIPLES} deep, the limit; "
        "state them one by one"
    )


def too_long(name: str, line: int | None, what: str = f"a literal or IRI of more than {MAX_TERM:,}") -> LimitError:
    """Return the error for a part of a file that is too long; `what` names it with its limit, in characters."""
    where = f"line {line} contains" if line else "contains"
    return LimitError(f"{name}: {where} {what} characters, the limit; shorten or remove it")
