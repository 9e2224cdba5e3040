"""`taonto demo`: the main job in one command."""

import sys

import click


@click.command("demo")
@click.option("--output", default="taonto-report", show_default=True, metavar="DIR", help="The folder to write.")
def command(output: str) -> int:
    """Run the main job on what comes with taonto, and write a report folder.

    It classifies the ontology, answers the saved questions, validates two example data sets (one good, one faulty)
    and analyses which frameworks share which essential elements.

    \b
    Example:
      taonto demo --output my-report
    """
    from tqdm import tqdm

    from taonto.demo import run_demo

    with tqdm(disable=not sys.stderr.isatty(), bar_format="{desc} ({elapsed})", leave=False, file=sys.stderr) as shown:

        def progress(step: str) -> None:
            shown.set_description_str(step)
            shown.update()

        demo = run_demo(output, progress)
    click.echo(demo.text(), nl=False)
    click.echo(f"taonto: wrote {output}; open {output.rstrip('/')}/index.html", err=True)
    return 0
