"""The result of an analysis, with all its renderings."""

import dataclasses
import textwrap
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from taonto.analysis.network import network
from taonto.analysis.result import AnalysisResult
from taonto.base.errors import UnknownNameError
from taonto.base.writing import write_folder
from taonto.report.analysis.bound_queries import bound_queries
from taonto.report.analysis.claims.claim import Claim
from taonto.report.analysis.claims.every import claims
from taonto.report.analysis.figures.draw import FIGURES, draw
from taonto.report.analysis.figures.style import Drawn, Omitted
from taonto.report.analysis.folder import SUMMARY, check_target, data_package, network_files, summary
from taonto.report.analysis.page import explore_page, index_page
from taonto.report.analysis.tables import csv_bytes, tables

if TYPE_CHECKING:
    import networkx
    import pandas as pd

Progress = Callable[[str], None]


@dataclasses.dataclass(frozen=True, eq=False)
class AnalysisReport:
    """The result of an analysis, and its renderings.

    Attributes:
        result: every number.
        from_graph: whether the coding came from the graph, so that a query can return it.
        notes: what the user should know about the data that were read.
        names: the names of providers and of frameworks outside the comparison, by IRI or id.
    """

    result: AnalysisResult
    from_graph: bool = True
    notes: tuple[str, ...] = ()
    names: Mapping[str, str] = dataclasses.field(default_factory=dict)

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """What the numbers say, in plain sentences, the leading ones first."""
        return claims(self.result, self.names)

    @cached_property
    def tables(self) -> "dict[str, pd.DataFrame]":
        """Every table by name, with the columns of the CSV files."""
        return tables(self.result, self.names)

    @cached_property
    def queries(self) -> Mapping[str, str]:
        """The queries that return the numbers from the graph, by name; none if the coding is not from a graph."""
        return bound_queries(self.result) if self.from_graph else {}

    def figure(self, name: str) -> Drawn | Omitted:
        """Return one figure, drawn, or the reason why it was not drawn.

        Raises:
            UnknownNameError: if there is no figure with that name.
        """
        if name not in FIGURES:
            raise UnknownNameError(f"there is no figure '{name}'; the figures are {', '.join(FIGURES)}")
        return draw(self.result, name)

    def text(self) -> str:
        """Return the claims as plain text."""
        lines = [self.result.title + "."]
        group = ""
        for number, claim in enumerate(self.claims, 1):
            if claim.group != group:
                group = claim.group
                lines += ["", group]
            lines += _wrapped(f"{number:2}. ", claim.text)
            lines += _wrapped("    ", " ".join(part for part in (claim.unknown, claim.detailed) if part))
        return "\n".join(lines) + "\n"

    def files(self, progress: Progress = lambda step: None) -> dict[str, bytes]:
        """Return the complete output folder as content by path; the same result gives the same bytes."""
        made: dict[str, bytes] = {}
        for name, table in self.tables.items():
            progress(f"writing {name}.csv")
            made[f"{name}.csv"] = csv_bytes(table)
        figures = []
        for name in FIGURES:
            progress(f"drawing {name}")
            figure = draw(self.result, name)
            figures.append(figure)
            if isinstance(figure, Drawn):
                made[f"{name}.svg"], made[f"{name}.png"] = figure.svg(), figure.png()
        made |= {f"queries/{name}.rq": text.encode() for name, text in self.queries.items()}
        progress("writing the report")
        made |= network_files(self.result)
        made["datapackage.json"] = data_package(self.result, self.tables)
        explore = explore_page(self.result)
        if explore is not None:
            made["explore.html"] = _utf8(explore)
        page = index_page(self.result, self.claims, figures, self.tables, self.queries, explore is not None)
        made["index.html"] = _utf8(page)
        made[SUMMARY] = summary(self.result, self.claims, figures, [*made, SUMMARY])
        return made

    def write(self, folder: str | Path, progress: Progress = lambda step: None) -> None:
        """Write the output folder, completely or not at all.

        Raises:
            TaontoError: if the folder contains anything but an earlier analysis, or can't be written.
        """
        check_target(folder)
        write_folder(folder, self.files(progress))

    def to_networkx(self) -> "networkx.Graph":
        """Return the network of frameworks and elements, with what was found on every node."""
        return network(self.result)

    def _repr_html_(self) -> str:
        from markupsafe import Markup

        items = Markup("").join(Markup("<li>{}</li>").format(claim.text) for claim in self.claims)
        return str(Markup("<p>{}.</p><ol>{}</ol>").format(self.result.title, items))


def _wrapped(start: str, text: str) -> list[str]:
    return textwrap.wrap(text, 100, initial_indent=start, subsequent_indent="    ")


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "replace")
