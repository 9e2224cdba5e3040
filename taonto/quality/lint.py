"""Lints of the ontology: problems that don't matter to a reasoner but do to readers and to centers that link data.

The shapes in `shapes/ontology/` state what SHACL can state. This module runs them, and has the few lints that need the
text of a file or the tables of looked-up links.
"""

import csv
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from taonto.base.child import loaded
from taonto.base.children import Limits, run_limited
from taonto.base.errors import BadInputError, InternalError
from taonto.base.reading import read_bytes
from taonto.base.resources import files, folder
from taonto.base.vocabulary import OWL, PREFIXES, RDF, RDFS, SH, TA, TAC, TAF, TAP, TASH, XSD
from taonto.rdf.graph import guess_syntax, parse_triples, read_triples
from taonto.rdf.nodes import ONTOLOGY, TYPE, renamed
from taonto.validation.findings import Finding, Severity

MAX_BYTES = 100_000_000
"""Most bytes of one file of an ontology: its text is kept beside its triples."""
TIME_LIMIT = 120.0
"""How long one file of shapes may take, in seconds."""

_OURS = (TA, TAP, TAC, TAF, TASH)
_BUILT_IN = (OWL, RDF, RDFS, XSD)
_FOREIGN = tuple(namespace for namespace in PREFIXES.values() if namespace not in _OURS)

