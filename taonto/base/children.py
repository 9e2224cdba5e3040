"""Child processes: work that can be stopped, and whose crash does not take this process down.

A child of our own is a plain program (`python -m MODULE`) that reads and writes pickles. Unlike with multiprocessing,
a user's script that calls taonto is not run again in each child. Every child ends with its parent.
"""

import contextlib
import functools
import os
import pickle
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, ParamSpec, TypeVar

from taonto.base import resources
from taonto.base.child import DONE, FAILED, LOADED, PARENT, PROGRESS, TEMPORARY
from taonto.base.errors import InternalError, LimitError
from taonto.base.life import end_with, how_it_died, is_watched, remove
from taonto.base.reading import STANDARD_STREAM

P = ParamSpec("P")
T = TypeVar("T")

_MIB = 2**20
_POLL = 0.05
"""Seconds between two looks at the memory of a child."""
_OF_PROCESS = ("/dev/", "/proc/")
"""How the names of files begin that mean something else in each process."""


class StoppedError(Exception):
    """A child ran out of time or ended without an answer; the message says why in a few words."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may use from when its function says that the data are loaded; None is no limit.

    Attributes:
        seconds: how long it may take.
        memory: how many MiB it may use beyond what it used then.
    """

    seconds: float | None = None
    memory: float | None = None


NO_LIMITS = Limits()


