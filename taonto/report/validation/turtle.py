"""SHACL's validation report, in Turtle (https://www.w3.org/TR/shacl/#validation-report).

A finding of an engine becomes the engine's own result, so that other SHACL tools can process it; a result with several
places in the input is written once. In SHACL, data conform only if there is no result of any severity, so `fail_on` has
no effect here.

Two things are added to each result: the id of its rule (dcterms:identifier) and the places in words (dcterms:source).
SHACL requires a constraint component and a focus node, which the program's own rules don't have: the IRI of the rule
and the name of the file take their place.
"""

import re
from collections.abc import Iterator, Mapping

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from taonto.base.vocabulary import PREFIXES, TASH
from taonto.rdf.graph import serialize_triples
from taonto.rdf.nodes import IDENTIFIER, SOURCE, TYPE, Node
from taonto.report.validation.wording import place, visible
from taonto.validation.findings import Finding, Severity, ValidationReport
from taonto.validation.rules import Rule

_SEVERITIES = {Severity.VIOLATION: "Violation", Severity.WARNING: "Warning", Severity.INFO: "Info"}
_STEPS = {"*": "zeroOrMorePath", "+": "oneOrMorePath", "?": "zeroOrOnePath"}
_PATH_TOKEN = re.compile(r"<[^<>]*>|[\^()|/*+?]")
_UNFIT = re.compile("[\ud800-\udfff]")


def to_turtle(report: ValidationReport, rules: Mapping[str, Rule]) -> str:
    """Return the report as a sh:ValidationReport.

    Args:
        report: what the validation found.
        rules: what is known of each rule, by its id.
    """
    return serialize_triples(_triples(report, rules), "turtle").decode("utf-8")


def _triples(report: ValidationReport, rules: Mapping[str, Rule]) -> Iterator[Triple]:
    root = BlankNode("report")
    yield Triple(root, TYPE, _sh("ValidationReport"))
    conforms = "false" if report.findings else "true"
    yield Triple(root, _sh("conforms"), Literal(conforms, datatype=NamedNode(PREFIXES["xsd"] + "boolean")))
    files = {file.file: number for number, file in enumerate(report.files, start=1)}
    results: dict[tuple[str | None, ...], list[Finding]] = {}
    for finding in report.findings:
        results.setdefault(_identity(finding), []).append(finding)
    for number, found in enumerate(results.values(), start=1):
        node = BlankNode(f"result{number:06d}")
        yield Triple(root, _sh("result"), node)
        yield from _result(node, found[0], rules, f"file{files.get(found[0].file or '', 0)}")
        for finding in found:
            if where := place(finding):
                yield Triple(node, SOURCE, Literal(where))


def _identity(finding: Finding) -> tuple[str | None, ...]:
    """Return what findings have in common that are one result; blank node labels are valid within one file only."""
    focus = finding.focus_term or finding.focus
    value = finding.value_term or finding.value
    blank = any(term is not None and term.startswith("_:") for term in (focus, value))
    file = finding.file if blank or focus is None else None
    message = None if finding.component else finding.message
    return finding.rule, finding.shape, finding.component, focus, finding.path, value, file, message


def _result(node: BlankNode, finding: Finding, rules: Mapping[str, Rule], scope: str) -> Iterator[Triple]:
    rule = rules.get(finding.rule)
    component = finding.component or (rule.iri if rule else TASH + "ProgramRule")
    yield Triple(node, TYPE, _sh("ValidationResult"))
    own = finding.severity_term
    yield Triple(node, _sh("resultSeverity"), _term(own, scope) if own else _sh(_SEVERITIES[finding.severity]))
    yield Triple(node, _sh("resultMessage"), _text(finding.message))
    yield Triple(node, _sh("sourceConstraintComponent"), NamedNode(component))
    yield Triple(node, IDENTIFIER, _text(finding.rule))
    if finding.shape:
        yield Triple(node, _sh("sourceShape"), _node(finding.shape, "shapes"))
    focus = _term(finding.focus_term, scope) if finding.focus_term else _node(finding.focus or "", scope)
    yield Triple(node, _sh("focusNode"), focus if finding.focus else _text(finding.file or ""))
    if finding.value_term:
        yield Triple(node, _sh("value"), _term(finding.value_term, scope))
    elif finding.value is not None:
        yield Triple(node, _sh("value"), _text(finding.value))
    if finding.path:
        path = _Path(finding.path, f"path{node.value}x")
        yield Triple(node, _sh("resultPath"), path.node)
        yield from path.triples


class _Path:
    """A SPARQL property path as SHACL writes it in RDF; a bare IRI is the path of one property."""

    def __init__(self, text: str, prefix: str) -> None:
        self.triples: list[Triple] = []
        self._prefix = prefix
        self._count = 0
        self._tokens = _PATH_TOKEN.findall(text) if text[:1] in "<^(" else [f"<{text}>"]
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
        ends: list[NamedNode | BlankNode] = [*cells[1:], _rdf("nil")]
        for cell, member, rest in zip(cells, members, ends, strict=True):
            self.triples += [Triple(cell, _rdf("first"), member), Triple(cell, _rdf("rest"), rest)]
        return cells[0]


def _node(name: str, scope: str) -> Node:
    """Return the IRI or blank node with a name; the name as text if it is neither."""
    if name.startswith("_:"):
        return BlankNode(f"{scope}{re.sub('[^0-9A-Za-z]', '', name)}")
    try:
        return NamedNode(name)
    except ValueError:
        return _text(name)


def _term(written: str, scope: str) -> Node:
    """Return the node that is written so in N-Triples."""
    if written.startswith("_:"):
        return _node(written, scope)
    (triple,) = parse(f"<urn:x:s> <urn:x:p> {written} .".encode(), RdfFormat.N_TRIPLES)
    term = triple.object
    assert isinstance(term, NamedNode | Literal)
    return term


def _text(text: str) -> Literal:
    return Literal(_UNFIT.sub(lambda match: visible(match.group()), text))


def _sh(name: str) -> NamedNode:
    return NamedNode(PREFIXES["sh"] + name)


def _rdf(name: str) -> NamedNode:
    return NamedNode(PREFIXES["rdf"] + name)
