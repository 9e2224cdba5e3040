"""Synthetic engagement records with faults planted on purpose: the same seed, the same rows."""

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from taonto.base.errors import BadInputError, UnknownNameError
from taonto.cells.writing import write_table
from taonto.ontology.codes import CodeLists
from taonto.records.record import Place, Record
from taonto.records.sheets.layout import load_layout
from taonto.records.sheets.rows import DEFAULT_BASE, Header, RecordBuilder, plan
from taonto.records.synthetic.faults import CHANGES, PAIRS, fault_rules
from taonto.records.synthetic.maker import GROUP, Draft, Maker

PROFILES = ("exchange", "publication")
"""The profiles that faults are planted for."""

_BLOCK = 125 * GROUP

_Cell = tuple[int, str, str]
"""A cell at fault: the place of its record in the block, its heading, and the kind of fault."""


class Planted(NamedTuple):
    """A cell at fault: a line of the manifest.

    Attributes:
        row: the row in the sheet; the heading is row 1.
        column: the heading of the cell that validation names.
        identifier: the record's identifier, as it is in the row.
        fault: the kind of fault.
        rule: the id of the rule that finds it.
        value: the text of the cell, which can be blank.
    """

    row: int
    column: str
    identifier: str
    fault: str
    rule: str
    value: str


@dataclass(slots=True)
class Block:
    """Rows that refer to no row of another block, and the faults in them."""

    rows: list[list[str]]
    planted: list[Planted] = field(default_factory=list)


def headings(profile: str = "exchange") -> list[str]:
    """Return the headings of generated rows: the template's, and internalNote where a fault can be planted in it."""
    return [*load_layout().headings, *(["internalNote"] if profile == "publication" else [])]


def generate(count: int, faults: float = 0.0, seed: int = 0, profile: str = "exchange") -> Iterator[Block]:
    """Yield `count` records in blocks, so that memory holds one block at a time.

    Args:
        count: how many records, 1 or more.
        faults: faults per record, 0 to 1. Each fault gets records of its own; when no record is left that can take
            another one, fewer are planted.
        seed: another seed gives other records.
        profile: "exchange", or "publication" to plant also what only published data must not hold.

    Raises:
        BadInputError: if a number is out of its range.
        UnknownNameError: if there is no such profile.
    """
    if count < 1:
        raise BadInputError(f"{count} records can't be made; ask for 1 or more")
    if not 0 <= faults <= 1:
        raise BadInputError(f"{faults:g} faults per record can't be planted; give a number from 0 to 1")
    if profile not in PROFILES:
        raise UnknownNameError(f"there is no profile '{profile}'; use {' or '.join(PROFILES)}")
    rng = random.Random(seed)
    maker = Maker(rng)
    columns = headings(profile)
    kinds = sorted(k for k, (_, folder) in fault_rules().items() if folder != "publication" or profile == "publication")
    queue: list[str] = []
    done = planted = 0
    while done < count:
        drafts = maker.block(done, min(_BLOCK, count - done))
        found: list[Planted] = []
        unfit: set[str] = set()
        while planted < round(faults * (done + len(drafts))) and len(unfit) < len(kinds):
            if not queue:
                queue = rng.sample(kinds, len(kinds))
            kind = queue.pop()
            made = _plant(kind, drafts, done, rng)
            if not made:
                unfit.add(kind)  # no later try in this block can succeed: fewer and fewer records are free
            found += made
            planted += bool(made)
        done += len(drafts)
        yield Block([[d.cells.get(h, "") for h in columns] for d in drafts], sorted(found))


def records_of(blocks: Iterable[Block], profile: str = "exchange", base: str = DEFAULT_BASE) -> Iterator[Record]:
    """Yield the records that reading the generated rows would give.

    Args:
        blocks: from `generate`.
        profile: the one that they were generated for.
        base: what the IRIs made from identifiers and names start with.
    """
    builder = RecordBuilder(CodeLists.shipped(), base)
    names = headings(profile)
    columns = plan([Header(h, builder.layout.by_heading[h]) for h in names])
    taken: set[bytes] = set()
    for number, row in enumerate((row for block in blocks for row in block.rows), start=2):
        subject = builder.new_subject(dict(zip(names, row, strict=True)), number, taken)
        yield builder.record(columns, row, Place("synthetic", None, number), subject)


def write_manifest(target: str | Path, planted: list[Planted]) -> None:
    """Write the planted faults as CSV: row, column, identifier, fault, rule, value."""
    write_table(target, Planted._fields, [[str(v) for v in fault] for fault in planted])


def _plant(kind: str, drafts: list[Draft], before: int, rng: random.Random) -> list[Planted]:
    """Plant one fault in records that have none and return the cells at fault; none if no record can take it.

    Args:
        kind: a name in `CHANGES` or `PAIRS`.
        drafts: the records of a block.
        before: how many records come before the block.
        rng: decides which records are tried first.
    """
    order = rng.sample(range(len(drafts)), len(drafts))
    free = [i for i in order if not drafts[i].touched]
    planted = []
    for i, column, fault in _in_one(kind, drafts, before, free) if kind in CHANGES else _in_two(kind, drafts, free):
        cells = drafts[i].cells
        rule, _ = fault_rules()[fault]
        planted.append(Planted(_row(before, i), column, cells["identifier"], fault, rule, cells[column]))
    return planted


def _row(before: int, place: int) -> int:
    return before + place + 2  # the heading is row 1


def _in_one(kind: str, drafts: list[Draft], before: int, free: list[int]) -> list[_Cell]:
    change = CHANGES[kind]
    chosen = next((i for i in free if change.fits(drafts[i])), None)
    if chosen is None:
        return []
    draft = drafts[chosen]
    draft.touched = True
    draft.cells |= {c: text.format(row=_row(before, chosen), **draft.cells) for c, text in change.cells.items()}
    return [(chosen, change.column, kind), *((chosen, *more) for more in change.also)]


def _in_two(kind: str, drafts: list[Draft], free: list[int]) -> list[_Cell]:
    pair = PAIRS[kind]
    found = _find_two(drafts, free, pair.fits)
    if found is None:
        return []
    first, second = (drafts[i] for i in found)
    cells = [(found[which], column, kind) for which, column in pair.plant(first, second)]
    first.touched = second.touched = True
    return [*cells, *((found[0], *more) for more in pair.also)]


def _find_two(drafts: list[Draft], free: list[int], fits: Callable[[Draft, Draft], bool]) -> tuple[int, int] | None:
    """Return two records that can take a fault together, the earlier first; the parts of a whole follow it."""
    for first in free:
        parts = range(first + 1, min(first + 5, len(drafts)))
        for second in parts if drafts[first].role == "whole" else free[:200]:
            if first < second and not drafts[second].touched and fits(drafts[first], drafts[second]):
                return first, second
    return None
