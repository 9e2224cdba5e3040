"""`taonto check`: the quality of the ontology itself, as a list of checks that pass or name what to mend."""

import json
import textwrap
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, QuerySolutions, Store, Triple

from taonto.base.errors import TaontoError
from taonto.base.resources import folder
from taonto.base.vocabulary import TA
from taonto.ontology.edition import add_data, asserted_triples, load_edition
from taonto.quality.lint import (
    OntologyFile,
    known_links,
    lint_links,
    lint_prefixes,
    lint_shapes,
    lint_style,
    lint_text,
    own_terms,
    own_texts,
    placed,
    read_ontology_file,
)
from taonto.query.asking import evaluate
from taonto.query.questions import saved_questions
from taonto.rdf.graph import read_triples, store_of
from taonto.reasoning.axioms import labels_of, namer
from taonto.reasoning.explanation import clashes, explain
from taonto.reasoning.hermit import (
    OWL,
    TIME_LIMIT,
    TYPE,
    Classification,
    OntologyError,
    classify,
    empty_properties,
    first_inconsistent,
    java,
    logical,
)
from taonto.reasoning.inference import close
from taonto.validation.findings import Finding, Severity

CHECKS = {
    "files": "prefixes, letters and style of the files",
    "terms": "every term is labelled, defined, sourced and well named",
    "catalogue": "every catalogue entry is complete",
    "links": "every link to others is one that was seen",
    "profile": "the ontology keeps to OWL 2 DL",
    "reasoning": "nothing contradicts itself and every class can have members (HermiT)",
    "members": "defined classes have the members they should",
    "questions": "every competency question has an answer",
}
"""The checks by id, in their order, with what each makes sure of."""

_MOST_SHOWN = 20
_UNREAD = (TA + "Coding", TA + "Definition")
"""Classes whose many members no defined class speaks of: they are tested for contradictions, not classified."""


@dataclass(frozen=True)
class Check:
    """One check and what it found.

    Attributes:
        id: its short name.
        title: what it makes sure of, in plain words.
        findings: the faults; none if it passed.
        note: what was counted or left out.
    """

    id: str
    title: str
    findings: tuple[Finding, ...] = ()
    note: str = ""

    @property
    def passed(self) -> bool:
        """Whether nothing was found."""
        return not self.findings


@dataclass(frozen=True)
class CheckReport:
    """All checks of one run."""

    checks: tuple[Check, ...]

    @property
    def passed(self) -> bool:
        """Whether every check passed."""
        return all(check.passed for check in self.checks)

    def to_dict(self) -> dict[str, Any]:
        """Return the report for JSON."""
        return {
            "passed": self.passed,
            "checks": [
                {
                    "id": check.id,
                    "title": check.title,
                    "passed": check.passed,
                    "note": check.note,
                    "findings": [finding.to_dict() for finding in check.findings],
                }
                for check in self.checks
            ],
        }

    def to_json(self) -> str:
        """Return the JSON text, ending in a newline."""
        return json.dumps(self.to_dict(), indent=2, ensure_ascii=False) + "\n"

    def to_text(self) -> str:
        """Return the report for a terminal, ending in a newline."""
        return "\n".join(line for check in self.checks for line in _lines(check)) + "\n" + self._verdict() + "\n"

    def _verdict(self) -> str:
        failed = [check.id for check in self.checks if not check.passed]
        if failed:
            return f"{len(failed)} of {len(self.checks)} checks failed: {', '.join(failed)}"
        return f"passed: {', '.join(check.id for check in self.checks)}"


@dataclass(frozen=True)
class _Ontology:
    """What is checked.

    Attributes:
        sources: all files.
        own: those that are taonto's, or stand in for one of them.
        given: those of the user.
        stated: what the files state.
        whole: that, with catalogue, alignments and definitions.
        name: how messages call an IRI.
    """

    sources: tuple[OntologyFile, ...]
    own: tuple[OntologyFile, ...]
    given: tuple[OntologyFile, ...]
    stated: tuple[Triple, ...]
    whole: tuple[Triple, ...]
    name: Callable[[str], str]


