"""Inputs of any kind, read into records: sheets through `taonto.tabular`, RDF here."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TypeVar

from pyoxigraph import NamedNode, Triple

from taonto.base.errors import TaontoError
from taonto.base.files import refuse_missing
from taonto.base.vocabulary import TA
from taonto.cells.table import is_table
from taonto.ontology.codes import CodeLists, vocabulary_triples
from taonto.rdf.graph import SYNTAXES, guess_syntax, missing_imports, read_document
from taonto.rdf.nodes import SUBCLASS_OF, TYPE, AnyNode, Labels, renamed
from taonto.records.lines import triples_with_lines
from taonto.records.record import Place, Record
from taonto.records.sheets.reader import open_sheet

T = TypeVar("T")

TABLE_SYNTAXES = ("csv", "xlsx")
MAX_TRIPLES = 10_000_000
"""Most triples of one input: it is held in memory as a whole, and again by each process that judges it."""
_ENGAGEMENT = NamedNode(TA + "Engagement")


@dataclass(slots=True)
class Input:
    """One input, read.

    Attributes:
        file: its name as the user gave it.
        records: the engagement records, and further records for whatever else the input describes.
        count: how many engagement records there are.
        table: whether it is a sheet.
        blank_rows: how many blank rows of a sheet were skipped.
        notes: what the reading has to tell.
        unknown_columns: the places of headings that the sheet doesn't know.
    """

    file: str
    records: list[Record]
    count: int
    table: bool = False
    blank_rows: int = 0
    notes: list[str] = field(default_factory=list)
    unknown_columns: list[Place] = field(default_factory=list)

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
) -> Input:
    """Return an input as records.

    Args:
        name: a path (`.gz` too), or "-" for standard input.
        input_format: "csv", "xlsx" or a syntax of RDF; by default the suffix decides.
        lists: the code lists that cells may name.
        blank: how the labels of blank nodes in RDF begin; inputs that make one graph need different ones.
        taken: for a sheet: marks of the records of earlier inputs, where several make one graph.

    Raises:
        TaontoError: if the input can't be read.
    """
    if input_format in TABLE_SYNTAXES or (input_format is None and is_table(name)):
        with open_sheet(name, lists=lists, syntax=input_format, taken=taken) as (reading, stream):
            records = list(_bounded(stream, lambda record: len(record.triples), str(name)))
        return Input(
            str(name),
            records,
            reading.rows,
            True,
            reading.blank_rows,
            list(reading.notes),
            list(reading.unknown_columns),
        )
    syntax = input_format or guess_syntax(name)
    if syntax not in SYNTAXES:
        refuse_missing(name)
        known = ", ".join([*TABLE_SYNTAXES, *SYNTAXES])
        raise TaontoError(f"{name}: what it holds can't be told from its suffix; name it with --input-format ({known})")
    return _read_rdf(str(name), syntax, blank)


def _read_rdf(name: str, syntax: str, blank: str) -> Input:
    data = read_document(name)
    lines: dict[Triple, int | None] = {}
    labels = Labels(blank, start=1)
    for triple, line in _bounded(triples_with_lines(data, syntax, name), lambda _: 1, name):
        if isinstance(triple.object, Triple):
            where = f"{name}: line {line}" if line else name
            raise TaontoError(f"{where} states a triple of a triple, which SHACL can't judge; leave it out")
        lines.setdefault(renamed(triple, labels), line)
    records = list(group(lines, name))
    count = len({t.subject for t in lines if t.predicate == TYPE and t.object in _engagement_classes()})
    notes = [
        f"{name}: imports {iri}, which is never fetched; if it is needed, give its file too, with --together"
        for iri in missing_imports(lines)
    ]
    return Input(name, records, count, notes=notes)


def _bounded(items: Iterable[T], weight: Callable[[T], int], name: str) -> Iterator[T]:
    """Yield items until they weigh more than an input may: all of it is held in memory, several times over."""
    total = 0
    for item in items:
        total += weight(item)
        if total > MAX_TRIPLES:
            raise TaontoError(
                f"{name}: states more than {MAX_TRIPLES:,} triples (some 200,000 records), the most that is judged at "
                "once; split it, for instance by year"
            )
        yield item


def group(lines: dict[Triple, int | None], file: str) -> Iterator[Record]:
    """Yield the records in a graph: each engagement with all that hangs on it, then one for each thing left over.

    Args:
        lines: the triples in the order of the file, each with its line.
        file: its name.
    """
    about: dict[AnyNode, list[Triple]] = defaultdict(list)
    for triple in lines:
        about[triple.subject].append(triple)
    engagements: dict[AnyNode, None] = dict.fromkeys(
        t.subject for t in lines if t.predicate == TYPE and t.object in _engagement_classes()
    )
    told: set[AnyNode] = set()
    for subject in engagements:
        triples = list(_reach(subject, about, engagements))
        told.update(t.subject for t in triples)
        yield _record(subject, triples, lines, file)
    for subject in about:
        if subject not in told:
            triples = list(_reach(subject, about, engagements))
            told.update(t.subject for t in triples)
            yield _record(subject, triples, lines, file)


@cache
def _engagement_classes() -> frozenset[AnyNode]:
    """Return ta:Engagement and its subclasses: a record may be typed with any of them."""
    below = (t.subject for t in vocabulary_triples() if t.predicate == SUBCLASS_OF and t.object == _ENGAGEMENT)
    return frozenset({_ENGAGEMENT, *below})


def _reach(start: AnyNode, about: dict[AnyNode, list[Triple]], engagements: dict[AnyNode, None]) -> Iterator[Triple]:
    seen = {start}
    waiting = [start]
    while waiting:
        for triple in about.get(waiting.pop(), ()):
            yield triple
            node = triple.object
            if node not in seen and node in about and node not in engagements:
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
