"""The coding matrix: frameworks by elements, with one of three values in each cell.

Three values, never two: 1 present, 0 not mentioned (in a complete, detailed list), -1 unknown.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

PRESENT, NOT_MENTIONED, UNKNOWN = 1, 0, -1
PROJECT_STUDY = "project"


@dataclass(frozen=True, slots=True)
class FrameworkInfo:
    """A row of the matrix. None means not stated: a custom matrix has no attributes."""

    id: str
    label: str
    scope: str | None = None
    """"core" or "adjacent"."""
    detail: str | None = None
    """"detailed" or "top-level"."""
    complete: bool | None = None
    """Whether the framework's full list of components was seen."""
    field: str | None = None
    kind: str | None = None
    structure: str | None = None
    year: int | None = None
    citation: str | None = None


@dataclass(frozen=True, slots=True)
class ElementInfo:
    """A column of the matrix: an essential element (a practice, or an element that only the study has)."""

    id: str
    label: str
    phase: str | None = None
    """The id of its phase."""
    status: str | None = None
    """"published" or "proposed"."""
    definition: str | None = None


@dataclass(frozen=True, slots=True)
class PhaseInfo:
    """A phase, in the order of the process."""

    id: str
    label: str
    order: int


@dataclass(frozen=True, eq=False)
class CodingMatrix:
    """Frameworks by elements, with their attributes.

    Attributes:
        values: int8, shape (frameworks, elements); 1 present, 0 not mentioned, -1 unknown.
        frameworks: the rows, sorted by id.
        elements: the columns, in the order of the phases.
        phases: the phases, in order; empty where the elements have none.
        study: the name of the coding study ("project"), or of the file.
    """

    values: NDArray[np.int8]
    frameworks: tuple[FrameworkInfo, ...]
    elements: tuple[ElementInfo, ...]
    phases: tuple[PhaseInfo, ...] = ()
    study: str = PROJECT_STUDY

    def __post_init__(self) -> None:
        if self.values.shape != (len(self.frameworks), len(self.elements)):
            raise ValueError(
                f"values have shape {self.values.shape}; "
                f"there are {len(self.frameworks)} frameworks and {len(self.elements)} elements"
            )

    @cached_property
    def present(self) -> NDArray[np.bool_]:
        """Bool, shape (frameworks, elements): the element was seen."""
        return np.equal(self.values, PRESENT)

    @cached_property
    def unknown(self) -> NDArray[np.bool_]:
        """Bool, shape (frameworks, elements): neither seen nor known to be missing."""
        return np.equal(self.values, UNKNOWN)

    @property
    def framework_ids(self) -> tuple[str, ...]:
        """The ids of the rows."""
        return tuple(framework.id for framework in self.frameworks)

    @property
    def element_ids(self) -> tuple[str, ...]:
        """The ids of the columns."""
        return tuple(element.id for element in self.elements)

    def take(self, rows: Sequence[int]) -> "CodingMatrix":
        """Return the matrix with only these rows, in this order."""
        return replace(self, values=self.values[list(rows)], frameworks=tuple(self.frameworks[row] for row in rows))

    @property
    def detailed_rows(self) -> list[int]:
        """The rows of the frameworks with a detailed list."""
        return [row for row, framework in enumerate(self.frameworks) if framework.detail == "detailed"]

    @cached_property
    def detailed(self) -> "CodingMatrix | None":
        """The detailed lists alone; None where all lists are detailed, or fewer than two are."""
        rows = self.detailed_rows
        return self.take(rows) if 2 <= len(rows) < len(self.frameworks) else None

    def counts(self) -> dict[str, int]:
        """Return, for each element, the number of frameworks that show it."""
        return dict(zip(self.element_ids, self.present.sum(axis=0).tolist(), strict=True))

    def frame(self) -> pd.DataFrame:
        """Return the values as a table with ids as index and columns; unknown cells are missing values (Int8 NA)."""
        data = pd.DataFrame(
            self.values,
            index=pd.Index(self.framework_ids, name="framework"),
            columns=pd.Index(self.element_ids, name="element"),
        ).astype("Int8")
        return data.mask(pd.DataFrame(self.unknown, index=data.index, columns=data.columns))
