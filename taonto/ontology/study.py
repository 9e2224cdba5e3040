"""A user's own coding matrix as a further coding study: checked against the catalogue, then stated in RDF."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Store, Triple

from taonto.base.errors import BadInputError, UnknownNameError
from taonto.base.vocabulary import TA, TAF, TAP
from taonto.ontology.catalogue import (
    StatedCoding,
    coding_triples,
    component_iri,
    named_framework_iri,
    slug,
    study_triples,
)
from taonto.ontology.matrix import CodingCell, CodingMatrixFile, CodingValue, match_names, read_coding_matrix
from taonto.rdf.nodes import CITATION, IDENTIFIER, PREF_LABEL, SOURCE, TYPE, local_name

CONSENSUS = "consensus"
"""The coder whose rows decide where other coders disagree."""

_RANK = (CodingValue.PRESENT, CodingValue.UNKNOWN, CodingValue.NOT_MENTIONED)


@dataclass(frozen=True, slots=True)
class Study:
    """A coding study that is ready to be added to a graph.

    `declared` names the study's own frameworks and elements, which the catalogue does not have.
    """

    name: str
    triples: tuple[Triple, ...]
    counts: Mapping[CodingValue, int]
    declared: tuple[str, ...]


def read_study(matrix: str | Path, name: str, source: str, graph: Store, declare: bool = False) -> Study:
    """Read a coding matrix and return it as a coding study.

    Args:
        matrix: a CSV file or workbook, wide or long (see `taonto.ontology.matrix`), or "-".
        name: the name of the study: lower-case letters, digits and hyphens.
        source: who made the coding, as a citation.
        graph: the graph to which the study will be added: its frameworks, practices and studies are the known ones.
        declare: whether unknown names become the study's own frameworks and elements.

    Raises:
        BadInputError: if the name is taken or malformed, the source is blank, or the matrix has an error: a cell that
            is not one of the three values, a duplicate, a contradiction.
        UnknownNameError: if a component is unknown, or (unless `declare`) a framework or element.
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
        Triple(NamedNode(f"{TAF}source-{name}"), CITATION, Literal(source)),
        *_own_terms(node, {iris[n]: n for n in own_frameworks}, "UncataloguedFramework"),
        *_own_terms(node, {columns[n]: n for n in own_elements}, "StudyElement"),
        *_readings(file, name, iris, columns, graph),
        *study_triples(name, cells, f"source-{name}"),
    ]
    counts = {value: sum(cell.value == value for cell in cells) for value in CodingValue}
    return Study(name, tuple(triples), counts, tuple(own_frameworks + own_elements))


def _check_name(name: str, source: str, graph: Store) -> None:
    if not name or slug(name) != name:
        raise BadInputError(
            f"'{name}' can't be the name of a study; use lower-case letters, digits and hyphens, such as "
            f"'{slug(name) or 'mine'}'"
        )
    if not source.strip():
        raise BadInputError("the source of the study is blank; say who made the coding, as you would cite it")
    coded = graph.quads_for_pattern(None, NamedNode(TA + "belongsToStudy"), NamedNode(f"{TAF}study-{name}"))
    if any(True for _ in coded):
        raise BadInputError(f"the graph already has a study with the name '{name}'; choose another name")


def _check_duplicates(file: CodingMatrixFile) -> None:
    seen: dict[tuple[str, str, str | None, str | None], int] = {}
    for cell in file.cells:
        earlier = seen.setdefault((cell.framework, cell.element, cell.component, cell.coder), cell.row)
        if earlier != cell.row:
            raise BadInputError(
                f"{file.name}, row {cell.row}: '{cell.framework}' and '{cell.element}' are already in row {earlier}; "
                "keep one of the two rows"
            )


