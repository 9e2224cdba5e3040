"""The child's side of a child process: what `taonto.base.children` starts with `python -m taonto.base.child`.

The parent sends one pickle (what to run) and gets pairs of a kind and a content back, the last of which is the outcome.
"""

import importlib
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

from taonto.base import resources
from taonto.base.errors import as_error
from taonto.base.life import announce_temporaries, end_with

DONE, FAILED, LOADED, PROGRESS, TEMPORARY = "done", "failed", "loaded", "progress", "temporary"
"""The kinds of messages: the result; an error; the limits begin; progress was made; a temporary file was made."""

PARENT = "TAONTO_PARENT"
"""The environment variable with the process id of the parent."""

_tell: Callable[[str, object], None] | None = None
"""Sends a message to the parent; None in a process that is not such a child."""


def loaded() -> None:
    """Say that the data are loaded: the limits on time and memory of `run_limited` hold from here on."""
    if _tell:
        _tell(LOADED, None)


def serve(work: Callable[[BinaryIO, BinaryIO], None]) -> None:
    """Run a child's main function over its two pipes: questions from the parent, and answers to it.

    What a library prints does not end up among the answers, and Ctrl-C is left to the parent.
    """
    if parent := os.environ.get(PARENT):
        end_with(int(parent))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    work(sys.stdin.buffer, answers)


def run_one(questions: BinaryIO, answers: BinaryIO) -> None:
    """Run the one function that the parent asks for, and answer with what it returns or raises."""
    global _tell  # noqa: PLW0603 (a process has one parent)
    lock = threading.Lock()

    def tell(kind: str, content: object) -> None:
        data = pickle.dumps((kind, content))
        with lock:
            answers.write(data)
            answers.flush()

    def announce(path: Path) -> None:
        tell(TEMPORARY, path)

    def relay(*progress: Any) -> None:  # noqa: ANN401 (whatever the function reports)
        tell(PROGRESS, progress)

    _tell = tell
    announce_temporaries(announce)
    extensions, (module, name), args, kwargs, watched = pickle.load(questions)
    if watched:
        kwargs["progress"] = relay
    try:
        with resources.extended_by(*extensions):
            result = getattr(importlib.import_module(module), name)(*args, **kwargs)
        tell(DONE, result)
    except Exception as error:
        import traceback

        found = as_error(error)
        found.add_note("".join(traceback.format_exception(error)))  # for TAONTO_DEBUG: a pickle has no traceback
        tell(FAILED, found)


if __name__ == "__main__":
    sys.modules["taonto.base.child"] = sys.modules["__main__"]  # functions that it runs must not import another copy
    serve(run_one)
