"""Rows of one sheet as rows of another: each row keeps its own cells, in the normal form of their values.

Nothing is looked up in other rows or cells: what a row says of an organization stays in that row. A value that can't be
read is kept as it stands.
"""

from collections.abc import Callable, Iterable, Iterator

from pyoxigraph import Literal, Triple

from taonto.base.errors import LimitError
from taonto.base.text import counted
from taonto.cells.table import MAX_COLUMNS
from taonto.rdf.nodes import iri_of
from taonto.records.record import Place
from taonto.records.sheets.layout import Column
from taonto.records.sheets.reader import Part, SourceRow
from taonto.records.sheets.rows import Header, RecordBuilder
from taonto.records.sheets.values import (
    is_name,
    is_well_formed,
    join_values,
    name_and_iri,
    node_of_text,
    split_values,
    text_of_node,
)

_CACHE, _SHORT_CELL = 20_000, 200
"""How many cells are remembered with their normal form, and the most characters of such a cell."""
_REFERS = ("code", "iri", "record")
"""Kinds of columns whose values stand for something: one that stays a text could not be read."""


class Rewriter:
    """Turns the rows of a sheet into rows under the headings of the layout and its own headings.

    Attributes:
        headings: those of the layout, then what else the sheet has.
        unread: how many cells contain a value that could not be read.
        first: the first of them.
        rest: what the cells say that the new file can't contain.
    """

    def __init__(self, builder: RecordBuilder, parts: Iterable[Part], fits: Callable[[str], bool]) -> None:
        """Prepare for the rows of some tables.

        Args:
            builder: reads cells.
            parts: the tables.
            fits: says whether a cell of the new file can contain a text.

        Raises:
            LimitError: if the tables together have too many columns.
        """
        self.builder = builder
        self.fits = fits
        layout = builder.layout
        headers = [header for part in parts for header in part.headers]
        used = {header.column.heading for header in headers if header.column}
        own: dict[str, str] = {}
        for header in headers:
            if header.column is None:
                own.setdefault(header.heading.casefold(), header.heading)
        self._unnamed = {h.heading for h in headers if not h.named} - {h.heading for h in headers if h.named}
        self.headings = [
            *layout.headings,
            *(c.heading for c in layout.extra if c.heading in used),
            *sorted(own.values()),
        ]
        if len(self.headings) > MAX_COLUMNS:
            raise LimitError(
                f"the sheets have {len(self.headings):,} different columns in all, but the limit for one sheet is "
                f"{MAX_COLUMNS:,}; convert them one by one"
            )
        self._at = {heading.casefold(): number for number, heading in enumerate(self.headings)}
        self.unread = 0
        self.first: Place | None = None
        self.rest: list[Triple] = []
        self._known: dict[tuple[str, str], tuple[str, bool]] = {}

    def cells(self, row: SourceRow) -> list[str]:
        """Return the cells of a row under the new headings."""
        result = [""] * len(self.headings)
        unfit: set[str] = set()
        for number, header in row.columns:
            cell = row.cells[number] if number < len(row.cells) else ""
            if not cell or cell.isspace():
                continue
            text, could_be_read = self._normal(header, cell)
            if not could_be_read:
                self.unread += 1
                self.first = self.first or row.record.place._replace(column=header.heading)
            # A cell makes no sense without the one that it describes, which comes before it in `row.columns`.
            owner = header.column and (header.column.of or (header.column.link and header.column.link[1]))
            if owner in unfit or not (self.fits(text) and self.fits(header.heading)):
                unfit.add(header.heading)
            else:
                result[self._at[(header.column.heading if header.column else header.heading).casefold()]] = text
        if unfit:
            self.rest += [t for t in row.record.triples if row.record.where(t).column in unfit]
        return result

    def without_blank_columns(self, rows: Iterator[list[str]]) -> tuple[list[str], Iterable[list[str]]]:
        """Return the headings and rows without columns that have neither a heading in the sheet nor any value."""
        unnamed = {self._at[name.casefold()] for name in self._unnamed}
        if not unnamed:
            return self.headings, rows
        held = list(rows)
        kept = [n for n in range(len(self.headings)) if n not in unnamed or any(row[n] for row in held)]
        return [self.headings[n] for n in kept], [[row[n] for n in kept] for row in held]

    @property
    def note(self) -> str | None:
        """What the user should know of cells that could not be read; None if there were none."""
        if self.first is None:
            return None
        file, sheet, row, column, _ = self.first
        place = f"sheet '{sheet}', row {row}" if sheet else f"row {row}"
        kept = "it was kept as it stands" if self.unread == 1 else "they were kept as they stand"
        return f"{file}: {counted(self.unread, 'cell')} can't be read (first: {place}, column '{column}'); {kept}"

    def _normal(self, header: Header, cell: str) -> tuple[str, bool]:
        """Return a cell in normal form, and whether all its values could be read; most cells recur."""
        if len(cell) > _SHORT_CELL:
            return self._fresh(header, cell)
        key = header.heading, cell
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= _CACHE:
                self._known.clear()
            found = self._known[key] = self._fresh(header, cell)
        return found

    def _fresh(self, header: Header, cell: str) -> tuple[str, bool]:
        column = header.column
        if column is None:
            return _own(header, cell), True
        if column.kind == "subject":
            iri = iri_of(cell.strip())
            return (iri.value, True) if iri else (cell.strip(), False)
        if not (column.node or column.splits):
            return cell.strip(), True
        values = split_values(cell)
        if not (column.node or column.of):  # elsewhere the place of a value counts
            values = list(dict.fromkeys(filter(None, values)))
        read = [self._named(v) if column.node else self._valued(column, v) for v in values]
        return join_values([text for text, _ in read]) if any(values) else "", all(good for _, good in read)

    def _named(self, value: str) -> tuple[str, bool]:
        """Return the name of a thing with or without its IRI."""
        name, iri = name_and_iri(value)
        both = value if iri is None else f"{name} <{iri.value}>" if name else iri.value
        return (both if name_and_iri(both) == (name, iri) else value), is_name(value)

    def _valued(self, column: Column, value: str) -> tuple[str, bool]:
        if not value:
            return "", True
        term = self.builder.term(column, value)
        good = is_well_formed(column.kind, value) and not (column.kind in _REFERS and isinstance(term, Literal))
        return self.builder.text(column, term) or value, good


def _own(header: Header, cell: str) -> str:
    """Return a cell of a column that the layout doesn't have."""
    if iri_of(header.heading.strip()) is None:
        return cell.strip()
    values = dict.fromkeys(split_values(cell))
    texts = [(text_of_node(node_of_text(value)), value) for value in values]
    return join_values([text if text.strip() == text else value for text, value in texts])
