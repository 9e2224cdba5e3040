"""Shapes in words: their paths, what they require, their messages."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import rdflib
from pyshacl.rdfutil.stringify import stringify_node
from rdflib.namespace import RDF, SH

from taonto.validation.engines.rdflib_nodes import RdflibNode, shacl_name
from taonto.validation.messages import demand

LISTS = frozenset({SH["or"], SH.xone, SH["and"], SH["in"], SH.languageIn})
"""The parameters whose value is a list."""
MOST = 5
"""Values of a list, or reasons of a branch, that a message shows."""
LONGEST = 200
"""Characters of a value, or of a shape without a name, that a message shows."""
_PATH_FORMS = {
    SH.inversePath: "^{}",
    SH.alternativePath: "({})",
    SH.zeroOrMorePath: "({})*",
    SH.oneOrMorePath: "({})+",
    SH.zeroOrOnePath: "({})?",
}


class ShapeWords:
    """Puts the nodes of a shapes graph into words."""

    def __init__(self, graph: rdflib.Graph) -> None:
        """Take the graph; it is only read."""
        self.graph: Any = graph

    def parameter(self, shape: RdflibNode, parameter: RdflibNode) -> list[str]:
        """Return the values of a parameter as a reader sees them."""
        given = list(self.graph.objects(shape, parameter))
        if parameter in LISTS:
            given = [member for head in given for member in self.graph.items(head)]
        shown = sorted(self._shown(node) for node in given[:MOST])
        return [*shown, f"... ({len(given)} in all)"] if len(given) > MOST else shown

    def _shown(self, node: RdflibNode) -> str:
        if isinstance(node, rdflib.Literal):
            return f"'{node}'" if node.datatype is None else str(node)
        return self.described(node)

    def described(self, shape: RdflibNode) -> str:
        """Return a shape in a few words: its name, or what it requires, or the beginning of its Turtle."""
        if isinstance(shape, rdflib.URIRef):
            return f"<{shape}>"
        asked = "; ".join(sorted(self._demands(shape)))
        text = asked or " ".join(str(stringify_node(self.graph, shape)).split())
        text = text if len(text) <= LONGEST else text[:LONGEST] + "..."
        return f"[{text}]" if asked else text

    def _demands(self, shape: RdflibNode) -> Iterator[str]:
        """Yield what a shape and the shapes of its properties require, where one sentence says it."""
        graph = self.graph
        at = graph.value(shape, SH.path)
        path = None if at is None else self.path(at, top=False)
        for parameter in set(graph.predicates(shape)):
            words = demand(shacl_name(parameter), path, lambda p: self.parameter(shape, SH[p]))
            if words:
                yield words
        for inner in graph.objects(shape, SH.property):
            if isinstance(inner, rdflib.BNode):
                yield from self._demands(inner)

    def path(self, path: RdflibNode, *, top: bool = True) -> str:
        """Return a SHACL path as a SPARQL property path; a path that is one property is its bare IRI.

        Only the members of a list count, as SHACL says.
        """
        if isinstance(path, rdflib.URIRef):
            return str(path) if top else f"<{path}>"
        graph = self.graph
        for step, form in () if self._is_list(path) else _PATH_FORMS.items():
            inner = graph.value(path, step)
            if inner is not None:
                choices = graph.items(inner) if step == SH.alternativePath else [inner]
                text = "|".join(self.path(choice, top=False) for choice in choices)
                return form.format(f"({text})" if step == SH.inversePath and self._is_list(inner) else text)
        steps = ((self.path(step, top=False), self._is_list(step)) for step in graph.items(path))
        return "/".join(f"({text})" if several else text for text, several in steps)

    def _is_list(self, node: RdflibNode) -> bool:
        return self.graph.value(node, RDF.first) is not None

    def templates(self, shape: RdflibNode, component: RdflibNode) -> list[RdflibNode]:
        """Return the messages of the validator of a custom component."""
        graph = self.graph
        special = SH.nodeValidator if graph.value(shape, SH.path) is None else SH.propertyValidator
        validators = [*graph.objects(component, special)] or [*graph.objects(component, SH.validator)]
        return [message for validator in validators[:1] for message in graph.objects(validator, SH.message)]


def in_order(messages: Iterable[RdflibNode], templates: Iterable[RdflibNode] = ()) -> tuple[str, ...]:
    """Return texts in English first, then those in no language, then the others.

    Args:
        messages: the texts.
        templates: what they were filled from, if pySHACL has taken the language off them.
    """

    def rank(message: RdflibNode) -> tuple[int, str, str]:
        language = (getattr(message, "language", None) or "").lower()
        return (0 if language.split("-")[0] == "en" else 2 if language else 1, language, str(message))

    forms = [re.sub(r"\\\{[^{}]*\\\}", ".*", re.escape(str(t))) for t in sorted(templates, key=rank)]

    def filled_rank(message: RdflibNode) -> tuple[int, tuple[int, str, str]]:
        fits = (n for n, form in enumerate(forms) if re.fullmatch(form, str(message), re.DOTALL))
        return next(fits, len(forms)), rank(message)

    return tuple(str(message) for message in sorted(messages, key=filled_rank))
