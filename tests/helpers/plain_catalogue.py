"""Frameworks and codings as plain sets, straight from tables: a route that shares no code with taonto.

`LIVE` are the tables of the catalogue, which grows: a test on them computes what it expects and holds no count.
`FROZEN` are copies that never change, for tests that need fixed figures.
"""

import csv
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import numpy as np
import yaml

from taonto.analysis.matrix import CodingMatrix, ElementInfo, FrameworkInfo, PhaseInfo

_TESTS = Path(__file__).resolve().parents[1]
LIVE = _TESTS.parent / "ontology" / "tables"
FROZEN = _TESTS / "analysis" / "fixtures"
PHASES: dict[str, list[str]] = yaml.safe_load((FROZEN / "phases.yaml").read_text(encoding="utf-8"))
"""The elements of each phase, in order, as they were when the tables were frozen."""


@cache
def catalogue(tables: Path) -> list[dict]:
    return yaml.safe_load((tables / "frameworks.yaml").read_text(encoding="utf-8"))


@cache
def rows(tables: Path, name: str = "codings") -> list[dict]:
    with (tables / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@cache
def shown(tables: Path, column: str = "consensus") -> dict[str, set[str]]:
    """Framework id to the elements that any of its components shows, according to one reader."""
    found: dict[str, set[str]] = {}
    for row in rows(tables):
        found.setdefault(row["framework_id"], set())
        if row[column] not in ("", "no", "not coded"):
            found[row["framework_id"]].add(row["element_id"])
    return found


@cache
def compared(tables: Path) -> dict[str, set[str]]:
    """The same for the frameworks that are compared by default: core scope, complete lists."""
    infos = {item["id"]: item for item in catalogue(tables)}
    return {
        name: elements
        for name, elements in sorted(shown(tables).items())
        if infos[name]["scope"] == "core" and infos[name]["components_complete"]
    }


def is_detailed(tables: Path, framework: str) -> bool:
    return next(item["detail"] for item in catalogue(tables) if item["id"] == framework) == "detailed"


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


def frozen_matrix() -> CodingMatrix:
    """The project's study by consensus, over all coded frameworks, from the frozen tables."""
    sets = shown(FROZEN)
    infos = {item["id"]: item for item in catalogue(FROZEN)}
    elements = tuple(ElementInfo(name, name, phase) for phase, names in PHASES.items() for name in names)
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
    values = [[1 if e.id in sets[f.id] else 0 if f.detail == "detailed" else -1 for e in elements] for f in frameworks]
    phases = tuple(PhaseInfo(name, name.capitalize(), order) for order, name in enumerate(PHASES, 1))
    return CodingMatrix(np.array(values, dtype=np.int8), frameworks, elements, phases)
