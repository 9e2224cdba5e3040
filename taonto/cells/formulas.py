"""Cells of CSV files that no spreadsheet takes for a formula, and back."""

import re

_LIVE = re.compile(r"'*[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")


def disarm(text: str) -> str:
    """Return a CSV cell that no spreadsheet takes for a formula: an apostrophe goes before what could start one.

    >>> disarm("=HYPERLINK(1)"), disarm("-5")
    ("'=HYPERLINK(1)", '-5')
    """
    return "'" + text if _LIVE.match(text) and not _NUMBER.fullmatch(text) else text


def rearm(text: str) -> str:
    """Undo `disarm`: take the apostrophe away again, and only that one.

    >>> rearm("'=HYPERLINK(1)"), rearm("'tis")
    ('=HYPERLINK(1)', "'tis")
    """
    return text[1:] if text.startswith("'") and _LIVE.match(text, 1) else text
