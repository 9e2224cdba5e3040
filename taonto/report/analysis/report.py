"""An analysis from its source to its report: what `taonto.analyze()` and `taonto analyze` do."""

import dataclasses
import textwrap
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from taonto.analysis.model import PROJECT_STUDY, AnalysisOptions, AnalysisResult, CodingMatrix
from taonto.analysis.run import analyse_matrix
from taonto.analysis.sources import (
    Known,
    Select,
    known_terms,
    matrix_from_file,
    matrix_from_graph,
    records_from_graph,
    select_at_endpoint,
    select_in_store,
    study_names,
)
from taonto.errors import TaontoError
from taonto.files import write_folder
from taonto.queries import load_graph
from taonto.report.analysis.figures import FIGURES, Drawn, Omitted, draw
from taonto.report.analysis.findings import Finding, findings
from taonto.report.analysis.folder import SUMMARY, check_target, data_package, network_files, summary
from taonto.report.analysis.page import explore_page, index_page
from taonto.report.analysis.queries import bound_queries
from taonto.report.analysis.tables import csv_bytes, tables

if TYPE_CHECKING:
    import pandas as pd

Progress = Callable[[str], None]
ENDPOINT_TIMEOUT = 60.0
"""Seconds that an endpoint may take for each query."""
MOST_SAMPLES = 10_000_000


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
    def findings(self) -> tuple[Finding, ...]:
        """What was found, in plain sentences, the leading ones first."""
        return findings(self.result, self.names)

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
        """Return the findings as plain text."""
        lines = [self.result.title + "."]
        group = ""
        for number, finding in enumerate(self.findings, 1):
            if finding.group != group:
                group = finding.group
                lines += ["", group]
            lines += _wrapped(f"{number:2}. ", finding.text)
            lines += _wrapped("    ", " ".join(part for part in (finding.unknown, finding.detailed) if part))
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
        page = index_page(self.result, self.findings, figures, self.tables, queries, explore is not None)
        made["index.html"] = _utf8(page)
        made[SUMMARY] = summary(self.result, self.findings, figures, [*made, SUMMARY])
        return made

    def write(self, folder: str | Path, progress: Progress = lambda step: None) -> None:
        """Write the output folder, whole or not at all.

        Raises:
            TaontoError: if the folder holds anything but an earlier analysis, or can't be written.
        """
        check_target(folder)
        write_folder(folder, self.files(progress))

    def _repr_html_(self) -> str:
        from markupsafe import Markup

        items = Markup("").join(Markup("<li>{}</li>").format(finding.text) for finding in self.findings)
        return str(Markup("<p>{}.</p><ol>{}</ol>").format(self.result.title, items))


def analyze(
    study: str = PROJECT_STUDY,
    *,
    matrix: str | Path | None = None,
    scope: str | None = None,
    detail: str = "any",
    field: str | None = None,
    complete: bool | None = None,
    samples: int = AnalysisOptions().samples,
    seed: int = AnalysisOptions().seed,
    data: Sequence[str | Path] = (),
    endpoint: str | None = None,
    progress: Progress = lambda step: None,
) -> AnalysisReport:
    """Analyse which frameworks share which essential elements.

    Args:
        study: the name of a coding study in the graph.
        matrix: a file with a coding matrix of one's own, in place of a study.
        scope: "core" or "all"; by default core for this project's study and all for any other.
        detail: "any", or "detailed" for detailed lists alone.
        field: keep frameworks whose field contains this text.
        complete: whether to keep only lists that were seen whole; by default yes for this project's study.
        samples: matrices drawn from the null model.
        seed: of every random draw.
        data: files with engagement records (RDF, CSV or XLSX) to ask the same questions of, or with more studies (RDF).
        endpoint: the address of a SPARQL 1.1 endpoint that holds the graph, in place of the one that comes with taonto.
        progress: called with a few words at each step.

    Raises:
        TaontoError: if an input can't be read or nothing is left to compare.
    """
    _check_choices(scope, detail, samples, seed)
    if endpoint is not None and data:
        raise TaontoError("data files can't be added to an endpoint; leave out either --data or --endpoint")
    if matrix is not None and study != PROJECT_STUDY:
        raise TaontoError("a study and a matrix can't be analysed in one go; leave out either --study or --matrix")
    progress("loading the graph")
    select, notes = _graph(data, endpoint)
    progress("reading the coding")
    known = known_terms(select)
    source = matrix_from_graph(select, study) if matrix is None else matrix_from_file(matrix, known)
    options = AnalysisOptions(
        study=source.matrix.study,
        scope=scope,
        complete=complete,
        detail=detail,
        field=field,
        samples=samples,
        seed=seed,
    )
    result = analyse_matrix(
        source.matrix,
        options,
        readings=source.readings,
        other_studies=_other_studies(select, source.matrix.study),
        records=records_from_graph(select) if data else None,
        progress=progress,
    )
    if data and result.engagements is None:
        notes = (*notes, "the data hold no engagement record, so the report says nothing of records")
    names = _names(select, known) if result.engagements else {}
    return AnalysisReport(result, from_graph=matrix is None, notes=notes, names=names)


def _check_choices(scope: str | None, detail: str, samples: int, seed: int) -> None:
    if scope not in (None, "core", "adjacent", "all"):
        raise TaontoError(f"the scope '{scope}' is unknown; use core, adjacent or all")
    if detail not in ("any", "detailed"):
        raise TaontoError(f"the detail '{detail}' is unknown; use any or detailed")
    if not 0 <= samples <= MOST_SAMPLES:
        raise TaontoError(f"{samples} random matrices can't be drawn; choose 0 to {MOST_SAMPLES:,}")
    if seed < 0:
        raise TaontoError(f"the seed {seed} is negative; choose 0 or more")


def _graph(data: Sequence[str | Path], endpoint: str | None) -> tuple[Select, tuple[str, ...]]:
    if endpoint is not None:
        return select_at_endpoint(endpoint, ENDPOINT_TIMEOUT), ()
    store, notes = load_graph([str(name) for name in data])
    return select_in_store(store), notes


def _names(select: Select, known: Known) -> dict[str, str]:
    """Return the names of frameworks by id and of providers by IRI; the first where one has several."""
    names = {name: framework.label for name, framework in known.frameworks.items()}
    query = (resources.files(__package__) / "providers.rq").read_text(encoding="utf-8")
    for provider, label in select(query):
        names.setdefault(provider or "", label or "")
    return names


def _other_studies(select: Select, study: str) -> list[CodingMatrix]:
    return [matrix_from_graph(select, name).matrix for name in study_names(select) if name != study]


def _wrapped(start: str, text: str) -> list[str]:
    return textwrap.wrap(text, 100, initial_indent=start, subsequent_indent="    ")


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "replace")
