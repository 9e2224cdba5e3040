"""`taonto query`: saved questions and your own SPARQL."""

from typing import TYPE_CHECKING

import click

from taonto.cli import options
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


@click.command("query")
@click.argument("name", metavar="[NAME|FILE.rq|-]", required=False)
@click.option("--list", "listing", is_flag=True, help="List the saved questions with their parameters.")
@click.option("--show", is_flag=True, help="Print the query with its parameters set, without running it.")
@click.option("--param", "params", multiple=True, metavar="NAME=VALUE", help="Set a parameter. Repeat for more.")
@options.data
@options.input_format
@options.input_base
@click.option("--no-inference", is_flag=True, help="Use only what is stated, not what follows from it.")
@options.endpoint
@options.output_format(FORMATS, computed="by suffix, else table, or turtle for a graph")
@options.output_file("the answer")
@options.timeout("the work")
def command(
    name: str | None,
    listing: bool,
    show: bool,
    params: tuple[str, ...],
    data: tuple[str, ...],
    input_format: str | None,
    input_base: str | None,
    no_inference: bool,
    endpoint: str | None,
    form: str | None,
    output: str,
    timeout: float | None,
) -> None:
    """Answer a saved question or your own SPARQL over the ontology, the catalogue of frameworks and your data.

    NAME is a saved question (--list shows them), FILE.rq your own query, and "-" reads a query from standard input.
    SELECT, ASK, CONSTRUCT and DESCRIBE are answered; nothing is changed and nothing is fetched from the web. You need
    not declare taonto's prefixes.

    \b
    Examples:
      taonto query --list
      taonto query frameworks-sharing-element --param element=coaching
      taonto query elements-by-frequency --format csv --output elements.csv
      taonto query engagements-by-tier --data engagements.csv
      echo 'ASK { tap:coaching a ta:Practice }' | taonto query -
    """
    from taonto.base.errors import BadInputError
    from taonto.base.writing import refuse_overwrite
    from taonto.query.questions import load_question

    if listing:
        _list_questions()
        return
    if name is None:
        raise BadInputError("no question is given; name one, give FILE.rq, or see 'taonto query --list'")
    question = load_question(name)
    values = _values(params)
    if show:
        _show(question, values)
        return
    refuse_overwrite([output], [name, *data])
    _answer(question, values, data, input_format, input_base, not no_inference, endpoint, form, output, timeout)


def _answer(
    question: "Question",
    values: dict[str, str],
    data: tuple[str, ...],
    input_format: str | None,
    input_base: str | None,
    inference: bool,
    endpoint: str | None,
    asked: str | None,
    output: str,
    timeout: float | None,
) -> None:
    import sys
    from pathlib import Path

    from taonto.base.errors import BadInputError
    from taonto.base.text import screen_width
    from taonto.base.writing import write_bytes
    from taonto.cli.progress import note
    from taonto.query.asking import answer

    form = query_form(question.text, question.name)
    chosen = asked or _SUFFIXES.get(Path(output).suffix.lower()) or default_format(form)
    check_format(form, chosen)
    to_screen = output == "-" and sys.stdout.isatty()
    if chosen == "parquet" and to_screen:
        raise BadInputError("--format parquet is not for a screen; add --output FILE.parquet")
    result = answer(
        question,
        values,
        data=data,
        inference=inference,
        endpoint=endpoint,
        timeout=timeout,
        input_format=input_format,
        input_base=input_base,
    )
    for text in result.notes:
        note(text)
    if question.data == "records" and not data and endpoint is None:
        note("this question is about engagement records; add them with --data FILE")
    write_bytes(output, result.rendered(chosen, screen_width() if to_screen else None))


def _values(params: tuple[str, ...]) -> dict[str, str]:
    from taonto.base.errors import BadInputError

    values: dict[str, str] = {}
    for given in params:
        key, equals, value = given.partition("=")
        if not equals or not key:
            raise BadInputError(f"--param '{given}': write NAME=VALUE")
        if key in values:
            raise BadInputError(f"--param {key} is given twice; give it once")
        values[key] = value
    return values


def _list_questions() -> None:
    from taonto.query.questions import KINDS, saved_questions

    questions = saved_questions()
    for kind in KINDS:
        click.echo(f"{kind.capitalize()} questions\n")
        for question in questions:
            if question.kind == kind:
                click.echo(f"  {question.name}\n      {question.question}")
                for parameter in question.parameters:
                    default = parameter.default or '""'
                    click.echo(f"      --param {parameter.name}={default}  {parameter.description} ({parameter.type})")
                if question.data:
                    click.echo("      needs --data FILE with engagement records")
        click.echo()


def _show(question: "Question", values: dict[str, str]) -> None:
    from taonto.query.asking import bind, load_graph

    click.echo(bind(question, values, load_graph()[0]) if values else question.text, nl=False)
