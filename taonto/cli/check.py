"""`taonto check`: the quality of the ontology itself."""

import click


@click.command("check")
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to report."
)
@click.option("--only", multiple=True, metavar="ID", help="Run this check alone (again for more): files, terms ...")
@click.option("--no-reasoning", is_flag=True, help="Leave out HermiT, which needs Java.")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=120.0,
    show_default=True,
    help="The most seconds that one run of HermiT may take.",
)
@click.option("--output", default="-", help="Where to write the report.  [default: standard output]")
def command(
    files: tuple[str, ...], form: str, only: tuple[str, ...], no_reasoning: bool, timeout: float, output: str
) -> int:
    """Check the quality of the ontology: that of taonto, or your copy or extension of it in FILE...

    Profile, contradictions, definitions, sources, prefixes, links and competency questions are checked.
    A FILE that names itself as one of taonto's modules stands in for it; any other is read on top of them.

    \b
    Examples:
      taonto check
      taonto check my-extension.ttl
      taonto check --no-reasoning --format json
    """
    from taonto.base.errors import TaontoError
    from taonto.base.files import write_text
    from taonto.cli.progress import progress_bar
    from taonto.quality.check import CHECKS, check

    for identifier in only:
        if identifier not in CHECKS:
            raise TaontoError(f"there is no check '{identifier}'; the checks are {', '.join(CHECKS)}")
    with progress_bar(total=len(only) or len(CHECKS), unit="check") as bar:

        def progress(title: str) -> None:
            bar.set_description_str(title[:60])
            bar.update()

        report = check(files, reasoning=not no_reasoning, only=only, time_limit=timeout, progress=progress)
    write_text(output, report.to_json() if form == "json" else report.to_text())
    return 0 if report.passed else 1
