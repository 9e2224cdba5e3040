"""Sheets to RDF and back, and any RDF syntax to any other; what a format can't represent is reported, not dropped."""

import contextlib
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import TypeVar

from pyoxigraph import BlankNode, DefaultGraph, Quad, Triple, serialize

from taonto.base.errors import BadInputError
from taonto.base.overwriting import refuse_overwrite
from taonto.base.reading import refuse_missing
from taonto.base.streams import is_stream
from taonto.base.text import counted
from taonto.base.vocabulary import PREFIXES
from taonto.base.writing import atomic_output, write_bytes
from taonto.cells.writing import fitting
from taonto.ontology.codes import CodeLists
from taonto.rdf.graph import SYNTAXES, read_quads, read_triples, serialize_triples
from taonto.rdf.jsonld import Unmapped
from taonto.rdf.nodes import Labels, renamed
from taonto.records.formats import SHEETS, format_of
from taonto.records.inputs import MAX_CONVERTED, bounded_statements, statement_notes
from taonto.records.record import Record
from taonto.records.sheets.reader import SheetInfo, open_parts, open_sheet
from taonto.records.sheets.rewriting import Rewriter
from taonto.records.sheets.rows import DEFAULT_BASE, RecordBuilder
from taonto.records.sheets.workbook import write_sheet
from taonto.records.sheets.writer import dataset_cells, to_rows

T = TypeVar("T")

_REMEMBERED = 200_000
"""How many triples about shared things are remembered in order not to write them again: a bound on memory."""
_STEP = 100
"""After how many records progress is reported."""
_WITH_GRAPHS = ("nquads", "trig", "jsonld")
"""The syntaxes that can contain named graphs."""
_RECORD_PREFIXES = {p: PREFIXES[p] for p in ("dcat", "dcterms", "prov", "skos", "ta", "tac", "taf", "tap", "xsd")}


@dataclass(slots=True)
class Conversion:
    """What a conversion did.

    Attributes:
        records: how many engagement records were read from or written to a sheet; None between two files of RDF.
        statements: how many triples were written, those in `rest_file` included.
        rest: how many triples no cell could contain; they are in `rest_file`.
        rest_file: None if there are no such triples.
        notes: what the user should know.
    """

    records: int | None = None
    statements: int = 0
    rest: int = 0
    rest_file: str | None = None
    notes: list[str] = field(default_factory=list)


def convert(
    source: str | Path,
    target: str | Path,
    *,
    input_format: str | None = None,
    output_format: str | None = None,
    base: str = DEFAULT_BASE,
    input_base: str | None = None,
    rest: str | Path | None = None,
    codes: Sequence[str | Path] = (),
    progress: Callable[[int], None] | None = None,
) -> Conversion:
    """Write what one file contains as another format.

    Args:
        source: a sheet or an RDF file, or "-".
        target: the file to write, or "-".
        input_format: a name in `taonto.records.formats.FORMATS`; by default the suffix decides.
        output_format: the same for the target.
        base: what the IRIs made from a sheet's identifiers and names start with.
        input_base: what relative IRIs of an RDF file are resolved against; without it they are errors.
        rest: for a sheet as target: the Turtle file for what no cell can contain; by default beside the target.
        codes: RDF files with further code lists, such as a center's own topics.
        progress: called now and then with the number of records that were read from a sheet.

    Raises:
        TaontoError: if a format is unknown or can't be written, the source can't be read, or a target would replace
            an input; nothing is written then.
    """
    refuse_missing(source)
    came, goes = format_of(source, input_format), format_of(target, output_format, writing=True)
    if goes in SHEETS and rest is None and not is_stream(target):
        rest = Path(target).with_suffix(".rest.ttl")
    refuse_overwrite([target, rest], [source, *codes])
    if goes == "xlsx" and Path(target).suffix.lower() != ".xlsx":
        raise BadInputError(f"{target}: a workbook's name ends in .xlsx; rename it")
    result = Conversion()
    job = _Job(source, target, came, goes, base, rest, _code_lists(codes, input_base, result), progress, result)
    if came in SHEETS and goes in SHEETS:
        _sheet_to_sheet(job)
    elif came in SHEETS:
        _sheet_to_rdf(job)
    else:
        unmapped = Unmapped()
        read = read_quads(source, came, base=input_base, unmapped=unmapped)
        quads = list(_stable(bounded_statements(read, str(source), MAX_CONVERTED)))
        result.notes += [*statement_notes(quads, source), *unmapped.notes(str(source)), *_graph_names(quads, goes)]
        if goes in SYNTAXES:
            _rdf_to_rdf(quads, job)
        else:
            _rdf_to_sheet([quad.triple for quad in quads], job)
    return result


