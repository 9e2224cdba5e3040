"""Rows to RDF and back, and any RDF syntax to any other; what a format can't hold is said, never lost in silence."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pyoxigraph import BlankNode, DefaultGraph, Quad, Triple, serialize

from taonto.base.errors import TaontoError
from taonto.base.files import STANDARD_STREAM, atomic_output, refuse_missing, refuse_overwrite, write_bytes
from taonto.base.vocabulary import PREFIXES
from taonto.cells.table import is_table, is_workbook
from taonto.cells.writing import fitting
from taonto.ontology.codes import CodeLists
from taonto.rdf.graph import SYNTAXES, guess_syntax, parse_quads, read_document, serialize_triples
from taonto.records.record import Record
from taonto.records.sheets.reader import open_sheet
from taonto.records.sheets.rows import DEFAULT_BASE
from taonto.records.sheets.workbook import write_sheet
from taonto.records.sheets.writer import to_table

T = TypeVar("T")

TABLES = ("csv", "xlsx")
"""The names that stand for a sheet, beside those in `taonto.rdf.graph.SYNTAXES`."""

_REMEMBERED = 200_000
"""How many triples about shared things are remembered, so as not to write them again; memory stays bounded."""
_WITH_GRAPHS = ("nquads", "trig", "jsonld")
_RECORD_PREFIXES = {p: PREFIXES[p] for p in ("dcat", "dcterms", "prov", "skos", "ta", "tac", "taf", "tap", "xsd")}


@dataclass(slots=True)
class Conversion:
    """What a conversion did.

    Attributes:
        records: engagement records read from or written to a sheet; None if no sheet was in play.
        statements: triples written, those in `rest` included.
        rest: triples that no cell could hold, which went to `rest_file`.
        rest_file: where they are; None if there are none.
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
    rest: str | Path | None = None,
    lists: CodeLists | None = None,
    watch: Callable[[Iterator[Record]], Iterator[Record]] = iter,
) -> Conversion:
    """Write what one file holds as another format.

    Args:
        source: a sheet or an RDF file, or "-".
        target: the file to write, or "-".
        input_format: "csv", "xlsx" or a name in `SYNTAXES`; by default the suffix decides.
        output_format: the same for the target.
        base: what the IRIs made from a sheet's identifiers and names start with.
        rest: for a sheet as target: the Turtle file for what no cell can hold; by default beside the target.
        lists: the code lists; those that come with taonto by default.
        watch: wraps the records as they are read, to show progress.

    Raises:
        TaontoError: if a format can't be told or written, the source can't be read, or a target would replace it;
            nothing is written then.
    """
    refuse_missing(source)
    came, goes = format_of(source, input_format, "--input-format"), format_of(target, output_format, "--format")
    if goes in TABLES and rest is None and str(target) != STANDARD_STREAM:
        rest = Path(target).with_suffix(".rest.ttl")
    refuse_overwrite([target, rest], [source])
    if came in TABLES and goes not in TABLES:
        return _sheet_to_rdf(source, target, came, goes, base, lists, watch)
    result = Conversion()
    if came in TABLES:
        with open_sheet(source, lists=lists, base=base, syntax=came) as (reading, records):
            triples = [t for record in watch(records) for t in record.triples]
        result.notes += reading.notes + _blank(reading.file, reading.blank_rows)
    else:
        quads = list(_stable(parse_quads(read_document(source), came, str(source))))
        if not quads:
            result.notes.append(f"{source}: holds no statements")
        if goes in SYNTAXES:
            return _rdf_to_rdf(quads, target, goes, result)
        result.notes += _graph_names(quads, goes)
        triples = [quad.triple for quad in quads]
    return _to_sheet(triples, target, goes, base, lists, rest, result)


def format_of(name: str | Path, asked: str | None, option: str) -> str:
    """Return the format of a file: what is asked for, or what the suffix says.

    Raises:
        TaontoError: if there is no such format, or the suffix tells none.
    """
    choices = ", ".join((*TABLES, *SYNTAXES))
    if asked is not None:
        if asked not in (*TABLES, *SYNTAXES):
            raise TaontoError(f"{option} '{asked}': use one of {choices}")
        return asked
    if is_table(name):
        return "xlsx" if is_workbook(name) else "csv"
    found = guess_syntax(name)
    if found is None:
        raise TaontoError(f"{name}: the format can't be told from the suffix; name it with {option} ({choices})")
    return found


