"""`taonto convert`: rows to RDF and back, any RDF syntax to any other."""

import click

from taonto.cli import options


@click.command("convert")
@click.argument("source", metavar="IN")
@click.argument("target", metavar="OUT")
@options.input_format
@options.input_base
@options.output_format(computed=options.BY_SUFFIX)
@click.option(
    "--base",
    metavar="IRI",
    show_default="https://w3id.org/taonto/data/",
    help="Web address that the IRIs made from identifiers and names start with; it ends in / or #.",
)
@click.option(
    "--rest", metavar="FILE.ttl", show_default="OUT.rest.ttl", help="Where to put the statements that fit in no cell."
)
@options.codes
def command(
    source: str,
    target: str,
    input_format: str | None,
    input_base: str | None,
    form: str | None,
    base: str | None,
    rest: str | None,
    codes: tuple[str, ...],
) -> None:
    """Turn sheets into RDF and back, or one RDF syntax into another.

    IN is the file to read and OUT the file to write: a sheet (CSV, XLSX) or RDF in any syntax. "-" is standard input
    or output. Nothing is lost: your own columns are kept, and statements that fit in no cell go to a file beside the
    sheet. From sheet to sheet each row keeps its own cells, and what can't be read stays as it is.

    \b
    Examples:
      taonto convert engagements.xlsx engagements.ttl --base https://data.example.org/
      taonto convert engagements.ttl engagements.csv --base https://data.example.org/
      taonto convert log.rdf log.jsonld
    """
    from collections.abc import Iterator

    from pyoxigraph import Triple

    from taonto.base.text import counted
    from taonto.base.writing import refuse_overwrite
    from taonto.cli.progress import note, progress_bar, say
    from taonto.ontology.codes import CodeLists
    from taonto.rdf.graph import read_triples
    from taonto.rdf.jsonld import Unmapped
    from taonto.records.convert import convert
    from taonto.records.record import Record
    from taonto.records.sheets.rows import DEFAULT_BASE

    def watch(records: Iterator[Record]) -> Iterator[Record]:
        yield from progress_bar(records, unit=" records")

    refuse_overwrite([target, rest], codes)
    own: list[Triple] = []
    notes: list[str] = []
    for file in codes:
        unmapped = Unmapped()
        own += read_triples(file, base=input_base, unmapped=unmapped)
        notes += unmapped.notes(file)
    result = convert(
        source,
        target,
        input_format=input_format,
        output_format=form,
        base=base or DEFAULT_BASE,
        input_base=input_base,
        rest=rest,
        lists=CodeLists.shipped(own),
        watch=watch,
    )
    for text in (*notes, *result.notes):
        note(text)
    records = f"{counted(result.records, 'record')}, " if result.records is not None else ""
    say(f"{target}: {records}{counted(result.statements, 'statement')}")
