"""Writing outputs: files and folders, whole or not at all; streams; temporary files.

A file's or folder's new content is made beside it under a hidden name and then takes its place. What is no regular file
(a device, a pipe, an open descriptor such as /dev/stdout) is a stream: it is written to and never replaced.
"""

import contextlib
import io
import os
import secrets
import shutil
import stat
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from taonto.base.errors import BadInputError, UnavailableError
from taonto.base.life import announce
from taonto.base.reading import STANDARD_STREAM
from taonto.base.streams import TMPDIR_REMEDY, is_stream, named, open_stream, output_stream


@contextlib.contextmanager
def atomic_output(target: str | Path) -> Iterator[BinaryIO]:
    """Yield a binary stream that becomes the file `target` only if the block ends without an error.

    A `.gz` file is compressed, and `read_bytes` unpacks it; the same content gives the same bytes. A link is followed:
    the file that it leads to is replaced. A file that was there keeps its mode (and its owner, where that is allowed);
    its other names (hard links) keep the old content. What is written to a stream can't be taken back: render first,
    then write.

    Raises:
        BadInputError: if `target` is a folder, or no name of a file.
        UnavailableError: if it can't be written; the message names it and says why. Only writing raises this: an
            `OSError` of whatever else the block does stays what it is.
        BrokenPipeError: if it is a pipe that nobody reads any more.
    """
    if is_stream(target):
        with named(target):
            output = open_stream(target)
        with output_stream(output, target, keep_open=str(target) == STANDARD_STREAM) as stream:
            yield stream
        return
    path, earlier = _place(target)
    temporary = _hidden(path)
    try:
        with named(target):
            announce(temporary)
            output = io.FileIO(temporary, "xb", opener=None if earlier is None else _open_private)
        with output_stream(output, target) as stream:
            if earlier is not None and not _may_write(path):
                raise UnavailableError(
                    f"{target}: can't be written (it is read-only); make it writable or name another file"
                )
            yield stream
        with named(target):
            if earlier is not None:
                _make_like(temporary, earlier)
            temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


def write_bytes(target: str | Path, data: bytes) -> None:
    """Write `data` to the file or stream `target` ("-" is standard output); a file whole or not at all."""
    with atomic_output(target) as stream:
        stream.write(data)


def write_text(target: str | Path, text: str) -> None:
    """Write `text` as UTF-8 with its line ends as they are; see `write_bytes`."""
    write_bytes(target, text.encode("utf-8"))


def write_folder(target: str | Path, files: Mapping[str, bytes]) -> None:
    """Make the folder `target` contain these files and nothing else, all or none; its earlier content is deleted.

    A folder that exists stays the same folder (with its mode, as a mount point, as someone's working folder): only what
    it contains is exchanged. Call `refuse_strangers` first: this function does not ask whether the earlier content may
    go.

    Args:
        target: the folder, or a link to it; it and its parents are created if they are missing.
        files: path inside the folder to content.

    Raises:
        UnavailableError: if it can't be written; the earlier content is then still there.
    """
    with named(target):
        path = Path(os.path.realpath(target))
        exists = path.is_dir()
        missing = [parent for parent in path.parents if not parent.exists()]
    fresh = _hidden(path / path.name if exists else path)
    try:
        with named(target):
            path.parent.mkdir(parents=True, exist_ok=True)
            announce(fresh)
            fresh.mkdir()
        for name, data in files.items():
            with named(Path(target) / name):
                (fresh / name).parent.mkdir(parents=True, exist_ok=True)
                (fresh / name).write_bytes(data)
        with named(target):
            if exists:
                _exchange(path, fresh)
            else:
                fresh.rename(path)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
        for parent in missing:
            with contextlib.suppress(OSError):  # it is not empty, as it should be
                parent.rmdir()


def make_folder(path: Path) -> None:
    """Make a folder and its parents, unless they exist.

    Raises:
        UnavailableError: if that fails.
    """
    with named(path):
        path.mkdir(parents=True, exist_ok=True)


@contextlib.contextmanager
def temporary_folder() -> Iterator[Path]:
    """Make a folder for files that are needed for a while, where the system keeps such files; delete it in the end.

    Raises:
        UnavailableError: if it can't be made.
    """
    with named("a temporary file", TMPDIR_REMEDY):
        folder = Path(tempfile.gettempdir()).absolute() / f"taonto-{secrets.token_hex(8)}"
    try:
        with named(folder, TMPDIR_REMEDY):
            announce(folder)
            folder.mkdir(mode=0o700)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def temporary_output(path: Path) -> Iterator[BinaryIO]:
    """Yield a binary stream to a file in a `temporary_folder`.

    Raises:
        UnavailableError: if it can't be written.
    """
    with named(path, TMPDIR_REMEDY):
        output = io.FileIO(path, "xb")
    with output_stream(output, path, TMPDIR_REMEDY) as stream:
        yield stream


def _place(target: str | Path) -> tuple[Path, os.stat_result | None]:
    """Return where a file goes when all links are followed, and what is there now."""
    path = Path(target)
    earlier = None
    try:
        with named(target), contextlib.suppress(FileNotFoundError):
            earlier = path.stat()
    except ValueError:
        raise BadInputError(f"{str(target)!r}: is not the name of a file; name another one") from None
    if earlier is not None and stat.S_ISDIR(earlier.st_mode):
        raise BadInputError(f"{target}: is a folder; name a file to write")
    return Path(os.path.realpath(path)), earlier


def _hidden(path: Path) -> Path:
    """Return a new hidden name beside a file; the beginning of its name tells people what it was to become."""
    return path.with_name(f".{path.name[:40]}.{secrets.token_hex(8)}")


def _open_private(name: str, flags: int) -> int:
    """Open a file that nobody else may read until it gets the mode of the file that it replaces."""
    return os.open(name, flags, 0o600)


def _may_write(path: Path) -> bool:
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def _make_like(path: Path, earlier: os.stat_result) -> None:
    """Give a new file the owner and the mode of the one that it replaces."""
    now = path.stat()
    if hasattr(os, "chown") and (now.st_uid, now.st_gid) != (earlier.st_uid, earlier.st_gid):
        with contextlib.suppress(OSError):  # only some may give files away
            os.chown(path, earlier.st_uid, earlier.st_gid)
    path.chmod(earlier.st_mode & 0o777)


def _exchange(folder: Path, fresh: Path) -> None:
    """Put what `fresh`, a folder inside `folder`, contains in the place of all else there, which goes into `fresh`.

    Until the new content is complete, the earlier one is where nobody deletes it, not even after a crash.
    """
    earlier = fresh.with_name(f"{fresh.name}.earlier")
    moved: list[tuple[Path, Path]] = []

    def move(item: Path, into: Path) -> None:
        moved.append((item, into / item.name))
        item.rename(into / item.name)

    try:
        earlier.mkdir()
        for item in sorted(folder.iterdir()):
            if item not in (fresh, earlier):
                move(item, earlier)
        for item in sorted(fresh.iterdir()):
            move(item, folder)
    except BaseException:
        for source, goal in reversed(moved):
            with contextlib.suppress(OSError):
                goal.rename(source)
        with contextlib.suppress(OSError):
            earlier.rmdir()
        raise
    earlier.rename(fresh / earlier.name)
