"""Where the ontology, shapes, questions and examples are: those that ship with taonto, then those of extensions.

An *extension* is a center's own folder, laid out like a checkout: `ontology/`, `shapes/`, `queries/`. Its files are
read on top of those that ship and replace none of them.
"""

import contextlib
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from functools import cache, wraps
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

_PACKAGE = Path(__file__).resolve().parents[1]
_EXTENSIONS: ContextVar[tuple[Path, ...]] = ContextVar("extensions", default=())


def folder(name: str) -> Path:
    """Return the folder `name` ("ontology", "shapes", "queries" or "examples") that ships with taonto.

    A wheel contains the folders under `taonto/data`; a checkout has them beside the package.

    Raises:
        FileNotFoundError: if neither place has it, which means that the installation is damaged.
    """
    for candidate in (shipped_data() / name, _PACKAGE.parent / name):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"taonto's own folder '{name}' is missing: reinstall taonto")


def shipped_data() -> Path:
    """Return the folder that contains the built files of a wheel; a checkout has no such folder."""
    return _PACKAGE / "data"


def extensions() -> tuple[Path, ...]:
    """Return the extensions in use, in their order."""
    return _EXTENSIONS.get()


@contextlib.contextmanager
def extended_by(*folders: Path) -> Iterator[None]:
    """Use these folders as further extensions until the block ends."""
    token = _EXTENSIONS.set((*extensions(), *(path.resolve() for path in folders)))
    try:
        yield
    finally:
        _EXTENSIONS.reset(token)


def folders(name: str) -> tuple[Path, ...]:
    """Return the folder `name` that ships, then that of each extension that has one."""
    return (folder(name), *(path / name for path in extensions() if (path / name).is_dir()))


def files(name: str, pattern: str) -> list[Path]:
    """Return the files in the folders `name` that match a pattern: those that ship first, sorted within each folder.

    >>> [path.name for path in files("ontology", "core.*")]
    ['core.ttl']
    """
    return [path for root in folders(name) for path in sorted(root.glob(pattern))]


def remembered(function: Callable[[], T]) -> Callable[[], T]:
    """Cache the result of a function that reads resources, separately for each choice of extensions."""

    @cache
    def of(extensions: tuple[Path, ...]) -> T:
        return function()

    @wraps(function)
    def remembering() -> T:
        return of(extensions())

    return remembering
