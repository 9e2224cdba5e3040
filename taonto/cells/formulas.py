"""Cells of CSV files made safe, so that no spreadsheet program runs them as formulas, and back."""

import re

_LIVE = re.compile(r"'*[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")


def disarm(text: str) -> str:
    """Return a CSV cell that no spreadsheet program runs as a formula: an apostrophe goes before what could start one.

    >>> disarm("=HYPERLINK(1)"), disarm("-5")
    ("'=HYPERLINK(1)", '-5')
    """
    return "'" + text if _LIVE.match(text) and not _NUMBER.fullmatch(text) else text


def rearm(text: str) -> str:
    """Undo `disarm`: remove the apostrophe that it added, and no other.

    >>> rearm("'=HYPERLINK(1)"), rearm("'tis")
    ('=HYPERLINK(1)', "'tis")
    """
    return text[1:] if text.startswith("'") and _LIVE.match(text, 1) else text
