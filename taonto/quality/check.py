"""Checking the quality of the ontology itself: a list of checks that pass or report what to fix."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pyoxigraph import NamedNode, QuerySolutions, Store, Triple

from taonto.base.errors import TaontoError, UnknownNameError
from taonto.base.resources import folder, folders
from taonto.base.vocabulary import RDFS, TA
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
from taonto.quality.results import Check, CheckReport
from taonto.query.asking import evaluate
from taonto.query.questions import saved_questions
from taonto.rdf.graph import read_triples, store_of
from taonto.rdf.nodes import ONTOLOGY, TYPE
from taonto.reasoning.axioms import labels_of, namer
from taonto.reasoning.explanation import clashes, explain
from taonto.reasoning.hermit import (
    TIME_LIMIT,
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
    "files": "the files have the usual prefixes, intact characters and a consistent style",
    "terms": "every term has a label, a definition, a source and a well-formed name",
    "catalogue": "every entry of the catalogue is complete",
    "links": "every link to other vocabularies and pages was looked up",
    "profile": "the ontology conforms to OWL 2 DL",
    "reasoning": "there is no contradiction and every class can have members (HermiT)",
    "members": "defined classes have the expected members",
    "questions": "every competency question has an answer",
}
"""The checks in their order: id to what the check makes sure of."""

_UNREAD = (TA + "Coding", TA + "Definition")
"""Classes with many members that no defined class depends on: these are tested for contradictions, not classified."""


@dataclass(frozen=True)
class _Ontology:
    """The ontology that is checked.

    Attributes:
        files: all files.
        own: those of taonto, and those that replace one of them.
        given: those of the user and of extensions.
        stated: what the files state.
        whole: the same with catalogue, alignments and definitions.
        name: how messages name an IRI.
    """

    files: tuple[OntologyFile, ...]
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
    """Check the ontology that ships with taonto, or a user's copy or extension of it.

    A file that declares itself (owl:Ontology) to be one of taonto's modules replaces that module, one that declares
    itself to be the merged ontology replaces all of them; any other file is read on top, as those of extensions are.

    Args:
        files: the user's RDF files.
        reasoning: whether to run HermiT, which needs Java.
        only: ids of the checks to run, from `CHECKS`; by default all.
        time_limit: for one run of HermiT, in seconds.
        progress: called with the title of each check as it starts.

    Raises:
        UnknownNameError: if there is no such check, or no such file.
        UnavailableError: if there is no Java.
        LimitError: if a time limit is exceeded.
        TaontoError: if a file can't be read or parsed.
    """
    unknown = next((identifier for identifier in only if identifier not in CHECKS), None)
    if unknown is not None:
        raise UnknownNameError(f"there is no check '{unknown}'; the checks are {', '.join(CHECKS)}")
    wanted = [i for i in CHECKS if (i in only or not only) and (reasoning or i != "reasoning")]
    if "reasoning" in wanted:
        java()  # before any work is done
    extensions = [path for root in folders("ontology")[1:] for path in sorted(root.glob("*.ttl"))]
    run = _Run(_assemble([read_ontology_file(path) for path in (*files, *extensions)]), time_limit)
    checks = []
    for identifier in wanted:
        progress(CHECKS[identifier])
        findings, note = run.check(identifier)
        checks.append(Check(identifier, CHECKS[identifier], tuple(placed(findings, run.ontology.files)), note))
    return CheckReport(tuple(checks))


class _Run:
    """One run over one ontology: computes once what several checks need."""

    def __init__(self, ontology: _Ontology, time_limit: float) -> None:
        self.ontology = ontology
        self._time_limit = time_limit
        self._classification: Classification | None = None

    def check(self, identifier: str) -> tuple[Iterable[Finding], str]:
        """Return the findings and the note of one check."""
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
        store = load_edition("inferred")  # the graph of queries by default
        add_data(store, _probes())
        return store


def _assemble(given: Sequence[OntologyFile]) -> _Ontology:
    """Put the ontology together: taonto's modules, or what replaces them, and the given files."""
    root = folder("ontology")
    modules = [read_ontology_file(path, f"ontology/{path.name}") for path in sorted(root.glob("*.ttl"))]
    declared = {iri for file in given for iri in _headers(file)}
    kept = [module for module in modules if TA not in declared and not declared & _headers(module)]
    module_iris = {TA}.union(*map(_headers, modules))
    replacing = [file for file in given if len(kept) < len(modules) and _headers(file) & module_iris]
    files = (*kept, *given)
    stated = tuple(t for file in files for t in file.triples)
    whole = tuple(dict.fromkeys(asserted_triples(stated)))
    return _Ontology(files, (*kept, *replacing), tuple(given), stated, whole, namer(labels_of(whole)))


def _headers(file: OntologyFile) -> set[str]:
    """Return the IRIs of the ontologies that a file declares itself to be."""
    headers = (t.subject for t in file.triples if t.predicate == TYPE and t.object == ONTOLOGY)
    return {header.value for header in headers if isinstance(header, NamedNode)}


