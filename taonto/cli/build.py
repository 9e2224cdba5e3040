"""`taonto build`: the release files."""

import click


@click.command("build")
@click.argument("folder", metavar="DIR")
@click.option(
    "--base-url",
    default="https://example.org/taonto/",
    show_default=True,
    help="The address under which the folder will be published; the w3id redirect rules lead there.",
)
def command(folder: str, base_url: str) -> int:
    """Write the release into the folder DIR: new, empty, or an earlier release to replace.

    Ontology (merged, by module, and with what follows from it) in Turtle, RDF/XML, N-Triples and JSON-LD,
    SKOS editions, JSON-LD context, SSSOM alignments, documentation pages, redirect rules and checksums.

    \b
    Example:
      taonto build release --base-url https://example.org/taonto/
    """
    from taonto.release.folder import write_release

    files = write_release(folder, base_url)
    click.echo(f"wrote {len(files)} files to {folder}", err=True)
    return 0
