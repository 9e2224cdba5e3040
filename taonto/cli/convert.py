"""`taonto convert`: rows to RDF and back, any RDF syntax to any other."""

import click


@click.command("convert", short_help="Turn rows into RDF and back, or one RDF syntax into another.")
@click.argument("source", metavar="IN")
@click.argument("target", metavar="OUT")
@click.option(
    "--input-format", metavar="NAME", help="Format of IN: csv, xlsx, turtle, ... By default its suffix decides."
)
@click.option("--format", "output_format", metavar="NAME", help="Format of OUT. By default its suffix decides.")
@click.option("--base", metavar="IRI", help="What the IRIs made from identifiers and names start with; ends in / or #.")
@click.option("--rest", metavar="FILE.ttl", help="Where to put what no cell can hold. By default OUT.rest.ttl.")
@click.option("--codes", metavar="FILE", multiple=True, help="RDF with code lists of your own, such as topics.")
def command(
    source: str,
    target: str,
    input_format: str | None,
    output_format: str | None,
    base: str | None,
    rest: str | None,
    codes: tuple[str, ...],
) -> None:
    """Write what IN holds as OUT; both can be sheets (CSV, XLSX) or RDF in any syntax. "-" is a standard stream.

    Nothing is lost: columns of your own are kept, and statements that fit in no cell go to a file beside the sheet.

    \b
    Example:
      taonto convert engagements.xlsx engagements.ttl --base https://data.example.org/
      taonto convert engagements.ttl engagements.csv --base https://data.example.org/
      taonto convert log.rdf log.jsonld
    """
    from collections.abc import Iterator

    from taonto.base.files import refuse_overwrite
    from taonto.cli.progress import progress_bar
    from taonto.ontology.codes import CodeLists
    from taonto.rdf.graph import read_triples
    from taonto.records.convert import convert
    from taonto.records.record import Record
    from taonto.records.sheets.rows import DEFAULT_BASE

    def watch(records: Iterator[Record]) -> Iterator[Record]:
        yield from progress_bar(records, unit=" records")

    refuse_overwrite([target, rest], codes)
    own = [triple for file in codes for triple in read_triples(file)]
    result = convert(
        source,
        target,
        input_format=input_format,
        output_format=output_format,
        base=base or DEFAULT_BASE,
        rest=rest,
        lists=CodeLists.shipped(own),
        watch=watch,
    )
    for note in result.notes:
        click.echo(note, err=True)
    what = f"{result.records:,} records, " if result.records is not None else ""
    click.echo(f"{target}: {what}{result.statements:,} statements", err=True)
