"""What the curated tables say, as plain sets: by another route than the program, without RDF or SPARQL.

Every figure of the catalogue that a test compares is computed here, from the tables: none is written down.
"""

import csv
from collections import Counter
from functools import cached_property
from pathlib import Path

import yaml

TABLES = Path(__file__).resolve().parents[2] / "ontology" / "tables"
RANK = ("yes", "unknown", "no")
VALUE = {"yes": "present", "unknown": "unknown", "no": "not-mentioned"}

Pair = tuple[str, str]
"""A framework's id, and an element's or the number of a step."""


def seen(reading: str) -> bool:
    """Whether a cell of a coder's column says that the coder saw the element."""
    return reading not in ("not coded", "no")


class Tables:
    """The curated tables of a folder."""

    def __init__(self, folder: Path = TABLES) -> None:
        self.folder = folder
        frameworks = yaml.safe_load((folder / "frameworks.yaml").read_text(encoding="utf-8"))
        self.frameworks = {row["id"]: row for row in frameworks}
        self.components = {(row["id"], str(item["number"])): item for row in frameworks for item in row["components"]}
        self.readings = self.rows("codings.csv")
        self.codings = [row for row in self.readings if row["element_id"] != "none"]
        self.agreed = [row for row in self.codings if row["consensus"] == "yes"]
        self.elements = sorted({row["element_id"] for row in self.codings})
        self.steps = self.rows("meyers2012_steps.csv")
        self.published = self.rows("meyers2012_codings.csv")

    def rows(self, name: str) -> list[dict[str, str]]:
        with (self.folder / name).open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))

    @cached_property
    def complete(self) -> set[str]:
        """Frameworks of which every component was seen."""
        return {name for name, row in self.frameworks.items() if row["components_complete"]}

    @cached_property
    def thorough(self) -> set[str]:
        """Frameworks whose silence counts: every component was seen, in detail."""
        return {name for name in self.complete if self.frameworks[name]["detail"] == "detailed"}

    @cached_property
    def has(self) -> dict[str, set[str]]:
        """Framework to the elements that it includes by consensus."""
        return {
            name: {row["element_id"] for row in self.agreed if row["framework_id"] == name} for name in self.frameworks
        }

    @cached_property
    def value(self) -> dict[Pair, str]:
        """This project's study: framework and element to value."""
        return {
            (name, element): "present"
            if element in self.has[name]
            else "not-mentioned"
            if name in self.thorough
            else "unknown"
            for name in self.frameworks
            for element in self.elements
        }

    @cached_property
    def of_2012(self) -> dict[Pair, str]:
        """The study of 2012 on practices: framework (a catalogued one by its id) and element to value."""
        elements = {row["step_no"]: row["maps_to_element_ids"].split() for row in self.steps}
        said: dict[Pair, set[str]] = {}
        for row in self.published:
            for element in elements[row["step_no"]]:
                said.setdefault((row["catalogue_id"] or row["framework"], element), set()).add(row["value"])
        return {pair: VALUE[next(v for v in RANK if v in values)] for pair, values in said.items()}

    def figures(self) -> dict[tuple[str, str], int]:
        """What `taonto query catalogue-counted` prints of the tables: figure and study (or "") to count."""
        core = {name for name in self.complete if self.frameworks[name]["scope"] == "core"}
        figures = {
            ("frameworks", ""): len(self.frameworks),
            ("frameworks with a complete list of components", ""): len(self.complete),
            ("core frameworks with a complete list of components", ""): len(core),
            ("frameworks that only a study names", ""): len({name for name, _ in self.of_2012} - set(self.frameworks)),
            ("components of frameworks", ""): len(self.components),
            ("elements", ""): len(self.elements),
        }
        for study, values in (("project", self.value), ("meyers-2012", self.of_2012)):
            for value, count in Counter(values.values()).items():
                figures[f"pairs {value.replace('-', ' ')}", study] = count
        return figures
