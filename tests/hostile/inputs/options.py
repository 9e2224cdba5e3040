"""Names and options that are out of range, do not fit, or try to be something else."""

import shlex
from collections.abc import Iterator
from itertools import product

from hostile.canary import CANARY
from hostile.case import REFUSED, Case
from hostile.inputs.commands import words
from hostile.inputs.files import SHEET
from hostile.inputs.making import fixed

NAMES = {
    "hyphen": "-in.csv",
    "option": "--format",
    "line": "a\nb.csv",
    "codes": "a\x1b[31mb\x07.csv",
    "backward": "\u202evsc.csv",
    "no UTF-8": "\udcff\udcfe.csv",
    "shell": "a b'\"$(x)`.csv",
    "percent": "%s{}.csv",
    "long": "\u00e9" * 100 + ".csv",
}
"""Hostile names of a sheet."""
NAMED = [
    "validate -- {}", "convert -- {} out.ttl", "query good.rq --data ./{}", "analyze --samples 0 --data ./{}",
    "study --name x --source y -- {}", "convert -- good.csv ./{}",
]  # fmt: skip
"""What is done with such a sheet, or writes it."""
UNKNOWN = [
    "validate -- {}", "query -- {}", "terms -- {}", "analyze --study={}", "analyze --field={}",
    "query phases-in-order --format={}", "convert good.csv out.ttl --base={}", "study matrix.csv --name={} --source=y",
    "study matrix.csv --name x --source={}", "check -- {}", "template -- ./none/{}", "{}",
]  # fmt: skip
"""Where such a name stands for something that is not there."""

OPTIONS = [
    *(
        f"generate {n}"
        for n in (
            "-1",
            "0",
            "1e9",
            "nonsense",
            "99999999999999999999",
            "10 --faults nan",
            "10 --faults -1",
            "10 --faults inf",
            "10 --seed 99999999999999999999999",
            "10 --seed -1",
            "5 --output out.xyz",
            "5 --output out.csv --manifest none/x.csv",
        )
    ),
    *(
        f"validate good.csv {o}"
        for o in (
            "--workers 0",
            "--workers 99999999999",
            "--workers -1",
            "--least-count 0",
            "--region ZZ",
            "--region ''",
            "--format nonsense",
            "--input-format nonsense",
            "--metadata none",
            "--codes none",
            "--shapes none",
            "--profile nonsense",
            "--annotate ''",
            "--output ''",
            "--input-format xlsx",
            "--input-format rdfxml",
            "--input-format jsonld",
        )
    ),
    *(
        f"convert good.csv out.ttl {o}"
        for o in (
            "--base nonsense",
            "--base ''",
            "--base 'http://a b/'",
            "--base 'http://a/#x#'",
            f"--base {CANARY}",
            "--format nonsense",
            "--rest none/x.ttl",
            "--codes matrix.csv",
            "--input-format turtle",
        )
    ),
    *(
        f"analyze {o}"
        for o in (
            "--samples -1",
            "--samples 99999999999",
            "--samples nan",
            "--seed -1",
            "--seed 99999999999999999999",
            "--study nonsense",
            "--matrix none",
            "--matrix ''",
            "--field '['",
            "--scope nonsense",
            "--data none",
            "--output ''",
            f"--endpoint {CANARY}x:y",
            "--endpoint file:///etc/passwd",
            "--endpoint nonsense",
            "--matrix matrix.csv --endpoint nonsense",
        )
    ),
    *(
        f"query good.rq {o}"
        for o in (
            "--timeout 0",
            "--timeout -1",
            "--timeout nan",
            "--timeout inf",
            "--timeout 1e300",
            "--timeout 0.0001",
            "--format parquet",
            "--format turtle",
            "--param x",
            "--param =",
            "--data -",
            "--data none",
            "--endpoint file:///etc/passwd",
            "--endpoint http://127.0.0.1:1/",
            "--endpoint gopher://x",
            "--output none/x",
            "--data good.ttl --input-format xlsx",
        )
    ),
    *(
        f"study matrix.csv {o}"
        for o in (
            "--name '' --source x",
            "--name A --source x",
            "--name ../x --source x",
            "--name x --source ''",
            "--name x --source x --add-to none",
            "--name x --source x --format nonsense",
            "--name x --source x --add-to matrix.csv",
        )
    ),
    *(
        f"check {o}"
        for o in (
            "none.ttl",
            "good.csv",
            "--only nonsense",
            "--timeout 0",
            "--timeout 0.001 --only reasoning",
            "--only reasoning --only nonsense",
        )
    ),
    *(
        f"{o}"
        for o in (
            "terms ''",
            "template out.txt",
            "template ''",
            "build ''",
            "build /dev/null",
            "build out --base-url nonsense",
            "build out --base-url 'http://a b/\"'",
            "demo --output ''",
            "",
            "--nonsense",
            "nonsense",
            "query",
            "query --list --show",
            "query --show good.rq",
        )
    ),
]
"""Options out of range, and options that do not fit."""
TEXTS = [
    "x" * 99_000,
    "\u202e\x1b[2J",
    "tac:",
    "https://w3id.org/taonto/practice/" + "x" * 90_000,
    "%_*?[",
    "(",
    "a " * 40_000,
    "\x01",
]
"""What `terms` is asked for."""


def names() -> Iterator[Case]:
    """Yield hostile names in every place."""
    for (name, file), line in product(NAMES.items(), NAMED):
        made = {} if "good.csv" in line else {file: fixed(SHEET)}
        quick = name in {"codes", "hyphen"} and line == NAMED[0]
        yield Case("names", f"{name}, {line}", _put(line, file), files=made, quick=quick, outputs=("out*", "*.csv*"))
    for (name, file), line in product(NAMES.items(), UNKNOWN):
        quick = name == "codes" and line in {UNKNOWN[0], UNKNOWN[2]}
        yield Case("names", f"unknown {name}, {line}", _put(line, file.removesuffix(".csv")), quick=quick)
    hostile = {"a.csv": fixed(b"\0"), "b.ttl": fixed(b"\0")}
    for line in (
        "validate none.csv good.csv good.ttl",
        "validate a.csv good.csv b.ttl",
        "validate b.ttl none.csv a.csv",
    ):
        yield Case("names", line, words(line), files=hostile, quick=True, exits=REFUSED, sentences=3)
    yield Case("names", "thousands of files", ("validate", *["good.ttl"] * 2_000))


def _put(line: str, name: str) -> tuple[str, ...]:
    return tuple(word.replace("{}", name) for word in shlex.split(line))


def options() -> Iterator[Case]:
    """Yield hostile options."""
    for number, line in enumerate(OPTIONS):
        name = f"{number} {line}".replace(CANARY, "canary")
        yield Case("options", name, words(line), quick=number % 17 == 0)
    for number, text in enumerate(TEXTS):
        yield Case("options", f"terms {number}", ("terms", text), quick=len(text) < 10)
