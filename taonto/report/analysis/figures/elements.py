"""How common the elements and the phases are: bars, and the core curve."""

import numpy as np
from matplotlib.patches import Patch

from taonto.analysis.result import AnalysisResult
from taonto.base.text import counted, listed, one_line
from taonto.report.analysis.figures.style import (
    FAINT,
    OKABE_ITO,
    UNKNOWN_FILL,
    UNKNOWN_STROKE,
    UNKNOWN_STYLE,
    Drawn,
    Omitted,
    canvas,
    ink_on,
    phase_colors,
    short,
    too_many,
    whole_numbers,
)


def draw_elements(result: AnalysisResult) -> Drawn | Omitted:
    """Draw how many frameworks show each element, and how many more may show it."""
    reason = too_many(len(result.elements), "elements")
    if reason:
        return Omitted("elements", reason)
    ranked = sorted(result.elements, key=lambda item: (-item.frameworks, item.label))
    total = len(result.frameworks)
    title = f"How many of the {total} frameworks show each element"
    figure = canvas(8.6, 0.23 * len(ranked) + 1.7, title, result)
    axes = figure.add_subplot()
    colors = phase_colors(result.matrix)
    places = np.arange(len(ranked))
    seen = np.array([item.frameworks for item in ranked])
    unknown = np.array([item.unknown for item in ranked])
    axes.barh(places, seen, color=[colors.get(item.phase, OKABE_ITO[0]) for item in ranked], height=0.74)
    axes.barh(places, unknown, left=seen, height=0.74, **UNKNOWN_STYLE)
    for place, item in zip(places, ranked, strict=True):
        axes.text(
            item.frameworks + item.unknown + total * 0.012,
            float(place),
            f"{item.frameworks}" + (f"  (at most {item.frameworks + item.unknown})" if item.unknown else ""),
            va="center",
            fontsize=7.5,
            color=FAINT,
        )
    axes.set_yticks(places, [short(item.label) for item in ranked], fontsize=8.5)
    axes.set_ylim(len(ranked) - 0.4, -0.6)
    axes.set_xlim(0, max(float((seen + unknown).max()) * 1.2, 1))
    axes.set_xlabel("frameworks")
    whole_numbers(axes.xaxis)
    axes.tick_params(axis="y", length=0)
    handles = [Patch(color=colors[phase.id], label=one_line(phase.label)) for phase in result.matrix.phases]
    handles.append(Patch(label="unknown", **UNKNOWN_STYLE))
    axes.legend(handles=handles, frameon=False, fontsize=8, loc="lower right")
    leading = [f"{one_line(item.label)} ({item.frameworks})" for item in ranked[:5]]
    rare = [f"{one_line(item.label)} ({item.frameworks})" for item in ranked[-3:]]
    alt = (
        f"Bars of {len(ranked)} elements by the number of frameworks that show them. The most common are "
        f"{listed(leading)}; the rarest are {listed(rare)}. The hatched part is the number of frameworks for which the "
        "element is unknown."
    )
    reading = (
        "Colored: frameworks in which the element was seen. Hatched: frameworks for which it is unknown; the true "
        "number is between the end of the colored bar and the end of the hatched bar."
    )
    return Drawn("elements", title, alt, reading, figure)


