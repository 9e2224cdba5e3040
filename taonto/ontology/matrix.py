"""Reading a coding matrix: the sheet in which a coder recorded which elements each framework has.

There are two layouts. Wide: the first column names the framework, every other column is an element, and cells are
`1 | 0 | blank` or `yes | no | unknown`. Long: the columns are `framework,element,value`, optionally with
`component,coder,locator`.
"""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from taonto.base.errors import BadInputError
from taonto.base.vocabulary import shorten
from taonto.cells.reading import open_tables


class CodingValue(StrEnum):
    """What a coder found. Unknown is not absent."""

    PRESENT = "present"
    NOT_MENTIONED = "not-mentioned"
    UNKNOWN = "unknown"


_SPELLINGS = {
    "1": CodingValue.PRESENT,
    "1.0": CodingValue.PRESENT,
    "yes": CodingValue.PRESENT,
    "present": CodingValue.PRESENT,
    "0": CodingValue.NOT_MENTIONED,
    "0.0": CodingValue.NOT_MENTIONED,
    "no": CodingValue.NOT_MENTIONED,
    "not-mentioned": CodingValue.NOT_MENTIONED,
    "not mentioned": CodingValue.NOT_MENTIONED,
    "": CodingValue.UNKNOWN,
    "unknown": CodingValue.UNKNOWN,
}
"""Cell text, folded, to its value. Programs write `1.0` and `0.0` when they export columns with blanks."""

_REMEDY = "write 1, 0 or nothing (or yes, no, unknown)"
_LONG = ("framework", "element", "value")
_LONG_EXTRA = ("component", "coder", "locator")
MAX_ELEMENTS = 16_384
"""Most columns of a coding matrix, as in Excel."""
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ufffe\uffff]")
"""Characters that no name has, and that XML (GraphML, GEXF, SVG) can't contain."""
_Row = tuple[int, list[str]]
"""The number of a row, as the spreadsheet shows it, and its cells."""


@dataclass(frozen=True, slots=True)
class CodingCell:
    """One cell of a coding matrix: its value, and where it was.

    `row` is the number that the spreadsheet shows (the heading is row 1); `column` is the heading.
    """

    framework: str
    element: str
    value: CodingValue
    component: str | None
    coder: str | None
    locator: str | None
    row: int
    column: str


@dataclass(frozen=True, slots=True)
class CodingMatrixFile:
    """A coding matrix as it was read: names in the order of their first use, in their first spelling."""

    name: str
    layout: str
    """"wide" or "long"."""
    frameworks: tuple[str, ...]
    elements: tuple[str, ...]
    cells: tuple[CodingCell, ...]


@dataclass(frozen=True, slots=True)
class NameMatch:
    """Names of a file matched to known ids: `ids` has each name that was found, `unknown` a sentence for each other."""

    ids: dict[str, str]
    unknown: tuple[str, ...]


def read_coding_matrix(source: str | Path, minimum_frameworks: int = 2) -> CodingMatrixFile:
    """Read a coding matrix from CSV (comma, semicolon or tab; plain or `.gz`) or from a workbook's first sheet.

    Blank rows are skipped. Case and surrounding space don't matter in names.

    Args:
        source: a path, or "-" for standard input.
        minimum_frameworks: the fewest frameworks that the caller can work with.

    Raises:
        BadInputError: with file, row and column, if there is no heading, a cell contains anything but the values above,
            a framework or an element occurs twice, two rows contradict each other, or there are too few frameworks.
        TaontoError: if the file can't be read, see `open_tables`.
    """
    name = str(source)
    rows = _rows(source)
    first = next(rows, None)
    if first is None:
        raise BadInputError(f"{name}: is empty; give a heading row and one row per framework")
    read = _read_long if set(_LONG) <= {_fold(title) for title in first[1]} else _read_wide
    result = read(name, first, rows)
    if len(result.frameworks) < minimum_frameworks:
        found = "no framework" if not result.frameworks else f"only {len(result.frameworks)} framework"
        raise BadInputError(f"{name}: contains {found}; give at least {minimum_frameworks}, one row each")
    return result


def match_names(names: Iterable[str], known: Mapping[str, str], what: str, where: str) -> NameMatch:
    """Match names to known ids; a name can be the id, label, CURIE or IRI, in any case.

    Args:
        names: as the file writes them.
        known: id to label.
        what: "framework" or "element", for the sentences.
        where: the file's name, for the sentences.
    """
    table = {_fold(label): identifier for identifier, label in known.items()}
    table |= {_fold(identifier): identifier for identifier in known}
    ids: dict[str, str] = {}
    unknown: list[str] = []
    for name in names:
        found = table.get(_fold(_id(name)))
        if found is None:
            unknown.append(f"{where}: there is no {what} '{name}' in the catalogue{_suggestion(name, table)}")
        else:
            ids[name] = found
    return NameMatch(ids, tuple(unknown))


def _suggestion(name: str, table: Mapping[str, str]) -> str:
    near = difflib.get_close_matches(_fold(_id(name)), table, n=1)
    return f"; did you mean '{table[near[0]]}'?" if near else ""


def _id(name: str) -> str:
    """Return the id in the IRI or CURIE of a practice or framework; any other name as it is."""
    return shorten(name).removeprefix("tap:").removeprefix("taf:")


def _fold(text: str) -> str:
    return " ".join(text.split()).casefold()


