"""Child processes: work that can be stopped, and whose crash does not take this process down.

A child of our own is a plain program (`python -m MODULE`) that reads and writes pickles. Unlike with multiprocessing,
a user's script that calls taonto is not run again in each child.
"""

import contextlib
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from taonto.base import resources
from taonto.base.errors import InternalError, LimitError, TaontoError

P = ParamSpec("P")
T = TypeVar("T")

_KILLED = -9
"""The return code of a child that the system killed; a crash of its own gives another one."""


class StoppedError(Exception):
    """A child ran out of time or ended without an answer; the message says why in a few words."""


def run_limited(seconds: float | None, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Run `function` in a child process and return what it returns.

    A native engine can't be interrupted, and its crash would end this process; a child process can be killed.

    Args:
        seconds: how long the child may take, start-up included; None waits as long as it takes.
        function: a function of a module (it is sent by name); arguments and result must be picklable.
        *args: its arguments.
        **kwargs: its keyword arguments.

    Raises:
        TaontoError: the one that the function raised.
        LimitError: if it took too long.
        InternalError: if it ended without an answer.
    """
    work = pickle.dumps((resources.extensions(), function, args, kwargs))
    try:
        # What an engine prints when it crashes helps no user.
        child = _run(
            _command("taonto.base.children"), seconds, input=work, stderr=subprocess.DEVNULL, env=_environment()
        )
    except subprocess.TimeoutExpired:
        raise LimitError(
            f"stopped after {seconds:g} seconds without an answer; allow more time or ask for less"
        ) from None
    if not child.stdout:
        raise InternalError(
            "the engine crashed (the input is nested too deeply, or memory ran out); simplify it or ask for less"
        )
    done, outcome = pickle.loads(child.stdout)
    if done:
        return outcome  # type: ignore[no-any-return]
    raise outcome


def run_program(
    command: Sequence[str], seconds: float, folder: str | Path | None = None
) -> "subprocess.CompletedProcess[bytes]":
    """Run another program and return its return code, standard output and standard error.

    Raises:
        subprocess.TimeoutExpired: if it takes longer than `seconds`; it is killed first.
        OSError: if it can't be started.
    """
    return _run(command, seconds, stderr=subprocess.PIPE, cwd=folder)


class Server:
    """A child process that answers one request after another: pickles in, pickles out."""

    def __init__(self, module: str) -> None:
        """Start the program `python -m MODULE`, which must read pickles from its input and answer each with one."""
        self._process = subprocess.Popen(
            _command(module),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
        )

    def ask(self, request: object, seconds: float) -> Any:  # noqa: ANN401 (whatever the child answers)
        """Return the child's answer to a request.

        Raises:
            StoppedError: if there was none in time; the process has then ended.
        """
        process = self._process
        assert process.stdin is not None and process.stdout is not None
        late = threading.Event()

        def stop() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(seconds, stop)
        timer.start()
        try:
            pickle.dump(request, process.stdin)
            process.stdin.flush()
            return pickle.load(process.stdout)
        except (EOFError, OSError, pickle.UnpicklingError):
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(1)
            killed = process.returncode == _KILLED
            self.close()
            if late.is_set():
                reason = f"no answer in {seconds:.0f} seconds"
            else:
                reason = "it was killed, as happens when memory runs out" if killed else "it crashed"
            raise StoppedError(reason) from None
        finally:
            timer.cancel()

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream:
                with contextlib.suppress(OSError):
                    stream.close()


def _command(module: str) -> list[str]:
    return [sys.executable, "-P", "-m", module]


def _environment() -> dict[str, str]:
    """Return the environment in which the child finds taonto, and all other modules, where this process finds them."""
    home = str(Path(__file__).resolve().parents[2])
    return {**os.environ, "PYTHONPATH": os.pathsep.join(dict.fromkeys([home, *filter(None, sys.path)]))}


def _run(command: Sequence[str], seconds: float | None, **options: Any) -> "subprocess.CompletedProcess[bytes]":  # noqa: ANN401 (those of subprocess)
    return subprocess.run(command, stdout=subprocess.PIPE, timeout=seconds, check=False, **options)


def _work() -> None:
    extensions, function, args, kwargs = pickle.load(sys.stdin.buffer)
    try:
        with resources.extended_by(*extensions):
            outcome = (True, function(*args, **kwargs))
    except TaontoError as error:
        outcome = (False, error)
    sys.stdout.buffer.write(pickle.dumps(outcome))


if __name__ == "__main__":
    _work()
