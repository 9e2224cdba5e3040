"""Sound runs of every command, to be put into hostile surroundings."""

import shlex

from helpers.sheets import csv_bytes, example
from hostile.inputs.making import counted

PRINTING = {
    "validate": "validate good.csv",
    "convert": "convert good.csv - --format turtle",
    "question": "query phases-in-order",
    "query": "query good.rq",
    "analyze": "analyze --samples 0",
    "study": "study matrix.csv --name x --source Me",
    "terms": "terms coaching",
    "template": "template -",
    "generate": "generate 50",
    "check": "check --only files",
    "help": "--help",
    "list": "query --list",
}
"""To standard output."""

WRITING = {
    "validate": "validate good.csv --format json --output {}",
    "annotate": "validate good.csv --annotate {}.xlsx",
    "convert": "convert good.csv {} --format turtle",
    "convert to a workbook": "convert good.csv {}.xlsx",
    "query": "query phases-in-order --format csv --output {}",
    "study": "study matrix.csv --name x --source Me --output {} --format turtle",
    "generate": "generate 300 --output {}",
    "check": "check --only files --output {}",
}
"""To a file, {}."""

FOLDERS = {
    "analyze": "analyze --samples 0 --output {}",
    "build": "build {}",
    "demo": "demo --output {}",
}
"""To a folder, {}."""


def large(size: int) -> bytes:
    """A sheet of as many records as the size says."""
    head, row = csv_bytes([example(identifier="A-{}")]).decode().splitlines(keepends=True)
    return (head + counted(row, size)).encode()


LARGE = {"large.csv": large}
ENDLESS = {"endless.rq": lambda _: b"SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"}

LASTING = {
    "generate": "generate 200000 --output out.csv",
    "generate a workbook": "generate 20000 --output out.xlsx",
    "convert": "convert large.csv out.nt",
    "convert to a workbook": "convert large.csv out.xlsx",
    "validate": "validate large.csv --output out.json --format json",
    "validate alone": "validate large.csv --workers 1",
    "query": "query endless.rq --output out.csv",
    "query data": "query records-not-approved --data large.csv --output out.csv",
    "analyze": "analyze --samples 1000000 --output out",
    "check": "check --output out.txt",
    "build": "build out",
    "demo": "demo --output out",
}
"""Long enough for a signal in the middle, with `LARGE` and `ENDLESS`."""


def words(line: str, *names: str) -> tuple[str, ...]:
    """Return the arguments in a line, {} replaced by the names."""
    return tuple(word.format(*names) for word in shlex.split(line))
