"""The child process in which pySHACL works: `python -m taonto.validation.worker`, pickles in and out.

A process of its own, because pySHACL can run on without end and can't be stopped from within; started as a
plain program, because a script that calls `taonto.validate()` must not be run again by its own children.
Inside, every exception is caught and the node at which it happened is isolated, so that no fault of the data or
of pySHACL costs the rest of the report.
"""

import gc
import logging
import os
import pickle
import sys
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO, cast

import pyoxigraph as ox
import pyshacl.shape
import rdflib
from pyshacl.errors import ConstraintLoadError, RuleLoadError, ShapeLoadError
from pyshacl.graph_abstraction import DataGraph
from pyshacl.helper.sparql_query_helper import SPARQLQueryHelper
from pyshacl.rdfutil.stringify import stringify_node
from pyshacl.validator import Validator
from rdflib.namespace import SH
from rdflib.plugins import sparql
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result as QueryResult

from taonto.findings import Severity
from taonto.graph import Term
from taonto.validation.engine import Result, Unjudged

Node = rdflib.URIRef | rdflib.BNode | rdflib.Literal
_BROKEN_SHAPES = (ConstraintLoadError, ShapeLoadError, RuleLoadError)
_BRANCHING = {SH["or"], SH.xone, SH["and"], SH.node, SH["not"]}
_LISTS = {SH["or"], SH.xone, SH["and"]}
_LOGICAL = {SH[f"{name}ConstraintComponent"] for name in ("Or", "Xone", "And", "Node", "Not")}
_LONGEST = 200
"""Characters that a shape without a name is described in."""
_PATH_STEPS = {SH.zeroOrMorePath: "*", SH.oneOrMorePath: "+", SH.zeroOrOnePath: "?"}


class _Graph(rdflib.Graph):
    """A graph that parses and plans a query once, not once for each focus node."""

    def query(self, query_object: str | Query, *args: object, **kwargs: object) -> QueryResult:
        """Answer a query; see rdflib."""
        if isinstance(query_object, str):
            plans = self.__dict__.setdefault("_plans", {})
            if query_object not in plans:
                plans[query_object] = sparql.prepareQuery(query_object)
            query_object = plans[query_object]
        return super().query(query_object, *args, **kwargs)  # type: ignore[arg-type]


