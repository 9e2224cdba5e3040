"""`taonto demo`: the main job in one command."""

import click

from taonto.cli import options


@click.command("demo")
@options.output_folder("the report", default="taonto-report")
def command(output: str) -> int:
    """Run the main job on the data that comes with taonto, and write a report folder.

    It checks the ontology for contradictions, answers the saved questions, validates two example sheets (one without
    findings, one with many) and compares frameworks by the essential elements that they share. It takes about a minute.

    \b
    Example:
      taonto demo --output my-report
    """
    from taonto.cli.progress import hush_matplotlib, named_steps, say

    hush_matplotlib()
    from taonto.demo import run_demo

    with named_steps() as progress:
        demo = run_demo(output, progress)
    click.echo(demo.text(), nl=False)
    say(f"wrote {output}; open {output.rstrip('/')}/index.html")
    return 0
