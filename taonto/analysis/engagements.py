"""The same questions over engagement records: which practices go together, and what the guiding frameworks call for."""

from collections import Counter
from dataclasses import dataclass

import numpy as np
from scipy import stats

from taonto.analysis.model import (
    CodingMatrix,
    EngagementResult,
    FrameworkGap,
    PracticePair,
    PracticeUse,
)
from taonto.analysis.similarity import cooccurrence

CONTACT_LOG = "contact-log"
"""The record kind that never counts toward dosage (as the Head Start TTA Hub has it)."""


@dataclass(frozen=True, slots=True)
class RecordRows:
    """Engagement records as plain rows.

    Attributes:
        practices: (record, practice).
        details: (record, tier, mode, contact hours, record kind); None where not stated. Every record has at least one.
        frameworks: (record, provider, framework): what guides the record, by itself or through what it is part of.
    """

    practices: tuple[tuple[str, str], ...]
    details: tuple[tuple[str, str | None, str | None, float | None, str | None], ...]
    frameworks: tuple[tuple[str, str, str], ...] = ()


def analyse_engagements(rows: RecordRows, matrix: CodingMatrix) -> EngagementResult | None:
    """Return which practices the records use and which go together, beside what the frameworks call for.

    Args:
        rows: the records.
        matrix: a coding study that says what each framework calls for.

    Returns:
        None if there is no record.
    """
    records = sorted({row[0] for row in rows.details} | {row[0] for row in rows.practices})
    if not records:
        return None
    used: dict[str, set[str]] = {}
    for record, practice in rows.practices:
        used.setdefault(practice, set()).add(record)
    return EngagementResult(
        records=len(records),
        with_practice=len({record for record, _ in rows.practices}),
        uses=_uses(rows, used, len(records)),
        pairs=_pairs(records, used),
        gaps=_gaps(rows, matrix),
    )


def _uses(rows: RecordRows, used: dict[str, set[str]], total: int) -> tuple[PracticeUse, ...]:
    tiers: dict[str, set[str]] = {}
    modes: dict[str, set[str]] = {}
    hours: dict[str, float] = {}
    for record, tier, mode, contact, kind in rows.details:
        if tier:
            tiers.setdefault(record, set()).add(tier)
        if mode:
            modes.setdefault(record, set()).add(mode)
        if contact is not None and kind != CONTACT_LOG:
            hours[record] = contact
    results = []
    for practice, records in sorted(used.items()):
        given = [hours[record] for record in sorted(records) if record in hours]
        results.append(
            PracticeUse(
                practice=practice,
                records=len(records),
                share=len(records) / total,
                tiers=_tally(tiers, records),
                modes=_tally(modes, records),
                hours=float(sum(given)),
                median_hours=float(np.median(given)) if given else float("nan"),
            )
        )
    return tuple(results)


def _tally(values: dict[str, set[str]], records: set[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(Counter(value for record in records for value in values.get(record, ())).items()))


def _pairs(records: list[str], used: dict[str, set[str]]) -> tuple[PracticePair, ...]:
    """Return every pair of practices that meets in a record, with Fisher's exact test, one-sided for co-occurrence.

    The test takes records as independent, which those of one engagement are not: read it as a screen. The adjustment
    (Benjamini & Hochberg 1995) is over all pairs of practices in use, also those that never meet.
    """
    names = sorted(used)
    if len(names) < 2:
        return ()
    position = {record: index for index, record in enumerate(records)}
    incidence = np.zeros((len(names), len(records)), dtype=bool)
    for row, name in enumerate(names):
        incidence[row, [position[record] for record in used[name]]] = True
    first, second = np.triu_indices(len(names), k=1)
    shared = cooccurrence(incidence)[first, second]
    sizes = incidence.sum(axis=1)
    p_values = stats.hypergeom.sf(shared - 1, len(records), sizes[first], sizes[second])
    adjusted = stats.false_discovery_control(np.clip(p_values, 0.0, 1.0), method="bh")
    lift = shared * len(records) / (sizes[first] * sizes[second])
    return tuple(
        PracticePair(names[a], names[b], int(count), float(lift[i]), float(p_values[i]), float(adjusted[i]))
        for i, (a, b, count) in enumerate(zip(first, second, shared, strict=True))
        if count
    )


def _gaps(rows: RecordRows, matrix: CodingMatrix) -> tuple[FrameworkGap, ...]:
    """Compare, for each provider and framework, what the framework shows with what the guided records use."""
    practices: dict[str, set[str]] = {}
    for record, practice in rows.practices:
        practices.setdefault(record, set()).add(practice)
    guided: dict[tuple[str, str], set[str]] = {}
    for record, provider, framework in rows.frameworks:
        guided.setdefault((provider, framework), set()).add(record)
    row_of = {name: row for row, name in enumerate(matrix.framework_ids)}
    gaps = []
    for (provider, framework), records in sorted(guided.items()):
        if framework not in row_of:
            continue
        values = dict(zip(matrix.element_ids, matrix.values[row_of[framework]].tolist(), strict=True))
        called_for = {name for name, value in values.items() if value == 1}
        seen = set().union(*(practices.get(record, set()) for record in records))
        gaps.append(
            FrameworkGap(
                provider=provider,
                framework=framework,
                records=len(records),
                called_for=len(called_for),
                shown=tuple(sorted(called_for & seen)),
                missing=tuple(sorted(called_for - seen)),
                beyond=tuple(sorted(name for name in seen if values.get(name) == 0)),
                beyond_unknown=tuple(sorted(name for name in seen - called_for if values.get(name) != 0)),
            )
        )
    return tuple(gaps)
