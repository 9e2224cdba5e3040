"""`taonto study`: a coding matrix becomes one more coding study."""

import click


@click.command("study", short_help="Add a coding study (your own matrix) to a graph.")
@click.argument("matrix", metavar="FILE.csv")
@click.option("--name", required=True, help="What to call the study: lower-case letters, digits and hyphens.")
@click.option("--source", required=True, help="Who made the coding, as you would cite it.")
@click.option("--add-to", metavar="GRAPH", help="An RDF file to add the study to; the result holds both.")
@click.option("--declare", is_flag=True, help="Take names that the catalogue lacks as the study's own.")
@click.option("--output", default="-", show_default=True, metavar="FILE", help="Where to write the graph.")
@click.option("--format", "syntax", help="The RDF syntax to write; by default the suffix decides, else turtle.")
def command(
    matrix: str, name: str, source: str, add_to: str | None, declare: bool, output: str, syntax: str | None
) -> None:
    """Check a coding matrix and write it as a coding study in RDF.

    The matrix is wide (first column the framework, one column an element, cells 1, 0 or blank) or long (columns
    framework, element, value and, where wanted, component, coder, locator).

    \b
    Example:
      taonto study mine.csv --name mine --source "Me (2026)" --output mine.ttl
      taonto query frameworks-sharing-element --data mine.ttl --param study=mine
      taonto analyze --matrix mine.csv
    """
    from taonto.base.errors import TaontoError
    from taonto.base.files import write_bytes
    from taonto.ontology.edition import load_edition
    from taonto.ontology.study import read_study
    from taonto.rdf.graph import SYNTAXES, guess_syntax, read_triples, serialize_triples, store_of

    chosen = syntax or guess_syntax(output) or "turtle"
    if chosen not in SYNTAXES:
        raise TaontoError(f"--format '{chosen}': use one of {', '.join(SYNTAXES)}")
    graph = load_edition("asserted")
    earlier = list(read_triples(add_to)) if add_to else []
    store_of(earlier, graph)
    study = read_study(matrix, name, source, graph, declare)
    write_bytes(output, serialize_triples([*earlier, *study.triples], chosen))
    counts = ", ".join(f"{count} {value}" for value, count in study.counts.items())
    own = f"; its own terms: {', '.join(study.declared)}" if study.declared else ""
    click.echo(f"study '{name}': {counts}{own}", err=True)
