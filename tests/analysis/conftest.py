"""The frozen study, its readings and its analysis, each made once; the live graph for what reads codings."""

import numpy as np
import pytest
from helpers.plain_catalogue import FROZEN, catalogue, frozen_matrix, rows

from taonto.analysis.agreement import Reading
from taonto.analysis.asking import select_in_store
from taonto.analysis.matrix import CodingMatrix, ElementInfo, FrameworkInfo
from taonto.analysis.options import AnalysisOptions
from taonto.analysis.run import analyze_matrix


@pytest.fixture(scope="session")
def whole() -> CodingMatrix:
    """The project's study by consensus, as it was: all 49 coded frameworks."""
    return frozen_matrix()


@pytest.fixture(scope="session")
def core(whole) -> CodingMatrix:
    """What is analyzed by default: core scope, complete lists."""
    return whole.take([row for row, framework in enumerate(whole.frameworks) if framework.scope == "core"])


@pytest.fixture(scope="session")
def readings(whole) -> tuple[Reading, ...]:
    """Both coders' readings: every component of a complete list by every element."""
    coded = set(whole.framework_ids)
    units = sorted(
        (item["id"], str(part["number"]))
        for item in catalogue(FROZEN)
        if item["id"] in coded
        for part in item["components"]
    )
    found = []
    for coder in "ab":
        seen = {
            (row["framework_id"], row["component_no"], row["element_id"])
            for row in rows(FROZEN)
            if row[f"coder_{coder}"] not in ("", "not coded")
        }
        values = [[(*unit, name) in seen for name in whole.element_ids] for unit in units]
        found.append(Reading(f"Coder {coder.upper()}", tuple(units), np.array(values, dtype=np.int8)))
    return tuple(found)


@pytest.fixture(scope="session")
def meyers() -> CodingMatrix:
    """The study of 2012 over its steps that map to elements of ours; frameworks of the catalogue by its id."""
    steps = {row["step_no"]: row["maps_to_element_ids"].split() for row in rows(FROZEN, "meyers2012_steps")}
    rank = {"no": 0, "unknown": 1, "yes": 2}
    cells: dict[tuple[str, str], str] = {}
    for row in rows(FROZEN, "meyers2012_codings"):
        for element in steps[row["step_no"]]:
            cell = (row["catalogue_id"] or row["framework"], element)
            cells[cell] = max(cells.get(cell, "no"), row["value"], key=rank.get)
    number = {"yes": 1, "no": 0, "unknown": -1}
    frameworks, elements = sorted({f for f, _ in cells}), sorted({e for _, e in cells})
    return CodingMatrix(
        np.array([[number[cells[f, e]] for e in elements] for f in frameworks], dtype=np.int8),
        tuple(FrameworkInfo(name, name) for name in frameworks),
        tuple(ElementInfo(name, name) for name in elements),
        study="meyers-2012",
    )


@pytest.fixture(scope="session")
def result(whole, readings, meyers):
    """The whole analysis of the frozen study, with fewer draws than a report would take."""
    return analyze_matrix(
        whole, AnalysisOptions(samples=1_500, bootstrap=100, runs=5), readings=readings, other_studies=[meyers]
    )


@pytest.fixture(scope="session")
def select(asserted):
    """Asks the live graph."""
    return select_in_store(asserted)
