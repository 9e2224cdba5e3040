"""The tables of the report page, as text: short, with plain headings, each with the file that has all of it."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from taonto.analysis.highlights import by_frequency, most_used, most_used_together, significant_practice_pairs
from taonto.analysis.result import AnalysisResult
from taonto.base.text import counted, one_line, sentence
from taonto.report.analysis.words import readers

MOST_ROWS = 150
"""The most rows of a table on the page; the CSV file has all of them."""
MOST_PAIRS_SHOWN = 15
NONE = "-"
"""Shown where there is no value."""


@dataclass(frozen=True, slots=True)
class Head:
    """A column's heading, and whether it contains numbers."""

    text: str
    number: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as the page shows it, as text."""

    caption: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[str, ...], ...]
    table: str = ""
    """The CSV file that has all of it, without suffix."""
    more: int = 0
    """The number of rows that only the file has."""


def _number(value: object, digits: int = 2) -> str:
    if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return NONE
    if isinstance(value, int | np.integer):
        return f"{int(value):,}"
    number = float(value)  # type: ignore[arg-type]
    return f"{number:,.0f}" if number == round(number) and digits <= 2 else f"{number:.{digits}f}"


def _p_value(value: float) -> str:
    return NONE if math.isnan(value) else f"{value:.2g}"


def _text_heads(*names: str) -> tuple[Head, ...]:
    return tuple(Head(name) for name in names)


def _number_heads(*names: str) -> tuple[Head, ...]:
    return tuple(Head(name, number=True) for name in names)


def _cut(rows: Sequence[tuple[str, ...]], most: int = MOST_ROWS) -> dict[str, Any]:
    return {"rows": tuple(rows[:most]), "more": max(0, len(rows) - most)}


def headline_grid(result: AnalysisResult, table: pd.DataFrame) -> Grid:
    """Return the headline numbers with their bounds and how much they change."""
    rows = []
    for row in table.itertuples():
        digits = 2 if abs(row.value) < 10 else 1
        numbers = (row.value, row.low, row.high, row.detailed, row.without_one_low, row.without_one_high)
        said = [_number(value if value is None else float(value), digits) for value in numbers]
        alone = [
            f"{_number(item.value, digits)} ({one_line(item.variant)})"
            for item in result.sensitivities
            if item.headline == row.name and item.change == "coder"
        ]
        moved = f"{said[4]} to {said[5]}" if said[4] != NONE else NONE
        rows.append((one_line(row.label), *said[:4], moved, ", ".join(alone) or NONE))
    heads = (
        *_text_heads("Number"),
        *_number_heads("as seen", "lowest", "highest", "detailed lists", "one left out"),
        *_text_heads("by one coder"),
    )
    return Grid("Headline numbers", heads, tuple(rows), "headlines")


def agreement_grid(result: AnalysisResult) -> Grid:
    """Return how well the readings agree over all cells."""
    rows = []
    for one in result.agreements:
        if one.element is None:
            alpha, kappa = (
                f"{_number(value.value)} ({_number(value.low)} to {_number(value.high)})"
                for value in (one.alpha, one.kappa)
            )
            rows.append(
                (sentence(readers(one)), one.level, f"{one.units:,}", f"{100 * one.observed:.1f}%", alpha, kappa)
            )
    heads = (*_text_heads("Readings", "Cell"), *_number_heads("cells", "agree", "alpha (95%)", "kappa (95%)"))
    return Grid("Agreement over all cells that both know", heads, tuple(rows), "agreement")


def main_grids(result: AnalysisResult) -> Iterable[Grid]:
    """Yield the tables of elements, frameworks and what they share."""
    names = {element.id: one_line(element.label) for element in result.matrix.elements}
    labels = {framework.id: one_line(framework.label) for framework in result.matrix.frameworks}
    phases = {phase.id: one_line(phase.label) for phase in result.phases}
    detailed = _detailed_shares(result)
    yield Grid(
        "Elements, the most common first",
        (
            *_text_heads("Element", "Phase"),
            *_number_heads("frameworks", "share", "unknown for", "at most", "detailed lists"),
        ),
        table="elements",
        **_cut(
            [
                (
                    names[row.id],
                    phases.get(row.phase or "", NONE),
                    _number(row.frameworks),
                    f"{100 * row.share:.0f}%",
                    _number(row.unknown),
                    f"{100 * row.share_max:.0f}%",
                    detailed.get(row.id, NONE),
                )
                for row in by_frequency(result.elements)
            ]
        ),
    )
    yield Grid(
        "Frameworks, those with the most elements first",
        (
            *_text_heads("Framework"),
            *_number_heads("elements", "unknown", "phases"),
            *_text_heads("most similar"),
            *_number_heads("Jaccard", "cluster"),
        ),
        table="frameworks",
        **_cut(
            [
                (
                    labels[row.id],
                    _number(row.elements),
                    _number(row.unknown),
                    _number(row.phases_reached),
                    labels.get(row.nearest or "", NONE),
                    _number(row.nearest_jaccard),
                    _number(row.cluster),
                )
                for row in sorted(result.frameworks, key=lambda item: (-item.elements, item.id))
            ]
        ),
    )
    yield from _pair_grids(result, names, labels)
    yield Grid(
        "The largest sets of elements that at least k frameworks have in common",
        (
            *_number_heads("k"),
            *_number_heads("elements"),
            *_text_heads("one such set"),
            *_number_heads("sets of this size"),
        ),
        tuple(
            (str(found.k), str(found.size), ", ".join(names[name] for name in found.sets[0].intent), str(found.count))
            for found in result.shared_sets or ()
            if found.size
        )[:MOST_ROWS],
        "shared_sets",
    )
    if result.covers is not None:
        yield Grid(
            f"The fewest frameworks that together include every element: {counted(result.covers.size, 'framework')}",
            _text_heads("Set", "Frameworks"),
            table="covers",
            **_cut(
                [
                    (str(number), "; ".join(labels[name] for name in cover))
                    for number, cover in enumerate(result.covers.covers, 1)
                ],
                10,
            ),
        )


def _detailed_shares(result: AnalysisResult) -> dict[str, str]:
    """Return, for each element, how many of the detailed lists show it; empty where no detail is known."""
    rows = result.matrix.detailed_rows
    return {name: f"{count} of {len(rows)}" for name, count in result.matrix.take(rows).counts().items() if rows}


def _pair_grids(result: AnalysisResult, names: Mapping[str, str], labels: Mapping[str, str]) -> Iterable[Grid]:
    pairs = result.framework_pairs
    rows = [
        (
            labels[pairs.ids[pairs.first[i]]],
            labels[pairs.ids[pairs.second[i]]],
            _number(pairs.shared[i]),
            _number(pairs.only_a[i]),
            _number(pairs.only_b[i]),
            f"{pairs.jaccard[i]:.2f}",
            f"{pairs.jaccard_min[i]:.2f} to {pairs.jaccard_max[i]:.2f}",
            _p_value(pairs.decisive[i]),
        )
        for i in pairs.most_alike[:MOST_PAIRS_SHOWN]
    ]
    yield Grid(
        "The most similar pairs of frameworks",
        (
            *_text_heads("Framework", "and"),
            *_number_heads("shared", "first only", "second only", "Jaccard", "possible range", "adjusted p"),
        ),
        tuple(rows),
        "shared_elements",
        max(0, len(pairs) - len(rows)),
    )
    together = result.element_pairs
    lines = [
        (
            names[together.ids[together.first[i]]],
            names[together.ids[together.second[i]]],
            _number(together.shared[i]),
            _number(float(together.lift[i]), 1),
            _p_value(together.decisive[i]),
        )
        for i in together.most_together[:MOST_PAIRS_SHOWN]
    ]
    yield Grid(
        "Elements that most often go together",
        (*_text_heads("Element", "and"), *_number_heads("frameworks with both", "lift", "adjusted p")),
        tuple(lines),
        "element_pairs",
        max(0, len(together) - len(lines)),
    )


def record_grids(result: AnalysisResult, tables: Mapping[str, pd.DataFrame]) -> Iterable[Grid]:
    """Yield the tables about engagement records."""
    records = result.engagements
    if records is None:
        return
    names = {element.id: one_line(element.label) for element in result.matrix.elements}

    def tally(counts: Sequence[tuple[str, int]]) -> str:
        return ", ".join(f"{one_line(name)} {count:,}" for name, count in counts)

    yield Grid(
        "Practices in the records",
        (
            *_text_heads("Practice"),
            *_number_heads("records", "share"),
            *_text_heads("by tier", "by mode"),
            *_number_heads("contact hours", "median"),
        ),
        table="practices",
        **_cut(
            [
                (
                    names.get(use.practice, one_line(use.practice)),
                    _number(use.records),
                    f"{100 * use.share:.0f}%",
                    tally(use.tiers),
                    tally(use.modes),
                    _number(use.hours, 1),
                    _number(use.median_hours, 1),
                )
                for use in most_used(records)
            ]
        ),
    )
    yield Grid(
        "Practices used together",
        (*_text_heads("Practice", "and"), *_number_heads("records", "lift", "adjusted p")),
        table="practice_pairs",
        **_cut(
            [
                (
                    names.get(pair.first, one_line(pair.first)),
                    names.get(pair.second, one_line(pair.second)),
                    _number(pair.records),
                    _number(pair.lift, 1),
                    _p_value(pair.p_adjusted),
                )
                for pair in most_used_together(records)
            ],
            MOST_PAIRS_SHOWN,
        ),
    )
    yield Grid(
        "What the guiding frameworks call for, and what the records that name them show",
        (
            *_text_heads("Provider", "Framework"),
            *_number_heads("records", "called for", "found"),
            *_text_heads("called for, not found", "found, not mentioned", "found, unknown"),
        ),
        table="framework_gaps",
        **_cut(
            [
                (
                    one_line(row.provider_label),
                    one_line(row.framework_label),
                    _number(row.records),
                    _number(row.called_for),
                    _number(len([name for name in row.shown.split(";") if name])),
                    *(_named(part, names) for part in (row.missing, row.beyond, row.beyond_unknown)),
                )
                for row in tables["framework_gaps"].itertuples()
            ]
        ),
    )


def _named(ids: str, names: Mapping[str, str]) -> str:
    return ", ".join(names.get(name, one_line(name)) for name in ids.split(";") if name)


def test_grid(result: AnalysisResult) -> Grid:
    """Return how many tests were made, and with what outcome."""
    rows = []
    for found in (result.framework_significance, result.element_significance):
        rows.append(
            (
                f"pairs of {found.kind}",
                f"{found.tests:,}",
                f"{found.samples:,}" if found.samples else NONE,
                f"{found.nominal:,}" if found.samples else NONE,
                f"{found.significant:,}" if found.samples else NONE,
                f"{found.nominal_analytic:,}",
                f"{found.significant_analytic:,}",
                f"{found.expected_nominal:.0f}",
            )
        )
    if result.engagements is not None:
        count = len(result.engagements.pairs)
        nominal, kept = significant_practice_pairs(result.engagements, result.options.alpha)
        rows.append(
            (
                "pairs of practices in records (Fisher)",
                f"{count:,}",
                NONE,
                f"{nominal:,}",
                f"{kept:,}",
                NONE,
                NONE,
                NONE,
            )
        )
    heads = (
        *_text_heads("Tests"),
        *_number_heads(
            "number",
            "random matrices",
            "below alpha",
            "after adjustment",
            "analytic, below alpha",
            "analytic, adjusted",
            "expected below alpha by chance",
        ),
    )
    return Grid("Tests", heads, tuple(rows))


def null_grid(result: AnalysisResult) -> Grid:
    """Return the measures of the whole matrix, compared with random matrices with the same sums."""
    measures = (
        ("Mean Jaccard similarity", result.similarity, 3),
        ("Nestedness (NODF)", result.nestedness.null, 1),
        ("Bipartite modularity", result.communities.null if result.communities else None, 3),
    )
    rows = [
        (
            name,
            f"{null.value:.{digits}f}",
            f"{null.null_mean:.{digits}f}",
            f"{null.null_low:.{digits}f} to {null.null_high:.{digits}f}",
            _p_value(null.p_greater),
            _p_value(null.p_less),
            f"{null.samples:,}",
        )
        for name, null, digits in measures
        if null is not None
    ]
    heads = (
        *_text_heads("Measure"),
        *_number_heads("here", "random, mean", "random, 95%", "p, as high or higher", "p, as low or lower", "matrices"),
    )
    return Grid("The whole matrix compared with random ones with the same row and column sums", heads, tuple(rows))
