"""Running a piece of work in a child process that can be stopped, and whose crash is not ours."""

import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import ParamSpec, TypeVar

from taonto.errors import TaontoError

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
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=_work, args=(sender, function, args, kwargs), daemon=True)
    child.start()
    sender.close()
    try:
        if not receiver.poll(seconds):
            raise TaontoError(f"stopped after {seconds:g} seconds without an answer; allow more time or ask for less")
        done, outcome = receiver.recv()
    except EOFError:
        raise TaontoError(
            "the engine broke down on this (nested too deeply, or out of memory); ask in a simpler way or for less"
        ) from None
    finally:
        child.kill()
        child.join()
        receiver.close()
    if done:
        return outcome  # type: ignore[no-any-return]
    raise outcome


def _work(
    sender: Connection, function: Callable[..., object], args: tuple[object, ...], kwargs: dict[str, object]
) -> None:
    try:
        sender.send((True, function(*args, **kwargs)))
    except TaontoError as error:
        sender.send((False, error))
