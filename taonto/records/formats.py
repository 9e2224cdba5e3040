"""What a file is: a sheet, or RDF in one of its syntaxes. The user says so, or else the file's name does."""

from pathlib import Path

from taonto.base.errors import BadInputError, UnknownNameError
from taonto.cells.table import is_old_workbook, is_table, is_workbook
from taonto.rdf.graph import SYNTAXES, guess_syntax

SHEETS = ("csv", "xlsx")
"""The formats of sheets."""
FORMATS = (*SHEETS, *SYNTAXES)
"""All formats that are read and written: those of sheets, and the syntaxes of RDF."""


def format_of(name: str | Path, stated: str | None = None) -> str:
    """Return the format of a file, one of `FORMATS`. The file itself is not looked at and need not exist.

    Args:
        name: the file's name; "-" says nothing.
        stated: what the user says it is; by default the suffix decides, ignoring a final `.gz`.

    Raises:
        UnknownNameError: if there is no such format, or the suffix stands for none.
        BadInputError: if the suffix is that of a workbook which is neither read nor written.

    >>> format_of("log.xlsm"), format_of("log.ttl.gz"), format_of("log.data", "csv")
    ('xlsx', 'turtle', 'csv')
    """
    choices = ", ".join(FORMATS)
    if stated is not None:
        if stated not in FORMATS:
            raise UnknownNameError(f"{name}: there is no format '{stated}'; use one of {choices}")
        return stated
    if is_old_workbook(name):
        raise BadInputError(f"{name}: taonto reads CSV and XLSX; save the sheet in one of these")
    if is_table(name):
        return "xlsx" if is_workbook(name) else "csv"
    syntax = guess_syntax(name)
    if syntax is None:
        raise UnknownNameError(f"{name}: its name does not show its format; name the format ({choices})")
    return syntax
