"""What the main job found, and its outcome in a few lines."""

from dataclasses import dataclass

from taonto.base.text import counted
from taonto.query.questions import Question
from taonto.reasoning.hermit import Classification
from taonto.report.analysis.claims.claim import Claim
from taonto.report.analysis.report import AnalysisReport
from taonto.report.validation.wording import counted_severities
from taonto.validation.findings import ValidationReport

LEADING = 6
"""How many claims of the analysis come first; its own report has the rest."""


@dataclass(frozen=True)
class AnsweredQuestion:
    """A saved question with its answer: the number of rows, and the table as CSV."""

    query: Question
    rows: int
    csv: bytes


@dataclass(frozen=True)
class Demo:
    """What the main job found.

    Attributes:
        classification: what HermiT derived; None if it was not run.
        no_reasoner: why it was not run, or "".
        validations: the reports on the two example data sets, by name.
        answers: the competency questions, answered.
        analysis: which frameworks share which essential elements.
    """

    classification: Classification | None
    no_reasoner: str
    validations: dict[str, ValidationReport]
    answers: tuple[AnsweredQuestion, ...]
    analysis: AnalysisReport

    @property
    def leading(self) -> tuple[Claim, ...]:
        """The first claims of the analysis."""
        return self.analysis.claims[:LEADING]

    def text(self) -> str:
        """Return the outcome in a few lines for a terminal."""
        consistent = "consistent" if self.classification and self.classification.consistent else "NOT consistent"
        lines = [
            f"ontology: {self.no_reasoner or f'{consistent}, according to HermiT'}",
            f"questions answered: {len(self.answers)}",
        ]
        for name, report in self.validations.items():
            outcome = "conforms" if report.conforms else "does not conform"
            found = f", {counted_severities(report.counts)}" if report.findings else ""
            lines.append(f"{name} example, {counted(report.records, 'engagement record')}: {outcome}{found}")
        lines += ["", f"{self.analysis.result.title}:", *(f"- {claim.text}" for claim in self.leading)]
        return "\n".join(lines) + "\n"
