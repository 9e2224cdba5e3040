"""Renderings of a validation report: one model in, one text out, the same bytes for the same findings."""

from collections.abc import Callable

from taonto.errors import TaontoError
from taonto.findings import ValidationReport


def render(report: ValidationReport, form: str) -> str:
    """Return a report as text, JSON, HTML, SARIF, JUnit XML or a SHACL report in Turtle.

    Args:
        report: what a run found.
        form: a name in `FORMATS`.

    Raises:
        TaontoError: if there is no such format.
    """
    if form not in FORMATS:
        raise TaontoError(f"there is no report format '{form}'; the formats are {', '.join(FORMATS)}")
    return FORMATS[form](report)


def _text(report: ValidationReport) -> str:
    from taonto.report.validation.text import to_text

    return to_text(report)


def _html(report: ValidationReport) -> str:
    from taonto.report.validation.html import to_html

    return to_html(report)


def _sarif(report: ValidationReport) -> str:
    from taonto.report.validation.sarif import to_sarif

    return to_sarif(report)


def _junit(report: ValidationReport) -> str:
    from taonto.report.validation.junit import to_junit

    return to_junit(report)


def _turtle(report: ValidationReport) -> str:
    from taonto.report.validation.turtle import to_turtle

    return to_turtle(report)


FORMATS: dict[str, Callable[[ValidationReport], str]] = {
    "text": _text,
    "json": ValidationReport.to_json,
    "html": _html,
    "sarif": _sarif,
    "junit": _junit,
    "turtle": _turtle,
}
"""The formats of a report, each imported only when it is used."""
