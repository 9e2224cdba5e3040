"""Reading inputs and writing outputs: plain or gzipped, standard streams, whole files and folders or none."""

import contextlib
import gzip
import io
import os
import stat
import sys
import tempfile
import zlib
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, cast

from taonto.base.errors import TaontoError

STANDARD_STREAM = "-"
MAX_INPUT_BYTES = 2_000_000_000
"""What one input may unpack to, in bytes: a guard against decompression bombs."""

_GZIP = b"\x1f\x8b"


def read_bytes(source: str | Path, limit: int = MAX_INPUT_BYTES) -> bytes:
    """Return the whole content of a file (a `.gz` file unpacked) or of standard input (`-`, unpacked if it is gzip).

    Args:
        source: a path, or "-".
        limit: the most bytes that are read, after unpacking.

    Raises:
        TaontoError: if the file can't be read, is a folder, is no valid gzip, or holds more than `limit` bytes.
    """
    name = str(source)
    try:
        if name == STANDARD_STREAM:
            data = sys.stdin.buffer.read(limit + 1)
            if data.startswith(_GZIP):  # no suffix tells it
                with gzip.open(io.BytesIO(data), "rb") as stream:
                    data = stream.read(limit + 1)
        elif name.endswith(".gz"):
            with gzip.open(name, "rb") as stream:
                data = stream.read(limit + 1)
        else:
            with Path(name).open("rb") as plain:
                data = plain.read(limit + 1)
    except IsADirectoryError:
        raise TaontoError(f"{name}: is a folder; name a file in it") from None
    except FileNotFoundError:
        raise TaontoError(f"{name}: no such file; check the path") from None
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise TaontoError(f"{name}: is not a whole gzip file ({error}); unpack or fetch it again") from None
    except OSError as error:
        raise TaontoError(f"{name}: can't be read ({error.strerror})") from None
    if len(data) > limit:
        raise TaontoError(f"{name}: holds more than {limit:,} bytes, the limit for one input; split it")
    return data


def suffix(name: str | Path) -> str:
    """Return a file's suffix in small letters, a final `.gz` aside.

    >>> suffix("records.TTL.gz")
    '.ttl'
    """
    path = Path(name)
    return (path.with_suffix("") if path.suffix.lower() == ".gz" else path).suffix.lower()


def refuse_missing(source: str | Path) -> None:
    """Refuse what is no file, before anything is concluded from its name.

    Raises:
        TaontoError: if there is no such file, or it is a folder; "-" is standard input.
    """
    if str(source) == STANDARD_STREAM:
        return
    try:
        mode = Path(source).stat().st_mode
    except FileNotFoundError:
        raise TaontoError(f"{source}: no such file; check the path") from None
    except OSError as error:
        raise TaontoError(f"{source}: can't be read ({error.strerror})") from None
    if stat.S_ISDIR(mode):
        raise TaontoError(f"{source}: is a folder; name a file in it")


@contextlib.contextmanager
def atomic_output(target: str | Path) -> Iterator[BinaryIO]:
    """Yield a binary stream that becomes the file `target` only if the block ends without an error.

    What goes to a `.gz` file is packed, as `read_bytes` unpacks it; the same content gives the same bytes.
    "-" is standard output, which can't be taken back: render first, then write.

    Raises:
        TaontoError: if the folder is missing or can't be written to.
    """
    if str(target) == STANDARD_STREAM:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    path = Path(target)
    if path.is_dir():
        raise TaontoError(f"{path}: is a folder; name a file to write")
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise TaontoError(f"{path}: can't be written ({error.strerror}); check the folder") from None
    try:
        with os.fdopen(handle, "wb") as stream:
            if path.suffix.lower() == ".gz":
                with gzip.GzipFile(filename="", mode="wb", fileobj=stream, mtime=0) as packed:
                    yield cast(BinaryIO, packed)
            else:
                yield stream
        Path(temporary).chmod(0o666 & ~_umask())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def write_bytes(target: str | Path, data: bytes) -> None:
    """Write `data` to the file `target` (or standard output for "-"), whole or not at all."""
    with atomic_output(target) as stream:
        stream.write(data)


def write_text(target: str | Path, text: str) -> None:
    """Write `text` as UTF-8 with the line ends that it has, whole or not at all."""
    write_bytes(target, text.encode("utf-8"))


def refuse_overwrite(targets: Iterable[str | Path | None], sources: Iterable[str | Path]) -> None:
    """Refuse to write over what is read, or to write two results to one file; call it before any work is done.

    Args:
        targets: the files to be written; "-" and None are none.
        sources: the files that are read; "-" is none.

    Raises:
        TaontoError: if a target is a source or another target, under whatever name.
    """
    taken = {
        _identity(source): f"is read from, and would be lost; name another file than {source}" for source in sources
    }
    for target in targets:
        if target is None or str(target) == STANDARD_STREAM:
            continue
        if (reason := taken.get(_identity(target))) is not None:
            raise TaontoError(f"{target}: {reason}")
        taken[_identity(target)] = "would be written twice, each time with something else; name two files"


def _identity(name: str | Path) -> tuple[int, int] | Path:
    """Return what two names of one file have in common."""
    try:
        found = Path(name).stat()
    except OSError:
        return Path(os.path.realpath(name))
    return found.st_dev, found.st_ino


def refuse_strangers(target: str | Path, earlier: Callable[[Path], Container[str]], writer: str) -> None:
    """Refuse to replace a folder that holds anything but what an earlier run wrote there.

    Call it before any work is done.

    Args:
        target: the folder; none yet, an empty one, or an earlier output.
        earlier: tells of a folder which of its files (paths inside it) an earlier run wrote as they are.
        writer: what such a run is called: "analysis", "release".

    Raises:
        TaontoError: if `target` is a file, or a folder with a file that no such run wrote.
    """
    path = Path(target)
    if path.exists() and not path.is_dir():
        raise TaontoError(f"{target}: is a file; name a folder for the output")
    if not path.is_dir():
        return
    known = earlier(path)
    present = sorted(item.relative_to(path).as_posix() for item in path.rglob("*") if not item.is_dir())
    strange = next((name for name in present if name not in known), None)
    if strange is not None:
        raise TaontoError(f"{target}: holds '{strange}', which no {writer} wrote; move it away or name another folder")


def write_folder(target: str | Path, files: Mapping[str, bytes]) -> None:
    """Make the folder `target` hold these files and nothing else, all or none; what was there before is gone.

    Ask before whether what is there may go: this function does not.

    Args:
        target: the folder; it and the folders above it are made where they are missing.
        files: path inside the folder to content.

    Raises:
        TaontoError: if it can't be written; what was there before is then still there.
    """
    path = Path(target).resolve()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as work:
            fresh, earlier = Path(work) / "new", Path(work) / "earlier"
            fresh.mkdir()
            for name, data in files.items():
                (fresh / name).parent.mkdir(parents=True, exist_ok=True)
                (fresh / name).write_bytes(data)
            if path.exists():
                path.rename(earlier)
            try:
                fresh.rename(path)
            except OSError:
                if earlier.exists():
                    earlier.rename(path)
                raise
    except OSError as error:
        raise TaontoError(f"{target}: can't be written ({error.strerror}); check the folder above it") from None


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
