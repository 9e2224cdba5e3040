"""The SHACL validation report, in Turtle."""

import re
from collections.abc import Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from taonto.findings import Finding, Severity, ValidationReport
from taonto.graph import Term, serialize_triples
from taonto.vocabulary import PREFIXES, TASH

_SEVERITIES = {Severity.VIOLATION: "Violation", Severity.WARNING: "Warning", Severity.INFO: "Info"}
_STEPS = {"*": "zeroOrMorePath", "+": "oneOrMorePath", "?": "zeroOrOnePath"}
_PATH_TOKEN = re.compile(r"<([^<>]*)>|([\^()|/*+?])")


def to_turtle(report: ValidationReport) -> str:
    """Return the report as a sh:ValidationReport; what two places share is one result."""
    return serialize_triples(_triples(report), "turtle").decode("utf-8")


def _triples(report: ValidationReport) -> Iterator[Triple]:
    root = BlankNode("report")
    yield Triple(root, _rdf("type"), _sh("ValidationReport"))
    conforms = "true" if not report.findings else "false"
    yield Triple(root, _sh("conforms"), Literal(conforms, datatype=NamedNode(PREFIXES["xsd"] + "boolean")))
    results: dict[tuple[str | None, ...], Finding] = {}
    for f in report.findings:
        key = (f.rule, f.focus_term, f.path, f.value_term, f.component, f.shape, None if f.focus_term else f.message)
        results.setdefault(key, f)
    for number, finding in enumerate(results.values(), start=1):
        node = BlankNode(f"result{number:06d}")
        yield Triple(root, _sh("result"), node)
        yield from _result(node, finding, number)


def _result(node: BlankNode, finding: Finding, number: int) -> Iterator[Triple]:
    yield Triple(node, _rdf("type"), _sh("ValidationResult"))
    yield Triple(node, _sh("resultSeverity"), _sh(_SEVERITIES[finding.severity]))
    yield Triple(node, _sh("resultMessage"), Literal(finding.message))
    component = finding.component or TASH + "ProgramRule"
    yield Triple(node, _sh("sourceConstraintComponent"), NamedNode(component))
    yield Triple(node, NamedNode(PREFIXES["dcterms"] + "identifier"), Literal(finding.rule))
    if finding.shape:
        yield Triple(
            node, _sh("sourceShape"), _term(finding.shape if finding.shape[:2] == "_:" else f"<{finding.shape}>")
        )
    # SHACL asks for a focus node: a finding about a whole file has that file.
    yield Triple(
        node, _sh("focusNode"), _term(finding.focus_term) if finding.focus_term else Literal(finding.file or "")
    )
    if finding.value_term:
        yield Triple(node, _sh("value"), _term(finding.value_term))
    if finding.path:
        path = _Path(finding.path, f"path{number:06d}x")
        yield Triple(node, _sh("resultPath"), path.node)
        yield from path.triples


class _Path:
    """A SPARQL property path as the RDF that SHACL has for it."""

    def __init__(self, text: str, prefix: str) -> None:
        self.triples: list[Triple] = []
        self._prefix = prefix
        self._count = 0
        self._tokens = [m.group() for m in _PATH_TOKEN.finditer(text)] if text[:1] in "<^(" else [f"<{text}>"]
        self.node = self._choice()

    def _choice(self) -> NamedNode | BlankNode:
        members = [self._sequence()]
        while self._tokens and self._tokens[0] == "|":
            self._tokens.pop(0)
            members.append(self._sequence())
        return members[0] if len(members) == 1 else self._blank("alternativePath", self._list(members))

    def _sequence(self) -> NamedNode | BlankNode:
        members = [self._step()]
        while self._tokens and self._tokens[0] == "/":
            self._tokens.pop(0)
            members.append(self._step())
        return members[0] if len(members) == 1 else self._list(members)

    def _step(self) -> NamedNode | BlankNode:
        token = self._tokens.pop(0)
        if token == "^":
            return self._blank("inversePath", self._step())
        if token != "(":
            return NamedNode(token[1:-1])
        inner = self._choice()
        self._tokens.pop(0)
        if self._tokens and self._tokens[0] in _STEPS:
            return self._blank(_STEPS[self._tokens.pop(0)], inner)
        return inner

    def _new(self) -> BlankNode:
        self._count += 1
        return BlankNode(f"{self._prefix}{self._count}")

    def _blank(self, step: str, inner: NamedNode | BlankNode) -> BlankNode:
        node = self._new()
        self.triples.append(Triple(node, _sh(step), inner))
        return node

    def _list(self, members: list[NamedNode | BlankNode]) -> BlankNode:
        cells = [self._new() for _ in members]
        rests: list[NamedNode | BlankNode] = [*cells[1:], _rdf("nil")]
        for cell, member, rest in zip(cells, members, rests, strict=True):
            self.triples += [Triple(cell, _rdf("first"), member), Triple(cell, _rdf("rest"), rest)]
        return cells[0]


def _term(text: str) -> Term:
    (triple,) = parse(f"<urn:x:s> <urn:x:p> {text} .".encode(), RdfFormat.N_TRIPLES)
    term = triple.object
    assert isinstance(term, NamedNode | BlankNode | Literal)
    return term


def _sh(name: str) -> NamedNode:
    return NamedNode(PREFIXES["sh"] + name)


def _rdf(name: str) -> NamedNode:
    return NamedNode(PREFIXES["rdf"] + name)
