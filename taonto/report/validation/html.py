"""The report as one self-contained page to sort, filter and print; complete without scripts, too."""

import base64
from collections import Counter
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from taonto.base.text import counted
from taonto.base.version import __version__
from taonto.report.validation.wording import Group, counted_severities, groups, per_file, place, shortened, verdict
from taonto.validation.findings import FileResult, Finding, Severity, ValidationReport
from taonto.validation.rules import Rule

MOST_ROWS = 10_000
"""The most findings on one page; all are counted."""

_TEMPLATES = Path(__file__).parent / "templates"


def to_html(report: ValidationReport, rules: Mapping[str, Rule], most: int = MOST_ROWS) -> str:
    """Return the report as a page of HTML.

    Args:
        report: what the validation found.
        rules: what is known of each rule, by its id.
        most: how many findings are shown; if there are more, every rule shows up to the same number of them.
    """
    grouped = groups(report, rules)
    share = fair_share([len(group.findings) for group in grouped], most)
    shown = {id(finding) for group in grouped for finding in group.findings[:share]}
    by_id = {group.id: group for group in grouped}
    script, style = _asset("report.js"), _asset("report.css")
    text: str = (
        _environment()
        .get_template("report.html.j2")
        .render(
            report=report,
            version=__version__,
            verdict=verdict(report),
            to_fix=sum(finding.severity.reaches(report.fail_on) for finding in report.findings),
            severities=list(Severity),
            groups=grouped,
            rows=[(finding, by_id[finding.rule]) for finding in report.findings if id(finding) in shown],
            share=share,
            files=_files(report),
            many=len(report.sources) > 1,
            sheets=any(finding.sheet for finding in report.findings),
            script=script,
            style=style,
            # Only these two may act on the page, whatever the data contain.
            policy=f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}",
        )
    )
    return text


def fair_share(sizes: list[int], most: int) -> int:
    """Return how many items each group can show so that all groups together show at most `most`; at least one.

    >>> fair_share([2, 100, 100], 102)
    50
    """
    if sum(sizes) <= most:
        return max(sizes, default=0)
    low, high = 1, most
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if sum(min(size, middle) for size in sizes) <= most else (low, middle - 1)
    return low


def _files(report: ValidationReport) -> list[dict[str, object]]:
    found = per_file(report.findings)
    return [
        {
            "name": file.file,
            "records": file.records,
            "blank_rows": file.blank_rows,
            "notes": file.notes,
            "counts": Counter(finding.severity for finding in found.get(file.file, ())),
            "outcome": _outcome(report, file, found.get(file.file, [])),
            "error": file.error,
        }
        for file in report.files
    ]


def _outcome(report: ValidationReport, file: FileResult, findings: list[Finding]) -> str:
    if file.error:
        return "not judged"
    return "does not conform" if any(f.severity.reaches(report.fail_on) for f in findings) else "conforms"


def _hint(group: Group, finding: Finding) -> str:
    return shortened(finding.hint or group.hint)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"short": shortened, "place": place}
    environment.globals |= {"counted": counted, "counted_severities": counted_severities, "hint": _hint}
    return environment


@cache
def _asset(name: str) -> Markup:
    return Markup("\n" + (_TEMPLATES / name).read_text(encoding="utf-8"))


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}'"