@dataclass(frozen=True, slots=True)
class _Job:
    """One conversion: the arguments of `convert`, what follows from them, and the result as it grows."""

    source: str | Path
    target: str | Path
    came: str
    goes: str
    base: str
    rest: str | Path | None
    lists: CodeLists
    progress: Callable[[int], None] | None
    result: Conversion

    def watched(self, items: Iterator[T]) -> Iterator[T]:
        """Hand records on, or their rows, and say now and then how many there were."""
        for number, item in enumerate(items, start=1):
            yield item
            if self.progress and number % _STEP == 0:
                self.progress(number)


def _code_lists(files: Sequence[str | Path], input_base: str | None, result: Conversion) -> CodeLists:
    """Return the code lists that ship and those in some files."""
    own: list[Triple] = []
    for file in files:
        unmapped = Unmapped()
        own += read_triples(file, base=input_base, unmapped=unmapped)
        result.notes += unmapped.notes(str(file))
    return CodeLists.shipped(own)


def write_records(records: Iterator[Record], target: str | Path, syntax: str) -> int:
    """Write records as RDF, each before the next one is read, and return how many triples were written.

    What several records state about a shared thing, such as an organization, is written once (in a long file, from
    time to time again).

    Args:
        records: as a sheet gives them.
        target: a path, or "-".
        syntax: a name in `SYNTAXES`.

    Raises:
        BadInputError: if the syntax can't contain the IRI of a property.
        TaontoError: if the file can't be written; whatever reading raises.
    """
    once = _Once()
    statements = (triple for record in records for triple in once.triples(record))
    quads = (Quad(t.subject, t.predicate, t.object, DefaultGraph()) for t in statements)
    with atomic_output(target) as stream:
        try:
            serialize(
                quads if syntax in _WITH_GRAPHS else statements,
                output=stream,
                format=SYNTAXES[syntax],
                prefixes=_RECORD_PREFIXES,
            )
        except ValueError as error:
            raise BadInputError(f"{target}: can't be written as {syntax} ({error}); use turtle") from None
    return once.count


class _Once:
    """Leaves out what an earlier record has stated about a shared thing.

    Attributes:
        count: how many triples were new.
    """

    def __init__(self) -> None:
        self.count = 0
        self._written: set[Triple] = set()

    def triples(self, record: Record) -> Iterator[Triple]:
        """Yield what is new in a record, by subject."""
        groups: dict[str, list[Triple]] = {}
        for triple in record.triples:
            subject = triple.subject.value  # type: ignore[union-attr]
            if not subject.startswith(record.subject):
                if triple in self._written:
                    continue
                self._written.add(triple)
            groups.setdefault(subject, []).append(triple)
        if len(self._written) > _REMEMBERED:
            self._written.clear()
        for group in groups.values():
            self.count += len(group)
            yield from group


def _sheet_to_rdf(job: _Job) -> None:
    with open_sheet(job.source, lists=job.lists, base=job.base, sheet_format=job.came) as (info, records):
        job.result.statements = write_records(job.watched(records), job.target, job.goes)
    job.result.records = info.rows
    job.result.notes += _sheet_notes(info)
    if job.base == DEFAULT_BASE:
        job.result.notes.append(
            f"the records' web addresses start with {job.base}; before you publish, give your own base address"
        )


