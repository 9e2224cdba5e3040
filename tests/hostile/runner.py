"""Runs one command in a folder of its own and notes all that could go wrong with it."""

import functools
import os
import re
import shlex
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil
from helpers.sheets import csv_bytes, example
from hostile.case import Case, Signal

ROOT = Path(__file__).resolve().parents[2]

GOOD = {
    "good.csv": csv_bytes([example()]),
    "good.ttl": b'<urn:a:s> <urn:a:p> "text" .\n',
    "good.rq": b"SELECT ?phase { ?phase a ta:Phase }",
    "matrix.csv": b"framework,coaching,training,needs-assessment\nepis,1,0,1\nebsis,0,1,1\nprosper,1,1,0\n",
}
"""Good files that are in the folder of every run, for commands that need another file besides the hostile one."""

SECONDS = 70.0
"""After so many seconds of work a run is killed, or after twice as many in all: a busy machine lets it wait."""
MOST_MEMORY = 3_000_000_000
"""A run that uses so many bytes is killed, before it takes the machine down."""

_MARK = "TAONTO_HOSTILE_RUN"
_PAUSE = 0.05
_GRACE = 3.0
"""Seconds that children have to end after the command."""
_HEAD = 1_000_000
"""How much of the output is looked at, in bytes."""


@dataclass(frozen=True)
class Outcome:
    """What came of a run.

    Attributes:
        code: the exit code; negative for the signal that killed it.
        seconds: how long it took.
        cpu: what it and its children worked, in seconds.
        memory: the most that it and its children held at once, in bytes.
        killed: why the runner ended it, or "".
        output: the start of standard output.
        errors: the start of standard error.
        left: files that were not there before, as paths in the folder of the run; its temporary files as TMPDIR/...
        changed: files that are no longer what they were.
        orphans: the command lines of processes that outlived the command.
        requests: what the canary was asked.
    """

    code: int
    seconds: float
    cpu: float
    memory: int
    killed: str
    output: str
    errors: str
    left: tuple[str, ...]
    changed: tuple[str, ...]
    orphans: tuple[str, ...]
    requests: tuple[str, ...]


def run(case: Case, requests: list[str]) -> Outcome:
    """Run a case.

    Args:
        case: what to run.
        requests: what the canary notes; it is emptied first.
    """
    requests.clear()
    with tempfile.TemporaryDirectory(prefix="hostile.") as work:
        base = Path(work)
        folder, temporary = base / "run", base / "tmp"
        for each in (folder, temporary):
            each.mkdir()
        _fill(folder, case)
        before = _listing(folder)
        mark = uuid.uuid4().hex
        with (base / "out").open("wb") as out, (base / "err").open("wb") as err:
            process = subprocess.Popen(
                # What the caller ignores, as a process in the background ignores SIGINT, the command would ignore too.
                ["env", "--default-signal", "bash", "-c", case.shell.replace("{}", shlex.join(_command(case)))],
                cwd=folder,
                env=_environment(case, folder, temporary, mark),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                start_new_session=True,
            )
        try:
            code, seconds, cpu, memory, killed = _watch(process, case.signal, mark)
            orphans = _orphans(mark)
        except BaseException:  # an impatient user
            _end(mark)
            raise
        after = _listing(folder)
        left = [name for name in after if name not in before]
        left += [f"TMPDIR/{name}" for name in _listing(temporary)]
        return Outcome(
            code,
            seconds,
            cpu,
            memory,
            killed,
            _head(base / "out"),
            _head(base / "err"),
            tuple(left),
            tuple(name for name, state in before.items() if after.get(name) != state),
            orphans,
            tuple(requests),
        )


def _command(case: Case) -> Sequence[str]:
    return [sys.executable, "-P", "-m", "taonto", *case.command]


def _fill(folder: Path, case: Case) -> None:
    for name, data in GOOD.items():
        (folder / name).write_bytes(data)
    for name, content in case.files.items():
        path = folder / name
        if is_place(content):
            content(path)  # type: ignore[arg-type]
        else:
            path.write_bytes(content(case.size))  # type: ignore[arg-type, operator]


def is_place(content: object) -> bool:
    """Whether a content makes its file itself; see `place`."""
    return getattr(content, "makes_its_file", False)


