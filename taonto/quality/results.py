"""The result of checking the ontology, and its renderings as text and JSON."""

import json
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from taonto.validation.findings import Finding

_MOST_SHOWN = 20
"""Most findings of one check in the text report."""
_WIDTH = 116
"""Longest line of a message in the text report."""


@dataclass(frozen=True)
class Check:
    """One check and its findings.

    Attributes:
        id: its short name.
        title: what it makes sure of, in plain words.
        findings: the problems that it found; none if it passed.
        note: what was counted or left out.
    """

    id: str
    title: str
    findings: tuple[Finding, ...] = ()
    note: str = ""

    @property
    def passed(self) -> bool:
        """Whether nothing was found."""
        return not self.findings


@dataclass(frozen=True)
class CheckReport:
    """All checks of one run."""

    checks: tuple[Check, ...]

    @property
    def passed(self) -> bool:
        """Whether every check passed."""
        return all(check.passed for check in self.checks)

    def to_dict(self) -> dict[str, Any]:
        """Return the report for JSON."""
        return {
            "passed": self.passed,
            "checks": [
                {
                    "id": check.id,
                    "title": check.title,
                    "passed": check.passed,
                    "note": check.note,
                    "findings": [finding.to_dict() for finding in check.findings],
                }
                for check in self.checks
            ],
        }

    def to_json(self) -> str:
        """Return the report as JSON text that ends in a newline."""
        return json.dumps(self.to_dict(), indent=2, ensure_ascii=False) + "\n"

    def to_text(self) -> str:
        """Return the report for a terminal, ending in a newline."""
        return "\n".join(line for check in self.checks for line in _lines(check)) + "\n" + self._verdict() + "\n"

    def _verdict(self) -> str:
        failed = [check.id for check in self.checks if not check.passed]
        if failed:
            return f"{len(failed)} of {len(self.checks)} checks failed: {', '.join(failed)}"
        return f"passed: {', '.join(check.id for check in self.checks)}"


def _lines(check: Check) -> Iterator[str]:
    note = f" ({check.note})" if check.note else ""
    yield f"{'pass' if check.passed else 'FAIL'}  {check.id}: {check.title}{note}"
    for finding in check.findings[:_MOST_SHOWN]:
        place = f"{finding.file}:{finding.line}: " if finding.line else f"{finding.file}: " if finding.file else ""
        first, *more = f"{place}{finding.message}".splitlines()
        yield from textwrap.wrap(first, _WIDTH, initial_indent="      ", subsequent_indent="        ")
        yield from (f"        {line}" for line in more)
        if finding.hint:
            yield f"        -> {finding.hint} [{finding.rule}]"
    if len(check.findings) > _MOST_SHOWN:
        yield f"      ... and {len(check.findings) - _MOST_SHOWN} more; the report in JSON lists them all"
