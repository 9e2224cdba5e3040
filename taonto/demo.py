"""The main job on shipped data, from the ontology to a report folder: what `taonto demo` does."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from taonto.api import analyze, validate
from taonto.base import resources
from taonto.base.errors import TaontoError
from taonto.base.overwriting import refuse_strangers
from taonto.base.vocabulary import TAF
from taonto.base.writing import write_folder
from taonto.ontology.edition import asserted_triples, load_edition
from taonto.query.asking import evaluate
from taonto.query.questions import saved_questions
from taonto.reasoning.hermit import Classification, classify, java
from taonto.report.demo.folder import EXAMPLES, MARK, demo_files
from taonto.report.demo.result import AnsweredQuestion, Demo
from taonto.validation.findings import ValidationReport


def run_demo(output: str | Path, progress: Callable[[str], None] = lambda step: None) -> Demo:
    """Run the main job and write its report folder, whole or not at all.

    Args:
        output: the folder; a new one, an empty one, or one that an earlier run wrote.
        progress: called with a few words at each step.

    Raises:
        BadInputError: if the folder contains anything else.
        UnavailableError: if it can't be written.
    """
    refuse_strangers(output, earlier_files, "demo")
    # HermiT is a separate process: it works while the rest goes on.
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
    write_folder(output, demo_files(demo, progress))
    return demo


def answer_questions() -> tuple[AnsweredQuestion, ...]:
    """Answer every competency question that needs only the graph itself."""
    store = load_edition()
    answered = []
    for question in saved_questions():
        if question.kind == "competency" and question.data != "records":
            answer = evaluate(store, question)
            rows = sum(1 for _ in answer.rows())
            answered.append(AnsweredQuestion(question, rows, answer.rendered("csv")))
    return tuple(answered)


def earlier_files(path: Path) -> set[str]:
    """Return the files that an earlier run wrote into a folder; none if their list can't be read."""
    try:
        return {MARK, *(path / MARK).read_text(encoding="utf-8").splitlines()}
    except (OSError, ValueError):
        return set()


def _judge(path: Path) -> ValidationReport:
    """Validate a file, and name it without its folder: the report contains a copy and should not name ours."""
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

    No defined class refers to these; `taonto check` tests them for contradictions too, and takes longer.
    """
    return classify(t for t in asserted_triples() if not _is_bulk(t.subject))


def _is_bulk(subject: object) -> bool:
    iri = getattr(subject, "value", "")
    return iri.startswith(TAF + "coding-") or iri.endswith("/definition")
