"""Outputs that are no plain files, that take nothing, or that are inputs."""

import os
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from hostile.case import EITHER, READ, REFUSED, Case
from hostile.inputs.commands import FOLDERS, LARGE, WRITING, words
from hostile.inputs.files import place
from hostile.runner import is_root

PRIVATE_DEV = (
    "unshare -m bash -c 'mount --make-rprivate /; mount -t tmpfs tmpfs /dev; mknod -m 666 /dev/null c 1 3; "
    "mknod -m 666 /dev/zero c 1 5; mknod -m 666 /dev/full c 1 7; mknod -m 666 /dev/urandom c 1 9; "
    'ln -s /proc/self/fd/1 /dev/stdout; "$@"; code=$?; '
    "test -c /dev/null -a -c /dev/full -a -L /dev/stdout || echo a device was replaced >&2; exit $code' - {}"
)
"""Devices of its own, which a fault may destroy."""
FULL_DISK = (
    'unshare -m bash -c \'mount -t tmpfs -o size=40k tmpfs full; "$@"; code=$?; '
    'test $code != 2 || find full -type f -printf "%p is left behind" >&2; exit $code\' - {}'
)
"""A folder `full` on a disk of 40 kB."""
PIPE = "cat out >/dev/null & {}; code=$?; test -p out || echo the pipe was replaced >&2; exit $code"
"""A pipe `out` that somebody reads."""
NO_PRIVILEGE = "exec setpriv --bounding-set=-dac_override,-dac_read_search,-fowner -- {}" if is_root() else "exec {}"
"""Root may read and write everything, unless it gives that up."""

CLOSED = place(lambda path: path.mkdir(0o555))
FOLDER = place(Path.mkdir)
FIFO = place(os.mkfifo)


def link_to(name: str):
    """Return what makes a link to a name in the same folder."""
    return place(lambda path: path.symlink_to(name))


def _of_others(path: Path) -> None:
    path.mkdir()
    (path / "mine.txt").write_text("mine")


def outputs() -> Iterator[Case]:
    """Yield every command with every kind of output."""
    yield from _devices()
    for name, line in WRITING.items():
        # A workbook gets its suffix, and so a name beside the hostile one.
        refused = EITHER if "{}.xlsx" in line else REFUSED
        yield _case(f"{name} to a folder", line, "folder", refused, name == "query", folder=FOLDER)
        yield _case(f"{name} in no folder", line, "none/out", REFUSED, name == "convert", "none/out")
        yield _case(f"{name} through a link", line, "link", READ, name == "convert", link=link_to("out"))
        yield _case(f"{name} through a link to itself", line, "link", refused, link=link_to("link"))
        yield _case(f"{name} to a long name", line, "x" * 300, REFUSED, name == "convert")
    for name, line in {**WRITING, **FOLDERS}.items():
        yield _case(f"{name}, 4 kB at most", line, "out", EITHER, name == "generate", shell="ulimit -f 4; exec {}")
        yield _case(f"{name} to a closed folder", line, "closed/out", REFUSED, shell=NO_PRIVILEGE, closed=CLOSED)
    for name, line in FOLDERS.items():
        yield _case(f"{name} in place of a file", line, "good.csv", REFUSED, name == "build")
        yield _case(f"{name} in a folder of others", line, "folder", REFUSED, name == "build", folder=place(_of_others))
        yield _case(f"{name} in a file", line, "good.csv/out", REFUSED)
    reading = ("validate good.csv --output {}", "convert good.csv {}", "query good.rq --data good.csv --output {}")
    for line, name in product(reading, ("good.csv", "./good.csv", "link.csv")):
        files = {"link.csv": link_to("good.csv")}
        yield _case(f"{line} with {name}", line, name, REFUSED, False, "overwritten", **files)


def _devices() -> Iterator[Case]:
    for name, line in WRITING.items():
        if "{}.xlsx" in line:
            continue
        yield _case(f"{name} to a pipe", line, "out", READ, name == "convert", shell=PIPE, out=FIFO)
        if is_root():
            for device in ("/dev/null", "/dev/full", "/dev/stdout"):
                exits = REFUSED if device == "/dev/full" else READ
                yield _case(f"{name} to {device}", line, device, exits, name == "convert", shell=PRIVATE_DEV)
            yield _case(f"{name} to a full disk", line, "full/out", EITHER, shell=FULL_DISK, full=FOLDER)
    if is_root():
        for line in ("convert large.csv {}", "generate 3000 --output {}", "validate large.csv --annotate {}"):
            for file in ("full/out.nt", "full/out.xlsx"):
                if "annotate" not in line or "xlsx" in file:
                    yield _case(f"{line} with {file}", line, file, REFUSED, False, file, shell=FULL_DISK, full=FOLDER)


def _case(name: str, line: str, target: str, exits, quick=False, said="", shell="exec {}", **files) -> Case:
    return Case(
        "outputs",
        name,
        words(line, target),
        files={**LARGE, **files},
        size=1_000,
        quick=quick,
        exits=exits,
        words=said,
        outputs=("out*", "*.xlsx", "full/*"),
        shell=shell,
    )
