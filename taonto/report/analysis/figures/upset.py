"""UpSet: which combinations of a few elements occur, and how often (Lex et al. 2014, doi:10.1109/TVCG.2014.2346248)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from taonto.analysis.highlights import by_frequency
from taonto.analysis.result import AnalysisResult, ElementResult
from taonto.analysis.similarity import ExactSet, exact_sets
from taonto.base.text import listed, one_line
from taonto.report.analysis.figures.style import (
    FAINT,
    INK,
    OKABE_ITO,
    PALE,
    UNKNOWN_STYLE,
    Drawn,
    Omitted,
    canvas,
    phase_colors,
    short,
    whole_numbers,
)

_MOST_ELEMENTS = 7
_MOST_SETS = 30
_READING = (
    "Each column is one combination: the black dots show its elements, and the bar above shows how many frameworks "
    "have exactly these and none of the others. The bars on the left count each element by itself."
)


@dataclass(frozen=True)
class _Combinations:
    """What the figure shows: the elements, the most common first, and the groups of frameworks."""

    elements: tuple[ElementResult, ...]
    sets: tuple[ExactSet, ...]
    unsure: frozenset[str]
    """Frameworks with an unknown cell among the elements."""

    @property
    def shown(self) -> tuple[ExactSet, ...]:
        return self.sets[:_MOST_SETS]


def upset_elements(result: AnalysisResult) -> tuple[str, ...]:
    """Return the elements to combine: those of the first phase if it has 2 to 7, else the most common."""
    first = [element.id for element in result.elements if result.phases and element.phase == result.phases[0].id]
    if 2 <= len(first) <= _MOST_ELEMENTS:
        return tuple(first)
    return tuple(element.id for element in by_frequency(result.elements)[: _MOST_ELEMENTS - 1])


def draw_upset(result: AnalysisResult) -> Drawn | Omitted:
    """Draw which combinations of a few elements the frameworks have."""
    chosen = upset_elements(result)
    if len(chosen) < 2:
        return Omitted("upset", "combinations need at least two elements")
    found = _combinations(result, chosen)
    title = f"Which combinations of {_what(result, found.elements)} the frameworks have"
    figure = _drawn(result, found, title)
    labels = {element.id: one_line(element.label) for element in found.elements}

    def spoken(names: Sequence[str]) -> str:
        return listed([labels[name] for name in names]) or "none of them"

    largest = "; ".join(f"{len(group.frameworks)} have {spoken(group.elements)}" for group in found.sets[:4])
    alt = (
        f"UpSet figure of {len(labels)} elements: {spoken(list(labels))}. {len(found.sets)} different combinations "
        f"occur among {len(result.frameworks)} frameworks. The most frequent: {largest}. Frameworks with an unknown "
        f"cell among these elements: {len(found.unsure)}."
    )
    return Drawn("upset", title, alt, _READING, figure)


def _combinations(result: AnalysisResult, chosen: tuple[str, ...]) -> _Combinations:
    matrix = result.matrix
    elements = [element for element in by_frequency(result.elements) if element.id in chosen]
    names = tuple(element.id for element in elements)
    unknown = matrix.unknown[:, [matrix.element_ids.index(name) for name in names]].any(axis=1)
    return _Combinations(
        tuple(elements),
        exact_sets(matrix, names),
        frozenset(matrix.framework_ids[row] for row in np.flatnonzero(unknown)),
    )


def _what(result: AnalysisResult, elements: Sequence[ElementResult]) -> str:
    phases = {phase.id: one_line(phase.label) for phase in result.phases}
    own = {element.phase for element in elements}
    if len(own) == 1 and (name := phases.get(own.pop() or "")):
        return f"the elements of {name}"
    return f"the {len(elements)} most common elements"


def _drawn(result: AnalysisResult, found: _Combinations, title: str) -> Figure:
    wide, high = len(found.shown), len(found.elements)
    figure = canvas(max(7.5, 0.36 * wide + 5.2), 0.34 * high + 4.0, title, result)
    (corner, bars), (totals, dots) = figure.subplots(
        2, 2, width_ratios=[2.2, 0.3 * wide + 1], height_ratios=[2.4, 0.36 * high]
    )
    corner.axis("off")
    handles = [
        Patch(color=INK, label="all cells known"),
        Patch(label="with an unknown cell:\nmay be in another column", **UNKNOWN_STYLE),
    ]
    corner.legend(handles=handles, frameon=False, fontsize=8, loc="upper left")
    _draw_bars(bars, found)
    _draw_totals(totals, result, found.elements)
    _draw_dots(dots, found)
    for axes in (totals, dots):
        axes.set_ylim(high - 0.5, -0.5)
    for axes in (dots, bars):
        axes.set_xlim(-0.7, wide - 0.3)
    return figure


def _draw_bars(axes: Axes, found: _Combinations) -> None:
    places = np.arange(len(found.shown))
    sizes = np.array([len(group.frameworks) for group in found.shown])
    unsure = np.array([len(found.unsure.intersection(group.frameworks)) for group in found.shown])
    axes.bar(places, sizes - unsure, color=INK, width=0.64)
    axes.bar(places, unsure, bottom=sizes - unsure, width=0.64, **UNKNOWN_STYLE)
    for place, size in enumerate(sizes.tolist()):
        axes.text(place, size + sizes.max() * 0.02, str(size), ha="center", fontsize=8)
    axes.set_ylabel("frameworks with exactly\nthis combination")
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    whole_numbers(axes.yaxis)


def _draw_totals(axes: Axes, result: AnalysisResult, elements: Sequence[ElementResult]) -> None:
    colors = phase_colors(result.matrix)
    counts = [element.frameworks for element in elements]
    shades = [colors.get(element.phase, OKABE_ITO[0]) for element in elements]
    axes.barh(range(len(counts)), counts, color=shades, height=0.6)
    for row, count in enumerate(counts):
        axes.text(count, row, f"{count} ", ha="right", va="center", fontsize=8)
    axes.set_xlim(max(1, *counts) * 1.25, 0)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    whole_numbers(axes.xaxis)
    axes.set_xlabel("frameworks with it")


def _draw_dots(axes: Axes, found: _Combinations) -> None:
    has = np.array([[element.id in group.elements for group in found.shown] for element in found.elements])
    x, y = np.meshgrid(np.arange(has.shape[1]), np.arange(has.shape[0]))
    axes.scatter(x[~has], y[~has], s=38, c=PALE)
    axes.scatter(x[has], y[has], s=52, c=INK, zorder=3)
    stems = [
        [(place, span[0]), (place, span[-1])]
        for place, column in enumerate(has.T)
        if len(span := np.flatnonzero(column)) > 1
    ]
    axes.add_collection(LineCollection(stems, colors=INK, linewidths=1.6))
    axes.set_yticks(range(len(has)), [short(element.label, 34) for element in found.elements], fontsize=8.5)
    axes.set_xticks([])
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.tick_params(length=0)
    if len(found.sets) > len(found.shown):
        rarer = len(found.sets) - len(found.shown)
        axes.set_xlabel(f"{rarer} rarer combinations are not drawn", fontsize=8, color=FAINT)
