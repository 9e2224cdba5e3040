"""The first page of the demo's report: what was found, in plain words, and where to read more."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from taonto.base.vocabulary import TA
from taonto.reasoning.hermit import Classification
from taonto.report.analysis.figures.style import Drawn
from taonto.report.demo.result import Demo

SHOWN_FIGURES = ("elements", "matrix", "phases", "similarity")
"""Figures of the analysis on the page."""

DEFINED_CLASSES = {
    "PreparationPractice": "practices that get staff ready",
    "FullCycleFramework": "frameworks that reach every phase",
}
"""Classes whose members follow from their definitions, with what the members are."""


def index_page(demo: Demo) -> str:
    """Return the page as HTML, self-contained except for the figures beside it."""
    # The page uses the style of the analysis report.
    loader = FileSystemLoader(Path(__file__).parent.parent)
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    figures = [demo.analysis.figure(name) for name in SHOWN_FIGURES]
    return environment.get_template("demo/templates/index.html.j2").render(
        title=demo.analysis.result.title,
        claims=demo.leading,
        more=len(demo.analysis.claims) - len(demo.leading),
        figures=[figure for figure in figures if isinstance(figure, Drawn)],
        classification=demo.classification,
        no_reasoner=demo.no_reasoner,
        classes=_members(demo.classification),
        validations=demo.validations,
        answers=demo.answers,
    )


def _members(classification: Classification | None) -> list[tuple[str, int]]:
    """Return each of `DEFINED_CLASSES` in words, with its number of members."""
    if classification is None or not classification.consistent:
        return []
    return [(words, len(classification.members(TA + name))) for name, words in DEFINED_CLASSES.items()]
