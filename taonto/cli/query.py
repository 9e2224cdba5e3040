"""`taonto query`: saved questions and one's own SPARQL."""

from typing import TYPE_CHECKING

import click

from taonto.rdf.sparql import FORMATS, check_format, default_format, query_form

if TYPE_CHECKING:
    from taonto.query.questions import Question

_SUFFIXES = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".json": "json",
    ".srj": "json",
    ".xml": "xml",
    ".srx": "xml",
    ".ttl": "turtle",
    ".jsonld": "jsonld",
    ".parquet": "parquet",
}


@click.command("query", short_help="Answer a saved question or your own SPARQL.")
@click.argument("name", metavar="[NAME|FILE.rq|-]", required=False)
@click.option("--list", "listing", is_flag=True, help="List the saved questions with their parameters.")
@click.option("--show", is_flag=True, help="Print the query's text with its parameters set, and do not run it.")
@click.option("--param", "params", multiple=True, metavar="NAME=VALUE", help="Set a parameter; repeat for more.")
@click.option("--data", multiple=True, metavar="FILE", help="Add your data: RDF, or record sheets (CSV, XLSX).")
@click.option(
    "--input-format",
    metavar="NAME",
    help="What the data files are: csv, xlsx, turtle, ntriples, rdfxml, jsonld ...; by default the suffix decides.",
)
@click.option("--no-inference", is_flag=True, help="Ask what is asserted only, without what follows from it.")
@click.option("--endpoint", metavar="URL", help="Ask a SPARQL 1.1 endpoint in place of the embedded graph.")
@click.option(
    "--format",
    "format",
    type=click.Choice(FORMATS),
    help="How to write the answer; by default the suffix of --output decides, else a table (or Turtle for a graph).",
)
@click.option("--output", default="-", show_default=True, metavar="FILE", help="Where to write the answer.")
@click.option("--timeout", type=float, metavar="SECONDS", help="Stop the work after so many seconds.")
def command(
    name: str | None,
    listing: bool,
    show: bool,
    params: tuple[str, ...],
    data: tuple[str, ...],
    input_format: str | None,
    no_inference: bool,
    endpoint: str | None,
    format: str | None,
    output: str,
    timeout: float | None,
) -> None:
    """Answer a question over the ontology, the catalogue of frameworks and your own data.

    NAME is a saved question (see --list), FILE.rq your own SPARQL query, and - reads one from standard input. SELECT,
    ASK, CONSTRUCT and DESCRIBE are answered; nothing is changed and nothing is fetched. taonto's prefixes need not be
    declared.

    \b
    Examples:
      taonto query --list
      taonto query frameworks-sharing-element --param element=coaching
      taonto query elements-by-frequency --format csv --output elements.csv
      taonto query engagements-by-tier --data engagements.csv
      echo 'ASK { tap:coaching a ta:Practice }' | taonto query -
    """
    from taonto.base.errors import TaontoError
    from taonto.base.files import refuse_overwrite
    from taonto.query.questions import load_question

    if listing:
        _list_questions()
        return
    if name is None:
        raise TaontoError("which question? Name one, give FILE.rq, or see 'taonto query --list'")
    query = load_question(name)
    values = _values(params)
    if show:
        _show(query, values)
        return
    refuse_overwrite([output], [name, *data])
    _answer(query, values, data, input_format, not no_inference, endpoint, format, output, timeout)


def _answer(
    query: "Question",
    values: dict[str, str],
    data: tuple[str, ...],
    input_format: str | None,
    inference: bool,
    endpoint: str | None,
    format: str | None,
    output: str,
    timeout: float | None,
) -> None:
    import sys
    from pathlib import Path

    from taonto.base.errors import TaontoError
    from taonto.base.files import write_bytes
    from taonto.base.text import screen_width
    from taonto.query.asking import answer

    form = query_form(query.text, query.name)
    chosen = format or _SUFFIXES.get(Path(output).suffix.lower()) or default_format(form)
    check_format(form, chosen)
    to_screen = output == "-" and sys.stdout.isatty()
    if chosen == "parquet" and to_screen:
        raise TaontoError("--format parquet is not for a screen; add --output FILE.parquet")
    result = answer(
        query,
        values,
        data=data,
        inference=inference,
        endpoint=endpoint,
        timeout=timeout,
        input_format=input_format,
    )
    for note in result.notes:
        click.echo(f"taonto: note: {note}", err=True)
    if query.data == "records" and not data and endpoint is None:
        click.echo("taonto: note: this question is about engagement records: add them with --data FILE", err=True)
    write_bytes(output, result.rendered(chosen, screen_width() if to_screen else None))


def _values(params: tuple[str, ...]) -> dict[str, str]:
    from taonto.base.errors import TaontoError

    values: dict[str, str] = {}
    for given in params:
        key, equals, value = given.partition("=")
        if not equals or not key:
            raise TaontoError(f"--param '{given}': write NAME=VALUE")
        if key in values:
            raise TaontoError(f"--param {key} is given twice; give it once")
        values[key] = value
    return values


def _list_questions() -> None:
    from taonto.query.questions import KINDS, saved_questions

    questions = saved_questions()
    for kind in KINDS:
        click.echo(f"{kind.capitalize()} questions\n")
        for query in questions:
            if query.kind == kind:
                click.echo(f"  {query.name}\n      {query.question}")
                for parameter in query.parameters:
                    default = parameter.default or '""'
                    click.echo(f"      --param {parameter.name}={default}  {parameter.description} ({parameter.type})")
                if query.data:
                    click.echo("      needs --data FILE with engagement records")
        click.echo()


def _show(query: "Question", values: dict[str, str]) -> None:
    from taonto.query.asking import bind, load_graph

    click.echo(bind(query, values, load_graph()[0]) if values else query.text, nl=False)
