"""`taonto analyze`: which frameworks share which essential elements."""

import click

from taonto.cli import options


@click.command("analyze")
@click.option(
    "--study",
    default="project",
    metavar="NAME",
    help="Coding study to compare by; 'taonto query studies-known' lists them.",
)
@click.option("--matrix", metavar="FILE.csv", help="Your own matrix of frameworks by elements, instead of a study.")
@click.option(
    "--scope",
    type=click.Choice(["core", "all"]),
    show_default="core for this project's study, else all",
    help="Which frameworks to compare: core ones, which describe technical assistance itself, or also adjacent ones.",
)
@click.option(
    "--detail",
    type=click.Choice(["any", "detailed"]),
    default="any",
    help="Which frameworks to compare: any, or only those whose components were seen in detail, not as headlines.",
)
@click.option(
    "--lists",
    type=click.Choice(["complete", "all"]),
    show_default="complete for this project's study, else all",
    help="Which frameworks to compare: those whose list of components was seen in full, or all.",
)
@click.option("--field", metavar="TEXT", help="Compare only frameworks whose field contains this text.")
@options.data
@options.input_base
@options.endpoint
@click.option(
    "--samples",
    type=int,
    default=20_000,
    metavar="N",
    help="Random matrices that give the p-values; 0 leaves the p-values out.",
)
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
    input_base: str | None,
    endpoint: str | None,
    samples: int,
    seed: int,
    output: str | None,
) -> int:
    """Show which frameworks share which essential elements.

    Frameworks are published lists of what technical assistance consists of; essential elements are the practices in
    them. The claims (what the numbers say, in sentences) go to standard output. With --output a folder is written too:
    index.html with the claims, figures as SVG and PNG, every table as CSV, the network as GraphML and GEXF. With
    --data the report also shows which elements your engagement records use. An element that is unknown for a
    framework never counts as absent.

    \b
    Examples:
      taonto analyze --output report
      taonto analyze --scope all --detail detailed
      taonto analyze --matrix my-coding.csv --output my-report
      taonto analyze --data engagements.csv --output report
    """
    from taonto.cli.progress import hush_matplotlib, named_steps, note, say

    hush_matplotlib()
    from taonto.api import analyze
    from taonto.base.overwriting import refuse_replacing
    from taonto.report.analysis.folder import check_target

    if output is not None:
        check_target(output)
    refuse_replacing(output, [matrix, *data])
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
            input_base=input_base,
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
