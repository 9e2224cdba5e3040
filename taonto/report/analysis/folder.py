"""What the output folder contains apart from tables and pages, and which folders it may replace."""

import io
import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from xml.sax.saxutils import escape

import networkx as nx
import numpy as np
import pandas as pd

from taonto.analysis.network import network
from taonto.analysis.result import AnalysisResult
from taonto.base.overwriting import refuse_strangers
from taonto.base.version import __version__
from taonto.report.analysis.claims.claim import Claim
from taonto.report.analysis.figures.style import Drawn, Omitted
from taonto.report.analysis.tables import TableInfo, table_infos

KIND = "taonto analysis"
"""The kind that `summary.json` states: an earlier analysis is recognized by it."""
SUMMARY = "summary.json"
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def network_files(result: AnalysisResult) -> dict[str, bytes]:
    """Return the network with all results on its nodes, as GraphML and GEXF."""
    found = network(result)
    graph = nx.Graph(name=_storable(result.matrix.study), basis=_storable(result.title))
    graph.add_nodes_from((_storable(name), _all_storable(values)) for name, values in found.nodes(data=True))
    graph.add_edges_from((_storable(one), _storable(other)) for one, other in found.edges())
    graphml, gexf = io.BytesIO(), io.BytesIO()
    nx.write_graphml_xml(graph, graphml)
    nx.write_gexf(graph, gexf)
    # networkx writes the date into the head, but the same input must give the same bytes.
    undated = re.sub(rb' lastmodifieddate="[^"]*"', b"", gexf.getvalue(), count=1)
    basis = f"</creator>\n    <description>{escape(_storable(result.title))}</description>".encode()
    return {"network.graphml": graphml.getvalue(), "network.gexf": undated.replace(b"</creator>", basis, 1)}


def summary(
    result: AnalysisResult, claims: Sequence[Claim], figures: Sequence[Drawn | Omitted], files: Sequence[str]
) -> bytes:
    """Return the main numbers as JSON, for programs; null where a number is undefined.

    Args:
        result: the result of the analysis.
        claims: the claims made from it.
        figures: drawn, or left out.
        files: the names of all files in the folder, including this one.
    """
    matrix = result.matrix
    covers = result.covers
    tree, groups = result.framework_clustering, result.communities
    content = {
        "kind": KIND,
        "version": __version__,
        "title": result.title,
        "options": asdict(result.options),
        "matrix": {
            "study": matrix.study,
            "frameworks": len(matrix.frameworks),
            "elements": len(matrix.elements),
            "present": int(matrix.present.sum()),
            "not_mentioned": int((matrix.values == 0).sum()),
            "unknown": int(matrix.unknown.sum()),
        },
        "findings": [asdict(claim) for claim in claims],
        "headlines": [asdict(headline) for headline in result.headlines],
        "phases": [asdict(phase) for phase in result.phases],
        "significance": {
            "frameworks": asdict(result.framework_significance),
            "elements": asdict(result.element_significance),
        },
        "similarity": None if result.similarity is None else asdict(result.similarity),
        "nestedness": asdict(result.nestedness),
        "clusters": None
        if tree is None
        else {"count": tree.clusters, "silhouette": tree.silhouette, "cophenetic": tree.cophenetic},
        "communities": None if groups is None else asdict(groups),
        "concepts": None if result.concepts is None else len(result.concepts),
        "covers": None if covers is None else asdict(covers),
        "agreements": [asdict(agreement) for agreement in result.agreements if agreement.element is None],
        "omitted": [*result.omitted, *(f"{item.name}: {item.reason}" for item in figures if isinstance(item, Omitted))],
        "files": sorted(files),
    }
    return _json(content)


def data_package(result: AnalysisResult, tables: Mapping[str, pd.DataFrame]) -> bytes:
    """Return the description of the tables as a Frictionless Data Package (specs.frictionlessdata.io)."""
    resources = []
    for name, table in tables.items():
        info = table_infos()[name]
        resources.append(
            {
                "name": name,
                "path": f"{name}.csv",
                "title": info.title,
                "description": f"{info.description} {result.title}.",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": {"fields": [_field(info, table, place) for place in range(table.shape[1])]},
            }
        )
    return _json({"name": "taonto-analysis", "title": result.title, "resources": resources})


def check_target(target: str | Path) -> None:
    """Refuse a folder that must not be replaced, before any work is done.

    Raises:
        TaontoError: if `target` is a file, or a folder that contains anything but an earlier analysis.
    """
    refuse_strangers(target, _earlier_files, "analysis")


def _earlier_files(path: Path) -> set[str]:
    """Return the files that an earlier analysis wrote there; none if that is unknown."""
    try:
        content = json.loads((path / SUMMARY).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return set()
    if not isinstance(content, dict) or content.get("kind") != KIND or not isinstance(content.get("files"), list):
        return set()
    return {str(name) for name in content["files"]}


def _field(info: TableInfo, table: pd.DataFrame, place: int) -> dict[str, str]:
    name = str(table.columns[place])
    kind = table.dtypes.iloc[place]
    simple = "string"
    if pd.api.types.is_integer_dtype(kind):
        simple = "integer"
    elif pd.api.types.is_float_dtype(kind):
        simple = "number"
    return {"name": name, "type": simple, "description": info.columns.get(name) or info.columns["*"]}


def _json(content: object) -> bytes:
    text = json.dumps(_plain(content), indent=1, ensure_ascii=True, allow_nan=False)
    return (text + "\n").encode("ascii")


def _plain(value: object) -> object:
    """Return a value as JSON can contain it: null for what is undefined."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _storable(text: str) -> str:
    """Return a text that XML can contain: other characters are spelled out."""
    return _NOT_XML.sub(lambda bad: f"\\u{ord(bad[0]):04x}", text)


def _all_storable(values: Mapping[str, object]) -> dict[str, object]:
    return {name: _storable(value) if isinstance(value, str) else value for name, value in values.items()}
