"""Inputs of any format, read: as records with the place of each statement, or as triples alone.

Sheets are read in `taonto.records.sheets`; how RDF is divided into records is decided here.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Set, Sized
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import TypeVar

from pyoxigraph import Literal, NamedNode, Triple

from taonto.base.errors import BadInputError, LimitError
from taonto.base.reading import open_bytes, refuse_missing
from taonto.ontology.codes import CodeLists
from taonto.rdf.document import MAX_WRITTEN
from taonto.rdf.graph import missing_imports, read_triples
from taonto.rdf.jsonld import Unmapped
from taonto.rdf.nodes import TYPE, AnyNode, Labels, renamed
from taonto.records.formats import SHEETS, format_of
from taonto.records.lines import triples_with_lines
from taonto.records.record import Place, Record, record_classes
from taonto.records.sheets.reader import open_sheet

T = TypeVar("T")

MAX_TRIPLES = 2_500_000
"""Most triples of one input of records: all of it is kept in memory, and again by each process that checks it."""
MAX_CONVERTED = 10_000_000
"""Most triples of an RDF file that is converted: all of it is kept in memory, once."""
MAX_REPEATED = 100_000
"""How many statements of a file may be in a further record, or as many as there are, if these are more."""
MAX_RECORD = 500_000
"""Most statements that one record may lead to."""
MAX_RECORD_TRIPLES = 5_000
"""Most triples about one record of a sheet (a usual one has 50): rules compare its values with each other."""
_STATEMENTS = 50
"""How many statements a usual record has."""
_FEW = 10_000


@dataclass(slots=True)
class Input:
    """One input, read.

    Attributes:
        file: its name as the user gave it.
        records: the engagement records, and further records for whatever else the input describes.
        count: how many engagement records there are.
        table: whether it is a sheet.
        blank_rows: how many blank rows of a sheet were skipped.
        notes: what the user should know, each a sentence that names the file.
        unknown_columns: the places of headings that the layout doesn't have.
        error: why it could not be read or judged; None if it was.
        unmapped: the words of JSON-LD that mean nothing.
    """

    file: str
    records: list[Record]
    count: int
    table: bool = False
    blank_rows: int = 0
    notes: list[str] = field(default_factory=list)
    unknown_columns: list[Place] = field(default_factory=list)
    error: str | None = None
    unmapped: Unmapped = field(default_factory=Unmapped)

    @property
    def triples(self) -> Iterator[Triple]:
        """All triples of all records, repetitions included."""
        return (triple for record in self.records for triple in record.triples)


def read_input(
    name: str | Path,
    input_format: str | None = None,
    lists: CodeLists | None = None,
    blank: str = "b",
    taken: set[bytes] | None = None,
    base: str | None = None,
) -> Input:
    """Return an input as records.

    Args:
        name: a path (`.gz` too), or "-" for standard input.
        input_format: a name in `taonto.records.formats.FORMATS`; by default the suffix decides.
        lists: the code lists that cells may name; those that come with taonto by default.
        blank: how the labels of blank nodes in RDF begin; inputs that make one graph need different ones.
        taken: for a sheet: marks of the records of earlier inputs, where several make one graph.
        base: for RDF: what relative IRIs are resolved against; without it they are errors.

    Raises:
        TaontoError: if the input can't be read; a LimitError if it contains more than is read at once.
    """
    refuse_missing(name)
    found = format_of(name, input_format)
    if found in SHEETS:
        return _read_sheet(str(name), found, lists, taken)
    return _read_rdf(str(name), found, blank, base)


def read_data(
    name: str | Path, input_format: str | None = None, blank: str = "b", base: str | None = None
) -> tuple[list[Triple], list[str]]:
    """Return the triples of an input, and what the user should know of it, for callers that need no records or places.

    Args:
        name: as for `read_input`.
        input_format: as for `read_input`.
        blank: as for `read_input`.
        base: as for `read_input`.

    Raises:
        TaontoError: if the input can't be read; a LimitError if it contains too many statements.
    """
    refuse_missing(name)
    found = format_of(name, input_format)
    if found in SHEETS:
        with open_sheet(name, sheet_format=found) as (info, records):
            return [triple for record in _bounded_records(records, str(name)) for triple in record.triples], info.notes
    labels, unmapped = Labels(blank), Unmapped()
    bounded = bounded_statements(read_triples(name, found, base=base, unmapped=unmapped), str(name), MAX_TRIPLES)
    triples = [renamed(triple, labels) for triple in bounded]
    return triples, [*statement_notes(triples, name), *unmapped.notes(str(name))]


def _read_sheet(name: str, sheet_format: str, lists: CodeLists | None, taken: set[bytes] | None) -> Input:
    with open_sheet(name, lists=lists, sheet_format=sheet_format, taken=taken) as (info, records):
        held = list(_bounded_records(records, name))
    return Input(name, held, info.rows, True, info.blank_rows, info.notes, info.unknown_columns)


def _bounded_records(records: Iterable[Record], name: str) -> Iterator[Record]:
    """Yield the records of a sheet until they are more than can be kept in memory."""
    written = 0
    for record in _bounded(map(_sized, records), lambda record: len(record.triples), name, MAX_TRIPLES):
        written += sum(len(t.object.value) for t in record.triples if isinstance(t.object, Literal))
        if written > MAX_WRITTEN:
            raise LimitError(
                f"{name}: its cells have more than {MAX_WRITTEN:,} characters together, the limit for what is read at "
                "once; shorten long texts or split it"
            )
        yield record


def _sized(record: Record) -> Record:
    """Return a record of a sheet, unless its row says more than can be compared and inferred from."""
    if len(record.triples) > MAX_RECORD_TRIPLES:
        (column, _), *_ = Counter(place.column for place in record.places.values()).most_common(1)
        sheet = f"sheet '{record.place.sheet}', " if record.place.sheet else ""
        raise LimitError(
            f"{record.place.file}: {sheet}row {record.place.row}: has {len(record.triples):,} statements, most of them "
            f"from column '{column}', but the limit for one record is {MAX_RECORD_TRIPLES:,}; put the values "
            "into several rows"
        )
    return record


def _read_rdf(name: str, syntax: str, blank: str, base: str | None) -> Input:
    lines: dict[Triple, int | None] = {}
    labels, unmapped = Labels(blank, start=1), Unmapped()

    def bound(triples: Iterator[Triple]) -> Iterator[Triple]:
        return _bounded(triples, lambda _: 1, name, MAX_TRIPLES)

    with open_bytes(name) as stream:
        for triple, line in triples_with_lines(stream, syntax, name, base, unmapped, bound):
            if isinstance(triple.object, Triple):
                where = f"{name}: line {line}" if line else name
                raise BadInputError(f"{where} states a triple of a triple, which can't be checked; leave it out")
            lines.setdefault(renamed(triple, labels), line)
    records = list(group(lines, name))
    count = len(_engagements(lines))
    notes = statement_notes(lines, name)
    notes += [
        f"{name}: imports {iri}, which is never fetched; if it is needed, validate its file together with this one"
        for iri in missing_imports(lines)
    ]
    return Input(name, records, count, notes=notes, unmapped=unmapped)


def statement_notes(statements: Sized, name: str | Path) -> list[str]:
    """Return a note if there are no statements: a file may contain prefixes and comments only."""
    return [] if statements else [f"{name}: contains no statements"]


def bounded_statements(statements: Iterable[T], name: str, most: int) -> Iterator[T]:
    """Yield statements until there are more than an input may have; what is repeated soon is yielded once.

    The same line again and again packs to nothing, and must not fill the memory.
    """
    bounded = _bounded(statements, lambda _: 1, name, most)
    while some := dict.fromkeys(islice(bounded, _FEW)):
        yield from some


def _bounded(items: Iterable[T], weight: Callable[[T], int], name: str, most: int) -> Iterator[T]:
    """Yield items until their weights add up to more triples than an input may have."""
    total = 0
    for item in items:
        total += weight(item)
        if total > most:
            raise LimitError(
                f"{name}: contains more than {most:,} statements (some {most // _STATEMENTS:,} records), the most that "
                "is read at once; split it, for instance by year"
            )
        yield item


def group(lines: dict[Triple, int | None], file: str) -> Iterator[Record]:
    """Yield the records in a graph: each engagement with all that it leads to, then one for each thing left over.

    What two engagements lead to, such as an organization, is in both; beyond `MAX_REPEATED` statements, in the first
    only, since in a long chain everything leads to all the rest.

    Args:
        lines: the triples in the order of the file, each with its line.
        file: its name.

    Raises:
        LimitError: if a record leads to more than `MAX_RECORD` statements.
    """
    about: dict[AnyNode, list[Triple]] = defaultdict(list)
    for triple in lines:
        about[triple.subject].append(triple)
    engagements = _engagements(lines)
    seen: set[AnyNode] = set()
    spare = max(MAX_REPEATED, len(lines))
    for subject in chain(engagements, (node for node in about if node not in engagements)):
        if subject in engagements or subject not in seen:
            triples = list(_reach(subject, about, engagements, frozenset() if spare > 0 else seen))
            if len(triples) > MAX_RECORD:
                raise LimitError(
                    f"{file}: {subject} leads to more than {MAX_RECORD:,} statements, the most that are checked as one "
                    "record; divide its longest list, or what is linked in a long chain"
                )
            spare -= sum(t.subject in seen for t in triples)
            seen.update(t.subject for t in triples)
            yield _record(subject, triples, lines, file)


def _engagements(triples: Iterable[Triple]) -> dict[AnyNode, None]:
    """Return the subjects that are engagement records, in the order of the triples."""
    classes = record_classes()
    return dict.fromkeys(t.subject for t in triples if t.predicate == TYPE and t.object in classes)


def _reach(
    start: AnyNode, about: dict[AnyNode, list[Triple]], engagements: dict[AnyNode, None], told: Set[AnyNode]
) -> Iterator[Triple]:
    """Yield what is stated about a node and all that it leads to, but not to other engagements and what is told."""
    seen = {start}
    waiting = [start]
    while waiting:
        for triple in about.get(waiting.pop(), ()):
            yield triple
            node = triple.object
            if node not in seen and node in about and node not in engagements and node not in told:
                seen.add(node)
                waiting.append(node)


def _record(subject: AnyNode, triples: Iterable[Triple], lines: dict[Triple, int | None], file: str) -> Record:
    held = list(triples)
    places = {t: Place(file, line=lines[t]) for t in held if lines[t] is not None}
    known = [line for t in held if t.subject == subject and (line := lines[t]) is not None]
    return Record(
        subject.value if isinstance(subject, NamedNode) else str(subject),
        held,
        Place(file, line=min(known, default=None)),
        places,
    )
