"""The clustered matrix: every framework by every element, with the unknown cells marked."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PatchCollection
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from numpy.typing import NDArray

from taonto.analysis.result import AnalysisResult
from taonto.base.text import one_line
from taonto.report.analysis.figures.style import (
    FAINT,
    OKABE_ITO,
    PALE,
    TEXT_SHADES,
    UNKNOWN_FILL,
    UNKNOWN_STROKE,
    Drawn,
    canvas,
    element_order,
    framework_labels,
    framework_order,
    phase_colors,
    short,
    too_many,
)

_TITLE = "Which framework shows which element"
_READING = (
    "One row per framework, one column per element, grouped by phase. A filled square: the element was seen. A blank "
    "square: it is not mentioned in a complete, detailed list. A gray square with a stroke: unknown, which is not the "
    "same as absent. Frameworks with similar elements are near each other; the numbers at the edges count the filled "
    "squares."
)
_GAP = 0.5
"""Space between the columns of two phases, in columns."""


def draw_matrix(result: AnalysisResult) -> Drawn:
    """Draw the matrix, without names if it is too large for them."""
    rows, columns = framework_order(result), element_order(result)
    values = result.matrix.values[np.ix_(rows, columns)]
    big = too_many(max(values.shape), "names")
    figure = _overview(result, values) if big else _labeled(result, rows, columns)
    counts = {value: int((values == value).sum()) for value in (1, 0, -1)}
    top = max(result.elements, key=lambda item: item.frameworks)
    alt = (
        f"Grid of {values.shape[0]} frameworks by {values.shape[1]} elements: {counts[1]} cells are present, "
        f"{counts[0]} not mentioned and {counts[-1]} unknown. The fullest column is {one_line(top.label)}, "
        f"with {top.frameworks} frameworks."
    )
    return Drawn("matrix", _TITLE, alt, _READING, figure)


def _labeled(result: AnalysisResult, rows: list[int], columns: list[int]) -> Figure:
    matrix = result.matrix
    values = matrix.values[np.ix_(rows, columns)]
    phases = [matrix.elements[column].phase for column in columns]
    starts = _starts(phases)
    height = len(rows)
    names = framework_labels(matrix)
    label_space = 0.075 * max(len(names[matrix.frameworks[row].id]) for row in rows)
    figure = canvas(label_space + 0.27 * starts[-1] + 1.2, 0.205 * height + 3.2, _TITLE, result)
    axes = figure.add_subplot()
    colors = phase_colors(matrix)
    axes.set_xlim(-0.6, starts[-1] + 1.9)
    axes.set_ylim(height - 0.4, -1.6)
    _cells(axes, values, starts, [colors.get(phase, OKABE_ITO[0]) for phase in phases])
    for row, total in enumerate((values == 1).sum(axis=1)):
        axes.text(starts[-1] + 0.8, row, str(total), va="center", fontsize=7.5, color=FAINT)
    for start, total in zip(starts, (values == 1).sum(axis=0), strict=True):
        axes.text(start, -0.95, str(total), ha="center", va="center", fontsize=7.5, color=FAINT)
    axes.set_yticks(range(height), [names[matrix.frameworks[row].id] for row in rows], fontsize=8)
    axes.set_xticks(
        starts, [short(matrix.elements[column].label, 34) for column in columns], fontsize=8, rotation=55, ha="left"
    )
    axes.xaxis.tick_top()
    for label, phase in zip(axes.get_xticklabels(), phases, strict=True):
        label.set_color(TEXT_SHADES[colors.get(phase, OKABE_ITO[0])])
        label.set_rotation_mode("anchor")
    axes.tick_params(length=0, pad=3)
    for spine in axes.spines.values():
        spine.set_visible(False)
    _legend(axes, result)
    return figure


def _cells(axes: Axes, values: NDArray[np.int8], starts: list[float], colors: list[str]) -> None:
    half = 0.43
    squares, fills, edges, strokes = [], [], [], []
    for row, column in np.ndindex(values.shape):
        x, value = starts[column], values[row, column]
        squares.append(Rectangle((x - half, row - half), 2 * half, 2 * half))
        fills.append({1: colors[column], 0: "white", -1: UNKNOWN_FILL}[int(value)])
        edges.append(colors[column] if value == 1 else PALE)
        if value == -1:
            strokes.append([(x - 0.25, row + 0.25), (x + 0.25, row - 0.25)])
    axes.add_collection(PatchCollection(squares, facecolors=fills, edgecolors=edges, linewidths=0.6))
    axes.add_collection(LineCollection(strokes, colors=UNKNOWN_STROKE, linewidths=0.9))


def _legend(axes: Axes, result: AnalysisResult) -> None:
    colors = phase_colors(result.matrix)
    handles: list[Patch | Line2D] = [
        Patch(facecolor=colors[phase.id], label=f"{one_line(phase.label)}: present") for phase in result.matrix.phases
    ] or [Patch(facecolor=OKABE_ITO[0], label="present")]
    handles.append(Patch(facecolor="white", edgecolor="#999999", label="not mentioned"))
    handles.append(
        Line2D(
            [],
            [],
            linestyle="",
            marker="s",
            markersize=10,
            markerfacecolor=UNKNOWN_FILL,
            markeredgecolor=PALE,
            label="unknown (gray, stroke)",
        )
    )
    axes.legend(handles=handles, loc="upper center", bbox_to_anchor=(0.5, -0.01), ncol=4, frameon=False, fontsize=8)


def _starts(phases: list[str | None]) -> list[float]:
    """Return the x of each column, with a gap where the phase changes."""
    places, shift = [], 0.0
    for index, phase in enumerate(phases):
        if index and phase != phases[index - 1]:
            shift += _GAP
        places.append(index + shift)
    return places


def _overview(result: AnalysisResult, values: NDArray[np.int8]) -> Figure:
    figure = canvas(9, 9, _TITLE, result)
    axes = figure.add_subplot()
    axes.imshow(
        values,
        cmap=ListedColormap(["#BBBBBB", "white", OKABE_ITO[0]]),
        vmin=-1,
        vmax=1,
        aspect="auto",
        interpolation="nearest",
    )
    axes.set_xlabel(f"{values.shape[1]:,} elements")
    axes.set_ylabel(f"{values.shape[0]:,} frameworks")
    handles = [
        Patch(facecolor=color, edgecolor="#999999", label=label)
        for color, label in ((OKABE_ITO[0], "present"), ("white", "not mentioned"), ("#BBBBBB", "unknown"))
    ]
    axes.legend(handles=handles, loc="upper center", bbox_to_anchor=(0.5, -0.08), ncol=3, frameon=False, fontsize=8)
    return figure
