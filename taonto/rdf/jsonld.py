"""JSON-LD: what would crash or stall its parser is refused, and the words that it drops are collected.

The parser holds each outermost object, and again each object in it, until it ends: what it needs grows with the size of
a file times its depth. It processes the context of an object with all terms that are known there.
"""

import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, NamedTuple, cast
from urllib.parse import quote, unquote

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from taonto.base.errors import BadInputError, LimitError
from taonto.base.text import counted, listed, one_line
from taonto.rdf.document import Budget, Document, Pieces, malformed
from taonto.rdf.guards import MAX_IRI

MAX_BYTES = 1_000_000_000
"""Most bytes of one file of JSON-LD, which is held as a whole."""
MAX_DEPTH = 100
"""How deep objects may be nested."""
MAX_HELD = 500_000_000
"""Most bytes that the parser may hold at once: of an outermost object, and again of each object in it."""
MAX_TERMS = 10_000
"""Most terms of one context: each may be defined by the next, and the parser goes as deep."""
MAX_WORK = 50_000_000
"""Most terms that the parser may have to look at: those of each context, for each context in force."""
MAX_WRITTEN = 1_000_000_000
"""Most characters that all texts of a file could have if the longest IRI of a context came before each."""
MAX_CONTEXT = 10_000_000
"""Most bytes of one context."""

MOST_LINES = 100
"""For how many words their line is looked up."""

_SHOWN = 5  # words that a note names
_SHORT = 200  # characters of an IRI that make no file long
_BRACE = re.compile(rb"""(?:[^"{}]++|"(?:[^"\\]++|\\.)*+")*+[{}]""", re.DOTALL)
_CONTEXT = re.compile(rb'("(?:@|\\u0040)(?:[contex]|\\u00[67][0-9A-Fa-f]){7}")\s*+:\s*+')
_WORD = re.compile(rb'"(?!@)((?:[^":\\]++|\\.)*+)"\s*+:')
_UNFIT = re.compile(r"[\x00-\x20<>\"{}|^`\\]")
_NO_BASE = "x-taonto-relative://base/"
_RELATIVE = "x-taonto-relative:"
_NO_WORD = "x-taonto-word:"
_OPEN = ord("{")


@dataclass(slots=True)
class Unmapped:
    """The words of JSON-LD that mean nothing, since no context defines them.

    Attributes:
        words: each as it is written, with the number of statements that were left out.
        guessed: words that became IRIs below a base which was given for others, with the number of their statements.
        lines: the line on which each of the first words is first written.
    """

    words: Counter[str] = field(default_factory=Counter)
    guessed: Counter[str] = field(default_factory=Counter)
    lines: dict[str, int] = field(default_factory=dict)

    def notes(self, name: str) -> list[str]:
        """Return what the user should know of the words, each a sentence that names the file."""
        notes = []
        if self.words:
            count = sum(self.words.values())
            notes.append(
                f"{name}: {counted(count, 'statement')} with words that no context defines "
                f"{'was' if count == 1 else 'were'} left out "
                f"({_named(self.words)}); define them in the context, or write IRIs in full"
            )
        if self.guessed:
            notes.append(
                f"{name}: no context defines {_named(self.guessed)}, and the base was put before each; define them in "
                "the context, or write IRIs in full"
            )
        return notes


class _Context(NamedTuple):
    """A context in the text, and what it costs the parser.

    Attributes:
        start: where it begins.
        end: where it ends.
        terms: how many it defines, those of the contexts in its terms included.
        scoped: how many of them are in such contexts, which are processed wherever their term is used.
        longest: the length of its longest IRI.
        names: the terms.
    """

    start: int
    end: int
    terms: int
    scoped: int
    longest: int
    names: frozenset[str]


def json_quads(document: Document, base: str | None, unmapped: Unmapped | None) -> Iterator[Quad]:
    """Yield the statements of a JSON-LD document.

    Raises:
        BadInputError: if it is not valid, or names a context on the web.
        LimitError: if it is too long, too deep, or its contexts are too much work.
    """
    data = _held(document)
    _check_depth(data, document.name)
    contexts = list(_contexts(data, document.name))
    _check_work(data, contexts, document.name)
    lost = _Lost()
    budget = Budget(document)
    try:
        for quad in parse(io.BytesIO(data), RdfFormat.JSON_LD, base_iri=base or _NO_BASE):
            if base is None and lost.relative(quad, document.name):
                continue
            budget.spend(quad)
            yield quad
    except MemoryError:  # the limit of the parser's buffer
        raise document.too_long() from None
    except (SyntaxError, ValueError) as error:
        raise malformed(error, "jsonld", document.name) from None
    if unmapped is not None:
        _find_words(data, contexts, base, lost)
        lost.tell(unmapped, data)


def _held(document: Document) -> bytes:
    held = io.BytesIO()
    while piece := document.read():
        held.write(piece)
        if document.count > MAX_BYTES:
            raise LimitError(
                f"{document.name}: contains more than {MAX_BYTES:,} bytes, the limit for JSON-LD; split it, or convert "
                "it to N-Triples elsewhere"
            )
    return held.getvalue()


