"""`taonto check`: the quality of the ontology itself."""

import click

from taonto.cli import options


@click.command("check")
@click.argument("files", nargs=-1, metavar="[FILE]...")
@options.output_format(["text", "json"], default="text")
@click.option(
    "--only",
    multiple=True,
    metavar="NAME",
    help="Run only this check: files, terms, catalogue, links, profile, reasoning, members or questions. "
    "Repeat for more.",
)
@click.option("--no-reasoning", is_flag=True, help="Leave out the reasoner HermiT, which needs Java.")
@options.timeout("each run of HermiT", default=120.0)
@options.output_file("the report")
def command(
    files: tuple[str, ...], form: str, only: tuple[str, ...], no_reasoning: bool, timeout: float, output: str
) -> int:
    """Check the quality of the ontology itself: taonto's, your copy of it, or your extension.

    FILE is RDF to check with it. A FILE that names itself as one of taonto's modules replaces that module; any other
    is added. The checks ask whether every term has its label, definition and source, whether links lead to known
    terms, whether the ontology contradicts itself (with the reasoner HermiT), and whether every saved question has an
    answer.

    \b
    Exit codes:
      0  every check passed
      1  at least one check failed
      2  the check could not run

    \b
    Examples:
      taonto check
      taonto check my-extension.ttl
      taonto check --no-reasoning --format json
    """
    from taonto.base.errors import UnknownNameError
    from taonto.base.overwriting import refuse_overwrite
    from taonto.base.writing import write_text
    from taonto.cli.progress import progress_bar
    from taonto.quality.check import CHECKS, check

    for identifier in only:
        if identifier not in CHECKS:
            raise UnknownNameError(f"there is no check '{identifier}'; the checks are {', '.join(CHECKS)}")
    refuse_overwrite([output], files)
    with progress_bar(total=len(only) or len(CHECKS), unit="check") as bar:

        def progress(title: str) -> None:
            bar.set_description_str(title[:60])
            bar.update()

        report = check(files, reasoning=not no_reasoning, only=only, time_limit=timeout, progress=progress)
    write_text(output, report.to_json() if form == "json" else report.to_text())
    return 0 if report.passed else 1