def check(
    files: Sequence[str | Path] = (),
    *,
    reasoning: bool = True,
    only: Collection[str] = (),
    time_limit: float = TIME_LIMIT,
    progress: Callable[[str], object] = lambda title: None,
) -> CheckReport:
    """Check the ontology that comes with taonto, or a user's copy or extension of it.

    A file that declares itself (owl:Ontology) to be one of taonto's modules stands in for that module, one that
    declares itself to be the merged ontology for all of them; any other file is read on top.

    Args:
        files: RDF files of the user.
        reasoning: whether to ask HermiT, which needs Java.
        only: ids of the checks to run, of `CHECKS`; by default all.
        time_limit: for one run of HermiT, in seconds.
        progress: is told the title of each check as it begins.

    Raises:
        TaontoError: if a file can't be read or parsed, there is no Java, or a time limit is passed.
    """
    wanted = [i for i in CHECKS if (i in only or not only) and (reasoning or i != "reasoning")]
    if "reasoning" in wanted:
        java()  # Before any work is done.
    run = _Run(_assemble([read_ontology_file(path) for path in files]), time_limit)
    checks = []
    for identifier in wanted:
        progress(CHECKS[identifier])
        findings, note = run.check(identifier)
        checks.append(Check(identifier, CHECKS[identifier], tuple(placed(findings, run.ontology.sources)), note))
    return CheckReport(tuple(checks))


class _Run:
    """One run over one ontology: what several checks need is worked out once."""

    def __init__(self, ontology: _Ontology, time_limit: float) -> None:
        self.ontology = ontology
        self._time_limit = time_limit
        self._classification: Classification | None = None

    def check(self, identifier: str) -> tuple[Iterable[Finding], str]:
        """Return what one check found, and its note."""
        steps: dict[str, Callable[[], tuple[Iterable[Finding], str]]] = {
            "files": lambda: _check_files(self.ontology),
            "terms": lambda: _check_terms(self.ontology),
            "catalogue": lambda: _check_catalogue(self.ontology),
            "links": lambda: _check_links(self.ontology),
            "profile": lambda: _check_profile(self.ontology),
            "reasoning": self._reason,
            "members": lambda: _check_members(self.ontology, self._inferred, self._classification),
            "questions": lambda: _check_questions(self._inferred),
        }
        return steps[identifier]()

    def _reason(self) -> tuple[Iterable[Finding], str]:
        findings, note, self._classification = _check_reasoning(self.ontology, self._time_limit)
        return findings, note

    @cached_property
    def _inferred(self) -> Store:
        if self.ontology.given:
            return store_of(close([*self.ontology.whole, *_probes()]))
        store = load_edition("inferred")  # what queries run on by default
        add_data(store, _probes())
        return store


def _assemble(given: list[OntologyFile]) -> _Ontology:
    root = folder("ontology")
    modules = [read_ontology_file(path, f"ontology/{path.name}") for path in sorted(root.glob("*.ttl"))]
    headers = {t.subject.value for source in given for t in _headers(source) if isinstance(t.subject, NamedNode)}
    kept = [m for m in modules if TA not in headers and not headers & {str(_iri(t)) for t in _headers(m)}]
    replaced = [m for m in modules if m not in kept]
    module_iris = {TA} | {str(_iri(t)) for module in modules for t in _headers(module)}
    standing_in = [s for s in given if replaced and {str(_iri(t)) for t in _headers(s)} & module_iris]
    sources = (*kept, *given)
    stated = tuple(t for source in sources for t in source.triples)
    whole = tuple(dict.fromkeys(asserted_triples(stated)))
    return _Ontology(sources, (*kept, *standing_in), tuple(given), stated, whole, namer(labels_of(whole)))


