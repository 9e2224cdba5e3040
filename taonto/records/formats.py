"""What a file is: a sheet, or RDF in one of its syntaxes. The user says so, or else the file's name does."""

from pathlib import Path

from taonto.base.errors import UnknownNameError
from taonto.base.kinds import kind_of_name
from taonto.cells.reading import refuse_other_kinds
from taonto.cells.table import is_table, is_workbook, other_kind
from taonto.rdf.graph import SYNTAXES, guess_syntax

SHEETS = ("csv", "xlsx")
"""The formats of sheets."""
FORMATS = (*SHEETS, *SYNTAXES)
"""All formats that are read and written: those of sheets, and the syntaxes of RDF."""


def format_of(name: str | Path, stated: str | None = None, *, writing: bool = False) -> str:
    """Return the format of a file, one of `FORMATS`. The file need not exist.

    Args:
        name: the file's name; "-" says nothing.
        stated: what the user says it is; by default the suffix decides, ignoring a final `.gz`.
        writing: whether the file is to be written; one to be read is looked at if its name is that of another kind.

    Raises:
        UnknownNameError: if there is no such format, or the suffix stands for none.
        BadInputError: if the name is that of a file which is neither read nor written, such as another workbook.

    >>> format_of("log.xlsm"), format_of("log.ttl.gz"), format_of("log.data", "csv")
    ('xlsx', 'turtle', 'csv')
    """
    choices = ", ".join(FORMATS)
    if stated is not None:
        if stated not in FORMATS:
            raise UnknownNameError(f"{name}: there is no format '{stated}'; use one of {choices}")
        return stated
    kind = kind_of_name(name)
    if kind is not None:
        if writing:
            raise other_kind(name, kind, writing=True)
        refuse_other_kinds(name)
    if is_table(name):
        return "xlsx" if is_workbook(name) else "csv"
    syntax = guess_syntax(name)
    if syntax is None:
        if not writing:
            refuse_other_kinds(name)
        raise UnknownNameError(f"{name}: its name does not show its format; name the format ({choices})")
    return syntax
