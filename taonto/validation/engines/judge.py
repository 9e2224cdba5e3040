"""pySHACL, guarded: one shape over a stretch of its focus nodes at a time, and each result with its reasons in words.

Every exception is caught and the node at which it happened is isolated, so that no fault of the data or of pySHACL
costs the rest of the report.
"""

from collections.abc import Iterator, Sequence
from typing import Any, cast

import pyshacl.shape
import rdflib
from pyshacl.errors import ConstraintLoadError, ReportableRuntimeError, ValidationFailure
from pyshacl.graph_abstraction import DataGraph
from pyshacl.helper.sparql_query_helper import SPARQLQueryHelper
from pyshacl.validator import Validator
from rdflib.namespace import OWL, RDF, RDFS, SH, XSD
from rdflib.plugins import sparql
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result as QueryResult

from taonto.rdf.nodes import Node
from taonto.validation.engines.engine import Result, Unjudged
from taonto.validation.engines.rdflib_nodes import RdflibNode, load, local_name, name_of, term_of
from taonto.validation.engines.shape_words import LISTS, LONGEST, MOST, ShapeWords, in_order
from taonto.validation.findings import Severity
from taonto.validation.messages import LOGICAL, plain, with_branches

_Report = tuple[str, RdflibNode, list[tuple[RdflibNode, RdflibNode, Any]]]
_DATA_AT_FAULT = (
    "Cannot use sh:lessThan",
    "Not sure how to compare",
    "Validation path too deep",
    "Validation Failure generated",
)
"""How those of pySHACL's own errors begin that the data give cause for; all others tell of unsound shapes."""
_SPARQL_RULES = "https://www.w3.org/TR/shacl/#sparql-constraints"
_PREFIXES = {"owl": OWL, "rdf": RDF, "rdfs": RDFS, "xsd": XSD}
"""The prefixes that pySHACL gives to queries, whatever the shapes declare."""
_LOGICAL = {name: SH[name[0].lower() + name.removesuffix("ConstraintComponent")[1:]] for name in LOGICAL}
_DEEPEST = 4
"""Levels of branches in branches that a message tells."""
_SEVERITIES = {SH.Violation: Severity.VIOLATION, SH.Warning: Severity.WARNING, SH.Info: Severity.INFO}


class _Graph(rdflib.Graph):
    """A graph that parses and plans a query once, not once for each focus node."""

    def query(self, query_object: str | Query, *args: object, **kwargs: object) -> QueryResult:
        """Answer a query; see rdflib."""
        if isinstance(query_object, str):
            plans = self.__dict__.setdefault("_plans", {})
            if query_object not in plans:
                plans[query_object] = _prepared(query_object)
            query_object = plans[query_object]
        return super().query(query_object, *args, **kwargs)  # type: ignore[arg-type]


def _prepared(text: str) -> Query:
    """Return the plan of a query.

    Raises:
        ConstraintLoadError: if it can't be read, or asks for more than the data.
    """
    try:
        query = sparql.prepareQuery(text, initNs=_PREFIXES)
    except Exception as error:
        reason = str(error).partition("  (at char")[0]
        if "namespace prefix" in reason:
            reason += "; declare it with sh:declare and name its place with sh:prefixes"
        raise _unsound(f"its query can't be read: {reason}") from None
    if query.algebra.get("datasetClause"):
        raise _unsound("its query has a FROM, and nothing is ever fetched")
    return query


