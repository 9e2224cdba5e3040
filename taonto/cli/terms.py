"""`taonto terms`: what a term means, and according to whom."""

from typing import TYPE_CHECKING

import click

from taonto.cli import options

if TYPE_CHECKING:
    from taonto.ontology.terms import Term


@click.command("terms")
@click.argument("text", nargs=-1, metavar="[TEXT|IRI]")
@options.output_format(["table", "json"], default="table")
def command(text: tuple[str, ...], form: str) -> None:
    """Find a term and show its definitions side by side, with their sources.

    TEXT is a label, an id, a short name such as tac:intensive, or words that a label or a definition contains; IRI is
    the term's full web address. Without either, every term is listed.

    \b
    Examples:
      taonto terms "needs assessment"
      taonto terms tac:intensive
      taonto terms technical assistance --format json
    """
    from taonto.ontology.edition import load_edition
    from taonto.ontology.terms import find

    found = find(load_edition("inferred"), " ".join(text))
    click.echo(_as_json(found) if form == "json" else _as_table(found), nl=False)


def _as_json(found: "list[Term]") -> str:
    import json
    from dataclasses import asdict

    return json.dumps([asdict(term) for term in found], indent=2, ensure_ascii=False) + "\n"


def _as_table(found: "list[Term]") -> str:
    import sys

    from taonto.base.text import screen_width, text_table

    width = screen_width() if sys.stdout.isatty() else None
    if len(found) > 1:
        rows = [[t.name, t.label, ", ".join(t.kind), t.definitions[0].text if t.definitions else ""] for t in found]
        return text_table(["term", "label", "kind", "definition"], rows, width)
    return _card(found[0], width)


def _card(term: "Term", width: int | None) -> str:
    from taonto.base.text import text_table

    facts = {
        "IRI": term.iri,
        "also called": "; ".join(term.other_labels),
        "kind": ", ".join(term.kind),
        "status": "proposed (testing)" if term.status == "testing" else term.status,
        "scheme": term.scheme,
        "phase": term.phase,
        "frameworks": "" if term.frameworks is None else f"{term.frameworks} of the catalogue",
        "notes": " ".join(term.notes),
        "matches": "; ".join(term.matches),
    }
    head = f"{term.label}  ({term.name})\n\n" + "".join(f"{key:<12} {value}\n" for key, value in facts.items() if value)
    if not term.definitions:
        return head + "\nNo definition is known.\n"
    rows = [[definition.text, "; ".join(definition.sources)] for definition in term.definitions]
    return f"{head}\n{text_table(['definition', 'according to'], rows, width)}"
