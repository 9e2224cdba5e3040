"""Too little memory, files, stack or time; and signals in the middle of the work."""

from collections.abc import Iterator
from itertools import product
from signal import SIGHUP, SIGINT, SIGKILL, SIGTERM, SIGXCPU

from hostile.case import EITHER, Case, Signal
from hostile.inputs.commands import ENDLESS, LARGE, LASTING, PRINTING, words
from hostile.runner import ENDED_BY

MEMORY = (200_000, 300_000, 600_000, 1_000_000, 2_000_000)
"""Limits of the address space, in kB."""
_OUT_OF_TIME = EITHER | {-SIGKILL, -SIGXCPU}
_QUICK = {("query", SIGTERM), ("query", SIGKILL), ("generate", SIGTERM), ("validate", SIGHUP), ("convert", SIGINT)}


def limits() -> Iterator[Case]:
    """Yield every command with little of everything."""
    for (name, line), kilobytes in product(PRINTING.items(), MEMORY):
        quick = (name, kilobytes) == ("validate", 300_000)
        yield Case(
            "little memory",
            f"{name} in {kilobytes} kB",
            words(line),
            quick=quick,
            shell=f"ulimit -v {kilobytes}; exec {{}}",
        )
    for name, kilobytes in product(("validate", "convert", "convert to a workbook", "query data"), MEMORY):
        yield Case(
            "little memory",
            f"{name} a large sheet in {kilobytes} kB",
            words(LASTING[name]),
            files=LARGE,
            size=20_000,
            shell=f"ulimit -v {kilobytes}; exec {{}}",
        )
    for name, line in PRINTING.items():
        yield Case("little else", f"{name} with few files", words(line), shell="ulimit -n 12; exec {}")
        yield Case("little else", f"{name} with little stack", words(line), shell="ulimit -s 256; exec {}")
    for name, line in LASTING.items():
        files = LARGE | ENDLESS
        shell = "ulimit -t 2; exec {}"
        yield Case(
            "little else", f"{name} in 2 s", words(line), files=files, size=20_000, exits=_OUT_OF_TIME, shell=shell
        )


def signals() -> Iterator[Case]:
    """Yield every command that lasts with every signal, once it is at work; with SIGTERM at its start too."""
    times = [*product((SIGTERM, SIGINT, SIGHUP, SIGKILL), [1.0]), (SIGTERM, 0.1)]
    for (name, line), (number, after) in product(LASTING.items(), times):
        yield Case(
            "signals",
            f"{number.name} after {after} s of {name}",
            words(line),
            files=LARGE | ENDLESS,
            size=30_000,
            quick=(name, number) in _QUICK and after == 1,
            exits=frozenset({ENDED_BY[number]}),
            signal=Signal(number, after),
            sentences=0,
        )