class Judge:
    """Holds the graphs and judges one shape over one stretch of its focus nodes."""

    def __init__(self, data: bytes, shapes: bytes, vocabulary: bytes = b"") -> None:
        """Load the graphs from N-Triples.

        Raises:
            Exception: one of pySHACL's, if the shapes are not sound.
        """
        self.graph = load(data, _Graph(bind_namespaces="none"))
        self.shapes_graph: Any = load(shapes, rdflib.Graph(bind_namespaces="none"))
        _share_prefixes(self.shapes_graph)
        self.words = ShapeWords(self.shapes_graph)
        graph = DataGraph.from_rdflib(self.graph)
        self.validator = Validator(graph, shacl_graph=self.shapes_graph, options={"inplace": True})
        self.executor = self.validator.make_executor()
        self.target = graph
        shapes_of = sorted(self.validator.shacl_graph.shapes, key=lambda s: str(s.node))
        active = [shape for shape in shapes_of if not shape.deactivated]
        # The vocabulary may make a node of the data a target, through a class above its own, but is none itself.
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
        """Return what one shape says of its focus nodes from `start` to `stop`."""
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
            if _shapes_at_fault(error):
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
        """Return the shape's own messages; or the engine's, where a query fills them; or plain words."""
        name = local_name(parts.component)
        if parts.query is not None:
            templates = list(self.shapes_graph.objects(parts.query, SH.message))
            return in_order(parts.messages, templates)
        if stated := in_order(self.shapes_graph.objects(parts.shape, SH.message)):
            return stated
        path = None if parts.path is None else self.words.path(parts.path, top=False)
        words = plain(name, path, lambda parameter: self.words.parameter(parts.shape, SH[parameter]))
        if words:
            return (words,)
        templates = self.words.templates(parts.shape, parts.component)
        # pySHACL hands the messages of such a component on from one result to the next: the last are this one's own.
        return in_order(parts.messages[-len(templates) :], templates)

    def _branches(self, parts: "_Parts", depth: int = 0) -> Iterator[str]:
        """Say of each branch of a failed logical constraint why it does not hold."""
        parameter = _LOGICAL.get(local_name(parts.component))
        if parameter is None or depth == _DEEPEST:
            return
        value = parts.focus if parts.value is None else parts.value
        silent = self.shapes_graph.value(parts.shape, SH.message) is None
        for given in self.shapes_graph.objects(parts.shape, parameter):
            members = list(self.shapes_graph.items(given)) if parameter in LISTS else [given]
            for member in members:
                yield from self._branch(member, value, parameter, depth, tell=silent)

    def _branch(
        self, branch: RdflibNode, value: RdflibNode, parameter: RdflibNode, depth: int, *, tell: bool
    ) -> Iterator[str]:
        shape = self.validator.shacl_graph.lookup_shape_from_node(branch)
        stated = in_order(self.shapes_graph.objects(branch, SH.message))[:1]
        try:
            holds, reports = shape.validate(self.executor, self.target, focus=value)
        except Exception:
            return
        named = stated[0] if stated else self.words.described(branch)
        if parameter == SH["not"]:
            yield from [named] if tell or stated else ()
        elif parameter == SH.xone and holds:
            yield f"holds: {named}"
        elif not holds:
            reasons = list(dict.fromkeys(sorted(self._why(_Parts(r), value, depth + 1) for r in reports)))
            more = [f"and {len(reasons) - MOST} more"] if len(reasons) > MOST else []
            why = stated[0] if stated else "; ".join([*reasons[:MOST], *more]) or named
            yield f"does not hold: {why}" if parameter == SH.xone else why

    def _why(self, parts: "_Parts", judged: RdflibNode, depth: int) -> str:
        """Return one reason for which a branch does not hold, with the value unless it is the one that is judged."""
        text = next(iter(self._messages(parts)), "").rstrip(".")
        text = with_branches(text, local_name(parts.component), list(self._branches(parts, depth)))
        return text if parts.value in (None, judged) else f"{text}: {self._shown_value(parts.value)}"

    def _shown_value(self, value: RdflibNode) -> str:
        if isinstance(value, rdflib.URIRef):
            return f"<{value}>"
        text = str(value) if isinstance(value, rdflib.Literal) else name_of(value)
        return f"'{text if len(text) <= LONGEST else text[:LONGEST] + '...'}'"


class _Parts:
    """The parts of one of pySHACL's results, without those of the results that it gives as details."""

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


def _unsound(reason: str) -> ReportableRuntimeError:
    """Return pySHACL's error for a query that a shape must not hold."""
    error: ReportableRuntimeError = cast(Any, ConstraintLoadError)(reason, _SPARQL_RULES)
    return error


def _shapes_at_fault(error: Exception) -> bool:
    """Say whether it is the shapes that pySHACL can't go on with, and not the data."""
    if isinstance(error, ReportableRuntimeError):
        return not str(error).startswith(_DATA_AT_FAULT)
    return isinstance(error, NotImplementedError)


def reason_of(error: Exception) -> str:
    """Return what an error says, in one line."""
    text = " ".join(str(error).split())[:400].rstrip(".")
    if isinstance(error, ReportableRuntimeError):
        return " ".join(str(error.message).partition("\n")[0].split()).rstrip(".!")
    return text if isinstance(error, NotImplementedError) else f"{type(error).__name__}: {text}"


def _share_prefixes(graph: rdflib.Graph) -> None:
    """Let what names prefixes declare also those of what it imports: SHACL has it so, and pySHACL does not look there.

    Nothing is fetched: only what the shapes graph itself holds counts.
    """
    for importer in set(graph.subjects(OWL.imports)):
        for imported in set(graph.transitive_objects(importer, OWL.imports)):
            for declared in list(graph.objects(imported, SH.declare)):
                graph.add((importer, SH.declare, declared))


def check_queries_once() -> None:
    """Keep pySHACL from searching the text of a query for what is not allowed again for each focus node."""
    helper_class: Any = SPARQLQueryHelper
    check = helper_class.check_invalid_sparql
    sound: set[str] = set()

    def check_once(helper: SPARQLQueryHelper, text: str, valuenode: object = None, extravars: object = None) -> bool:
        if valuenode is not None or extravars is not None:
            return bool(check(helper, text, valuenode, extravars))
        if text not in sound:
            try:
                check(helper, text)
            except ValidationFailure as error:
                raise _unsound(str(error.message)) from None
            sound.add(text)
        return True

    helper_class.check_invalid_sparql = check_once
