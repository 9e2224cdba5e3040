"""Claims about how reliable the coding is: agreement between coders, and between studies."""

import math
from collections.abc import Iterator

from taonto.analysis.agreement import Agreement
from taonto.analysis.matrix import PROJECT_STUDY
from taonto.base.text import sentence
from taonto.ontology.catalogue import slug
from taonto.report.analysis.claims.claim import TRUST, Claim, Context
from taonto.report.analysis.words import readers

_AUTOMATED = (
    " Both coders are automated, language models of one family: their agreement overstates how reliable the coding is."
)
_OTHER_LISTS = " The two studies coded different lists and words, so this is a weak test of either."


def agreement(context: Context) -> Iterator[Claim]:
    """Yield how well two readings agree on whole frameworks, for each pair of readings."""
    for one in context.result.agreements:
        if one.element is not None or one.level == "component x element":
            continue
        caution = _OTHER_LISTS if one.kind == "studies" else ""
        if one.kind == "coders" and context.result.matrix.study == PROJECT_STUDY:
            caution = _AUTOMATED
        yield Claim(
            f"agreement-{slug(one.first)}-{slug(one.second)}",
            TRUST,
            f"{sentence(readers(one))} agree on {one.both + one.neither:,} of the {one.units:,} cells of the whole "
            f"study that both know ({100 * one.observed:.0f}%){_alpha(one)}.{caution}",
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
    between = "" if math.isnan(value.low) else f", 95% interval {value.low:.2f} to {value.high:.2f}"
    return (
        f"; Krippendorff's alpha is {value.value:.2f}{between}, where 1 means full agreement and 0 means no more than "
        "expected by chance"
    )
