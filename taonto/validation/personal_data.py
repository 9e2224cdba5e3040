"""What has the form of personal data in a text, where the words around a phrase decide.

The patterns are kept in `shapes/publication/patterns.ttl`; this module says how they work together. All functions are
pure: a text in, the phrases found out. No pattern can guarantee that a text is free of personal data.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

import phonenumbers

from taonto.validation.patterns import patterns

Span = tuple[int, int]
"""Where a phrase starts and ends in its text."""

_LONGEST = 100_000
"""Characters of a text that the library searches for telephone numbers."""
_LOOK_BACK = 200
"""Characters before a phrase that may say what it means."""
_SHARES = {10, 100, 1000}
"""'1 out of 10 children' is a share, not a count."""
_NORTH_AMERICA = 1
"""The country code of the regions whose numbers have three, three and four digits."""
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def has_form(form: str, text: str) -> bool:
    """Say whether a text has a form that every SHACL engine can look for.

    >>> has_form("street-address", "We met at 12 Oak Street.")
    True
    """
    return any(pattern.search(text) for pattern in patterns().form(form))


def telephones(text: str, region: str) -> list[str]:
    """Return the telephone numbers in a text, in their order.

    The library phonenumbers finds numbers that exist and refuses made-up ones (555-123-4567). In regions with the form
    of numbers that North America has, the form decides as well.

    Args:
        text: any text.
        region: where numbers without a country code are from, as a two-letter code.
    """
    known = patterns().expression
    spans = [(m.start, m.end) for m in phonenumbers.PhoneNumberMatcher(text[:_LONGEST], region)]
    if phonenumbers.country_code_for_region(region) == _NORTH_AMERICA:
        spans += [
            m.span()
            for m in known("telephone-form").finditer(text)
            if not known("before-other-number").search(_before(text, m.start()))
        ]
        spans += [m.span("digits") for m in known("telephone-after-word").finditer(text)]
    return _phrases(text, (span for span in spans if not known("in-web-address").search(_before(text, span[0]))))


def small_counts(text: str, least: int) -> list[str]:
    """Return the phrases that count fewer than `least` children.

    >>> small_counts("It served 3 children in 12 schools.", 10)
    ['3 children']
    """
    return _phrases(text, (m.span() for m in _counts_of_children(text) if 0 < _largest(m) < least))


def persons(text: str) -> list[str]:
    """Return what looks like the name of a person next to a role or an academic degree.

    >>> persons("Principal Johnson and Jane Smith, Ph.D., met; Principal Leadership Academy")
    ['Principal Johnson', 'Jane Smith, Ph.D.']
    """
    known = [patterns().expression(name) for name in ("role-and-name", "name-and-degree")]
    return _phrases(text, (m.span() for pattern in known for m in pattern.finditer(text)))


@lru_cache(10_000)
def is_telling(heading: str) -> bool:
    """Say whether a heading suggests names, contact details or notes.

    >>> is_telling("staffEmail"), is_telling("Number of emails")
    (True, False)
    """
    return patterns().expression("telling-heading").search(plain_heading(heading)) is not None


def plain_heading(heading: str) -> str:
    """Return a heading as words in lower case.

    >>> plain_heading("staffEmail"), plain_heading("Contact_E-mail 2")
    ('staff email', 'contact e mail 2')
    """
    return " ".join(re.findall(r"[^\W_]+", _CAMEL.sub(" ", heading))).casefold()


def is_tick(text: str) -> bool:
    """Say whether a cell only counts or ticks off (12, yes): it has no note and no person, whatever its heading."""
    return patterns().expression("tick").search(text) is not None


def _phrases(text: str, spans: Iterable[Span]) -> list[str]:
    """Return the phrases at some places: each once, without those that overlap an earlier one."""
    found: dict[str, None] = {}
    end = 0
    for start, stop in sorted(spans):
        if start >= end:
            found.setdefault(" ".join(text[start:stop].split()))
            end = stop
    return list(found)


def _before(text: str, start: int) -> str:
    return text[max(0, start - _LOOK_BACK) : start]


def _largest(match: re.Match[str]) -> int:
    word = (match["last"] or match["number"]).lower()
    return int(word) if word.isdecimal() else patterns().words("number-word").index(word) + 1


def _counts_of_children(text: str) -> Iterator[re.Match[str]]:
    """Yield where a text counts children: before the word, as a part of them, and after the word."""
    known = patterns().expression
    for match in known("count-before").finditer(text):
        if _counts(match, text):
            yield match
    for match in known("count-of-some").finditer(text):
        before = _before(text, match.start())
        of_children = not match["them"] or known("children-before").search(before)
        share = match["all"] and int(match["all"]) in _SHARES
        bound = known("lower-bound").search(before)
        if of_children and not share and not bound and not known("thing-of-children").match(text, match.end()):
            yield match
    for match in known("count-after").finditer(text):
        if not known("ages-before").search(_before(text, match.start())):
            yield match


def _counts(match: re.Match[str], text: str) -> bool:
    """Say whether a number before a word for children counts them."""
    known = patterns().expression
    before, between = _before(text, match.start()), match["between"]
    if (
        known("between-no-count").search(between)
        or known("lower-bound").search(before)
        or known("before-no-count").search(before)
    ):
        return False
    # 0-3 children, three and four-year-olds: these are ages.
    ages = match["many"].lower().endswith("olds") and between.strip().lower() in ("and", "or", "to", "through")
    if ages or (match["last"] and match["number"] == "0"):
        return False
    singular = bool(match["one"]) and not match["s"]
    after = known("thing-of-children").match(text, match.end())
    if after and (singular or match["many"].lower() == "youth" or not after.group()[0].isspace()):
        return False
    return not singular or _largest(match) == 1
