"""All hostile runs: every input with commands that read such a file, and every circumstance."""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, cycle

from hostile.case import EITHER, READ, Case, Input
from hostile.inputs import files, matrices, packed, queries, rdf, shapes, sheets, workbooks
from hostile.inputs.limits import limits, signals
from hostile.inputs.options import names, options
from hostile.inputs.outputs import outputs
from hostile.inputs.places import places
from hostile.inputs.streams import streams

VALIDATE = [
    "validate {} --format text",
    "validate {} --format json --profile publication",
    "validate {} --format html --output out.html",
    "validate {} --format sarif",
    "validate {} --profile publication",
    "validate {} --format junit",
    "validate {} --format turtle --profile publication",
    "validate {} --together --fail-on info",
]
CONVERT = [
    f"convert {{}} out.{suffix}" for suffix in ("ttl", "csv", "nt", "xlsx", "jsonld", "rdf", "nq", "trig", "ttl.gz")
]
SHEET_MORE = [
    "query records-not-approved --data {} --timeout 20",
    "query good.rq --data {} --timeout 20",
    "validate {} --annotate out.xlsx",
    "analyze --samples 0 --data {}",
    "validate good.csv --metadata {}",
]
RDF_MORE = [
    "query good.rq --data {} --timeout 20",
    "validate good.csv --shapes {}",
    "query records-not-approved --data {} --format json",
    "validate good.csv --codes {}",
    "study matrix.csv --name x --source y --add-to {}",
    "check --only files --only links {}",
    "validate good.csv --metadata {}",
    "convert good.csv out.ttl --codes {}",
]
MATRIX = ["analyze --matrix {} --samples 100", "study {} --name x --source y --declare"]
MATRIX_MORE = ["analyze --matrix {} --samples 100 --output out", "study {} --name x --source y --output out.jsonld"]
SHAPE = ["validate good.csv --shapes {}", "validate good.csv --profile exchange --shapes {} --format json"]
QUERY = ["query {} --timeout 20"]
QUERY_MORE = [
    "query {} --timeout 20 --format json --output out.json",
    "query {} --data good.csv --timeout 20",
    "query {} --show",
]
"""The commands that read each kind of file."""

QUICK = 2
"""How many inputs of each kind the gate has."""

Choice = Callable[[Input], Sequence[str]]
"""Gives the commands for an input."""

_RDF = (".ttl", ".nt", ".nq", ".trig", ".rdf", ".jsonld")


def full() -> list[Case]:
    """Return all runs, with large inputs."""
    sheet, graph = _mixed(VALIDATE, SHEET_MORE), _mixed(VALIDATE, RDF_MORE)
    twice = _by_file(_turns(sheet, CONVERT), _turns(graph, CONVERT))
    once = _by_file(_turns(_mixed(sheet, CONVERT)), _turns(_mixed(graph, CONVERT)))
    chosen: list[tuple[Iterable[Input], Choice]] = [
        ([*sheets.HEAVY, *workbooks.WORKBOOKS, *rdf.HEAVY, *packed.PACKED], twice),
        ([*sheets.LIGHT, *rdf.LIGHT, *files.FILES], once),
        (matrices.MATRICES, _turns(_mixed(MATRIX, MATRIX_MORE))),
        (shapes.SHAPES, _turns(SHAPE)),
        (queries.QUERIES, _turns(_mixed(QUERY, QUERY_MORE))),
    ]
    return [*_cases(chosen), *_parameters(), *_circumstances()]


def quick() -> list[Case]:
    """Return the runs of the gate: a few of each kind, with small inputs, each with one command."""
    once = _by_file(_turns([VALIDATE[0], CONVERT[0], CONVERT[3]]), _turns([CONVERT[2], VALIDATE[0], RDF_MORE[0]]))
    inputs = [*sheets.HEAVY, *sheets.LIGHT, *workbooks.WORKBOOKS, *rdf.HEAVY, *rdf.LIGHT, *packed.PACKED, *files.FILES]
    chosen: list[tuple[Iterable[Input], Choice]] = [
        (_small(inputs), once),
        (_small(matrices.MATRICES), _turns(MATRIX[1:])),
        (_small(shapes.SHAPES), _turns(SHAPE[:1])),
        (_small(queries.QUERIES), _turns(["query {} --timeout 2"])),
    ]
    return [*_cases(chosen), *(case for case in _circumstances() if case.quick)]


def _small(inputs: Sequence[Input]) -> Iterator[Input]:
    """Yield the first inputs of each kind that have a small size."""
    taken: Counter[str] = Counter()
    for each in inputs:
        if each.small is not None and taken[each.kind] < QUICK:
            taken[each.kind] += 1
            yield replace(each, size=each.small)


def _cases(chosen: Sequence[tuple[Iterable[Input], Choice]]) -> Iterator[Case]:
    for inputs, choice in chosen:
        for each in inputs:
            for number, line in enumerate(choice(each)):
                yield Case(
                    each.kind,
                    f"{each.name} {number}",
                    tuple(word.replace("{}", each.file) for word in line.split()),
                    files={each.file: each.make},
                    size=each.size,
                    exits=_exits(each, line),
                    words=each.words,
                )


def _exits(each: Input, line: str) -> frozenset[int]:
    """Return the right exits: sound RDF may have no shapes and no records, and a query that is shown is not run."""
    as_rdf = line.split()[1] == "{}" or "--data {}" in line or "--matrix {}" in line
    in_part = each.exits == READ and (not as_rdf or line.endswith((".csv", ".xlsx")))
    return EITHER if in_part or "--show" in line else each.exits


def _turns(*lists: Sequence[str]) -> Choice:
    """Give each input the next command of every list."""
    turning = [cycle(commands) for commands in lists]
    return lambda _: [next(commands) for commands in turning]


def _mixed(first: Sequence[str], second: Sequence[str]) -> list[str]:
    """Return the commands of two lists by turns, the shorter one again and again."""
    pairs = zip(cycle(first), cycle(second), range(math.lcm(len(first), len(second))), strict=False)
    return [line for one, other, _ in pairs for line in (one, other)]


def _by_file(for_sheets: Choice, for_rdf: Choice) -> Choice:
    return lambda each: (for_rdf if each.file.removesuffix(".gz").endswith(_RDF) else for_sheets)(each)


def _parameters() -> Iterator[Case]:
    for name, given in queries.PARAMETERS.items():
        for more in ((), ("--show",)):
            command = ("query", "components-of-framework", "--param", given, *more)
            yield Case("parameters", " ".join((name, *more)), command)
    for number, text in enumerate(queries.NUMBERS):
        yield Case("parameters", f"number {number}", ("query", "frameworks-published-since", "--param", f"year={text}"))


def _circumstances() -> Iterator[Case]:
    return chain(streams(), outputs(), limits(), signals(), places(), names(), options())
