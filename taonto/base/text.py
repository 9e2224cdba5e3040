"""Text for people: names made safe to print, numbers with their nouns, lists in a sentence, tables on a screen."""

import itertools
import re
import shutil
import textwrap
from collections.abc import Iterable, Sequence

_MIN_COLUMN = 12
_UNSAFE = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]+")


def screen_width() -> int:
    """Return the width of the terminal in characters."""
    return shutil.get_terminal_size().columns


def one_line(text: str) -> str:
    """Return a text safe to print on one line: without line breaks, terminal controls or changes of direction."""
    return _UNSAFE.sub(" ", text).strip()


def text_table(headings: Sequence[str], rows: Iterable[Sequence[str]], width: int | None = None) -> str:
    """Return a table with aligned columns, a line under the headings and a newline at the end.

    Args:
        headings: one per column.
        rows: the cells of each row, as many as there are headings.
        width: the most characters in a line; the widest columns are wrapped to fit; None never wraps.
    """
    cells = [[one_line(cell) for cell in row] for row in rows]
    widths = [max([len(name), *(len(row[i]) for row in cells)]) for i, name in enumerate(headings)]
    while width and sum(widths) + 2 * (len(widths) - 1) > width and max(widths) > _MIN_COLUMN:
        widths[widths.index(max(widths))] -= 1
    lines = [*_lines(headings, widths), "  ".join("-" * size for size in widths)]
    for row in cells:
        lines += _lines(row, widths)
    return "\n".join(lines) + "\n"


def _lines(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    """Return one row as lines, as many as its tallest cell needs."""
    cells = zip(row, widths, strict=True)
    wrapped = [textwrap.wrap(cell, size) if len(cell) > size else [cell] for cell, size in cells]
    lines = itertools.zip_longest(*wrapped, fillvalue="")
    return ["  ".join(map(str.ljust, line, widths)).rstrip() for line in lines]


def sentence(text: str) -> str:
    """Return the text with a capital first letter, the rest as it is."""
    return text[:1].upper() + text[1:]


def counted(number: int, noun: str) -> str:
    """Return a number with its noun.

    >>> counted(1, "element"), counted(2, "element")
    ('1 element', '2 elements')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def listed(names: Sequence[str]) -> str:
    """Return names listed as in a sentence.

    >>> listed(["one", "two", "three"])
    'one, two and three'
    """
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)
