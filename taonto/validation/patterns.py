"""The patterns of personal data, as `shapes/publication/patterns.ttl` lists them: there they are explained and kept."""

import re
from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Triple

from taonto.base import resources
from taonto.base.vocabulary import PREFIXES, TASH, expand
from taonto.rdf.nodes import AnyNode
from taonto.validation.rules import RuleBook

_REFERENCE = re.compile(r"\{([a-z][a-z-]*)\}")
"""A pattern's name inside another pattern; a repetition such as {1,3} begins with a digit."""
_FIRST, _REST, _NIL = (NamedNode(expand(f"rdf:{name}")) for name in ("first", "rest", "nil"))
_OR, _PATTERN, _FLAGS = (NamedNode(PREFIXES["sh"] + name) for name in ("or", "pattern", "flags"))
_ANY_OF, _WORDS, _EXPRESSION, _CASE_MATTERS = (
    NamedNode(TASH + name) for name in ("anyOf", "words", "expression", "caseMatters")
)


class Patterns:
    """The patterns by name, which is the local name of their node."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        """Take the triples of the file, and of the files of extensions that add to it."""
        self._stated: dict[tuple[AnyNode, NamedNode], list[AnyNode]] = {}
        for triple in triples:
            self._stated.setdefault((triple.subject, triple.predicate), []).append(triple.object)
        self._compiled: dict[str, re.Pattern[str]] = {}
        self._forms: dict[str, tuple[re.Pattern[str], ...]] = {}

    def words(self, name: str) -> list[str]:
        """Return a list of words, in its order."""
        return [_text(word) for word in self._listed(NamedNode(TASH + name), _WORDS)]

    def form(self, name: str) -> tuple[re.Pattern[str], ...]:
        """Return the alternatives of a form that every SHACL engine can look for: a text has it if it fits any.

        Raises:
            KeyError: if there is no such form.
        """
        if name not in self._forms:
            self._forms[name] = tuple(
                re.compile(self._one(part, _PATTERN), re.IGNORECASE if "i" in self._one(part, _FLAGS) else 0)
                for part in self._listed(NamedNode(TASH + name), _OR)
            )
        if not self._forms[name]:
            raise KeyError(f"there is no form tash:{name}")
        return self._forms[name]

    def expression(self, name: str) -> re.Pattern[str]:
        """Return a pattern that only the program looks for.

        Raises:
            KeyError: if there is no such pattern.
        """
        if name not in self._compiled:
            case_matters = self._one(NamedNode(TASH + name), _CASE_MATTERS) == "true"
            self._compiled[name] = re.compile(self._source(name), 0 if case_matters else re.IGNORECASE)
        return self._compiled[name]

    def _source(self, name: str) -> str:
        """Return a pattern as text, with what it refers to put in."""
        node = NamedNode(TASH + name)
        parts = [self._one(part, _EXPRESSION) for part in self._listed(node, _ANY_OF)] or self.words(name)
        if not parts:
            raise KeyError(f"there is no pattern tash:{name}")
        return _REFERENCE.sub(lambda match: f"(?:{self._source(match[1])})", "|".join(parts))

    def _one(self, node: AnyNode, predicate: NamedNode) -> str:
        return next((_text(value) for value in self._stated.get((node, predicate), ())), "")

    def _listed(self, node: AnyNode, predicate: NamedNode) -> list[AnyNode]:
        """Return the members of a node's lists; an extension's list follows the one that ships."""
        members: list[AnyNode] = []
        ahead = list(self._stated.get((node, predicate), ()))
        while ahead:
            rest = ahead.pop(0)
            if rest != _NIL:
                members += self._stated[rest, _FIRST]
                ahead = [*self._stated[rest, _REST], *ahead]
        return members


@resources.remembered
def patterns() -> Patterns:
    """Return the patterns that come with taonto, and those of the extensions in use."""
    return Patterns(RuleBook.shipped().layers["publication"])


def _text(node: AnyNode) -> str:
    assert isinstance(node, Literal), f"{node} is not a text"
    return node.value
