"""The bipartite graph of frameworks and elements, its projections and centralities."""

import math
from collections.abc import Mapping
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from taonto.analysis.matrix import CodingMatrix
from taonto.analysis.result import AnalysisResult
from taonto.analysis.similarity import PairTable, cooccurrence

PATH_WORK = 5_000_000
"""Closeness and betweenness take a walk from every node: they are left out where nodes x edges exceed this."""
_Float = NDArray[np.float64]


def bipartite_graph(matrix: CodingMatrix) -> nx.Graph:
    """Return the graph with one node per framework and per element, and an edge where the element was seen.

    Node ids are `framework:ID` and `element:ID`, because an id may occur on both sides. `bipartite` is 0 for frameworks
    and 1 for elements, as in networkx. Attributes that are not stated are left out.
    """
    graph = nx.Graph(name=matrix.study)
    labels = {phase.id: phase.label for phase in matrix.phases}
    for framework in matrix.frameworks:
        attributes = {
            "label": framework.label,
            "kind": "framework",
            "scope": framework.scope,
            "detail": framework.detail,
            "complete": framework.complete,
            "field": framework.field,
            "model_kind": framework.kind,
            "structure": framework.structure,
            "year": framework.year,
        }
        graph.add_node(f"framework:{framework.id}", bipartite=0, **_stated(attributes))
    for element in matrix.elements:
        attributes = {
            "label": element.label,
            "kind": "element",
            "phase": labels.get(element.phase or "", element.phase),
            "status": element.status,
        }
        graph.add_node(f"element:{element.id}", bipartite=1, **_stated(attributes))
    for row, column in np.argwhere(matrix.present):
        graph.add_edge(f"framework:{matrix.frameworks[row].id}", f"element:{matrix.elements[column].id}")
    return graph


def network(result: AnalysisResult) -> nx.Graph:
    """Return the bipartite graph with the results of the analysis on every node, for GraphML and GEXF."""
    graph = bipartite_graph(result.matrix)
    for framework in result.frameworks:
        found = {
            "elements": framework.elements,
            "unknown": framework.unknown,
            "closeness": framework.closeness,
            "betweenness": framework.betweenness,
            "cluster": framework.cluster,
            "community": framework.community,
        }
        graph.nodes[f"framework:{framework.id}"].update(_stated(found))
    for element in result.elements:
        found = {
            "frameworks": element.frameworks,
            "share": element.share,
            "closeness": element.closeness,
            "betweenness": element.betweenness,
            "community": element.community,
        }
        graph.nodes[f"element:{element.id}"].update(_stated(found))
    return graph


def projection(pairs: PairTable, least_shared: int = 1) -> nx.Graph:
    """Return the graph of the ids, with an edge for every pair that shares at least `least_shared` items.

    Edges have `weight` (items shared), `jaccard` and, where computed, `p_value` and `p_adjusted`.
    """
    graph = nx.Graph()
    graph.add_nodes_from(pairs.ids)
    for index in np.flatnonzero(pairs.shared >= least_shared):
        attributes = {
            "jaccard": float(pairs.jaccard[index]),
            "p_value": float(pairs.p_value[index]),
            "p_adjusted": float(pairs.p_adjusted[index]),
        }
        one, other = pairs.ids[pairs.first[index]], pairs.ids[pairs.second[index]]
        graph.add_edge(one, other, weight=int(pairs.shared[index]), **_stated(attributes))
    return graph


def backbone(pairs: PairTable, alpha: float) -> nx.Graph:
    """Return the projection with only the edges whose adjusted p-value (`PairTable.decisive`) is at most alpha."""
    graph = projection(pairs)
    adjusted = pairs.decisive
    for index in range(len(pairs)):
        one, other = pairs.ids[pairs.first[index]], pairs.ids[pairs.second[index]]
        if not adjusted[index] <= alpha and graph.has_edge(one, other):
            graph.remove_edge(one, other)
    return graph


def backbone_degrees(pairs: PairTable, alpha: float) -> NDArray[np.int64]:
    """Return, for each id, the number of others with which it shares significantly many items."""
    kept = pairs.decisive <= alpha
    ends = np.concatenate([pairs.first[kept], pairs.second[kept]])
    return np.bincount(ends, minlength=len(pairs.ids))


def centralities(matrix: CodingMatrix) -> tuple[dict[str, _Float], dict[str, _Float], bool]:
    """Return degree, closeness, betweenness and eigenvector centrality of frameworks and of elements.

    Degree, closeness and betweenness are those of two-mode networks, normalized by the maximum possible there (Borgatti
    & Everett 1997, Social Networks 19, 243-269; Borgatti & Halgin 2011). Eigenvector centrality is computed in each
    projection, weighted by the number of items shared, and has length 1.

    Returns:
        Measures by name for the frameworks and for the elements, each float of shape (nodes,), and whether closeness
        and betweenness were computed; they are NaN if not.
    """
    graph = bipartite_graph(matrix)
    frameworks = [f"framework:{name}" for name in matrix.framework_ids]
    elements = [f"element:{name}" for name in matrix.element_ids]
    walked = graph.number_of_nodes() * graph.number_of_edges() <= PATH_WORK
    found: dict[str, Mapping[str, float]] = {}
    if walked:
        found["closeness"] = nx.bipartite.closeness_centrality(graph, frameworks, normalized=True)
        found["betweenness"] = nx.bipartite.betweenness_centrality(graph, frameworks)
    sides = []
    for names, incidence in ((frameworks, matrix.present), (elements, matrix.present.T)):
        missing = np.full(len(names), np.nan)
        measures = {
            name: np.array([found[name][node] for node in names]) if walked else missing
            for name in ("closeness", "betweenness")
        }
        measures["degree"] = incidence.mean(axis=1, dtype=np.float64)
        measures["eigenvector"] = _eigenvector(cooccurrence(incidence))
        sides.append(measures)
    return sides[0], sides[1], walked


def _eigenvector(shared: NDArray[np.int32]) -> _Float:
    weights = shared.astype(np.float64)
    np.fill_diagonal(weights, 0.0)
    if not weights.any():
        return np.zeros(len(weights))
    # The power method from an even start, with a shift that stops it from oscillating: always the same vector.
    shifted = weights + np.eye(len(weights)) * weights.sum(axis=1).max()
    vector = np.full(len(weights), len(weights) ** -0.5)
    for _ in range(1_000):
        following = shifted @ vector
        following /= np.linalg.norm(following)
        if np.abs(following - vector).max() < 1e-13:
            break
        vector = following
    return np.asarray(vector)


def _stated(attributes: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in attributes.items() if value is not None and not _is_nan(value)}


def _is_nan(value: object) -> bool:
    return isinstance(value, float) and math.isnan(value)
