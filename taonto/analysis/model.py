"""What an analysis takes and what it gives: plain, frozen, typed values that every rendering reads.

Three values, never two: 1 present, 0 not mentioned (in a complete, detailed list), -1 unknown.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

PRESENT, NOT_MENTIONED, UNKNOWN = 1, 0, -1
PROJECT_STUDY = "project"


@dataclass(frozen=True, slots=True)
class FrameworkInfo:
    """A row of the matrix. None means that nobody said: a user's own matrix has no attributes."""

    id: str
    label: str
    scope: str | None = None
    """"core" or "adjacent"."""
    detail: str | None = None
    """"detailed" or "top-level"."""
    complete: bool | None = None
    """Whether the framework's whole list of components was seen."""
    field: str | None = None
    kind: str | None = None
    structure: str | None = None
    year: int | None = None
    citation: str | None = None


@dataclass(frozen=True, slots=True)
class ElementInfo:
    """A column of the matrix: an essential element (a practice, or a study's own element)."""

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
    """Frameworks x elements with their attributes.

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
        """Bool, shape (frameworks, elements): seen."""
        return np.equal(self.values, PRESENT)

    @cached_property
    def unknown(self) -> NDArray[np.bool_]:
        """Bool, shape (frameworks, elements): neither seen nor known to be left out."""
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
        """Return the matrix of these rows, in this order."""
        return replace(self, values=self.values[list(rows)], frameworks=tuple(self.frameworks[row] for row in rows))

    def frame(self) -> pd.DataFrame:
        """Return the values as a table with ids as index and columns; unknown cells are missing (Int8 NA)."""
        data = pd.DataFrame(
            self.values,
            index=pd.Index(self.framework_ids, name="framework"),
            columns=pd.Index(self.element_ids, name="element"),
        ).astype("Int8")
        return data.mask(pd.DataFrame(self.unknown, index=data.index, columns=data.columns))


@dataclass(frozen=True, slots=True)
class AnalysisOptions:
    """What to analyse, and how hard.

    Attributes:
        study: the coding study's name.
        scope: "core" or "all". None: core for the project's study, all for any other.
        complete: only frameworks whose whole list was seen. None: yes for the project's study, else no.
        detail: "any" or "detailed" (only lists that were seen in full depth).
        field: keep frameworks whose field contains this text, in any case. None: every field.
        samples: how many matrices are drawn from the null model.
        seed: of every random draw.
        alpha: the share of false discoveries that the significance backbone accepts.
        bootstrap: how many resamples stand behind each interval of an agreement measure.
        runs: how many seeds the communities are sought with.
    """

    study: str = PROJECT_STUDY
    scope: str | None = None
    complete: bool | None = None
    detail: str = "any"
    field: str | None = None
    samples: int = 20_000
    seed: int = 1
    alpha: float = 0.05
    bootstrap: int = 2_000
    runs: int = 50

    def resolved(self) -> "AnalysisOptions":
        """Return the options with the study's own defaults in place of None."""
        ours = self.study == PROJECT_STUDY
        return replace(
            self,
            scope=self.scope or ("core" if ours else "all"),
            complete=ours if self.complete is None else self.complete,
        )


