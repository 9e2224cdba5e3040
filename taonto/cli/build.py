"""`taonto build`: the release files."""

import click


@click.command("build")
@click.argument("folder", metavar="DIR")
@click.option(
    "--base-url",
    default="https://example.org/taonto/",
    help="Web address where the folder will be published; the w3id redirect rules lead there.",
)
def command(folder: str, base_url: str) -> int:
    """Write the release files of the ontology.

    DIR is the folder to write: a new one, an empty one, or an earlier release, which is replaced. It gets the ontology
    (merged, by module, and with what follows from it) in Turtle, RDF/XML, N-Triples and JSON-LD, an edition in SKOS
    for vocabulary tools, the JSON-LD context, the alignments with other vocabularies as SSSOM, documentation pages,
    redirect rules and checksums.

    \b
    Example:
      taonto build release --base-url https://example.org/taonto/
    """
    from taonto.cli.progress import say
    from taonto.release.folder import write_release

    files = write_release(folder, base_url)
    say(f"wrote {len(files)} files to {folder}")
    return 0
