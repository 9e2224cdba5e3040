"""Refusing, before any work is done, to write over what must stay: inputs, other outputs, files of unknown origin."""

import os
import stat
import sys
import unicodedata
from collections.abc import Callable, Container, Hashable, Iterable
from pathlib import Path
from typing import TextIO

from taonto.base.errors import BadInputError
from taonto.base.reading import STANDARD_STREAM
from taonto.base.streams import is_stream, unwritable

_FOLDS_CASE = sys.platform in ("win32", "darwin")
"""Whether names of files that differ in case only are usually the same name."""


def refuse_overwrite(targets: Iterable[str | Path | None], sources: Iterable[str | Path | None]) -> None:
    """Refuse to overwrite an input, or to write two results to one file.

    Names are compared by the files that they lead to: through links, hard links, open descriptors, and standard
    input or output ("-") if that is a file. Devices and pipes are never overwritten.

    Args:
        targets: the files to be written; None is skipped.
        sources: the files that are read; None and what does not exist is skipped.

    Raises:
        BadInputError: if a target is also a source or another target.
    """
    taken: dict[Hashable, str] = {}
    for source in sources:
        if source is not None and (read := _file(source, sys.stdin)) is not None:
            other = _shown(source, "standard input")
            taken[read] = f"is an input and would be overwritten; name a file other than {other}"
    # Two streams may share a file that the shell has opened; a stream and a file that is replaced may not.
    for target in sorted((t for t in targets if t is not None), key=is_stream):
        key: Hashable = _file(target, sys.stdout)
        if key is None and not is_stream(target):
            key = _future_file(target)
        if key in taken:
            raise BadInputError(f"{_shown(target, 'standard output')}: {taken[key]}")
        if key is not None and not is_stream(target):
            taken[key] = "would be written twice, with different content; name two files"


def refuse_replacing(folder: str | Path | None, sources: Iterable[str | Path | None]) -> None:
    """Refuse to replace the content of a folder in which an input lies; None for the folder is skipped.

    Raises:
        BadInputError: if a source lies in the folder, or in a folder inside it.
    """
    if folder is None or (key := _file(folder, None)) is None:
        return
    for source in sources:
        if source is None or str(source) == STANDARD_STREAM:
            continue
        path = Path(source)
        above = {*path.absolute().parents, *Path(os.path.realpath(path)).parents}
        if any(_file(parent, None) == key for parent in above):
            raise BadInputError(f"{folder}: contains the input {source}, which would be deleted; name another folder")


def refuse_strangers(target: str | Path, earlier: Callable[[Path], Container[str]], writer: str) -> None:
    """Refuse to replace a folder that contains anything but the output of an earlier run.

    Args:
        target: the folder: missing, empty, or an earlier output.
        earlier: takes a folder and returns the files in it (as paths inside it) that an earlier run wrote and that
            nobody changed since.
        writer: what such a run is called: "analysis", "release".

    Raises:
        BadInputError: if `target` is a file, or a folder with a file that no such run wrote.
        UnavailableError: if it can't be reached.
    """
    path = Path(target)
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return
    except OSError as error:
        raise unwritable(target, error) from None
    if not stat.S_ISDIR(mode):
        kind = "a file" if stat.S_ISREG(mode) else "a device or pipe"
        raise BadInputError(f"{target}: is {kind}; name a folder for the output")
    known = earlier(path)
    present = sorted(item.relative_to(path).as_posix() for item in path.rglob("*") if not item.is_dir())
    strange = next((name for name in present if name not in known), None)
    if strange is not None:
        raise BadInputError(
            f"{target}: contains '{strange}', which no {writer} wrote; move it away or name another folder"
        )


def _shown(name: str | Path, standard: str) -> str:
    return standard if str(name) == STANDARD_STREAM else str(name)


def _file(name: str | Path, standard: TextIO | None) -> tuple[int, int] | None:
    """Return a key that all names of a file or folder share; None if there is none yet, or if it is a device or pipe.

    Args:
        name: its path, or "-".
        standard: the stream that "-" stands for.
    """
    try:
        if str(name) == STANDARD_STREAM and standard is not None:
            found = os.fstat(standard.fileno())
        else:
            found = Path(name).stat()
    except (OSError, ValueError):
        return None
    known = stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode)
    return (found.st_dev, found.st_ino) if known else None


def _future_file(name: str | Path) -> Hashable:
    """Return a key that all names of a file share that does not exist yet."""
    path = Path(os.path.realpath(name))
    last = unicodedata.normalize("NFC", path.name).casefold() if _FOLDS_CASE else path.name
    return _file(path.parent, None) or path.parent, last
