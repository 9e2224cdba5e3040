"""The matrices of the catalogue that every test of the analysis may ask for."""

import numpy as np
import pytest
from helpers.plain_catalogue import PHASES, catalogue, shown

from taonto.analysis.codings import matrix_from_graph, select_in_store
from taonto.analysis.matrix import CodingMatrix, ElementInfo, FrameworkInfo, PhaseInfo
from taonto.analysis.options import AnalysisOptions
from taonto.analysis.run import analyze_matrix


@pytest.fixture(scope="session")
def whole() -> CodingMatrix:
    """The project's study by consensus: all 49 frameworks with a complete list."""
    sets = shown()
    infos = {item["id"]: item for item in catalogue()}
    elements = tuple(ElementInfo(name, name, phase) for phase, names in PHASES.items() for name in names.split())
    frameworks = tuple(
        FrameworkInfo(
            name,
            infos[name]["name"],
            infos[name]["scope"],
            infos[name]["detail"].replace("_", "-"),
            infos[name]["components_complete"],
            infos[name]["field"],
        )
        for name in sorted(sets)
    )
    values = np.array(
        [
            [
                1 if element.id in sets[framework.id] else 0 if framework.detail == "detailed" else -1
                for element in elements
            ]
            for framework in frameworks
        ],
        dtype=np.int8,
    )
    phases = tuple(PhaseInfo(name, name.capitalize(), order) for order, name in enumerate(PHASES, 1))
    return CodingMatrix(values, frameworks, elements, phases)


@pytest.fixture(scope="session")
def core(whole: CodingMatrix) -> CodingMatrix:
    """What is analysed by default: core scope, complete lists."""
    return whole.take([row for row, framework in enumerate(whole.frameworks) if framework.scope == "core"])


@pytest.fixture(scope="session")
def select(asserted):
    return select_in_store(asserted)


@pytest.fixture(scope="session")
def result(select):
    """The whole analysis of the project's study, with fewer draws than a report would take."""
    source = matrix_from_graph(select)
    return analyze_matrix(
        source.matrix,
        AnalysisOptions(samples=1_500, bootstrap=100, runs=10),
        readings=source.readings,
        other_studies=[matrix_from_graph(select, "meyers-2012").matrix],
    )
