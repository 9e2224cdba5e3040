"""All that one analysis found: plain, frozen, typed values that every rendering reads."""

from dataclasses import dataclass

from taonto.analysis.agreement import Agreement
from taonto.analysis.clustering import Clustering
from taonto.analysis.communities import Communities
from taonto.analysis.concepts import Concept, SharedSet
from taonto.analysis.coverage import CorePoint, MinimumCovers, PhaseCount, PhaseResult
from taonto.analysis.engagements import EngagementResult
from taonto.analysis.headlines import Headline, Sensitivity
from taonto.analysis.matrix import CodingMatrix
from taonto.analysis.options import AnalysisOptions
from taonto.analysis.significance import Nestedness, NullComparison, Significance
from taonto.analysis.similarity import PairTable


@dataclass(frozen=True, slots=True)
class FrameworkResult:
    """One framework's row in `frameworks.csv`."""

    id: str
    label: str
    elements: int
    """Elements seen."""
    unknown: int
    """Elements that the framework may or may not show."""
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
    """Eigenvector centrality in the projection weighted by shared elements."""
    backbone_degree: int
    """The number of other frameworks with which it shares significantly many elements."""
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
    """`frameworks` / all frameworks: the lowest share possible."""
    share_max: float
    """The share if every unknown cell were present."""
    share_known: float
    """`frameworks` / the number of frameworks where the cell is known; NaN where that is 0."""
    unknown: int
    degree: float
    closeness: float
    betweenness: float
    eigenvector: float
    backbone_degree: int
    community: int | None


@dataclass(frozen=True, slots=True)
class MethodNote:
    """One method: what it is, its formula in plain characters, and its source."""

    name: str
    text: str
    formula: str
    source: str


@dataclass(frozen=True, eq=False)
class AnalysisResult:
    """All that one analysis found. A part that is None was left out, and `omitted` states why.

    `title` is one phrase that states the study, scope, completeness and size behind every number.
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
    """The mean Jaccard similarity of the frameworks compared with random matrices."""