@dataclass(frozen=True, eq=False)
class PairTable:
    """Every unordered pair of frameworks (or of elements) once, as columns of equal length.

    "Items" are what each of the two has: elements where the pair is of frameworks, and the other way round.

    Attributes:
        ids: the ids that `first` and `second` point into, sorted for frameworks.
        first, second: int32 positions in `ids`, first < second.
        shared, only_a, only_b, neither: int32 counts of items seen in both, in the first only, in the
            second only, in none. An unknown cell is not seen.
        jaccard: shared / (shared + only_a + only_b); 0 where both are empty.
        jaccard_min, jaccard_max: the least and the greatest Jaccard that the unknown cells allow.
        overlap: shared / the smaller number of items seen; 0 where one is empty.
        matching: the share of items on which both agree among those known for both; NaN where none is.
        lift: shared x all items / (items of the one x items of the other); NaN where one is empty.
        p_value: of sharing at least so many, under the null model with both degree sequences fixed
            (curveball), one-sided; NaN where it was left out.
        p_adjusted: Benjamini-Hochberg over all pairs.
        p_analytic, p_analytic_adjusted: the same under the BiCM (degrees fixed on average), without sampling.
    """

    ids: tuple[str, ...]
    first: NDArray[np.int32]
    second: NDArray[np.int32]
    shared: NDArray[np.int32]
    only_a: NDArray[np.int32]
    only_b: NDArray[np.int32]
    neither: NDArray[np.int32]
    jaccard: NDArray[np.float64]
    jaccard_min: NDArray[np.float64]
    jaccard_max: NDArray[np.float64]
    overlap: NDArray[np.float64]
    matching: NDArray[np.float64]
    lift: NDArray[np.float64]
    p_value: NDArray[np.float64]
    p_adjusted: NDArray[np.float64]
    p_analytic: NDArray[np.float64]
    p_analytic_adjusted: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.first)

    def frame(self, first: str = "framework_a", second: str = "framework_b") -> pd.DataFrame:
        """Return the pairs as a table: the two ids under the given headings, then every measure."""
        names = np.array(self.ids, dtype=object)
        columns: dict[str, Any] = {first: names[self.first], second: names[self.second]}
        measures = (item.name for item in fields(self) if item.name not in ("ids", "first", "second"))
        return pd.DataFrame(columns | {name: getattr(self, name) for name in measures})

    def square(self, measure: str, diagonal: float = 1.0) -> NDArray[np.float64]:
        """Return one measure as a symmetric matrix in the order of `ids`."""
        size = len(self.ids)
        square = np.full((size, size), diagonal)
        square[self.first, self.second] = square[self.second, self.first] = getattr(self, measure)
        return square


@dataclass(frozen=True, slots=True)
class PhaseCount:
    """One framework in one phase: how many of the phase's elements it shows, leaves out, or may show."""

    phase: str
    present: int
    not_mentioned: int
    unknown: int


@dataclass(frozen=True, slots=True)
class FrameworkResult:
    """One framework's row in `frameworks.csv`."""

    id: str
    label: str
    elements: int
    """Elements seen."""
    unknown: int
    """Elements that may or may not be there."""
    share: float
    """Elements seen / all elements."""
    phases_reached: int
    phases: tuple[PhaseCount, ...]
    degree: float
    """Degree centrality in the bipartite graph."""
    closeness: float
    betweenness: float
    """NaN where left out."""
    eigenvector: float
    """Centrality in the projection weighted by shared elements."""
    backbone_degree: int
    """Other frameworks with which it shares significantly many elements."""
    nearest: str | None
    """The id of the most similar framework by Jaccard (the first by id among equals)."""
    nearest_jaccard: float
    cluster: int | None
    community: int | None


@dataclass(frozen=True, slots=True)
class ElementResult:
    """One element's row in `elements.csv`."""

    id: str
    label: str
    phase: str | None
    status: str | None
    frameworks: int
    """Frameworks that show it."""
    share: float
    """`frameworks` / all frameworks: the least share that is possible."""
    share_max: float
    """The share if every unknown cell were present."""
    share_known: float
    """`frameworks` / the frameworks where the cell is known; NaN where none is."""
    unknown: int
    degree: float
    closeness: float
    betweenness: float
    eigenvector: float
    backbone_degree: int
    community: int | None


@dataclass(frozen=True, slots=True)
class PhaseResult:
    """How far the frameworks cover one phase."""

    id: str
    label: str
    order: int
    elements: int
    frameworks: int
    """Frameworks that show at least one of the phase's elements."""
    frameworks_max: int
    """The same if every unknown cell were present."""
    mean_share: float
    """Mean over frameworks of the share of the phase's elements that is seen."""
    present: int
    not_mentioned: int
    unknown: int


@dataclass(frozen=True, slots=True)
class CorePoint:
    """One point of the core curve: the elements seen in at least k frameworks."""

    k: int
    elements: int
    elements_max: int
    """The same if every unknown cell were present."""
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Concept:
    """A formal concept: a set of frameworks and all that they share, neither of which can grow."""

    extent: tuple[str, ...]
    """Framework ids: all that have every element of the intent."""
    intent: tuple[str, ...]
    """Element ids: all that every framework of the extent has."""
    stability: float
    """The share of the extent's subsets that share exactly the intent."""


