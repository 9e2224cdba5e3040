"""A user's own coding matrix as one more coding study: checked against the catalogue, then stated in RDF."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Store, Triple

from taonto.base.errors import TaontoError
from taonto.base.vocabulary import PREFIXES, TA, TAF, TAP
from taonto.ontology.catalogue import (
    StatedCoding,
    coding_triples,
    component_iri,
    named_framework_iri,
    slug,
    study_triples,
)
from taonto.ontology.matrix import CodingCell, CodingMatrixFile, CodingValue, match_names, read_coding_matrix
from taonto.rdf.nodes import IDENTIFIER, PREF_LABEL, SOURCE, TYPE

CONSENSUS = "consensus"
"""The coder whose rows settle what other coders disagree on."""

_RANK = (CodingValue.PRESENT, CodingValue.UNKNOWN, CodingValue.NOT_MENTIONED)


@dataclass(frozen=True, slots=True)
class Study:
    """A study ready to be added to a graph.

    `declared` names the frameworks and elements of its own that the catalogue does not hold.
    """

    name: str
    triples: tuple[Triple, ...]
    counts: Mapping[CodingValue, int]
    declared: tuple[str, ...]


def read_study(matrix: str | Path, name: str, source: str, graph: Store, declare: bool = False) -> Study:
    """Read a coding matrix and return it as a study.

    Args:
        matrix: a CSV file, wide or long (see `taonto.ontology.matrix`), or "-".
        name: what the study will be called: lower-case letters, digits and hyphens.
        source: who made the coding, as a citation.
        graph: the graph that the study will join: its frameworks, practices and studies are the known ones.
        declare: whether names that the graph does not know become frameworks and elements of the study's own.

    Raises:
        TaontoError: if the name is taken or ill-formed, the source is blank, or the matrix has a fault: an unknown
            framework or element (unless `declare`), a cell outside the three values, a duplicate, a contradiction.
    """
    _check_name(name, source, graph)
    file = read_coding_matrix(matrix, minimum_frameworks=1)
    _check_duplicates(file)
    frameworks, own_frameworks = _resolve(file, "framework", _labels(graph, "Framework"), declare)
    elements, own_elements = _resolve(file, "element", _labels(graph, "Practice"), declare)
    iris = {n: TAF + i for n, i in frameworks.items()} | {n: named_framework_iri(name, n) for n in own_frameworks}
    columns = {n: TAP + i for n, i in elements.items()} | {n: _element_iri(name, n) for n in own_elements}

    node = NamedNode(f"{TAF}study-{name}")
    _check_own(file, name, graph, {n: iris[n] for n in own_frameworks}, {n: columns[n] for n in own_elements})
    _check_components(file, graph, {n: iris[n] for n in frameworks})
    cells = list(_cells(file, name, iris, columns))
    triples = [
        Triple(node, TYPE, NamedNode(TA + "CodingStudy")),
        *_described(node, name, source, graph),
        Triple(NamedNode(f"{TAF}source-{name}"), TYPE, NamedNode(TA + "Source")),
        Triple(
            NamedNode(f"{TAF}source-{name}"), NamedNode(PREFIXES["dcterms"] + "bibliographicCitation"), Literal(source)
        ),
        *_own_terms(node, {iris[n]: n for n in own_frameworks}, "UncataloguedFramework"),
        *_own_terms(node, {columns[n]: n for n in own_elements}, "StudyElement"),
        *_readings(file, name, iris, columns, graph),
        *study_triples(name, cells, f"source-{name}"),
    ]
    counts = {value: sum(cell.value == value for cell in cells) for value in CodingValue}
    return Study(name, tuple(triples), counts, tuple(own_frameworks + own_elements))


def _check_name(name: str, source: str, graph: Store) -> None:
    if not name or slug(name) != name:
        raise TaontoError(
            f"--name '{name}': use lower-case letters, digits and hyphens, such as '{slug(name) or 'mine'}'"
        )
    if not source.strip():
        raise TaontoError("--source is blank; say who made the coding, as you would cite it")
    coded = graph.quads_for_pattern(None, NamedNode(TA + "belongsToStudy"), NamedNode(f"{TAF}study-{name}"))
    if any(True for _ in coded):
        raise TaontoError(f"--name '{name}': a study of that name is in the graph already; choose another name")


def _check_duplicates(file: CodingMatrixFile) -> None:
    seen: dict[tuple[str, str, str | None, str | None], int] = {}
    for cell in file.cells:
        earlier = seen.setdefault((cell.framework, cell.element, cell.component, cell.coder), cell.row)
        if earlier != cell.row:
            raise TaontoError(
                f"{file.name}, row {cell.row}: '{cell.framework}' and '{cell.element}' stand in row {earlier} already; "
                "keep one of the two rows"
            )


def _check_own(
    file: CodingMatrixFile, study: str, graph: Store, frameworks: Mapping[str, str], elements: Mapping[str, str]
) -> None:
    """Refuse names of the study's own that would become one IRI, or one that the graph knows as something else."""
    own = [("framework", name, iri) for name, iri in frameworks.items()]
    own += [("element", name, iri) for name, iri in elements.items()]
    for what, name, iri in own:
        if _is_known(graph, NamedNode(iri)):
            raise TaontoError(
                f"{file.name}: with --name '{study}' the {what} '{name}' would be named like another thing of the "
                "graph; choose another name for the study"
            )
    own += [("coder", row.coder, _coder_iri(study, row.coder)) for row in file.cells if row.coder]
    own += [
        (f"component of '{row.framework}'", row.component, f"{row.framework} {slug(row.component)}")
        for row in file.cells
        if row.component and not row.component.isdecimal()
    ]
    earliest: dict[tuple[str, str], str] = {}
    for what, name, iri in own:
        if not slug(name):
            raise TaontoError(f"{file.name}: the {what} '{name}' holds no letter or digit; give it a name")
        earlier = earliest.setdefault((what, iri), name)
        if earlier != name:
            raise TaontoError(
                f"{file.name}: '{earlier}' and '{name}' can't be told apart ({what}); "
                "write them alike, or let letters or digits differ"
            )


