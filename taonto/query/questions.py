"""Questions to the graph: the saved ones in `queries/`, and a user's own SPARQL.

A saved question is a `.rq` file that any SPARQL tool can run as it is. Comment decorators at its head say the rest:

    #+ question: Which frameworks include a given element?
    #+ kind: competency
    #+ param: element practice needs-assessment the element to look for

A parameter named `element` has a place in the text, `VALUES ?element { ... }`, with its default. To set the parameter,
the content of that block is replaced. Asking is done in `taonto.query.asking`.
"""

import datetime
import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from taonto.base import resources
from taonto.base.errors import BadInputError, UnknownNameError
from taonto.base.reading import STANDARD_STREAM, read_bytes
from taonto.rdf.sparql import MAX_QUERY_BYTES

KINDS = ("competency", "report", "quality")
"""What a question is for: to show what the graph can answer, to report on records, or to check quality."""

USERS = ("researcher", "center", "steward")
"""Who asks: one who studies frameworks, a center that links its records, one who checks records before publication."""

ANY = "any"
"""The value that leaves a parameter open, where its type is a kind of term."""

TERM_CLASSES = {
    "practice": "Practice",
    "phase": "Phase",
    "framework": "ModelOrFramework",
    "study": "CodingStudy",
    "organization": "Organization",
}
"""The types of parameters whose values are the members of a class, each with the local name of the class."""

LITERAL_TYPES: dict[str, tuple[Callable[[str], object], str]] = {
    "string": (str, "text"),
    "integer": (int, "a whole number"),
    "date": (datetime.date.fromisoformat, "a date such as 2026-01-31"),
}
"""The types of parameters whose values are written out, each with what reads it and what it is called."""

TYPES = (*TERM_CLASSES, "code", "term", *LITERAL_TYPES)
"""The types that a parameter can have."""

_DECORATOR = re.compile(r"^#\+\s*(\w+)\s*:\s*(.*?)\s*$", re.MULTILINE)
_PARAMETER = re.compile(r'(\w+)\s+(\w+)\s+("[^"]*"|\S+)\s+(\S.*)')
_OWN_FILE = (".rq", ".sparql", ".gz")


@dataclass(frozen=True)
class Parameter:
    """A part of a question that the asker can change.

    Attributes:
        name: its name, also that of the SPARQL variable.
        type: one of `TYPES`.
        default: the value in the file; "any" leaves the parameter open.
        description: what it means, in plain words.
    """

    name: str
    type: str
    default: str
    description: str


@dataclass(frozen=True)
class Question:
    """A question with its SPARQL text.

    Attributes:
        name: the name of a saved question, or the file of a user's own query.
        text: the SPARQL, decorators included.
        question: the question in plain language; empty for a query without decorators.
        kind: one of `KINDS`, or empty.
        user: one of `USERS`, or empty.
        data: "records" if the question is about engagement records, which the asker adds; else empty.
        parameters: what can be set.
        saved: whether it ships with taonto.
    """

    name: str
    text: str
    question: str = ""
    kind: str = ""
    user: str = ""
    data: str = ""
    parameters: tuple[Parameter, ...] = ()
    saved: bool = False

    def parameter(self, name: str) -> Parameter:
        """Return the parameter with a name.

        Raises:
            UnknownNameError: if there is none, with the nearest one.
        """
        names = [parameter.name for parameter in self.parameters]
        if name in names:
            return self.parameters[names.index(name)]
        near = difflib.get_close_matches(name, names, n=1)
        hint = f"did you mean '{near[0]}'?" if near else f"it takes {', '.join(names) or 'none'}"
        raise UnknownNameError(f"{self.name}: has no parameter '{name}'; {hint}")

    def text_with(self, terms: Mapping[str, str]) -> str:
        """Return the text with SPARQL terms in the places of some parameters.

        Args:
            terms: the name of a parameter to the term, as SPARQL writes it.
        """
        if not terms:
            return self.text
        # In one pass: a term may contain text that looks like the place of another parameter.
        return _place(*terms).sub(lambda place: f"{place[1]} {terms[place[2]]} }}", self.text)