def _rows(source: str | Path) -> Iterator[_Row]:
    """Yield the number and the cells of each row that is not blank; cells are stripped and on one line."""
    name = str(source)
    notes: list[str] = []
    with open_tables(source, notes, most_columns=MAX_ELEMENTS) as tables:
        if notes:  # a guessed encoding could change names
            raise BadInputError(f"{name}: is not UTF-8 text; save the sheet as 'CSV UTF-8'")
        for table in tables:
            if table.hidden:
                continue
            for row in table.rows:
                cells = [" ".join(cell.split()) for cell in row.cells]
                for column, cell in enumerate(cells, 1):
                    if _UNPRINTABLE.search(cell):
                        raise BadInputError(
                            f"{name}, row {row.number}, column {column}: contains a control character; "
                            "delete it and type the text again"
                        )
                if any(cells):
                    yield row.number, cells
            return  # the first sheet of a workbook is the matrix


def _read_wide(name: str, first: _Row, rows: Iterator[_Row]) -> CodingMatrixFile:
    top, heading = first
    width = max(index for index, title in enumerate(heading, 1) if title)
    columns = _element_columns(name, top, heading[:width])
    seen: dict[str, int] = {}
    frameworks: list[str] = []
    cells: list[CodingCell] = []
    for number, row in rows:
        _check_width(name, number, row, width)
        framework = row[0]
        place = f"{name}, row {number}, column '{heading[0]}'"
        if not framework:
            raise BadInputError(f"{place}: no framework is named; enter its name")
        earlier = seen.setdefault(_fold(framework), number)
        if earlier != number:
            raise BadInputError(
                f"{place}: framework '{framework}' is already in row {earlier}; keep one row per framework"
            )
        frameworks.append(framework)
        for index, element in columns.items():
            value = _value(name, number, element, row[index] if index < len(row) else "")
            cells.append(CodingCell(framework, element, value, None, None, None, number, element))
    return CodingMatrixFile(name, "wide", tuple(frameworks), tuple(columns.values()), tuple(cells))


def _element_columns(name: str, top: int, heading: list[str]) -> dict[int, str]:
    columns: dict[int, str] = {}
    seen: dict[str, int] = {}
    for index, title in enumerate(heading[1:], 1):
        place = f"{name}, row {top}, column {index + 1}"
        if not title:
            raise BadInputError(f"{place}: has no heading; name the element")
        if _fold(title) in _SPELLINGS:
            raise BadInputError(
                f"{place}: '{title}' is a cell, not a heading; start with a heading row: "
                "the framework column, then the elements (or framework,element,value)"
            )
        earlier = seen.setdefault(_fold(title), index)
        if earlier != index:
            raise BadInputError(f"{place}: '{title}' is already in column {earlier + 1}; keep one column per element")
        columns[index] = title
    if not columns:
        raise BadInputError(f"{name}, row {top}: names no element; add one column per element after the framework's")
    return columns


def _read_long(name: str, first: _Row, rows: Iterator[_Row]) -> CodingMatrixFile:
    top, titles = first
    heading = [_fold(title) for title in titles]
    known = {*_LONG, *_LONG_EXTRA}
    for title in heading:
        if title and title not in known:
            wanted = ", ".join((*_LONG, *_LONG_EXTRA))
            raise BadInputError(f"{name}, row {top}, column '{title}': is not one of {wanted}; rename or remove it")
        if title and heading.count(title) > 1:
            raise BadInputError(f"{name}, row {top}, column '{title}': occurs twice; remove one")
    frameworks: dict[str, str] = {}
    elements: dict[str, str] = {}
    earliest: dict[tuple[str, ...], CodingCell] = {}
    cells: list[CodingCell] = []
    for number, row in rows:
        _check_width(name, number, row, len(heading))
        record = dict(zip(heading, row, strict=False))
        for title in ("framework", "element"):
            if not record.get(title):
                raise BadInputError(f"{name}, row {number}, column '{title}': is blank; name the {title}")
        cell = CodingCell(
            frameworks.setdefault(_fold(record["framework"]), record["framework"]),
            elements.setdefault(_fold(record["element"]), record["element"]),
            _value(name, number, "value", record.get("value", "")),
            record.get("component") or None,
            record.get("coder") or None,
            record.get("locator") or None,
            number,
            "value",
        )
        key = (cell.framework, cell.element, _fold(cell.component or ""), _fold(cell.coder or ""))
        earlier = earliest.setdefault(key, cell)
        if earlier.value != cell.value:
            raise BadInputError(
                f"{name}, row {number}, column 'value': '{cell.value}' for '{cell.framework}' and "
                f"'{cell.element}' contradicts '{earlier.value}' in row {earlier.row}; keep one of them"
            )
        cells.append(cell)
    return CodingMatrixFile(name, "long", tuple(frameworks.values()), tuple(elements.values()), tuple(cells))


def _check_width(name: str, number: int, row: list[str], width: int) -> None:
    if any(row[width:]):
        raise BadInputError(
            f"{name}, row {number}: has {len(row)} cells, but the heading has {width}; "
            "remove the extra ones or give them headings"
        )


def _value(name: str, row: int, column: str, text: str) -> CodingValue:
    value = _SPELLINGS.get(_fold(text))
    if value is None:
        shown = text if len(text) <= 40 else text[:40] + "..."
        raise BadInputError(f"{name}, row {row}, column '{column}': '{shown}' is not a cell value; {_REMEDY}")
    return value
