"""Claims that compare with chance: similarity as a whole, single pairs, nestedness, clusters, communities."""

import math
from collections.abc import Iterator

import numpy as np

from taonto.analysis.significance import NullComparison, Significance
from taonto.base.text import counted
from taonto.report.analysis.claims.claim import CHANCE, Claim, Context

_FEW_ELEMENTS = 50
"""With fewer elements than this, a pair needs a very large overlap to be significant."""


def overall(context: Context) -> Iterator[Claim]:
    """Yield whether the frameworks as a whole are more alike than expected by chance."""
    null = context.result.similarity
    if null is None:
        return
    yield Claim(
        "similarity-overall",
        CHANCE,
        f"Overall, the frameworks are {_compared(null)} alike than in random matrices in which each framework has the "
        f"same number of elements and each element is in the same number of frameworks: the mean Jaccard similarity is "
        f"{null.value:.3f}, compared with {null.null_low:.3f} to {null.null_high:.3f} in 95% of {null.samples:,} "
        "random matrices.",
        "headlines",
        figure="similarity",
        numbers={"jaccard": float(f"{null.value:.3f}")},
    )


def pairs(context: Context) -> Iterator[Claim]:
    """Yield how many pairs of frameworks, and of elements, share more than expected by chance."""
    result = context.result
    if np.isnan(result.framework_pairs.decisive).any():
        return
    found = result.framework_significance
    caution = (
        " This does not mean that the frameworks are not alike: with so few elements, only a very large overlap would "
        "stand out."
        if not found.decided and len(result.elements) < _FEW_ELEMENTS
        else ""
    )
    yield Claim(
        "significant-pairs",
        CHANCE,
        f"{_significant(found)}{caution}",
        "shared_elements",
        figure="similarity",
        detailed=context.headline_on_detailed(
            context.headline("significant_pairs"), "g", "by the analytic null model, "
        ),
        numbers={"significant": found.decided, "tests": found.tests},
    )
    elements = result.element_significance
    if not np.isnan(result.element_pairs.decisive).any():
        yield Claim(
            "significant-element-pairs",
            CHANCE,
            _significant(elements),
            "element_pairs",
            numbers={"significant": elements.decided, "tests": elements.tests},
        )


def _significant(found: Significance) -> str:
    s = "" if found.decided > 1 else "s"
    what = f"frameworks share{s} more elements"
    if found.kind == "elements":
        what = f"elements go{'es' if s else ''} together more often"
    how = (
        f"{found.samples:,} random matrices with the same row and column sums"
        if found.samples
        else "the analytic null model"
    )
    lead = f"{found.decided:,} of {found.tests:,} pairs of {what}" if found.decided else f"No pair of {what}"
    return (
        f"{lead} than expected by chance, according to {how} and corrected for {counted(found.tests, 'test')}. Without "
        f"the correction it would be {found.decided_nominal:,}, with about {found.expected_nominal:.0f} expected by "
        "chance alone."
    )


def structure(context: Context) -> Iterator[Claim]:
    """Yield how nested the matrix is, and which clusters and communities it falls into."""
    yield _nestedness(context)
    yield from _clusters(context)
    yield from _communities(context)


def _nestedness(context: Context) -> Claim:
    nested = context.result.nestedness
    null = nested.null
    return Claim(
        "nestedness",
        CHANCE,
        f"The smaller frameworks are {_compared(null)} nested in the larger ones than in random matrices with the same "
        f"sums: NODF is {nested.nodf:.1f} of 100 (95% of {null.samples:,} random matrices: {null.null_low:.1f} to "
        f"{null.null_high:.1f})."
        if null
        else f"Nestedness (NODF) is {nested.nodf:.1f} of 100.",
        "headlines",
        figure="matrix",
        detailed=context.headline_on_detailed(context.headline("nodf"), ".1f"),
        numbers={"nodf": nested.nodf},
    )


def _clusters(context: Context) -> Iterator[Claim]:
    tree = context.result.framework_clustering
    if tree is None:
        return
    yield Claim(
        "clusters",
        CHANCE,
        f"The best cut of the tree of frameworks gives {counted(tree.clusters, 'cluster')} "
        f"({', '.join(map(str, tree.sizes))} frameworks; mean silhouette {_number(tree.silhouette)}, on a scale where "
        "1 means clearly separate and 0 means no structure); its cophenetic correlation is "
        f"{_number(tree.cophenetic)}.",
        "clusters",
        figure="dendrogram",
        detailed=context.headline_on_detailed(context.headline("cophenetic"), ".2f", "cophenetic correlation "),
        numbers={"clusters": tree.clusters},
    )


def _communities(context: Context) -> Iterator[Claim]:
    groups = context.result.communities
    if groups is None:
        return
    null = groups.null
    random = (
        f", {_compared(null)} than in random matrices, where it is {null.null_low:.2f} to {null.null_high:.2f}"
        if null
        else ""
    )
    yield Claim(
        "communities",
        CHANCE,
        f"Frameworks and elements form {len(groups.groups)} communities (modularity {groups.modularity:.2f}{random}). "
        f"Over {groups.runs} random starts, the agreement of the groups is {groups.mean_agreement:.2f} on average, "
        "where 1 means the same groups each time: do not read much into a single membership if this is far below 1.",
        "frameworks",
        figure="network",
        detailed=context.headline_on_detailed(context.headline("modularity"), ".2f", "modularity "),
        numbers={"communities": len(groups.groups)},
    )


def _compared(null: NullComparison | None) -> str:
    return {1: "more", -1: "less", 0: "neither more nor less"}[null.direction if null else 0]


def _number(value: float) -> str:
    return "undefined" if math.isnan(value) else f"{value:.2f}"