def _headers(source: OntologyFile) -> Iterator[Triple]:
    return (t for t in source.triples if t.predicate.value == TYPE and t.object == NamedNode(OWL + "Ontology"))


def _iri(triple: Triple) -> str | None:
    return triple.subject.value if isinstance(triple.subject, NamedNode) else None


def _check_files(ontology: _Ontology) -> tuple[list[Finding], str]:
    given = ontology.given
    texts = given or tuple(own_texts())
    found: list[Finding] = []
    for source in texts:
        turtle = source.name.endswith(".ttl")
        if turtle or source.name.endswith(".rq"):
            found.extend(lint_prefixes(source, strict=not given))
        if turtle and not given:
            found.extend(lint_style(source))
        found.extend(lint_text(source))
    return found, f"{len(texts)} files"


def _check_terms(ontology: _Ontology) -> tuple[list[Finding], str]:
    terms = own_terms(ontology.stated)
    return lint_shapes(terms, "terms", ontology.name), f"{len({t.subject for t in terms})} terms"


def _check_catalogue(ontology: _Ontology) -> tuple[list[Finding], str]:
    return lint_shapes(ontology.whole, "catalogue", ontology.name), f"{len(ontology.whole):,} facts"


def _check_links(ontology: _Ontology) -> tuple[list[Finding], str]:
    known = known_links()
    whole: Iterable[Triple] = ontology.whole
    if len(ontology.own) < len(ontology.sources):  # An extension links where it likes.
        whole = asserted_triples(t for source in ontology.own for t in source.triples)
    return list(lint_links(whole, known)), f"{len(known)} known links"


def _check_profile(ontology: _Ontology) -> tuple[list[Finding], str]:
    return lint_shapes(ontology.whole, "profile", ontology.name), "the rules that SHACL can state"


def _check_reasoning(ontology: _Ontology, time_limit: float) -> tuple[list[Finding], str, Classification | None]:
    whole = [*ontology.whole, *_probes()]
    try:
        read = list(_without_unread(whole))
        parts = [read, whole]
        broken = first_inconsistent([logical(part) for part in parts], time_limit)
        if broken is not None:
            found = _explained(ontology, parts[broken], Classification(consistent=False))
            return found, "the ontology contradicts itself", None
        classification = classify(read, time_limit)
    except OntologyError as error:
        hint = "Mend what the message names."
        return [Finding("readable", Severity.VIOLATION, str(error), hint)], "HermiT could not read the ontology", None
    found = _explained(ontology, read, classification)
    for iri in empty_properties(read, time_limit):
        message = f"{ontology.name(iri)} can relate nothing to anything"
        hint = "Look at its domain and range: no thing can be what they ask for."
        found.append(Finding("usable-property", Severity.VIOLATION, message, hint, focus=iri))
    return found, f"{len(classification.types)} individuals classified", classification


def _explained(ontology: _Ontology, triples: list[Triple], classification: Classification) -> list[Finding]:
    found = []
    for fault in explain(triples, classification):
        culprits = "".join(f"\n- {culprit}" for culprit in fault.culprits)
        message = fault.summary + (f". The statements at fault:{culprits}" if culprits else "")
        hint = "Take back what was added last, bit by bit, until the check passes."
        if fault.terms:
            hint = "Take back or mend one of these statements." if culprits else "Mend the other class first."
        rule = "satisfiable-class" if fault.subject else "consistent"
        focus = fault.subject or min(fault.terms, key=lambda term: _nearness(term, ontology), default=None)
        found.append(Finding(rule, Severity.VIOLATION, message, hint, focus=focus))
    return found


def _nearness(term: str, ontology: _Ontology) -> tuple[bool, bool, str]:
    """Return a sort key: what the user's own files speak of comes first, then what any file does."""
    return (
        not any(term in source.subjects for source in ontology.given),
        not any(term in source.subjects for source in ontology.sources),
        term,
    )


