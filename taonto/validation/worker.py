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
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, BinaryIO, cast

import pyoxigraph as ox
import pyshacl.shape
import rdflib
from pyshacl.errors import ConstraintLoadError, ReportableRuntimeError, ValidationFailure
from pyshacl.graph_abstraction import DataGraph
from pyshacl.helper.sparql_query_helper import SPARQLQueryHelper
from pyshacl.rdfutil.stringify import stringify_node
from pyshacl.validator import Validator
from rdflib.namespace import OWL, RDF, RDFS, SH, XSD
from rdflib.plugins import sparql
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result as QueryResult

from taonto.findings import Severity
from taonto.graph import Term
from taonto.validation.engine import Result, Unjudged
from taonto.validation.messages import LOGICAL, demand, plain, with_branches

Node = rdflib.URIRef | rdflib.BNode | rdflib.Literal
_Report = tuple[str, Node, list[tuple[Node, Node, Any]]]
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
_LISTS = {SH["or"], SH.xone, SH["and"], SH["in"], SH.languageIn}
_LONGEST = 200
"""Characters that a shape without a name is described in."""
_MOST = 5
"""Values of a list, or reasons of a branch, that a message tells."""
_DEEPEST = 4
"""Levels of branches in branches that a message tells."""
_SEVERITIES = {SH.Violation: Severity.VIOLATION, SH.Warning: Severity.WARNING, SH.Info: Severity.INFO}
_PATH_FORMS = {
    SH.inversePath: "^{}",
    SH.alternativePath: "({})",
    SH.zeroOrMorePath: "({})*",
    SH.oneOrMorePath: "({})+",
    SH.zeroOrOnePath: "({})?",
}


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
        self.graph = _load(data, _Graph(bind_namespaces="none"))
        self.shapes_graph: Any = _load(shapes, rdflib.Graph(bind_namespaces="none"))
        _share_prefixes(self.shapes_graph)
        graph = DataGraph.from_rdflib(self.graph)
        self.validator = Validator(graph, shacl_graph=self.shapes_graph, options={"inplace": True})
        self.executor = self.validator.make_executor()
        self.target = graph
        shapes_of = sorted(self.validator.shacl_graph.shapes, key=lambda s: str(s.node))
        active = [shape for shape in shapes_of if not shape.deactivated]
        # The vocabulary may make a node of the data a target, through a class above its own, but is none itself.
        of_data = [shape.focus_nodes(graph) for shape in active]
        known = _load(vocabulary, rdflib.Graph(bind_namespaces="none")).all_nodes()
        _load(vocabulary, self.graph)
        self.shapes: list[tuple[pyshacl.shape.Shape, list[Node]]] = []
        for shape, own in zip(active, of_data, strict=True):
            focus = sorted(own | (shape.focus_nodes(graph) - known), key=lambda n: n.n3())
            if focus:
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
        except Exception as error:
            if _shapes_at_fault(error):
                raise
            if len(focus) == 1:
                yield Unjudged(_name(shape.node), _term(focus[0]), _reason(error))
                return
            middle = len(focus) // 2
            yield from self._isolate(shape, focus[:middle])
            yield from self._isolate(shape, focus[middle:])

    def _result(self, report: _Report) -> Result:
        parts = _Parts(report)
        focus, value, shape, component = parts.focus, parts.value, parts.shape, parts.component
        severity = parts.one(SH.resultSeverity)
        return Result(
            focus=_term(focus),
            shape=_name(shape),
            component=str(component),
            severity=_SEVERITIES.get(severity, Severity.VIOLATION),
            own_severity=None if severity in _SEVERITIES else str(severity),
            path=None if parts.path is None else self._path(parts.path),
            value=None if value is None else _term(value),
            messages=self._messages(parts),
            branches=tuple(self._branches(parts)),
        )

    def _messages(self, parts: "_Parts") -> tuple[str, ...]:
        """Return the shape's own messages; or the engine's, where a query fills them; or plain words."""
        name = _local(parts.component)
        if parts.query is not None:
            templates = list(self.shapes_graph.objects(parts.query, SH.message))
            return _ordered(parts.messages, templates)
        if stated := _ordered(self.shapes_graph.objects(parts.shape, SH.message)):
            return stated
        path = None if parts.path is None else self._path(parts.path, top=False)
        words = plain(name, path, lambda parameter: self._parameter(parts.shape, SH[parameter]))
        if words:
            return (words,)
        templates = self._templates(parts)
        # pySHACL hands the messages of such a component on from one result to the next: the last are this one's own.
        return _ordered(parts.messages[-len(templates) :], templates)

    def _templates(self, parts: "_Parts") -> list[Node]:
        """Return the messages of the validator that judged for a component of the shapes' own."""
        graph = self.shapes_graph
        special = SH.nodeValidator if graph.value(parts.shape, SH.path) is None else SH.propertyValidator
        validators = [*graph.objects(parts.component, special)] or [*graph.objects(parts.component, SH.validator)]
        return [message for validator in validators[:1] for message in graph.objects(validator, SH.message)]

    def _parameter(self, shape: Node, parameter: Node) -> list[str]:
        """Return the values of a parameter as a reader sees them."""
        given = list(self.shapes_graph.objects(shape, parameter))
        if parameter in _LISTS:
            given = [member for head in given for member in self.shapes_graph.items(head)]
        shown = sorted(self._shown(node) for node in given[:_MOST])
        return [*shown, f"... ({len(given)} in all)"] if len(given) > _MOST else shown

    def _shown(self, node: Node) -> str:
        if isinstance(node, rdflib.Literal):
            return f"'{node}'" if node.datatype is None else str(node)
        return self._described(node)

    def _described(self, shape: Node) -> str:
        """Return a node of the shapes graph in a few words: its name, or what it asks, or the start of what it says."""
        if isinstance(shape, rdflib.URIRef):
            return f"<{shape}>"
        asked = "; ".join(sorted(self._demands(shape)))
        text = asked or " ".join(str(stringify_node(self.shapes_graph, shape)).split())
        text = text if len(text) <= _LONGEST else text[:_LONGEST] + "..."
        return f"[{text}]" if asked else text

    def _demands(self, shape: Node) -> Iterator[str]:
        """Yield what a shape and the shapes of its properties ask, as far as that is soon said."""
        graph = self.shapes_graph
        at = graph.value(shape, SH.path)
        path = None if at is None else self._path(at, top=False)
        for parameter in set(graph.predicates(shape)):
            name = _local(parameter)
            words = demand(name, path, lambda p: self._parameter(shape, SH[p]))
            if words and str(parameter) == f"{SH}{name}":
                yield words
        for inner in graph.objects(shape, SH.property):
            if isinstance(inner, rdflib.BNode):
                yield from self._demands(inner)

    def _path(self, path: Node, *, top: bool = True) -> str:
        """Return a SHACL path as a SPARQL property path; a plain property is its bare IRI, if it is all of the path.

        What a list says besides its members counts for nothing: so has it SHACL.
        """
        if isinstance(path, rdflib.URIRef):
            return str(path) if top else f"<{path}>"
        graph = self.shapes_graph
        for step, form in () if self._is_list(path) else _PATH_FORMS.items():
            inner = graph.value(path, step)
            if inner is not None:
                choices = graph.items(inner) if step == SH.alternativePath else [inner]
                text = "|".join(self._path(choice, top=False) for choice in choices)
                return form.format(f"({text})" if step == SH.inversePath and self._is_list(inner) else text)
        steps = ((self._path(step, top=False), self._is_list(step)) for step in graph.items(path))
        return "/".join(f"({text})" if several else text for text, several in steps)

    def _is_list(self, node: Node) -> bool:
        return self.shapes_graph.value(node, RDF.first) is not None

    def _branches(self, parts: "_Parts", depth: int = 0) -> Iterator[str]:
        """Say of each branch of a failed logical constraint why it does not hold."""
        parameter = _LOGICAL.get(_local(parts.component))
        if parameter is None or depth == _DEEPEST:
            return
        value = parts.focus if parts.value is None else parts.value
        silent = self.shapes_graph.value(parts.shape, SH.message) is None
        for given in self.shapes_graph.objects(parts.shape, parameter):
            members = list(self.shapes_graph.items(given)) if parameter in _LISTS else [given]
            for member in members:
                yield from self._branch(member, value, parameter, depth, tell=silent)

    def _branch(self, branch: Node, value: Node, parameter: Node, depth: int, *, tell: bool) -> Iterator[str]:
        shape = self.validator.shacl_graph.lookup_shape_from_node(branch)
        stated = _ordered(self.shapes_graph.objects(branch, SH.message))[:1]
        try:
            holds, reports = shape.validate(self.executor, self.target, focus=value)
        except Exception:
            return
        named = stated[0] if stated else self._described(branch)
        if parameter == SH["not"]:
            yield from [named] if tell or stated else ()
        elif parameter == SH.xone and holds:
            yield f"holds: {named}"
        elif not holds:
            reasons = list(dict.fromkeys(sorted(self._why(_Parts(r), value, depth + 1) for r in reports)))
            more = [f"and {len(reasons) - _MOST} more"] if len(reasons) > _MOST else []
            why = stated[0] if stated else "; ".join([*reasons[:_MOST], *more]) or named
            yield f"does not hold: {why}" if parameter == SH.xone else why

    def _why(self, parts: "_Parts", judged: Node, depth: int) -> str:
        """Return one reason for which a branch does not hold, with the value unless it is the one that is judged."""
        text = next(iter(self._messages(parts)), "").rstrip(".")
        text = with_branches(text, _local(parts.component), list(self._branches(parts, depth)))
        return text if parts.value in (None, judged) else f"{text}: {self._shown_value(parts.value)}"

    def _shown_value(self, value: Node) -> str:
        if isinstance(value, rdflib.URIRef):
            return f"<{value}>"
        text = str(value) if isinstance(value, rdflib.Literal) else _name(value)
        return f"'{text if len(text) <= _LONGEST else text[:_LONGEST] + '...'}'"