def run_limited(limits: Limits, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Run `function` in a child process and return what it returns.

    A native engine can't be interrupted, and its crash would end this process; a child process can be killed.

    Args:
        limits: what the child may use, from when `function` calls `taonto.base.child.loaded`.
        function: a function of a module, sent by its name; arguments and result must be picklable, but for an
            argument named `progress`, which is called here with what the child passes to it.
        *args: its arguments.
        **kwargs: its keyword arguments.

    Raises:
        TaontoError: the one that the function raised, or an InternalError for any other exception.
        LimitError: if it took too long or too much memory.
        InternalError: if it ended without an answer.
    """
    progress: Any = kwargs.pop("progress", None)
    work = pickle.dumps(
        (resources.extensions(), (function.__module__, function.__name__), args, kwargs, progress is not None)
    )
    temporary: list[Path] = []
    try:
        with _started("taonto.base.child") as process:
            with contextlib.suppress(BrokenPipeError):  # it died at once: its messages will show it
                _stream(process.stdin).write(work)
                _stream(process.stdin).close()
            for kind, content in _messages(process, limits):
                if kind == PROGRESS:
                    progress(*content)
                elif kind == TEMPORARY:
                    temporary.append(content)
                elif kind == DONE:
                    return content  # type: ignore[no-any-return]
                elif kind == FAILED:
                    raise content
            raise InternalError(f"the engine failed ({_how_it_ended(process)}); simplify the input or ask for less")
    finally:
        remove(temporary)


def guarded(function: Callable[P, T]) -> Callable[P, T]:
    """Return the function as one that runs in a child process, so that hostile input can't end this process.

    It runs here if this process is watched itself, so that its death would be explained anyway, and if an argument
    names a stream of this process ("-", /dev/stdin): a child has others.
    """

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        here = is_watched() or any(map(_names_stream, (*args, *kwargs.values())))
        return function(*args, **kwargs) if here else run_limited(NO_LIMITS, function, *args, **kwargs)

    return run


def _names_stream(value: object) -> bool:
    if isinstance(value, list | tuple):
        return any(map(_names_stream, value))
    return isinstance(value, str | Path) and (str(value) == STANDARD_STREAM or str(value).startswith(_OF_PROCESS))


def run_program(
    command: Sequence[str], seconds: float, folder: str | Path | None = None
) -> "subprocess.CompletedProcess[bytes]":
    """Run another program and return its return code, standard output and standard error.

    Raises:
        subprocess.TimeoutExpired: if it takes longer than `seconds`; it is killed first.
        OSError: if it can't be started.
    """
    before = None
    if sys.platform == "linux":  # nothing else can end a program with its parent if it doesn't watch for that itself
        import ctypes  # noqa: F401 (a process just forked had better not import)

        before = functools.partial(end_with, os.getpid())
    return subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=seconds,
        check=False,
        cwd=folder,
        preexec_fn=before,
    )


class Server:
    """A child process that answers one request after another: pickles in, pickles out.

    Start it in a thread that lives as long as the server is needed: Linux ends it with that thread.
    """

    def __init__(self, module: str) -> None:
        """Start the program `python -m MODULE`, which must read pickles from its input and answer each with one."""
        self._process = _start(module)

    def ask(self, request: object, seconds: float) -> Any:  # noqa: ANN401 (whatever the child answers)
        """Return the child's answer to a request.

        Raises:
            StoppedError: if there was none in time; the process has then ended.
        """
        process = self._process
        late = threading.Event()

        def stop() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(seconds, stop)
        timer.start()
        try:
            pickle.dump(request, _stream(process.stdin))
            _stream(process.stdin).flush()
            return pickle.load(_stream(process.stdout))
        except (EOFError, OSError, ValueError, pickle.UnpicklingError):
            reason = _how_it_ended(process)
            self.close()
            raise StoppedError(f"no answer in {seconds:.0f} seconds" if late.is_set() else reason) from None
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


def _start(module: str) -> "subprocess.Popen[bytes]":
    # What an engine prints when it crashes helps no user.
    return subprocess.Popen(
        [sys.executable, "-P", "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=None if os.environ.get("TAONTO_DEBUG") else subprocess.DEVNULL,
        env=_environment(),
        close_fds=False,  # a file to read may be /dev/fd/63, as `<(command)` of a shell is
    )


@contextlib.contextmanager
def _started(module: str) -> Iterator["subprocess.Popen[bytes]"]:
    process = _start(module)
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                _stream(stream).close()


def _messages(process: "subprocess.Popen[bytes]", limits: Limits) -> Iterator[tuple[str, Any]]:
    """Yield the messages of a child until it ends.

    Raises:
        LimitError: when it exceeds a limit.
    """
    arrived: queue.SimpleQueue[tuple[str, Any] | None] = queue.SimpleQueue()

    def receive() -> None:
        with contextlib.suppress(EOFError, OSError, ValueError, pickle.UnpicklingError):
            while True:
                arrived.put(pickle.load(_stream(process.stdout)))
        arrived.put(None)

    threading.Thread(target=receive, daemon=True).start()
    deadline: float | None = None
    allowed: int | None = None
    while True:
        # Only a child with a limit on its memory has to be looked at so often.
        wait = _POLL if allowed is not None else None if deadline is None else max(0.0, deadline - time.monotonic())
        with contextlib.suppress(queue.Empty):
            message = arrived.get(timeout=wait)
            if message is None:
                return
            if message[0] == LOADED:
                deadline = time.monotonic() + limits.seconds if limits.seconds is not None else None
                allowed = _memory(process.pid) + int(limits.memory * _MIB) if limits.memory is not None else None
            yield message
        if deadline is not None and time.monotonic() > deadline:
            raise LimitError(
                f"stopped after {limits.seconds:g} seconds without an answer; allow more time or ask for less"
            )
        if allowed is not None and _memory(process.pid) > allowed:
            raise LimitError(
                f"stopped after using more than {limits.memory:,g} MiB of memory; allow more memory or ask for less"
            )


def _memory(process: int) -> int:
    """Return how many bytes of memory a process uses; 0 if it has ended."""
    import psutil  # takes time that other children need not spend

    try:
        return int(psutil.Process(process).memory_info().rss)
    except psutil.Error:
        return 0


def _how_it_ended(process: "subprocess.Popen[bytes]") -> str:
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(1)
    return how_it_died(process.returncode) if process.returncode is not None else "it stopped answering"


def _stream(stream: IO[bytes] | None) -> IO[bytes]:
    assert stream is not None  # each child is started with pipes
    return stream


def _environment() -> dict[str, str]:
    """Return the environment in which the child finds taonto, and all other modules, where this process finds them."""
    home = str(Path(__file__).resolve().parents[2])
    paths = os.pathsep.join(dict.fromkeys([home, *filter(None, sys.path)]))
    return {**os.environ, "PYTHONPATH": paths, PARENT: str(os.getpid())}
