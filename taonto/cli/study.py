"""`taonto study`: a coding matrix becomes one more coding study."""

import click

from taonto.cli import options


@click.command("study")
@click.argument("matrix", metavar="FILE.csv")
@click.option("--name", required=True, help="Name of the study: lower-case letters, digits and hyphens.")
@click.option("--source", required=True, help="Who did the coding, as you would cite it.")
@click.option("--add-to", metavar="GRAPH", help="RDF file to add the study to; the output holds both.")
@options.input_base
@click.option(
    "--declare", is_flag=True, help="Accept frameworks and elements that taonto does not know, as terms of this study."
)
@options.output_file("the graph")
@options.output_format(computed="by suffix, else turtle")
def command(
    matrix: str,
    name: str,
    source: str,
    add_to: str | None,
    input_base: str | None,
    declare: bool,
    output: str,
    form: str | None,
) -> None:
    """Turn your own matrix of frameworks by elements into RDF: a coding study beside those that come with taonto.

    A coding study says which elements somebody found in which frameworks. FILE.csv is its matrix. It is wide (the
    first column is the framework, every other column is an element, and cells are 1, 0 or blank) or long (columns
    framework, element, value and, if you like, component, coder, locator).

    \b
    Example:
      taonto study mine.csv --name mine --source "Me (2026)" --output mine.ttl
      taonto query frameworks-sharing-element --data mine.ttl --param study=mine
      taonto analyze --matrix mine.csv
    """
    from taonto.base.errors import UnknownNameError
    from taonto.base.writing import write_bytes
    from taonto.cli.progress import note, say
    from taonto.ontology.edition import load_edition
    from taonto.ontology.study import read_study
    from taonto.rdf.graph import SYNTAXES, guess_syntax, read_triples, serialize_triples, store_of
    from taonto.rdf.jsonld import Unmapped

    syntax = form or guess_syntax(output) or "turtle"
    if syntax not in SYNTAXES:
        raise UnknownNameError(f"--format '{syntax}': use one of {', '.join(SYNTAXES)}")
    graph = load_edition("asserted")
    words = Unmapped()
    earlier = list(read_triples(add_to, base=input_base, unmapped=words)) if add_to else []
    store_of(earlier, graph)
    study = read_study(matrix, name, source, graph, declare)
    write_bytes(output, serialize_triples([*earlier, *study.triples], syntax))
    for text in words.notes(add_to or ""):
        note(text)
    counts = ", ".join(f"{count} {value}" for value, count in study.counts.items())
    own = f"; its own terms: {', '.join(study.declared)}" if study.declared else ""
    say(f"study '{name}': {counts}{own}")