def _check_components(file: CodingMatrixFile, graph: Store, frameworks: Mapping[str, str]) -> None:
    """Refuse numbers of components that the lists of the catalogue do not have."""
    for row in file.cells:
        if row.framework in frameworks and row.component and row.component.isdecimal():
            component = NamedNode(component_iri(frameworks[row.framework], row.component))
            if not _is_known(graph, component):
                raise TaontoError(
                    f"{file.name}, row {row.row}, column 'component': '{row.framework}' has no component "
                    f"{row.component}; 'taonto query components-of-framework' lists them, or use words"
                )


def _described(node: NamedNode, name: str, source: str, graph: Store) -> Iterator[Triple]:
    """Yield what a study is called and who made it, unless the graph says so already (as of the synthesis)."""
    if not _is_known(graph, node):
        yield Triple(node, IDENTIFIER, Literal(name))
        yield Triple(node, PREF_LABEL, Literal(source))
        yield Triple(node, SOURCE, NamedNode(f"{TAF}source-{name}"))


def _labels(graph: Store, kind: str) -> dict[str, str]:
    """Return id to label of all individuals of a class of ours."""
    found: dict[str, str] = {}
    for quad in graph.quads_for_pattern(None, TYPE, NamedNode(TA + kind)):
        for label in graph.quads_for_pattern(quad.subject, PREF_LABEL, None):
            found[str(getattr(quad.subject, "value", "")).rsplit("/", 1)[-1]] = str(getattr(label.object, "value", ""))
    return found


def _resolve(
    file: CodingMatrixFile, what: str, known: Mapping[str, str], declare: bool
) -> tuple[dict[str, str], list[str]]:
    """Return the names that are known, with their ids, and those that become the study's own."""
    names = file.frameworks if what == "framework" else file.elements
    match = match_names(names, known, what, file.name)
    own = [name for name in names if name not in match.ids]
    if own and not declare:
        first = next(cell for cell in file.cells if getattr(cell, what) == own[0])
        place = f"{file.name}, row {first.row}" if file.layout == "long" or what == "framework" else file.name
        fault = match_names(own[:1], known, what, place).faults[0]
        more = f" ({len(own) - 1} more names are unknown)" if len(own) > 1 else ""
        raise TaontoError(f"{fault}{more}; mend the name, or use --declare to make it the study's own")
    doubles = [name for name in match.ids if list(match.ids.values()).count(match.ids[name]) > 1]
    if doubles:
        raise TaontoError(f"{file.name}: {what}s '{doubles[0]}' and '{doubles[1]}' are the same; keep one of them")
    return match.ids, own


