"""Rules that SHACL cannot state: they need a library, an option, or a look at names that are almost the same.

Each is described in `shapes/` like any other rule. No pattern and no library can certify a text as free of personal
data: these rules find what has a form.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import phonenumbers
from pyoxigraph import Literal, NamedNode, Triple

from taonto.edition import modules
from taonto.findings import Finding
from taonto.records import Place
from taonto.validation.codes import fold, nearest_of
from taonto.validation.engine import Node
from taonto.validation.explain import location, term_text
from taonto.validation.rules import Rule
from taonto.validation.trace import Tracer
from taonto.vocabulary import PREFIXES, TA, shorten

_LABEL = PREFIXES["skos"] + "prefLabel"
_TYPE = PREFIXES["rdf"] + "type"
_TEXTS = frozenset({TA + "hasPublicSummary", TA + "hasStatusReason", _LABEL})
_WORDED = frozenset(TA + name for name in ("Goal", "Objective", "Outcome", "NextStep", "SupportSource"))
_ORGANIZATION = TA + "Organization"
_TAKES_PART = frozenset({TA + "providedBy", TA + "receivedBy", TA + "concernsSupportSource"})
_SHORTEST_NAME = 5
"""Letters of the shortest organization name that is looked for in texts."""

_NUMBER_WORDS = {
    **{"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10},
    **{"eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17},
    **{"eighteen": 18, "nineteen": 19, "twenty": 20},
}
_CHILDREN = (
    r"(?P<many>children|babies|youths?|(?P<one>child|baby|(?:student|pupil|infant|toddler|preschooler|kindergartner|kid"
    r"|boy|girl|(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)[- ]grader)(?P<s>s)?))"
)
_PLURAL = (
    r"children|babies|youths?|students|pupils|infants|toddlers|preschoolers|kindergartners|kids|boys|girls"
    r"|(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)[- ]graders"
)
_COUNT = re.compile(
    rf"(?<![\w.,/-])(?P<number>\d{{1,3}}|{'|'.join(_NUMBER_WORDS)})(?![\w%])(?P<between>(?:\s+[a-z'-]+){{0,3}}?)\s+{_CHILDREN}\b",
    re.IGNORECASE,
)
_PART = re.compile(
    rf"(?<![\w.,/-])(?P<number>\d{{1,3}}|{'|'.join(_NUMBER_WORDS)})\s+(?:out\s+)?of\s+"
    rf"(?:(?:whom|them)\b|(?:the|these|those|our|their)(?:\s+[\w'-]+){{0,3}}?\s+(?:{_PLURAL})\b)",
    re.IGNORECASE,
)
"""Some of the children: two of the 25 students. 'Of whom' and 'of them' count if children are named before."""
_STATED = re.compile(
    rf"\b(?:{_PLURAL})\b(?:\s+[a-z-]+){{0,3}}\s*(?::|=|\(\s*n\s*[=:])\s*(?P<number>\d{{1,3}}|{'|'.join(_NUMBER_WORDS)})"
    r"\s*(?=[.,;)](?!\d)|\n|$)",
    re.IGNORECASE,
)
"""A number after the word, as on a form: Children served: 4."""
_OPEN_COUNT = re.compile(r"(?:more|greater|larger|over|at least|minimum of)\s*(?:than\s*)?$", re.IGNORECASE)
"""What stands before a number that is a lower bound; an upper one tells as much as a count."""
_NOT_A_COUNT = re.compile(
    r"\b(?:(?:grades?|aged?|ages)(?:\s+\w+\s*(?:to|through|and|or|-))?|room|level|tier|part|phase|step|title|year|section"
    rf"|page|birth to|(?:\d+|{'|'.join(_NUMBER_WORDS)})\s+in(?:\s+every)?)\s*$",
    re.IGNORECASE,
)
"""What stands before a number that names something, or is the second number of a share."""
_OF_CHILDREN = re.compile(
    r"[-\u2010\u2011](?=\w)|(?:['\u2019]s)?\s+(?:care|find|welfare|development|protect\w*|nutrition|health|mental|outcomes?"
    r"|teachers?|teaching|councils?|programs?|services?|cent(?:er|re)s?|leaders?|workers?|organizations?|agenc\w+"
    r"|handbooks?|hospitals?|museums?|librar\w+|books?)\b",
    re.IGNORECASE,
)
"""What stands after a word for children that only says what kind of thing is counted: two child care centers."""
_NOT_CHILDREN = re.compile(
    r"\b(?:years?|months?|days?|weeks?|hours?|minutes|for|of|to|on|in|with|about|teams?|staff|schools?|classrooms?"
    r"|teachers?|coaches)\b",
    re.IGNORECASE,
)
"""What stands between a number and children that it does not count."""


@dataclass(frozen=True, slots=True)
class Options:
    """What users may set.

    Attributes:
        least_count: the smallest count of children that a published text may hold.
        region: where telephone numbers without a country code are from, as a two-letter code.
    """

    least_count: int = 10
    region: str = "US"


def check(rules: list[Rule], tracer: Tracer, options: Options) -> Iterator[Finding]:
    """Yield what the program's rules find in the records.

    Args:
        rules: those of the profile; the ones that are not about records are passed over.
        tracer: the records.
        options: what users may set.
    """
    for rule in rules:
        function = _CHECKS.get(rule.id)
        if function is not None:
            yield from function(rule, tracer, options)


def finding(rule: Rule, message: str, place: Place, triple: Triple | None = None, hint: str | None = None) -> Finding:
    """Return a finding of a rule that the program checks, at the place of a triple."""
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        message=message,
        hint=hint or rule.hint,
        focus=term_text(triple.subject) if triple else None,
        path=triple.predicate.value if triple else None,
        value=term_text(triple.object) if triple and isinstance(triple.object, NamedNode | Literal) else None,
        shape=rule.iri,
        focus_term=str(triple.subject) if triple else None,
        value_term=str(triple.object) if triple else None,
        **location(place),
    )


@cache
def _known_properties() -> dict[str, str]:
    terms = {t.subject.value for m in modules().values() for t in m if isinstance(t.subject, NamedNode)}
    return {shorten(iri).casefold(): shorten(iri) for iri in sorted(terms) if iri.startswith(TA)}


def _unknown_property(rule: Rule, tracer: Tracer, _: Options) -> Iterator[Finding]:
    known = _known_properties()
    for subject in tracer.subjects():
        for triple in tracer.about(subject):
            name = shorten(triple.predicate.value)
            if triple.predicate.value.startswith(TA) and name not in known.values():
                near = nearest_of(name, known)
                hint = f"Did you mean {near}? {rule.hint}" if near else rule.hint
                for place in tracer.places(subject, triple.predicate.value, triple.object):
                    yield finding(rule, f"There is no property {name}.", place, triple, hint)


def _organization_names(tracer: Tracer) -> dict[str, list[Triple]]:
    """Return the names of organizations with the triples that state them."""
    names: dict[str, list[Triple]] = defaultdict(list)
    for triple, _ in tracer.texts(frozenset({_LABEL})):
        if _is_a(triple.subject, {_ORGANIZATION}, tracer):
            names[triple.object.value].append(triple)  # type: ignore[union-attr]
    return {name: list(dict.fromkeys(triples)) for name, triples in names.items()}


def _is_a(node: Node, classes: set[str] | frozenset[str], tracer: Tracer) -> bool:
    return any(
        t.predicate.value == _TYPE and isinstance(t.object, NamedNode) and t.object.value in classes
        for t in tracer.about(node)
    )


def _variant_names(rule: Rule, tracer: Tracer, _: Options) -> Iterator[Finding]:
    groups: dict[str, dict[str, list[Triple]]] = defaultdict(dict)
    for name, triples in _organization_names(tracer).items():
        groups[fold(name)][name] = triples
    yield from _variants(rule, groups, tracer, "The name '{}' is elsewhere written '{}'.")


def _variant_identifiers(rule: Rule, tracer: Tracer, _: Options) -> Iterator[Finding]:
    groups: dict[str, dict[str, list[Triple]]] = defaultdict(dict)
    for triple, _place in tracer.texts(frozenset({TA + "hasIdentifier"})):
        if isinstance(triple.object, Literal):
            groups[triple.object.value.casefold()].setdefault(triple.object.value, []).append(triple)
    yield from _variants(rule, groups, tracer, "The identifier '{}' differs only in case from '{}'.")


def _variants(
    rule: Rule, groups: dict[str, dict[str, list[Triple]]], tracer: Tracer, message: str
) -> Iterator[Finding]:
    """Yield a finding for each spelling but the most frequent of its group (the first one of equals)."""
    for spellings in groups.values():
        if len(spellings) < 2:
            continue
        places = {
            text: [(t, p) for t in triples for p in tracer.places(t.subject, t.predicate.value, t.object)]
            for text, triples in spellings.items()
        }
        usual = max(places, key=lambda text: len(places[text]))
        for text, found in places.items():
            if text != usual:
                for triple, place in dict.fromkeys(found):
                    yield finding(rule, message.format(text, usual), place, triple)


def _free_texts(tracer: Tracer) -> Iterator[tuple[Triple, Place, str]]:
    for triple, place in tracer.texts(_TEXTS):
        if isinstance(triple.object, Literal) and (
            triple.predicate.value != _LABEL or _is_a(triple.subject, _WORDED, tracer)
        ):
            yield triple, place, triple.object.value


def _telephones(rule: Rule, tracer: Tracer, options: Options) -> Iterator[Finding]:
    for triple, place, text in _free_texts(tracer):
        for match in phonenumbers.PhoneNumberMatcher(text[:100_000], options.region):
            yield finding(rule, f"The text must not hold a telephone number: '{match.raw_string}'.", place, triple)


def _small_counts(rule: Rule, tracer: Tracer, options: Options) -> Iterator[Finding]:
    for triple, place, text in _free_texts(tracer):
        for match in _counts_of_children(text):
            if 0 < _number(match) < options.least_count:
                said = " ".join(match.group().split())
                yield finding(
                    rule,
                    f"The text must not tell of fewer than {options.least_count} children: '{said}'.",
                    place,
                    triple,
                )


def _number(match: re.Match[str]) -> int:
    word = match["number"].lower()
    return _NUMBER_WORDS[word] if word in _NUMBER_WORDS else int(word)


def _counts_of_children(text: str) -> Iterator[re.Match[str]]:
    """Yield where a text counts children, in the order of the ways to say it."""
    for match in _COUNT.finditer(text):
        before = text[: match.start()]
        named = _NOT_CHILDREN.search(match["between"]) or _OPEN_COUNT.search(before) or _NOT_A_COUNT.search(before)
        singular = bool(match["one"]) and not match["s"]
        after = _OF_CHILDREN.match(text, match.end())
        kind = after and (singular or match["many"].lower() == "youth" or not after.group()[0].isspace())
        if not named and not kind and (not singular or _number(match) == 1):
            yield match
    for match in _PART.finditer(text):
        before = text[: match.start()]
        told = not match.group().lower().endswith(("whom", "them")) or re.search(
            rf"\b(?:{_PLURAL})\b[^.!?]*$", before, re.IGNORECASE
        )
        if told and not _OPEN_COUNT.search(before) and not _OF_CHILDREN.match(text, match.end()):
            yield match
    for match in _STATED.finditer(text):
        if not re.search(r"\b(?:ages?|grades?)\b[^.:;]*$", text[: match.start()], re.IGNORECASE):
            yield match


def _other_organizations(rule: Rule, tracer: Tracer, _: Options) -> Iterator[Finding]:
    names = {
        name: {t.subject for t in triples}
        for name, triples in _organization_names(tracer).items()
        if len(name) >= _SHORTEST_NAME
    }
    if not names:
        return
    longest_first = sorted(names, key=lambda n: (-len(n), n))
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)")
    for triple, place, text in _free_texts(tracer):
        matches = set(pattern.findall(text))
        if not matches:
            continue
        own = _own_names(triple.subject, tracer)
        for name in sorted(matches):
            if not any(name in declared for declared in own):
                yield finding(
                    rule,
                    f"The text names '{name}', which is neither provider nor recipient of the record.",
                    place,
                    triple,
                )


def _own_names(node: Node, tracer: Tracer) -> set[str]:
    """Return the names of the organizations of the record that a text is in, or of all records that point to it."""
    records = [node, *(t.subject for t, _ in tracer.properties(node))]
    linked = {t.object for record in records for t in tracer.about(record) if t.predicate.value in _TAKES_PART}
    return {
        t.object.value
        for organization in linked
        for t in tracer.about(organization)
        if t.predicate.value == _LABEL and isinstance(t.object, Literal)
    }


_CHECKS: dict[str, Callable[[Rule, Tracer, Options], Iterator[Finding]]] = {
    "TA140": _unknown_property,
    "TA307": _variant_names,
    "TA308": _variant_identifiers,
    "TA424": _telephones,
    "TA425": _small_counts,
    "TA426": _other_organizations,
}
