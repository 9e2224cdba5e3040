"""Engagement sheets in, records out, as a stream.

`taonto.cells` gives tables of text; here the tables that contain records are found by their headings; each of their
rows goes to the `RecordBuilder`, which knows what the cells mean.
"""

import contextlib
import difflib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from taonto.base.errors import BadInputError, LimitError
from taonto.cells.formulas import rearm
from taonto.cells.reading import open_tables
from taonto.cells.table import Row, Table
from taonto.ontology.codes import CodeLists
from taonto.records.record import Place, Record, Records
from taonto.records.sheets.dataset import HEADINGS as DATASET_HEADINGS
from taonto.records.sheets.dataset import Fact, dataset_record
from taonto.records.sheets.layout import load_layout, normal_heading
from taonto.records.sheets.rows import DEFAULT_BASE, Header, Plan, RecordBuilder, plan

_ENOUGH_HEADINGS = 3
"""A row with this many known headings is a heading row."""

MAX_HEADING = 1_000
"""Most characters in a heading: every value of the column carries it."""


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A row as it was read.

    Attributes:
        record: what it became; for the table that describes the data set: what all its rows became.
        columns: what its cells are; none for the description of the data set.
        cells: the texts in the order of the table; those missing at the end are blank.
    """

    record: Record
    columns: Plan
    cells: Sequence[str]


@dataclass(frozen=True, slots=True)
class Part:
    """One table of an input, to be read when its turn comes.

    Attributes:
        headers: what its columns are; none for the table that describes the data set.
        read: reads its rows, once.
    """

    headers: Sequence[Header]
    read: Callable[[], Iterator[SourceRow]]


@dataclass(slots=True)
class SheetInfo:
    """What is known of an input apart from its records; complete once the last record has been read.

    Attributes:
        file: the input, as the user named it.
        rows: how many rows became engagement records.
        blank_rows: how many entirely blank rows were skipped.
        notes: what the user should know, each a sentence that names the file: a guessed encoding, unknown columns,
            sheets that were skipped.
        unknown_columns: the place of each heading that the layout doesn't have.
    """

    file: str
    rows: int = 0
    blank_rows: int = 0
    notes: list[str] = field(default_factory=list)
    unknown_columns: list[Place] = field(default_factory=list)


@contextlib.contextmanager
def open_sheet(
    source: str | Path,
    *,
    lists: CodeLists | None = None,
    base: str = DEFAULT_BASE,
    sheet_format: str | None = None,
    taken: set[bytes] | None = None,
) -> Iterator[tuple[SheetInfo, Records]]:
    """Open a CSV file or a workbook and yield what is known of it, and its records one by one.

    Args:
        source: a path, `.gz` too, or "-".
        lists: the code lists; those that come with taonto by default.
        base: what the IRIs that are made from identifiers and names start with.
        sheet_format: "csv" or "xlsx"; by default the suffix decides.
        taken: marks of the records of earlier inputs, where several make one data set; those of this one are added.

    Raises:
        BadInputError: if the input contains no engagement records, lacks a required heading, or has a heading twice;
            while reading, at the first row that is broken.
        LimitError: if a heading is too long.
        TaontoError: if the input can't be read.

    >>> from taonto.base.resources import folder
    >>> with open_sheet(folder("examples") / "engagements-good.csv") as (info, records):
    ...     print(next(records).place.row)
    2
    """
    with open_parts(source, lists=lists, base=base, sheet_format=sheet_format, taken=taken) as (info, parts):
        yield info, (row.record for part in parts for row in part.read())


@contextlib.contextmanager
def open_parts(
    source: str | Path,
    *,
    lists: CodeLists | None = None,
    base: str = DEFAULT_BASE,
    sheet_format: str | None = None,
    taken: set[bytes] | None = None,
) -> Iterator[tuple[SheetInfo, list[Part]]]:
    """Open a sheet and yield what is known of it, and its tables; see `open_sheet` for arguments and errors."""
    info = SheetInfo(str(source))
    layout = load_layout()
    known = {*layout.by_name, *DATASET_HEADINGS}

    def weigh(row: list[str]) -> int:
        return sum(normal_heading(cell) in known for cell in row)

    with open_tables(source, info.notes, weigh, sheet_format) as tables:
        builder = RecordBuilder(lists or CodeLists.shipped(), base, layout)
        yield info, _Reader(info, builder, set() if taken is None else taken).parts(tables)


class _Reader:
    """Reads the tables of one input: those that contain records, and those that describe the data set."""

    def __init__(self, info: SheetInfo, builder: RecordBuilder, taken: set[bytes]) -> None:
        """Prepare for the tables.

        Args:
            info: takes what becomes known.
            builder: turns rows into records.
            taken: marks of the records that have been read.
        """
        self.info = info
        self.builder = builder
        self.taken = taken
        self.layout = builder.layout
        self.timed: set[str | None] = set()
        """The sheets whose times of day have been reported."""

    def parts(self, tables: Iterable[Table]) -> list[Part]:
        """Look at the headings of all tables at once, so that an error in one shows before any record is read."""
        parts: list[Part] = []
        skipped: list[str] = []
        hidden: list[str] = []
        empty = True
        for table in tables:
            if table.hidden:
                if self._heading_row(table) is not None or _dataset_heading_row(table) is not None:
                    hidden.append(table.sheet or "")
                continue
            empty = empty and not any(any(c.strip() for c in row.cells) for row in table.head)
            heading = self._heading_row(table)
            if heading is not None:
                parts.append(self._engagements(table, heading))
            elif (heading := _dataset_heading_row(table)) is not None:
                parts.append(self._dataset(table, heading))
            elif table.sheet is not None:
                skipped.append(table.sheet)
        if hidden:
            self._note(
                f"skipped hidden sheets with records or facts about the data set: {', '.join(hidden)}; unhide them"
            )
        if not parts:
            raise BadInputError(f"{self.info.file}: {_no_records(empty, hidden)}")
        if skipped:
            self._note(f"skipped the sheets without engagement records: {', '.join(skipped)}")
        return parts

    def _note(self, note: str) -> None:
        self.info.notes.append(f"{self.info.file}: {note}")

    def _where(self, table: Table) -> str:
        return f"{self.info.file}: sheet '{table.sheet}'" if table.sheet else self.info.file

    def _heading_row(self, table: Table) -> Row | None:
        """Return the row near the top that has the most known headings, if it has enough of them."""

        def known(row: Row) -> int:
            return sum(normal_heading(c) in self.layout.by_name for c in row.cells if c.strip())

        best = max(table.head, key=known, default=None)
        return best if best is not None and known(best) >= _ENOUGH_HEADINGS else None

    def _engagements(self, table: Table, heading: Row) -> Part:
        """Check the headings of a table and return what reads its records."""
        headers = self._headers(table, heading)
        columns = plan(headers)
        width = len(headers)
        dates = {number for number, header in columns if header.column and header.column.kind == "date"}

        def rows() -> Iterator[SourceRow]:
            for row in table.rows:
                if row.number <= heading.number:
                    continue
                cells = row.cells if table.sheet is not None else [rearm(c) for c in row.cells]
                for number in row.timed:
                    if number in dates:
                        cells[number] = self._day(table, row, cells[number])
                if not any(c and not c.isspace() for c in cells):
                    self.info.blank_rows += 1
                    continue
                if any(c.strip() for c in cells[width:]):
                    raise BadInputError(
                        f"{self._where(table)}: row {row.number} has {len(cells)} cells under {width} headings; "
                        "put quotation marks around cells that contain the delimiter, or add the missing heading"
                    )
                self.info.rows += 1
                texts = {h.column.heading: c for h, c in zip(headers, cells, strict=False) if h.column}
                place = Place(self.info.file, table.sheet, row.number, None, row.line)
                subject = self.builder.new_subject(texts, row.number, self.taken)
                yield SourceRow(self.builder.record(columns, cells, place, subject), columns, cells)

        return Part(headers, rows)

    def _day(self, table: Table, row: Row, text: str) -> str:
        """Return the day of a date with a time of day, and note once per sheet that the times are left out."""
        if table.sheet not in self.timed:
            self.timed.add(table.sheet)
            self._note(
                f"sheet '{table.sheet}' has times of day in its date cells (first in row {row.number}); the times were "
                "dropped and the dates kept"
            )
        return text[:10]

    def _headers(self, table: Table, heading: Row) -> list[Header]:
        """Return what the columns of a table are; note the unknown ones, and refuse headings that don't do."""
        where = f"{self._where(table)}: row {heading.number}"
        headers: list[Header] = []
        seen: set[str] = set()
        cells = [c.strip() for c in heading.cells]
        while cells and not cells[-1]:
            cells.pop()
        for number, text in enumerate(cells, start=1):
            if len(text) > MAX_HEADING:
                raise LimitError(
                    f"{where}: the heading of column {number} has {len(text):,} characters, but the limit is "
                    f"{MAX_HEADING:,}; shorten it"
                )
            column = self.layout.by_name.get(normal_heading(text)) if text else None
            name = text or f"column {number}"
            key = column.heading if column else name.casefold()
            if key in seen:
                raise BadInputError(f"{where} has the heading '{text}' twice; remove or rename one")
            seen.add(key)
            if column:
                alias = normal_heading(text) != normal_heading(column.heading)
                headers.append(Header(name if alias else column.heading, column))
            else:
                headers.append(Header(name, None, bool(text)))
                if text:
                    self._unknown(table, heading, text)
        missing = [c.heading for c in self.layout.columns if c.level == "required" and c.heading not in seen]
        if missing:
            raise BadInputError(f"{where} lacks the required headings {', '.join(missing)}; add them")
        return headers

    def _unknown(self, table: Table, heading: Row, text: str) -> None:
        self.info.unknown_columns.append(Place(self.info.file, table.sheet, heading.number, text, heading.line))
        near = difflib.get_close_matches(normal_heading(text), list(self.layout.by_name), n=1, cutoff=0.8)
        hint = f" (did you mean {self.layout.by_name[near[0]].heading}?)" if near else ""
        self._note(f"'{text}' is an unknown column{hint}; its cells are kept as they are")

    def _dataset(self, table: Table, heading: Row) -> Part:
        """Return what reads the description of the data set."""
        at = [normal_heading(c) for c in heading.cells]
        key_at, value_at = (at.index(h) for h in DATASET_HEADINGS)
        dates = {normal_heading(c.heading) for c in self.layout.dataset if c.kind == "date"}

        def rows() -> Iterator[SourceRow]:
            file, sheet = self.info.file, table.sheet
            facts: list[Fact] = []
            for row in table.rows:
                cells = [*row.cells, *[""] * len(at)]
                key, text = cells[key_at].strip(), rearm(cells[value_at]).strip()
                if value_at in row.timed and normal_heading(key) in dates:
                    text = self._day(table, row, text)
                if row.number > heading.number and key and text:
                    facts.append(Fact(key, text, Place(file, sheet, row.number, "value", row.line)))
            if facts:  # a page that nobody filled in describes nothing
                place = Place(file, sheet, heading.number, None, heading.line)
                record = dataset_record(self.builder, facts, Path(file).name.split(".")[0] or "data", place)
                yield SourceRow(record, [], [])

        return Part([], rows)


def _no_records(empty: bool, hidden: list[str]) -> str:
    if hidden:
        return f"only hidden sheets contain records ({', '.join(hidden)}); unhide them"
    what = "has no rows" if empty else "no row near the top has the headings identifier, recordKind and so on"
    return f"{what}; start from the data-entry template"


def _dataset_heading_row(table: Table) -> Row | None:
    return next((row for row in table.head if set(DATASET_HEADINGS) <= {normal_heading(c) for c in row.cells}), None)
