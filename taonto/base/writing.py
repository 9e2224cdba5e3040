"""Writing outputs, whole or not at all: files, folders and standard output."""

import contextlib
import gzip
import os
import sys
import tempfile
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, cast

from taonto.base.errors import BadInputError, UnavailableError
from taonto.base.life import temporary_made
from taonto.base.reading import STANDARD_STREAM


@contextlib.contextmanager
def atomic_output(target: str | Path) -> Iterator[BinaryIO]:
    """Yield a binary stream that becomes the file `target` only if the block ends without an error.

    A `.gz` file is compressed, and `read_bytes` unpacks it; the same content gives the same bytes.
    "-" is standard output, which can't be taken back: render first, then write.

    Raises:
        BadInputError: if `target` is a folder.
        UnavailableError: if the folder that it is in is missing or can't be written to.
    """
    if str(target) == STANDARD_STREAM:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    path = Path(target)
    if path.is_dir():
        raise BadInputError(f"{path}: is a folder; name a file to write")
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise UnavailableError(f"{path}: can't be written ({error.strerror}); check the folder") from None
    temporary_made(temporary)
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
    """Write `text` as UTF-8 with its line ends as they are, whole or not at all."""
    write_bytes(target, text.encode("utf-8"))


def refuse_overwrite(targets: Iterable[str | Path | None], sources: Iterable[str | Path]) -> None:
    """Refuse to overwrite an input, or to write two results to one file; call it before any work is done.

    Args:
        targets: the files to be written; "-" and None are skipped.
        sources: the files that are read; "-" is skipped.

    Raises:
        BadInputError: if a target is also a source or another target, even under a different name.
    """
    taken = {
        _identity(source): f"is an input and would be overwritten; name a file other than {source}"
        for source in sources
    }
    for target in targets:
        if target is None or str(target) == STANDARD_STREAM:
            continue
        if (reason := taken.get(_identity(target))) is not None:
            raise BadInputError(f"{target}: {reason}")
        taken[_identity(target)] = "would be written twice, with different content; name two files"


def _identity(name: str | Path) -> tuple[int, int] | Path:
    """Return a key that two names of one file share."""
    try:
        found = Path(name).stat()
    except OSError:
        return Path(os.path.realpath(name))
    return found.st_dev, found.st_ino


def refuse_strangers(target: str | Path, earlier: Callable[[Path], Container[str]], writer: str) -> None:
    """Refuse to replace a folder that contains anything but the output of an earlier run.

    Call it before any work is done.

    Args:
        target: the folder: missing, empty, or an earlier output.
        earlier: takes a folder and returns the files in it (as paths inside it) that an earlier run wrote and that
            nobody changed since.
        writer: what such a run is called: "analysis", "release".

    Raises:
        BadInputError: if `target` is a file, or a folder with a file that no such run wrote.
    """
    path = Path(target)
    if path.exists() and not path.is_dir():
        raise BadInputError(f"{target}: is a file; name a folder for the output")
    if not path.is_dir():
        return
    known = earlier(path)
    present = sorted(item.relative_to(path).as_posix() for item in path.rglob("*") if not item.is_dir())
    strange = next((name for name in present if name not in known), None)
    if strange is not None:
        raise BadInputError(
            f"{target}: contains '{strange}', which no {writer} wrote; move it away or name another folder"
        )


def write_folder(target: str | Path, files: Mapping[str, bytes]) -> None:
    """Make the folder `target` contain these files and nothing else, all or none; its earlier content is deleted.

    Call `refuse_strangers` first: this function does not ask whether the earlier content may go.

    Args:
        target: the folder; it and its parents are created if they are missing.
        files: path inside the folder to content.

    Raises:
        UnavailableError: if it can't be written; the earlier content is then still there.
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
        raise UnavailableError(f"{target}: can't be written ({error.strerror}); check its parent folder") from None


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
