"""Engagement sheets in, records out, as a stream."""

import contextlib
import difflib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

from taonto.base.errors import TaontoError
from taonto.cells.formulas import rearm
from taonto.cells.reading import open_tables
from taonto.cells.table import Row, Table
from taonto.ontology.codes import CodeLists
from taonto.records.record import Place, Record
from taonto.records.sheets.dataset import HEADINGS as DATASET_HEADINGS
from taonto.records.sheets.dataset import Fact, dataset_record
from taonto.records.sheets.layout import Layout, load_layout, normal_heading
from taonto.records.sheets.rows import DEFAULT_BASE, Header, RecordBuilder, plan


@dataclass(slots=True)
class SheetInfo:
    """What is known of an input beside its records; complete when the last record was read.

    Attributes:
        file: the input, as the user named it.
        rows: how many rows became engagement records.
        blank_rows: how many entirely blank rows were skipped.
        notes: what the user should know: a guessed encoding, unknown columns, sheets that were skipped.
        unknown_columns: the place of each heading that the sheet doesn't know.
        headings: the known headings that the input has.
    """

    file: str
    rows: int = 0
    blank_rows: int = 0
    notes: list[str] = field(default_factory=list)
    unknown_columns: list[Place] = field(default_factory=list)
    headings: set[str] = field(default_factory=set)


@contextlib.contextmanager
def open_sheet(
    source: str | Path,
    *,
    lists: CodeLists | None = None,
    base: str = DEFAULT_BASE,
    syntax: str | None = None,
    taken: set[bytes] | None = None,
) -> Iterator[tuple[SheetInfo, Iterator[Record]]]:
    """Open a CSV file or a workbook and yield what is known of it, and its records one by one.

    Args:
        source: a path, `.gz` too for CSV, or "-".
        lists: the code lists; those that come with taonto by default.
        base: what the IRIs that are made from identifiers and names start with.
        syntax: "csv" or "xlsx"; by default the suffix decides.
        taken: marks of the records of earlier inputs, where several make one data set; takes those of this one.

    Raises:
        TaontoError: if the input can't be read, holds no engagement table, lacks a required heading, or has a
            heading twice; while reading, at the first row that is broken.

    >>> with open_sheet("examples/engagements-good.csv") as (reading, records):  # doctest: +SKIP
    ...     print(next(records).subject)
    """
    reading = SheetInfo(str(source))
    sheet = load_layout()
    known = {*_names(sheet), *DATASET_HEADINGS}

    def weigh(row: list[str]) -> int:
        return sum(normal_heading(cell) in known for cell in row)

    with open_tables(source, reading.notes, weigh, syntax) as tables:
        builder = RecordBuilder(lists or CodeLists.shipped(), base, sheet)
        yield reading, _records(_Parts(reading, builder, set() if taken is None else taken).open(tables))


def read_sheet(
    source: str | Path,
    *,
    lists: CodeLists | None = None,
    base: str = DEFAULT_BASE,
    syntax: str | None = None,
) -> tuple[SheetInfo, list[Record]]:
    """Return what is known of a sheet, and all its records at once; see `open_sheet` for arguments and errors."""
    with open_sheet(source, lists=lists, base=base, syntax=syntax) as (reading, records):
        return reading, list(records)


def _names(sheet: Layout) -> Iterator[str]:
    for column in (*sheet.columns, *sheet.extra):
        yield normal_heading(column.heading)
        yield from map(normal_heading, column.aliases)


def _records(parts: Iterable[Callable[[], Iterator[Record]]]) -> Iterator[Record]:
    for part in parts:
        yield from part()


