"""Inputs of any kind, read into records: sheets through `taonto.tabular`, RDF here."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TypeVar

from pyoxigraph import BlankNode, NamedNode, Triple

from taonto.base.errors import TaontoError
from taonto.base.files import refuse_missing
from taonto.base.vocabulary import PREFIXES, TA
from taonto.cells.table import is_table
from taonto.rdf.graph import SYNTAXES, guess_syntax, missing_imports, read_document
from taonto.records.record import Place, Record
from taonto.records.sheets.codes import CodeLists
from taonto.records.sheets.reader import open_sheet
from taonto.validation.engines.engine import Node
from taonto.validation.lines import triples_with_lines
from taonto.validation.suggestions import vocabulary_triples

T = TypeVar("T")

TABLE_SYNTAXES = ("csv", "xlsx")
MAX_TRIPLES = 10_000_000
"""Most triples of one input: it is held in memory as a whole, and again by each process that judges it."""
_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_SUBCLASS = NamedNode(PREFIXES["rdfs"] + "subClassOf")
_ENGAGEMENT = NamedNode(TA + "Engagement")


@dataclass(slots=True)
class Source:
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


def read_source(
    name: str | Path,
    input_format: str | None = None,
    lists: CodeLists | None = None,
    blank: str = "b",
    taken: set[bytes] | None = None,
) -> Source:
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
        return Source(
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


def _read_rdf(name: str, syntax: str, blank: str) -> Source:
    data = read_document(name)
    lines: dict[Triple, int | None] = {}
    labels: dict[str, BlankNode] = {}
    for triple, line in _bounded(triples_with_lines(data, syntax, name), lambda _: 1, name):
        if isinstance(triple.object, Triple):
            where = f"{name}: line {line}" if line else name
            raise TaontoError(f"{where} states a triple of a triple, which SHACL can't judge; leave it out")
        lines.setdefault(_relabel(triple, labels, blank), line)
    records = list(group(lines, name))
    count = len({t.subject for t in lines if t.predicate == _TYPE and t.object in _engagement_classes()})
    notes = [
        f"{name}: imports {iri}, which is never fetched; if it is needed, give its file too, with --together"
        for iri in missing_imports(lines)
    ]
    return Source(name, records, count, notes=notes)


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


def _relabel(triple: Triple, labels: dict[str, BlankNode], blank: str) -> Triple:
    """Give blank nodes labels in the order in which they occur: a parser's own differ from run to run."""

    def stable(term: Node) -> Node:
        if isinstance(term, BlankNode):
            return labels.setdefault(term.value, BlankNode(f"{blank}{len(labels) + 1}"))
        return term

    if isinstance(triple.subject, BlankNode) or isinstance(triple.object, BlankNode):
        return Triple(stable(triple.subject), triple.predicate, stable(triple.object))  # type: ignore[arg-type]
    return triple


def group(lines: dict[Triple, int | None], file: str) -> Iterator[Record]:
    """Yield the records in a graph: each engagement with all that hangs on it, then one for each thing left over.

    Args:
        lines: the triples in the order of the file, each with its line.
        file: its name.
    """
    about: dict[Node, list[Triple]] = defaultdict(list)
    for triple in lines:
        about[triple.subject].append(triple)
    engagements: dict[Node, None] = dict.fromkeys(
        t.subject for t in lines if t.predicate == _TYPE and t.object in _engagement_classes()
    )
    told: set[Node] = set()
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
def _engagement_classes() -> frozenset[Node]:
    """Return ta:Engagement and its subclasses: a record may be typed with any of them."""
    below = (t.subject for t in vocabulary_triples() if t.predicate == _SUBCLASS and t.object == _ENGAGEMENT)
    return frozenset({_ENGAGEMENT, *below})


def _reach(start: Node, about: dict[Node, list[Triple]], engagements: dict[Node, None]) -> Iterator[Triple]:
    seen = {start}
    waiting = [start]
    while waiting:
        for triple in about.get(waiting.pop(), ()):
            yield triple
            node = triple.object
            if node not in seen and node in about and node not in engagements:
                seen.add(node)
                waiting.append(node)


def _record(subject: Node, triples: Iterable[Triple], lines: dict[Triple, int | None], file: str) -> Record:
    held = list(triples)
    places = {t: Place(file, line=lines[t]) for t in held if lines[t] is not None}
    known = [line for t in held if t.subject == subject and (line := lines[t]) is not None]
    return Record(
        subject.value if isinstance(subject, NamedNode) else str(subject),
        held,
        Place(file, line=min(known, default=None)),
        places,
    )