def draw_core_curve(result: AnalysisResult) -> Drawn:
    """Draw how many elements are in at least k frameworks, for every k."""
    title = "The common core: elements shown by at least k frameworks"
    figure = canvas(8.6, 4.6, title, result)
    axes = figure.add_subplot()
    ks = np.array([0, *(point.k for point in result.core_curve)])
    seen = np.array([len(result.elements), *(point.elements for point in result.core_curve)])
    most = np.array([len(result.elements), *(point.elements_max for point in result.core_curve)])
    axes.fill_between(
        ks,
        seen,
        most,
        step="pre",
        facecolor=UNKNOWN_FILL,
        edgecolor=UNKNOWN_STROKE,
        hatch="////",
        linewidth=0,
        label="if every unknown cell were present",
    )
    axes.step(ks, seen, where="pre", color=OKABE_ITO[0], linewidth=2, label="seen")
    half = -(-len(result.frameworks) // 2)
    at_half = result.core_curve[half - 1]
    axes.axvline(half, color=FAINT, linewidth=0.9, linestyle="--")
    axes.text(
        half + len(ks) * 0.012,
        len(result.elements) * 0.93,
        f"half of the frameworks (k = {half}):\n{counted(at_half.elements, 'element')}, at most {at_half.elements_max}",
        fontsize=8,
        va="top",
    )
    axes.set_xlim(0, len(result.frameworks))
    axes.set_ylim(0, len(result.elements) * 1.05)
    axes.set_xlabel("k: the least number of frameworks that show the element")
    axes.set_ylabel("elements")
    whole_numbers(axes.xaxis)
    whole_numbers(axes.yaxis)
    axes.legend(frameon=False, fontsize=8, loc="center right")
    last = max((point for point in result.core_curve if point.elements), key=lambda point: point.k, default=None)
    alt = (
        f"Falling step curve. Shown by at least one framework: {counted(result.core_curve[0].elements, 'element')}; "
        f"by at least half of them ({half}): {at_half.elements}."
    )
    if last is not None:
        labels = {element.id: one_line(element.label) for element in result.elements}
        alt += f" No element is shown by more than {last.k}: {listed([labels[name] for name in last.ids[:5]])}."
    reading = (
        "Going right, more frameworks are required: the line is the number of elements that at least this many "
        "frameworks show. The hatched area is what the unknown cells could add."
    )
    return Drawn("core_curve", title, alt, reading, figure)


def draw_phases(result: AnalysisResult) -> Drawn | Omitted:
    """Draw how many frameworks reach each phase, and what is known about its cells."""
    if not result.phases:
        return Omitted("phases", "the elements of this matrix have no phases")
    title = "How well the frameworks cover each phase"
    figure = canvas(9.6, 0.42 * len(result.phases) + 2.3, title, result)
    left, right = figure.subplots(1, 2, sharey=True)
    colors = phase_colors(result.matrix)
    places = np.arange(len(result.phases))
    total = len(result.frameworks)
    reached = np.array([phase.frameworks for phase in result.phases])
    most = np.array([phase.frameworks_max for phase in result.phases])
    shades = [colors[phase.id] for phase in result.phases]
    left.barh(places, reached, color=shades, height=0.62)
    left.barh(places, most - reached, left=reached, height=0.62, **UNKNOWN_STYLE)
    for place, phase in zip(places, result.phases, strict=True):
        shade = ink_on(colors[phase.id])
        left.text(
            phase.frameworks / 2, place, str(phase.frameworks), ha="center", va="center", color=shade, weight="bold"
        )
    left.set_xlim(0, total)
    whole_numbers(left.xaxis)
    left.set_xlabel(f"frameworks that show at least one of its elements (of {total})")
    cells = np.array([[phase.present, phase.not_mentioned, phase.unknown] for phase in result.phases], dtype=float)
    shares = 100 * cells / np.maximum(cells.sum(axis=1, keepdims=True), 1)
    right.barh(places, shares[:, 0], color=shades, height=0.62)
    right.barh(places, shares[:, 1], left=shares[:, 0], color="white", edgecolor=FAINT, linewidth=0.4, height=0.62)
    right.barh(places, shares[:, 2], left=shares[:, :2].sum(axis=1), height=0.62, **UNKNOWN_STYLE)
    for place, share, color in zip(places, shares, shades, strict=True):
        right.text(
            share[0] / 2, place, f"{share[0]:.0f}%", ha="center", va="center", color=ink_on(color), weight="bold"
        )
    right.set_xlim(0, 100)
    right.set_xlabel("share of all its cells, %")
    left.set_yticks(places, [f"{short(phase.label, 30)} ({phase.elements})" for phase in result.phases])
    left.set_ylim(len(places) - 0.5, -0.5)
    for axes in (left, right):
        axes.tick_params(axis="y", length=0)
    known = [
        Patch(color=FAINT, label="present (colored)"),
        Patch(facecolor="white", edgecolor=FAINT, label="not mentioned"),
    ]
    unsure = Patch(label="unknown", **UNKNOWN_STYLE)
    possible = Patch(label="reached if what is unknown is present", **UNKNOWN_STYLE)
    for axes, handles in ((left, [possible]), (right, [*known, unsure])):
        axes.legend(
            handles=handles,
            loc="upper center",
            bbox_to_anchor=(0.5, -0.2),
            ncol=3,
            frameon=False,
            fontsize=8,
            columnspacing=1.2,
        )
    alt = "Bars by phase. " + " ".join(
        f"{one_line(phase.label)}: {phase.frameworks} of {total} frameworks show at least one of its {phase.elements} "
        f"elements (at most {phase.frameworks_max}); {share[0]:.0f}% of its cells present, {share[2]:.0f}% unknown."
        for phase, share in zip(result.phases, shares, strict=True)
    )
    reading = (
        "Left: the number of frameworks that reach the phase at all. Right: the shares of its cells, over all of its "
        "elements and all frameworks. The number after the name of a phase is the number of its elements."
    )
    return Drawn("phases", title, alt, reading, figure)