def _braces(data: bytes) -> Iterator[tuple[int, bool]]:
    """Yield the place after each brace that begins or ends an object, and whether it begins one."""
    place = 0
    while found := _BRACE.match(data, place):
        place = found.end()
        yield place, data[place - 1] == _OPEN


def _check_depth(data: bytes, name: str) -> None:
    depth = held = last = 0
    for place, opens in _braces(data):
        held += (place - last) * depth
        last = place
        if opens:
            depth += 1
            if depth > MAX_DEPTH:
                raise LimitError(
                    f"{name}: line {_line(data, place)} contains objects nested more than {MAX_DEPTH} deep, the limit; "
                    "write the inner ones beside the outer, and name them there by their @id"
                )
        else:
            depth = max(0, depth - 1)
            held = held if depth else 0
        if held > MAX_HELD:
            raise LimitError(
                f"{name}: line {_line(data, place)} is in an object of more than {MAX_HELD:,} bytes, counted again for "
                "each object that is in another, the limit; write the objects one after another in an array"
            )


def _contexts(data: bytes, name: str) -> Iterator[_Context]:
    """Yield the contexts, those in the terms of another left out."""
    if b"@context" not in data and b"\\u" not in data:
        return
    end = 0
    for found in _CONTEXT.finditer(data):
        start = found.end()
        if start < end or json.loads(found[1]) != "@context":
            continue
        value, end = _decoded(data, start, name)
        terms, scoped, longest, names = _measured(value)
        excess = ""
        if max(terms) > MAX_TERMS:
            excess = f"of more than {MAX_TERMS:,} terms, the limit; leave out what the file does not use"
        elif longest > MAX_IRI:
            excess = f"with an IRI of more than {MAX_IRI:,} characters, the limit; shorten it"
        if excess:
            raise LimitError(f"{name}: line {_line(data, start)} contains a context {excess}")
        yield _Context(start, end, sum(terms), scoped, longest, frozenset(names))


def _decoded(data: bytes, start: int, name: str) -> tuple[object, int]:
    """Return the JSON value at a place, and where it ends."""
    size = 512  # most contexts are short
    while True:
        text = data[start : start + size].decode("utf-8", "replace")
        try:
            value, length = json.JSONDecoder(strict=False).raw_decode(text)
        except RecursionError:
            raise LimitError(
                f"{name}: line {_line(data, start)} contains a context nested too deep; write it as one object"
            ) from None
        except ValueError as error:
            if start + size >= len(data):
                raise BadInputError(
                    f"{name}: line {_line(data, start)} is not valid jsonld (the context: {error}); fix it there and "
                    "try again"
                ) from None
            if size > MAX_CONTEXT:
                raise LimitError(
                    f"{name}: line {_line(data, start)} contains a context of more than {MAX_CONTEXT:,} bytes, the "
                    "limit; leave out what the file does not use"
                ) from None
            size *= 8
        else:
            return value, start + len(text[:length].encode())


def _measured(value: object) -> tuple[list[int], int, int, set[str]]:
    """Measure a context.

    Returns:
        How many terms it has, and each context inside it; how many those inside have together; the length of the
        longest IRI; all terms.
    """
    terms = [0]
    scoped = longest = 0
    names: set[str] = set()
    waiting = [(value, False)]
    while waiting:
        found, inside = waiting.pop()
        if isinstance(found, list):
            waiting += [(item, inside) for item in found]
        if not isinstance(found, dict):
            continue
        terms.append(len(found))
        scoped += len(found) if inside else 0
        names.update(found)
        for definition in found.values():
            parts = definition if isinstance(definition, dict) else {"@id": definition}
            longest = max([longest, *(len(part) for part in parts.values() if isinstance(part, str))])
            if "@context" in parts:
                waiting.append((parts["@context"], True))
    return terms, scoped, longest, names


def _check_work(data: bytes, contexts: list[_Context], name: str) -> None:
    """Refuse contexts that are processed too often, or whose IRIs are too long for what uses them."""
    longest = max((context.longest for context in contexts), default=0)
    if longest > _SHORT and longest * data.count(b'"') // 2 > MAX_WRITTEN:
        raise LimitError(
            f"{name}: with an IRI of {longest:,} characters from a context before each text, it has more than "
            f"{MAX_WRITTEN:,} characters, the limit; use shorter namespaces"
        )
    terms, scoped = sum(context.terms for context in contexts), sum(context.scoped for context in contexts)
    if terms * len(contexts) + 4 * scoped * data.count(b"{") > MAX_WORK and _work(data, contexts) > MAX_WORK:
        raise LimitError(
            f"{name}: its {len(contexts):,} contexts with {terms:,} terms are processed again and again, more than "
            f"{MAX_WORK:,} terms in all, the limit; write one context at the beginning of the file"
        )


