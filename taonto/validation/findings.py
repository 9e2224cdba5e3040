"""What a validation finds: one result model, which every engine fills and every renderer reads."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from taonto.base.text import counted

if TYPE_CHECKING:
    import pandas

_MOST_SHOWN = 100
"""Findings that a notebook shows of a report."""


class Severity(StrEnum):
    """How bad a finding is, worst first."""

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return list(Severity).index(self)

    def reaches(self, gate: "Severity") -> bool:
        """Say whether this is at least as bad as `gate`."""
        return self.rank <= gate.rank


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem at one place. A field is None where it has no meaning.

    Attributes:
        rule: the stable id of the rule, such as "TA001"; for custom shapes the name of the shape.
        severity: how bad it is.
        message: a plain sentence with the value in it.
        hint: how to fix it.
        focus: IRI, blank node label (`_:b1`) or literal of the node that was checked.
        path: IRI of the property, or a SPARQL property path.
        value: the value that is wrong, as it was written.
        component: IRI of the SHACL constraint component; None for a rule of the program.
        shape: IRI of the shape that found it, or of the rule if the program did.
        file: the input.
        sheet: the sheet of a workbook.
        row: the row as the spreadsheet counts it; the heading is row 1.
        column: the heading of the column.
        line: the line in a CSV, Turtle or N-Triples file, from 1.
        focus_term: the focus node as N-Triples has it, for reports in RDF.
        value_term: the value as an RDF term.
        severity_term: the severity as an RDF term, where custom shapes define one.
    """

    rule: str
    severity: Severity
    message: str
    hint: str | None = None
    focus: str | None = None
    path: str | None = None
    value: str | None = None
    component: str | None = None
    shape: str | None = None
    file: str | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    line: int | None = None
    focus_term: str | None = field(default=None, compare=False, repr=False)
    value_term: str | None = field(default=None, compare=False, repr=False)
    severity_term: str | None = field(default=None, compare=False, repr=False)

    @property
    def order(self) -> tuple[Any, ...]:
        """The sort key: file, row or line, column, rule; then all the rest, so that the order is total."""
        place = (self.file or "", self.sheet or "", self.row or self.line or 0, self.column or "", self.rule)
        return (*place, self.focus or "", self.path or "", self.value or "", self.shape or "", self.message)

    def to_dict(self) -> dict[str, Any]:
        """Return the finding as it is in JSON."""
        return {name: getattr(self, name) for name in FIELDS}


FIELDS = tuple(f.name for f in fields(Finding) if not f.name.endswith("_term"))
"""The fields of a finding in JSON and in tables, in their order."""


@dataclass(frozen=True, slots=True)
class FileResult:
    """What was read from one input.

    Attributes:
        file: its name as the user gave it.
        records: how many engagement records it contains.
        blank_rows: how many entirely blank rows were skipped (sheets only).
        notes: what the user should know about how it was read, such as a guessed encoding.
        error: why it could not be judged, in a sentence that names it; None if it was.
    """

    file: str
    records: int
    blank_rows: int = 0
    notes: tuple[str, ...] = ()
    error: str | None = None


@dataclass(frozen=True)
class ValidationReport:
    """The outcome of one validation of one or more files.

    Attributes:
        findings: sorted by file, row or line, column, rule.
        files: one entry per input, in the order given.
        engine: the name of the engine that checked the records.
        profile: the profile that was applied, and the names of custom shapes.
        fail_on: the lowest severity that makes the data non-conforming.
        notes: limits of the validation that every reader must see.
        counts: how many findings there are of each severity.
    """

    findings: tuple[Finding, ...]
    files: tuple[FileResult, ...]
    engine: str = "pyshacl"
    profile: str = "exchange"
    fail_on: Severity = Severity.VIOLATION
    notes: tuple[str, ...] = ()
    counts: Counter[Severity] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "findings", tuple(sorted(self.findings, key=lambda f: f.order)))
        object.__setattr__(self, "counts", Counter(f.severity for f in self.findings))

    @property
    def conforms(self) -> bool:
        """Whether every file was judged, and no finding reaches `fail_on`."""
        return not self.errors and not any(f.severity.reaches(self.fail_on) for f in self.findings)

    @property
    def errors(self) -> tuple[str, ...]:
        """Why files could not be judged, one sentence for each."""
        return tuple(f.error for f in self.files if f.error is not None)

    @property
    def records(self) -> int:
        """How many engagement records all files contain together."""
        return sum(f.records for f in self.files)

    @property
    def sources(self) -> set[str]:
        """The files that a finding can be in: the inputs, and descriptions of the data set."""
        return {f.file for f in self.files} | {f.file for f in self.findings if f.file is not None}

    @property
    def summary(self) -> dict[str, int | str]:
        """The counts, as they are in JSON."""
        return {
            "files": len(self.files),
            "records": self.records,
            "violations": self.counts[Severity.VIOLATION],
            "warnings": self.counts[Severity.WARNING],
            "infos": self.counts[Severity.INFO],
            "engine": self.engine,
        }

    def of_file(self, name: str) -> tuple[Finding, ...]:
        """Return the findings of one input."""
        return tuple(f for f in self.findings if f.file == name)

    def by_rule(self) -> dict[str, list[Finding]]:
        """Return the findings by rule: the worst rules first, then the most frequent, then by id."""
        groups: dict[str, list[Finding]] = {}
        for finding in self.findings:
            groups.setdefault(finding.rule, []).append(finding)
        return dict(
            sorted(groups.items(), key=lambda g: (min(f.severity.rank for f in g[1]), -len(g[1]), g[0])),
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the report as it is in JSON; the member "errors" is there only if files could not be judged."""
        return {
            "conforms": self.conforms,
            "summary": self.summary,
            "findings": [f.to_dict() for f in self.findings],
            **({"errors": list(self.errors)} if self.errors else {}),
        }

    def to_json(self) -> str:
        """Return the JSON text, indented by two spaces, with a line break at the end."""
        return json.dumps(self.to_dict(), indent=2, ensure_ascii=False) + "\n"

    def to_frame(self) -> "pandas.DataFrame":
        """Return the findings as a pandas frame: one row per finding, columns named as in JSON."""
        import pandas

        frame = pandas.DataFrame([f.to_dict() for f in self.findings], columns=list(FIELDS))
        return frame.astype({"row": "Int64", "line": "Int64"})

    def _verdict(self) -> str:
        counts = counted(len(self.files), "file"), counted(self.records, "record")
        found = (counted(self.counts[severity], severity) for severity in Severity)
        return f"{'Conforms' if self.conforms else 'Does not conform'}: {', '.join((*counts, *found))}."

    def _repr_html_(self) -> str:
        import pandas
        from markupsafe import escape

        shown = ["severity", "rule", "file", "sheet", "row", "column", "line", "focus", "message", "hint"]
        frame = self.to_frame()[shown].head(_MOST_SHOWN).dropna(axis="columns", how="all")
        with pandas.option_context("display.max_colwidth", None):
            table = frame.to_html(index=False, na_rep="", escape=True) if self.findings else ""
        hidden = len(self.findings) - _MOST_SHOWN
        rest = f"<p>... and {counted(hidden, 'more finding')}</p>" if hidden > 0 else ""
        errors = "".join(f"<p>Not judged: {escape(error)}</p>" for error in self.errors)
        return f"<p>{self._verdict()}</p>{errors}{table}{rest}"


def worst(findings: Iterable[Finding]) -> Severity | None:
    """Return the worst severity among the findings; None if there are none."""
    return min((f.severity for f in findings), key=lambda s: s.rank, default=None)