def _check_files(ontology: _Ontology) -> tuple[list[Finding], str]:
    given = ontology.given
    texts = given or tuple(own_texts())
    found: list[Finding] = []
    for file in texts:
        turtle = file.name.endswith(".ttl")
        if turtle or file.name.endswith(".rq"):
            found.extend(lint_prefixes(file, strict=not given))
        if turtle and not given:
            found.extend(lint_style(file))
        found.extend(lint_text(file))
    return found, f"{len(texts)} files"


def _check_terms(ontology: _Ontology) -> tuple[list[Finding], str]:
    terms = own_terms(ontology.stated)
    return lint_shapes(terms, "terms", ontology.name), f"{len({t.subject for t in terms})} terms"


def _check_catalogue(ontology: _Ontology) -> tuple[list[Finding], str]:
    return lint_shapes(ontology.whole, "catalogue", ontology.name), f"{len(ontology.whole):,} facts"


def _check_links(ontology: _Ontology) -> tuple[list[Finding], str]:
    known = known_links()
    whole: Iterable[Triple] = ontology.whole
    if len(ontology.own) < len(ontology.files):  # an extension may link anywhere
        whole = asserted_triples(t for file in ontology.own for t in file.triples)
    return list(lint_links(whole, known)), f"{len(known)} known links"


def _check_profile(ontology: _Ontology) -> tuple[list[Finding], str]:
    return lint_shapes(ontology.whole, "profile", ontology.name), "the rules that SHACL can express"


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
        hint = "Fix what the message names."
        return [Finding("readable", Severity.VIOLATION, str(error), hint)], "HermiT could not read the ontology", None
    found = _explained(ontology, read, classification)
    for iri in empty_properties(read, time_limit):
        message = f"nothing can ever have {ontology.name(iri)}"
        hint = "Check its domain and range: nothing can belong to all the classes that they require."
        found.append(Finding("usable-property", Severity.VIOLATION, message, hint, focus=iri))
    return found, f"{len(classification.types)} individuals classified", classification


def _explained(ontology: _Ontology, triples: list[Triple], classification: Classification) -> list[Finding]:
    found = []
    for why in explain(triples, classification):
        culprits = "".join(f"\n- {culprit}" for culprit in why.culprits)
        message = why.summary + (f". The contradictory statements:{culprits}" if culprits else "")
        hint = "Remove what was added last, step by step, until the check passes."
        if why.terms:
            hint = "Remove or fix one of these statements." if culprits else "Fix the other class first."
        rule = "satisfiable-class" if why.subject else "consistent"
        focus = why.subject or min(why.terms, key=lambda term: _nearness(term, ontology), default=None)
        found.append(Finding(rule, Severity.VIOLATION, message, hint, focus=focus))
    return found


def _nearness(term: str, ontology: _Ontology) -> tuple[bool, bool, str]:
    """Return a sort key: terms that the user's files describe come first, then those that any file does."""
    return (
        not any(term in file.subjects for file in ontology.given),
        not any(term in file.subjects for file in ontology.files),
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
                verb = "lacks" if member in members else "wrongly includes"
                message = f"according to {reasoner}, {ontology.name(iri)} {verb} {ontology.name(member)}"
                hint = "Fix the definition of the class, or the expected members in shapes/ontology/members.rq."
                found.append(Finding("defined-members", Severity.VIOLATION, message, hint, focus=iri, value=member))
    judges = "HermiT and the OWL RL closure" if classification else "the OWL RL closure"
    count = sum(map(len, expected.values()))
    for clash in clashes((quad.triple for quad in inferred), ontology.name) if not classification else ():
        hint = "Remove or fix one of the statements behind this; the check 'reasoning' lists them."
        found.append(Finding("consistent", Severity.VIOLATION, clash.message, hint))
    return found, f"{len(expected)} classes, {count} members, by {judges}"


def _check_questions(inferred: Store) -> tuple[list[Finding], str]:
    found = []
    asked = [query for query in saved_questions() if query.kind == "competency" and query.data != "records"]
    for query in asked:
        problem = "has no answer"
        try:
            answered = bool(evaluate(inferred, query))
        except TaontoError as error:
            answered, problem = False, f"can't be evaluated: {error}"
        if not answered:
            message = f"the question '{query.question}' ({query.name}) {problem}"
            hint = f"Check queries/{query.name}.rq and the facts that it asks for."
            found.append(Finding("question-answered", Severity.VIOLATION, message, hint, value=query.name))
    return found, f"{len(asked)} questions"


def _probes() -> list[Triple]:
    """Return the synthetic individuals that give every defined class something to include and to exclude."""
    return list(read_triples(folder("shapes") / "ontology" / "probes.ttl"))


def _without_unread(triples: list[Triple]) -> Iterator[Triple]:
    """Yield the triples whose subjects are not members of the classes `_UNREAD`."""
    store = store_of(triples)
    classes = " ".join(f"<{iri}>" for iri in _UNREAD)
    pattern = f"VALUES ?top {{ {classes} }} ?class rdfs:subClassOf* ?top . ?thing a ?class"
    query = f"PREFIX rdfs: <{RDFS}> SELECT ?thing WHERE {{ {pattern} }}"
    unread = {row["thing"] for row in _rows(store, query)}
    return (t for t in triples if t.subject not in unread)


def _rows(store: Store, query: str) -> QuerySolutions:
    solutions = store.query(query)
    assert isinstance(solutions, QuerySolutions)
    return solutions
