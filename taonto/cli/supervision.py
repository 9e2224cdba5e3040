"""The process that the user starts: it does nothing but wait for the one that does the work, and says how that ended.

Native code that reads what strangers wrote can die of it, and so can any program of too little memory. Where the system
can fork a process, the command runs in a child; elsewhere the public functions start one for what reads a user's files.
"""

import atexit
import contextlib
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from taonto.base.life import announce_temporaries, end_with, how_it_died, remove
from taonto.cli.progress import say

GRACE = 5
"""Seconds that the child may take to clean up after a signal, before it is killed."""
COULD_NOT_RUN = 2

_STOPPING = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


class Stopped(BaseException):
    """The user or the system asked this process to end; `code` is its exit code, as shells have it."""

    def __init__(self, number: int) -> None:
        self.code = 128 + number
        super().__init__(signal.Signals(number).name)


def supervised(work: Callable[[], int]) -> int:
    """Run `work` and return its exit code, or 2 if its process died; a signal that asks us to end reaches it."""
    occupy_closed_streams()
    if sys.platform != "linux":  # macOS has fork, but its own libraries break in the child
        _heed_signals()
        return work()
    names, announced = os.pipe()
    parent = os.getpid()
    child = os.fork()
    if child == 0:
        os.close(names)
        end_with(parent)
        try:
            code = _work(work, announced)
        except Stopped as error:  # after the work, or while its end was told
            code = error.code
        _exit(code)
    os.close(announced)
    code, stopped = _wait(child)
    if code < 0 or stopped is not None:  # a signal can come between making a file and noting that it is to be deleted
        remove([Path(os.fsdecode(name)) for name in _read(names).split(b"\0") if name])
    if code < 0 and stopped is not None:
        return 128 + stopped
    if code < 0:
        say(f"error: the command failed ({how_it_died(code)}); nothing was left half-written")
        return COULD_NOT_RUN
    return code


def occupy_closed_streams() -> None:
    """Let no file that is opened later become standard input, output or error, where one of them is closed."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest free number: this one


def _work(work: Callable[[], int], announced: int) -> int:
    os.set_blocking(announced, False)

    def announce(path: Path) -> None:
        with contextlib.suppress(OSError):
            os.write(announced, os.fsencode(path) + b"\0")

    announce_temporaries(announce)
    _hush_native_code()
    _heed_signals()
    return work()


def _hush_native_code() -> None:
    """Keep what native code prints when it dies off the user's screen: one sentence from the parent is enough."""
    if os.environ.get("TAONTO_DEBUG"):
        return
    ours = os.dup(2)
    os.set_inheritable(ours, False)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    sys.stderr = open(ours, "w", encoding="utf-8", errors="backslashreplace", buffering=1)  # noqa: SIM115, PTH123


def _heed_signals() -> None:
    """Turn the first signal that asks this process to end into `Stopped`, so that temporary files are deleted."""

    def stop(number: int, frame: FrameType | None) -> None:
        for other in heeded:
            signal.signal(other, signal.SIG_IGN)
        raise Stopped(number)

    heeded = [number for number in _STOPPING if signal.getsignal(number) != signal.SIG_IGN]  # nohup ignores one
    for number in heeded:
        signal.signal(number, stop)


def _wait(child: int) -> tuple[int, int | None]:
    """Return how the child ended (negative: by a signal), and the signal that asked us to end, if any."""
    received: list[int] = []

    def pass_on(number: int, frame: FrameType | None) -> None:
        received.append(number)
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, number if len(received) == 1 else signal.SIGKILL)
        signal.alarm(GRACE)

    def kill(number: int, frame: FrameType | None) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)

    signal.signal(signal.SIGALRM, kill)
    for number in _STOPPING:
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, pass_on)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), received[0] if received else None


def _read(names: int) -> bytes:
    os.set_blocking(names, False)  # a grandchild may still hold the other end
    with contextlib.suppress(BlockingIOError):
        return os.read(names, 1 << 20)
    return b""


def _exit(code: int) -> None:
    """End this process at once: taking millions of objects apart first would only take time."""
    atexit._run_exitfuncs()  # some libraries delete their temporary files only then
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError, AttributeError):
            stream.flush()
    os._exit(code)