def _work(data: bytes, contexts: list[_Context]) -> int:
    """Return how many terms the parser looks at: those of each context, for every context or object below it."""
    total = number = 0
    levels = [[0, 0, 0, 0]]  # of each open object: its terms, its scoped terms, contexts and objects in it
    for place, opens in _braces(data):
        while number < len(contexts) and contexts[number].start < place:
            levels[-1][0] += contexts[number].terms
            levels[-1][1] += contexts[number].scoped
            levels[-1][2] += 1
            number += 1
        if opens:
            levels.append([0, 0, 0, 1])
        elif len(levels) > 1:
            terms, scoped, inner, objects = levels.pop()
            total += terms * inner + 4 * scoped * objects
            levels[-1][2] += inner
            levels[-1][3] += objects
    return total


class _Lost:
    """Counts the statements that are left out, or made of a word that nobody defined."""

    def __init__(self) -> None:
        self.words: Counter[str] = Counter()
        self.guessed: Counter[str] = Counter()

    def relative(self, quad: Quad, name: str) -> bool:
        """Tell whether a statement has a relative IRI, which it loses without a base."""
        for term in (quad.subject, quad.predicate, quad.object, quad.graph_name):
            if isinstance(term, Literal) and term.datatype.value.startswith(_RELATIVE):
                raise BadInputError(
                    f"{name}: contains a relative IRI as a datatype ('{_word(term.datatype)}'), but no base is given; "
                    "write the IRI in full or give a base"
                )
            if isinstance(term, NamedNode) and term.value.startswith(_RELATIVE):
                self.words[_word(term)] += 1
                return True
        return False

    def tell(self, unmapped: Unmapped, data: bytes) -> None:
        """Add the words to those of the caller, each with its line."""
        unmapped.words.update(self.words)
        unmapped.guessed.update(self.guessed)
        for word in [*self.words, *self.guessed][:MOST_LINES]:
            place = data.find(json.dumps(word, ensure_ascii=False).encode("utf-8", "replace"))
            if place >= 0:
                unmapped.lines.setdefault(word, _line(data, place))


def _find_words(data: bytes, contexts: list[_Context], base: str | None, lost: _Lost) -> None:
    """Find the keys, and with a base the types, that no context defines.

    The document is parsed once more, with a context around it that gives a meaning to every word.
    """
    known = frozenset().union(*(context.names for context in contexts))
    written = {found[1] for found in _WORD.finditer(data)}
    unknown = {json.loads(b'"%s"' % word, strict=False) for word in written} - known
    plain = len(contexts) == 1 and not contexts[0].scoped and data[: contexts[0].start].count(b"{") == 1
    if base is None and not unknown and (plain or not written):
        return
    odd = {word: _NO_WORD + quote(word) for word in sorted(unknown) if _UNFIT.search(word)}
    every = json.dumps({"@vocab": _NO_WORD, **odd}).encode()
    try:
        pieces = cast(IO[bytes], Pieces(_inside(data, contexts, every)))
        for quad in parse(pieces, RdfFormat.JSON_LD, base_iri=base or _NO_BASE):
            if quad.predicate.value.startswith(_NO_WORD):
                lost.words[_word(quad.predicate)] += 1
            elif base and isinstance(quad.object, NamedNode) and quad.object.value.startswith(_NO_WORD):
                lost.guessed[_word(quad.object)] += 1
    except (SyntaxError, ValueError):
        return  # with that context it is not valid: the words that were found until there must do


def _inside(data: bytes, contexts: list[_Context], context: bytes) -> Iterator[bytes]:
    """Yield the document in pieces, with a context before those of each outermost object."""
    depth = number = done = 0
    own: int | None = None
    opened = 0
    for place, opens in _braces(data):
        while number < len(contexts) and contexts[number].start < place:
            own = contexts[number].start if depth == 1 else own
            number += 1
        if opens:
            depth += 1
            if depth == 1:
                opened, own = place, None
            continue
        depth -= 1
        if depth:
            continue
        if own is None:
            empty = not data[opened : place - 1].strip()
            yield data[done:opened] + b'"@context":' + context + (b"" if empty else b",")
            done = opened
        elif data.startswith(b"[", own):
            yield data[done : own + 1] + context + b","
            done = own + 1
        else:
            end = next(found.end for found in contexts if found.start == own)
            yield data[done:own] + b"[" + context + b"," + data[own:end] + b"]"
            done = end
    yield data[done:]


def _named(words: Counter[str]) -> str:
    shown = [f"'{one_line(word)[:60]}'" for word in list(words)[:_SHOWN]]
    return listed([*shown, f"{len(words) - _SHOWN:,} others"] if len(words) > _SHOWN else shown)


def _word(term: NamedNode) -> str:
    """Return the word that an IRI was made from."""
    return unquote(term.value.removeprefix(_NO_BASE).removeprefix(_NO_WORD).removeprefix(_RELATIVE))


def _line(data: bytes, place: int) -> int:
    return data.count(b"\n", 0, place) + 1
