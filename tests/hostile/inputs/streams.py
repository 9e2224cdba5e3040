"""Standard streams that are closed, full, or read by nobody."""

from collections.abc import Iterator
from itertools import product

from hostile.case import EITHER, READ, REFUSED, Case
from hostile.inputs.commands import PRINTING, words

SHELLS = [
    ("output closed", "exec {} >&-", REFUSED, 1),
    ("errors closed", "exec {} 2>&-", READ, 0),
    ("input closed", "exec {} <&-", READ, 1),
    ("output and errors closed", "exec {} >&- 2>&-", REFUSED, 0),
    ("all closed", "exec {} <&- >&- 2>&-", REFUSED, 0),
    ("output full", "exec {} >/dev/full", REFUSED, 1),
    ("errors full", "exec {} 2>/dev/full", READ, 0),
    ("both full", "exec {} >/dev/full 2>/dev/full", REFUSED, 0),
    ("output that nobody reads", "{} | true; exit ${PIPESTATUS[0]}", READ, 1),
    ("output that is read a little", "{} | head -c 1 >/dev/null; exit ${PIPESTATUS[0]}", READ, 1),
    ("output that is for reading", "exec {} >&0", EITHER, 1),
]
"""What the streams are, the shell's words for it, the right exits, and how many sentences can be seen."""
_QUICK = {"output closed", "errors closed", "output full", "errors full", "all closed", "output that nobody reads"}

FAILING = [
    "validate none.csv",
    "convert none.csv out.ttl",
    "nonsense",
    "validate - --input-format csv",
    "query none.rq",
]
"""What can't run, wherever its sentence goes."""


def streams() -> Iterator[Case]:
    """Yield every command with every state of the streams."""
    for (name, line), (state, shell, exits, sentences) in product(PRINTING.items(), SHELLS):
        yield Case(
            "streams",
            f"{name} {state}",
            words(line),
            quick=(state in _QUICK and name == "query") or (name, state) == ("validate", "errors closed"),
            exits=exits,
            shell=shell,
            sentences=sentences,
        )
    for line, (state, shell, _, sentences) in product(FAILING, SHELLS):
        yield Case(
            "streams",
            f"{line} {state}",
            words(line),
            quick=state in {"errors closed", "errors full"} and line == FAILING[0],
            exits=REFUSED,
            shell=shell,
            sentences=sentences,
        )
