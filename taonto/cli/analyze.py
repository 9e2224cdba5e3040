"""`taonto analyze`: which frameworks share which essential elements."""

import click


@click.command(short_help="Show which frameworks share which essential elements.")
@click.option("--study", default="project", show_default=True, metavar="NAME", help="Coding study in the graph.")
@click.option("--matrix", metavar="FILE.csv", help="Your own coding matrix, in place of a study.")
@click.option(
    "--scope",
    type=click.Choice(["core", "all"]),
    help="Frameworks for technical assistance proper, or all. Default: core for this project's study, else all.",
)
@click.option(
    "--detail",
    type=click.Choice(["any", "detailed"]),
    default="any",
    show_default=True,
    help="Keep only lists of components that go into detail.",
)
@click.option(
    "--lists",
    type=click.Choice(["complete", "all"]),
    help="Keep only lists that were seen whole. Default: complete for this project's study, else all.",
)
@click.option("--field", metavar="TEXT", help="Keep frameworks whose field contains this text, such as education.")
@click.option(
    "--data", metavar="FILE", multiple=True, help="Engagement records to ask the same questions of; may repeat."
)
@click.option("--endpoint", metavar="URL", help="SPARQL 1.1 endpoint to read the coding from.")
@click.option("--samples", type=int, default=20_000, show_default=True, help="Random matrices to hold against.")
@click.option("--seed", type=int, default=1, show_default=True, help="Seed of every random draw.")
@click.option("--output", metavar="DIR", help="Folder for the report, tables and figures.")
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

    The findings go to standard output. With --output, a folder is written too: index.html with the findings, figures
    as SVG and PNG, every table as CSV, the network as GraphML and GEXF. What is unknown is kept apart from what is
    absent throughout.

    \b
    Examples:
      taonto analyze --output report
      taonto analyze --scope all --detail detailed
      taonto analyze --matrix my-coding.csv --output my-report
      taonto analyze --data engagements.csv --output report
    """
    from taonto.api import analyze
    from taonto.cli.progress import progress_bar
    from taonto.report.analysis.folder import check_target

    if output is not None:
        check_target(output)
    with progress_bar(bar_format="{desc} ({elapsed})") as shown:

        def progress(step: str) -> None:
            shown.set_description_str(step)
            shown.update()

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
    for note in report.notes:
        click.echo(f"taonto: note: {note}", err=True)
    click.echo(report.text(), nl=False)
    if output is None:
        click.echo("taonto: add --output DIR for the report, the tables and the figures", err=True)
    else:
        click.echo(f"taonto: wrote {output}; open {output.rstrip('/')}/index.html", err=True)
    return 0
