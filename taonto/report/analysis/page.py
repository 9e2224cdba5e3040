"""The two pages of the output folder: the report, and the page to explore the matrix."""

import itertools
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from taonto.analysis.matrix import PROJECT_STUDY
from taonto.analysis.options import AnalysisOptions
from taonto.analysis.result import AnalysisResult
from taonto.base.text import one_line, sentence
from taonto.base.version import __version__
from taonto.report.analysis.claims.claim import Claim
from taonto.report.analysis.figures.style import Drawn, Omitted
from taonto.report.analysis.grids import agreement_grid, headline_grid, main_grids, null_grid, record_grids, test_grid
from taonto.report.analysis.tables import TableInfo, table_infos

MOST_EXPLORED_CELLS = 50_000
MOST_EXPLORED_PAIRS = 50_000


def index_page(
    result: AnalysisResult,
    claims: Sequence[Claim],
    figures: Sequence[Drawn | Omitted],
    tables: Mapping[str, pd.DataFrame],
    queries: Iterable[str],
    explorable: bool,
) -> str:
    """Return the report as one HTML page that needs only the files beside it."""
    drawn = [figure for figure in figures if isinstance(figure, Drawn)]
    contents = [
        ("claims", "What the numbers say"),
        ("reading", "How to read this"),
        ("figures", "Figures"),
        ("certainty", "How certain"),
        ("tables", "Tables"),
        *([("records", "Engagement records")] if result.engagements else []),
        ("tests", "Tests and omissions"),
        ("methods", "Methods"),
        ("files", "Files"),
    ]
    text: str = _template("index.html.j2").render(
        title=one_line(result.title),
        version=__version__,
        contents=contents,
        explorable=explorable,
        groups=_grouped(claims),
        queries=set(queries),
        figures=drawn,
        figure_names={figure.name for figure in drawn},
        unknown=int(result.matrix.unknown.sum()),
        cells=result.matrix.values.size,
        default_note=_default_note(result),
        detailed_note=_detailed_note(result),
        headline_grid=headline_grid(result, tables["headlines"]),
        has_sensitivity="sensitivity" in tables,
        agreement_grid=agreement_grid(result),
        grids=list(main_grids(result)),
        engagements=result.engagements,
        record_grids=list(record_grids(result, tables)),
        alpha=f"{100 * result.options.alpha:g}%",
        test_grid=test_grid(result),
        null_grid=null_grid(result),
        omitted=[*result.omitted, *(_omission(figure) for figure in figures if isinstance(figure, Omitted))],
        methods=result.methods,
        files=[(name, table_infos()[name], _described(table_infos()[name], table)) for name, table in tables.items()],
        command=command_line(result.options),
    )
    return text


def _grouped(claims: Sequence[Claim]) -> list[tuple[str, int, list[Claim]]]:
    """Return each heading with the number of its first claim, and its claims."""
    groups: dict[str, list[Claim]] = {}
    for claim in claims:
        groups.setdefault(claim.group, []).append(claim)
    starts = itertools.accumulate((len(group) for group in groups.values()), initial=1)
    return [(name, start, group) for (name, group), start in zip(groups.items(), starts, strict=False)]


def explore_page(result: AnalysisResult) -> str | None:
    """Return the page to explore the matrix, complete in one file; None if the matrix is too large for a browser."""
    matrix = result.matrix
    if matrix.values.size > MOST_EXPLORED_CELLS:
        return None
    orders = {phase.id: phase.order for phase in matrix.phases}
    tree = result.framework_clustering
    leaf = {name: place for place, name in enumerate(tree.order)} if tree else {}
    pairs = result.framework_pairs
    adjusted = pairs.decisive
    best = int(pairs.most_alike[0])
    data = {
        "frameworks": [
            {
                "label": one_line(framework.label),
                "field": one_line(framework.field or ""),
                "citation": one_line(framework.citation or ""),
                "leaf": leaf.get(framework.id, place),
            }
            for place, framework in enumerate(matrix.frameworks)
        ],
        "elements": [
            {
                "label": one_line(element.label),
                "phase": element.phase,
                "order": orders.get(element.phase or "", len(orders) + 1),
                "definition": one_line(element.definition or ""),
            }
            for element in matrix.elements
        ],
        "phases": [{"id": phase.id, "label": one_line(phase.label)} for phase in matrix.phases],
        "values": matrix.values.tolist(),
        "pairs": None
        if np.isnan(adjusted).any() or len(pairs) > MOST_EXPLORED_PAIRS
        else [float(f"{value:.4g}") for value in adjusted],
        "alpha": result.options.alpha,
        "first": [int(pairs.first[best]), int(pairs.second[best])],
    }
    text: str = _template("explore.html.j2").render(
        title=one_line(result.title), version=__version__, data=script_json(data)
    )
    return text


def script_json(data: object) -> Markup:
    """Return JSON for a script element: nothing in it can end the element or start markup."""
    text = json.dumps(data, ensure_ascii=True, separators=(",", ":"), allow_nan=False)
    for mark in "<>&":
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return Markup(text)


def command_line(options: AnalysisOptions) -> str:
    """Return the command that repeats the analysis of a study in the graph."""
    parts = ["taonto analyze", "--study" if options.study == PROJECT_STUDY else "--study (or --matrix)", options.study]
    parts += ["--scope", options.scope or "all", "--lists", "complete" if options.complete else "all"]
    parts += ["--detail", options.detail] + (["--field", f"'{options.field}'"] if options.field else [])
    return one_line(" ".join([*parts, "--samples", str(options.samples), "--seed", str(options.seed)]))


@cache
def _environment() -> Environment:
    folder = Path(__file__).parent / "templates"
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _template(name: str) -> Template:
    return _environment().get_template(name)


def _default_note(result: AnalysisResult) -> str:
    options = result.options
    kept = [
        "core frameworks for technical assistance and support"
        if options.scope == "core"
        else f"scope: {options.scope}",
        "only lists that were seen in full" if options.complete else "also lists that were not seen in full",
    ]
    if options.detail == "detailed":
        kept.append("only detailed lists")
    if options.field:
        kept.append(f"only the field '{one_line(options.field)}'")
    default = (
        "The default is this project's study by consensus, core scope, complete lists; the study, the scope, the "
        "completeness and detail of the lists, and the field can be chosen."
    )
    return f"{sentence('; '.join(kept))}. {default}"


def _detailed_note(result: AnalysisResult) -> str:
    rows = result.matrix.detailed_rows
    if not rows:
        return "It is not known how detailed these lists are, so each claim is made once."
    if len(rows) == len(result.frameworks):
        return "All of these lists are detailed, so each claim is made once."
    return (
        f"A list that has only headline components leaves much unknown. {len(rows)} of the {len(result.frameworks)} "
        "lists are detailed; below each claim is what these alone show."
    )


def _omission(figure: Omitted) -> str:
    return f"Figure '{figure.name}' is left out: {figure.reason}."


def _described(info: TableInfo, table: pd.DataFrame) -> list[tuple[str, str]]:
    """Return the columns of a table with their meaning; those that depend on the study once, as `...`."""
    present = set(table.columns)
    return [
        ("..." if name == "*" else name, meaning)
        for name, meaning in info.columns.items()
        if name == "*" or name in present
    ]
