"""How processes end: with their parent, by a signal, and with what they leave behind.

Every run of the command line imports this module first, so it imports next to nothing.
"""

import contextlib
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_POLL = 0.5
_CRASHES = {
    "SIGKILL": "it was killed, as happens when memory runs out",
    "SIGABRT": "it gave up, as happens when memory runs out",
    "SIGSEGV": "it crashed, as happens when the input is nested too deeply",
    "SIGBUS": "it crashed, as happens when memory or space on the disk runs out",
}
"""What the death of a process by a signal means."""

_observer: Callable[[Path], None] | None = None


def end_with(parent: int) -> None:
    """Make this process end as soon as its parent does, however that dies.

    Linux does it for us, even while native code keeps Python from running; elsewhere a thread watches.
    On Linux the parent's *thread* that started this process counts: it has to live as long as its child is needed.

    Args:
        parent: the process id of the parent.
    """
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it died before we asked
            os._exit(1)
    else:
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    import psutil

    while psutil.pid_exists(parent) and (os.name == "nt" or os.getppid() == parent):
        time.sleep(_POLL)
    os._exit(1)


def how_it_died(return_code: int) -> str:
    """Return in a few words why a process ended, from its return code as `subprocess` has it (negative: a signal)."""
    try:
        name = signal.Signals(-return_code).name
    except ValueError:
        name = ""
    return _CRASHES.get(name, f"it crashed ({name or f'code {return_code}'})")


def announce_temporaries(observer: Callable[[Path], None] | None) -> None:
    """Have a function told of every temporary file and folder, for a process that deletes what a crash leaves behind.

    It is called with the absolute path just before the file or folder is made. A path that was announced may be deleted
    as soon as this process has ended, if it is still there: what has taken its place in the end, and what a failed run
    must leave in place, is never announced. Only one function is told; None ends it.
    """
    global _observer  # noqa: PLW0603 (one for the whole process)
    _observer = observer


def is_watched() -> bool:
    """Say whether another process watches this one, and would explain its death."""
    return _observer is not None


def announce(path: Path) -> None:
    """Announce that this temporary file or folder is about to be made."""
    if _observer:
        _observer(path)


def remove(paths: Iterable[Path]) -> None:
    """Delete what is left of temporary files and folders whose process has died."""
    for path in paths:
        if path.is_dir():
            import shutil

            shutil.rmtree(path, ignore_errors=True)
        else:
            with contextlib.suppress(OSError):
                path.unlink()
