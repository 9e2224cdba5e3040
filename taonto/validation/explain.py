"""From an engine's results to findings that people understand: rule, plain sentence, hint, 'did you mean'."""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TypedDict
from urllib.parse import unquote

from pyoxigraph import BlankNode, Literal, NamedNode

from taonto.base.vocabulary import PREFIXES, TAC, TAF, TAP, TASH, shorten
from taonto.ontology.codes import replacements
from taonto.rdf.nodes import PREF_LABEL, AnyNode, Node, local_name
from taonto.records.record import Place
from taonto.records.sheets.rows import DEFAULT_BASE
from taonto.validation.engines.engine import Result, Unjudged
from taonto.validation.findings import Finding
from taonto.validation.messages import with_branches
from taonto.validation.rules import Rule, RuleBook
from taonto.validation.suggestions import nearest, nearest_of, same_but_spelling
from taonto.validation.trace import Tracer

_UNKNOWN_CODE, _SPELLING, _RETIRED, _UNKNOWN_PART, _UNJUDGED = "TA101", "TA105", "TA106", "TA138", "TA901"
LONGEST = 200
"""Characters of a value that a message shows."""
_MOST_COMPARED = 10_000_000
"""How often the name of a record is compared with an unknown one; from then on, no name is suggested."""
_LONGEST_VALUE = 10_000
"""Characters of a value from which on a finding gives only its beginning."""
_MOST_VALUES = 5
"""Values that a message shows."""
_SPARQL = "SPARQLConstraintComponent"
_IRI = re.compile(r"<([^<>\s]+)>")
_COUNTS = ("MinCountConstraintComponent", "MaxCountConstraintComponent", "QualifiedMaxCountConstraintComponent")


