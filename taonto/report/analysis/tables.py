"""The tables of an analysis: data frames with the columns that `tables.yaml` describes, and their CSV."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
import pandas as pd
import yaml

from taonto.analysis.concepts import Concept
from taonto.analysis.coverage import phase_results
from taonto.analysis.engagements import FrameworkGap, PracticePair
from taonto.analysis.headlines import Sensitivity
from taonto.analysis.highlights import by_frequency, most_used, most_used_together
from taonto.analysis.result import AnalysisResult
from taonto.cells.formulas import disarm

MOST_LISTED_PAIRS = 50_000
"""With more pairs than this, `shared_elements` has only counts: the lists of ids would fill gigabytes."""

_ROWS_AT_ONCE = 100_000


@dataclass(frozen=True, slots=True)
class TableInfo:
    """What a table contains; `columns` maps each heading to its meaning, "*" to that of the columns per study."""

    title: str
    description: str
    columns: Mapping[str, str]


@cache
def table_infos() -> Mapping[str, TableInfo]:
    """Return the description of every table, by name, in the order of the report."""
    text = (resources.files(__package__) / "tables.yaml").read_text(encoding="utf-8")
    return {name: TableInfo(**info) for name, info in yaml.safe_load(text).items()}


def tables(result: AnalysisResult, names: Mapping[str, str] | None = None) -> dict[str, pd.DataFrame]:
    """Return every table that the result can fill, by name, in the order of `tables.yaml`.

    Args:
        result: the result of the analysis.
        names: the names of providers and of frameworks outside the comparison, by IRI or id.
    """
    made = {name: make(result) for name, make in _MAKERS.items()}
    made["framework_gaps"] = _framework_gaps(result, names or {})
    return {name: table for name in table_infos() if (table := made[name]) is not None}


def csv_bytes(table: pd.DataFrame) -> bytes:
    """Return a table as CSV (UTF-8, RFC 4180 with plain line feeds), with full numbers and no cell that is a formula.

    Each distinct value is turned into text once: tables of pairs repeat few values in millions of rows.
    """
    parts = [",".join(_quoted(str(name)) for name in table.columns).encode("utf-8", "replace") + b"\n"]
    for start in range(0, len(table), _ROWS_AT_ONCE):
        rows = table.iloc[start : start + _ROWS_AT_ONCE]
        texts = [_cell_texts(rows.iloc[:, place]) for place in range(rows.shape[1])]
        lines = "\n".join(map(",".join, zip(*texts, strict=True))) + "\n"
        parts.append(lines.encode("utf-8", "replace"))
    return b"".join(parts)


def _cell_texts(column: pd.Series) -> "np.ndarray[Any, np.dtype[np.object_]]":
    codes, values = pd.factorize(column)
    # The code of a missing value is -1, which is the last entry.
    written = [_quoted(value) if isinstance(value, str) else str(value) for value in values]
    texts: np.ndarray[Any, np.dtype[np.object_]] = np.array([*written, ""], dtype=object)[codes]
    return texts


def _quoted(text: str) -> str:
    safe = disarm(text)
    return '"' + safe.replace('"', '""') + '"' if any(mark in safe for mark in ',"\n\r') else safe


def _matrix(result: AnalysisResult) -> pd.DataFrame:
    return result.matrix.frame().reset_index(allow_duplicates=True)


def _shared_elements(result: AnalysisResult) -> pd.DataFrame:
    pairs, matrix = result.framework_pairs, result.matrix
    columns = list(table_infos()["shared_elements"].columns)
    table = pairs.frame()
    if len(pairs) <= MOST_LISTED_PAIRS:
        one, other = matrix.present[pairs.first], matrix.present[pairs.second]
        table["shared_elements"] = _joined(one & other, matrix.element_ids)
        table["only_a_elements"] = _joined(one & ~other, matrix.element_ids)
        table["only_b_elements"] = _joined(other & ~one, matrix.element_ids)
        unknown = matrix.unknown[pairs.first] | matrix.unknown[pairs.second]
        table["unknown_elements"] = _joined(unknown, matrix.element_ids)
    return table[[name for name in columns if name in table]]


def _joined(which: "np.ndarray[Any, np.dtype[np.bool_]]", ids: tuple[str, ...]) -> list[str]:
    names = np.array(ids, dtype=object)
    return [";".join(names[row]) for row in which]


def _element_pairs(result: AnalysisResult) -> pd.DataFrame:
    return result.element_pairs.frame("element_a", "element_b")[list(table_infos()["element_pairs"].columns)]


def _elements(result: AnalysisResult) -> pd.DataFrame:
    definitions = {element.id: element.definition for element in result.matrix.elements}
    tree = result.element_clustering
    clusters = dict(zip(tree.ids, tree.labels, strict=True)) if tree else {}
    rows = result.matrix.detailed_rows
    seen = result.matrix.take(rows).counts() if rows else {}
    records = []
    for element in by_frequency(result.elements):
        detailed = seen.get(element.id)
        records.append(
            {
                "element": element.id,
                **{name: getattr(element, name) for name in ("phase", "frameworks", "share", "label", "status")},
                **{name: getattr(element, name) for name in ("unknown", "share_max", "share_known")},
                "frameworks_detailed": detailed,
                "share_detailed": None if detailed is None else detailed / len(rows),
                **{name: getattr(element, name) for name in ("degree", "closeness", "betweenness", "eigenvector")},
                "backbone_degree": element.backbone_degree,
                "cluster": clusters.get(element.id),
                "community": element.community,
                "definition": definitions[element.id],
            }
        )
    return _whole(pd.DataFrame(records), "frameworks_detailed", "cluster", "community")


def _frameworks(result: AnalysisResult) -> pd.DataFrame:
    infos = {framework.id: framework for framework in result.matrix.frameworks}
    records = [
        {
            "framework": row.id,
            **{name: getattr(row, name) for name in ("label", "elements", "unknown", "share", "phases_reached")},
            **{count.phase: count.present for count in row.phases},
            **{name: getattr(row, name) for name in ("nearest", "nearest_jaccard", "cluster", "community")},
            **{name: getattr(row, name) for name in ("degree", "closeness", "betweenness", "eigenvector")},
            "backbone_degree": row.backbone_degree,
            **{name: getattr(infos[row.id], name) for name in ("scope", "detail", "complete", "field", "kind")},
            **{name: getattr(infos[row.id], name) for name in ("structure", "year", "citation")},
        }
        for row in result.frameworks
    ]
    return _whole(pd.DataFrame(records), "cluster", "community", "year")


def _clusters(result: AnalysisResult) -> pd.DataFrame | None:
    tree = result.framework_clustering
    if tree is None:
        return None
    leaf = {name: place for place, name in enumerate(tree.order, 1)}
    records = [
        {
            "framework": row.id,
            "label": row.label,
            "cluster": row.cluster,
            "leaf": leaf[row.id],
            "community": row.community,
        }
        for row in sorted(result.frameworks, key=lambda item: leaf[item.id])
    ]
    return _whole(pd.DataFrame(records), "cluster", "community")


def _concepts(result: AnalysisResult) -> pd.DataFrame | None:
    return None if result.concepts is None else _concept_frame(result.concepts)


def _concept_frame(concepts: Iterable[Concept]) -> pd.DataFrame:
    records = [
        (len(one.extent), len(one.intent), one.stability, ";".join(one.extent), ";".join(one.intent))
        for one in concepts
    ]
    return pd.DataFrame(records, columns=list(table_infos()["concepts"].columns))


def _shared_sets(result: AnalysisResult) -> pd.DataFrame | None:
    if result.shared_sets is None:
        return None
    records = [
        (found.k, found.size, found.count, ";".join(one.intent), len(one.extent), ";".join(one.extent))
        for found in result.shared_sets
        for one in found.sets
    ]
    return pd.DataFrame(records, columns=list(table_infos()["shared_sets"].columns))


def _phases(result: AnalysisResult) -> pd.DataFrame | None:
    if not result.phases:
        return None
    rows = result.matrix.detailed_rows
    detailed = {phase.id: phase.frameworks for phase in phase_results(result.matrix.take(rows))} if rows else {}
    records = [
        {
            "phase": phase.id,
            **{name: getattr(phase, name) for name in ("label", "elements", "frameworks", "frameworks_max")},
            "frameworks_detailed": detailed.get(phase.id),
            **{name: getattr(phase, name) for name in ("mean_share", "present", "not_mentioned", "unknown")},
        }
        for phase in result.phases
    ]
    return _whole(pd.DataFrame(records), "frameworks_detailed")


def _core_curve(result: AnalysisResult) -> pd.DataFrame:
    records = [(point.k, point.elements, point.elements_max, ";".join(point.ids)) for point in result.core_curve]
    return pd.DataFrame(records, columns=list(table_infos()["core_curve"].columns))


def _covers(result: AnalysisResult) -> pd.DataFrame | None:
    if result.covers is None:
        return None
    records = [(len(cover), ";".join(cover)) for cover in result.covers.covers]
    return pd.DataFrame(records, columns=list(table_infos()["covers"].columns))


def _agreement(result: AnalysisResult) -> pd.DataFrame | None:
    if not result.agreements:
        return None
    plain = ("kind", "first", "second", "level", "element", "units", "both", "only_first", "only_second", "neither")
    records = [
        {
            **{name: getattr(one, name) for name in plain},
            "observed": one.observed,
            **{"alpha": one.alpha.value, "alpha_low": one.alpha.low, "alpha_high": one.alpha.high},
            **{"kappa": one.kappa.value, "kappa_low": one.kappa.low, "kappa_high": one.kappa.high},
        }
        for one in result.agreements
    ]
    return pd.DataFrame(records)


def _headlines(result: AnalysisResult) -> pd.DataFrame:
    records = []
    for headline in result.headlines:
        own = [item for item in result.sensitivities if item.headline == headline.name and not np.isnan(item.value)]
        without = [item.value for item in own if item.change != "coder"]
        coders = [f"{item.variant}={item.value:g}" for item in own if item.change == "coder"]
        records.append(
            {
                **{name: getattr(headline, name) for name in ("name", "label", "value", "low", "high", "detailed")},
                "without_one_low": min(without, default=None),
                "without_one_high": max(without, default=None),
                "coders": ";".join(coders),
            }
        )
    return pd.DataFrame(records, columns=list(table_infos()["headlines"].columns))


def _sensitivity(result: AnalysisResult) -> pd.DataFrame | None:
    return rows_table(result.sensitivities, Sensitivity) if result.sensitivities else None


def _practices(result: AnalysisResult) -> pd.DataFrame | None:
    if result.engagements is None:
        return None
    labels = {element.id: element.label for element in result.matrix.elements}
    records = [
        (
            use.practice,
            labels.get(use.practice, use.practice),
            use.records,
            use.share,
            ";".join(f"{tier}={count}" for tier, count in use.tiers),
            ";".join(f"{mode}={count}" for mode, count in use.modes),
            use.hours,
            use.median_hours,
        )
        for use in most_used(result.engagements)
    ]
    return pd.DataFrame(records, columns=list(table_infos()["practices"].columns))


def _practice_pairs(result: AnalysisResult) -> pd.DataFrame | None:
    if result.engagements is None:
        return None
    table = rows_table(most_used_together(result.engagements), PracticePair)
    return table.rename(columns={"first": "practice_a", "second": "practice_b"})


def _framework_gaps(result: AnalysisResult, names: Mapping[str, str]) -> pd.DataFrame | None:
    if result.engagements is None:
        return None
    table = rows_table(result.engagements.gaps, FrameworkGap)
    labels = {framework.id: framework.label for framework in result.matrix.frameworks}
    table["provider_label"] = [names.get(one, one) for one in table["provider"]]
    table["framework_label"] = [labels.get(one) or names.get(one, one) for one in table["framework"]]
    return table


def rows_table(rows: Iterable[Any], kind: type) -> pd.DataFrame:
    """Return result rows as a table; tuples of ids are joined with ";".

    Args:
        rows: instances of `kind`.
        kind: a dataclass, which names the columns even when there are no rows.
    """
    records = [{name: _joined_ids(value) for name, value in asdict(row).items()} for row in rows]
    return pd.DataFrame(records, columns=[item.name for item in fields(kind)])


def _joined_ids(value: object) -> object:
    if isinstance(value, tuple | list) and all(isinstance(item, str) for item in value):
        return ";".join(value)
    return value


def _whole(table: pd.DataFrame, *names: str) -> pd.DataFrame:
    """Return the table with these columns as whole numbers that may be missing."""
    return table.astype(dict.fromkeys(names, "Int64"))


_MAKERS: dict[str, Callable[[AnalysisResult], pd.DataFrame | None]] = {
    "matrix": _matrix,
    "shared_elements": _shared_elements,
    "elements": _elements,
    "frameworks": _frameworks,
    "clusters": _clusters,
    "concepts": _concepts,
    "element_pairs": _element_pairs,
    "phases": _phases,
    "core_curve": _core_curve,
    "shared_sets": _shared_sets,
    "covers": _covers,
    "agreement": _agreement,
    "headlines": _headlines,
    "sensitivity": _sensitivity,
    "practices": _practices,
    "practice_pairs": _practice_pairs,
}
