"""`taonto validate`: checks engagement records."""

import sys

import click

from taonto.cli import options


@click.command("validate")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@options.profile(
    None,
    "Rules to apply: for records that are exchanged, or also those for records that are published.",
    computed="exchange; none with --shapes",
)
@click.option(
    "--shapes",
    multiple=True,
    metavar="FILE",
    help="Your own SHACL shapes, instead of the shipped rules or, with --profile, besides them. Repeat for more.",
)
@options.output_format(["text", "json", "html", "sarif", "junit", "turtle"], default="text")
@options.output_file("the report")
@click.option(
    "--annotate", metavar="OUT.xlsx", help="Also write a copy of the sheet in which cells with findings are colored."
)
@click.option(
    "--fail-on",
    type=click.Choice(["violation", "warning", "info"]),
    default="violation",
    help="Lowest severity that sets exit code 1.",
)
@options.input_format
@options.input_base
@click.option(
    "--metadata",
    multiple=True,
    metavar="FILE",
    help="What describes the data set: RDF (a dcat:Dataset), or a sheet of properties and values. Repeat for more.",
)
@options.codes
@click.option("--advice/--no-advice", default=True, help="Whether to report recommendations too.")
@click.option("--together", is_flag=True, help="Treat all files as one data set instead of checking each alone.")
@click.option(
    "--engine", type=click.Choice(["auto", "pyshacl"]), default="auto", help="What runs the rules; auto chooses."
)
@click.option(
    "--workers", type=click.IntRange(1, 64), metavar="N", show_default="up to 2", help="Processes that share the work."
)
@click.option(
    "--least-count",
    type=click.IntRange(1, 1000),
    default=10,
    metavar="N",
    help="Smallest count of children that a published text may give.",
)
@click.option(
    "--region", default="US", metavar="XX", help="Two-letter country of telephone numbers without a country code."
)
def command(
    files: tuple[str, ...],
    profile: str | None,
    shapes: tuple[str, ...],
    form: str,
    output: str,
    annotate: str | None,
    fail_on: str,
    input_format: str | None,
    input_base: str | None,
    metadata: tuple[str, ...],
    codes: tuple[str, ...],
    advice: bool,
    together: bool,
    engine: str,
    workers: int | None,
    least_count: int,
    region: str,
) -> int:
    """Check engagement records and report which cell or line is wrong, why, and what to write instead.

    FILE is a sheet (CSV, XLSX) or RDF; "-" is standard input. Several files are checked one by one unless you add
    --together. For publication, texts are searched for personal data, but no search can prove that a text has none.

    \b
    Exit codes:
      0  the records conform
      1  there are findings at or above --fail-on
      2  the check could not run

    \b
    Examples:
      taonto validate engagements.csv
      taonto validate engagements.xlsx --profile publication --format html --output report.html
      taonto validate 2023.csv 2024.ttl --together --fail-on warning --format json
    """
    from pathlib import Path

    from taonto.base.errors import BadInputError
    from taonto.base.writing import refuse_overwrite, write_bytes
    from taonto.cli.progress import note, progress_bar
    from taonto.report.validation.render import render
    from taonto.validation.program_rules import PersonalDataOptions
    from taonto.validation.run import validate

    if annotate and len(files) != 1:
        raise BadInputError("--annotate makes a copy of one sheet; validate the sheets one by one")
    if annotate and Path(annotate).suffix.lower() != ".xlsx":
        raise BadInputError(f"--annotate {annotate}: the copy is a workbook; give it a name that ends in .xlsx")
    refuse_overwrite([output, annotate], [*files, *shapes, *metadata, *codes])
    with progress_bar(unit=" checks") as bar:

        def watch(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        report = validate(
            *files,
            profile=profile,
            shapes=shapes,
            input_format=input_format,
            input_base=input_base,
            metadata=[*metadata, *codes],
            together=together,
            advice=advice,
            engine=engine,
            workers=workers,
            fail_on=fail_on,
            options=PersonalDataOptions(least_count, region),
            progress=watch,
        )
    if annotate:
        from taonto.report.validation.workbook import annotate_workbook

        annotate_workbook(files[0], report, annotate, syntax=input_format)
    write_bytes(output, render(report, form, color=output == "-" and sys.stdout.isatty()))
    if form != "text":
        for text in (*report.notes, *(text for result in report.files for text in result.notes)):
            note(text)
    return 0 if report.conforms else 1
