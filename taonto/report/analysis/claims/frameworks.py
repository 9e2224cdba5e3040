"""Claims about how alike the frameworks are: what they share, which pairs stand out, which sets cover all elements."""

from collections.abc import Iterator

from taonto.analysis.highlights import LeadingPair, inclusion, largest_shared, mean_counts, most_alike, most_together
from taonto.analysis.similarity import framework_pairs
from taonto.base.text import counted
from taonto.report.analysis.claims.claim import ALIKE, Claim, Context
from taonto.report.analysis.words import is_or_are


def similarity(context: Context) -> Iterator[Claim]:
    """Yield how much two frameworks share on average, and which two are the most alike."""
    result = context.result
    means = mean_counts(result.matrix, result.framework_pairs)
    part = context.detailed
    detailed = ""
    if part is not None:
        own = mean_counts(part, framework_pairs(part))
        detailed = f"On the {len(part.frameworks)} detailed lists alone: {own.elements:.1f} and {own.shared:.1f}."
    yield Claim(
        "mean-shared",
        ALIKE,
        f"On average, a framework includes {means.elements:.1f} of {len(result.elements)} elements, and two frameworks "
        f"share {means.shared:.1f}.",
        "shared_elements",
        "study-framework-pairs",
        figure="similarity",
        detailed=detailed,
        numbers={"shared": means.shared},
    )
    yield from _mean_jaccard(context)
    best = most_alike(result.framework_pairs)
    if best.shared:
        yield _most_alike(context, best)


def _mean_jaccard(context: Context) -> Iterator[Claim]:
    mean = context.headline("mean_jaccard")
    if mean is not None:
        yield Claim(
            "mean-jaccard",
            ALIKE,
            f"Of the elements that at least one of two frameworks includes, both include {100 * mean.value:.0f}% on "
            f"average (mean Jaccard similarity {mean.value:.2f}).",
            "shared_elements",
            figure="similarity",
            unknown=_could_be(mean.low, mean.high) if mean.low is not None and mean.high is not None else "",
            detailed=context.headline_on_detailed(mean, ".2f"),
            numbers={"jaccard": mean.value},
        )


def _most_alike(context: Context, best: LeadingPair) -> Claim:
    also = f"; {counted(best.equals, 'other pair')} {is_or_are(best.equals)} just as similar" if best.equals else ""
    part = context.detailed
    detailed = ""
    if part is not None:
        own = most_alike(framework_pairs(part))
        detailed = (
            f"On the {len(part.frameworks)} detailed lists alone: {context.frameworks[own.first]} and "
            f"{context.frameworks[own.second]}, with {own.shared} shared (Jaccard {own.jaccard:.2f})."
        )
    return Claim(
        "most-alike",
        ALIKE,
        f"The two most similar frameworks are {context.frameworks[best.first]} and {context.frameworks[best.second]}: "
        f"they share {best.shared} of the {best.either} elements that at least one of them includes (Jaccard "
        f"{best.jaccard:.2f}{also}).",
        "shared_elements",
        "study-framework-pairs",
        figure="dendrogram",
        unknown=_could_be(best.jaccard_min, best.jaccard_max),
        detailed=detailed,
        numbers={"shared": best.shared, "either": best.either},
    )


def _could_be(low: float, high: float) -> str:
    """Return the sentence with the range that the unknown cells allow, or "" where there is none."""
    return f"Depending on the unknown cells, it could be between {low:.2f} and {high:.2f}." if high > low else ""


def element_pairs(context: Context) -> Iterator[Claim]:
    """Yield which two elements most often go together."""
    best = most_together(context.result.element_pairs)
    if not best.shared:
        return
    also = f" ({counted(best.equals, 'other pair')} just as often)" if best.equals else ""
    part = context.detailed
    detailed = ""
    if part is not None:
        both = inclusion(part, (best.first, best.second)).all
        detailed = f"On the {len(part.frameworks)} detailed lists alone: in {both}."
    yield Claim(
        "elements-together",
        ALIKE,
        f"The two elements that most often go together are {context.elements[best.first]} and "
        f"{context.elements[best.second]}: in {best.shared} {context.of_all}, {best.lift:.1f} times as often as if "
        f"they were independent{also}.",
        "element_pairs",
        "study-element-pairs",
        computed=False,
        detailed=detailed,
        numbers={"frameworks": best.shared},
    )


def largest_shared_set(context: Context) -> Iterator[Claim]:
    """Yield the largest set of elements that several frameworks share."""
    found = largest_shared(context.result.shared_sets or ())
    if found is None:
        return
    best, one = found
    others = f" ({best.count} sets of this size)" if best.count > 1 else ""
    part = context.detailed
    detailed = ""
    if part is not None:
        have = inclusion(part, one.intent).all
        detailed = f"On the {len(part.frameworks)} detailed lists alone, {have} include all of these."
    yield Claim(
        "largest-shared-set",
        ALIKE,
        f"The largest set of elements that {best.k} or more frameworks have in common has {best.size} elements: "
        f"{context.named(one.intent)}{others}; {len(one.extent)} frameworks include all of them.",
        "shared_sets",
        detailed=detailed,
        numbers={"elements": best.size, "frameworks": len(one.extent)},
    )


def fewest_frameworks(context: Context) -> Iterator[Claim]:
    """Yield how few frameworks together include every element."""
    covers = context.result.covers
    if covers is None:
        return
    headline = context.headline("cover_size")
    names = "; ".join(context.frameworks[name] for name in covers.covers[0])
    count = f"{len(covers.covers)}{'' if covers.complete else ' or more'}"
    which = f"One of {count} such sets: " if len(covers.covers) > 1 else "They are: "
    reached = len(context.result.elements) - len(covers.uncovered)
    proof = ", and it is proven that no smaller set does" if covers.proven else ""
    least = headline.low if headline else None
    yield Claim(
        "fewest-frameworks",
        ALIKE,
        f"{counted(covers.size, 'framework')} together include all {reached} elements that any framework "
        f"includes{proof}. {which}{names}.",
        "covers",
        unknown=f"If every unknown cell were present, {least:g} would be enough."
        if least is not None and least < covers.size
        else "",
        detailed=context.headline_on_detailed(headline, "g"),
        numbers={"frameworks": covers.size},
    )
