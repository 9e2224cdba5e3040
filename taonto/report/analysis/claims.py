"""What the analysis found, in plain sentences made from the result alone."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from taonto.analysis.model import (
    PROJECT_STUDY,
    Agreement,
    AnalysisResult,
    CodingMatrix,
    Headline,
    NullComparison,
    PracticeUse,
    Significance,
)
from taonto.analysis.network import deciding
from taonto.analysis.similarity import framework_pairs
from taonto.base.text import counted, listed, one_line, sentence
from taonto.ontology.catalogue import slug
from taonto.report.analysis.figures.agreement import comparison
from taonto.report.analysis.tables import detailed_reach, detailed_rows

COMMON = "What most frameworks include"
ALIKE = "How alike the frameworks are"
CHANCE = "More than chance?"
TRUST = "How far the coding can be trusted"
RECORDS = "What the engagement records show"
_FEW_ELEMENTS = 50
_MOST_GAPS = 3
"""Guiding frameworks that have a claim of their own; the table has all."""


@dataclass(frozen=True)
class Claim:
    """One claim.

    Attributes:
        name: short and stable, for links and for `summary.json`.
        group: the heading that it stands under.
        text: what was found.
        table: the table with the numbers, a key of `tables`.
        query: the saved question that yields them from the graph, or from which taonto computes them.
        computed: whether taonto computes the numbers from the matrix that the query yields.
        figure: the figure that shows it, or "".
        unknown: what the unknown cells could change, or "".
        detailed: the same on detailed lists alone, or "".
        numbers: the numbers that the text gives.
    """

    name: str
    group: str
    text: str
    table: str
    query: str = "study-matrix"
    computed: bool = True
    figure: str = ""
    unknown: str = ""
    detailed: str = ""
    numbers: Mapping[str, float] = field(default_factory=dict)


def claims(result: AnalysisResult, names: Mapping[str, str] | None = None) -> tuple[Claim, ...]:
    """Return the claims, the leading ones first; those about records, if there are any, at the end.

    Args:
        result: what was found.
        names: the names of providers and of frameworks outside the comparison, by IRI or id.
    """
    view = _View(result, names or {})
    return tuple(claim for make in _MAKERS for claim in make(view))


@dataclass(frozen=True, eq=False)
class _View:
    """The result with what the sentences need at hand."""

    result: AnalysisResult
    names: Mapping[str, str]

    @property
    def total(self) -> int:
        return len(self.result.frameworks)

    @property
    def noun(self) -> str:
        return f"{self.result.options.scope} frameworks" if self.result.options.scope != "all" else "frameworks"

    @cached_property
    def of(self) -> str:
        return f"of {self.total} {self.noun}"

    @cached_property
    def elements(self) -> Mapping[str, str]:
        return {element.id: _inline(element.label) for element in self.result.matrix.elements}

    @cached_property
    def frameworks(self) -> Mapping[str, str]:
        known = {name: one_line(label) for name, label in self.names.items()}
        return known | {framework.id: one_line(framework.label) for framework in self.result.matrix.frameworks}

    @cached_property
    def detailed(self) -> CodingMatrix | None:
        """The detailed lists alone; None where all are detailed, or fewer than two are."""
        rows = detailed_rows(self.result)
        return self.result.matrix.take(rows) if 2 <= len(rows) < self.total else None

    def headline(self, name: str) -> Headline | None:
        return next((headline for headline in self.result.headlines if headline.name == name), None)

    def named(self, ids: Sequence[str], most: int = 12) -> str:
        labels = [self.elements.get(name, one_line(name)) for name in ids[:most]]
        return listed([*labels, f"{len(ids) - most} more"]) if len(ids) > most else listed(labels)


def _inline(label: str) -> str:
    """Return a label as it stands inside a sentence: a capital only where the word needs one."""
    text = one_line(label)
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def _top_elements(view: _View) -> Iterator[Claim]:
    ranked = sorted(view.result.elements, key=lambda item: (-item.frameworks, item.id))
    top = [item for item in ranked if item.frameworks == ranked[0].frameworks]
    names = listed([view.elements[item.id] for item in top])
    first = top[0]
    unknown = detailed = ""
    if len(top) == 1 and first.unknown:
        unknown = (
            f"For {first.unknown} more it is unknown: the true number lies between {first.frameworks} and "
            f"{first.frameworks + first.unknown}."
        )
    if view.detailed is not None:
        seen = dict(zip(view.detailed.element_ids, view.detailed.present.sum(axis=0).tolist(), strict=True))
        count = len(view.detailed.frameworks)
        said = listed([f"{seen[item.id]} of {count} include {view.elements[item.id]}" for item in top])
        detailed = f"On the detailed lists alone: {said}."
    yield Claim(
        "top-element",
        COMMON,
        f"{first.frameworks} {view.of} include {names}, more than any other element."
        if len(top) == 1
        else f"The most widespread elements are {names}: each is in {first.frameworks} {view.of}.",
        "elements",
        "study-elements",
        computed=False,
        figure="elements",
        unknown=unknown,
        detailed=detailed,
        numbers={"frameworks": first.frameworks, "all": view.total},
    )
    following = ranked[len(top) : len(top) + 4]
    if following:
        said = listed([f"{view.elements[item.id]} ({item.frameworks})" for item in following])
        rare = listed([f"{view.elements[item.id]} ({item.frameworks})" for item in ranked[len(top) + 4 :][-2:]])
        if view.detailed is not None:
            own = sorted(seen, key=lambda name: (-seen[name], name))[:5]
            detailed = (
                f"On the detailed lists alone: {listed([f'{view.elements[name]} ({seen[name]})' for name in own])}."
            )
        yield Claim(
            "next-elements",
            COMMON,
            f"Next come {said}{f'; the rarest are {rare}' if rare else ''}.",
            "elements",
            "study-elements",
            computed=False,
            figure="elements",
            detailed=detailed,
        )


def _core(view: _View) -> Iterator[Claim]:
    half = -(-view.total // 2)
    point = view.result.core_curve[half - 1]
    every = view.result.core_curve[-1]
    names = f": {view.named(point.ids)}" if point.ids else ""
    everywhere = "none is" if not every.elements else f"{every.elements} {'is' if every.elements == 1 else 'are'}"
    verb = "is" if point.elements == 1 else "are"
    detailed = ""
    if view.detailed is not None:
        count = len(view.detailed.frameworks)
        common = int((view.detailed.present.sum(axis=0) >= -(-count // 2)).sum())
        detailed = f"On the {count} detailed lists alone: {common} in at least half of these ({-(-count // 2)})."
    yield Claim(
        "core-elements",
        COMMON,
        f"{point.elements} of {len(view.result.elements)} elements {verb} in at least half of the frameworks "
        f"({half} of {view.total}){names}; {everywhere} in all.",
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


def _phases(view: _View) -> Iterator[Claim]:
    if not view.result.phases:
        return
    ranked = sorted(view.result.phases, key=lambda phase: (-phase.frameworks, phase.order))
    most, least = ranked[0], ranked[-1]
    reach = detailed_reach(view.result) if view.detailed is not None else {}
    detailed = (
        f"On the {len(detailed_rows(view.result))} detailed lists alone: {reach[most.id]} and {reach[least.id]}."
        if reach
        else ""
    )
    yield Claim(
        "phases",
        COMMON,
        f"{one_line(most.label)} is the phase most often reached: {most.frameworks} {view.of} include at least one of "
        f"its {most.elements} elements. {one_line(least.label)} is reached least: by {least.frameworks}.",
        "phases",
        "study-phases",
        computed=False,
        figure="phases",
        unknown=f"With every unknown cell present: {most.frameworks_max} and {least.frameworks_max}."
        if most.frameworks_max + least.frameworks_max > most.frameworks + least.frameworks
        else "",
        detailed=detailed,
        numbers={"most": most.frameworks, "least": least.frameworks},
    )
    every = view.headline("all_phases")
    if every is not None and len(view.result.phases) > 1:
        yield Claim(
            "all-phases",
            COMMON,
            f"{every.value:g} {view.of} reach all {len(view.result.phases)} phases.",
            "frameworks",
            "study-frameworks",
            computed=False,
            figure="matrix",
            unknown=f"With every unknown cell present: {every.high:g}."
            if every.high not in (None, every.value)
            else "",
            detailed=_on_detailed(view, every, "g"),
            numbers={"frameworks": every.value},
        )


def _published(view: _View) -> Iterator[Claim]:
    published = [row for row, element in enumerate(view.result.matrix.elements) if element.status == "published"]
    if not 2 <= len(published) < len(view.result.elements):
        return
    seen = view.result.matrix.present[:, published].sum(axis=1)
    most = view.result.matrix.unknown[:, published].sum(axis=1) + seen
    detailed = ""
    if view.detailed is not None:
        own = view.detailed.present[:, published].sum(axis=1)
        detailed = (
            f"On the {len(own)} detailed lists alone: {int((own > 0).sum())} include at least one, "
            f"{int((own == len(published)).sum())} all."
        )
    all_of_them = int((seen == len(published)).sum())
    everything = f"{all_of_them} of them" if all_of_them else "none of them"
    yield Claim(
        "published-elements",
        COMMON,
        f"Of the {len(published)} published elements ({view.named([view.result.elements[i].id for i in published])}), "
        f"{int((seen > 0).sum())} {view.of} include at least one and {everything} all {len(published)}."
        f"{_proposed(view)}",
        "matrix",
        figure="upset",
        unknown=f"With every unknown cell present: {int((most > 0).sum())} and {int((most == len(published)).sum())}."
        if (most != seen).any()
        else "",
        detailed=detailed,
        numbers={"any": int((seen > 0).sum()), "all": all_of_them},
    )


def _proposed(view: _View) -> str:
    count = sum(element.status == "proposed" for element in view.result.matrix.elements)
    return f" {count} of the {len(view.result.elements)} elements are proposals of this project." if count else ""


def _similarity(view: _View) -> Iterator[Claim]:
    pairs = view.result.framework_pairs
    best = int(np.lexsort((-pairs.shared, -pairs.jaccard))[0])
    one, other = (view.frameworks[pairs.ids[side[best]]] for side in (pairs.first, pairs.second))
    either = int(pairs.shared[best] + pairs.only_a[best] + pairs.only_b[best])
    detailed = ""
    if view.detailed is not None:
        mean = framework_pairs(view.detailed).shared.mean()
        sizes = view.detailed.present.sum(axis=1).mean()
        detailed = f"On the {len(view.detailed.frameworks)} detailed lists alone: {sizes:.1f} and {mean:.1f}."
    yield Claim(
        "mean-shared",
        ALIKE,
        f"A framework includes {np.mean([row.elements for row in view.result.frameworks]):.1f} of "
        f"{len(view.result.elements)} elements on average, and two frameworks share {pairs.shared.mean():.1f}.",
        "shared_elements",
        "study-framework-pairs",
        figure="similarity",
        detailed=detailed,
        numbers={"shared": float(pairs.shared.mean())},
    )
    mean = view.headline("mean_jaccard")
    if mean is not None:
        yield Claim(
            "mean-jaccard",
            ALIKE,
            f"Of what either of two frameworks includes, both include {100 * mean.value:.0f} % on average (mean "
            f"Jaccard similarity {mean.value:.2f}).",
            "shared_elements",
            figure="similarity",
            unknown=f"The unknown cells could move it to anything between {mean.low:.2f} and {mean.high:.2f}."
            if mean.low is not None and mean.high is not None and mean.high > mean.low
            else "",
            detailed=_on_detailed(view, mean, ".2f"),
            numbers={"jaccard": mean.value},
        )
    if not pairs.shared[best]:
        return
    equals = int((pairs.jaccard == pairs.jaccard[best]).sum()) - 1
    also = f"; {counted(equals, 'other pair')} {'is' if equals == 1 else 'are'} as alike" if equals else ""
    yield Claim(
        "most-alike",
        ALIKE,
        f"The most alike two are {one} and {other}: they share {pairs.shared[best]} of the {either} elements that "
        f"either includes (Jaccard {pairs.jaccard[best]:.2f}{also}).",
        "shared_elements",
        "study-framework-pairs",
        figure="dendrogram",
        unknown=f"The unknown cells could move it to anything between {pairs.jaccard_min[best]:.2f} and "
        f"{pairs.jaccard_max[best]:.2f}."
        if pairs.jaccard_max[best] > pairs.jaccard_min[best]
        else "",
        detailed=_most_alike_detailed(view),
        numbers={"shared": int(pairs.shared[best]), "either": either},
    )


def _most_alike_detailed(view: _View) -> str:
    if view.detailed is None:
        return ""
    pairs = framework_pairs(view.detailed)
    best = int(np.lexsort((-pairs.shared, -pairs.jaccard))[0])
    one, other = (view.frameworks[pairs.ids[side[best]]] for side in (pairs.first, pairs.second))
    return (
        f"On the {len(view.detailed.frameworks)} detailed lists alone: {one} and {other}, with {pairs.shared[best]} "
        f"shared (Jaccard {pairs.jaccard[best]:.2f})."
    )


def _element_pairs(view: _View) -> Iterator[Claim]:
    pairs = view.result.element_pairs
    best = int(np.lexsort((-pairs.lift, -pairs.shared))[0])
    one, other = (pairs.ids[side[best]] for side in (pairs.first, pairs.second))
    if not pairs.shared[best]:
        return
    equals = int((pairs.shared == pairs.shared[best]).sum()) - 1
    also = f" ({counted(equals, 'other pair')} as often)" if equals else ""
    detailed = ""
    if view.detailed is not None:
        column = {name: index for index, name in enumerate(view.detailed.element_ids)}
        both = int(view.detailed.present[:, [column[one], column[other]]].all(axis=1).sum())
        detailed = f"On the {len(view.detailed.frameworks)} detailed lists alone: in {both}."
    yield Claim(
        "elements-together",
        ALIKE,
        f"The two elements that most often go together are {view.elements[one]} and {view.elements[other]}: in "
        f"{pairs.shared[best]} {view.of}, {pairs.lift[best]:.1f} times as often as if they were independent{also}.",
        "element_pairs",
        "study-element-pairs",
        computed=False,
        detailed=detailed,
        numbers={"frameworks": int(pairs.shared[best])},
    )


def _largest_sets(view: _View) -> Iterator[Claim]:
    sets = view.result.shared_sets or ()
    fitting = [found for found in sets if found.k >= 3 and found.size >= 2]
    if not fitting:
        return
    # The set of most cells: many elements in many frameworks at once.
    best = max(fitting, key=lambda found: (found.k * found.size, found.k))
    one = best.sets[0]
    others = f" ({best.count} such sets of this size)" if best.count > 1 else ""
    detailed = ""
    if view.detailed is not None:
        column = {name: index for index, name in enumerate(view.detailed.element_ids)}
        have = int(view.detailed.present[:, [column[name] for name in one.intent]].all(axis=1).sum())
        detailed = f"On the {len(view.detailed.frameworks)} detailed lists alone, {have} include all of these."
    yield Claim(
        "largest-shared-set",
        ALIKE,
        f"The largest set of elements that {best.k} or more frameworks have in common has {best.size}: "
        f"{view.named(one.intent)}{others}; {len(one.extent)} frameworks include them all.",
        "shared_sets",
        detailed=detailed,
        numbers={"elements": best.size, "frameworks": len(one.extent)},
    )


def _overall(view: _View) -> Iterator[Claim]:
    null = view.result.similarity
    if null is None:
        return
    how = _against(null, "more", "less", "neither more nor less")
    yield Claim(
        "similarity-overall",
        CHANCE,
        f"On the whole, the frameworks are {how} alike than in random matrices in which each framework has as many "
        f"elements and each element as many frameworks: the mean Jaccard similarity is {null.value:.3f}, and "
        f"{null.null_low:.3f} to {null.null_high:.3f} in 95 % of {null.samples:,} random ones.",
        "headlines",
        figure="similarity",
        numbers={"jaccard": float(f"{null.value:.3f}")},
    )


def _chance(view: _View) -> Iterator[Claim]:
    pairs = view.result.framework_pairs
    found = view.result.framework_significance
    if np.isnan(deciding(pairs)).any():
        return
    headline = view.headline("significant_pairs")
    yield Claim(
        "significant-pairs",
        CHANCE,
        f"{_significant(found)} This does not say that they are unlike: with so few elements, only a very large "
        "overlap would stand out."
        if not _decided(found) and len(view.result.elements) < _FEW_ELEMENTS
        else _significant(found),
        "shared_elements",
        figure="similarity",
        detailed=_on_detailed(view, headline, "g", "by the analytic null model ") if headline else "",
        numbers={"significant": _decided(found), "tests": found.tests},
    )
    elements = view.result.element_significance
    if not np.isnan(deciding(view.result.element_pairs)).any():
        yield Claim(
            "significant-element-pairs",
            CHANCE,
            _significant(elements),
            "element_pairs",
            numbers={"significant": _decided(elements), "tests": elements.tests},
        )


def _decided(found: Significance) -> int:
    return found.significant if found.samples else found.significant_analytic


def _significant(found: Significance) -> str:
    count = _decided(found)
    s = "" if count > 1 else "s"
    what = f"frameworks share{s} more elements"
    if found.kind == "elements":
        what = f"elements go{'es' if s else ''} together more often"
    nominal = found.nominal if found.samples else found.nominal_analytic
    how = (
        f"{found.samples:,} random matrices with the same row and column sums"
        if found.samples
        else "the analytic null model"
    )
    lead = f"{count:,} of {found.tests:,} pairs of {what}" if count else f"No pair of {what}"
    return (
        f"{lead} than chance gives, judged by {how} and corrected for {counted(found.tests, 'test')}. Without the "
        f"correction it would be {nominal:,}, where chance alone gives about {found.alpha * found.tests:.0f}."
    )


def _structure(view: _View) -> Iterator[Claim]:
    nested = view.result.nestedness
    headline = view.headline("nodf")
    yield Claim(
        "nestedness",
        CHANCE,
        f"The smaller frameworks are {_against(nested.null, 'more', 'less', 'neither more nor less')} nested in the "
        f"larger ones than in random matrices with the same sums: NODF is {nested.nodf:.1f} of "
        f"100{_null_range(nested.null)}."
        if nested.null
        else f"Nestedness (NODF) is {nested.nodf:.1f} of 100.",
        "headlines",
        figure="matrix",
        detailed=_on_detailed(view, headline, ".1f") if headline else "",
        numbers={"nodf": nested.nodf},
    )
    tree = view.result.framework_clustering
    if tree is not None:
        sizes = sorted((tree.labels.count(label) for label in set(tree.labels)), reverse=True)
        headline = view.headline("cophenetic")
        yield Claim(
            "clusters",
            CHANCE,
            f"The tree of the frameworks falls best into {counted(tree.clusters, 'cluster')} "
            f"({', '.join(map(str, sizes))} frameworks; mean silhouette {_number(tree.silhouette)}, on a scale where "
            f"1 is clearly apart and 0 is no structure); its cophenetic correlation is {_number(tree.cophenetic)}.",
            "clusters",
            figure="dendrogram",
            detailed=_on_detailed(view, headline, ".2f", "cophenetic correlation ") if headline else "",
            numbers={"clusters": tree.clusters},
        )
    groups = view.result.communities
    if groups is not None:
        headline = view.headline("modularity")
        said = ""
        if groups.null:
            how = _against(groups.null, "more", "less", "neither more nor less")
            null = groups.null
            said = f", {how} than in random matrices, where it is {null.null_low:.2f} to {null.null_high:.2f}"
        yield Claim(
            "communities",
            CHANCE,
            f"Frameworks and elements form {len(groups.groups)} communities (modularity "
            f"{groups.modularity:.2f}{said}). Over {groups.runs} random starts the groups agree by "
            f"{groups.mean_agreement:.2f} on average, where 1 is the same each time: do not read much into a single "
            "membership where this is far below 1.",
            "frameworks",
            figure="network",
            detailed=_on_detailed(view, headline, ".2f", "modularity ") if headline else "",
            numbers={"communities": len(groups.groups)},
        )


def _against(null: NullComparison | None, more: str, less: str, neither: str) -> str:
    if null is None:
        return neither
    if null.p_greater <= 0.025:
        return more
    return less if null.p_less <= 0.025 else neither


def _null_range(null: NullComparison | None) -> str:
    if null is None:
        return ""
    return f" (95 % of {null.samples:,} random ones: {null.null_low:.1f} to {null.null_high:.1f})"


def _cover(view: _View) -> Iterator[Claim]:
    covers = view.result.covers
    if covers is None:
        return
    headline = view.headline("cover_size")
    names = "; ".join(view.frameworks[name] for name in covers.covers[0])
    several = f"One of {len(covers.covers)}{'' if covers.complete else ' or more'} such sets: "
    which = several if len(covers.covers) > 1 else "These are: "
    reached = len(view.result.elements) - len(covers.uncovered)
    proof = ", and it is proven that no smaller set does" if covers.proven else ""
    least = headline.low if headline else None
    yield Claim(
        "fewest-frameworks",
        ALIKE,
        f"{counted(covers.size, 'framework')} together include all {reached} elements that any of them "
        f"includes{proof}. {which}{names}.",
        "covers",
        unknown=f"If every unknown cell were present, {least:g} would be enough."
        if least is not None and least < covers.size
        else "",
        detailed=_on_detailed(view, headline, "g") if headline else "",
        numbers={"frameworks": covers.size},
    )


def _trust(view: _View) -> Iterator[Claim]:
    for one in view.result.agreements:
        if one.element is not None or one.level == "component x element":
            continue
        caution = ""
        if view.result.matrix.study == PROJECT_STUDY and one.kind == "coders":
            caution = (
                " Both coders are automated, language models of one family: their agreement overstates how reliable "
                "the coding is."
            )
        if one.kind == "studies":
            caution = " The two studies coded different lists and words, so this is a weak test of either."
        yield Claim(
            f"agreement-{slug(one.first)}-{slug(one.second)}",
            TRUST,
            f"{sentence(comparison(one))} agree on {one.both + one.neither:,} of the {one.units:,} cells of the "
            f"whole study that both know ({100 * one.observed:.0f} %){_alpha(one)}.{caution}",
            "agreement",
            query=f"studies-compared-{slug(one.second)}" if one.kind == "studies" else "coder-readings",
            computed=one.kind != "studies",
            figure="agreement",
            numbers={"agree": one.both + one.neither, "cells": one.units},
        )


def _alpha(agreement: Agreement) -> str:
    value = agreement.alpha
    if math.isnan(value.value):
        return ""
    between = "" if math.isnan(value.low) else f", 95 % interval {value.low:.2f} to {value.high:.2f}"
    return f"; Krippendorff's alpha is {value.value:.2f}{between}, where 1 is full agreement and 0 what chance gives"


def _records(view: _View) -> Iterator[Claim]:
    records = view.result.engagements
    if records is None:
        return
    labels = view.elements
    uses = sorted(records.uses, key=lambda use: (-use.records, use.practice))
    top = listed([f"{labels.get(use.practice, use.practice)} ({use.records})" for use in uses[:4]])
    first = _use(uses[0], labels) if uses else ""
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
        best = min(records.pairs, key=lambda pair: (-pair.records, pair.first, pair.second))
        names = [labels.get(name, name) for name in (best.first, best.second)]
        significant = sum(pair.p_adjusted <= view.result.options.alpha for pair in records.pairs)
        yield Claim(
            "practices-together",
            RECORDS,
            f"The practices most often used together are {names[0]} and {names[1]}: in "
            f"{counted(best.records, 'record')}. Of {counted(len(records.pairs), 'pair')} that meet at all, "
            f"{significant:,} meet more often than chance gives (a screen: records of one engagement are not "
            "independent).",
            "practice_pairs",
            query="practices-used-together",
            computed=False,
            numbers={"records": best.records, "pairs": len(records.pairs)},
        )
    yield from _gaps(view)


def _use(use: PracticeUse, labels: Mapping[str, str]) -> str:
    tiers = [f"{count:,} {one_line(tier)}" for tier, count in use.tiers]
    modes = [f"{count:,} {one_line(mode)}" for mode, count in use.modes]
    parts = [f"by tier {listed(tiers)}"] * bool(tiers) + [f"by mode {listed(modes)}"] * bool(modes)
    hours = f"{use.hours:,.1f} contact hours in all"
    return f" {sentence(labels.get(use.practice, use.practice))}: {'; '.join([*parts, hours])}."


def _gaps(view: _View) -> Iterator[Claim]:
    """Yield what the guiding frameworks call for, over all and for the few that guide the most records."""
    gaps = [gap for gap in view.result.engagements.gaps if gap.called_for] if view.result.engagements else []
    if not gaps:
        return
    called, shown = sum(gap.called_for for gap in gaps), sum(len(gap.shown) for gap in gaps)
    beyond = sum(len(gap.beyond) for gap in gaps)
    yield Claim(
        "gaps",
        RECORDS,
        f"{counted(len(gaps), 'pair')} of a provider and a guiding framework can be compared. Of the {called:,} "
        f"practices that the frameworks call for, {shown:,} are in the records that name them and {called - shown:,} "
        f"are not; {beyond:,} practices are in the records that the framework does not mention.",
        "framework_gaps",
        query="practices-called-for",
        computed=False,
        numbers={"called_for": called, "shown": shown},
    )
    ranked = sorted(gaps, key=lambda gap: (-gap.records, gap.provider, gap.framework))
    for number, gap in enumerate(ranked[:_MOST_GAPS], 1):
        missing = f"not in the records: {view.named(gap.missing)}" if gap.missing else "none is missing"
        more = f"; in the records and not mentioned by it: {view.named(gap.beyond)}" if gap.beyond else ""
        unsure = f"; in the records and unknown for it: {view.named(gap.beyond_unknown)}" if gap.beyond_unknown else ""
        yield Claim(
            f"gap-{number}",
            RECORDS,
            f"{view.frameworks.get(gap.provider, one_line(gap.provider))} is guided by "
            f"{view.frameworks.get(gap.framework, one_line(gap.framework))} in {counted(gap.records, 'record')}. Of "
            f"the {gap.called_for} practices that it calls for, {len(gap.shown)} are in these records; "
            f"{missing}{more}{unsure}.",
            "framework_gaps",
            query="practices-called-for",
            computed=False,
            numbers={"called_for": gap.called_for, "shown": len(gap.shown)},
        )


def _on_detailed(view: _View, headline: Headline, form: str, what: str = "") -> str:
    if headline.detailed is None or math.isnan(headline.detailed):
        return ""
    return f"On the {len(detailed_rows(view.result))} detailed lists alone: {what}{headline.detailed:{form}}."


def _number(value: float) -> str:
    return "undefined" if math.isnan(value) else f"{value:.2f}"


_MAKERS: tuple[Callable[[_View], Iterator[Claim]], ...] = (
    _top_elements,
    _published,
    _core,
    _phases,
    _similarity,
    _element_pairs,
    _largest_sets,
    _cover,
    _overall,
    _chance,
    _structure,
    _trust,
    _records,
)
