"""Lints of the ontology: what a reasoner does not mind and a reader or a linking center does.

What SHACL can say stands in `shapes/ontology/`; here are the running of those shapes and the few lints that look at
the text of a file or at the tables of sources.
"""

import csv
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from taonto.base.children import run_limited
from taonto.base.errors import InternalError, TaontoError
from taonto.base.files import read_bytes
from taonto.base.resources import folder
from taonto.base.vocabulary import PREFIXES, TA, TAC, TAF, TAP, TASH
from taonto.rdf.graph import guess_syntax, parse_triples, read_triples
from taonto.rdf.nodes import TYPE, renamed
from taonto.validation.findings import Finding, Severity

TIME_LIMIT = 120.0
"""How long one set of shapes may take, in seconds."""

_OURS = (TA, TAP, TAC, TAF, TASH)
_LANGUAGE = tuple(PREFIXES[prefix] for prefix in ("owl", "rdf", "rdfs", "xsd"))
_FOREIGN = tuple(namespace for namespace in PREFIXES.values() if namespace not in _OURS)
_SH = PREFIXES["sh"]

_PREFIX_LINE = re.compile(r"^[ \t]*@?prefix[ \t]+([\w.-]*):[ \t]*<([^>]*)>", re.IGNORECASE | re.MULTILINE)
_BROKEN_TEXT = re.compile("\ufffd|[\u00c2\u00c3][\u0080-\u00bf]|\u00e2\u20ac|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_Result = tuple[str, str, str | None, str | None]
"""Source shape, focus, path and value of one SHACL result."""

_TEXT_SUFFIXES = {".ttl", ".rq", ".csv", ".tsv", ".yaml"}


@dataclass(frozen=True)
class OntologyFile:
    """One file of an ontology.

    Attributes:
        name: how messages call it.
        text: its content.
        triples: what it states; empty for a file that is no RDF.
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
        """The IRIs that the file says something of."""
        return frozenset(t.subject.value for t in self.triples if isinstance(t.subject, NamedNode))

    def line_of(self, iri: str) -> int | None:
        """Return the line on which the text begins to speak of a term, from 1."""
        names = [re.escape(f"<{iri}>")]
        names += [
            re.escape(f"{prefix}:{iri.removeprefix(namespace)}")
            for prefix, namespace in self.prefixes.items()
            if namespace and iri.startswith(namespace)
        ]
        match = re.search(rf"^(?:{'|'.join(names)})(?=\s)", self.text, re.MULTILINE)
        return self.text.count("\n", 0, match.start()) + 1 if match else None


def read_ontology_file(path: str | Path, name: str | None = None) -> OntologyFile:
    """Read an RDF file; its blank nodes are kept apart from those of all others.

    Raises:
        TaontoError: if it can't be read or parsed, with the line.
    """
    shown = name or str(path)
    data = read_bytes(path)
    syntax = guess_syntax(path)
    if syntax is None:
        raise TaontoError(f"{shown}: the suffix tells no RDF syntax; name the file .ttl, .rdf, .nt or .jsonld")
    nodes: dict[BlankNode, BlankNode] = {}
    triples = tuple(
        renamed(t, lambda node: nodes.setdefault(node, BlankNode())) for t in parse_triples(data, syntax, shown)
    )
    return OntologyFile(shown, data.decode("utf-8-sig", "replace"), triples)


def own_texts() -> Iterator[OntologyFile]:
    """Yield the text of every file of ontology, shapes and queries that comes with taonto."""
    for name in ("ontology", "shapes", "queries"):
        root = folder(name)
        for path in sorted(root.rglob("*")):
            if path.suffix in _TEXT_SUFFIXES:
                shown = f"{name}/{path.relative_to(root).as_posix()}"
                yield OntologyFile(shown, path.read_bytes().decode("utf-8", "replace"))


def lint_prefixes(source: OntologyFile, strict: bool = True) -> Iterator[Finding]:
    """Find prefixes that are not bound as everybody binds them.

    Args:
        source: Turtle or SPARQL.
        strict: whether a prefix that taonto does not know is a fault too.
    """
    usual = {namespace: prefix for prefix, namespace in PREFIXES.items()}
    for match in _PREFIX_LINE.finditer(source.text):
        prefix, namespace = match.groups()
        expected, usual_name = PREFIXES.get(prefix), usual.get(namespace)
        if expected is not None and expected != namespace:
            message = f"binds '{prefix}:' to <{namespace}>, and everybody binds it to <{expected}>"
        elif usual_name is not None and usual_name != prefix:
            message = f"calls <{namespace}> '{prefix}:', and everybody calls it '{usual_name}:'"
        elif strict and expected is None:
            message = f"binds '{prefix}:', which is not among the prefixes of taonto"
        else:
            continue
        line = source.text.count("\n", 0, match.start()) + 1
        hint = "Bind prefixes as taonto.base.vocabulary.PREFIXES has them; a new one is added there."
        yield Finding("prefix-as-usual", Severity.VIOLATION, message, hint, file=source.name, line=line)


def lint_text(source: OntologyFile) -> Iterator[Finding]:
    """Find letters that were lost or garbled on the way, and control characters."""
    for number, line in enumerate(source.text.split("\n"), start=1):
        match = _BROKEN_TEXT.search(line)
        if match:
            seen = line[max(0, match.start() - 15) : match.end() + 15].strip().encode("unicode_escape").decode()
            message = f"holds a letter that was garbled or lost: '{seen}'"
            hint = "Write the letter that was meant, and save the file as UTF-8."
            yield Finding("text-intact", Severity.VIOLATION, message, hint, file=source.name, line=number)


def lint_style(source: OntologyFile) -> Iterator[Finding]:
    """Find unsteady form in a Turtle file: tabs, blanks at line ends, no last newline, unused or unsorted prefixes."""
    body = _PREFIX_LINE.sub("", source.text)

    def finding(message: str, hint: str, line: int | None = None) -> Finding:
        return Finding("turtle-style", Severity.VIOLATION, message, hint, file=source.name, line=line)

    for number, line in enumerate(source.text.split("\n"), start=1):
        if "\t" in line or line != line.rstrip():
            yield finding("has a tab, or blanks at its end", "Indent with blanks and end the line at its text.", number)
    if not source.text.endswith("\n") or source.text.endswith("\n\n"):
        yield finding("does not end in one newline", "End the file with one newline.")
    bound = [prefix for prefix, _ in _PREFIX_LINE.findall(source.text)]
    unused = [prefix for prefix in bound if not re.search(rf"(?<![\w-]){re.escape(prefix)}:", body)]
    if unused:
        yield finding(f"binds prefixes that it does not use: {', '.join(unused)}", "Take them out.")
    if bound != sorted(bound):
        yield finding("binds its prefixes in no order", "Sort the @prefix lines by prefix.")


def lint_links(triples: Iterable[Triple], known: Collection[str]) -> Iterator[Finding]:
    """Find IRIs of others that no table says the source of."""
    linked: dict[str, str] = {}
    for t in triples:
        subject = t.subject.value if isinstance(t.subject, NamedNode) else ""
        for term in (t.subject, t.predicate, t.object):
            if isinstance(term, NamedNode) and not term.value.startswith((*_OURS, *_LANGUAGE)):
                linked.setdefault(term.value, subject)
    for iri in sorted(set(linked) - set(known)):
        message = f"links to <{iri}>, and no table says where that was seen"
        hint = "Look it up, and list it in ontology/tables/linked_iris.tsv with the place."
        yield Finding("link-known", Severity.VIOLATION, message, hint, focus=linked[iri], value=iri)


def known_links() -> frozenset[str]:
    """Return the IRIs of others whose source the tables give."""
    tables = folder("ontology") / "tables"
    known: set[str] = set()
    for name in ("external_terms.tsv", "linked_iris.tsv"):
        with (tables / name).open(encoding="utf-8", newline="") as stream:
            known.update(row["iri"] for row in csv.DictReader(stream, delimiter="\t"))
    # A light reading of the YAML: its addresses stand one to a line.
    known.update(re.findall(r"https?://[^\s'\"]+", (tables / "frameworks.yaml").read_text(encoding="utf-8")))
    return frozenset(known)


def own_terms(triples: Iterable[Triple]) -> list[Triple]:
    """Return the triples without unnamed classes' types and without declarations of others' terms.

    A foreign term is one in a namespace that taonto knows and that is not taonto's own, or one of which nothing
    but its kind is said outside taonto's namespaces.
    """
    everything = list(triples)
    described = {t.subject for t in everything if t.predicate != TYPE}

    def foreign(t: Triple) -> bool:
        if t.predicate != TYPE or t.object == NamedNode(PREFIXES["owl"] + "Ontology"):
            return False
        if isinstance(t.subject, BlankNode):
            return True
        iri = t.subject.value if isinstance(t.subject, NamedNode) else ""
        return iri.startswith(_FOREIGN) or (t.subject not in described and not iri.startswith(_OURS))

    return [t for t in everything if not foreign(t)]


def lint_shapes(triples: Iterable[Triple], shapes: str, name: Callable[[str], str]) -> list[Finding]:
    """Run one file of `shapes/ontology/` with pySHACL over some triples.

    Args:
        triples: what to judge.
        shapes: the file's name without its suffix.
        name: how messages call an IRI.

    Raises:
        TaontoError: if pySHACL breaks down on the triples or takes longer than `TIME_LIMIT`.
    """
    path = folder("shapes") / "ontology" / f"{shapes}.ttl"
    results = run_limited(TIME_LIMIT, _judge, serialize(list(triples), format=RdfFormat.N_TRIPLES) or b"", str(path))
    words: dict[tuple[str, str], str] = {
        (t.subject.value, t.predicate.value): t.object.value
        for t in read_triples(path)
        if isinstance(t.subject, NamedNode) and isinstance(t.object, Literal)
    }
    found = []
    for shape, focus, path_iri, value in results:
        whole = focus == PREFIXES["owl"] + "Ontology"
        message = words.get((shape, _SH + "message"), "breaks a rule")
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


def placed(findings: Iterable[Finding], sources: Collection[OntologyFile]) -> list[Finding]:
    """Return the findings with the file and line of the term that each is about, where a source has it."""
    result = []
    for finding in findings:
        where = next((s for s in sources if finding.focus in s.subjects), None)
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

    logging.getLogger("rdflib.term").setLevel(logging.CRITICAL)
    graph = rdflib.Graph().parse(data=data, format="nt")
    rules = rdflib.Graph().parse(shapes, format="turtle")
    try:
        _, report, _ = pyshacl.validate(graph, shacl_graph=rules, inplace=True)
    except Exception as error:
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        raise InternalError(
            f"pySHACL broke down on the ontology ({reason}); look for odd literals and long lists"
        ) from None
    sh = rdflib.Namespace(_SH)
    results = []
    for result in report.subjects(rdflib.RDF.type, sh.ValidationResult):
        shape = report.value(result, sh.sourceConstraint) or report.value(result, sh.sourceShape)
        values = (report.value(result, p) for p in (sh.focusNode, sh.resultPath, sh.value))
        focus, path, value = (None if v is None else str(v) for v in values)
        results.append((str(shape), str(focus), path, value))
    return results
