"""Practices in engagement records: which are used together, and which the guiding frameworks call for."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy import stats

from taonto.analysis.asking import Select, local_id, optional_id, query_text
from taonto.analysis.matrix import CodingMatrix
from taonto.analysis.similarity import cooccurrence
from taonto.base.vocabulary import TA

CONTACT_LOG = "contact-log"
"""The record kind that never counts toward the amount of assistance (as in the Head Start TTA Hub)."""
MOST_HOURS = 1_000_000
"""No record has more contact hours: a greater number is a mistake, and sums of them would overflow."""

_Id = str | None
_KIND, _TIER, _MODE, _HOURS = (
    TA + name for name in ("hasRecordKind", "hasSupportTier", "hasDeliveryMode", "hasContactHours")
)
_NUMBER = re.compile(r"\+?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_LONGEST = 400
"""Characters from which on a number is not read."""


@dataclass(frozen=True, slots=True)
class RecordRows:
    """Engagement records as plain rows.

    Attributes:
        practices: (record, practice).
        details: (record, tier, mode, contact hours, record kind); None where not stated. Every record has at least one.
        frameworks: (record, provider, framework): the framework that guides the record, stated for it or for what it is
            part of.
        unread: (record, property, value): numbers and dates that can't be read, and were left out.
    """

    practices: tuple[tuple[str, str], ...]
    details: tuple[tuple[str, str | None, str | None, float | None, str | None], ...]
    frameworks: tuple[tuple[str, str, str], ...] = ()
    unread: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PracticePair:
    """Two practices in the same engagement records."""

    first: str
    second: str
    records: int
    lift: float
    p_value: float
    """One-sided p-value of Fisher's exact test for co-occurrence."""
    p_adjusted: float


@dataclass(frozen=True, slots=True)
class PracticeUse:
    """One practice in the records."""

    practice: str
    records: int
    share: float
    tiers: tuple[tuple[str, int], ...]
    """(support tier, records), sorted."""
    modes: tuple[tuple[str, int], ...]
    """(delivery mode, records), sorted."""
    hours: float
    """Contact hours of the records that use it; a record with several practices counts in full for each."""
    median_hours: float
    """NaN where no record states hours."""


@dataclass(frozen=True, slots=True)
class FrameworkGap:
    """A framework that guides a provider's work, compared with the records of that provider that name it."""

    provider: str
    framework: str
    records: int
    called_for: int
    """Practices that the framework shows."""
    shown: tuple[str, ...]
    """Called for, and found in the records."""
    missing: tuple[str, ...]
    """Called for, but not found in the records."""
    beyond: tuple[str, ...]
    """In the records, and known to be absent from the framework's list."""
    beyond_unknown: tuple[str, ...]
    """In the records, and unknown in the framework's list."""


@dataclass(frozen=True, slots=True)
class EngagementResult:
    """What the engagement records show."""

    records: int
    with_practice: int
    uses: tuple[PracticeUse, ...]
    pairs: tuple[PracticePair, ...]
    gaps: tuple[FrameworkGap, ...]


def records_from_graph(select: Select) -> RecordRows:
    """Read what the analysis of engagement records needs; ids are local names, providers are full IRIs."""
    unread: list[tuple[str, str, str]] = []
    stated: dict[str, dict[str, list[str]]] = {}
    for row in select(query_text("record-details")):
        record, path, value = (text or "" for text in row)
        if path == _HOURS and hours_of(value) is None:
            unread.append((record, path, value))
        else:
            stated.setdefault(record, {}).setdefault(path, []).append(value)
    unread += [tuple(text or "" for text in row) for row in select(query_text("record-unread"))]  # type: ignore[misc]
    return RecordRows(
        practices=tuple(
            (record or "", local_id(practice)) for record, practice in select(query_text("record-practices"))
        ),
        details=tuple(row for record, values in stated.items() for row in _details(record, values)),
        frameworks=tuple(
            (record or "", provider or "", local_id(framework))
            for record, provider, framework in select(query_text("record-frameworks"))
        ),
        unread=tuple(unread),
    )


def hours_of(text: str) -> float | None:
    """Return a number of hours; None for what is none: a word, a decimal comma, a negative, endless or absurd number.

    >>> hours_of("2.5"), hours_of("2,5"), hours_of("nan"), hours_of("1e400")
    (2.5, None, None, None)
    """
    hours = float(text) if len(text) < _LONGEST and _NUMBER.fullmatch(text) else MOST_HOURS + 1
    return hours if hours <= MOST_HOURS else None


def _details(record: str, values: dict[str, list[str]]) -> Iterator[tuple[str, _Id, _Id, float | None, _Id]]:
    """Yield the rows of a record: all that it states is in one of them, and a single value in each."""
    nothing: list[_Id] = [None]
    tiers, modes, hours, kinds = ([*values.get(path, nothing)] for path in (_TIER, _MODE, _HOURS, _KIND))
    for number in range(max(map(len, (tiers, modes, hours, kinds)))):
        tier, mode, given, kind = (found[min(number, len(found) - 1)] for found in (tiers, modes, hours, kinds))
        yield (
            record,
            optional_id(tier),
            optional_id(mode),
            None if given is None else hours_of(given),
            optional_id(kind),
        )


def provider_names(select: Select) -> dict[str, str]:
    """Return the name of each provider of records, by IRI; the first where one has several."""
    names: dict[str, str] = {}
    for provider, label in select(query_text("providers")):
        names.setdefault(provider or "", label or "")
    return names


def analyze_engagements(rows: RecordRows, matrix: CodingMatrix) -> EngagementResult | None:
    """Return which practices the records use, which are used together, and which the frameworks call for.

    Args:
        rows: the records.
        matrix: a coding study, which states what each framework calls for.

    Returns:
        None if there are no records.
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
    """Return every pair of practices used in one record, with Fisher's exact test, one-sided for co-occurrence.

    The test assumes independent records, but the records of one engagement are not independent: treat it as a screen.
    The adjustment (Benjamini & Hochberg 1995) is over all pairs of practices in use, also those never used together.
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
    """Compare, for each provider and framework, the practices the framework shows with those the guided records use."""
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
