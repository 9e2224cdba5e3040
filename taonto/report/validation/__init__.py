"""What a validation looks like to a reader: one report, many renderings.

Every renderer is a pure function of the report and the rules, and the same report gives the same bytes.
Values from the data are never trusted: each rendering escapes them, makes control characters visible and shortens
what is very long, telling its length. JSON and Turtle, which are for programs, keep values whole.

- `wording`: what the renderings for people share: places, plurals, safe and short text, findings grouped by rule
- `text`: for a terminal, grouped by rule
"""

from collections.abc import Callable, Mapping
from typing import Literal, get_args

from taonto.errors import TaontoError
from taonto.findings import ValidationReport
from taonto.report.validation.text import to_text
from taonto.validation.rules import Rule

ReportFormat = Literal["text", "json"]
FORMATS: tuple[ReportFormat, ...] = get_args(ReportFormat)
"""The names of the formats of a report."""

Rules = Mapping[str, Rule]
Renderer = Callable[[ValidationReport, Rules], str]

_RENDERERS: dict[str, Renderer] = {
    "text": to_text,
    "json": lambda report, _: report.to_json(),
}


def render(report: ValidationReport, format: str, rules: Rules, *, colour: bool = False) -> bytes:
    r"""Return the report in a format, as UTF-8.

    Args:
        report: what the validation found.
        format: one of `FORMATS`.
        rules: what is known of each rule, by its id; a rule of a user's own shapes may be missing.
        colour: whether text marks severities with colours, for a terminal.

    Raises:
        TaontoError: if there is no such format.

    >>> render(ValidationReport((), ()), "json", {})[:20]
    b'{\n  "conforms": true'
    """
    if format not in _RENDERERS:
        raise TaontoError(f"there is no report format '{format}'; the formats are {', '.join(FORMATS)}")
    text = to_text(report, rules, colour=True) if colour and format == "text" else _RENDERERS[format](report, rules)
    return text.encode("utf-8", "backslashreplace")
