"""What the main job gives, and its outcome in a few lines."""

from dataclasses import dataclass

from taonto.query.questions import Question
from taonto.reasoning.hermit import Classification
from taonto.report.analysis.report import AnalysisReport
from taonto.validation.findings import ValidationReport

LEADING = 6
"""How many findings of the analysis are told at once; the rest stand in its own report."""


@dataclass(frozen=True)
class AnsweredQuestion:
    """A saved question with its answer: the number of rows, and the table as CSV."""

    query: Question
    rows: int
    csv: bytes


@dataclass(frozen=True)
class Demo:
    """What the main job gives.

    Attributes:
        classification: what HermiT says; None if there is no Java.
        no_reasoner: why there is none, or "".
        validations: the two example data sets by name, judged.
        answers: the competency questions, answered.
        analysis: which frameworks share which essential elements.
    """

    classification: Classification | None
    no_reasoner: str
    validations: dict[str, ValidationReport]
    answers: tuple[AnsweredQuestion, ...]
    analysis: AnalysisReport

    def text(self) -> str:
        """Return the outcome in a few lines for a terminal."""
        sound = "consistent" if self.classification and self.classification.consistent else "NOT consistent"
        lines = [f"ontology: {self.no_reasoner or f'{sound}, by HermiT'}", f"questions answered: {len(self.answers)}"]
        for name, report in self.validations.items():
            outcome = "conforms" if report.conforms else f"{len(report.findings)} findings"
            lines.append(f"{name} example of engagement records: {outcome}")
        return "\n".join([*lines, "", self.analysis.result.title + ":"]) + "\n" + self.leading()

    def leading(self) -> str:
        """Return the first findings of the analysis as plain lines."""
        return "".join(f"- {claim.text}\n" for claim in self.analysis.claims[:LEADING])
