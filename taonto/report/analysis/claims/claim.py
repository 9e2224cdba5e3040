"""A claim, and what every sentence needs at hand: names, phrases, the detailed lists."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from taonto.analysis.headlines import Headline
from taonto.analysis.matrix import CodingMatrix
from taonto.analysis.result import AnalysisResult
from taonto.base.text import listed, one_line
from taonto.report.analysis.words import inside_sentence

COMMON = "What most frameworks include"
ALIKE = "How alike the frameworks are"
CHANCE = "More than expected by chance?"
TRUST = "How reliable the coding is"
RECORDS = "What the engagement records show"


@dataclass(frozen=True)
class Claim:
    """One claim.

    Attributes:
        name: short and stable, for links and for `summary.json`.
        group: the heading that it is under.
        text: the claim itself.
        table: the table with the numbers, a key of `tables`.
        query: the saved question that returns them from the graph, or from whose answer taonto computes them.
        computed: whether taonto computes the numbers from the matrix that the query returns.
        figure: the figure that shows it, or "".
        unknown: what the unknown cells could change, or "".
        detailed: the same on detailed lists alone, or "".
        numbers: the numbers in the text.
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


@dataclass(frozen=True, eq=False)
class Context:
    """A result with the names and phrases that the sentences need.

    Attributes:
        result: the result of the analysis.
        names: the names of providers and of frameworks outside the comparison, by IRI or id.
    """

    result: AnalysisResult
    names: Mapping[str, str]

    @property
    def total(self) -> int:
        """The number of frameworks compared."""
        return len(self.result.frameworks)

    @cached_property
    def of_all(self) -> str:
        """The words behind a count of frameworks: "of 35 core frameworks"."""
        scope = self.result.options.scope
        return f"of {self.total} {'' if scope == 'all' else f'{scope} '}frameworks"

    @cached_property
    def elements(self) -> Mapping[str, str]:
        """The names of the elements, as they are written inside a sentence, by id."""
        return {element.id: inside_sentence(element.label) for element in self.result.matrix.elements}

    @cached_property
    def frameworks(self) -> Mapping[str, str]:
        """The names of frameworks and providers by id or IRI."""
        known = {name: one_line(label) for name, label in self.names.items()}
        return known | {framework.id: one_line(framework.label) for framework in self.result.matrix.frameworks}

    @property
    def detailed(self) -> CodingMatrix | None:
        """The detailed lists alone; None where all are detailed, or fewer than two are."""
        return self.result.matrix.detailed

    def headline(self, name: str) -> Headline | None:
        """Return a headline, if the result has it."""
        return next((headline for headline in self.result.headlines if headline.name == name), None)

    def named(self, ids: Sequence[str], most: int = 12) -> str:
        """Return the names of elements as a list in a sentence, cut after the first `most`."""
        labels = [self.elements.get(name, one_line(name)) for name in ids[:most]]
        return listed([*labels, f"{len(ids) - most} more"]) if len(ids) > most else listed(labels)

    def with_counts(self, counts: Sequence[tuple[str, int]]) -> str:
        """Return the names of elements as a list in a sentence, each with its number."""
        return listed([f"{self.elements[name]} ({count})" for name, count in counts])

    def headline_on_detailed(self, headline: Headline | None, form: str, what: str = "") -> str:
        """Return the sentence with the value of a headline on the detailed lists alone, or ""."""
        if headline is None or headline.detailed is None or math.isnan(headline.detailed):
            return ""
        lists = len(self.result.matrix.detailed_rows)
        return f"On the {lists} detailed lists alone: {what}{headline.detailed:{form}}."
