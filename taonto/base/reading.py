"""Reading inputs: plain or gzipped files and standard input, with a limit on what they unpack to."""

import gzip
import io
import stat
import sys
import zlib
from pathlib import Path

from taonto.base.errors import BadInputError, LimitError, TaontoError, UnknownNameError

STANDARD_STREAM = "-"
MAX_INPUT_BYTES = 2_000_000_000
"""The most bytes that one input may unpack to: a guard against decompression bombs."""

_GZIP = b"\x1f\x8b"


def read_bytes(source: str | Path, limit: int = MAX_INPUT_BYTES) -> bytes:
    """Return the whole content of a file (a `.gz` file unpacked) or of standard input (`-`, unpacked if it is gzip).

    Args:
        source: a path, or "-".
        limit: the most bytes that are read, after unpacking.

    Raises:
        UnknownNameError: if there is no such file.
        BadInputError: if it can't be read, is a folder, or is not a valid gzip file.
        LimitError: if it contains more than `limit` bytes.
    """
    name = str(source)
    try:
        if name == STANDARD_STREAM:
            data = sys.stdin.buffer.read(limit + 1)
            if data.startswith(_GZIP):  # there is no suffix to go by
                with gzip.open(io.BytesIO(data), "rb") as stream:
                    data = stream.read(limit + 1)
        elif name.endswith(".gz"):
            with gzip.open(name, "rb") as stream:
                data = stream.read(limit + 1)
        else:
            with Path(name).open("rb") as plain:
                data = plain.read(limit + 1)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise BadInputError(f"{name}: is not a complete gzip file ({error}); download it again or unpack it") from None
    except OSError as error:
        raise unreadable(name, error) from None
    if len(data) > limit:
        raise LimitError(f"{name}: contains more than {limit:,} bytes, the limit for one input; split it")
    return data


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