def _check_members(
    ontology: _Ontology, inferred: Store, classification: Classification | None
) -> tuple[list[Finding], str]:
    asserted = store_of([*ontology.whole, *_probes()])
    expected: dict[str, set[str]] = {}
    for row in _rows(asserted, (folder("shapes") / "ontology" / "members.rq").read_text(encoding="utf-8")):
        expected.setdefault(row["class"].value, set()).add(row["member"].value)
    found = []
    for iri, members in sorted(expected.items()):
        query = f"SELECT ?member WHERE {{ ?member a <{iri}> }}"
        judged = {"the OWL RL closure": {row["member"].value for row in _rows(inferred, query)}}
        if classification:
            judged["HermiT"] = set(classification.members(iri))
        for reasoner, seen in judged.items():
            for member in sorted(members ^ seen):
                verb = "leaves out" if member in members else "takes in"
                message = f"{ontology.name(iri)}, as {reasoner} sees it, {verb} {ontology.name(member)}"
                hint = "Mend the class's definition, or the expectation in shapes/ontology/members.rq."
                found.append(Finding("defined-members", Severity.VIOLATION, message, hint, focus=iri, value=member))
    sight = "HermiT and the OWL RL closure" if classification else "the OWL RL closure"
    count = sum(map(len, expected.values()))
    for clash in clashes((quad.triple for quad in inferred), ontology.name) if not classification else ():
        hint = "Take back or mend one of the statements behind this; HermiT names them."
        found.append(Finding("consistent", Severity.VIOLATION, clash.message, hint))
    return found, f"{len(expected)} classes, {count} members, by {sight}"


def _check_questions(inferred: Store) -> tuple[list[Finding], str]:
    found = []
    asked = [query for query in saved_questions() if query.kind == "competency" and query.data != "records"]
    for query in asked:
        fault = "has no answer"
        try:
            answered = bool(evaluate(inferred, query))
        except TaontoError as error:
            answered, fault = False, f"can't be asked: {error}"
        if not answered:
            message = f"the question '{query.question}' ({query.name}) {fault}"
            hint = f"Look at queries/{query.name}.rq and at the facts that it asks for."
            found.append(Finding("question-answered", Severity.VIOLATION, message, hint, value=query.name))
    return found, f"{len(asked)} questions"


def _probes() -> list[Triple]:
    return list(read_triples(folder("shapes") / "ontology" / "probes.ttl"))


def _without_unread(triples: list[Triple]) -> Iterator[Triple]:
    store = store_of(triples)
    classes = " ".join(f"<{iri}>" for iri in _UNREAD)
    query = (
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
        f"SELECT ?thing WHERE {{ VALUES ?top {{ {classes} }} ?class rdfs:subClassOf* ?top . ?thing a ?class }}"
    )
    unread = {row["thing"] for row in _rows(store, query)}
    return (t for t in triples if t.subject not in unread)


def _rows(store: Store, query: str) -> QuerySolutions:
    solutions = store.query(query)
    assert isinstance(solutions, QuerySolutions)
    return solutions


def _lines(check: Check) -> Iterator[str]:
    note = f" ({check.note})" if check.note else ""
    yield f"{'pass' if check.passed else 'FAIL'}  {check.id}: {check.title}{note}"
    for finding in check.findings[:_MOST_SHOWN]:
        place = f"{finding.file}:{finding.line}: " if finding.line else f"{finding.file}: " if finding.file else ""
        first, *more = f"{place}{finding.message}".splitlines()
        yield from textwrap.wrap(first, 116, initial_indent="      ", subsequent_indent="        ")
        yield from (f"        {line}" for line in more)
        if finding.hint:
            yield f"        -> {finding.hint} [{finding.rule}]"
    if len(check.findings) > _MOST_SHOWN:
        yield f"      ... and {len(check.findings) - _MOST_SHOWN} more; --format json lists them all"
