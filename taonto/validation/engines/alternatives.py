"""Alternatives of patterns as one pattern, for pySHACL: it spends a tenth of a millisecond on each shape in a shape.

`shapes/publication/patterns.ttl` lists one pattern per line, which people can maintain and every engine can read.
Checked one by one, they would make a validation for publication take twice as long. A value fits `sh:or` of patterns
exactly if it fits their alternation, so the results are the same.
"""

from collections import defaultdict
from collections.abc import Sequence

from pyoxigraph import Literal, NamedNode, Triple

from taonto.base.vocabulary import PREFIXES
from taonto.rdf.nodes import LABEL, AnyNode

_OR, _PATTERN, _FLAGS = (NamedNode(PREFIXES["sh"] + name) for name in ("or", "pattern", "flags"))
_FIRST, _REST, _NIL = (NamedNode(PREFIXES["rdf"] + name) for name in ("first", "rest", "nil"))
_Stated = dict[AnyNode, dict[NamedNode, list[AnyNode]]]


def join_alternatives(shapes: Sequence[Triple]) -> list[Triple]:
    """Return the shapes with one `sh:pattern` in place of each `sh:or` whose members are nothing but patterns."""
    stated: _Stated = defaultdict(lambda: defaultdict(list))
    for triple in shapes:
        stated[triple.subject][triple.predicate].append(triple.object)
    joined = []
    for triple in shapes:
        parts = _patterns(triple.object, stated) if triple.predicate == _OR else []
        joined.append(Triple(triple.subject, _PATTERN, Literal("|".join(parts))) if parts else triple)
    return joined


def _patterns(head: AnyNode, stated: _Stated) -> list[str]:
    """Return the patterns in a list, in Python's notation; none if any member says more than a pattern."""
    parts = []
    while head != _NIL:
        (member,), (head,) = stated[head][_FIRST], stated[head][_REST]
        said = stated[member]
        if len(said[_PATTERN]) != 1 or {p for p, values in said.items() if values} - {LABEL, _PATTERN, _FLAGS}:
            return []
        flags = said[_FLAGS][0].value if said[_FLAGS] else ""  # type: ignore[union-attr]
        parts.append(f"(?{flags}:{said[_PATTERN][0].value})")  # type: ignore[union-attr]
    return parts
