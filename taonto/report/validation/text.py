"""The report for a terminal: by rule, with counts and the first findings; the outcome comes last, where it is seen."""

import textwrap
from collections import Counter
from collections.abc import Iterator, Mapping

import click

from taonto.base.text import counted
from taonto.report.validation.wording import (
    Group,
    counted_severities,
    extent,
    groups,
    per_file,
    place,
    shortened,
    verdict,
)
from taonto.validation.findings import Severity, ValidationReport
from taonto.validation.rules import Rule

WIDTH = 100
"""The most characters in a line; a longer word is broken."""
CASES = 5
"""How many findings of one rule are shown."""
_COLORS = {Severity.VIOLATION: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}


def to_text(report: ValidationReport, rules: Mapping[str, Rule], *, color: bool = False) -> str:
    """Return the report as plain text.

    Args:
        report: what the validation found.
        rules: what is known of each rule, by its id.
        color: whether severities and the outcome are marked with the colors of a terminal.
    """
    lines = [line for group in groups(report, rules) for line in _group(group, len(report.sources) > 1, color)]
    lines += _files(report)
    for note in report.notes:
        lines += _wrapped(shortened(note), "Note: ", "      ")
    if lines:
        lines.append("")
    lines.append(
        click.style(verdict(report), fg="green" if report.conforms else "red", bold=True) if color else verdict(report)
    )
    lines.append(extent(report))
    return "\n".join(lines) + "\n"


def _group(group: Group, with_file: bool, color: bool) -> Iterator[str]:
    name = group.severity.upper()
    heading, *rest = _wrapped(f"{name} {group.title} ({counted(len(group.findings), 'finding')})", "", "  ")
    yield (click.style(name, fg=_COLORS[group.severity], bold=True) if color else name) + heading[len(name) :]
    yield from rest
    if group.rule:
        yield from _wrapped(group.rule.why, "  why: ", "       ")
        yield from _wrapped(group.hint, "  do:  ", "       ")
    for finding in group.findings[:CASES]:
        where, message = place(finding, with_file), shortened(finding.message)
        whole = f"{where}: {message}" if where else message
        if len(whole) <= WIDTH - 4 or not where:
            yield from _wrapped(whole, "  - ", "    ")
        else:
            yield from _wrapped(where, "  - ", "    ")
            yield from _wrapped(message, "    ", "    ")
        if hint := group.own_hint(finding):
            yield from _wrapped(shortened(hint), "    ", "    ")
    if len(group.findings) > CASES:
        yield f"  ... and {len(group.findings) - CASES:,} more"
    yield ""


def _files(report: ValidationReport) -> Iterator[str]:
    """Yield the notes from reading each file and, for several files, the counts of each."""
    found = per_file(report.findings)
    for file in report.files:
        if len(report.files) > 1 or file.notes or file.blank_rows:
            counts = counted_severities(Counter(f.severity for f in found.get(file.file, ())))
            skipped = f" ({counted(file.blank_rows, 'blank row')} skipped)" if file.blank_rows else ""
            size = "not judged" if file.error else f"{counted(file.records, 'record')}{skipped}: {counts}"
            yield from _wrapped(f"{shortened(file.file)}: {size}", "", "  ")
        for note in (*file.notes, *([file.error] if file.error else [])):
            yield from _wrapped(shortened(note), "  ", "  ")


def _wrapped(text: str, first: str, rest: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False) or [
        first.rstrip()
    ]
