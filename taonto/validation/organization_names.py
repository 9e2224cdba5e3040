"""Names of organizations in texts: found as whole words, and told apart from those that a text may contain."""

import re
from collections.abc import Iterable
from typing import Any

from pyoxigraph import Literal

from taonto.base.vocabulary import TA
from taonto.rdf.nodes import PREF_LABEL, AnyNode
from taonto.validation.trace import Tracer

_TAKES_PART = (TA + "providedBy", TA + "receivedBy", TA + "concernsSupportSource")
_WORD = re.compile(r"\w+|\W")


class WordTree:
    """Finds names in texts, as whole words, the longest at each place: in time that does not depend on their number."""

    def __init__(self, names: Iterable[str]) -> None:
        self._root: dict[str, Any] = {}
        for name in names:
            branch = self._root
            for word in _WORD.findall(name):
                branch = branch.setdefault(word, {})
            branch[""] = name

    def found_in(self, text: str) -> set[str]:
        """Return the names in a text; those inside a longer one don't count."""
        if not self._root:
            return set()
        words = _WORD.findall(text)
        found: set[str] = set()
        at = 0
        while at < len(words):
            branch, ahead, end = self._root, at, at
            if at and _is_word(words[at - 1]):
                branch = {}
            while ahead < len(words) and (branch := branch.get(words[ahead], {})):
                ahead += 1
                if "" in branch and not (ahead < len(words) and _is_word(words[ahead])):
                    end, name = ahead, branch[""]
            if end > at:
                found.add(name)
            at = max(end, at + 1)
        return found


class OwnNames:
    """Knows which names a text may contain: those of the organizations of its record, or of all that point to it."""

    def __init__(self, tracer: Tracer) -> None:
        self._tracer = tracer
        self._of_record: dict[AnyNode, tuple[frozenset[str], str]] = {}

    def include(self, node: AnyNode, name: str) -> bool:
        """Say whether a name is that of such an organization, or a part of one."""
        records = dict.fromkeys([node, *(t.subject for t, _ in self._tracer.properties(node))])
        return any(name in names or name in joined for names, joined in map(self._names, records))

    def _names(self, record: AnyNode) -> tuple[frozenset[str], str]:
        if record not in self._of_record:
            linked = (o for path in _TAKES_PART for o in self._tracer.values(record, path))
            labels = (label for o in linked for label in self._tracer.values(o, PREF_LABEL.value))
            names = frozenset(label.value for label in labels if isinstance(label, Literal))
            self._of_record[record] = names, "\0".join(sorted(names))
        return self._of_record[record]


def _is_word(word: str) -> bool:
    return word[0].isalnum() or word[0] == "_"
