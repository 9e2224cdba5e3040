"""Progress on a terminal: the one way in which commands show it."""

import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tqdm import tqdm

_SIZE = {"ncols": 80, "nrows": 24}
"""What is assumed of a terminal that does not know its size: tqdm would show nothing."""


def progress_bar(work: Iterable[Any] | None = None, **options: Any) -> "tqdm[Any]":  # noqa: ANN401 (those of tqdm)
    """Return a progress bar on standard error: gone when the work is done, and silent where that is no terminal.

    Args:
        work: what is gone through, if the bar is to be iterated.
        **options: those of tqdm: total, unit, bar_format.
    """
    from tqdm import tqdm

    size = {} if _columns() else _SIZE
    return tqdm(work, disable=not sys.stderr.isatty(), leave=False, file=sys.stderr, **size, **options)


def _columns() -> int:
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns
    except (OSError, ValueError):  # no terminal, or no file at all
        return 0
