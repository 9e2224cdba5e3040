"""What an analysis found, with all its renderings."""

import dataclasses
import textwrap
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from taonto.analysis.model import AnalysisResult
from taonto.analysis.network import network
from taonto.base.errors import TaontoError
from taonto.base.files import write_folder
from taonto.report.analysis.claims import Claim, claims
from taonto.report.analysis.figures.draw import FIGURES, draw
from taonto.report.analysis.figures.style import Drawn, Omitted
from taonto.report.analysis.folder import SUMMARY, check_target, data_package, network_files, summary
from taonto.report.analysis.page import explore_page, index_page
from taonto.report.analysis.queries import bound_queries
from taonto.report.analysis.tables import csv_bytes, tables

if TYPE_CHECKING:
    import networkx
    import pandas as pd

Progress = Callable[[str], None]


@dataclasses.dataclass(frozen=True, eq=False)
class AnalysisReport:
    """What an analysis found, and its renderings.

    Attributes:
        result: every number.
        from_graph: whether the coding came from the graph, so that a query can yield it.
        notes: what the user should know of the data that were read.
        names: the names of providers and of frameworks outside the comparison, by IRI or id.
    """

    result: AnalysisResult
    from_graph: bool = True
    notes: tuple[str, ...] = ()
    names: Mapping[str, str] = dataclasses.field(default_factory=dict)

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """What was found, in plain sentences, the leading ones first."""
        return claims(self.result, self.names)

    @cached_property
    def tables(self) -> "dict[str, pd.DataFrame]":
        """Every table by name, with the columns of the CSV files."""
        return tables(self.result, self.names)

    def figure(self, name: str) -> Drawn | Omitted:
        """Return one figure, drawn; or why it was not.

        Raises:
            TaontoError: if there is no figure of that name.
        """
        if name not in FIGURES:
            raise TaontoError(f"there is no figure '{name}'; the figures are {', '.join(FIGURES)}")
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
        """Return the whole output folder: path to content, the same bytes for the same result."""
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
        queries = bound_queries(self.result) if self.from_graph else {}
        made |= {f"queries/{name}.rq": text.encode() for name, text in queries.items()}
        progress("writing the report")
        made |= network_files(self.result)
        made["datapackage.json"] = data_package(self.result, self.tables)
        explore = explore_page(self.result)
        if explore is not None:
            made["explore.html"] = _utf8(explore)
        page = index_page(self.result, self.claims, figures, self.tables, queries, explore is not None)
        made["index.html"] = _utf8(page)
        made[SUMMARY] = summary(self.result, self.claims, figures, [*made, SUMMARY])
        return made

    def write(self, folder: str | Path, progress: Progress = lambda step: None) -> None:
        """Write the output folder, whole or not at all.

        Raises:
            TaontoError: if the folder holds anything but an earlier analysis, or can't be written.
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
