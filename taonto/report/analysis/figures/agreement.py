"""How well coders, and studies, agree: a forest plot of Krippendorff's alpha."""

import math

from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from taonto.analysis.agreement import Agreement
from taonto.analysis.result import AnalysisResult
from taonto.base.text import one_line, sentence
from taonto.report.analysis.figures.style import FAINT, INK, OKABE_ITO, PALE, Drawn, Omitted, canvas, short, too_many
from taonto.report.analysis.words import readers

_CUSTOMARY = 0.8
"""Krippendorff's customary threshold for reliable data; above 0.667 he allows tentative conclusions."""
_TENTATIVE = 0.667
_FEWEST_CELLS = 5
"""With fewer cells than this, a single cell decides, so the measure is not drawn."""


def draw_agreement(result: AnalysisResult) -> Drawn | Omitted:
    """Draw alpha with its interval, over all and by element, for each pair of readings."""
    if not result.agreements:
        return Omitted("agreement", "there is only one reading, so there is no agreement to measure")
    reason = too_many(len(result.agreements), "comparisons")
    if reason:
        return Omitted("agreement", reason)
    groups: dict[str, list[Agreement]] = {}
    for agreement in result.agreements:
        groups.setdefault(readers(agreement), []).append(agreement)
    labels = {element.id: one_line(element.label) for element in result.elements}
    rows: list[tuple[str, Agreement | None]] = []
    for name, members in groups.items():
        rows.append((sentence(name), None))
        rows += [(_label(agreement, labels), agreement) for agreement in members]
    title = "How well the readings agree: Krippendorff's alpha"
    figure = canvas(8.8, 0.205 * len(rows) + 1.9, title, result)
    axes = figure.add_subplot()
    lows = [a.alpha.low for a in result.agreements if a.units >= _FEWEST_CELLS and not math.isnan(a.alpha.low)]
    left = min(-0.05, *(low - 0.05 for low in lows)) if lows else -0.05
    left = max(left, -1.05)
    for bound in (_TENTATIVE, _CUSTOMARY):
        axes.axvline(bound, color=FAINT, linewidth=0.8, linestyle=":")
    axes.axvline(0, color=PALE, linewidth=1)
    for place, (_, row) in enumerate(rows):
        if row is not None:
            _draw_row(axes, place, row)
    axes.set_yticks(range(len(rows)), [short(label, 48) for label, _ in rows], fontsize=8)
    for tick, (_, row) in zip(axes.get_yticklabels(), rows, strict=True):
        tick.set_fontweight("bold" if row is None else "normal")
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_xlim(left, 1.22)
    ticks = [tick for tick in (-1, -0.5, 0, 0.2, 0.4, _TENTATIVE, _CUSTOMARY, 1) if tick >= left]
    axes.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
    axes.set_xlabel("alpha with its 95% bootstrap interval (1: full agreement, 0: chance level)")
    handles = [
        Line2D([], [], color=OKABE_ITO[3], marker="D", label="over all cells"),
        Line2D([], [], color=OKABE_ITO[0], marker="o", label="one element"),
        Line2D([], [], color=FAINT, linestyle=":", label="0.667 and 0.8, customary thresholds"),
    ]
    axes.legend(
        handles=handles,
        loc="upper center",
        bbox_to_anchor=(0.45, -0.5 / (0.205 * len(rows) + 1)),
        ncol=3,
        frameon=False,
        fontsize=8,
    )
    drawn = [a for a in result.agreements if a.units >= _FEWEST_CELLS and not math.isnan(a.alpha.value)]
    overall = [a for a in drawn if a.element is None]
    alt = "Forest plot. " + " ".join(
        f"{sentence(readers(a))}, {a.level}: alpha {a.alpha.value:.2f}"
        + (f", interval {a.alpha.low:.2f} to {a.alpha.high:.2f}" if not math.isnan(a.alpha.low) else "")
        + f", over {a.units} cells."
        for a in overall
    )
    weak = sorted(
        (a for a in drawn if a.element and a.alpha.value < _TENTATIVE),
        key=lambda a: (a.alpha.value, a.element),
    )
    if weak:
        alt += " Lowest by element: " + ", ".join(
            f"{labels.get(str(a.element), str(a.element))} {a.alpha.value:.2f} ({readers(a)})" for a in weak[:4]
        )
        alt += "."
    reading = (
        "A dot is the agreement beyond chance; the line is its 95% interval, from resampling whole frameworks. The "
        "number on the right is the number of cells that both read: few cells give a wide line. Where all values are "
        "the same, alpha is undefined."
    )
    return Drawn("agreement", title, alt.strip(), reading, figure)


def _draw_row(axes: Axes, place: int, agreement: Agreement) -> None:
    whole = agreement.element is None
    color = OKABE_ITO[3] if whole else OKABE_ITO[0]
    axes.text(1.21, place, f"{agreement.units:,}", ha="right", va="center", fontsize=7.5, color=FAINT)
    few = agreement.units < _FEWEST_CELLS
    if few or math.isnan(agreement.alpha.value):
        note = "too few cells" if few else "undefined: no variation"
        axes.text(0.02, place, note, va="center", fontsize=7.5, color=FAINT)
        return
    if not math.isnan(agreement.alpha.low):
        axes.plot([agreement.alpha.low, agreement.alpha.high], [place, place], color=color, linewidth=1.6)
    axes.plot(
        [agreement.alpha.value],
        [place],
        marker="D" if whole else "o",
        markersize=5,
        color=color,
        markeredgecolor=INK,
        markeredgewidth=0.4,
    )


def _label(agreement: Agreement, labels: dict[str, str]) -> str:
    if agreement.element is None:
        return f"all cells, {agreement.level}"
    return labels.get(agreement.element, one_line(agreement.element))