def _cells(
    file: CodingMatrixFile, study: str, frameworks: Mapping[str, str], elements: Mapping[str, str]
) -> Iterator[StatedCoding]:
    """Yield one cell a pair: over its components, any present makes it present, and unknown outweighs not mentioned."""
    pairs: dict[tuple[str, str], list[CodingCell]] = {}
    for cell in file.cells:
        pairs.setdefault((cell.framework, cell.element), []).append(cell)
    for (framework, element), rows in pairs.items():
        by_coder = {row.coder: [r.value for r in rows if r.coder == row.coder] for row in rows}
        verdicts = {coder: next(v for v in _RANK if v in values) for coder, values in by_coder.items()}
        settled = next((c for c in verdicts if (c or "").casefold() == CONSENSUS), None)
        if len(set(verdicts.values())) > 1 and settled is None:
            raise TaontoError(
                f"{file.name}, row {rows[-1].row}: the coders contradict each other on '{framework}' and '{element}'; "
                f"add a row with the coder '{CONSENSUS}' that settles it"
            )
        value = verdicts[settled] if settled else next(iter(verdicts.values()))
        locators = sorted({row.locator for row in rows if row.locator})
        origins = tuple(_reading_iri(study, row, frameworks, elements) for row in rows if row.component or row.coder)
        yield StatedCoding(
            frameworks[framework], elements[element], value, locator="; ".join(locators) or None, derived_from=origins
        )


def _readings(
    file: CodingMatrixFile, study: str, frameworks: Mapping[str, str], elements: Mapping[str, str], graph: Store
) -> Iterator[Triple]:
    """Yield each row that names a component or a coder as a coding of its own, beside the study's last word."""
    for row in file.cells:
        if not (row.component or row.coder):
            continue
        component = _component(study, row, frameworks[row.framework]) if row.component else None
        coder = _coder_iri(study, row.coder) if row.coder else None
        cell = StatedCoding(
            frameworks[row.framework], elements[row.element], row.value, component, coder, locator=row.locator
        )
        yield from coding_triples(
            _reading_iri(study, row, frameworks, elements), "ComponentCoding" if component else "Coding", study, cell
        )
        if component and row.component and not _is_known(graph, NamedNode(component)):
            yield Triple(NamedNode(component), TYPE, NamedNode(TA + "Component"))
            yield Triple(NamedNode(component), PREF_LABEL, Literal(row.component))
        if coder and row.coder:
            yield Triple(NamedNode(coder), TYPE, NamedNode(TA + "Coder"))
            yield Triple(NamedNode(coder), PREF_LABEL, Literal(row.coder))


def _component(study: str, row: CodingCell, framework: str) -> str:
    """A number is a component of the catalogue's list; anything else is the study's own word for one."""
    name = row.component or ""
    return component_iri(framework, name) if name.isdecimal() else f"{framework}-{study}-{slug(name)}"


def _reading_iri(study: str, row: CodingCell, frameworks: Mapping[str, str], elements: Mapping[str, str]) -> str:
    parts = [study, frameworks[row.framework].rsplit("/", 1)[-1], elements[row.element].rsplit("/", 1)[-1]]
    parts += [f"c{slug(row.component)}"] if row.component else []
    parts += [slug(row.coder)] if row.coder else []
    return f"{TAF}coding-{'-'.join(parts)}"


def _is_known(graph: Store, node: NamedNode) -> bool:
    return any(True for _ in graph.quads_for_pattern(node, None, None))


def _coder_iri(study: str, name: str) -> str:
    return f"{TAF}coder-{study}-{slug(name)}"


def _element_iri(study: str, name: str) -> str:
    return f"{TAF}{study}-element-{slug(name)}"


def _own_terms(study: NamedNode, names: Mapping[str, str], kind: str) -> Iterable[Triple]:
    for iri, name in names.items():
        yield Triple(NamedNode(iri), TYPE, NamedNode(TA + kind))
        yield Triple(NamedNode(iri), PREF_LABEL, Literal(name))
        if kind == "StudyElement":
            yield Triple(NamedNode(iri), NamedNode(TA + "belongsToStudy"), study)
