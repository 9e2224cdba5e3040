"""Did you mean: the code that is most like an unknown word."""

import re
from functools import cache

from rapidfuzz import fuzz, process

from taonto.ontology.codes import CodeLists

_NEAR_ENOUGH = 75
"""How alike (0 to 100) a name must be to be suggested."""
_TOO_LONG = 8
"""A text that is more than this many times as long as a name is never near enough (by the way WRatio is defined)."""


def fold(text: str) -> str:
    """Return a text without what differs between spellings: case, spaces, hyphens, underscores and other signs.

    >>> fold("In_Person") == fold("in-person")
    True
    """
    return re.sub(r"[\W_]+", "", text.casefold())


def _word(value: str) -> str:
    """Return the word to look up: what follows the last slash, hash or colon of an IRI; any other text unchanged."""
    return re.split(r"[/#:]", value)[-1] if re.match(r"[A-Za-z][\w+.-]*:\S+$", value) else value


@cache
def _names(cls: str) -> dict[str, str]:
    """Return the codes and labels of a list, in lower case, each with the code that a cell contains for it."""
    names: dict[str, str] = {}
    for code in CodeLists.shipped().members(cls):
        if not code.deprecated:
            names.setdefault(code.label.casefold(), code.code)
            names[code.code.casefold()] = code.code
    return names


def same_but_spelling(cls: str, value: str) -> str | None:
    """Return the code of a list that differs from the value only in spelling, or None."""
    wanted = fold(_word(value))
    return next((code for name, code in _names(cls).items() if wanted and fold(name) == wanted), None)


def nearest(cls: str, value: str) -> str | None:
    """Return the code of a list that is most like the value, or None if none is like it.

    >>> nearest("https://w3id.org/taonto/ontology/DeliveryMode", "Hybird")
    'hybrid'
    """
    return nearest_of(_word(value), _names(cls))


def nearest_of(value: str, names: dict[str, str], enough: int = _NEAR_ENOUGH) -> str | None:
    """Return what the most similar of some names (in lower case) stands for, or None if none is similar."""
    wanted = value.casefold()
    if len(wanted) > _TOO_LONG * max(map(len, names), default=0):
        return None
    best = process.extractOne(wanted, list(names), scorer=fuzz.WRatio, score_cutoff=enough)
    return names[best[0]] if best else None
