"""pySHACL, guarded: one shape over a stretch of its focus nodes at a time, and each result with its reasons in words.

Every exception is caught and the node at which it happened is isolated, so that one bad value, or a fault of pySHACL,
does not cost the rest of the report.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import pyshacl.shape
import rdflib
from pyshacl.graph_abstraction import DataGraph
from pyshacl.validator import Validator
from rdflib.namespace import SH

from taonto.rdf.nodes import Node
from taonto.validation.engines.engine import Result, Unjudged
from taonto.validation.engines.errors import Cause, cause_of, reason_of
from taonto.validation.engines.patches import PlanningGraph, own_messages, share_prefixes
from taonto.validation.engines.rdflib_nodes import RdflibNode, load, name_of, shacl_name, term_of
from taonto.validation.engines.shape_words import LISTS, LONGEST, MOST, ShapeWords, in_order
from taonto.validation.findings import Severity
from taonto.validation.messages import LOGICAL, requirement, with_branches

_Report = tuple[str, RdflibNode, list[tuple[RdflibNode, RdflibNode, Any]]]
_LOGICAL = {name: SH[name[0].lower() + name.removesuffix("ConstraintComponent")[1:]] for name in LOGICAL}
_DEEPEST = 4
"""Levels of branches within branches that a message shows."""
_SEVERITIES = {SH.Violation: Severity.VIOLATION, SH.Warning: Severity.WARNING, SH.Info: Severity.INFO}


class Judge:
    """Keeps the graphs and checks one shape over one stretch of its focus nodes."""

    def __init__(self, data: bytes, shapes: bytes, vocabulary: bytes = b"") -> None:
        """Load the graphs from N-Triples.

        Raises:
            Exception: one that `cause_of` knows for the shapes' fault, if they are not sound.
        """
        self.graph = load(data, PlanningGraph(bind_namespaces="none"))
        self.shapes_graph: Any = load(shapes, rdflib.Graph(bind_namespaces="none"))
        share_prefixes(self.shapes_graph)
        self.words = ShapeWords(self.shapes_graph)
        graph = DataGraph.from_rdflib(self.graph)
        self.validator = Validator(graph, shacl_graph=self.shapes_graph, options={"inplace": True})
        self.executor = self.validator.make_executor()
        self.target = graph
        shapes_of = sorted(self.validator.shacl_graph.shapes, key=lambda s: str(s.node))
        active = [shape for shape in shapes_of if not shape.deactivated]
        # The vocabulary may make a node of the data a target (through a broader class), but is not a target itself.
        of_data = [shape.focus_nodes(graph) for shape in active]
        known = load(vocabulary, rdflib.Graph(bind_namespaces="none")).all_nodes()
        load(vocabulary, self.graph)
        self.shapes: list[tuple[pyshacl.shape.Shape, list[RdflibNode]]] = []
        for shape, own in zip(active, of_data, strict=True):
            focus = sorted(own | (shape.focus_nodes(graph) - known), key=lambda n: n.n3())
            if focus:
                self.shapes.append((shape, focus))

    @property
    def sizes(self) -> list[tuple[str, int]]:
        """Each shape that has focus nodes, and how many."""
        return [(name_of(shape.node), len(focus)) for shape, focus in self.shapes]

    def judge(self, number: int, start: int, stop: int) -> list[Result | Unjudged]:
        """Return what one shape says about its focus nodes from `start` to `stop`."""
        shape, focus = self.shapes[number]
        return list(self._isolate(shape, focus[start:stop]))

    def node(self, number: int, index: int) -> Node:
        """Return one focus node of one shape."""
        return term_of(self.shapes[number][1][index])

    def _isolate(self, shape: pyshacl.shape.Shape, focus: list[RdflibNode]) -> Iterator[Result | Unjudged]:
        try:
            _, reports = shape.validate(self.executor, self.target, focus=focus)
            yield from [self._result(report) for report in reports]
        except Exception as error:
            if cause_of(error) is Cause.SHAPES:
                raise
            if len(focus) == 1:
                yield Unjudged(name_of(shape.node), term_of(focus[0]), reason_of(error))
                return
            middle = len(focus) // 2
            yield from self._isolate(shape, focus[:middle])
            yield from self._isolate(shape, focus[middle:])

    def _result(self, report: _Report) -> Result:
        parts = _Parts(report)
        focus, value, shape, component = parts.focus, parts.value, parts.shape, parts.component
        severity = parts.one(SH.resultSeverity)
        return Result(
            focus=term_of(focus),
            shape=name_of(shape),
            component=str(component),
            severity=_SEVERITIES.get(severity, Severity.VIOLATION),
            own_severity=None if severity in _SEVERITIES else str(severity),
            path=None if parts.path is None else self.words.path(parts.path),
            value=None if value is None else term_of(value),
            messages=self._messages(parts),
            branches=tuple(self._branches(parts)),
        )

    def _messages(self, parts: "_Parts") -> tuple[str, ...]:
        """Return the shape's messages; or the engine's, where a query fills them in; or plain words."""
        name = shacl_name(parts.component)
        if parts.query is not None:
            templates = list(self.shapes_graph.objects(parts.query, SH.message))
            return in_order(parts.messages, templates)
        if stated := in_order(self.shapes_graph.objects(parts.shape, SH.message)):
            return stated
        path = None if parts.path is None else self.words.path(parts.path, top=False)
        words = requirement(name, path, lambda parameter: self.words.parameter(parts.shape, SH[parameter]))
        if words:
            return (words,)
        templates = self.words.templates(parts.shape, parts.component)
        return in_order(own_messages(parts.messages, templates), templates)

    def _branches(self, parts: "_Parts", depth: int = 0) -> Iterator[str]:
        """Say for each branch of a failed logical constraint why it does not fit."""
        parameter = _LOGICAL.get(shacl_name(parts.component))
        if parameter is None or depth == _DEEPEST:
            return
        value = parts.focus if parts.value is None else parts.value
        silent = self.shapes_graph.value(parts.shape, SH.message) is None
        for given in self.shapes_graph.objects(parts.shape, parameter):
            members = list(self.shapes_graph.items(given)) if parameter in LISTS else [given]
            for member in members:
                yield from self._branch(member, value, parameter, depth, name_it=silent)

    def _branch(
        self, branch: RdflibNode, value: RdflibNode, parameter: RdflibNode, depth: int, *, name_it: bool
    ) -> Iterator[str]:
        shape = self.validator.shacl_graph.lookup_shape_from_node(branch)
        stated = in_order(self.shapes_graph.objects(branch, SH.message))[:1]
        try:
            holds, reports = shape.validate(self.executor, self.target, focus=value)
        except Exception:
            return
        named = stated[0] if stated else self.words.described(branch)
        if parameter == SH["not"]:
            yield from [named] if name_it or stated else ()
        elif parameter == SH.xone and holds:
            yield f"fits: {named}"
        elif not holds:
            reasons = list(dict.fromkeys(sorted(self._why(_Parts(r), value, depth + 1) for r in reports)))
            more = [f"and {len(reasons) - MOST} more"] if len(reasons) > MOST else []
            why = stated[0] if stated else "; ".join([*reasons[:MOST], *more]) or named
            yield f"does not fit: {why}" if parameter == SH.xone else why

    def _why(self, parts: "_Parts", judged: RdflibNode, depth: int) -> str:
        """Return one reason why a branch does not fit, with the value unless it is the one being checked."""
        text = next(iter(self._messages(parts)), "").rstrip(".")
        text = with_branches(text, shacl_name(parts.component), list(self._branches(parts, depth)))
        return text if parts.value in (None, judged) else f"{text}: {self._shown_value(parts.value)}"

    def _shown_value(self, value: RdflibNode) -> str:
        if isinstance(value, rdflib.URIRef):
            return f"<{value}>"
        text = str(value) if isinstance(value, rdflib.Literal) else name_of(value)
        return f"'{text if len(text) <= LONGEST else text[:LONGEST] + '...'}'"


class _Parts:
    """The parts of one pySHACL result, without the results that it gives as details."""

    def __init__(self, report: _Report) -> None:
        _, result, triples = report
        self._parts: dict[RdflibNode, list[Any]] = {}
        for _, predicate, value in (t for t in triples if t[0] == result):
            self._parts.setdefault(predicate, []).append(value[1] if isinstance(value, tuple) else value)
        self.focus = self.one(SH.focusNode)
        self.value = self.one(SH.value)
        self.path = self.one(SH.resultPath)
        self.shape = self.one(SH.sourceShape)
        self.component = self.one(SH.sourceConstraintComponent)
        self.query = self.one(SH.sourceConstraint)
        self.messages: Sequence[RdflibNode] = self._parts.get(SH.resultMessage, ())

    def one(self, predicate: RdflibNode) -> Any:  # noqa: ANN401 (rdflib's terms, mixed)
        return self._parts.get(predicate, [None])[0]
