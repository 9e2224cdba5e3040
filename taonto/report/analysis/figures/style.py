"""One look for all figures: colors that color-blind readers can distinguish, plain text, the same bytes each time."""

import io
import textwrap
import warnings
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

import matplotlib as mpl
from matplotlib.axis import Axis
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.ticker import MaxNLocator

from taonto.analysis.matrix import CodingMatrix
from taonto.analysis.result import AnalysisResult
from taonto.base.text import one_line

OKABE_ITO = ("#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#56B4E9", "#8C7A00", "#000000")
"""Okabe & Ito (2008), Color Universal Design; its yellow is too faint for lines on white, so it is darker here."""

TEXT_SHADES = dict(
    zip(
        OKABE_ITO,
        ("#005A8E", "#855B00", "#00694D", "#A34700", "#9A4477", "#1F6F9E", "#6B5C00", "#000000"),
        strict=True,
    )
)
"""The same colors, dark enough for text on white (contrast of at least 4.5 : 1)."""

INK, FAINT, PALE = "#1A1A1A", "#595959", "#DDDDDD"
UNKNOWN_FILL, UNKNOWN_STROKE = "#EEEEEE", "#767676"
UNKNOWN_STYLE: dict[str, Any] = {
    "facecolor": UNKNOWN_FILL,
    "edgecolor": UNKNOWN_STROKE,
    "hatch": "////",
    "linewidth": 0.4,
}
"""How a bar for unknown cells is filled."""

MOST_LABELED = 120
"""With more frameworks or elements than this, the names on a figure would be too small to read."""

_STYLE: Any = {
    "figure.dpi": 100,
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": FAINT,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": INK,
    "ytick.color": INK,
    # A name from a file is text, never a formula to typeset.
    "text.parse_math": False,
    "hatch.linewidth": 0.6,
    "hatch.color": UNKNOWN_STROKE,
    "svg.fonttype": "path",
    "svg.hashsalt": "taonto",
}


@dataclass(frozen=True, eq=False)
class Drawn:
    """A figure ready to be saved.

    Attributes:
        name: its file name without suffix.
        title: its heading.
        alt: what it shows, in plain sentences made from the data, for people who can't see it.
        reading: how to read it.
        figure: the matplotlib figure.
    """

    name: str
    title: str
    alt: str
    reading: str
    figure: Figure

    def svg(self) -> bytes:
        """Return the figure as SVG, with its title and alternative text inside; equal figures give equal bytes."""
        text = self._saved("svg", {"Date": None, "Creator": None}).decode("utf-8")
        # matplotlib writes its metadata as RDF, which screen readers don't read; they do read these two elements.
        spoken = f'<title id="t">{escape(self.title)}</title>\n <desc id="d">{escape(self.alt)}</desc>\n'
        start = text.index("<svg")
        end = text.index(">", start)
        head = text[start:end] + ' role="img" aria-labelledby="t d"'
        return f"{text[:start]}{head}>\n {spoken}{text[end + 1 :].lstrip()}".encode()

    def png(self) -> bytes:
        """Return the figure as PNG."""
        return self._saved("png", {"Software": None})

    def _saved(self, form: str, metadata: dict[str, None]) -> bytes:
        buffer = io.BytesIO()
        with mpl.rc_context(_STYLE), warnings.catch_warnings():
            # A letter that the font lacks is drawn as a box; the tables have the name in full.
            warnings.filterwarnings("ignore", message="Glyph .* missing")
            FigureCanvasAgg(self.figure)
            self.figure.savefig(buffer, format=form, dpi=130, metadata=metadata)
        return buffer.getvalue()


@dataclass(frozen=True, slots=True)
class Omitted:
    """A figure that was not drawn, and the reason."""

    name: str
    reason: str


def styled() -> AbstractContextManager[None]:
    """Return the context in which figures are drawn."""
    return mpl.rc_context(_STYLE)


def canvas(width: float, height: float, title: str, result: AnalysisResult) -> Figure:
    """Return an empty figure, in inches, with its title at the top and the basis of its numbers at the bottom."""
    width, height = max(width, 7.5), max(height, 4.0)
    figure = Figure(figsize=(width, height), layout=ConstrainedLayoutEngine(w_pad=0.08, h_pad=0.08))
    figure.suptitle(wrapped(title, width, 14.5), x=0.012, ha="left", fontsize=12.5, fontweight="bold")
    figure.supxlabel(wrapped(result.title, width, 7.5), x=0.012, ha="left", fontsize=7.5, color=FAINT)
    return figure


def whole_numbers(axis: Axis) -> None:
    """Give an axis that counts ticks only at whole numbers."""
    axis.set_major_locator(MaxNLocator(nbins="auto", integer=True))


def wrapped(text: str, width: float, size: float) -> str:
    """Return the text broken into lines that fit a width in inches at a font size in points."""
    return textwrap.fill(one_line(text), max(20, int(width * 72 / (size * 0.56))))


def short(text: str, most: int = 46) -> str:
    """Return a name cut to at most `most` characters, at the end of a word if one is near.

    >>> short("Essential support structures for statewide implementation", 30)
    'Essential support structures…'
    """
    clean = one_line(text)
    if len(clean) <= most:
        return clean
    cut = clean[: most - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > most // 2 else cut).rstrip(" ,;:(") + "…"


def framework_labels(matrix: CodingMatrix, most: int = 46) -> dict[str, str]:
    """Return the names of the frameworks by id, cut to length; where two are then the same, the id is added."""
    cut = {framework.id: short(framework.label, most) for framework in matrix.frameworks}
    taken = list(cut.values())
    return {
        name: label if taken.count(label) == 1 else short(f"{label} [{name}]", most + 20) for name, label in cut.items()
    }


def phase_colors(matrix: CodingMatrix) -> dict[str | None, str]:
    """Return the color of each phase by id; elements without a phase get the first color."""
    colors: dict[str | None, str] = {
        phase.id: OKABE_ITO[index % len(OKABE_ITO)] for index, phase in enumerate(matrix.phases)
    }
    return {None: OKABE_ITO[0], **colors}


def ink_on(color: str) -> str:
    """Return black or white, whichever is easier to read on a color (WCAG 2.2 relative luminance)."""
    channels = [int(color[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "white" if 1.05 / (luminance + 0.05) > (luminance + 0.05) / 0.05 else "black"


def element_order(result: AnalysisResult) -> list[int]:
    """Return the columns by phase, and within a phase the most frequent first."""
    rank = {phase.id: phase.order for phase in result.matrix.phases}
    seen = result.matrix.present.sum(axis=0)
    columns = range(len(result.matrix.elements))
    return sorted(columns, key=lambda c: (rank.get(result.matrix.elements[c].phase or "", len(rank) + 1), -seen[c], c))


def framework_order(result: AnalysisResult) -> list[int]:
    """Return the rows in the order of the leaves of the dendrogram, or by number of elements if there is none."""
    if result.framework_clustering is not None:
        position = {name: index for index, name in enumerate(result.matrix.framework_ids)}
        return [position[name] for name in result.framework_clustering.order]
    seen = result.matrix.present.sum(axis=1)
    return sorted(range(len(seen)), key=lambda row: (-seen[row], row))


def too_many(count: int, what: str) -> str | None:
    """Return why this many names can't be written on a figure, or None if they can."""
    return f"{count:,} {what} are too many to name on one figure" if count > MOST_LABELED else None