def _environment(case: Case, folder: Path, temporary: Path, mark: str) -> dict[str, str]:
    own = {"PYTHONPATH": str(ROOT), "TMPDIR": str(temporary), _MARK: mark, "PYTHONWARNINGS": ""}
    given = {name: value and value.replace("{folder}", str(folder)) for name, value in case.environment.items()}
    return {name: value for name, value in {**os.environ, **own, **given}.items() if value is not None}


def _listing(folder: Path) -> dict[str, tuple[int, ...]]:
    """Return what is in a folder, with what changes when it is written to."""
    found = {}
    for path in sorted(folder.rglob("*")):
        state = path.lstat()
        plain = stat.S_ISREG(state.st_mode) or stat.S_ISLNK(state.st_mode)
        changing = (state.st_size, state.st_mtime_ns, state.st_ino) if plain else ()
        found[path.relative_to(folder).as_posix()] = (state.st_mode, *changing)
    return found


def _watch(process: "subprocess.Popen[bytes]", sent: Signal | None, mark: str) -> tuple[int, float, float, int, str]:
    """Wait for the end of a command; return exit code, seconds, CPU seconds, peak of memory, and why it was killed."""
    begin = time.monotonic()
    memory, worked, killed, waiting = 0, 0.0, "", sent
    while True:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        seconds = time.monotonic() - begin
        if pid:
            break
        held, so_far = _tree(process.pid)
        memory, worked = max(memory, held), max(worked, so_far)
        if waiting is not None and worked >= waiting.after:
            os.kill(process.pid, waiting.number)
            waiting = None
        if not killed and (min(seconds, worked) > SECONDS or seconds > 2 * SECONDS or memory > MOST_MEMORY):
            killed = f"after {seconds:.0f} seconds, with {memory / 1e6:,.0f} MB"
            _end(mark)
        time.sleep(_PAUSE)
    process.returncode = os.waitstatus_to_exitcode(status)
    return (
        process.returncode,
        seconds,
        max(worked, usage.ru_utime + usage.ru_stime),  # the second lacks children that were killed
        memory,
        killed,
    )


def _tree(pid: int) -> tuple[int, float]:
    """Return the bytes that a process and its children hold, and the CPU seconds that they have worked."""
    try:
        root = psutil.Process(pid)
        members = [root, *root.children(recursive=True)]
    except psutil.Error:
        return 0, 0.0
    held, peak, worked = 0, 0, 0.0
    for member in members:
        try:
            held += member.memory_info().rss
            peak = max(peak, _high_water(member.pid))
            worked += sum(member.cpu_times()[:4])
        except (psutil.Error, OSError):
            continue
    return max(held, peak), worked


def _high_water(pid: int) -> int:
    """Return the most bytes that one process held so far: a peak between two looks counts too."""
    found = re.search(r"^VmHWM:\s+(\d+) kB$", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)
    return int(found[1]) * 1024 if found else 0


def _marked(mark: str) -> Iterator[psutil.Process]:
    for process in psutil.process_iter():
        try:
            if process.environ().get(_MARK) == mark and process.status() != psutil.STATUS_ZOMBIE:
                yield process
        except psutil.Error:
            continue


def _end(mark: str) -> None:
    for process in _marked(mark):
        process.kill()


def _orphans(mark: str) -> tuple[str, ...]:
    """Return the command lines of a run's processes that do not end by themselves, and end them."""
    until = time.monotonic() + _GRACE
    while (found := list(_marked(mark))) and time.monotonic() < until:
        time.sleep(_PAUSE)
    lines = []
    for process in found:
        try:
            lines.append(" ".join(process.cmdline()))
            process.kill()
        except psutil.Error:
            continue
    return tuple(lines)


def _head(path: Path) -> str:
    with path.open("rb") as stream:
        return stream.read(_HEAD).decode("utf-8", "replace")


@functools.cache
def is_root() -> bool:
    """Whether runs can mount and drop capabilities."""
    return os.geteuid() == 0 and shutil.which("unshare") is not None


ENDED_BY = {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGHUP: 129, signal.SIGKILL: -signal.SIGKILL}
"""The exit code after each signal."""