class Judge:
    """Holds the graphs and judges one shape over one stretch of its focus nodes."""

    def __init__(self, data: bytes, shapes: bytes) -> None:
        """Load both graphs from N-Triples.

        Raises:
            Exception: one of pySHACL's, if the shapes are not sound.
        """
        self.graph = _load(data, _Graph(bind_namespaces="none"))
        self.shapes_graph = _load(shapes, rdflib.Graph(bind_namespaces="none"))
        graph = DataGraph.from_rdflib(self.graph)
        self.validator = Validator(graph, shacl_graph=self.shapes_graph, options={"inplace": True})
        self.executor = self.validator.make_executor()
        self.target = graph
        shapes_of = sorted(self.validator.shacl_graph.shapes, key=lambda s: str(s.node))
        self.shapes: list[tuple[pyshacl.shape.Shape, list[Node]]] = []
        for shape in shapes_of:
            focus = sorted(shape.focus_nodes(graph), key=lambda n: n.n3())
            if focus and not shape.deactivated:
                self.shapes.append((shape, focus))

    @property
    def sizes(self) -> list[tuple[str, int]]:
        """Each shape that has focus nodes, and how many."""
        return [(_name(shape.node), len(focus)) for shape, focus in self.shapes]

    def judge(self, number: int, start: int, stop: int) -> list[Result | Unjudged]:
        """Return what one shape says of its focus nodes from `start` to `stop`."""
        shape, focus = self.shapes[number]
        return list(self._isolate(shape, focus[start:stop]))

    def node(self, number: int, index: int) -> Term:
        """Return one focus node of one shape."""
        return _term(self.shapes[number][1][index])

    def _isolate(self, shape: pyshacl.shape.Shape, focus: list[Node]) -> Iterator[Result | Unjudged]:
        try:
            _, reports = shape.validate(self.executor, self.target, focus=focus)
            yield from [self._result(report) for report in reports]
        except _BROKEN_SHAPES:
            raise
        except Exception as error:
            if len(focus) == 1:
                reason = f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
                yield Unjudged(_name(shape.node), _term(focus[0]), reason)
                return
            middle = len(focus) // 2
            yield from self._isolate(shape, focus[:middle])
            yield from self._isolate(shape, focus[middle:])

    def _result(self, report: tuple[str, Node, list[tuple[Node, Node, Any]]]) -> Result:
        parts: dict[Node, list[Any]] = {}
        for _, predicate, value in report[2]:
            parts.setdefault(predicate, []).append(value[1] if isinstance(value, tuple) else value)

        def one(predicate: Node) -> Any:  # noqa: ANN401 (rdflib's terms, mixed)
            return parts.get(predicate, [None])[0]

        focus, value, shape = one(SH.focusNode), one(SH.value), one(SH.sourceShape)
        severity = {SH.Warning: Severity.WARNING, SH.Info: Severity.INFO}.get(
            one(SH.resultSeverity), Severity.VIOLATION
        )
        component = one(SH.sourceConstraintComponent)
        path = one(SH.resultPath)
        return Result(
            focus=_term(focus),
            shape=_name(shape),
            component=str(component),
            severity=severity,
            path=None if path is None else self._path(path),
            value=None if value is None else _term(value),
            messages=self._messages(shape, component, parts.get(SH.resultMessage, ())),
            branches=tuple(self._branches(shape, str(component), focus if value is None else value)),
        )

    def _messages(self, shape: Node, component: Node, reported: Sequence[Node]) -> tuple[str, ...]:
        """Return the shape's own messages, or what pySHACL has to say: of logic, it only has the shape in Turtle."""
        if component != SH.SPARQLConstraintComponent:
            stated = sorted(str(m) for m in self.shapes_graph.objects(shape, SH.message))
            if stated or component in _LOGICAL:
                return tuple(stated)
        return tuple(sorted(str(m) for m in reported))

    def _path(self, path: Node, depth: int = 0) -> str:
        """Return a SHACL path as a SPARQL property path; a plain property is its bare IRI."""
        if isinstance(path, rdflib.URIRef):
            return str(path) if depth == 0 else f"<{path}>"
        if depth > 20:
            return "..."
        graph = self.shapes_graph
        inner = graph.value(path, SH.inversePath)
        if inner is not None:
            return "^" + self._path(cast(Node, inner), depth + 1)
        choices = graph.value(path, SH.alternativePath)
        if choices is not None:
            return "(" + "|".join(self._path(cast(Node, p), depth + 1) for p in graph.items(choices)) + ")"
        for step, sign in _PATH_STEPS.items():
            inner = graph.value(path, step)
            if inner is not None:
                return f"({self._path(cast(Node, inner), depth + 1)}){sign}"
        return "/".join(self._path(cast(Node, p), depth + 1) for p in graph.items(path))

    def _branches(self, shape: Node, component: str, value: Node) -> Iterator[str]:
        """Say of each branch of a failed logical constraint why it does not hold."""
        for parameter in _BRANCHING:
            name = parameter.split("#")[1]
            if component != str(SH) + name[0].upper() + name[1:] + "ConstraintComponent":
                continue
            for given in self.shapes_graph.objects(shape, parameter):
                members = list(self.shapes_graph.items(given)) if parameter in _LISTS else [given]
                for member in members:
                    yield from self._branch(cast(Node, member), value, parameter)

    def _branch(self, branch: Node, value: Node, parameter: Node) -> Iterator[str]:
        shape = self.validator.shacl_graph.lookup_shape_from_node(branch)
        stated = [str(m) for m in self.shapes_graph.objects(branch, SH.message)]
        try:
            holds, reports = shape.validate(self.executor, self.target, focus=value)
        except Exception:
            return
        if parameter == SH["not"]:
            if stated:
                yield stated[0]
        elif parameter == SH.xone and holds:
            yield f"holds: {stated[0] if stated else _described(self.shapes_graph, branch)}"
        elif not holds:
            reasons = sorted({str(v) for r in reports for _, p, v in r[2] if p == SH.resultMessage})
            why = stated[0] if stated else "; ".join(reasons) or _described(self.shapes_graph, branch)
            yield f"does not hold: {why}" if parameter == SH.xone else why


