"""Streams to outputs: which outputs are streams, and errors that name the output which does not take the bytes."""

import contextlib
import errno
import gzip
import io
import os
import re
import stat
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NoReturn, cast

from taonto.base.errors import UnavailableError
from taonto.base.reading import STANDARD_STREAM

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_BUFFER = 1 << 20
"""Bytes that are kept back before they are written: small outputs to a stream come whole or not at all, too."""
_MOST_LINKS = 40
"""The most links in a row that are followed, as in Linux."""
_REMEDIES = {
    "free space or name another place": ("ENOSPC", "EDQUOT"),
    "allow larger files, or write less": ("EFBIG",),
    "give it a shorter name": ("ENAMETOOLONG",),
    "check the folder": ("ENOENT", "ENOTDIR"),
    "check the permissions, and close it in other programs": ("EACCES", "EPERM", "EBUSY"),
}
"""What a user can do to the system's names of the errors where it helps."""
TMPDIR_REMEDY = "free space there, or set the environment variable TMPDIR to another folder"
_OTHER_REMEDY = "name another place"


def is_stream(target: str | Path) -> bool:
    """Return whether an output is a stream: standard output ("-"), a device, a pipe, or a descriptor that is open.

    A stream is never replaced, and no further output can be put beside it.
    """
    if str(target) == STANDARD_STREAM or _descriptor(target) is not None:
        return True
    try:
        mode = Path(target).stat().st_mode
    except (OSError, ValueError):
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def open_stream(target: str | Path) -> BinaryIO | io.FileIO:
    """Open a stream, without buffer; standard output is handed on as it is."""
    number = _descriptor(target)
    if str(target) == STANDARD_STREAM or number == 1:
        if sys.stdout is None:
            raise UnavailableError("standard output is closed; leave it open or send it to a file")
        sys.stdout.flush()
    if str(target) == STANDARD_STREAM:
        return cast(BinaryIO, getattr(sys.stdout.buffer, "raw", sys.stdout.buffer))
    if number is not None:
        return io.FileIO(os.dup(number), "wb")
    return io.FileIO(os.open(target, os.O_WRONLY | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)), "wb")


@contextlib.contextmanager
def output_stream(
    output: BinaryIO | io.FileIO, target: str | Path, remedy: str = "", *, keep_open: bool = False
) -> Iterator[BinaryIO]:
    """Yield a stream that compresses if the target's name says so, buffers, and names the target when writing fails.

    The output is closed in the end, unless it is to be kept open.
    """
    raw = _Output(output, target, remedy)
    plain = io.BufferedWriter(raw, _BUFFER)
    packed = None
    if Path(target).suffix.lower() == ".gz":
        packed = gzip.GzipFile(filename="", mode="wb", fileobj=plain, mtime=0)
    try:
        yield cast(BinaryIO, packed or plain)
        if packed is not None:
            packed.close()
        plain.flush()
        with named(target, remedy):
            output.flush()
            if not keep_open:
                output.close()  # some file systems say only now that the disk is full
    except Exception:
        if raw.failure is not None:
            raise raw.failure from None
        raise
    finally:
        raw.silent = True
        if packed is not None:
            packed.close()
        plain.close()
        if not keep_open:
            with contextlib.suppress(OSError):
                output.close()
    if raw.failure is not None:
        raise raw.failure


@contextlib.contextmanager
def named(target: str | Path, remedy: str = "") -> Iterator[None]:
    """Turn the system's error about an output into one that names the output."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise unwritable(target, error, remedy) from None


def unwritable(target: str | Path, error: OSError, remedy: str = "") -> UnavailableError:
    """Return the error that says why an output can't be written, to be raised in place of the system's."""
    if str(target) == STANDARD_STREAM:
        target, remedy = "standard output", "free space or write to a file elsewhere"
    if not remedy:
        code = errno.errorcode.get(error.errno or 0)
        remedy = next((text for text, codes in _REMEDIES.items() if code in codes), _OTHER_REMEDY)
    return UnavailableError(f"{target}: can't be written ({error.strerror or error}); {remedy}")


class _Output(io.RawIOBase):
    """Hands bytes on to an output, and raises an error that names the output if it does not take them.

    Native code may wrap or swallow what a stream raises, so `failure` keeps it. What comes after a failure, or after
    `silent` was set, is thrown away: closing the buffers above must not fail again, nor write half an output.
    """

    def __init__(self, output: BinaryIO | io.FileIO, name: str | Path, remedy: str) -> None:
        self._output, self._name, self._remedy = output, name, remedy
        self.failure: Exception | None = None
        self.silent = False

    def writable(self) -> bool:
        return True

    def write(self, data: "ReadableBuffer", /) -> int:
        if self.silent:
            return memoryview(data).nbytes
        try:
            # A descriptor that does not wait (another program's setting) takes nothing when it is full.
            while (taken := cast(int | None, self._output.write(data))) is None:
                time.sleep(0.01)
        except BrokenPipeError:
            # Without the system's number: click would take it for its own, and end the program with exit code 1.
            self._fail(BrokenPipeError(f"{self._name}: nobody reads it any more"))
        except OSError as error:
            self._fail(unwritable(self._name, error, self._remedy))
        return taken

    def _fail(self, failure: Exception) -> NoReturn:
        self.silent = True
        self.failure = failure
        raise failure from None


def _descriptor(target: str | Path) -> int | None:
    """Return the number of the descriptor that a name stands for, such as /dev/stdout and /dev/fd/3; else None.

    To open such a name would start at the beginning of a file that the shell is in the middle of.
    """
    ours = re.compile(rf"/dev/fd/(\d+)|/proc/(?:self|thread-self|{os.getpid()})(?:/task/\d+)?/fd/(\d+)")
    path = Path(target)
    try:
        for _ in range(_MOST_LINKS):
            for name in (path.absolute(), Path(os.path.realpath(path.parent), path.name)):
                if match := ours.fullmatch(name.as_posix()):
                    return int(match[1] or match[2])
            path = path.parent / path.readlink()
    except (OSError, ValueError):
        pass
    return None
