"""Where the words, rules, questions and examples are: what ships with taonto first, a center's own folders after it.

A folder of one's own (an *extension*) has the layout of a checkout: `ontology/`, `shapes/`, `queries/`. What it holds
is read on top of what ships; it replaces nothing.
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

    A wheel carries the folders under `taonto/data`; a checkout has them beside the package.

    Raises:
        FileNotFoundError: if neither place has it, which means a damaged installation.
    """
    for candidate in (shipped_data() / name, _PACKAGE.parent / name):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"taonto's own folder '{name}' is missing: reinstall taonto")


def shipped_data() -> Path:
    """Return the folder of a wheel that holds what was built into it; a checkout has none."""
    return _PACKAGE / "data"


def extensions() -> tuple[Path, ...]:
    """Return the folders of one's own that are in use, in their order."""
    return _EXTENSIONS.get()


@contextlib.contextmanager
def extended_by(*folders: Path) -> Iterator[None]:
    """Read the extensions in these folders too, for as long as the block lasts."""
    token = _EXTENSIONS.set((*extensions(), *(path.resolve() for path in folders)))
    try:
        yield
    finally:
        _EXTENSIONS.reset(token)


def folders(name: str) -> tuple[Path, ...]:
    """Return the folder `name` that ships, then that of each extension which has one."""
    return (folder(name), *(path / name for path in extensions() if (path / name).is_dir()))


def files(name: str, pattern: str) -> list[Path]:
    """Return the files that match a pattern in the folders `name`, those that ship first, sorted within each folder.

    >>> [path.name for path in files("ontology", "core.*")]
    ['core.ttl']
    """
    return [path for root in folders(name) for path in sorted(root.glob(pattern))]


def remembered(function: Callable[[], T]) -> Callable[[], T]:
    """Remember what a function that reads resources returns, apart for each choice of extensions."""

    @cache
    def of(extensions: tuple[Path, ...]) -> T:
        return function()

    @wraps(function)
    def remembering() -> T:
        return of(extensions())

    return remembering
