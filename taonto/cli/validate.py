"""`taonto validate`: checks engagement records."""

import sys

import click


@click.command("validate", short_help="Check engagement records: RDF, CSV or XLSX.")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--profile",
    type=click.Choice(["exchange", "publication"]),
    help="Which rules apply: for exchanging records (the default), or also those for publishing them.",
)
@click.option(
    "--shapes",
    multiple=True,
    metavar="FILE",
    help="SHACL shapes of your own, instead of (or, with --profile, besides) the shipped rules.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "html", "sarif", "junit", "turtle"]),
    default="text",
    show_default=True,
    help="The format of the report.",
)
@click.option("--output", default="-", metavar="FILE", help="Where to write the report; standard output by default.")
@click.option(
    "--annotate", metavar="OUT.xlsx", help="Also write a copy of the (one) sheet with the faulty cells coloured."
)
@click.option(
    "--fail-on",
    type=click.Choice(["violation", "warning", "info"]),
    default="violation",
    show_default=True,
    help="The least severity at which the exit code is 1.",
)
@click.option(
    "--input-format",
    metavar="NAME",
    help="csv, xlsx, turtle, ntriples, rdfxml, jsonld ...; by default the suffix decides.",
)
@click.option("--metadata", multiple=True, metavar="FILE", help="RDF that describes the data set (dcat:Dataset).")
@click.option("--codes", multiple=True, metavar="FILE", help="RDF with code lists of your own, such as topics.")
@click.option(
    "--advice/--no-advice",
    default=True,
    help="Whether to tell also what a good record has besides; by default it does.",
)
@click.option("--together", is_flag=True, help="Take all files for one data set; by default each stands alone.")
@click.option(
    "--engine",
    type=click.Choice(["auto", "pyshacl"]),
    default="auto",
    show_default=True,
    help="The engine that judges.",
)
@click.option("--workers", type=click.IntRange(1, 64), metavar="N", help="Processes that share the work.")
@click.option(
    "--least-count",
    type=click.IntRange(1, 1000),
    default=10,
    show_default=True,
    help="The smallest count of children in a published text.",
)
@click.option(
    "--region",
    default="US",
    show_default=True,
    metavar="XX",
    help="Where telephone numbers without a country code are from: a country's two letters.",
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
    metadata: tuple[str, ...],
    codes: tuple[str, ...],
    advice: bool,
    together: bool,
    engine: str,
    workers: int | None,
    least_count: int,
    region: str,
) -> int:
    """Check engagement records and say which cell or line is wrong, why, and what to write instead.

    Exit code 0: conforms; 1: findings at or above --fail-on; 2: could not run. No pattern can certify a text as free
    of personal data.

    \b
    Example:
      taonto validate engagements.csv
      taonto validate engagements.xlsx --profile publication --format html --output report.html
      taonto validate 2023.csv 2024.ttl --together --fail-on warning --format json
    """
    from pathlib import Path

    from taonto.base.errors import TaontoError
    from taonto.base.files import refuse_overwrite, write_bytes
    from taonto.cli.progress import progress_bar
    from taonto.report.validation.render import render
    from taonto.validation.program_rules import PersonalDataOptions
    from taonto.validation.run import validate

    if annotate and len(files) != 1:
        raise TaontoError("--annotate makes a copy of one sheet; validate the sheets one by one")
    if annotate and Path(annotate).suffix.lower() != ".xlsx":
        raise TaontoError(f"--annotate {annotate}: the copy is a workbook; give it a name that ends in .xlsx")
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
        for note in (*report.notes, *(note for result in report.files for note in result.notes)):
            click.echo(f"taonto: {note}", err=True)
    return 0 if report.conforms else 1
