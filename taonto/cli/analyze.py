"""`taonto analyze`: which frameworks share which essential elements."""

import click

from taonto.cli import options


@click.command("analyze")
@click.option("--study", default="project", metavar="NAME", help="Coding study in the graph.")
@click.option("--matrix", metavar="FILE.csv", help="Your own coding matrix, instead of a study.")
@click.option(
    "--scope",
    type=click.Choice(["core", "all"]),
    show_default="core for this project's study, else all",
    help="Keep only frameworks for technical assistance proper, or all.",
)
@click.option(
    "--detail",
    type=click.Choice(["any", "detailed"]),
    default="any",
    help="Keep only lists of components that go into detail, or any.",
)
@click.option(
    "--lists",
    type=click.Choice(["complete", "all"]),
    show_default="complete for this project's study, else all",
    help="Keep only lists that were seen whole, or all.",
)
@click.option("--field", metavar="TEXT", help="Keep only frameworks whose field contains this text.")
@options.data
@options.endpoint
@click.option("--samples", type=int, default=20_000, metavar="N", help="Random matrices to compare with.")
@options.seed(1)
@options.output_folder("the report, the tables and the figures")
def command(
    study: str,
    matrix: str | None,
    scope: str | None,
    detail: str,
    lists: str | None,
    field: str | None,
    data: tuple[str, ...],
    endpoint: str | None,
    samples: int,
    seed: int,
    output: str | None,
) -> int:
    """Show which frameworks share which essential elements.

    The findings go to standard output. With --output a folder is written too: index.html with the findings, figures
    as SVG and PNG, every table as CSV, the network as GraphML and GEXF. With --data the report also shows which of the
    elements your engagement records use. Unknown is kept apart from absent throughout.

    \b
    Examples:
      taonto analyze --output report
      taonto analyze --scope all --detail detailed
      taonto analyze --matrix my-coding.csv --output my-report
      taonto analyze --data engagements.csv --output report
    """
    from taonto.api import analyze
    from taonto.cli.progress import named_steps, note, say
    from taonto.report.analysis.folder import check_target

    if output is not None:
        check_target(output)
    with named_steps() as progress:
        report = analyze(
            study,
            matrix=matrix,
            scope=scope,
            detail=detail,
            field=field,
            complete=None if lists is None else lists == "complete",
            samples=samples,
            seed=seed,
            data=data,
            endpoint=endpoint,
            progress=progress,
        )
        if output is not None:
            report.write(output, progress)
    for text in report.notes:
        note(text)
    click.echo(report.text(), nl=False)
    if output is None:
        say("add --output DIR for the report, the tables and the figures")
    else:
        say(f"wrote {output}; open {output.rstrip('/')}/index.html")
    return 0
