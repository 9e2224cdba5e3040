"""Sheets to RDF and back, and any RDF syntax to any other; what a format can't represent is reported, not dropped."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import BlankNode, DefaultGraph, Quad, Triple, serialize

from taonto.base.errors import BadInputError
from taonto.base.reading import STANDARD_STREAM, refuse_missing
from taonto.base.text import counted
from taonto.base.vocabulary import PREFIXES
from taonto.base.writing import atomic_output, refuse_overwrite, write_bytes
from taonto.cells.writing import fitting
from taonto.ontology.codes import CodeLists
from taonto.rdf.graph import SYNTAXES, read_quads, serialize_triples
from taonto.rdf.jsonld import Unmapped
from taonto.rdf.nodes import Labels, renamed
from taonto.records.formats import SHEETS, format_of
from taonto.records.inputs import bounded_statements, statement_notes
from taonto.records.record import Record
from taonto.records.sheets.reader import SheetInfo, open_sheet
from taonto.records.sheets.rows import DEFAULT_BASE
from taonto.records.sheets.workbook import write_sheet
from taonto.records.sheets.writer import to_rows

_REMEMBERED = 200_000
"""How many triples about shared things are remembered in order not to write them again: a bound on memory."""
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
    lists: CodeLists | None = None,
    watch: Callable[[Iterator[Record]], Iterator[Record]] = iter,
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
        lists: the code lists; those that come with taonto by default.
        watch: wraps the records as they are read, to show progress.

    Raises:
        TaontoError: if a format is unknown or can't be written, the source can't be read, or a target would replace
            it; nothing is written then.
    """
    refuse_missing(source)
    came, goes = format_of(source, input_format), format_of(target, output_format)
    if goes in SHEETS and rest is None and str(target) != STANDARD_STREAM:
        rest = Path(target).with_suffix(".rest.ttl")
    refuse_overwrite([target, rest], [source])
    if came in SHEETS and goes not in SHEETS:
        return _sheet_to_rdf(source, target, came, goes, base, lists, watch)
    result = Conversion()
    if came in SHEETS:
        with open_sheet(source, lists=lists, base=base, sheet_format=came) as (info, records):
            triples = [t for record in watch(records) for t in record.triples]
        result.notes += _sheet_notes(info)
    else:
        unmapped = Unmapped()
        read = read_quads(source, came, base=input_base, unmapped=unmapped)
        quads = list(_stable(bounded_statements(read, str(source))))
        result.notes += [*statement_notes(quads, source), *unmapped.notes(str(source))]
        if goes in SYNTAXES:
            return _rdf_to_rdf(quads, target, goes, result)
        result.notes += _graph_names(quads, goes)
        triples = [quad.triple for quad in quads]
    return _to_sheet(triples, target, goes, base, lists, rest, result)


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
    count = 0

    def statements() -> Iterator[Triple]:
        nonlocal count
        written: set[Triple] = set()
        for record in records:
            groups: dict[str, list[Triple]] = {}
            for triple in record.triples:
                subject = triple.subject.value  # type: ignore[union-attr]
                if not subject.startswith(record.subject):
                    if triple in written:
                        continue
                    written.add(triple)
                groups.setdefault(subject, []).append(triple)
            if len(written) > _REMEMBERED:
                written.clear()
            for group in groups.values():
                count += len(group)
                yield from group

    quads = (Quad(t.subject, t.predicate, t.object, DefaultGraph()) for t in statements())
    with atomic_output(target) as stream:
        try:
            serialize(
                quads if syntax in _WITH_GRAPHS else statements(),
                output=stream,
                format=SYNTAXES[syntax],
                prefixes=_RECORD_PREFIXES,
            )
        except ValueError as error:
            raise BadInputError(f"{target}: can't be written as {syntax} ({error}); use turtle") from None
    return count


def _sheet_to_rdf(
    source: str | Path,
    target: str | Path,
    came: str,
    goes: str,
    base: str,
    lists: CodeLists | None,
    watch: Callable[[Iterator[Record]], Iterator[Record]],
) -> Conversion:
    with open_sheet(source, lists=lists, base=base, sheet_format=came) as (info, records):
        count = write_records(watch(records), target, goes)
    notes = _sheet_notes(info)
    if base == DEFAULT_BASE:
        notes.append(f"the records' web addresses start with {base}; before you publish, give your own base address")
    return Conversion(records=info.rows, statements=count, notes=notes)


def _rdf_to_rdf(quads: list[Quad], target: str | Path, goes: str, result: Conversion) -> Conversion:
    result.statements = len(quads)
    result.notes += _graph_names(quads, goes)
    try:
        if goes in _WITH_GRAPHS and _named(quads):
            ordered = sorted(
                set(quads), key=lambda q: (str(q.graph_name), str(q.subject), str(q.predicate), str(q.object))
            )
            data = serialize(ordered, format=SYNTAXES[goes], prefixes=PREFIXES) or b""
        else:
            data = serialize_triples(_taken(quads), goes)
    except (ValueError, OSError) as error:  # the last for triples of triples in JSON-LD
        raise BadInputError(f"{target}: can't be written as {goes} ({error}); use turtle") from None
    write_bytes(target, data)
    return result


def _taken(quads: list[Quad]) -> Iterator[Triple]:
    """Take the triples out of the list, so that a large graph is in memory only once."""
    while quads:
        yield quads.pop().triple


def _to_sheet(
    triples: list[Triple],
    target: str | Path,
    goes: str,
    base: str,
    lists: CodeLists | None,
    rest: str | Path | None,
    result: Conversion,
) -> Conversion:
    if goes == "xlsx" and Path(target).suffix.lower() != ".xlsx":
        raise BadInputError(f"{target}: a workbook's name ends in .xlsx; rename it")
    found = to_rows(triples, lists=lists, base=base, fits=fitting(target), described=goes == "xlsx")
    if not found.rows:
        raise BadInputError("the input contains no engagement record (ta:Engagement), so there are no rows to write")
    result.records, result.statements, result.rest = len(found.rows), len(set(triples)), len(found.rest)
    if found.rest:
        homeless = f"{counted(len(found.rest), 'statement')} did not fit into any cell"
        if rest is None:
            raise BadInputError(f"{homeless}; name a file for what does not fit in the sheet")
        result.rest_file = str(rest)
        write_bytes(result.rest_file, serialize_triples(found.rest, "turtle"))
        result.notes.append(f"{homeless}; keep {result.rest_file}, which contains the rest, with the sheet")
    write_sheet(target, found.headings, found.rows, found.dataset)
    return result


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
