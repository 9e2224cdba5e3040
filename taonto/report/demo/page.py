"""The first page of the demo's report: what was found, in plain words, and where to read on."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from taonto.base.vocabulary import TA
from taonto.reasoning.hermit import Classification
from taonto.report.analysis.figures.style import Drawn
from taonto.report.demo.result import Demo

SHOWN_FIGURES = ("elements", "matrix", "phases", "similarity")
DEFINED_CLASSES = {
    "PreparationPractice": "practices that get staff ready",
    "FullCycleFramework": "frameworks that reach all five phases",
}


def index_page(demo: Demo, leading: int) -> str:
    """Return the page as HTML, self-contained but for the figures beside it.

    Args:
        demo: what the main job gave.
        leading: how many findings of the analysis to tell.
    """
    # The style of the analysis report serves this page too.
    loader = FileSystemLoader(Path(__file__).parent.parent)
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    figures = [demo.analysis.figure(name) for name in SHOWN_FIGURES]
    return environment.get_template("demo/templates/index.html.j2").render(
        title=demo.analysis.result.title,
        claims=demo.analysis.claims[:leading],
        more=len(demo.analysis.claims) - leading,
        figures=[figure for figure in figures if isinstance(figure, Drawn)],
        classification=demo.classification,
        no_reasoner=demo.no_reasoner,
        classes=_members(demo.classification),
        validations=demo.validations,
        answers=demo.answers,
    )


def _members(classification: Classification | None) -> list[tuple[str, int]]:
    if classification is None or not classification.consistent:
        return []
    return [(words, len(classification.members(TA + name))) for name, words in DEFINED_CLASSES.items()]
