"""The figures: valid, alike each time, with words beside them, and safe with any name."""

import html
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest

from taonto.analysis.matrix import CodingMatrix, ElementInfo, FrameworkInfo, PhaseInfo
from taonto.analysis.options import AnalysisOptions
from taonto.analysis.run import analyze_matrix
from taonto.report.analysis.claims.every import claims
from taonto.report.analysis.figures.draw import FIGURES, draw
from taonto.report.analysis.figures.style import OKABE_ITO, TEXT_SHADES, Drawn, Omitted, ink_on, short
from taonto.report.analysis.page import index_page
from taonto.report.analysis.tables import tables

SVG = "{http://www.w3.org/2000/svg}"


def synthetic(rows, columns, label="Framework of a rather long name, number"):
    generator = np.random.default_rng(7)
    phases = tuple(PhaseInfo(f"p{i}", f"Phase {i}", i) for i in range(1, 6))
    return CodingMatrix(
        generator.choice([1, 0, -1], size=(rows, columns), p=[0.3, 0.5, 0.2]).astype(np.int8),
        tuple(
            FrameworkInfo(f"f{i:04}", f"{label} {i}", detail="detailed" if i % 2 else "top-level") for i in range(rows)
        ),
        tuple(ElementInfo(f"e{i}", f"Element {i}", f"p{1 + 5 * i // columns}") for i in range(columns)),
        phases,
        study="synthetic",
    )


def analyzed(matrix):
    """Analyze without random matrices and without leaving out each framework: no figure shows either."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("taonto.analysis.run.THOROUGH_CELLS", 0)
        return analyze_matrix(matrix, AnalysisOptions(samples=0, bootstrap=20, runs=2))


@pytest.mark.parametrize("name", FIGURES)
def test_svg_and_png_are_valid_and_described(name, files):
    root = ElementTree.fromstring(files[f"{name}.svg"])
    assert root.tag == f"{SVG}svg" and root.get("role") == "img"
    title, alt = root.find(f"{SVG}title").text, root.find(f"{SVG}desc").text
    page = html.unescape(files["index.html"].decode())
    assert title and f"<h3>{title}</h3>" in page
    assert len(alt) > 50 and f'alt="{alt}"' in page
    assert files[f"{name}.png"].startswith(b"\x89PNG")
    for data in (files[f"{name}.svg"], files[f"{name}.png"]):
        assert b"dc:date" not in data and b"matplotlib v" not in data.lower()


def test_the_same_figure_gives_the_same_bytes(report, files):
    name = "phases"
    again = report.figure(name)
    assert isinstance(again, Drawn)
    assert (again.svg(), again.png()) == (files[f"{name}.svg"], files[f"{name}.png"])


@pytest.fixture(scope="module")
def alt(files):
    """The alternative text of a figure, from its SVG."""
    return lambda name: ElementTree.fromstring(files[f"{name}.svg"]).find(f"{SVG}desc").text


def test_the_words_hold_the_numbers(alt, sets):
    everything = set().union(*sets.values())
    most = max(sum(element in mine for mine in sets.values()) for element in everything)
    assert f"({most})" in alt("elements")
    cells = sum(len(mine) for mine in sets.values())
    assert f"{cells} cells are present" in alt("matrix")
    assert f"joined by {cells} lines" in alt("network")
    assert f"{len(sets)} frameworks" in alt("matrix")


HOSTILE = ("$\\frac{x}$", "a\x00b\x1b[31m", "<b>&]]>", "%s {0}", "\ud800", "")


@pytest.mark.filterwarnings("error")
def test_any_name_can_be_drawn():
    matrix = synthetic(len(HOSTILE), 3)
    frameworks = tuple(
        replace(framework, label=label) for framework, label in zip(matrix.frameworks, HOSTILE, strict=True)
    )
    result = analyzed(replace(matrix, frameworks=frameworks))
    for name in ("matrix", "dendrogram"):
        figure = draw(result, name)
        assert isinstance(figure, Drawn)
        ElementTree.fromstring(figure.svg())


@pytest.mark.filterwarnings("error")
def test_fifty_frameworks_fit_without_a_warning():
    result = analyzed(synthetic(50, 30))
    for name in ("matrix", "similarity", "network", "dendrogram"):
        figure = draw(result, name)
        assert isinstance(figure, Drawn)
        figure.figure.draw_without_rendering()


def test_what_no_figure_can_show_is_stated():
    result = analyzed(synthetic(130, 5))
    assert isinstance(draw(result, "matrix"), Drawn)
    omitted = [draw(result, name) for name in ("similarity", "network", "dendrogram")]
    for figure in omitted:
        assert isinstance(figure, Omitted) and "130" in figure.reason
    assert "only one reading" in getattr(draw(result, "agreement"), "reason", "")
    page = index_page(result, (), omitted, tables(result), (), explorable=False)
    assert "130 frameworks are too many to name on one figure" in page


def test_two_frameworks_without_phases_can_be_reported():
    whole = synthetic(2, 2)
    elements = tuple(replace(element, phase=None) for element in whole.elements)
    values = np.array([[1, 0], [0, 1]], dtype=np.int8)
    result = analyzed(replace(whole, values=values, elements=elements, phases=()))
    figures = [draw(result, name) for name in FIGURES]
    assert {figure.name for figure in figures if isinstance(figure, Omitted)} == {"phases", "dendrogram", "agreement"}
    page = index_page(result, claims(result), figures, tables(result), (), explorable=True)
    assert "clusters" not in tables(result) and "clusters.csv" not in page
    assert "phases.svg" not in page and "elements.svg" in page


def luminance(color):
    channels = [int(color[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return float(np.dot(linear, [0.2126, 0.7152, 0.0722]))


def test_text_in_color_has_contrast():
    for color in OKABE_ITO:
        assert 1.05 / (luminance(TEXT_SHADES[color]) + 0.05) >= 4.5
        ink = {"white": 1.0, "black": 0.0}[ink_on(color)]
        pair = sorted([ink, luminance(color)])
        assert (pair[1] + 0.05) / (pair[0] + 0.05) >= 4.5


def test_a_long_name_is_cut_at_a_word():
    assert short("Essential support structures for statewide implementation", 30) == "Essential support structures…"
    assert short("x" * 60, 10) == "x" * 9 + "…"