def _described(graph: rdflib.Graph, shape: Node) -> str:
    """Return a shape in a few words: its name, or the start of what it says."""
    if isinstance(shape, rdflib.URIRef):
        return str(shape)
    text = " ".join(str(stringify_node(graph, shape)).split())
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "..."


def _load(data: bytes, graph: rdflib.Graph) -> rdflib.Graph:
    store = graph.store
    for triple in ox.parse(data, ox.RdfFormat.N_TRIPLES):
        store.add((_node(triple.subject), _node(triple.predicate), _node(triple.object)), graph)
    return graph


def _node(term: object) -> Node:
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    assert isinstance(term, ox.Literal)
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    if term.datatype.value == "http://www.w3.org/2001/XMLSchema#string":
        return rdflib.Literal(term.value)
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value), normalize=False)


def _term(node: Node) -> Term:
    if isinstance(node, rdflib.URIRef):
        return ox.NamedNode(str(node))
    if isinstance(node, rdflib.BNode):
        return ox.BlankNode(str(node))
    if node.language:
        return ox.Literal(str(node), language=node.language)
    return ox.Literal(str(node), datatype=ox.NamedNode(str(node.datatype))) if node.datatype else ox.Literal(str(node))


def _name(node: Node) -> str:
    return f"_:{node}" if isinstance(node, rdflib.BNode) else str(node)


def _refuse_network(event: str, _: tuple[Any, ...]) -> None:
    """An audit hook: shapes of others may hold SERVICE or FROM, and nothing is ever to be fetched."""
    if event in ("socket.connect", "socket.getaddrinfo", "urllib.Request"):
        raise PermissionError("validation fetches nothing from the network")


def _check_queries_once() -> None:
    """Keep pySHACL from searching the text of a query for what is not allowed again for each focus node."""
    helper_class: Any = SPARQLQueryHelper
    check = helper_class.check_invalid_sparql
    sound: set[str] = set()

    def check_once(helper: SPARQLQueryHelper, text: str, valuenode: object = None, extravars: object = None) -> bool:
        if valuenode is not None or extravars is not None:
            return bool(check(helper, text, valuenode, extravars))
        if text not in sound:
            check(helper, text)
            sound.add(text)
        return True

    helper_class.check_invalid_sparql = check_once


def main() -> None:
    """Serve one parent: first the two graphs, then one task after another until it closes the pipe."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # whatever a library prints must not end up among the answers
    logging.disable(logging.CRITICAL)
    sys.addaudithook(_refuse_network)
    sparql.SPARQL_LOAD_GRAPHS = False
    _check_queries_once()
    gc.set_threshold(100_000, 50, 50)  # graphs of millions of terms are no garbage, and looking for it costs a fifth
    _serve(sys.stdin.buffer, answers)


def _serve(questions: BinaryIO, answers: BinaryIO) -> None:
    def answer(kind: str, content: object) -> None:
        pickle.dump((kind, content), answers)
        answers.flush()

    judge: Judge | None = None
    while True:
        try:
            question = pickle.load(questions)
        except EOFError:
            return
        try:
            if judge is None:
                judge = Judge(*question)
                answer("ready", judge.sizes)
            elif len(question) == 2:
                answer("node", judge.node(*question))
            else:
                answer("results", judge.judge(*question))
        except Exception as error:
            answer("broken", f"{type(error).__name__}: {' '.join(str(error).split())[:400]}")


if __name__ == "__main__":
    main()
