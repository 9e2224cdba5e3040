"""The main job on real input, from the ontology to a report folder: what `taonto demo` does."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from taonto import resources
from taonto.edition import asserted_triples, load_edition
from taonto.errors import TaontoError
from taonto.files import refuse_strangers, write_folder
from taonto.findings import ValidationReport
from taonto.queries import Query, evaluate, saved_queries
from taonto.reasoning import Classification, classify, java
from taonto.report.analysis import AnalysisReport, analyze
from taonto.report.demo import index_page
from taonto.report.validation import render
from taonto.validation import validate
from taonto.vocabulary import TAF

MARK = "taonto-demo.txt"
"""The file that lists what an earlier run wrote, and so what may be replaced."""

LEADING = 6
"""How many findings of the analysis are told at once; the rest stand in its own report."""

EXAMPLES = {"good": "engagements-good.csv", "faulty": "engagements-faulty.csv"}


@dataclass(frozen=True)
class AnsweredQuestion:
    """A saved question with its answer: the number of rows, and the table as CSV."""

    query: Query
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

    def files(self, progress: Callable[[str], None] = lambda step: None) -> dict[str, bytes]:
        """Return the report folder: path to content."""
        made = {f"analysis/{name}": data for name, data in self.analysis.files(progress).items()}
        for name, report in self.validations.items():
            for form, suffix in (("html", "html"), ("json", "json"), ("text", "txt")):
                made[f"validation/{name}.{suffix}"] = render(report, form)
            source = resources.folder("examples") / EXAMPLES[name]
            made[f"validation/{source.name}"] = source.read_bytes()
        for answer in self.answers:
            made[f"answers/{answer.query.name}.csv"] = answer.csv
            made[f"answers/{answer.query.name}.rq"] = answer.query.text.encode("utf-8")
        made["index.html"] = index_page(self, LEADING).encode("utf-8")
        made[MARK] = "".join(f"{name}\n" for name in sorted(made)).encode("utf-8")
        return made

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
        return "".join(f"- {finding.text}\n" for finding in self.analysis.findings[:LEADING])


def run_demo(output: str | Path, progress: Callable[[str], None] = lambda step: None) -> Demo:
    """Run the main job and write its report folder, whole or not at all.

    Args:
        output: the folder; a new one, an empty one, or one that an earlier run wrote.
        progress: called with a few words at each step.

    Raises:
        TaontoError: if the folder holds anything else, or can't be written.
    """
    refuse_strangers(output, earlier_files, "demo")
    # HermiT is a process of its own: it works while the rest goes on.
    with ThreadPoolExecutor(max_workers=1) as pool:
        reasoning = _start_reasoning(pool)
        progress("answering the questions")
        answers = answer_questions()
        progress("validating the example records")
        examples = resources.folder("examples")
        validations = {name: _judge(examples / file) for name, file in EXAMPLES.items()}
        analysis = analyze(data=[examples / EXAMPLES["good"]], progress=progress)
        progress("waiting for the reasoner")
        classification, reason = _finish_reasoning(reasoning)
    demo = Demo(classification, reason, validations, answers, analysis)
    write_folder(output, demo.files(progress))
    return demo


def answer_questions() -> tuple[AnsweredQuestion, ...]:
    """Answer every competency question that needs no data but the graph's own."""
    store = load_edition()
    answered = []
    for query in saved_queries():
        if query.kind == "competency" and query.data != "records":
            answer = evaluate(store, query)
            rows = sum(1 for _ in answer.rows())
            answered.append(AnsweredQuestion(query, rows, answer.rendered("csv")))
    return tuple(answered)


def earlier_files(path: Path) -> set[str]:
    """Return the files that an earlier run wrote into a folder; none if it can't be told."""
    try:
        return {MARK, *(path / MARK).read_text(encoding="utf-8").splitlines()}
    except (OSError, ValueError):
        return set()


def _judge(path: Path) -> ValidationReport:
    """Validate a file, and call it by its name alone: the report has a copy, and says nothing of this machine."""
    report = validate(path)
    return replace(
        report,
        findings=tuple(replace(finding, file=path.name) for finding in report.findings),
        files=tuple(replace(result, file=path.name) for result in report.files),
    )


def _start_reasoning(pool: ThreadPoolExecutor) -> "Future[Classification] | str":
    try:
        java()
    except TaontoError as error:
        return str(error)
    return pool.submit(_classified)


def _finish_reasoning(reasoning: "Future[Classification] | str") -> tuple[Classification | None, str]:
    return (None, reasoning) if isinstance(reasoning, str) else (reasoning.result(), "")


def _classified() -> Classification:
    """Classify the ontology with frameworks and components, but without the thousands of codings and definitions.

    No defined class speaks of these; `taonto check` tests them for contradictions too, and takes longer.
    """
    return classify(t for t in asserted_triples() if not _is_bulk(t.subject))


def _is_bulk(subject: object) -> bool:
    iri = getattr(subject, "value", "")
    return iri.startswith(TAF + "coding-") or iri.endswith("/definition")
