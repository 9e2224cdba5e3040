"""`taonto demo`: the main job in one command."""

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
    from taonto.cli.progress import progress_bar
    from taonto.demo import run_demo

    with progress_bar(bar_format="{desc} ({elapsed})") as shown:

        def progress(step: str) -> None:
            shown.set_description_str(step)
            shown.update()

        demo = run_demo(output, progress)
    click.echo(demo.text(), nl=False)
    click.echo(f"taonto: wrote {output}; open {output.rstrip('/')}/index.html", err=True)
    return 0
