"""Checks of a SPARQL query before it runs: its form, the formats of its answer, and that it contacts no server."""

import re
from collections.abc import Iterator

from taonto.base.errors import BadInputError
from taonto.base.vocabulary import PREFIXES

FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
"""The query forms of SPARQL 1.1."""

TIMEOUT = 60.0
"""Seconds that a query may take unless asked otherwise."""
MEMORY = 1500.0
"""MiB that a query may use beyond what the data take, unless asked otherwise."""

FORMATS = ("table", "csv", "tsv", "json", "xml", "turtle", "jsonld", "parquet")
"""The formats of answers."""

_ROWS = ("table", "csv", "tsv", "json", "xml", "parquet")
_TRUTH = ("table", "json", "xml")
_GRAPH = ("turtle", "jsonld")
_FIT = {"SELECT": _ROWS, "ASK": _TRUTH, "CONSTRUCT": _GRAPH, "DESCRIBE": _GRAPH}
_KIND = {"SELECT": "rows", "ASK": "yes or no", "CONSTRUCT": "a graph", "DESCRIBE": "a graph"}

MAX_QUERY_BYTES = 1_000_000
"""The longest query text that is read, in bytes."""

_UPDATES = {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"}
_PROLOGUE = {"PREFIX", "BASE", "VERSION"}

_TOKEN = re.compile(
    r"""
      \#[^\n\r]*                                                       # comment
    | (?P<iri> < [^<>"{}|^`\x00-\x20]* > )
    | \"{3} (?: [^"\\] | \\. | "(?!"") )* \"{3}
    | '{3}  (?: [^'\\] | \\. | '(?!'') )* '{3}
    | " (?: [^"\\\n\r] | \\. )* "
    | ' (?: [^'\\\n\r] | \\. )* '
    | [?$]\w+                                                          # variable
    | @[A-Za-z]+(?:-\w+)*                                              # language tag
    | (?P<prefix> (?: \w (?:[\w.\-]{0,99}[\w\-])? )? ) : (?: (?:[\w:%\-.]|\\.)* (?:[\w:%\-]|\\.) )?
    | (?P<word> \w+ )
    | .
    """,
    re.VERBOSE | re.DOTALL,
)

_SERVICE = "SERVICE would send data to another server; query that server's own endpoint instead"
_FROM = "FROM and FROM NAMED name graphs to fetch; remove them and give the files as data"


def query_form(text: str, name: str) -> str:
    """Return the form of a SPARQL query, one of `FORMS`, if it only reads the graph at hand.

    Args:
        text: the query.
        name: what errors call it: a file name, or the name of a saved question.

    Raises:
        BadInputError: if the text is an update (such as LOAD), is not a query, or contains SERVICE or FROM.
    """
    # Some servers decode \\u escapes before they read the query, some after: check both readings.
    decoded = re.sub(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})", _decode, text)
    for reading in dict.fromkeys((text, decoded)):
        for word in _names(reading):
            # Parsers need no space around keywords: `1SERVICE`, `SERVICESILENT`, `FROMNAMED`.
            if "service" in word:
                raise BadInputError(f"{name}: {_SERVICE}")
            if word.startswith("from") or word.endswith("from"):
                raise BadInputError(f"{name}: {_FROM}")
    words = (match["word"] for match in _TOKEN.finditer(text))
    first = next((word.upper() for word in words if word and word.upper() not in _PROLOGUE), "")
    if first in FORMS:
        return first
    if first in _UPDATES:
        raise BadInputError(f"{name}: {first} is an update, but the graph is read-only; use {', '.join(FORMS)}")
    raise BadInputError(f"{name}: is not a SPARQL query; begin it with {', '.join(FORMS)} (after any PREFIX)")


def check_format(form: str, format: str) -> None:
    """Refuse a format that can't contain the answer to a query of this form; call it before any work is done.

    Raises:
        BadInputError: if the format can't contain the answer.
    """
    fit = _FIT[form]
    if format not in fit:
        raise BadInputError(
            f"the answer to {form} is {_KIND[form]}, which the format '{format}' can't represent; "
            f"use {' or '.join(fit)}"
        )


def default_format(form: str) -> str:
    """Return the format for people: a table, or Turtle for a graph."""
    return _FIT[form][0]


def with_prefixes(text: str) -> str:
    """Return the query with taonto's prefixes declared first; the query's own declarations override them.

    They go on the query's first line, so that line numbers in messages stay right.
    """
    return "".join(f"PREFIX {prefix}: <{namespace}> " for prefix, namespace in PREFIXES.items()) + text


def _names(text: str) -> Iterator[str]:
    """Yield, in lower case, every word that some parser could read as a keyword.

    It is strict in two places where parsers differ: a keyword without a space before a name (`SERVICE:x`), and a "less
    than" that looks like the start of an IRI (`FILTER(?a<?b)SERVICE?c#>`).
    """
    for match in _TOKEN.finditer(text):
        if match["word"]:
            yield match["word"].lower()
        elif match["prefix"]:
            yield match["prefix"].lower()
        elif match["iri"] and ")" in match["iri"]:
            yield match["iri"].partition(")")[2].lower()


def _decode(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code < 0x110000 else ""
