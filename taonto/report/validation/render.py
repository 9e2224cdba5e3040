"""The formats of a validation report.

Every renderer is a pure function of the report and the rules, and the same report gives the same bytes.
Values from the data are never trusted: each rendering escapes them, makes control characters visible, and cuts very
long ones with a note of their length. JSON and Turtle, which are for programs, keep values whole.

- `wording`: what they share: places, plurals, safe and short text, findings grouped by rule
- `text`: for a terminal, grouped by rule
- `html`: one self-contained page to sort, filter and print
- `sarif`: SARIF 2.1.0, which code hosts show at the file and line
- `junit`: JUnit XML, which build servers show as failed tests
- `turtle`: the validation report of SHACL
- `workbook`: an annotated copy of a sheet; not a format of `render`, because it needs the sheet too
"""

from collections.abc import Callable, Mapping

from taonto.base.errors import UnknownNameError
from taonto.report.validation.html import to_html
from taonto.report.validation.junit import to_junit
from taonto.report.validation.sarif import to_sarif
from taonto.report.validation.text import to_text
from taonto.report.validation.turtle import to_turtle
from taonto.validation.findings import ValidationReport
from taonto.validation.rules import Rule, RuleBook

_RENDERERS: dict[str, Callable[[ValidationReport, Mapping[str, Rule]], str]] = {
    "text": to_text,
    "json": lambda report, _: report.to_json(),
    "html": to_html,
    "sarif": to_sarif,
    "junit": to_junit,
    "turtle": to_turtle,
}
FORMATS = tuple(_RENDERERS)
"""The names of the formats."""


def render(
    report: ValidationReport, format: str, rules: Mapping[str, Rule] | None = None, *, color: bool = False
) -> bytes:
    r"""Return the report in a format, as UTF-8.

    Args:
        report: what the validation found.
        format: one of `FORMATS`.
        rules: what is known of each rule, by its id; by default the rules that come with taonto. Rules of custom
            shapes may be missing.
        color: whether the text format marks severities with terminal colors.

    Raises:
        UnknownNameError: if there is no such format.

    >>> render(ValidationReport((), ()), "json")[:20]
    b'{\n  "conforms": true'
    """
    if format not in FORMATS:
        raise UnknownNameError(f"the report format '{format}' is unknown; use one of {', '.join(FORMATS)}")
    known = RuleBook.shipped().rules if rules is None else rules
    text = to_text(report, known, color=True) if color and format == "text" else _RENDERERS[format](report, known)
    return text.encode("utf-8", "backslashreplace")