@dataclass(frozen=True, slots=True)
class SharedSet:
    """The largest sets of elements that at least k frameworks have in common."""

    k: int
    size: int
    sets: tuple[Concept, ...]
    """Every largest set, by intent; at most `SHARED_SETS_KEPT`."""
    count: int
    """How many there are."""


@dataclass(frozen=True, slots=True)
class ExactSet:
    """Frameworks whose elements, of those asked about, are exactly these: one column of an UpSet figure."""

    elements: tuple[str, ...]
    frameworks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Significance:
    """The tests behind the backbone of one projection."""

    kind: str
    """"frameworks" or "elements"."""
    tests: int
    alpha: float
    significant: int
    """Pairs with p_adjusted <= alpha under the curveball null."""
    nominal: int
    """Pairs with p_value <= alpha, uncorrected: expect about alpha x tests by chance."""
    significant_analytic: int
    nominal_analytic: int
    samples: int
    """Null matrices drawn; 0 where the sampler was left out."""
    trades: int
    """Passes over all frameworks (each takes every framework into one trade) made before each draw."""
    least_p: float
    """The least p-value that so many samples can give."""


@dataclass(frozen=True, slots=True)
class NullComparison:
    """A measure of the matrix beside the same measure on matrices with the same row and column sums."""

    value: float
    null_mean: float
    null_low: float
    """2.5th percentile."""
    null_high: float
    """97.5th percentile."""
    z: float
    """NaN where the null does not vary."""
    p_greater: float
    p_less: float
    samples: int


@dataclass(frozen=True, slots=True)
class Nestedness:
    """NODF: 0 (no nesting) to 100 (perfect), over all, over frameworks (rows) and over elements (columns)."""

    nodf: float
    frameworks: float
    elements: float
    null: NullComparison | None


@dataclass(frozen=True, eq=False)
class Clustering:
    """Hierarchical clustering of the frameworks (or elements) by average linkage on the Jaccard distance.

    Attributes:
        ids: the leaves, as numbered in `linkage`.
        linkage: float, shape (n - 1, 4), as scipy makes it.
        order: the ids in the order of the dendrogram's leaves.
        labels: the cluster of each id, from 1, aligned to `ids`, at the cut with the best silhouette.
        clusters: how many.
        silhouette: mean silhouette at that cut; NaN where no cut has one.
        cophenetic: correlation of the tree's distances with the true ones; NaN where distances don't vary.
    """

    ids: tuple[str, ...]
    linkage: NDArray[np.float64]
    order: tuple[str, ...]
    labels: tuple[int, ...]
    clusters: int
    silhouette: float
    cophenetic: float


@dataclass(frozen=True, slots=True)
class Communities:
    """Groups of frameworks and elements that belong together, by Barber's bipartite modularity."""

    modularity: float
    groups: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    """(framework ids, element ids) of each community, the largest first, numbered from 1."""
    runs: int
    mean_agreement: float
    """Mean adjusted Rand index between the partitions of all runs: 1 is the same each time."""
    least_agreement: float
    null: NullComparison | None
    """The best modularity beside that of null matrices, each sought in the same way with fewer runs."""


@dataclass(frozen=True, slots=True)
class MinimumCovers:
    """The least number of frameworks that together show every element that any of them shows."""

    size: int
    covers: tuple[tuple[str, ...], ...]
    """Every least set (at most `COVERS_KEPT`), sorted."""
    complete: bool
    """Whether `covers` lists all of them."""
    uncovered: tuple[str, ...]
    """Elements that no framework shows: no set can cover these."""
    proven: bool
    """Whether the solver proved that no smaller set exists."""


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate with its 95 % percentile bootstrap interval. NaN: undefined (no variation)."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two readings (coders, or studies) of the same cells agree, over the units that both read."""

    kind: str
    """"coders" or "studies"."""
    first: str
    second: str
    level: str
    """"component x element", "framework x element" or "element"."""
    element: str | None
    """The element's id where the level is "element"."""
    units: int
    both: int
    only_first: int
    only_second: int
    neither: int
    observed: float
    """Share of units on which they agree."""
    alpha: Interval
    """Krippendorff's alpha, nominal."""
    kappa: Interval
    """Cohen's kappa."""