def _sheet_to_sheet(job: _Job) -> None:
    """Write the rows of a sheet as those of another one, each before the next is read."""
    once = _Once()
    fits = fitting(job.target)
    with (
        contextlib.ExitStack() as together,
        open_parts(job.source, lists=job.lists, base=job.base, sheet_format=job.came) as (info, parts),
    ):
        builder = RecordBuilder(job.lists, job.base)
        rewriter = Rewriter(builder, parts, fits)
        described = [t for part in parts if not part.headers for row in part.read() for t in once.triples(row.record)]
        dataset, rewriter.rest = dataset_cells(builder, described, fits) if job.goes == "xlsx" else ([], described)

        def rows() -> Iterator[list[str]]:
            for row in job.watched(row for part in parts if part.headers for row in part.read()):
                deque(once.triples(row.record), maxlen=0)
                yield rewriter.cells(row)
                if job.rest is None:
                    _write_rest(rewriter.rest, job, together)
            _write_rest(rewriter.rest, job, together)

        written = rows()
        first = next(written, None)
        if first is None:
            raise BadInputError(f"{job.source}: contains no engagement records, so there are no rows to write")
        write_sheet(job.target, *rewriter.without_blank_columns(chain([first], written)), dataset)
    job.result.records, job.result.statements = info.rows, once.count
    job.result.notes += [*_sheet_notes(info), *([rewriter.note] if rewriter.note else [])]


def _rdf_to_rdf(quads: list[Quad], job: _Job) -> None:
    job.result.statements = len(quads)
    try:
        if job.goes in _WITH_GRAPHS and _named(quads):
            ordered = sorted(
                set(quads), key=lambda q: (str(q.graph_name), str(q.subject), str(q.predicate), str(q.object))
            )
            data = serialize(ordered, format=SYNTAXES[job.goes], prefixes=PREFIXES) or b""
        else:
            data = serialize_triples(_taken(quads), job.goes)
    except (ValueError, OSError) as error:  # the last for triples of triples in JSON-LD
        raise BadInputError(f"{job.target}: can't be written as {job.goes} ({error}); use turtle") from None
    write_bytes(job.target, data)


def _taken(quads: list[Quad]) -> Iterator[Triple]:
    """Take the triples out of the list, so that a large graph is in memory only once."""
    while quads:
        yield quads.pop().triple


def _rdf_to_sheet(triples: list[Triple], job: _Job) -> None:
    fits = fitting(job.target)
    found = to_rows(triples, lists=job.lists, base=job.base, fits=fits, described=job.goes == "xlsx")
    if not found.rows:
        raise BadInputError("the input contains no engagement record (ta:Engagement), so there are no rows to write")
    job.result.records, job.result.statements = len(found.rows), len(set(triples))
    with contextlib.ExitStack() as together:
        _write_rest(found.rest, job, together)
        write_sheet(job.target, found.headings, found.rows, found.dataset)


def _write_rest(triples: list[Triple], job: _Job, together: contextlib.ExitStack) -> None:
    """Write what no cell can contain beside the sheet, and say so; the file is there only if `together` ends well."""
    if not triples:
        return
    if job.rest is None:
        raise BadInputError(f"{_homeless(triples)}; name a file for what does not fit in the sheet")
    job.result.rest, job.result.rest_file = len(triples), str(job.rest)
    together.enter_context(atomic_output(job.rest)).write(serialize_triples(triples, "turtle"))
    job.result.notes.append(f"{_homeless(triples)}; keep {job.rest}, which contains the rest, with the sheet")


def _homeless(triples: list[Triple]) -> str:
    return f"{counted(len(triples), 'statement')} did not fit into any cell"


def _stable(quads: Iterator[Quad]) -> Iterator[Quad]:
    """Number blank nodes as they come, so that the same file gives the same bytes."""
    labels = Labels("b")
    for quad in quads:
        subject, value, graph = quad.subject, quad.object, quad.graph_name
        if isinstance(subject, BlankNode) or isinstance(value, BlankNode | Triple) or isinstance(graph, BlankNode):
            triple = renamed(quad.triple, labels)
            graph = labels(graph) if isinstance(graph, BlankNode) else graph
            yield Quad(triple.subject, triple.predicate, triple.object, graph)
        else:
            yield quad


def _named(quads: list[Quad]) -> int:
    return sum(not isinstance(q.graph_name, DefaultGraph) for q in quads)


def _graph_names(quads: list[Quad], goes: str) -> list[str]:
    count = _named(quads) if goes not in _WITH_GRAPHS else 0
    if not count:
        return []
    return [
        f"{counted(count, 'statement')} came from named graphs, but {goes} can't store their names; to keep them, use "
        "trig, nquads or jsonld"
    ]


def _sheet_notes(info: SheetInfo) -> list[str]:
    blank = [f"{info.file}: skipped {counted(info.blank_rows, 'blank row')}"] if info.blank_rows else []
    return info.notes + blank
