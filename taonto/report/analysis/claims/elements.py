"""Claims about what most frameworks include: elements, the common core, the phases."""

from collections.abc import Iterator

from taonto.analysis.coverage import phase_results
from taonto.analysis.highlights import (
    Ranking,
    common_elements,
    half_of,
    inclusion,
    most_and_least_reached,
    published_elements,
    rank_elements,
)
from taonto.base.text import listed, one_line
from taonto.report.analysis.claims.claim import COMMON, Claim, Context
from taonto.report.analysis.words import is_or_are


def most_common(context: Context) -> Iterator[Claim]:
    """Yield which elements are the most common, and which come next."""
    ranking = rank_elements(context.result.elements)
    yield _top(context, ranking)
    if ranking.following:
        yield _next(context, ranking)


def _top(context: Context, ranking: Ranking) -> Claim:
    first = ranking.top[0]
    alone = len(ranking.top) == 1
    names = listed([context.elements[item.id] for item in ranking.top])
    unknown = detailed = ""
    if alone and first.unknown:
        unknown = (
            f"For {first.unknown} more it is unknown: the true number is between {first.frameworks} and "
            f"{first.frameworks + first.unknown}."
        )
    if context.detailed is not None:
        seen, count = context.detailed.counts(), len(context.detailed.frameworks)
        each = listed([f"{seen[item.id]} of {count} include {context.elements[item.id]}" for item in ranking.top])
        detailed = f"On the detailed lists alone: {each}."
    return Claim(
        "top-element",
        COMMON,
        f"{first.frameworks} {context.of_all} include {names}, more than any other element."
        if alone
        else f"The most common elements are {names}: each is in {first.frameworks} {context.of_all}.",
        "elements",
        "study-elements",
        computed=False,
        figure="elements",
        unknown=unknown,
        detailed=detailed,
        numbers={"frameworks": first.frameworks, "all": context.total},
    )


def _next(context: Context, ranking: Ranking) -> Claim:
    following, rarest = (
        context.with_counts([(item.id, item.frameworks) for item in items])
        for items in (ranking.following, ranking.rarest)
    )
    detailed = ""
    if context.detailed is not None:
        leading = sorted(context.detailed.counts().items(), key=lambda item: (-item[1], item[0]))[:5]
        detailed = f"On the detailed lists alone: {context.with_counts(leading)}."
    return Claim(
        "next-elements",
        COMMON,
        f"Next are {following}{f'; the rarest are {rarest}' if rarest else ''}.",
        "elements",
        "study-elements",
        computed=False,
        figure="elements",
        detailed=detailed,
    )


def published(context: Context) -> Iterator[Claim]:
    """Yield how many frameworks include the published elements."""
    matrix = context.result.matrix
    ids = published_elements(matrix)
    if not 2 <= len(ids) < len(matrix.elements):
        return
    found = inclusion(matrix, ids)
    detailed = ""
    if context.detailed is not None:
        part = inclusion(context.detailed, ids)
        detailed = (
            f"On the {len(context.detailed.frameworks)} detailed lists alone: {part.any} include at least one, "
            f"{part.all} all."
        )
    proposed = sum(element.status == "proposed" for element in matrix.elements)
    proposals = f" {proposed} of the {len(matrix.elements)} elements are proposals of this project." if proposed else ""
    yield Claim(
        "published-elements",
        COMMON,
        f"Of the {len(ids)} published elements ({context.named(ids)}), {found.any} {context.of_all} include at least "
        f"one, and {found.all or 'none'} of them include all {len(ids)}.{proposals}",
        "matrix",
        figure="upset",
        unknown=f"If every unknown cell were present: {found.any_max} and {found.all_max}."
        if matrix.unknown[:, [matrix.element_ids.index(name) for name in ids]].any()
        else "",
        detailed=detailed,
        numbers={"any": found.any, "all": found.all},
    )


def core(context: Context) -> Iterator[Claim]:
    """Yield how many elements are in at least half of the frameworks."""
    half = half_of(context.total)
    point, everywhere = context.result.core_curve[half - 1], context.result.core_curve[-1].elements
    detailed = ""
    if context.detailed is not None:
        count = len(context.detailed.frameworks)
        detailed = (
            f"On the {count} detailed lists alone: {common_elements(context.detailed)} in at least half of these "
            f"({half_of(count)})."
        )
    yield Claim(
        "core-elements",
        COMMON,
        f"{point.elements} of {len(context.result.elements)} elements {is_or_are(point.elements)} in at least half of "
        f"the frameworks ({half} of {context.total}){f': {context.named(point.ids)}' if point.ids else ''}; "
        f"{everywhere or 'no element'} {is_or_are(everywhere or 1)} in all.",
        "core_curve",
        "study-elements",
        computed=False,
        figure="core_curve",
        unknown=f"If every unknown cell were present, it would be {point.elements_max}."
        if point.elements_max > point.elements
        else "",
        detailed=detailed,
        numbers={"elements": point.elements, "half": half},
    )


def phases(context: Context) -> Iterator[Claim]:
    """Yield which phases are reached by most and by fewest frameworks, and how many frameworks reach all."""
    if not context.result.phases:
        return
    yield _reach(context)
    every = context.headline("all_phases")
    if every is not None and len(context.result.phases) > 1:
        yield Claim(
            "all-phases",
            COMMON,
            f"{every.value:g} {context.of_all} reach all {len(context.result.phases)} phases.",
            "frameworks",
            "study-frameworks",
            computed=False,
            figure="matrix",
            unknown=f"If every unknown cell were present: {every.high:g}."
            if every.high not in (None, every.value)
            else "",
            detailed=context.headline_on_detailed(every, "g"),
            numbers={"frameworks": every.value},
        )


def _reach(context: Context) -> Claim:
    most, least = most_and_least_reached(context.result.phases)
    detailed = ""
    if context.detailed is not None:
        reached = {phase.id: phase.frameworks for phase in phase_results(context.detailed)}
        lists = len(context.detailed.frameworks)
        detailed = f"On the {lists} detailed lists alone: {reached[most.id]} and {reached[least.id]}."
    return Claim(
        "phases",
        COMMON,
        f"{one_line(most.label)} is the phase most often reached: {most.frameworks} {context.of_all} include at least "
        f"one of its {most.elements} elements. {one_line(least.label)} is reached least often: by {least.frameworks}.",
        "phases",
        "study-phases",
        computed=False,
        figure="phases",
        unknown=f"If every unknown cell were present: {most.frameworks_max} and {least.frameworks_max}."
        if most.frameworks_max + least.frameworks_max > most.frameworks + least.frameworks
        else "",
        detailed=detailed,
        numbers={"most": most.frameworks, "least": least.frameworks},
    )