@dataclass(frozen=True, slots=True)
class Headline:
    """One number that the report leads with, and how far it can be moved."""

    name: str
    label: str
    value: float
    low: float | None
    """No assignment of the unknown cells gives less; None where no such bound is known."""
    high: float | None
    """No assignment of the unknown cells gives more; None where no such bound is known."""
    detailed: float | None
    """The same on detailed lists alone; None where all are detailed or fewer than two are."""


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """A headline under a change of the data."""

    headline: str
    """Its name."""
    change: str
    """"leave one framework out" or "coder"."""
    variant: str
    """The framework left out, or the coder whose reading stands alone."""
    value: float


@dataclass(frozen=True, slots=True)
class PracticePair:
    """Two practices in the same engagement records."""

    first: str
    second: str
    records: int
    lift: float
    p_value: float
    """Fisher's exact test, one-sided for co-occurrence."""
    p_adjusted: float


@dataclass(frozen=True, slots=True)
class PracticeUse:
    """One practice in the records."""

    practice: str
    records: int
    share: float
    tiers: tuple[tuple[str, int], ...]
    """(support tier, records), sorted."""
    modes: tuple[tuple[str, int], ...]
    """(delivery mode, records), sorted."""
    hours: float
    """Contact hours of the records that use it; a record with several practices counts for each in full."""
    median_hours: float
    """NaN where no record gives hours."""


@dataclass(frozen=True, slots=True)
class FrameworkGap:
    """A framework that guides a provider's work, beside that provider's records which name it."""

    provider: str
    framework: str
    records: int
    called_for: int
    """Practices that the framework shows."""
    shown: tuple[str, ...]
    """Called for, and in the records."""
    missing: tuple[str, ...]
    """Called for, and in none of the records."""
    beyond: tuple[str, ...]
    """In the records, and known not to be in the framework's list."""
    beyond_unknown: tuple[str, ...]
    """In the records, and unknown in the framework's list."""


@dataclass(frozen=True, slots=True)
class EngagementResult:
    """The same questions over engagement records."""

    records: int
    with_practice: int
    uses: tuple[PracticeUse, ...]
    pairs: tuple[PracticePair, ...]
    gaps: tuple[FrameworkGap, ...]


@dataclass(frozen=True, slots=True)
class MethodNote:
    """One method: what it is, its formula in plain characters, and where it comes from."""

    name: str
    text: str
    formula: str
    source: str


@dataclass(frozen=True, eq=False)
class AnalysisResult:
    """All that one analysis found. A part that is None was left out, and `omitted` says why.

    `title` is one sentence that says which study, scope, completeness and size stand behind every number.
    """

    title: str
    options: AnalysisOptions
    matrix: CodingMatrix
    headlines: tuple[Headline, ...]
    frameworks: tuple[FrameworkResult, ...]
    elements: tuple[ElementResult, ...]
    phases: tuple[PhaseResult, ...]
    framework_pairs: PairTable
    element_pairs: PairTable
    framework_significance: Significance
    element_significance: Significance
    core_curve: tuple[CorePoint, ...]
    concepts: tuple[Concept, ...] | None
    shared_sets: tuple[SharedSet, ...] | None
    nestedness: Nestedness
    framework_clustering: Clustering | None
    element_clustering: Clustering | None
    communities: Communities | None
    covers: MinimumCovers | None
    agreements: tuple[Agreement, ...]
    sensitivities: tuple[Sensitivity, ...]
    engagements: EngagementResult | None
    methods: tuple[MethodNote, ...]
    omitted: tuple[str, ...] = ()
    similarity: NullComparison | None = None
    """The mean Jaccard similarity of the frameworks beside that of null matrices: are they more alike than chance?"""


def frame(rows: Iterable[Any], kind: type) -> pd.DataFrame:
    """Return result rows (dataclasses of type `kind`) as a table; tuples of ids are joined with ';'.

    Args:
        rows: instances of `kind`.
        kind: the dataclass, which names the columns even when there are no rows.
    """
    names = [item.name for item in fields(kind)]
    records = [{name: _cell(value) for name, value in asdict(row).items()} for row in rows]
    return pd.DataFrame(records, columns=names)


def _cell(value: object) -> object:
    if isinstance(value, tuple | list) and all(isinstance(item, str) for item in value):
        return ";".join(value)
    return value
