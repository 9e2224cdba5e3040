"""Reading codings, from a graph (in a store or at an endpoint) or from a custom matrix in a CSV file."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from taonto.analysis.agreement import NOT_READ, Reading
from taonto.analysis.asking import Select, local_id, optional_id, query_text
from taonto.analysis.matrix import (
    NOT_MENTIONED,
    PRESENT,
    PROJECT_STUDY,
    UNKNOWN,
    CodingMatrix,
    ElementInfo,
    FrameworkInfo,
    PhaseInfo,
)
from taonto.base.errors import BadInputError, UnknownNameError
from taonto.base.vocabulary import TAC
from taonto.ontology.matrix import CodingMatrixFile, CodingValue, match_names, read_coding_matrix

CONSENSUS = "consensus"
_NUMBER = {CodingValue.PRESENT: PRESENT, CodingValue.NOT_MENTIONED: NOT_MENTIONED, CodingValue.UNKNOWN: UNKNOWN}
_STATUS = {"testing": "proposed", "stable": "published"}


@dataclass(frozen=True)
class Known:
    """What the graph knows of frameworks, elements and phases, by id."""

    frameworks: Mapping[str, FrameworkInfo]
    elements: Mapping[str, ElementInfo]
    phases: tuple[PhaseInfo, ...]


@dataclass(frozen=True, eq=False)
class CodedStudy:
    """A matrix and, where the source has them, the readings of the individual coders."""

    matrix: CodingMatrix
    readings: tuple[Reading, ...] = ()


def known_terms(select: Select) -> Known:
    """Return what the graph knows of frameworks, elements and phases."""
    phases = tuple(
        PhaseInfo(local_id(phase), label or local_id(phase), int(order or 0))
        for phase, label, order in select(query_text("phases"))
    )
    elements: dict[str, ElementInfo] = {}
    for iri, label, phase, status, definition in select(query_text("elements")):
        name = local_id(iri)
        info = ElementInfo(name, label or name, optional_id(phase), _STATUS.get(status or ""), definition)
        elements.setdefault(name, info)
    frameworks: dict[str, FrameworkInfo] = {}
    for iri, label, scope, detail, complete, field, kind, structure, year, citation in select(query_text("frameworks")):
        name = local_id(iri)
        frameworks.setdefault(
            name,
            FrameworkInfo(
                id=name,
                label=label or name,
                scope=optional_id(scope),
                detail=optional_id(detail),
                complete=None if complete is None else complete in ("true", "1"),
                field=field,
                kind=kind,
                structure=structure,
                year=int(year) if year else None,
                citation=citation,
            ),
        )
    return Known(frameworks, elements, phases)


def study_names(select: Select) -> tuple[str, ...]:
    """Return the names of the studies that the graph contains cells of."""
    return tuple(name for (name,) in select(query_text("studies")) if name)


def matrix_from_graph(select: Select, study: str = PROJECT_STUDY) -> CodedStudy:
    """Read a coding study out of a graph, with the readings of its coders.

    Raises:
        UnknownNameError: if the graph contains no cell of such a study.
    """
    cells = {(local_id(f), local_id(e)): _value(v) for f, e, v in select(query_text("cells", study))}
    if not cells:
        names = ", ".join(study_names(select)) or "none"
        raise UnknownNameError(f"the graph has no coding study named '{study}'; it has {names}")
    known = known_terms(select)
    matrix = _matrix(cells, known, study, sorted({element for _, element in cells}))
    return CodedStudy(matrix, _readings_from_graph(select, study, matrix))


def matrix_from_file(path: str | Path, known: Known | None = None) -> CodedStudy:
    """Read a custom matrix from CSV (see `taonto.ontology.matrix`).

    A name that matches a known framework or element (id, label, CURIE or IRI) gets the id, label, phase and attributes
    of that one; any other name is its own id. In the long layout, a framework shows an element if any of its components
    does. Where coders differ, the coder named "consensus" decides; without that coder the cell is unknown. A pair
    without a row is unknown.

    Raises:
        TaontoError: if the file can't be read as a matrix, or if two of its names mean the same framework or element.
    """
    file = read_coding_matrix(path)
    known = known or Known({}, {}, ())
    frameworks = _identified(file, "framework", file.frameworks, {k: v.label for k, v in known.frameworks.items()})
    elements = _identified(file, "element", file.elements, {k: v.label for k, v in known.elements.items()})
    name = Path(str(path)).name
    study = f"./{name}" if name == PROJECT_STUDY else name  # a file is never this project's study
    readings = _readings_from_file(file, frameworks, elements)
    order = list(dict.fromkeys(elements.values()))
    cells: dict[tuple[str, str], int] = {}
    for reading in _deciding(readings):
        whole = reading.by_framework()
        for (framework, _), row in zip(whole.units, whole.values.tolist(), strict=True):
            for element, value in zip(order, row, strict=True):
                if value != NOT_READ:
                    earlier = cells.setdefault((framework, element), value)
                    cells[framework, element] = value if earlier == value else UNKNOWN
    matrix = _matrix(cells, known, study, order)
    positions = [order.index(element.id) for element in matrix.elements]
    single = [
        replace(reading, values=reading.values[:, positions])
        for reading in readings
        if reading.name and reading.name.casefold() != CONSENSUS
    ]
    return CodedStudy(matrix, tuple(single) if len(single) > 1 else ())


def _matrix(cells: Mapping[tuple[str, str], int], known: Known, study: str, order: Iterable[str]) -> CodingMatrix:
    """Build the matrix: frameworks by id, elements by phase and, within a phase, in the order given."""
    rank = {phase.id: phase.order for phase in known.phases}
    infos = [known.elements.get(name, ElementInfo(name, name)) for name in order]
    infos.sort(key=lambda info: rank.get(info.phase or "", len(rank) + 1))
    frameworks = sorted({framework for framework, _ in cells})
    values = [[cells.get((framework, info.id), UNKNOWN) for info in infos] for framework in frameworks]
    used = {info.phase for info in infos}
    return CodingMatrix(
        np.array(values, dtype=np.int8),
        tuple(known.frameworks.get(name, FrameworkInfo(name, name)) for name in frameworks),
        tuple(infos),
        tuple(phase for phase in known.phases if phase.id in used),
        study,
    )


def _readings_from_graph(select: Select, study: str, matrix: CodingMatrix) -> tuple[Reading, ...]:
    rows = [
        (coder or "", local_id(framework), local_id(component) if component else "", local_id(element), _value(value))
        for framework, component, element, coder, value in select(query_text("readings", study))
        if (coder or "").casefold() != CONSENSUS
    ]
    if len({row[0] for row in rows}) < 2:
        return ()
    if study != PROJECT_STUDY:
        return _readings(rows, matrix.element_ids, NOT_READ, ())
    # Each coder of this project read every component of a complete list, so what is not stated was not seen.
    units = [(local_id(framework), local_id(component)) for framework, component in select(query_text("components"))]
    coded = set(matrix.framework_ids)
    return _readings(rows, matrix.element_ids, NOT_MENTIONED, [unit for unit in units if unit[0] in coded])


def _readings_from_file(
    file: CodingMatrixFile, frameworks: Mapping[str, str], elements: Mapping[str, str]
) -> tuple[Reading, ...]:
    rows = [
        (
            cell.coder or "",
            frameworks[cell.framework],
            cell.component or "",
            elements[cell.element],
            _NUMBER[cell.value],
        )
        for cell in file.cells
    ]
    return _readings(rows, tuple(dict.fromkeys(elements.values())), NOT_READ, ())


def _readings(
    rows: Sequence[tuple[str, str, str, str, int]],
    elements: Sequence[str],
    missing: int,
    units: Iterable[tuple[str, str]],
) -> tuple[Reading, ...]:
    """Turn rows of coder, framework, component, element and value into one array per coder."""
    column = {name: index for index, name in enumerate(elements)}
    given = set(units)
    readings = []
    for coder in sorted({row[0] for row in rows}):
        own = [row for row in rows if row[0] == coder]
        names = sorted(given | {(framework, component) for _, framework, component, _, _ in own})
        position = {unit: index for index, unit in enumerate(names)}
        values = np.full((len(names), len(elements)), missing, dtype=np.int8)
        for _, framework, component, element, value in own:
            values[position[framework, component], column[element]] = value
        readings.append(Reading(coder, tuple(names), values))
    return tuple(readings)


def _deciding(readings: tuple[Reading, ...]) -> tuple[Reading, ...]:
    """Return only the consensus where there is one, else all readings."""
    settled = tuple(reading for reading in readings if reading.name.casefold() == CONSENSUS)
    return settled or readings


def _identified(file: CodingMatrixFile, what: str, names: Iterable[str], known: Mapping[str, str]) -> dict[str, str]:
    """Return the id of each name: the id of the known term that it matches, or the name itself."""
    found = match_names(names, known, what, file.name).ids
    ids: dict[str, str] = {}
    taken: dict[str, str] = {}
    for name in names:
        ids[name] = found.get(name, name)
        earlier = taken.setdefault(ids[name], name)
        if earlier != name:
            raise BadInputError(f"{file.name}: {what}s '{earlier}' and '{name}' are the same; keep one of them")
    return ids


def _value(iri: str | None) -> int:
    """Return the number for the IRI of a coding value; anything else counts as unknown."""
    name = (iri or "").removeprefix(TAC)
    return _NUMBER[CodingValue(name)] if name in list(CodingValue) else UNKNOWN