class _Parts:
    """The tables of one input: which hold records, which describe the data set, which are neither."""

    def __init__(self, reading: SheetInfo, builder: RecordBuilder, taken: set[bytes]) -> None:
        self.taken = taken
        self.reading = reading
        self.builder = builder
        self.sheet = builder.sheet
        self.by_name = {}
        for column in (*self.sheet.columns, *self.sheet.extra):
            for name in (column.heading, *column.aliases):
                self.by_name[normal_heading(name)] = column
        self.timed: set[str | None] = set()

    def open(self, tables: Iterable[Table]) -> list[Callable[[], Iterator[Record]]]:
        """Look at the headings of all tables at once, so that a fault in one shows before any record is read."""
        parts: list[Callable[[], Iterator[Record]]] = []
        skipped: list[str] = []
        hidden: list[str] = []
        empty = True
        for table in tables:
            if table.hidden:
                if self._heading(table) is not None or _dataset_heading(table) is not None:
                    hidden.append(table.sheet or "")
                continue
            empty = empty and not any(any(c.strip() for c in row.cells) for row in table.head)
            index = self._heading(table)
            if index is not None:
                parts.append(self._engagements(table, index))
            elif (start := _dataset_heading(table)) is not None:
                parts.append(self._dataset(table, start))
            elif table.sheet is not None:
                skipped.append(table.sheet)
        if hidden:
            names = ", ".join(hidden)
            self._say(
                f"skipped hidden sheets that hold records or describe the data set: {names}; show what is to count"
            )
        if not parts:
            raise TaontoError(self._no_table(empty, hidden))
        if skipped:
            self._say(f"skipped the sheets that hold no engagement table: {', '.join(skipped)}")
        return parts

    def _say(self, note: str) -> None:
        self.reading.notes.append(f"{self.reading.file}: {note}")

    def _no_table(self, empty: bool, hidden: list[str]) -> str:
        if hidden:
            return f"{self.reading.file}: only hidden sheets hold records ({', '.join(hidden)}); show them"
        what = "holds no rows" if empty else "no row near the top holds the headings identifier, recordKind and so on"
        return f"{self.reading.file}: {what}; start from a sheet that 'taonto template' makes"

    def _heading(self, table: Table) -> int | None:
        """Return the number in `head` of the row that knows most headings, if it knows enough of them."""
        scores = [sum(normal_heading(c) in self.by_name for c in row.cells if c.strip()) for row in table.head]
        best = max(scores, default=0)
        if best < min(3, len(self.sheet.columns)):
            return None
        return scores.index(best)

    def _engagements(self, table: Table, index: int) -> Callable[[], Iterator[Record]]:
        heading = table.head[index]
        headers = self._headers(table, heading)
        columns = plan(headers)
        rows = table.rows
        wide = len(headers)
        dates = {number for number, header in columns if header.column and header.column.kind == "date"}

        def records() -> Iterator[Record]:
            for row in rows:
                if row.number <= heading.number:
                    continue
                cells = row.cells if table.sheet is not None else [rearm(c) for c in row.cells]
                for number in row.timed:
                    if number in dates:
                        cells[number] = self._day(table, row, cells[number])
                if not any(c and not c.isspace() for c in cells):
                    self.reading.blank_rows += 1
                    continue
                if any(c.strip() for c in cells[wide:]):
                    raise TaontoError(
                        f"{self._place(table)}: row {row.number} has {len(cells)} cells under {wide} headings; "
                        "put cells that hold the delimiter in quotation marks, or add the heading"
                    )
                yield self._record(table, headers, columns, row, cells)

        return records

    def _record(
        self, table: Table, headers: list[Header], columns: list[tuple[int, Header]], row: Row, cells: list[str]
    ) -> Record:
        texts = {h.column.heading: c for h, c in zip(headers, cells, strict=False) if h.column}
        self.reading.rows += 1
        subject = made = self.builder.subject(texts, row.number)
        number = row.number
        while (mark := blake2b(subject.encode(), digest_size=8).digest()) in self.taken:
            subject = self.builder.iris.part(made, "row", number)  # two rows with one identifier are two records
            number += 1
        self.taken.add(mark)
        place = Place(self.reading.file, table.sheet, row.number, None, row.line)
        return self.builder.record(columns, cells, place, subject)

    def _day(self, table: Table, row: Row, text: str) -> str:
        """Return the day of a date with a time of day, and say once a sheet that the times are left out."""
        if table.sheet not in self.timed:
            self.timed.add(table.sheet)
            self._say(
                f"sheet '{table.sheet}' has times of day in its date cells, in row {row.number} for the first time; "
                "they were left out, and the dates kept"
            )
        return text[:10]

    def _headers(self, table: Table, heading: Row) -> list[Header]:
        place = self._place(table)
        headers: list[Header] = []
        seen: dict[str, str] = {}
        cells = [c.strip() for c in heading.cells]
        while cells and not cells[-1]:
            cells.pop()
        for number, text in enumerate(cells, start=1):
            column = self.by_name.get(normal_heading(text)) if text else None
            name = text or f"column {number}"
            key = column.heading if column else name.casefold()
            if key in seen:
                raise TaontoError(f"{place}: row {heading.number} has the heading '{text}' twice; remove or rename one")
            seen[key] = name
            alias = column and normal_heading(text) != normal_heading(column.heading)
            headers.append(Header(column.heading if column and not alias else name, column))
            if column:
                self.reading.headings.add(column.heading)
            elif text:
                self._unknown(table, heading, text)
        missing = [c.heading for c in self.sheet.columns if c.level == "required" and c.heading not in seen]
        if missing:
            raise TaontoError(
                f"{place}: row {heading.number} lacks the required headings {', '.join(missing)}; add them"
            )
        return headers

    def _unknown(self, table: Table, heading: Row, text: str) -> None:
        self.reading.unknown_columns.append(Place(self.reading.file, table.sheet, heading.number, text, heading.line))
        near = difflib.get_close_matches(normal_heading(text), list(self.by_name), n=1, cutoff=0.8)
        hint = f" (did you mean {self.by_name[near[0]].heading}?)" if near else ""
        self._say(f"the column '{text}' is none of the sheet's{hint}; its cells are kept as they are")

    def _place(self, table: Table) -> str:
        return f"{self.reading.file}: sheet '{table.sheet}'" if table.sheet else self.reading.file

    def _dataset(self, table: Table, start: int) -> Callable[[], Iterator[Record]]:
        first = table.head[start]
        at = [normal_heading(c) for c in first.cells]
        key_at, value_at = (at.index(h) for h in DATASET_HEADINGS)
        rows = table.rows
        dates = {normal_heading(c.heading) for c in self.sheet.dataset if c.kind == "date"}

        def records() -> Iterator[Record]:
            file, sheet = self.reading.file, table.sheet
            facts: list[Fact] = []
            for row in rows:
                cells = [*row.cells, *[""] * len(at)]
                key, text = cells[key_at].strip(), rearm(cells[value_at]).strip()
                if value_at in row.timed and normal_heading(key) in dates:
                    text = self._day(table, row, text)
                if row.number > first.number and key and text:
                    facts.append(Fact(key, text, Place(file, sheet, row.number, "value", row.line)))
            if facts:  # a page that nobody filled in describes nothing
                place = Place(file, sheet, first.number, None, first.line)
                yield dataset_record(self.builder, facts, Path(file).name.split(".")[0] or "data", place)

        return records


def _dataset_heading(table: Table) -> int | None:
    for number, row in enumerate(table.head):
        if set(DATASET_HEADINGS) <= {normal_heading(c) for c in row.cells}:
            return number
    return None