def _check_own(
    file: CodingMatrixFile, study: str, graph: Store, frameworks: Mapping[str, str], elements: Mapping[str, str]
) -> None:
    """Refuse the study's own names if two of them, or one and another thing in the graph, would get the same IRI."""
    own = [("framework", name, iri) for name, iri in frameworks.items()]
    own += [("element", name, iri) for name, iri in elements.items()]
    for what, name, iri in own:
        if _is_known(graph, NamedNode(iri)):
            raise BadInputError(
                f"{file.name}: the {what} '{name}' of the study '{study}' would get the IRI of another thing in the "
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
            raise BadInputError(f"{file.name}: the {what} '{name}' has no letter or digit; give it a name")
        earlier = earliest.setdefault((what, iri), name)
        if earlier != name:
            raise BadInputError(
                f"{file.name}: '{earlier}' and '{name}' would get the same IRI ({what}); "
                "spell them the same, or make letters or digits differ"
            )


def _check_components(file: CodingMatrixFile, graph: Store, frameworks: Mapping[str, str]) -> None:
    """Refuse numbers of components that the catalogue's frameworks do not have."""
    for row in file.cells:
        if row.framework in frameworks and row.component and row.component.isdecimal():
            component = NamedNode(component_iri(frameworks[row.framework], row.component))
            if not _is_known(graph, component):
                raise UnknownNameError(
                    f"{file.name}, row {row.row}, column 'component': '{row.framework}' has no component "
                    f"{row.component}; the question components-of-framework lists them, or use words"
                )


def _described(node: NamedNode, name: str, source: str, graph: Store) -> Iterator[Triple]:
    """Yield the study's name and source, unless the graph already has them (as for the synthesis)."""
    if not _is_known(graph, node):
        yield Triple(node, IDENTIFIER, Literal(name))
        yield Triple(node, PREF_LABEL, Literal(source))
        yield Triple(node, SOURCE, NamedNode(f"{TAF}source-{name}"))


def _labels(graph: Store, kind: str) -> dict[str, str]:
    """Return id to label of all individuals of a class of ours."""
    found: dict[str, str] = {}
    for quad in graph.quads_for_pattern(None, TYPE, NamedNode(TA + kind)):
        for label in graph.quads_for_pattern(quad.subject, PREF_LABEL, None):
            if isinstance(quad.subject, NamedNode) and isinstance(label.object, Literal):
                found[local_name(quad.subject.value)] = label.object.value
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
        problem = match_names(own[:1], known, what, place).unknown[0]
        more = f" ({len(own) - 1} more names are unknown)" if len(own) > 1 else ""
        raise UnknownNameError(f"{problem}{more}; fix the name, or declare it as the study's own")
    doubles = [name for name in match.ids if list(match.ids.values()).count(match.ids[name]) > 1]
    if doubles:
        raise BadInputError(f"{file.name}: {what}s '{doubles[0]}' and '{doubles[1]}' are the same; keep one of them")
    return match.ids, own


def _cells(
    file: CodingMatrixFile, study: str, frameworks: Mapping[str, str], elements: Mapping[str, str]
) -> Iterator[StatedCoding]:
    """Yield one cell per pair: present if any of its components is, else unknown if any is, else not mentioned."""
    pairs: dict[tuple[str, str], list[CodingCell]] = {}
    for cell in file.cells:
        pairs.setdefault((cell.framework, cell.element), []).append(cell)
    for (framework, element), rows in pairs.items():
        by_coder = {row.coder: [r.value for r in rows if r.coder == row.coder] for row in rows}
        verdicts = {coder: next(v for v in _RANK if v in values) for coder, values in by_coder.items()}
        settled = next((c for c in verdicts if (c or "").casefold() == CONSENSUS), None)
        if len(set(verdicts.values())) > 1 and settled is None:
            raise BadInputError(
                f"{file.name}, row {rows[-1].row}: the coders contradict each other on '{framework}' and '{element}'; "
                f"add a row with the coder '{CONSENSUS}' that decides it"
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
    """Yield each row that names a component or a coder as a separate coding, next to the study's final one."""
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
    """Return a component's IRI: a number is one of the catalogue's, anything else is the study's own name for one."""
    name = row.component or ""
    return component_iri(framework, name) if name.isdecimal() else f"{framework}-{study}-{slug(name)}"


def _reading_iri(study: str, row: CodingCell, frameworks: Mapping[str, str], elements: Mapping[str, str]) -> str:
    parts = [study, local_name(frameworks[row.framework]), local_name(elements[row.element])]
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