_PREFIX_LINE = re.compile(r"^[ \t]*@?prefix[ \t]+([\w.-]*):[ \t]*<([^>]*)>", re.IGNORECASE | re.MULTILINE)
_BROKEN_TEXT = re.compile("\ufffd|[\u00c2\u00c3][\u0080-\u00bf]|\u00e2\u20ac|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_Result = tuple[str, str, str | None, str | None]
"""Shape, focus, path and value of one SHACL result."""

_TEXT_SUFFIXES = {".ttl", ".rq", ".csv", ".tsv", ".yaml"}


@dataclass(frozen=True)
class OntologyFile:
    """One file of an ontology.

    Attributes:
        name: how messages name it.
        text: its content.
        triples: its statements; empty for a file that is not RDF.
    """

    name: str
    text: str
    triples: tuple[Triple, ...] = ()

    @cached_property
    def prefixes(self) -> dict[str, str]:
        """The prefixes that the text binds."""
        return dict(_PREFIX_LINE.findall(self.text))

    @cached_property
    def subjects(self) -> frozenset[str]:
        """The IRIs that the file describes."""
        return frozenset(t.subject.value for t in self.triples if isinstance(t.subject, NamedNode))

    def line_of(self, iri: str) -> int | None:
        """Return the line, from 1, on which the text begins to describe a term; None if there is none."""
        names = [re.escape(f"<{iri}>")]
        names += [
            re.escape(f"{prefix}:{iri.removeprefix(namespace)}")
            for prefix, namespace in self.prefixes.items()
            if namespace and iri.startswith(namespace)
        ]
        match = re.search(rf"^(?:{'|'.join(names)})(?=\s)", self.text, re.MULTILINE)
        return self.text.count("\n", 0, match.start()) + 1 if match else None


def read_ontology_file(path: str | Path, name: str | None = None) -> OntologyFile:
    """Read an RDF file; its blank nodes differ from those of all other files.

    Raises:
        BadInputError: if its suffix stands for no RDF syntax, or it can't be parsed, with the line.
        TaontoError: if it can't be read, see `read_bytes`.
    """
    shown = name or str(path)
    data = read_bytes(path, MAX_BYTES)
    syntax = guess_syntax(path)
    if syntax is None:
        raise BadInputError(
            f"{shown}: the suffix does not say which RDF syntax this is; "
            "rename the file to end in .ttl, .rdf, .nt or .jsonld"
        )
    nodes: dict[BlankNode, BlankNode] = {}
    triples = tuple(
        renamed(t, lambda node: nodes.setdefault(node, BlankNode())) for t in parse_triples(data, syntax, shown)
    )
    return OntologyFile(shown, data.decode("utf-8-sig", "replace"), triples)


def own_texts() -> Iterator[OntologyFile]:
    """Yield the text of every file of ontology, shapes and queries that ships with taonto."""
    for name in ("ontology", "shapes", "queries"):
        root = folder(name)
        for path in sorted(root.rglob("*")):
            if path.suffix in _TEXT_SUFFIXES:
                shown = f"{name}/{path.relative_to(root).as_posix()}"
                yield OntologyFile(shown, path.read_bytes().decode("utf-8", "replace"))


def lint_prefixes(file: OntologyFile, strict: bool = True) -> Iterator[Finding]:
    """Find prefixes that are not bound in the usual way.

    Args:
        file: Turtle or SPARQL.
        strict: whether to report prefixes that taonto does not know, too.
    """
    usual = {namespace: prefix for prefix, namespace in PREFIXES.items()}
    for match in _PREFIX_LINE.finditer(file.text):
        prefix, namespace = match.groups()
        expected, usual_name = PREFIXES.get(prefix), usual.get(namespace)
        if expected is not None and expected != namespace:
            message = f"binds '{prefix}:' to <{namespace}>, but it usually stands for <{expected}>"
        elif usual_name is not None and usual_name != prefix:
            message = f"binds '{prefix}:' to <{namespace}>, whose usual prefix is '{usual_name}:'"
        elif strict and expected is None:
            message = f"binds '{prefix}:', which is not one of taonto's prefixes"
        else:
            continue
        line = file.text.count("\n", 0, match.start()) + 1
        hint = "Bind prefixes as taonto.base.vocabulary.PREFIXES does; add new ones there."
        yield Finding("prefix-as-usual", Severity.VIOLATION, message, hint, file=file.name, line=line)


def lint_text(file: OntologyFile) -> Iterator[Finding]:
    """Find characters that were lost or garbled, and control characters."""
    for number, line in enumerate(file.text.split("\n"), start=1):
        match = _BROKEN_TEXT.search(line)
        if match:
            seen = line[max(0, match.start() - 15) : match.end() + 15].strip().encode("unicode_escape").decode()
            message = f"contains a character that was garbled or lost: '{seen}'"
            hint = "Write the intended character, and save the file as UTF-8."
            yield Finding("text-intact", Severity.VIOLATION, message, hint, file=file.name, line=number)


def lint_style(file: OntologyFile) -> Iterator[Finding]:
    """Find inconsistent style in a Turtle file: tabs, trailing spaces, no last newline, unused or unsorted prefixes."""
    body = _PREFIX_LINE.sub("", file.text)

    def finding(message: str, hint: str, line: int | None = None) -> Finding:
        return Finding("turtle-style", Severity.VIOLATION, message, hint, file=file.name, line=line)

    for number, line in enumerate(file.text.split("\n"), start=1):
        if "\t" in line or line != line.rstrip():
            yield finding("has a tab or trailing spaces", "Indent with spaces and remove spaces at the end.", number)
    if not file.text.endswith("\n") or file.text.endswith("\n\n"):
        yield finding("does not end in one newline", "End the file with one newline.")
    bound = [prefix for prefix, _ in _PREFIX_LINE.findall(file.text)]
    unused = [prefix for prefix in bound if not re.search(rf"(?<![\w-]){re.escape(prefix)}:", body)]
    if unused:
        yield finding(f"binds prefixes that it does not use: {', '.join(unused)}", "Remove them.")
    if bound != sorted(bound):
        yield finding("does not bind its prefixes in order", "Sort the @prefix lines by prefix.")


def lint_links(triples: Iterable[Triple], known: Collection[str]) -> Iterator[Finding]:
    """Find IRIs in other namespaces that the tables of looked-up links lack."""
    linked: dict[str, str] = {}
    for t in triples:
        subject = t.subject.value if isinstance(t.subject, NamedNode) else ""
        for term in (t.subject, t.predicate, t.object):
            if isinstance(term, NamedNode) and not term.value.startswith((*_OURS, *_BUILT_IN)):
                linked.setdefault(term.value, subject)
    for iri in sorted(set(linked) - set(known)):
        message = f"links to <{iri}>, which no table lists as looked up"
        hint = "Look it up, and add it to ontology/tables/linked_iris.tsv with the place where you found it."
        yield Finding("link-known", Severity.VIOLATION, message, hint, focus=linked[iri], value=iri)


def known_links() -> frozenset[str]:
    """Return the IRIs in other namespaces that the tables list as looked up."""
    known: set[str] = set()
    for name in ("external_terms.tsv", "linked_iris.tsv"):
        for path in files("ontology", f"tables/{name}"):
            with path.open(encoding="utf-8", newline="") as stream:
                known.update(row["iri"] for row in csv.DictReader(stream, delimiter="\t"))
    for path in files("ontology", "tables/frameworks.yaml"):  # each address is on one line, so no YAML parser is needed
        known.update(re.findall(r"https?://[^\s'\"]+", path.read_text(encoding="utf-8")))
    return frozenset(known)


def own_terms(triples: Iterable[Triple]) -> list[Triple]:
    """Return the triples without the types of unnamed classes and without declarations of foreign terms.

    A term is foreign if it is in a namespace that taonto knows but does not own, or if it is in none of taonto's
    namespaces and nothing but its type is stated.
    """
    everything = list(triples)
    described = {t.subject for t in everything if t.predicate != TYPE}

    def foreign(t: Triple) -> bool:
        if t.predicate != TYPE or t.object == ONTOLOGY:
            return False
        if isinstance(t.subject, BlankNode):
            return True
        iri = t.subject.value if isinstance(t.subject, NamedNode) else ""
        return iri.startswith(_FOREIGN) or (t.subject not in described and not iri.startswith(_OURS))

    return [t for t in everything if not foreign(t)]


def lint_shapes(triples: Iterable[Triple], shapes: str, name: Callable[[str], str]) -> list[Finding]:
    """Run one file of `shapes/ontology/` on some triples, with pySHACL.

    Args:
        triples: the triples to check.
        shapes: the file's name without its suffix.
        name: how messages name an IRI.

    Raises:
        InternalError: if pySHACL crashes on the triples.
        LimitError: if it takes longer than `TIME_LIMIT`.
    """
    path = folder("shapes") / "ontology" / f"{shapes}.ttl"
    results = run_limited(
        Limits(TIME_LIMIT), _judge, serialize(list(triples), format=RdfFormat.N_TRIPLES) or b"", str(path)
    )
    words: dict[tuple[str, str], str] = {
        (t.subject.value, t.predicate.value): t.object.value
        for t in read_triples(path)
        if isinstance(t.subject, NamedNode) and isinstance(t.object, Literal)
    }
    found = []
    for shape, focus, path_iri, value in results:
        whole = focus == ONTOLOGY.value
        message = words.get((shape, SH + "message"), "breaks a rule")
        message = message.replace("{?value}", _shown(value, name)).replace("{?path}", _shown(path_iri, name))
        found.append(
            Finding(
                rule=shape.removeprefix(TASH),
                severity=Severity.VIOLATION,
                message=message if whole else f"{_shown(focus, name)} {message}",
                hint=words.get((shape, TASH + "hint")),
                focus=value if whole else focus,
                path=path_iri,
                value=None if whole else value,
                shape=shape,
            )
        )
    return sorted(set(found), key=lambda finding: finding.order)


def placed(findings: Iterable[Finding], files: Collection[OntologyFile]) -> list[Finding]:
    """Return the findings, each with the file and line of the term that it is about, if a file describes it."""
    result = []
    for finding in findings:
        where = next((file for file in files if finding.focus in file.subjects), None)
        if finding.file is None and where is not None and finding.focus:
            finding = replace(finding, file=where.name, line=where.line_of(finding.focus))  # noqa: PLW2901
        result.append(finding)
    return sorted(result, key=lambda finding: finding.order)


def _shown(term: str | None, name: Callable[[str], str]) -> str:
    return name(term) if term and re.match(r"\w+:", term) else str(term)


def _judge(data: bytes, shapes: str) -> list[_Result]:
    import logging

    import pyshacl
    import rdflib

    from taonto.validation.engines.patches import PlanningGraph

    logging.getLogger("rdflib.term").setLevel(logging.CRITICAL)
    graph = PlanningGraph().parse(data=data, format="nt")
    rules = rdflib.Graph().parse(shapes, format="turtle")
    loaded()
    try:
        _, report, _ = pyshacl.validate(graph, shacl_graph=rules, inplace=True)
    except Exception as error:
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        raise InternalError(
            f"pySHACL crashed on the ontology ({reason}); look for unusual literals and long lists"
        ) from None
    sh = rdflib.Namespace(SH)
    results = []
    for result in report.subjects(rdflib.RDF.type, sh.ValidationResult):
        shape = report.value(result, sh.sourceConstraint) or report.value(result, sh.sourceShape)
        values = (report.value(result, p) for p in (sh.focusNode, sh.resultPath, sh.value))
        focus, path, value = (None if v is None else str(v) for v in values)
        results.append((str(shape), str(focus), path, value))
    return results
