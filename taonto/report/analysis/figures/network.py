"""The bipartite network: frameworks on the left, elements on the right, a line where an element was seen."""

import numpy as np
from matplotlib.collections import LineCollection

from taonto.analysis.result import AnalysisResult
from taonto.base.text import one_line
from taonto.report.analysis.figures.style import (
    OKABE_ITO,
    TEXT_SHADES,
    Drawn,
    Omitted,
    canvas,
    element_order,
    framework_labels,
    phase_colors,
    short,
    too_many,
)


def draw_network(result: AnalysisResult) -> Drawn | Omitted:
    """Draw the network in two columns; frameworks are near the phases that most of their elements are in."""
    matrix = result.matrix
    reason = too_many(max(matrix.values.shape), "names")
    if reason:
        return Omitted("network", reason)
    columns = element_order(result)
    rows, height = len(matrix.frameworks), max(len(matrix.frameworks), len(columns))
    element_y = _spread(len(columns), height)
    position = np.empty(len(columns))
    position[columns] = element_y
    sums = matrix.present.sum(axis=1)
    lean = np.where(sums > 0, (matrix.present @ position) / np.maximum(sums, 1), height)
    order = sorted(range(rows), key=lambda row: (lean[row], row))
    place = np.empty(rows)
    place[order] = _spread(rows, height)
    title = "Frameworks and the elements that they show, as a network"
    figure = canvas(10, 0.215 * height + 1.6, title, result)
    axes = figure.add_subplot()
    colors = phase_colors(matrix)
    shade = [colors.get(element.phase, OKABE_ITO[0]) for element in matrix.elements]
    edges = np.argwhere(matrix.present)
    axes.add_collection(
        LineCollection(
            [[(0, place[row]), (1, position[column])] for row, column in edges],
            colors=[shade[column] for _, column in edges],
            linewidths=0.9,
            alpha=0.55,
        )
    )
    degrees = matrix.present.sum(axis=0)
    axes.scatter(np.zeros(rows), place, s=12 + 7 * sums, c="#333333", zorder=3)
    axes.scatter(np.ones(len(columns)), position, s=12 + 7 * degrees, c=shade, zorder=3)
    names = framework_labels(matrix, 50)
    for row, framework in enumerate(matrix.frameworks):
        axes.text(-0.035, place[row], f"{names[framework.id]}  {sums[row]}", ha="right", va="center", fontsize=8)
    for column, element in enumerate(matrix.elements):
        axes.text(
            1.035,
            position[column],
            f"{degrees[column]}  {short(element.label, 34)}",
            va="center",
            fontsize=8.5,
            color=TEXT_SHADES[shade[column]],
        )
    axes.set_xlim(-1.15, 1.75)
    axes.set_ylim(height - 0.3, -0.7)
    axes.axis("off")
    phases = {phase.id: one_line(phase.label) for phase in matrix.phases}
    strongest = int(degrees.argmax())
    busiest = int(sums.argmax())
    alt = (
        f"Two columns of dots joined by {len(edges)} lines: {rows} frameworks on the left, {len(columns)} elements "
        f"on the right{', colored by phase' if phases else ''}. The element with the most lines is "
        f"{one_line(matrix.elements[strongest].label)} ({degrees[strongest]}); the framework with the most is "
        f"{one_line(matrix.frameworks[busiest].label)} ({sums[busiest]})."
    )
    reading = (
        "A line joins a framework to an element that was seen in it; its color is the phase of the element. The "
        "numbers and the sizes of the dots count the lines. Unknown cells have no line: a framework with few lines may "
        "have been coded from a short list."
    )
    return Drawn("network", title, alt, reading, figure)


def _spread(count: int, height: int) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    """Return places for this many dots, spread evenly over the height."""
    return (np.arange(count) + 0.5) * height / count - 0.5
