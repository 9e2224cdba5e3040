"""Reading inputs: plain or gzipped files and standard input, as streams with limits on what they unpack to."""

import contextlib
import gzip
import io
import stat
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from taonto.base.errors import BadInputError, LimitError, TaontoError, UnavailableError, UnknownNameError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

STANDARD_STREAM = "-"
MAX_INPUT_BYTES = 2_000_000_000
"""The most bytes that one input may contain, or unpack to."""
MAX_RATIO = 150
"""How many times its packed size a gzip file may unpack to. Records pack to a tenth or a twentieth; the same row again
and again packs to a two-hundredth, and what means nothing (blanks, zeros) to a thousandth."""
SMALL_BYTES = 64_000_000
"""Up to this size `MAX_RATIO` does not count: what is so small does no harm."""

_GZIP = b"\x1f\x8b"
_CHUNK = 1 << 17


@contextlib.contextmanager
def open_bytes(source: str | Path, limit: int = MAX_INPUT_BYTES) -> Iterator[BinaryIO]:
    """Open a file, or standard input (`-`), as a stream of bytes that is unpacked if it is gzip.

    The stream can be read once, from its beginning to its end. What is not a regular file (a pipe, a device) is read
    as it comes.

    Args:
        source: a path, or "-".
        limit: the most bytes that are read, after unpacking.

    Raises:
        UnknownNameError: if there is no such file.
        BadInputError: if it can't be read, is a folder, or is not a valid gzip file; the last while it is read.
        LimitError: while it is read, if it contains more than `limit` bytes, or unpacks as only a bomb does.
        UnavailableError: if standard input is closed.
    """
    name = str(source)
    with contextlib.ExitStack() as stack:
        try:
            packed = _Counted(_standard_input() if name == STANDARD_STREAM else stack.enter_context(_open(name)))
            start = io.BufferedReader(packed, _CHUNK)
            zipped = name.lower().endswith(".gz") or start.peek(2).startswith(_GZIP)
        except OSError as error:
            raise unreadable(name, error) from None
        content = cast(BinaryIO, gzip.GzipFile(fileobj=start, mode="rb")) if zipped else start
        yield io.BufferedReader(_Limited(content, packed if zipped else None, name, limit), _CHUNK)


def read_bytes(source: str | Path, limit: int = MAX_INPUT_BYTES) -> bytes:
    """Return the whole content of a file or of standard input, unpacked if it is gzip; see `open_bytes`.

    Raises:
        TaontoError: as `open_bytes` does.
    """
    held = io.BytesIO()  # hands over its content without another copy
    with open_bytes(source, limit) as stream:
        while chunk := stream.read(_CHUNK):
            held.write(chunk)
    return held.getvalue()


def unreadable(name: str | Path, error: OSError) -> TaontoError:
    """Return the error that says why a file can't be read, to be raised in place of the system's."""
    if isinstance(error, FileNotFoundError):
        return UnknownNameError(f"{name}: no such file; check the path")
    if isinstance(error, IsADirectoryError):
        return BadInputError(f"{name}: is a folder; name a file in it")
    return BadInputError(f"{name}: can't be read ({error.strerror}); check the file and its permissions")


def suffix(name: str | Path) -> str:
    """Return a file's suffix in lower case, ignoring a final `.gz`.

    >>> suffix("records.TTL.gz")
    '.ttl'
    """
    path = Path(name)
    return (path.with_suffix("") if path.suffix.lower() == ".gz" else path).suffix.lower()


def refuse_missing(source: str | Path) -> None:
    """Refuse a path that is not a file, before its name is used to guess what it contains; "-" is standard input.

    Raises:
        UnknownNameError: if there is no such file.
        BadInputError: if it is a folder or can't be reached.
    """
    if str(source) == STANDARD_STREAM:
        return
    try:
        if stat.S_ISDIR(Path(source).stat().st_mode):
            raise IsADirectoryError
    except OSError as error:
        raise unreadable(source, error) from None


def _open(name: str) -> BinaryIO:
    return Path(name).open("rb", buffering=0)


def _standard_input() -> BinaryIO:
    if sys.stdin is None:  # as Python finds it when the caller has closed it
        raise UnavailableError("standard input is closed; send the content there or name a file")
    return sys.stdin.buffer


class _Counted(io.RawIOBase):
    """A stream that counts the bytes read from it, and is left open when it is closed itself."""

    def __init__(self, stream: BinaryIO) -> None:
        self.count = 0
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        if hasattr(self._stream, "readinto"):
            read: int = self._stream.readinto(buffer) or 0
        else:  # what stands in for standard input, in a notebook for instance
            data = self._stream.read(memoryview(buffer).nbytes)
            read = len(data)
            memoryview(buffer)[:read] = data
        self.count += read
        return read


class _Limited(io.RawIOBase):
    """The content of an input: raises our errors while it is read.

    Attributes:
        packed: the stream that the content is unpacked from, or None.
    """

    def __init__(self, content: BinaryIO, packed: _Counted | None, name: str, limit: int) -> None:
        self.packed = packed
        self._content = content
        self._name = name
        self._limit = limit
        self._count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        try:
            read: int = self._content.readinto(buffer)  # type: ignore[attr-defined]
        except (gzip.BadGzipFile, EOFError, zlib.error) as error:
            raise BadInputError(
                f"{self._name}: is not a complete gzip file ({error}); download it again or unpack it"
            ) from None
        except OSError as error:
            raise unreadable(self._name, error) from None
        self._count += read
        if self._count > self._limit:
            raise LimitError(
                f"{self._name}: contains more than {self._limit:,} bytes, the limit for one input; split it"
            )
        if self.packed and self._count > max(SMALL_BYTES, MAX_RATIO * self.packed.count):
            raise LimitError(
                f"{self._name}: unpacks to more than {MAX_RATIO} times its size, the limit for a gzip file of more "
                f"than {SMALL_BYTES:,} bytes; look at what it contains, unpack it and name the unpacked file"
            )
        return read
