"""What has the form of personal data in a text, where a pattern in SHACL is not enough.

All functions are pure: a text in, the phrases found out. No pattern can certify a text as free of personal data.
"""

import re
from collections.abc import Iterable, Iterator

import phonenumbers

Span = tuple[int, int]
"""Where a phrase starts and ends in its text."""

_LONGEST = 100_000
"""Characters of a text that the library searches for telephone numbers."""
_LOOK_BACK = 200
"""Characters before a phrase that may say what it means."""

_NUMBER_WORDS = {
    **{"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10},
    **{"eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17},
    **{"eighteen": 18, "nineteen": 19, "twenty": 20},
}
_N = rf"(?:\d{{1,3}}|{'|'.join(_NUMBER_WORDS)})"
_AGE = r"(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten)"
_NOT_AFTER = r"(?<![\w.,/\u2010-\u2015-])(?<!\d:)"
"""A number that goes on to the left is a part of something else, or the end of a span (K-3) or a share (1:5)."""
_SINGULAR = (
    r"(?:student|pupil|infant|toddler|preschooler|kindergart(?:n|en)er|kid|boy|girl"
    r"|(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d{1,2}(?:st|nd|rd|th))[- ]grader"
    r"|(?:dual[- ]language|english(?:[- ]language)?|multilingual|bilingual|emergent|early|young|diverse) learner"
    rf"|{_AGE}[- ](?:year|month)[- ]old|ELL|DLL)"
)
_CHILDREN = rf"(?P<many>children|babies|youths?|ELs|(?P<one>child|baby|{_SINGULAR}(?P<s>s)?))"
_PLURAL = rf"(?:children|babies|youths?|ELs|{_SINGULAR}s)"
_COUNT = re.compile(
    rf"{_NOT_AFTER}(?P<number>{_N})(?:\s*(?:-|\u2013|\bto\b|\bor\b)\s*(?P<last>{_N}))?(?:\s*\({_N}\))?(?![\w%])"
    rf"(?P<between>(?:\s+(?:[a-z'-]+|\d{{1,2}}(?:st|nd|rd|th))){{0,3}}?)\s+{_CHILDREN}\b(?!\s+(?:children|(?:student|pupil|kid)s)\b)",
    re.IGNORECASE,
)
_PART = re.compile(
    rf"{_NOT_AFTER}(?P<number>{_N})(?P<last>)\s+(?:out\s+)?of\s+"
    rf"(?:(?P<them>(?:whom|them)\b)|(?:(?:the|these|those|our|their)\s+)?(?P<all>\d{{2,4}})(?:\s+[\w'-]+){{0,3}}?\s+{_PLURAL}\b"
    rf"|(?:the|these|those|our|their)(?:\s+[\w'-]+){{0,3}}?\s+{_PLURAL}\b)",
    re.IGNORECASE,
)
"""Some of the children: two of the 25 students. 'Of whom' and 'of them' count if children are named before."""
_STATED = re.compile(
    rf"\b{_PLURAL}\b(?:\s+(?!(?:aged?|ages|grades?|hours?|ids?|levels?|per|sessions?)\b)[a-z-]+){{0,3}}\s*(?::|=|\(\s*n\s*[=:])\s*(?P<number>{_N})(?P<last>)"
    r"\s*(?=[.,;)](?!\d)|\n|$)",
    re.IGNORECASE,
)
"""A number after the word, as on a form: Children served: 4."""
_SHARES = {10, 100, 1000}
"""'1 out of 10 children' is a share, and no count."""
_OPEN_COUNT = re.compile(
    r"(?<!no )(?<!not )(?:more|greater|larger|over|at least|minimum of)\s*(?:than\s*)?$", re.IGNORECASE
)
"""What stands before a number that is a lower bound; an upper one tells as much as a count."""
_NOT_A_COUNT = re.compile(
    r"\b(?:(?:grades?|aged?|ages)(?:\s+\w+\s*(?:to|through|and|or|-))?|(?:pre-?)?k(?:indergarten)?\s*(?:to|through|-)"
    r"|room|classroom|level|tier|part|phase|step|title|year|section|page|module|unit|lesson|chapter|session|cohort|group|week|day|goal"
    r"|objective|activity|standard|domain|option|form|version|volume|figure|table|item|question|type|strategy"
    r"|indicator|category|stage|round|every|per|birth to"
    rf"|(?:groups|teams|pairs|classes|ratio|size)\s+of|{_N}\s+in(?:\s+every)?)\s*$",
    re.IGNORECASE,
)
"""What stands before a number that names something, tells how groups are made, or is the second number of a share."""
_OF_CHILDREN = re.compile(
    r"[-\u2010\u2011](?=\w)|(?:['\u2019]s)?\s+(?:care|counts?|find|information|study|welfare|development|protect\w*|nutrition"
    r"|health|mental|outcomes?"
    r"|teachers?|teaching|councils?|programs?|services?|cent(?:er|re)s?|leaders?|workers?|organizations?|agenc\w+"
    r"|handbooks?|hospitals?|museums?|librar\w+|books?|class(?:room|e)?s?|rooms?|at a time)\b",
    re.IGNORECASE,
)
"""What stands after a word for children that only says what kind of thing is counted: two child care centers."""
_NOT_CHILDREN = re.compile(
    r"\b(?:years?|months?|days?|weeks?|hours?|minutes|for|of|to|on|in|with|about|teams?|staff|schools?|classrooms?"
    r"|teachers?|coaches|and (?:under|over|up|younger|older))\b|^\s+grade\b",
    re.IGNORECASE,
)
"""What stands between a number and children that it does not count."""
_CHILDREN_BEFORE = re.compile(rf"\b{_PLURAL}\b[^.!?]*$", re.IGNORECASE)
_AGES_BEFORE = re.compile(r"\b(?:ages?|grades?)\b[^.:;]*$", re.IGNORECASE)

_NORTH_AMERICA = 1
"""The country code of the regions whose numbers have three, three and four digits."""
_NUMBER_OF_TEN = re.compile(
    r"(?<![\w./#-])(?:\+?1[-. ]?)?(?:\(\d{3}\)[-. ]?\d{3}[-. ]|\d{3}(?P<sign>[-.])\d{3}(?P=sign))\d{4}(?![\w-]|\.\d)"
)
"""Such a number, also one that nobody has: made-up numbers stand for real ones."""
_NUMBER_AFTER_WORD = re.compile(
    r"\b(?:call|ph|phone|telephone|tel|fax|text|cell|mobile|dial)\b(?:\s+(?:us|me|him|her|them|at|on|to|no|number|is)\b){0,3}"
    r"[\s.:#]{0,5}(?P<digits>(?:\(?\d{3}\)?[-. ]?)?\d{3}[-. ]\d{4}|\d{10})(?![\w-]|\.\d)",
    re.IGNORECASE,
)
_OTHER_NUMBER = re.compile(
    r"\b(?:awards?|grants?|contracts?|accounts?|invoices?|orders?|projects?|isbn|doi|versions?)"
    r"(?:\s*(?:numbers?|no|nr|id|code|is))*[\s.:#]*$",
    re.IGNORECASE,
)
"""What stands before a number that is none of a telephone."""
_ADDRESS = re.compile(r"://\S*$")
"""What stands before a number that is a part of a web address."""

_AFTER_ROLE = (
    r"(?:Academ|Administrat|Advis|And\b|Appl|Board|Cabinet|Candidate|Cent[er]{2}|Certif|Coach|Cohort|Collab|Commit"
    r"|Coordinat|Council|Day|Develop|Director|District|Evaluat|Fellow|For\b|Forum|From|Group|Guid|Handbook|In\b|Induct"
    r"|Institut|Intern|Interview|Investigat|Learn|Lead|Licens|Listen|Meet|Mentor|Module|Network|Of\b|Office|On\b|Or\b|Parent"
    r"|Pipeline|Practic|Prep|Professional|Program|Report|Residen|Role|Round|School|Search|Self|Seminar|Series|Session"
    r"|Staff|Standard|State|Student|Summit|Superint|Superv|Support|Survey|Symposi|Task|Teach|Team|The\b|To\b|Tool|Train"
    r"|Walk|Webinar|With\b|Work|\w+(?:tion|tions|ment|ship|ness|ance|ence|isory|ional)\b)"
)
_ROLE_AND_NAME = re.compile(
    rf"\b(?:Principal|Superintendent) (?!{_AFTER_ROLE})(?:O['\u2019])?[^\W\d_a-z][^\W\d_]*[a-z]\w*"
)
_NAME_AND_DEGREE = re.compile(
    r"\b[A-Z][\w'\u2019-]{0,40} (?:[A-Z]\.? )?(?!(?:University|College|Institute|School|Studies|Education)\b)"
    r"[A-Z][\w'\u2019-]{1,40}, ?(?:Ph\.? ?D|Ed\.? ?D|Psy\.? ?D|M\. ?Ed|M\. ?D|Esq|LCSW|BCBA)\b\.?"
    r"(?! ?(?:program|student|candidate|degree|level))"
)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_TICK = re.compile(r"\s*(?:yes|no|y|n|x|n/?a|none|true|false|-|\d{1,3})\s*", re.IGNORECASE)


def telephones(text: str, region: str) -> list[str]:
    """Return the telephone numbers in a text, in their order.

    The library phonenumbers finds those that exist. Made-up ones (555-123-4567) it refuses, so where numbers have the
    form that they have in North America, the form decides.

    Args:
        text: any text.
        region: where numbers without a country code are from, as a two-letter code.
    """
    spans = [(m.start, m.end) for m in phonenumbers.PhoneNumberMatcher(text[:_LONGEST], region)]
    if phonenumbers.country_code_for_region(region) == _NORTH_AMERICA:
        spans += [m.span() for m in _NUMBER_OF_TEN.finditer(text) if not _OTHER_NUMBER.search(_before(text, m.start()))]
        spans += [m.span("digits") for m in _NUMBER_AFTER_WORD.finditer(text)]
    return _phrases(text, (span for span in spans if not _ADDRESS.search(_before(text, span[0]))))


def small_counts(text: str, least: int) -> list[str]:
    """Return the phrases that count fewer than `least` children.

    >>> small_counts("It served 3 children in 12 schools.", 10)
    ['3 children']
    """
    return _phrases(text, (m.span() for m in _counts_of_children(text) if 0 < _largest(m) < least))


def persons(text: str) -> list[str]:
    """Return what looks like the name of a person beside a role or an academic degree.

    >>> persons("Principal Johnson and Jane Smith, Ph.D., met; Principal Leadership Academy")
    ['Principal Johnson', 'Jane Smith, Ph.D.']
    """
    return _phrases(text, (m.span() for form in (_ROLE_AND_NAME, _NAME_AND_DEGREE) for m in form.finditer(text)))


def plain_heading(heading: str) -> str:
    """Return a heading as words in lower case.

    >>> plain_heading("staffEmail"), plain_heading("Contact_E-mail 2")
    ('staff email', 'contact e mail 2')
    """
    return " ".join(re.findall(r"[^\W_]+", _CAMEL.sub(" ", heading))).casefold()


def is_tick(text: str) -> bool:
    """Say whether a cell only counts or ticks off (12, yes): it holds no note and no person, whatever its heading."""
    return _TICK.fullmatch(text) is not None


def _phrases(text: str, spans: Iterable[Span]) -> list[str]:
    """Return what stands at some places, without those that overlap an earlier one, and each phrase once."""
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
    return _NUMBER_WORDS[word] if word in _NUMBER_WORDS else int(word)


def _counts_of_children(text: str) -> Iterator[re.Match[str]]:
    """Yield where a text counts children, in the order of the ways to say it."""
    for match in _COUNT.finditer(text):
        if _counts(match, text):
            yield match
    for match in _PART.finditer(text):
        before = _before(text, match.start())
        told = not match["them"] or _CHILDREN_BEFORE.search(before)
        share = match["all"] and int(match["all"]) in _SHARES
        if told and not share and not _OPEN_COUNT.search(before) and not _OF_CHILDREN.match(text, match.end()):
            yield match
    for match in _STATED.finditer(text):
        if not _AGES_BEFORE.search(_before(text, match.start())):
            yield match


def _counts(match: re.Match[str], text: str) -> bool:
    """Say whether a number before a word for children counts them."""
    before, between = _before(text, match.start()), match["between"]
    if _NOT_CHILDREN.search(between) or _OPEN_COUNT.search(before) or _NOT_A_COUNT.search(before):
        return False
    # 0-3 children, three and four-year-olds: these are ages.
    ages = match["many"].lower().endswith("olds") and between.strip().lower() in ("and", "or", "to", "through")
    if ages or (match["last"] and match["number"] == "0"):
        return False
    singular = bool(match["one"]) and not match["s"]
    after = _OF_CHILDREN.match(text, match.end())
    if after and (singular or match["many"].lower() == "youth" or not after.group()[0].isspace()):
        return False
    return not singular or _largest(match) == 1
