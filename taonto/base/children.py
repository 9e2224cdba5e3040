"""Running a piece of work in a child process that can be stopped, and whose crash is not ours.

The child is a plain program (`python -m taonto.base.children`), pickles in and out: a user's script that calls taonto
is not run again by its own children, as it would be by multiprocessing.
"""

import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar

from taonto.base.errors import TaontoError

P = ParamSpec("P")
T = TypeVar("T")


def run_limited(seconds: float | None, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Return what `function` returns, having run it in a child process.

    Native engines can neither be interrupted nor keep a crash to themselves; a process can be killed.

    Args:
        seconds: when to kill the child, start-up included; None waits as long as it takes.
        function: a function of a module (it is sent by name); arguments and result must be picklable.
        *args: its arguments.
        **kwargs: its keyword arguments.

    Raises:
        TaontoError: what the function raised as one, or that it took too long, or ended without an answer.
    """
    work = pickle.dumps((function, args, kwargs))
    command = [sys.executable, "-P", "-m", "taonto.base.children"]
    try:
        child = subprocess.run(
            command,
            input=work,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # What an engine says when it breaks down helps no user.
            env=_environment(),
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise TaontoError(
            f"stopped after {seconds:g} seconds without an answer; allow more time or ask for less"
        ) from None
    if not child.stdout:
        raise TaontoError(
            "the engine broke down on this (nested too deeply, or out of memory); ask in a simpler way or for less"
        )
    done, outcome = pickle.loads(child.stdout)
    if done:
        return outcome  # type: ignore[no-any-return]
    raise outcome


def _environment() -> dict[str, str]:
    """Let the child find taonto where this process found it, installed or not."""
    home = str(Path(__file__).resolve().parents[2])
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [home, os.environ.get("PYTHONPATH")]))}


def _work() -> None:
    function, args, kwargs = pickle.load(sys.stdin.buffer)
    try:
        outcome = (True, function(*args, **kwargs))
    except TaontoError as error:
        outcome = (False, error)
    sys.stdout.buffer.write(pickle.dumps(outcome))


if __name__ == "__main__":
    _work()
