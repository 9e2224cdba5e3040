"""What commands say on standard error while they work: messages, and progress on a terminal."""

import contextlib
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from tqdm import tqdm

_SIZE = {"ncols": 80, "nrows": 24}
"""The size assumed for a terminal that does not know its own: tqdm would show nothing there."""


def say(message: str) -> None:
    """Write a line about the work to standard error, marked as coming from taonto.

    Where nobody can read it (it is closed, or its disk is full), the work goes on: the exit code says how it ended.
    """
    with contextlib.suppress(OSError, ValueError):
        click.echo(f"taonto: {message}", err=True)


def note(message: str) -> None:
    """Write something that the user should know about the data or the result to standard error."""
    say(f"note: {message}")


def hush_matplotlib() -> None:
    """Keep off the screen where matplotlib keeps its cache, and that it has no place for one; before it is imported."""
    import logging

    logging.getLogger("matplotlib").setLevel(logging.ERROR)


def progress_bar(work: Iterable[Any] | None = None, **options: Any) -> "tqdm[Any]":  # noqa: ANN401 (those of tqdm)
    """Return a progress bar on standard error: gone when the work is done, silent unless that is a terminal.

    Args:
        work: what to iterate over, if the bar is used as an iterator.
        **options: those of tqdm: total, unit, bar_format.
    """
    from tqdm import tqdm

    size = {} if _columns() else _SIZE
    return tqdm(work, disable=not _on_terminal(), leave=False, file=sys.stderr, **size, **options)


@contextlib.contextmanager
def named_steps() -> Iterator[Callable[[str], None]]:
    """Give a function that shows the name of the current step, for work whose length is unknown."""
    with progress_bar(bar_format="{desc} ({elapsed})") as bar:

        def show(step: str) -> None:
            bar.set_description_str(step)
            bar.update()

        yield show


def _on_terminal() -> bool:
    return sys.stderr is not None and sys.stderr.isatty()


def _columns() -> int:
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns
    except (OSError, ValueError, AttributeError):  # not a terminal, or no file at all
        return 0
