"""Functions that the tests of child processes run there."""

import ctypes
import os
import time
from pathlib import Path

from taonto.base.child import loaded
from taonto.base.writing import atomic_output


def sleep(before: float, after: float) -> str:
    time.sleep(before)
    loaded()
    time.sleep(after)
    return "rested"


def fill(mib: int, before: int = 0) -> int:
    """Use so much memory, the first part of it while loading."""
    data = bytearray(before * 2**20)
    loaded()
    for _ in range(mib):
        data += bytes(2**20)
        time.sleep(0.001)
    return len(data)


def segfault() -> None:
    ctypes.string_at(0)


def report(progress) -> None:
    for number in range(3):
        progress(number, "steps")


def die_while_writing(target: Path) -> None:
    with atomic_output(target) as stream:
        stream.write(b"half")
        stream.flush()
        os.kill(os.getpid(), 9)


def note_process_and_sleep(file: Path) -> None:
    file.write_text(str(os.getpid()))
    time.sleep(100)


def fail() -> None:
    {}["missing"]