def write_records(records: Iterator[Record], target: str | Path, syntax: str) -> int:
    """Write records as RDF, each before the next one is read, and return how many triples were written.

    What several records say of a shared thing, such as an organization, is written once; in a long file, now and then.

    Args:
        records: as a sheet gives them.
        target: a path, or "-".
        syntax: a name in `SYNTAXES`.

    Raises:
        TaontoError: if the file can't be written, or the syntax can't hold a property's IRI; whatever reading raises.
    """
    count = 0

    def statements() -> Iterator[Triple]:
        nonlocal count
        said: set[Triple] = set()
        for record in records:
            groups: dict[str, list[Triple]] = {}
            for triple in record.triples:
                subject = triple.subject.value  # type: ignore[union-attr]
                if not subject.startswith(record.subject):
                    if triple in said:
                        continue
                    said.add(triple)
                groups.setdefault(subject, []).append(triple)
            if len(said) > _REMEMBERED:
                said.clear()
            for group in groups.values():
                count += len(group)
                yield from group

    quads = (Quad(t.subject, t.predicate, t.object, DefaultGraph()) for t in statements())
    with atomic_output(target) as stream:
        try:
            written = quads if syntax in _WITH_GRAPHS else statements()
            serialize(written, output=stream, format=SYNTAXES[syntax], prefixes=_RECORD_PREFIXES)
        except ValueError as error:
            raise TaontoError(f"{target}: can't be written as {syntax} ({error}); use turtle") from None
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
    with open_sheet(source, lists=lists, base=base, syntax=came) as (reading, records):
        count = write_records(watch(records), target, goes)
    notes = reading.notes + _blank(reading.file, reading.blank_rows)
    if base == DEFAULT_BASE:
        notes.append(f"IRIs were made under {base}; before you publish, name an address of your own with --base")
    return Conversion(records=reading.rows, statements=count, notes=notes)


def _rdf_to_rdf(quads: list[Quad], target: str | Path, goes: str, result: Conversion) -> Conversion:
    result.statements = len(quads)
    try:
        if goes in _WITH_GRAPHS and _named(quads):
            ordered = sorted(
                set(quads), key=lambda q: (str(q.graph_name), str(q.subject), str(q.predicate), str(q.object))
            )
            data = serialize(ordered, format=SYNTAXES[goes], prefixes=PREFIXES) or b""
        else:
            data = serialize_triples((q.triple for q in quads), goes)
    except ValueError as error:
        raise TaontoError(f"{target}: can't be written as {goes} ({error}); use turtle") from None
    write_bytes(target, data)
    result.notes += _graph_names(quads, goes)
    return result


def _to_sheet(
    triples: list[Triple],
    target: str | Path,
    goes: str,
    base: str,
    lists: CodeLists | None,
    rest: str | Path | None,
    result: Conversion,
) -> Conversion:
    file = target if str(target) == STANDARD_STREAM else Path(target)
    if isinstance(file, Path) and goes == "xlsx" and file.suffix.lower() != ".xlsx":
        raise TaontoError(f"{target}: a workbook's name ends in .xlsx; rename it")
    table = to_table(triples, lists=lists, base=base, fits=fitting(target), described=goes == "xlsx")
    if not table.rows:
        raise TaontoError("the input holds no engagement record (ta:Engagement), so there are no rows to write")
    result.records, result.statements, result.rest = len(table.rows), len(set(triples)), len(table.rest)
    if table.rest:
        if rest is None:
            raise TaontoError(f"{len(table.rest):,} statements fit in no cell; name a file for them with --rest")
        result.rest_file = str(rest)
        write_bytes(result.rest_file, serialize_triples(table.rest, "turtle"))
        result.notes.append(
            f"{len(table.rest):,} statements fit in no cell and are in {result.rest_file}; keep it with the sheet"
        )
    write_sheet(target, table.headings, table.rows, table.dataset)
    return result


def _stable(quads: Iterator[Quad]) -> Iterator[Quad]:
    """Number blank nodes as they come, so that the same file gives the same bytes."""
    names: dict[BlankNode, BlankNode] = {}

    def name(term: T) -> T | BlankNode:
        return names.setdefault(term, BlankNode(f"b{len(names)}")) if isinstance(term, BlankNode) else term

    for q in quads:
        yield Quad(name(q.subject), q.predicate, name(q.object), name(q.graph_name))


def _named(quads: list[Quad]) -> int:
    return sum(not isinstance(q.graph_name, DefaultGraph) for q in quads)


def _graph_names(quads: list[Quad], goes: str) -> list[str]:
    count = _named(quads) if goes not in _WITH_GRAPHS else 0
    if not count:
        return []
    return [f"{count:,} statements stood in named graphs, whose names {goes} can't hold; use trig, nquads or jsonld"]


def _blank(file: str, rows: int) -> list[str]:
    return [f"{file}: skipped {rows:,} blank rows"] if rows else []
