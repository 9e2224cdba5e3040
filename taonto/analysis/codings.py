"""Where a matrix comes from: a graph, by SPARQL, or a user's CSV file."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from taonto.analysis.agreement import NOT_READ, Reading
from taonto.analysis.engagements import RecordRows
from taonto.analysis.model import (
    NOT_MENTIONED,
    PRESENT,
    PROJECT_STUDY,
    UNKNOWN,
    AnalysisOptions,
    CodingMatrix,
    ElementInfo,
    FrameworkInfo,
    PhaseInfo,
)
from taonto.base.errors import TaontoError
from taonto.base.vocabulary import TAC, TAF, TAP
from taonto.ontology.matrix import CodingMatrixFile, CodingValue, match_names, read_coding_matrix

if TYPE_CHECKING:
    from pyoxigraph import Store

Row = Sequence[str | None]
Select = Callable[[str], Iterable[Row]]
"""Answers a SPARQL SELECT with rows of plain text: the IRI or the lexical form, None where unbound."""

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
    """A matrix with, where the source has them, the readings of the single coders."""

    matrix: CodingMatrix
    readings: tuple[Reading, ...] = ()


def select_in_store(store: "Store") -> Select:
    """Return a `Select` that asks an embedded store."""
    from pyoxigraph import QuerySolutions

    def select(query: str) -> Iterable[Row]:
        solutions = store.query(query)
        assert isinstance(solutions, QuerySolutions)
        return [[None if term is None else str(getattr(term, "value", term)) for term in row] for row in solutions]

    return select


def select_at_endpoint(url: str, timeout: float) -> Select:
    """Return a `Select` that asks a SPARQL 1.1 endpoint.

    Args:
        url: its address.
        timeout: seconds for each query.

    Raises (when it is called):
        TaontoError: as `taonto.query.endpoint.ask` does.
    """
    from taonto.query.endpoint import ask

    def select(query: str) -> Iterable[Row]:
        answer = ask(url, query, "SELECT", timeout)
        return [[None if term is None else str(getattr(term, "value", term)) for term in row] for row in answer.rows()]

    return select


def known_terms(select: Select) -> Known:
    """Return what the graph knows of frameworks, elements and phases."""
    phases = tuple(
        PhaseInfo(_local(phase), label or _local(phase), int(order or 0))
        for phase, label, order in _ask(select, "phases")
    )
    elements: dict[str, ElementInfo] = {}
    for iri, label, phase, status, definition in _ask(select, "elements"):
        name = _local(iri)
        info = ElementInfo(name, label or name, _local(phase) if phase else None, _STATUS.get(status or ""), definition)
        elements.setdefault(name, info)
    frameworks: dict[str, FrameworkInfo] = {}
    for iri, label, scope, detail, complete, field, kind, structure, year, citation in _ask(select, "frameworks"):
        name = _local(iri)
        frameworks.setdefault(
            name,
            FrameworkInfo(
                id=name,
                label=label or name,
                scope=_local(scope) if scope else None,
                detail=_local(detail) if detail else None,
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
    """Return the names of the studies that the graph holds cells of."""
    return tuple(name for (name,) in _ask(select, "studies") if name)


def matrix_from_graph(select: Select, study: str = PROJECT_STUDY) -> CodedStudy:
    """Read a coding study out of a graph, with the readings of its coders.

    Raises:
        TaontoError: if the graph holds no cell of such a study.
    """
    cells = {(_local(f), _local(e)): _value(v) for f, e, v in _ask(select, "cells", study)}
    if not cells:
        names = ", ".join(study_names(select)) or "none"
        raise TaontoError(f"--study '{study}': the graph holds no coding study of that name; it holds {names}")
    known = known_terms(select)
    matrix = _matrix(cells, known, study, sorted({element for _, element in cells}))
    return CodedStudy(matrix, _readings_from_graph(select, study, matrix))


def matrix_from_file(path: str | Path, known: Known | None = None) -> CodedStudy:
    """Read a user's own matrix from CSV (see `taonto.ontology.matrix`).

    Where a name is that of a known framework or element (id, label, CURIE or IRI), the known one's id, label, phase and
    attributes are taken; any other name stands for itself. In the long layout, a framework shows an element if any
    component does; where several coders differ, the coder named "consensus" decides, and without one the cell is
    unknown. A pair that no row names is unknown.

    Raises:
        TaontoError: for a fault in the file, or if two of its names mean the same framework or element.
    """
    file = read_coding_matrix(path)
    known = known or Known({}, {}, ())
    frameworks = _identified(file, "framework", file.frameworks, {k: v.label for k, v in known.frameworks.items()})
    elements = _identified(file, "element", file.elements, {k: v.label for k, v in known.elements.items()})
    name = Path(str(path)).name
    study = f"./{name}" if name == PROJECT_STUDY else name  # a file is never this project's own study
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


def restrict(matrix: CodingMatrix, options: AnalysisOptions) -> CodingMatrix:
    """Return the matrix of the frameworks that the options keep, columns unchanged.

    A framework of which an attribute is not known is kept: a user's own matrix says nothing of scope or detail.

    Raises:
        TaontoError: if fewer than two frameworks or elements are left, or all cells are alike.
    """
    chosen = options.resolved()
    rows = [
        row
        for row, framework in enumerate(matrix.frameworks)
        if (chosen.scope == "all" or framework.scope in (None, chosen.scope))
        and (not chosen.complete or framework.complete in (None, True))
        and (chosen.detail == "any" or framework.detail in (None, chosen.detail))
        and (chosen.field is None or framework.field is None or chosen.field.casefold() in framework.field.casefold())
    ]
    result = matrix.take(rows)
    if len(rows) < 2:
        found = "no framework is" if not rows else "only one framework is"
        raise TaontoError(
            f"study '{matrix.study}': {found} left to compare; widen the scope, detail, field or completeness"
        )
    if len(matrix.elements) < 2:
        raise TaontoError(f"study '{matrix.study}': has only one element; give at least two to compare frameworks by")
    if result.present.all() or not result.present.any():
        what = "present" if result.present.all() else "not mentioned or unknown"
        raise TaontoError(f"study '{matrix.study}': every cell is {what}, so no framework differs; check the cells")
    return result


def records_from_graph(select: Select) -> RecordRows:
    """Read what the analysis of engagement records needs; ids are local names, providers full IRIs."""
    return RecordRows(
        practices=tuple((record or "", _local(practice)) for record, practice in _ask(select, "record-practices")),
        details=tuple(
            (
                record or "",
                _local(tier) if tier else None,
                _local(mode) if mode else None,
                None if hours is None else float(hours),
                _local(kind) if kind else None,
            )
            for record, tier, mode, hours, kind in _ask(select, "record-details")
        ),
        frameworks=tuple(
            (record or "", provider or "", _local(framework))
            for record, provider, framework in _ask(select, "record-frameworks")
        ),
    )


def _ask(select: Select, name: str, study: str | None = None) -> Iterable[Row]:
    text = (resources.files("taonto.analysis") / "queries" / f"{name}.rq").read_text(encoding="utf-8")
    # JSON writes text as a SPARQL string literal does, escapes included.
    return select(text if study is None else text.replace('"$study"', json.dumps(study)))


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
        (coder or "", _local(framework), _local(component) if component else "", _local(element), _value(value))
        for framework, component, element, coder, value in _ask(select, "readings", study)
        if (coder or "").casefold() != CONSENSUS
    ]
    if len({row[0] for row in rows}) < 2:
        return ()
    if study != PROJECT_STUDY:
        return _readings(rows, matrix.element_ids, NOT_READ, ())
    # Each coder of this project went through every component of a complete list: what is not stated was not seen.
    units = [(_local(framework), _local(component)) for framework, component in _ask(select, "components")]
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
    """Turn rows of coder, framework, component, element and value into one array a coder."""
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
    """Return the consensus alone where there is one, else all readings."""
    settled = tuple(reading for reading in readings if reading.name.casefold() == CONSENSUS)
    return settled or readings


def _identified(file: CodingMatrixFile, what: str, names: Iterable[str], known: Mapping[str, str]) -> dict[str, str]:
    """Return the id of each name: that of the known term it means, or the name itself."""
    found = match_names(names, known, what, file.name).ids
    ids: dict[str, str] = {}
    taken: dict[str, str] = {}
    for name in names:
        ids[name] = found.get(name, name)
        earlier = taken.setdefault(ids[name], name)
        if earlier != name:
            raise TaontoError(f"{file.name}: {what}s '{earlier}' and '{name}' are the same; keep one of them")
    return ids


def _value(iri: str | None) -> int:
    """Return the number of a coding value's IRI; anything that is not one of the three is unknown."""
    name = (iri or "").removeprefix(TAC)
    return _NUMBER[CodingValue(name)] if name in list(CodingValue) else UNKNOWN


def _local(iri: str | None) -> str:
    """Return the id: the local name of an IRI of ours, any other IRI whole."""
    text = iri or ""
    for namespace in (TAF, TAP, TAC):
        if text.startswith(namespace):
            return text[len(namespace) :]
    return text
