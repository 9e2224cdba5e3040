"""The rules as data: what the shapes folder says about each, for reports and for the manual."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal as OneOf

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from taonto.base import resources
from taonto.base.errors import BadInputError, UnknownNameError
from taonto.base.vocabulary import PREFIXES, TASH
from taonto.rdf.graph import read_triples
from taonto.rdf.jsonld import Unmapped
from taonto.rdf.nodes import local_name, renamed
from taonto.validation.findings import Severity

Profile = OneOf["exchange", "publication"]
PROFILES: dict[str, tuple[str, ...]] = {
    "exchange": ("exchange", "recommended"),
    "publication": ("exchange", "publication", "recommended"),
}
"""Profile to its layers, each a folder of shapes. The recommended layer gives warnings and infos only."""

LAYERS = ("exchange", "publication", "recommended")
_SHACL = PREFIXES["sh"]
_UNFIT = re.compile(r"[^A-Za-z0-9_]")
_BEYOND = ("target", "rule", "expression", "js")
"""Properties of SHACL's advanced features and of SHACL-JS that would change what a shape finds."""
_SEVERITIES = {"Violation": Severity.VIOLATION, "Warning": Severity.WARNING, "Info": Severity.INFO}


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of problem.

    Attributes:
        id: stable, such as "TA001".
        iri: also the address of its page in the manual.
        label: its name.
        why: the reason for it.
        hint: how to fix the problem.
        wrong: made-up examples that break it.
        right: the same examples, fixed.
        layer: the folder that it is in; "judging" for the rules of every profile.
        program: whether the program checks it, because SHACL can't.
        severity: the worst severity of its results.
        fault_kind: the name under which the generator plants the fault, or None.
        refines: IRI of the broad rule or of the shape whose results it takes over, or None.
        pattern: the regular expression that decides which results it takes over, or None.
        form: the name of the form that its shapes forbid in texts and the program also looks for in your own columns;
            or None.
        text_must: what a text must do, after "The text must", where the rule is about texts; or None.
        shapes: IRIs of its shapes.
    """

    id: str
    iri: str
    label: str
    why: str
    hint: str
    wrong: tuple[str, ...]
    right: tuple[str, ...]
    layer: str
    program: bool
    severity: Severity
    fault_kind: str | None
    refines: str | None
    pattern: re.Pattern[str] | None
    form: str | None
    text_must: str | None
    shapes: tuple[str, ...]


class RuleBook:
    """All rules, by id and by shape.

    >>> RuleBook.shipped().rules["TA001"].label
    'One identifier'
    """

    def __init__(self, layers: dict[str, Sequence[Triple]]) -> None:
        """Read the rules out of the triples of each layer."""
        self.layers = layers
        self._facts: dict[str, dict[str, list[str]]] = {}
        for triples in layers.values():
            for t in triples:
                if isinstance(t.subject, NamedNode) and isinstance(t.object, NamedNode | Literal):
                    self._facts.setdefault(t.subject.value, {}).setdefault(t.predicate.value, []).append(t.object.value)
        shapes: dict[str, list[str]] = {}
        for subject, facts in self._facts.items():
            for page in facts.get(PREFIXES["rdfs"] + "seeAlso", ()):
                shapes.setdefault(page, []).append(subject)
        found = [
            self._rule(iri, layer, tuple(sorted(shapes.get(iri, ()))))
            for layer, triples in layers.items()
            for iri in sorted({str(t.subject)[1:-1] for t in triples if _is_rule(t)})
        ]
        self.rules = {rule.id: rule for rule in sorted(found, key=lambda r: r.id)}
        self.of_shape = {shape: rule for rule in self.rules.values() for shape in rule.shapes}
        self.narrower: dict[str, list[Rule]] = {}
        for rule in self.rules.values():
            if rule.refines:
                self.narrower.setdefault(rule.refines, []).append(rule)

    @classmethod
    def shipped(cls) -> "RuleBook":
        """Return the rules that come with taonto."""
        return _shipped()

    def shapes(self, profile: str, advice: bool = True) -> list[Triple]:
        """Return the shapes graph of a profile, with or without the recommendations.

        Raises:
            UnknownNameError: if there is no such profile.
        """
        if profile not in PROFILES:
            raise UnknownNameError(f"there is no profile '{profile}'; the profiles are {', '.join(PROFILES)}")
        layers = (layer for layer in PROFILES[profile] if advice or layer != "recommended")
        return [triple for layer in layers for triple in self.layers[layer]]

    def of_profile(self, profile: str) -> list[Rule]:
        """Return the rules of a profile, by id."""
        return [r for r in self.rules.values() if r.layer in PROFILES[profile]]

    def texts(self, shape: str, name: str) -> list[str]:
        """Return what is stated of a shape under a name of SHACL or of our annotations ("sh:message", "tash:about")."""
        prefix, _, local = name.partition(":")
        return self._facts.get(shape, {}).get(PREFIXES[prefix] + local, [])

    def _rule(self, iri: str, layer: str, shapes: tuple[str, ...]) -> Rule:
        facts = self._facts[iri]

        def one(name: str) -> str | None:
            return facts.get(name, [None])[0]

        severities = [s for shape in shapes for s in self._facts[shape].get(_SHACL + "severity", ())]
        severities += facts.get(TASH + "severity", [])
        narrow = one(TASH + "refines")
        if narrow and not severities:
            of_broad = self._facts.get(narrow, {}).get(_SHACL + "severity")
            severities += of_broad or [_SHACL + "Violation"]
        pattern = one(TASH + "valuePattern")
        form = one(TASH + "form")
        return Rule(
            id=one(PREFIXES["dcterms"] + "identifier") or "",
            iri=iri,
            label=one(PREFIXES["rdfs"] + "label") or "",
            why=one(PREFIXES["rdfs"] + "comment") or "",
            hint=one(TASH + "hint") or "",
            wrong=tuple(facts.get(TASH + "wrong", ())),
            right=tuple(facts.get(TASH + "right", ())),
            layer=layer,
            program=TASH + "ProgramRule" in facts[PREFIXES["rdf"] + "type"],
            severity=min((_SEVERITIES[s.removeprefix(_SHACL)] for s in severities), key=lambda s: s.rank),
            fault_kind=one(TASH + "faultKind"),
            refines=narrow,
            pattern=re.compile(pattern, re.IGNORECASE) if pattern else None,
            form=form and form.removeprefix(TASH),
            text_must=one(TASH + "textMust"),
            shapes=shapes,
        )


def fault_kinds() -> dict[str, str]:
    """Return the name of each fault that the generator can plant, with the id of the rule that finds it."""
    return {rule.fault_kind: rule.id for rule in RuleBook.shipped().rules.values() if rule.fault_kind}


def read_shapes(files: Iterable[str], base: str | None = None, notes: list[str] | None = None) -> list[Triple]:
    """Return the shapes graph in some RDF files; imports that they declare are not followed.

    Args:
        files: their names.
        base: what relative IRIs are resolved against; without it they are errors.
        notes: gets what the user should know of the files.

    Raises:
        BadInputError: if a file can't be read, or none of them contains a shape.
    """
    names = list(files)
    triples = _name_shapes([triple for n, file in enumerate(names) for triple in _apart(file, n, base, notes)])
    if not any(t.predicate.value.startswith(_SHACL) for t in triples):
        raise BadInputError(f"{', '.join(names)}: contains no SHACL shapes; name a file that has some")
    return triples


def beyond_core(shapes: Iterable[Triple]) -> list[str]:
    """Return the properties in shapes that go beyond SHACL Core and SHACL-SPARQL, such as "sh:rule"."""
    used = {t.predicate.value for t in shapes}
    return [f"sh:{name}" for name in _BEYOND if _SHACL + name in used]


def _apart(file: str, number: int, base: str | None, notes: list[str] | None) -> Iterator[Triple]:
    """Yield the triples of one file with labels of blank nodes that no other file has."""
    unmapped = Unmapped()
    for t in read_triples(file, base=base, unmapped=unmapped):
        if isinstance(t.object, Triple):
            raise BadInputError(f"{file}: has a triple about a triple, which SHACL does not know; remove it")
        yield renamed(t, lambda node: BlankNode(f"f{number}x{node.value}"))
    if notes is not None:
        notes += unmapped.notes(file)


def _name_shapes(triples: list[Triple]) -> list[Triple]:
    """Give blank nodes labels that mean something to readers, and that are the same in each run.

    The shape of a property is named after the shape that it is in and the property; others are numbered.
    """
    paths = {
        t.subject: t.object for t in triples if t.predicate.value == _SHACL + "path" and isinstance(t.object, NamedNode)
    }
    labels: dict[BlankNode, BlankNode] = {}
    used: Counter[str] = Counter()

    def label(node: BlankNode, wanted: str) -> None:
        used[wanted] += 1
        labels[node] = BlankNode(wanted if used[wanted] == 1 else f"{wanted}.{used[wanted]}")

    for t in triples:
        inner = t.object
        if t.predicate.value != _SHACL + "property" or not isinstance(t.subject, NamedNode) or inner in labels:
            continue
        if isinstance(inner, BlankNode) and inner in paths:
            label(inner, "-".join(_UNFIT.sub("_", _end(iri.value)) for iri in (t.subject, paths[inner])))
    for t in triples:
        for node in (t.subject, t.object):
            if isinstance(node, BlankNode) and node not in labels:
                label(node, "shape")

    return [renamed(t, labels.__getitem__) for t in triples]


def _end(iri: str) -> str:
    return local_name(iri).rpartition(":")[2] or "shape"


def _is_rule(triple: Triple) -> bool:
    return (
        triple.predicate.value == PREFIXES["rdf"] + "type"
        and isinstance(triple.object, NamedNode)
        and triple.object.value in (TASH + "Rule", TASH + "ProgramRule")
    )


@resources.remembered
def _shipped() -> RuleBook:
    patterns = {layer: f"{layer}/*.ttl" for layer in LAYERS} | {"judging": "judging.ttl"}
    layers: dict[str, Sequence[Triple]] = {
        layer: [t for path in resources.files("shapes", pattern) for t in read_triples(path)]
        for layer, pattern in patterns.items()
    }
    return RuleBook(layers)