class Explainer:
    """Turns results into findings."""

    def __init__(self, rule_book: RuleBook, tracer: Tracer) -> None:
        """Prepare for the results over some records."""
        self.rule_book = rule_book
        self.tracer = tracer
        self._compared = 0

    def findings(self, result: Result) -> Iterator[Finding]:
        """Yield the findings of one result: one for each place that it points to."""
        rule = self._rule(result)
        about = next(iter(self.rule_book.texts(result.shape, "tash:about")), None)
        message = self._message(result, about)
        hint = self._hint(result, rule)
        focus, value = term_text(result.focus), None if result.value is None else reported(term_text(result.value))
        focus_term, value_term = str(result.focus), None if result.value is None else reported_term(result.value)
        for place in self.tracer.places(result.focus, result.path, result.value, about) or [Place("")]:
            yield Finding(
                rule=rule.id if rule else own_name(result.shape),
                severity=result.severity,
                message=message,
                hint=hint,
                focus=focus,
                path=result.path,
                value=value,
                component=result.component,
                shape=result.shape,
                focus_term=focus_term,
                value_term=value_term,
                severity_term=result.own_severity and f"<{result.own_severity}>",
                **location(place),
            )

    def unjudged(self, result: Unjudged) -> Iterator[Finding]:
        """Yield the finding that says what could not be checked."""
        rule = self.rule_book.rules[_UNJUDGED]
        broad = self.rule_book.of_shape.get(result.shape)
        what = f"by the rule '{broad.label}' ({broad.id})" if broad else f"by the shape '{own_name(result.shape)}'"
        places = self.tracer.places(result.focus, None, None) if result.focus is not None else []
        for place in places or [Place("")]:
            yield Finding(
                rule=rule.id,
                severity=rule.severity,
                message=f"The record could not be checked {what}: {result.reason}.",
                hint=rule.hint,
                focus=None if result.focus is None else term_text(result.focus),
                shape=result.shape,
                **location(place),
            )

    def _rule(self, result: Result) -> Rule | None:
        broad = self.rule_book.of_shape.get(result.shape)
        if broad is None or result.value is None:
            return broad
        text = term_text(result.value)
        candidates = [*self.rule_book.narrower.get(result.shape, ()), *self.rule_book.narrower.get(broad.iri, ())]
        narrow: Rule
        for narrow in candidates:
            if narrow.pattern is not None and narrow.pattern.search(text):
                return narrow
        classes = self.rule_book.texts(result.shape, "sh:class")
        if classes and any(r.id == _SPELLING for r in candidates) and same_but_spelling(classes[0], text):
            return self.rule_book.rules[_SPELLING]
        return broad

    def _message(self, result: Result, about: str | None) -> str:
        component = local_name(result.component)
        stated = self.rule_book.texts(result.shape, "sh:message")
        # A constraint in SPARQL fills in its message with what it found: that message is not the shape's own.
        filled = [m for m in result.messages if m not in stated] if component == _SPARQL else []
        text = (filled or stated or list(result.messages) or ["The value does not meet the shape"])[0].rstrip(".")
        if isinstance(result.value, NamedNode) and filled:
            text = text.replace(result.value.value, self._shown(result.value))
        if not stated or result.shape not in self.rule_book.of_shape:  # the message of a rule is complete as it is
            text = with_branches(text, component, result.branches)
        text = _IRI.sub(lambda match: shorten(match[1]) if shorten(match[1]) != match[1] else match[0], text)
        if (filled and stated) or (isinstance(result.value, NamedNode | BlankNode) and result.value == result.focus):
            return text + "."
        counted = self._counted(result, about, component)
        values: Sequence[Node] = counted if result.value is None else [result.value]
        return f"{text}: {', '.join(map(self._shown, values))}." if values else text + "."

    def _counted(self, result: Result, about: str | None, component: str) -> list[NamedNode | Literal]:
        """Return the values of which there are too many: SHACL does not name them."""
        if component not in _COUNTS or not result.path:
            return []
        path = about if "<" in result.path else result.path
        found = set(self.tracer.values(result.focus, path)) if path else ()
        return sorted((o for o in found if isinstance(o, NamedNode | Literal)), key=str)[:_MOST_VALUES]

    def _shown(self, value: Node) -> str:
        """Return a value as its author knows it: the word in a cell, not the IRI that was made from it."""
        if isinstance(value, Literal):
            return f"'{shortened(value.value)}'"
        iri = term_text(value)
        names = sorted(
            label.value for label in self.tracer.values(value, PREF_LABEL.value) if isinstance(label, Literal)
        )
        if iri.startswith(DEFAULT_BASE):
            return f"'{names[0] if names else unquote(local_name(iri.partition('#')[0]))}'"
        if iri.startswith((TAC, TAP, TAF)):
            return f"'{local_name(iri)}'"
        short = shorten(iri)
        shown = short if short.startswith(TASH) or not short.startswith("http") else f"<{short}>"
        return f"'{names[0]}' {shown}" if names else shown

    def _hint(self, result: Result, rule: Rule | None) -> str | None:
        hint = rule.hint if rule else None
        near = self._did_you_mean(result, rule)
        return f"{near} {hint or ''}".strip() if near else hint

    def _did_you_mean(self, result: Result, rule: Rule | None) -> str | None:
        if result.value is None or rule is None:
            return None
        text = term_text(result.value)
        if rule.id == _RETIRED:
            new = replacements().get(text)
            return f"It was replaced by '{local_name(new)}'." if new else None
        if rule.id == _UNKNOWN_PART:
            near = self._nearest_record(local_name(text))
            return f"Did you mean '{near}'?" if near and near != local_name(text) else None
        classes = self.rule_book.texts(result.shape, "sh:class")
        if classes and rule.id in (_UNKNOWN_CODE, _SPELLING):
            near = same_but_spelling(classes[0], text) or nearest(classes[0], text)
            return f"Did you mean '{near}'?" if near else None
        return None

    def _nearest_record(self, name: str) -> str | None:
        self._compared += len(self._names)
        return nearest_of(name, self._names) if self._compared <= _MOST_COMPARED else None

    @cached_property
    def _names(self) -> dict[str, str]:
        """The records' names in web addresses, by their lower case."""
        return {local_name(s.value).casefold(): local_name(s.value) for s in self._records()}

    def _records(self) -> Iterator[NamedNode]:
        engagement = NamedNode(PREFIXES["ta"] + "Engagement")
        for triple, _ in self.tracer.texts(frozenset({PREFIXES["rdf"] + "type"})):
            if triple.object == engagement and isinstance(triple.subject, NamedNode):
                yield triple.subject


class Location(TypedDict):
    """The fields of a finding that say where it is."""

    file: str | None
    sheet: str | None
    row: int | None
    column: str | None
    line: int | None


def location(place: Place) -> Location:
    """Return a place as the fields of a finding."""
    return {
        "file": place.file or None,
        "sheet": place.sheet,
        "row": place.row,
        "column": place.column if place.row is not None else None,
        "line": place.line,
    }


def shortened(text: str) -> str:
    """Return a text that is short enough for a message."""
    return text if len(text) <= LONGEST else text[:LONGEST] + "..."


def reported(value: str) -> str:
    """Return a value as a finding gives it: as it is, unless it is so long that a report could not repeat it."""
    return value if len(value) <= _LONGEST_VALUE else shortened(value)


def reported_term(term: AnyNode) -> str | None:
    """Return a value as an RDF term, or None if it is so long that a report could not repeat it."""
    text = str(term)
    return text if len(text) <= _LONGEST_VALUE else None


def term_text(term: AnyNode) -> str:
    """Return the text of a term in a report: an IRI or a literal's text as it is, a blank node as `_:label`."""
    return term.value if isinstance(term, NamedNode | Literal) else str(term)


def own_name(shape: str) -> str:
    """Return a short name for a custom shape."""
    return shape.removeprefix("_:") if shape.startswith("_:") else local_name(shape) or shape
