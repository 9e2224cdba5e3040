import itertools

import networkx as nx
import numpy as np
import pytest
from helpers.plain_catalogue import FROZEN, matrix_of, shown

from taonto.analysis.network import backbone, backbone_degrees, bipartite_graph, centralities, network, projection
from taonto.analysis.significance import with_p_values
from taonto.analysis.similarity import element_pairs, framework_pairs


def test_graph_holds_every_cell_that_was_seen_and_no_other(core):
    graph = bipartite_graph(core)
    sets = shown(FROZEN)
    expected = {(f"framework:{f}", f"element:{e}") for f in core.framework_ids for e in sets[f]}
    assert {tuple(sorted(edge, reverse=True)) for edge in graph.edges} == expected
    assert nx.bipartite.is_bipartite(graph)
    first = core.frameworks[0]
    assert graph.nodes[f"framework:{first.id}"]["label"] == first.label
    assert graph.nodes["element:needs-assessment"]["phase"] == "Preparation"
    assert "year" not in graph.nodes[f"framework:{first.id}"]


def test_an_id_on_both_sides_makes_two_nodes():
    graph = bipartite_graph(matrix_of({"same": {"same"}, "b": {"x"}}))
    assert graph.number_of_nodes() == 4


def test_projections_agree_with_networkx(core):
    graph = bipartite_graph(core)
    for pairs, kind in ((framework_pairs(core), "framework"), (element_pairs(core), "element")):
        ours = projection(pairs)
        nodes = [f"{kind}:{name}" for name in pairs.ids]
        theirs = nx.bipartite.weighted_projected_graph(graph, nodes)
        for one, other in itertools.combinations(pairs.ids, 2):
            weight = (
                theirs.edges[f"{kind}:{one}", f"{kind}:{other}"]["weight"]
                if theirs.has_edge(f"{kind}:{one}", f"{kind}:{other}")
                else 0
            )
            assert (ours.edges[one, other]["weight"] if ours.has_edge(one, other) else 0) == weight
        assert projection(pairs, least_shared=4).number_of_edges() == sum(pairs.shared >= 4)


def test_backbone_keeps_the_significant_edges(core):
    p_values = np.full((35, 35), 0.9)
    p_values[0, 1] = p_values[3, 7] = 1e-6
    pairs = with_p_values(framework_pairs(core), None, 0, p_values)
    kept = {(a, b) for a, b in [(0, 1), (3, 7)] if pairs.square("shared")[a, b] > 0}
    assert set(backbone(pairs, 0.05).edges) == {(pairs.ids[a], pairs.ids[b]) for a, b in kept}
    assert np.flatnonzero(backbone_degrees(pairs, 0.05)).tolist() == [0, 1, 3, 7]


def test_centralities_agree_with_networkx(core):
    graph = bipartite_graph(core)
    nodes = [f"framework:{name}" for name in core.framework_ids]
    frameworks, elements, walked = centralities(core)
    assert walked
    degree = nx.bipartite.degree_centrality(graph, nodes)
    assert frameworks["degree"] == pytest.approx([degree[node] for node in nodes])
    assert elements["degree"] == pytest.approx([degree[f"element:{name}"] for name in core.element_ids])
    # Closeness by its definition: distances from a breadth-first walk, over the least sum possible.
    n, m = 35, 27
    reach = dict(nx.all_pairs_shortest_path_length(graph))
    for place, node in enumerate(nodes):
        total = sum(reach[node].values())
        assert frameworks["closeness"][place] == pytest.approx((m + 2 * (n - 1)) / total)
    for measures, pairs in ((frameworks, framework_pairs(core)), (elements, element_pairs(core))):
        theirs = nx.eigenvector_centrality_numpy(projection(pairs), weight="weight")
        assert measures["eigenvector"] == pytest.approx([abs(theirs[name]) for name in pairs.ids], abs=1e-6)


def test_a_large_network_is_not_walked(core, monkeypatch):
    monkeypatch.setattr("taonto.analysis.network.PATH_WORK", 10)
    frameworks, _, walked = centralities(core)
    assert not walked
    assert np.isnan(frameworks["betweenness"]).all()
    assert not np.isnan(frameworks["degree"]).any()


def test_network_survives_both_formats(result, tmp_path):
    graph = network(result)
    nx.write_graphml(graph, tmp_path / "n.graphml")
    nx.write_gexf(graph, tmp_path / "n.gexf")
    for again in (nx.read_graphml(tmp_path / "n.graphml"), nx.read_gexf(tmp_path / "n.gexf")):
        assert set(again.nodes) == set(graph.nodes)
        assert {frozenset(edge) for edge in again.edges} == {frozenset(edge) for edge in graph.edges}
        node = again.nodes["element:needs-assessment"]
        assert node["frameworks"] == 18
        assert node["share"] == pytest.approx(18 / 35)
