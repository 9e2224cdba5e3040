"""All claims about a result, in the order of the report."""

from collections.abc import Callable, Iterator, Mapping

from taonto.analysis.result import AnalysisResult
from taonto.report.analysis.claims import agreement, chance, elements, frameworks, records
from taonto.report.analysis.claims.claim import Claim, Context

_MAKERS: tuple[Callable[[Context], Iterator[Claim]], ...] = (
    elements.most_common,
    elements.published,
    elements.core,
    elements.phases,
    frameworks.similarity,
    frameworks.element_pairs,
    frameworks.largest_shared_set,
    frameworks.fewest_frameworks,
    chance.overall,
    chance.pairs,
    chance.structure,
    agreement.agreement,
    records.practices,
    records.gaps,
)


def claims(result: AnalysisResult, names: Mapping[str, str] | None = None) -> tuple[Claim, ...]:
    """Return the claims, the leading ones first; those about records, if there are any, at the end.

    Args:
        result: the result of the analysis.
        names: the names of providers and of frameworks outside the comparison, by IRI or id.
    """
    context = Context(result, names or {})
    return tuple(claim for make in _MAKERS for claim in make(context))
