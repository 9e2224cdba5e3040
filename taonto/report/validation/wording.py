"""What the renderings for people share: places, plurals, safe and short text, findings grouped by rule."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from taonto.base.text import counted
from taonto.validation.findings import Finding, Severity, ValidationReport, worst
from taonto.validation.rules import Rule

MOST_CHARACTERS = 400
"""Characters of one text from the data that a rendering for people shows."""

# C0 and C1 controls, surrogates and non-characters, which XML can't carry or a terminal obeys; and the marks that
# reverse or hide text, which could make a value look like another one.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ud800-\udfff"
    "\ufeff\ufdd0-\ufdef\ufffe\uffff]|[\U0001fffe\U0001ffff]"
)


def visible(text: str) -> str:
    r"""Return the text with an escape in place of each character that can't be seen or carried.

    >>> visible("a\x1b[31mb")
    'a\\x1b[31mb'
    """
    text = text.replace("\r\n", "\n")
    return _UNSEEN.sub(lambda match: match.group().encode("unicode-escape", "surrogatepass").decode(), text)


def shortened(text: str, most: int = MOST_CHARACTERS) -> str:
    """Return the text made visible, cut after `most` characters with a note of its full length.

    >>> shortened("abcdefgh" * 1000, 8)
    'abcdefgh... (8,000 characters in all)'
    """
    return visible(text) if len(text) <= most else f"{visible(text[:most])}... ({len(text):,} characters in all)"


def counted_severities(counts: Mapping[Severity, int]) -> str:
    """Return how many findings there are of each severity, in words."""
    return ", ".join(counted(counts.get(severity, 0), severity) for severity in Severity)


def place(finding: Finding, with_file: bool = True) -> str:
    """Return where a finding is, in words: "log.xlsx, sheet engagements, row 7, column startDate"."""
    parts = [shortened(finding.file)] if with_file and finding.file else []
    parts += [f"sheet {shortened(finding.sheet)}"] if finding.sheet else []
    if finding.row is not None:
        parts.append(f"row {finding.row}")
    elif finding.line is not None:
        parts.append(f"line {finding.line}")
    parts += [f"column {shortened(finding.column)}"] if finding.column else []
    if finding.row is None and finding.line is None and finding.focus:
        parts.append(shortened(finding.focus))
    return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one rule, with what is known of the rule.

    Attributes:
        id: of the rule.
        label: its name; empty for a custom shape.
        rule: None for a custom shape.
        severity: the worst among the findings.
        findings: in the order of the report.
    """

    id: str
    label: str
    rule: Rule | None
    severity: Severity
    findings: list[Finding]

    @property
    def hint(self) -> str:
        """What to do about these findings."""
        return self.rule.hint if self.rule else ""

    @property
    def title(self) -> str:
        """The id and the name."""
        return f"{shortened(self.id)} {self.label}".rstrip()

    def own_hint(self, finding: Finding) -> str:
        """Return the hint of a finding where it differs from the rule's; otherwise an empty text."""
        return finding.hint if finding.hint and finding.hint != self.hint else ""


def groups(report: ValidationReport, rules: Mapping[str, Rule]) -> list[Group]:
    """Return the findings by rule: the worst rules first, then the most frequent."""
    return [
        Group(id, rule.label if (rule := rules.get(id)) else "", rule, worst(found) or Severity.INFO, found)
        for id, found in report.by_rule().items()
    ]


def verdict(report: ValidationReport) -> str:
    """Return whether the data conform, and to what, in one sentence.

    >>> verdict(ValidationReport((), ()))
    "Conforms to the profile 'exchange'."
    """
    profile = f"the profile '{shortened(report.profile)}'"
    if report.errors:
        judged = len(report.files) - len(report.errors)
        return f"{judged} of {counted(len(report.files), 'file')} could be judged against {profile}."
    if not report.conforms:
        return f"Does not conform to {profile}."
    return f"Conforms to {profile}" + (", with findings to review." if report.findings else ".")


def extent(report: ValidationReport) -> str:
    """Return how much was checked and found, in words."""
    return (
        f"{counted(len(report.files), 'file')}, {counted(report.records, 'record')}: "
        f"{counted_severities(report.counts)}"
    )


def per_file(findings: Iterable[Finding]) -> dict[str | None, list[Finding]]:
    """Return the findings by file; those that belong to no file under None."""
    result: dict[str | None, list[Finding]] = {}
    for finding in findings:
        result.setdefault(finding.file, []).append(finding)
    return result
