"""What a hostile run is: an input or a circumstance, a command, and what may come of it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

REFUSED = frozenset({2})
"""The command can't run: one sentence."""
READ = frozenset({0, 1})
"""The input is odd but sound: it is read, and `validate` may have findings."""
EITHER = frozenset({0, 1, 2})
"""Sound or not, limits included: any exit that tells the truth."""

Content = Callable[[int], bytes]
"""Gives the bytes of a file for a size, whose meaning is the input's own: levels, rows, characters."""
Place = Callable[[Path], None]
"""Makes what is no plain file (a folder, a pipe, a link) at a path."""


@dataclass(frozen=True)
class Input:
    """One hostile input, for every command that reads such a thing.

    Attributes:
        kind: what it tries, in a word or two: "nesting", "gzip bomb".
        name: how it differs from others of its kind.
        file: what the file is called; the suffix says how it is read.
        make: its content for a size, or what puts it there.
        size: its size in the full table.
        small: its size in the gate, which has the first of each kind that have one.
        exits: the exit codes that are right.
        words: a pattern that the sentence of exit 2 has to contain, without regard to case.
    """

    kind: str
    name: str
    file: str
    make: Content | Place
    size: int = 1
    small: int | None = None
    exits: frozenset[int] = EITHER
    words: str = ""


@dataclass(frozen=True)
class Signal:
    """A signal to the command once it has worked for so many CPU seconds, children included."""

    number: int
    after: float = 1.0


@dataclass(frozen=True)
class Case:
    """One run of one command.

    Attributes:
        kind: see `Input`.
        name: what it is called, unique in its kind.
        command: the arguments after `taonto`; paths are relative to the folder of the run.
        files: what the folder contains besides the good files of `runner.GOOD`: name to content or place.
        size: handed to the contents.
        quick: whether it runs in the gate.
        exits: the exit codes that are right; negative ones are signals.
        words: a pattern that the sentence of exit 2 has to contain.
        outputs: the files that the command may write, if it ends with 0 or 1, as patterns.
        shell: the shell line around the command, for which {} stands; standard input is empty unless it says so.
        environment: variables to set, or to remove (None); {folder} is the folder of the run.
        signal: what to send it.
        sentences: how many sentences an exit 2 may have: one for each input that could not be read.
        memory: the most that it may use, in bytes.
    """

    kind: str
    name: str
    command: tuple[str, ...]
    files: Mapping[str, Content | Place] = field(default_factory=dict)
    size: int = 1
    quick: bool = False
    exits: frozenset[int] = EITHER
    words: str = ""
    outputs: tuple[str, ...] = ("out*",)
    shell: str = "exec {}"
    environment: Mapping[str, str | None] = field(default_factory=dict)
    signal: Signal | None = None
    sentences: int = 1
    memory: int = 2_000_000_000

    @property
    def does(self) -> str:
        """The name of the command, or "" where there is none."""
        return self.command[0] if self.command else ""

    @property
    def id(self) -> str:
        """How pytest calls it."""
        return f"{self.kind}-{self.name}-{self.does or 'taonto'}".replace(" ", "_")


def inputs(kind: str, rows: Iterable[tuple]) -> list[Input]:
    """Return the rows of a table as inputs of one kind."""
    return [Input(kind, *row) for row in rows]
