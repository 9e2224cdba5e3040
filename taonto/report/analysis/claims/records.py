"""Claims about engagement records: practices in use, practices used together, what guiding frameworks call for."""

from collections.abc import Iterator

from taonto.analysis.engagements import FrameworkGap, PracticeUse
from taonto.analysis.highlights import most_used, most_used_together, significant_practice_pairs, total_gaps
from taonto.base.text import counted, listed, one_line, sentence
from taonto.report.analysis.claims.claim import RECORDS, Claim, Context

_MOST_GAPS = 3
"""Guiding frameworks that get their own claim; the table has all."""


def practices(context: Context) -> Iterator[Claim]:
    """Yield which practices the records use, and which they use together."""
    records = context.result.engagements
    if records is None:
        return
    uses = most_used(records)
    top = listed([f"{_name(context, use.practice)} ({use.records})" for use in uses[:4]])
    first = _use(context, uses[0]) if uses else ""
    yield Claim(
        "practices-used",
        RECORDS,
        f"{records.with_practice:,} of {records.records:,} records name a practice"
        + (f"; the most used are {top}.{first}" if uses else "."),
        "practices",
        query="practices-used",
        computed=False,
        numbers={"records": records.records, "with_practice": records.with_practice},
    )
    if records.pairs:
        best = most_used_together(records)[0]
        _, significant = significant_practice_pairs(records, context.result.options.alpha)
        yield Claim(
            "practices-together",
            RECORDS,
            f"The practices most often used together are {_name(context, best.first)} and "
            f"{_name(context, best.second)}: in {counted(best.records, 'record')}. Of "
            f"{counted(len(records.pairs), 'pair')} that are used together at all, {significant:,} are used together "
            "more often than expected by chance (a screen: records of one engagement are not independent).",
            "practice_pairs",
            query="practices-used-together",
            computed=False,
            numbers={"records": best.records, "pairs": len(records.pairs)},
        )


def _name(context: Context, practice: str) -> str:
    return context.elements.get(practice, practice)


def _use(context: Context, use: PracticeUse) -> str:
    tiers = [f"{count:,} {one_line(tier)}" for tier, count in use.tiers]
    modes = [f"{count:,} {one_line(mode)}" for mode, count in use.modes]
    parts = [f"by tier {listed(tiers)}"] * bool(tiers) + [f"by mode {listed(modes)}"] * bool(modes)
    hours = f"{use.hours:,.1f} contact hours in total"
    return f" {sentence(_name(context, use.practice))}: {'; '.join([*parts, hours])}."


def gaps(context: Context) -> Iterator[Claim]:
    """Yield what the guiding frameworks call for, in total and for the few that guide the most records."""
    if context.result.engagements is None:
        return
    totals = total_gaps(context.result.engagements)
    if not totals.gaps:
        return
    yield Claim(
        "gaps",
        RECORDS,
        f"{counted(len(totals.gaps), 'pair')} of a provider and a guiding framework can be compared. Of the "
        f"{totals.called_for:,} practices that the frameworks call for, {totals.shown:,} are in the records that name "
        f"them and {totals.called_for - totals.shown:,} are not; {totals.beyond:,} practices are in the records but "
        "not mentioned by the framework.",
        "framework_gaps",
        query="practices-called-for",
        computed=False,
        numbers={"called_for": totals.called_for, "shown": totals.shown},
    )
    for number, gap in enumerate(totals.gaps[:_MOST_GAPS], 1):
        yield _gap(context, number, gap)


def _gap(context: Context, number: int, gap: FrameworkGap) -> Claim:
    missing = f"not in the records: {context.named(gap.missing)}" if gap.missing else "nothing is missing"
    more = f"; in the records but not mentioned by it: {context.named(gap.beyond)}" if gap.beyond else ""
    unsure = (
        f"; in the records and unknown for the framework: {context.named(gap.beyond_unknown)}"
        if gap.beyond_unknown
        else ""
    )
    return Claim(
        f"gap-{number}",
        RECORDS,
        f"{context.frameworks.get(gap.provider, one_line(gap.provider))} is guided by "
        f"{context.frameworks.get(gap.framework, one_line(gap.framework))} in {counted(gap.records, 'record')}. Of "
        f"the {gap.called_for} practices that it calls for, {len(gap.shown)} are in these records; "
        f"{missing}{more}{unsure}.",
        "framework_gaps",
        query="practices-called-for",
        computed=False,
        numbers={"called_for": gap.called_for, "shown": len(gap.shown)},
    )
