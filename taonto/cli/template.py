"""`taonto template`: an empty data-entry sheet."""

import click


@click.command("template", short_help="Write an empty data-entry sheet.")
@click.argument("output", metavar="FILE.csv|FILE.xlsx")
def command(output: str) -> None:
    """Write a sheet for engagement records with one made-up row, to be filled in.

    An XLSX file has drop-downs from the code lists, notes on every column, formats for dates and numbers, and a page
    that describes the data set. A CSV file has the headings and the row. "-" writes CSV to standard output.

    \b
    Example:
      taonto template engagements.xlsx
      taonto validate engagements.xlsx
    """
    from taonto.records.sheets.template import write_template

    write_template(output)
    if output != "-":
        click.echo(f"wrote {output}: remove the synthetic row before you enter your own records", err=True)
