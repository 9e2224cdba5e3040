"""The catalogue as plain sets, straight from the curated tables: a route that shares no code with taonto."""

import csv
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import yaml

from taonto.analysis.matrix import CodingMatrix, ElementInfo, FrameworkInfo

TABLES = Path(__file__).resolve().parents[2] / "ontology" / "tables"
PHASES = {
    "preparation": (
        "needs-assessment practitioner-decision-making visioning readiness-for-change organizational-capacity"
    ),
    "plan": "goal-setting action-planning practice-selection team-formation resource-allocation",
    "implementation": (
        "relationship-building collaborative-partnering tailoring training coaching facilitation "
        "resource-provision peer-learning"
    ),
    "evaluation": (
        "progress-monitoring fidelity-assessment outcome-evaluation performance-feedback continuous-improvement"
    ),
    "sustainability": "sustainability-planning leadership-development systems-alignment scaling-up",
}


def catalogue() -> list[dict]:
    return yaml.safe_load((TABLES / "frameworks.yaml").read_text(encoding="utf-8"))


def codings() -> list[dict]:
    with (TABLES / "codings.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def shown(column: str = "consensus") -> dict[str, set[str]]:
    """Framework id to the elements that any of its components shows in the eyes of one reader."""
    found: dict[str, set[str]] = {}
    for row in codings():
        found.setdefault(row["framework_id"], set())
        if row[column] not in ("", "no", "not coded"):
            found[row["framework_id"]].add(row["element_id"])
    return found


def matrix_of(sets: dict[str, set[str]], elements: Iterable[str] | None = None) -> CodingMatrix:
    """A matrix without unknown cells from plain sets."""
    names = sorted(set().union(*sets.values())) if elements is None else list(elements)
    values = np.array([[int(name in sets[row]) for name in names] for row in sorted(sets)], dtype=np.int8)
    return CodingMatrix(
        values.reshape(len(sets), len(names)),
        tuple(FrameworkInfo(row, row) for row in sorted(sets)),
        tuple(ElementInfo(name, name) for name in names),
        study="test",
    )
