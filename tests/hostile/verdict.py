"""What is wrong with the outcome of a hostile run."""

import re
from collections.abc import Iterator
from fnmatch import fnmatch
from signal import SIGKILL

from hostile.case import Case
from hostile.runner import Outcome

MOST_SECONDS = 60.0
LONGEST_SENTENCE = 1000

_ERROR = "taonto: error: "
_CRASH = re.compile(
    r"Traceback|panicked|Segmentation|core dumped|MemoryError|RecursionError|Exception ignored|Warning:"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Characters that change what a terminal shows."""
_ONE_MEANS_FINDINGS = {"validate", "check"}


def faults(case: Case, outcome: Outcome) -> list[str]:
    """Return what is wrong, each in a few words; nothing if all is as it must be."""
    return [*_of_the_exit(case, outcome), *_of_the_words(case, outcome), *_of_what_is_left(case, outcome)]


def _of_the_exit(case: Case, outcome: Outcome) -> Iterator[str]:
    if outcome.killed:
        yield f"did not end: killed {outcome.killed}"
    elif outcome.code not in case.exits:
        what = f"signal {-outcome.code}" if outcome.code < 0 else f"exit {outcome.code}"
        yield f"{what}, not {' or '.join(map(str, sorted(case.exits)))}"
    elif outcome.code == 1 and case.does not in _ONE_MEANS_FINDINGS:
        yield "exit 1 from a command that has no findings"
    elif outcome.code == 1 and not outcome.output and not outcome.left and not _hidden_output(case):
        yield "exit 1 without findings"
    # On a busy machine a run waits for others: that is not its fault.
    if min(outcome.seconds, outcome.cpu) > MOST_SECONDS:
        yield f"{outcome.seconds:.0f} seconds, {outcome.cpu:.0f} of them working"
    if outcome.memory > case.memory:
        yield f"{outcome.memory / 1e6:,.0f} MB"


def _hidden_output(case: Case) -> bool:
    """Whether standard output goes elsewhere, so that the runner does not see it."""
    return re.search(r"(?<!2)>|\|", case.shell) is not None


def _of_the_words(case: Case, outcome: Outcome) -> Iterator[str]:
    lines = outcome.errors.splitlines()
    sentences = [line for line in lines if line.startswith(_ERROR)]
    crash = _CRASH.search(outcome.errors) or (_CRASH.search(outcome.output) if outcome.code not in (0, 1) else None)
    if crash:
        yield f"'{crash[0]}' is printed"
    strange = [line for line in lines if line and not line.startswith("taonto: ")]
    if strange and not crash:
        yield f"standard error has '{strange[0][:100]}'"
    if _CONTROL.search(outcome.errors):
        yield f"control characters in {_CONTROL.findall(outcome.errors)[:3]} on standard error"
    if "--format" not in case.command and case.does != "convert" and _CONTROL.search(outcome.output):
        yield f"control characters {_CONTROL.findall(outcome.output)[:3]} on the screen"
    if outcome.code != 2 or not case.sentences:
        if sentences and case.sentences < 2:
            yield f"exit {outcome.code} with an error: {sentences[0][:100]}"
        return
    if not 1 <= len(sentences) <= case.sentences:
        yield f"{len(sentences)} sentences"
    if any(len(line) > LONGEST_SENTENCE for line in lines):
        yield f"a sentence of {max(map(len, lines)):,} characters"
    if case.words and not re.search(case.words, outcome.errors, re.IGNORECASE):
        yield f"the sentence lacks '{case.words}': {outcome.errors.strip()[:200]}"
    if outcome.output and case.sentences == 1:
        yield f"partial output: {outcome.output[:60]!r}"


def _of_what_is_left(case: Case, outcome: Outcome) -> Iterator[str]:
    allowed = case.outputs if outcome.code in (0, 1) else ()
    if outcome.code == -SIGKILL and SIGKILL in [case.signal and case.signal.number]:
        allowed = ("*/.*", ".*", "TMPDIR/*")  # temporary files stay: nobody was there to remove them
    left = [name for name in outcome.left if not any(fnmatch(name, pattern) for pattern in allowed)]
    if left and not outcome.killed:
        yield f"left behind: {', '.join(left[:3])}"
    if outcome.changed:
        yield f"changed: {', '.join(outcome.changed[:3])}"
    for line in outcome.orphans:
        yield f"still running: {line[-120:]}"
    for request in outcome.requests:
        yield f"asked the canary: {request}"
