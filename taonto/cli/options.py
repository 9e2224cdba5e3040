"""The options that several commands share, each written once: one name means the same in every command.

Defaults are shown by click alone (`show_default` in `taonto.cli`); a computed one is named in `show_default` here.
"""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

FC = TypeVar("FC", bound=Callable[..., Any] | click.Command)

BY_SUFFIX = "by suffix"
"""How help shows the default of a format that the file's suffix decides."""

PROFILES = ("exchange", "publication")

data = click.option(
    "--data",
    multiple=True,
    metavar="FILE",
    help="Your data, added to the graph: record sheets (CSV, XLSX) or RDF. Repeat for more files.",
)
codes = click.option(
    "--codes", multiple=True, metavar="FILE", help="RDF with your own code lists, such as topics. Repeat for more."
)
endpoint = click.option("--endpoint", metavar="URL", help="Ask this SPARQL 1.1 endpoint, not the built-in graph.")
input_format = click.option(
    "--input-format",
    metavar="NAME",
    show_default=BY_SUFFIX,
    help="Format of the input: csv, xlsx, turtle, ntriples, nquads, trig, rdfxml or jsonld.",
)

input_base = click.option(
    "--input-base",
    metavar="IRI",
    show_default="none: a relative IRI is an error",
    help="Web address that relative IRIs in RDF input are resolved against.",
)


def output_file(what: str) -> Callable[[FC], FC]:
    """Return `--output FILE`, standard output by default; `what` names what is written."""
    return click.option("--output", default="-", metavar="FILE", help=f'File for {what}; "-" is standard output.')


def output_folder(what: str, default: str | None = None) -> Callable[[FC], FC]:
    """Return `--output DIR`; `what` names what is written, and without a default nothing is."""
    return click.option("--output", default=default, metavar="DIR", help=f"Folder for {what}.")


def output_format(
    choices: Sequence[str] = (), default: str | None = None, computed: str | None = None
) -> Callable[[FC], FC]:
    """Return `--format`, handed to the command as `form`.

    Args:
        choices: the formats; where there are none, any name is taken and the command checks it.
        default: the format that is written unless asked.
        computed: in place of a default, how it is found, in a few words.
    """
    return click.option(
        "--format",
        "form",
        type=click.Choice(choices) if choices else None,
        metavar=None if choices else "NAME",
        default=default,
        show_default=computed,
        help="Format of the output.",
    )


def profile(default: str | None, help: str, computed: str | None = None) -> Callable[[FC], FC]:
    """Return `--profile`, exchange or publication; `help` says what it changes in the command."""
    return click.option("--profile", type=click.Choice(PROFILES), default=default, show_default=computed, help=help)


def seed(default: int) -> Callable[[FC], FC]:
    """Return `--seed`: the same seed gives the same output."""
    return click.option("--seed", type=int, default=default, help="Seed of every random draw.")


def timeout(what: str, default: float | None = None) -> Callable[[FC], FC]:
    """Return `--timeout`; `what` names what is stopped after so many seconds."""
    return click.option(
        "--timeout",
        type=click.FloatRange(min=0, min_open=True),
        metavar="SECONDS",
        default=default,
        show_default=None if default else "no limit",
        help=f"Stop {what} after this many seconds.",
    )