class _Parts:
    """The parts of one of pySHACL's results, without those of the results that it gives as details."""

    def __init__(self, report: _Report) -> None:
        _, result, triples = report
        self._parts: dict[Node, list[Any]] = {}
        for _, predicate, value in (t for t in triples if t[0] == result):
            self._parts.setdefault(predicate, []).append(value[1] if isinstance(value, tuple) else value)
        self.focus = self.one(SH.focusNode)
        self.value = self.one(SH.value)
        self.path = self.one(SH.resultPath)
        self.shape = self.one(SH.sourceShape)
        self.component = self.one(SH.sourceConstraintComponent)
        self.query = self.one(SH.sourceConstraint)
        self.messages: Sequence[Node] = self._parts.get(SH.resultMessage, ())

    def one(self, predicate: Node) -> Any:  # noqa: ANN401 (rdflib's terms, mixed)
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


def _reason(error: Exception) -> str:
    """Return what an error says, in one line."""
    text = " ".join(str(error).split())[:400].rstrip(".")
    if isinstance(error, ReportableRuntimeError):
        return " ".join(str(error.message).partition("\n")[0].split()).rstrip(".!")
    return text if isinstance(error, NotImplementedError) else f"{type(error).__name__}: {text}"


def _ordered(messages: Iterable[Node], templates: Iterable[Node] = ()) -> tuple[str, ...]:
    """Return texts in English first, then those in no language, then the others.

    Args:
        messages: the texts.
        templates: what they were filled from, if pySHACL has taken the language off them.
    """

    def rank(message: Node) -> tuple[int, str, str]:
        language = (getattr(message, "language", None) or "").lower()
        return (0 if language.split("-")[0] == "en" else 2 if language else 1, language, str(message))

    forms = [re.sub(r"\\\{[^{}]*\\\}", ".*", re.escape(str(t))) for t in sorted(templates, key=rank)]

    def filled_rank(message: Node) -> tuple[int, tuple[int, str, str]]:
        fits = (n for n, form in enumerate(forms) if re.fullmatch(form, str(message), re.DOTALL))
        return next(fits, len(forms)), rank(message)

    return tuple(str(message) for message in sorted(messages, key=filled_rank))


def _local(iri: Node) -> str:
    return str(iri).rpartition("#")[2]


def _share_prefixes(graph: rdflib.Graph) -> None:
    """Let what names prefixes declare also those of what it imports: SHACL has it so, and pySHACL does not look there.

    Nothing is fetched: only what the shapes graph itself holds counts.
    """
    for importer in set(graph.subjects(OWL.imports)):
        for imported in set(graph.transitive_objects(importer, OWL.imports)):
            for declared in list(graph.objects(imported, SH.declare)):
                graph.add((importer, SH.declare, declared))


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
            try:
                check(helper, text)
            except ValidationFailure as error:
                raise _unsound(str(error.message)) from None
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
            answer("broken", _reason(error))


if __name__ == "__main__":
    main()
