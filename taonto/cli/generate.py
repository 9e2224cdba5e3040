"""`taonto generate`: synthetic engagement records, with faults planted on purpose."""

import click

from taonto.cli import options


@click.command("generate")
@click.argument("count", metavar="N", type=click.IntRange(min=1))
@click.option(
    "--faults",
    metavar="SHARE",
    type=float,
    default=0.0,
    help="Faults (planted errors) per record, 0 to 1, where they fit.",
)
@options.seed(0)
@options.profile(
    "exchange", "Faults to plant: those of exchanged records, or also those that only published records can have."
)
@options.output_file("the records (CSV, XLSX or RDF by suffix; CSV on standard output)")
@click.option(
    "--manifest", metavar="FILE.csv", show_default="beside the output", help="Where to list the planted faults."
)
def command(count: int, faults: float, seed: int, profile: str, output: str, manifest: str | None) -> None:
    """Make synthetic engagement records for trials and benchmarks.

    N is the number of records. They are all made up and marked as synthetic. With --faults some records get errors on
    purpose; the manifest lists each with its row, its column, its kind and the rule that finds it.

    \b
    Example:
      taonto generate 1000 --faults 0.05 --seed 7 --output trial.csv
      taonto validate trial.csv
    """
    from collections.abc import Iterator
    from itertools import chain
    from pathlib import Path

    from taonto.base.overwriting import refuse_overwrite
    from taonto.base.streams import is_stream
    from taonto.base.text import counted
    from taonto.cli.progress import progress_bar, say
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

    to_stream = is_stream(output)
    syntax = "csv" if to_stream and not Path(output).suffix else format_of(output, writing=True)
    if syntax in SHEETS:
        write_sheet(output, headings(profile), (row for block in blocks() for row in block.rows))
    else:
        write_records(records_of(blocks(), profile), output, syntax)
    name = manifest or (str(Path(output).with_suffix(".faults.csv")) if planted and not to_stream else None)
    if name:
        write_manifest(name, planted)
    say(f"{output}: {counted(count, 'synthetic record')}, {counted(len(planted), 'cell')} with planted faults")
    if name:
        say(f"{name}: which faults were planted where")
    else:
        for fault in planted:
            click.echo(f"row {fault.row}, {fault.column}: {fault.fault} ({fault.rule})", err=True)
