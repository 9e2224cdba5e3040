"""`taonto template`: an empty data-entry sheet."""

import click


@click.command("template")
@click.argument("output", metavar="FILE.csv|FILE.xlsx")
def command(output: str) -> None:
    """Write an empty sheet for engagement records, with one made-up row as an example.

    FILE.xlsx becomes a workbook with drop-down lists of codes, a note on every column, formats for dates and numbers,
    and a page that describes the data set. FILE.csv gets the headings and the example row. "-" writes CSV to standard
    output.

    \b
    Example:
      taonto template engagements.xlsx
      taonto validate engagements.xlsx
    """
    from taonto.cli.progress import say
    from taonto.records.sheets.template import write_template

    write_template(output)
    if output != "-":
        say(f"wrote {output}; remove the example row before you enter your own records")
