"""The command line: one thin module per command, imported only when it is called.

`options` holds the options that several commands share, `progress` what they say on standard error, `supervision` the
process that outlives a crash.
"""

import contextlib
import importlib
import os
import signal
import sys
from typing import Any

import click

from taonto.base.errors import UnavailableError, UnknownNameError, as_error
from taonto.cli.progress import say
from taonto.cli.supervision import COULD_NOT_RUN, Stopped, supervised

COMMANDS = {
    "demo": "Run everything on the data that comes with taonto; write a report.",
    "validate": "Check engagement records and report what is wrong, and where.",
    "template": "Write an empty sheet to enter engagement records in.",
    "convert": "Turn sheets into RDF and back, or one RDF syntax into another.",
    "query": "Answer a saved question or your own SPARQL.",
    "analyze": "Show which frameworks share which essential elements.",
    "study": "Turn your own matrix of frameworks by elements into RDF.",
    "terms": "Find a term and compare its definitions.",
    "check": "Check the quality of the ontology itself.",
    "build": "Write the release files of the ontology.",
    "generate": "Make synthetic engagement records for trials.",
}
"""The commands in the order of the help, with what each does."""

_STOPPED = "interrupted; nothing was left half-written"
_SETTINGS = {"help_option_names": ["-h", "--help"], "show_default": True}


class _LazyGroup(click.Group):
    """A group that knows its commands' names and summaries without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(f"taonto.cli.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and args[0] not in COMMANDS:
            import difflib

            near = difflib.get_close_matches(args[0], COMMANDS, n=1)
            hint = f"; did you mean '{near[0]}'?" if near else f"; the commands are {', '.join(COMMANDS)}"
            raise UnknownNameError(f"there is no command '{args[0]}'{hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=_LazyGroup, context_settings=_SETTINGS)
@click.version_option(package_name="taonto", message="taonto %(version)s")
def taonto() -> None:
    """Compare frameworks of technical assistance, check records of it, and ask questions about both.

    Technical assistance is the help that centers give to schools and agencies: coaching, training, planning. A
    framework is a published list of what such help consists of. taonto brings a graph of frameworks and their essential
    elements, a shared list of terms, and rules for engagement records: sheets in which centers log their work.

    Start with 'taonto demo'. 'taonto COMMAND --help' explains a command with an example.
    """


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit: 0 done and conforms, 1 ran and found violations, 2 could not run."""
    sys.exit(supervised(lambda: run(arguments)))


def run(arguments: list[str] | None = None) -> int:
    """Run the command line in this process and return its exit code."""
    try:
        if sys.stdout is None:
            raise UnavailableError("standard output is closed; leave it open or send it to a file")
        result: Any = taonto.main(args=arguments, prog_name="taonto", standalone_mode=False)
        sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except click.exceptions.Exit as error:
        return error.exit_code
    except Stopped as error:
        say(_STOPPED)
        return error.code
    except (KeyboardInterrupt, click.Abort):
        say(_STOPPED)
        return 128 + signal.SIGINT
    except (BrokenPipeError, SystemExit):
        # The reader (`head`, a pager) has gone, which click turns into an exit: this is not an error.
        _forget_output()
        return 0
    except click.exceptions.NoArgsIsHelpError:
        message = "no command is given; start with 'taonto demo', or see 'taonto --help'"
    except click.ClickException as error:
        context = getattr(error, "ctx", None)
        hint = f" (see '{context.command_path} --help')" if context else ""
        message = error.format_message() + hint
    except OSError as error:
        # Files that can't be read or written raise a TaontoError where it happens: this is standard output.
        _forget_output()
        message = f"standard output: can't be written ({error.strerror}); free space or write to a file elsewhere"
        _debug(error)
    except BaseException as error:  # a panic of native code is none of Python's exceptions
        message = str(as_error(error))
        _debug(error)
    from taonto.base.text import one_line  # takes time that sound runs need not spend

    say(f"error: {one_line(message)}")
    return COULD_NOT_RUN


def _debug(error: BaseException) -> None:
    """Print the traceback, for developers, if they ask for it."""
    if os.environ.get("TAONTO_DEBUG"):
        import traceback

        traceback.print_exception(error)


def _forget_output() -> None:
    """Keep Python from flushing what is left, when it ends, into an output that does not take it."""
    with contextlib.suppress(AttributeError, OSError, ValueError):  # it may be no file
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
