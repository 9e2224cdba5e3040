"""A report for a terminal: a verdict, then each rule with its count and first cases."""

import re

from taonto.findings import Finding, Severity, ValidationReport
from taonto.validation.rules import Catalogue

FIRST_CASES = 5
_MARKS = {Severity.VIOLATION: "violation", Severity.WARNING: "warning", Severity.INFO: "info"}
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def to_text(report: ValidationReport, cases: int = FIRST_CASES) -> str:
    """Return the report as plain text.

    Args:
        report: what a run found.
        cases: how many places are shown of each rule.
    """
    lines = [_verdict(report), ""]
    for result in report.files:
        counts = [len([f for f in report.of_file(result.file) if f.severity is s]) for s in Severity]
        told = ", ".join(f"{n:,} {_plural(_MARKS[s], n)}" for s, n in zip(Severity, counts, strict=True))
        blank = f", {result.blank_rows:,} blank rows skipped" if result.blank_rows else ""
        lines.append(f"{_safe(result.file)}: {result.records:,} {_plural('record', result.records)}, {told}{blank}")
        lines += [f"  note: {_safe(note)}" for note in result.notes]
    rules = Catalogue.shipped().rules
    for id_, found in report.by_rule().items():
        rule = rules.get(id_)
        title = f"{id_} {rule.label}" if rule else id_
        lines += ["", f"{title}  [{_MARKS[found[0].severity]}, {len(found):,} {_plural('time', len(found))}]"]
        for finding in found[:cases]:
            lines.append(f"  {place_text(finding)}: {_safe(finding.message)}")
            if finding.hint and (rule is None or finding.hint != rule.hint):
                lines.append(f"    {_safe(finding.hint)}")
        if len(found) > cases:
            lines.append(f"  ... and {len(found) - cases:,} more")
        if rule:
            lines.append(f"  What to do: {rule.hint}")
    if report.notes:
        lines += ["", *report.notes]
    return "\n".join(lines) + "\n"


def place_text(finding: Finding) -> str:
    """Return where a finding is, as short as can be: `log.xlsx, sheet Log, row 5, startDate`."""
    parts = [finding.file or "data set"]
    if finding.sheet:
        parts.append(f"sheet {finding.sheet}")
    if finding.row is not None:
        parts.append(f"row {finding.row}")
    elif finding.line is not None:
        parts.append(f"line {finding.line}")
    elif finding.focus:
        parts.append(finding.focus)
    if finding.column:
        parts.append(finding.column)
    return _safe(", ".join(parts))


def _verdict(report: ValidationReport) -> str:
    if report.conforms:
        rest = f" ({len(report.findings):,} {_plural('remark', len(report.findings))})" if report.findings else ""
        return f"Conforms to the profile {report.profile}{rest}."
    bad = sum(f.severity.reaches(report.fail_on) for f in report.findings)
    return f"Does not conform to the profile {report.profile}: {bad:,} {_plural('finding', bad)} to mend."


def _plural(word: str, count: int) -> str:
    return word if count == 1 else word + "s"


def _safe(text: str) -> str:
    """Take out what could steer a terminal: values come from strangers."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r", " ").replace("\n", " "))
