"""`taonto generate`: synthetic engagement records, with faults planted on purpose."""

import click


@click.command("generate", short_help="Make synthetic engagement records.")
@click.argument("count", metavar="N", type=click.IntRange(min=1))
@click.option(
    "--faults",
    metavar="SHARE",
    type=float,
    default=0.0,
    help="Faults a record, 0 to 1, as far as they fit. [default: 0]",
)
@click.option("--seed", type=int, default=0, show_default=True, help="Another seed, other records.")
@click.option(
    "--profile",
    type=click.Choice(["exchange", "publication"]),
    default="exchange",
    show_default=True,
    help="With publication, plant also what only published data must not hold, such as names in texts.",
)
@click.option("--output", default="-", metavar="FILE", help="CSV, XLSX or RDF, as the suffix says. [default: CSV to -]")
@click.option("--manifest", metavar="FILE.csv", help="Where to list the planted faults. [default: beside the output]")
def command(count: int, faults: float, seed: int, profile: str, output: str, manifest: str | None) -> None:
    """Make N records for trials and benchmarks. All are made up and marked as synthetic.

    The manifest tells for each planted fault its row, column, kind, and the rule that finds it.

    \b
    Example:
      taonto generate 1000 --faults 0.05 --seed 7 --output trial.csv
      taonto validate trial.csv
    """
    from collections.abc import Iterator
    from itertools import chain
    from pathlib import Path

    from taonto.base.files import refuse_overwrite
    from taonto.cli.progress import progress_bar
    from taonto.records.convert import write_records
    from taonto.records.formats import SHEETS, format_of
    from taonto.records.sheets.workbook import write_sheet
    from taonto.records.synthetic.planting import Block, Planted, generate, headings, records_of, write_manifest

    refuse_overwrite([output, manifest], [])
    planted: list[Planted] = []
    made = generate(count, faults, seed, profile)
    first = next(made)  # so that what can't be made is refused before anything is written

    def blocks() -> Iterator[Block]:
        bar = progress_bar(total=count, unit=" records")
        for block in chain([first], made):
            planted.extend(block.planted)
            bar.update(len(block.rows))
            yield block
        bar.close()

    goes = "csv" if output == "-" else format_of(output)
    if goes in SHEETS:
        write_sheet(output, headings(profile), (row for block in blocks() for row in block.rows))
    else:
        write_records(records_of(blocks(), profile), output, goes)
    click.echo(f"{output}: {count:,} synthetic records, {len(planted):,} faulty cells", err=True)
    if manifest or (planted and output != "-"):
        name = manifest or str(Path(output).with_suffix(".faults.csv"))
        write_manifest(name, planted)
        click.echo(f"{name}: what was planted where", err=True)
    else:
        for fault in planted:
            click.echo(f"row {fault.row}, {fault.column}: {fault.fault} ({fault.rule})", err=True)