def parse_question(text: str, name: str) -> Question:
    """Return the question that a `.rq` text contains; decorators are optional.

    Raises:
        BadInputError: if a decorator is not understood, or a parameter has no `VALUES ?name { ... }` in the text.
    """
    known: dict[str, str] = {}
    parameters: list[Parameter] = []
    for key, value in _DECORATOR.findall(text):
        if key == "param":
            parameters.append(_parse_parameter(value, text, name))
        elif key in ("question", "kind", "user", "data"):
            known[key] = value
        else:
            raise BadInputError(f"{name}: '#+ {key}:' is not a decorator; use question, kind, user, data or param")
    for key, allowed in (("kind", KINDS), ("user", USERS), ("data", ("records",))):
        if key in known and known[key] not in allowed:
            raise BadInputError(f"{name}: '#+ {key}: {known[key]}' is unknown; use {', '.join(allowed)}")
    names = [parameter.name for parameter in parameters]
    for twice in {n for n in names if names.count(n) > 1}:
        raise BadInputError(f"{name}: the parameter '{twice}' is declared twice; keep one")
    return Question(
        name=name,
        text=text,
        question=known.get("question", ""),
        kind=known.get("kind", ""),
        user=known.get("user", ""),
        data=known.get("data", ""),
        parameters=tuple(parameters),
    )


def saved_questions() -> list[Question]:
    """Return all questions that ship with taonto, by name."""
    return [_load_saved(path) for path in sorted(_saved().values(), key=lambda path: path.stem)]


def load_question(name: str) -> Question:
    """Return a saved question by name, or the query in a file (`FILE.rq`) or on standard input ("-").

    Raises:
        UnknownNameError: if there is no such question, with the nearest ones.
        TaontoError: if a file can't be read, or its decorators are not understood.
    """
    saved = _saved()
    if name in saved:
        return _load_saved(saved[name])
    if name == STANDARD_STREAM or name.endswith(_OWN_FILE):
        data = read_bytes(name, MAX_QUERY_BYTES)
        shown = "standard input" if name == STANDARD_STREAM else name
        try:
            return parse_question(data.decode("utf-8-sig"), shown)
        except UnicodeDecodeError as error:
            raise BadInputError(f"{shown}: is not UTF-8 text (at byte {error.start}); save it as UTF-8") from None
    if re.search(r"[\s{]", name):
        raise BadInputError("SPARQL text is read from a file or from standard input; save it as FILE.rq, or use '-'")
    near = difflib.get_close_matches(name, list(saved), n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(near)}?" if near else "list the saved questions to see their names"
    raise UnknownNameError(f"there is no saved question '{name}'; {hint}")


def _saved() -> dict[str, Path]:
    return {path.stem: path for path in resources.files("queries", "*.rq")}


def _load_saved(path: Path) -> Question:
    return replace(parse_question(path.read_text(encoding="utf-8"), path.stem), saved=True)


def _parse_parameter(value: str, text: str, name: str) -> Parameter:
    match = _PARAMETER.fullmatch(value)
    if match is None:
        raise BadInputError(f"{name}: '#+ param: {value}' needs four parts: name, type, default, description")
    parameter = Parameter(match[1], match[2], match[3].strip('"'), match[4])
    if parameter.type not in TYPES:
        raise BadInputError(
            f"{name}: parameter '{parameter.name}' has the unknown type '{parameter.type}'; use {', '.join(TYPES)}"
        )
    if not _place(parameter.name).search(text):
        raise BadInputError(
            f"{name}: parameter '{parameter.name}' needs a line 'VALUES ?{parameter.name} {{ ... }}' in the query"
        )
    return parameter


def _place(*names: str) -> re.Pattern[str]:
    """Return the pattern for the places of parameters in a text: what comes before the content, and the name."""
    return re.compile(rf"((?i:VALUES)\s+\?({'|'.join(map(re.escape, names))})\s*\{{)[^{{}}]*\}}")
