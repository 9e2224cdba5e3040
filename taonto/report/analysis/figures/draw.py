"""The figures of an analysis, each drawn by one function from the result."""

from collections.abc import Callable

from taonto.analysis.result import AnalysisResult
from taonto.report.analysis.figures.agreement import draw_agreement
from taonto.report.analysis.figures.elements import draw_core_curve, draw_elements, draw_phases
from taonto.report.analysis.figures.matrix import draw_matrix
from taonto.report.analysis.figures.network import draw_network
from taonto.report.analysis.figures.similarity import draw_dendrogram, draw_heatmap
from taonto.report.analysis.figures.style import Drawn, Omitted, styled
from taonto.report.analysis.figures.upset import draw_upset

FIGURES: dict[str, Callable[[AnalysisResult], Drawn | Omitted]] = {
    "elements": draw_elements,
    "matrix": draw_matrix,
    "upset": draw_upset,
    "phases": draw_phases,
    "core_curve": draw_core_curve,
    "similarity": draw_heatmap,
    "dendrogram": draw_dendrogram,
    "network": draw_network,
    "agreement": draw_agreement,
}
"""The functions that draw the figures by file name without suffix, in the order of the report."""


def draw(result: AnalysisResult, name: str) -> Drawn | Omitted:
    """Draw one figure.

    Args:
        result: the result of the analysis.
        name: a key of `FIGURES`.

    Raises:
        KeyError: for any other name.
    """
    with styled():
        return FIGURES[name](result)
