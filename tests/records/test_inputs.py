"""The two readings of an input: records with places, and triples alone."""

import pytest
from helpers.rows import GOOD

from taonto.rdf.graph import canonicalize
from taonto.records.inputs import read_data, read_input

GRAPH = """@prefix ta: <https://w3id.org/taonto/ontology/> .
<urn:x:1> a ta:IntensiveEngagement ; ta:hasOutcome [ ta:hasOutcomeLevel <urn:x:level> ] ; ta:receivedBy <urn:x:o> .
<urn:x:2> a ta:Engagement ; ta:receivedBy <urn:x:o> .
<urn:x:o> a ta:Organization .
<urn:x:else> ta:hasTopic <urn:x:topic> .
"""


@pytest.fixture
def graph(tmp_path):
    path = tmp_path / "log.ttl"
    path.write_text(GRAPH, encoding="utf-8")
    return path


def test_a_graph_is_divided_into_records_and_the_rest(graph):
    found = read_input(graph)
    assert (found.count, found.table, found.notes) == (2, False, [])
    assert [(r.subject, r.place.line, len(r.triples)) for r in found.records] == [
        ("urn:x:1", 2, 5),
        ("urn:x:2", 3, 3),
        ("urn:x:else", 5, 1),
    ]


def test_both_readings_give_the_same_triples(graph):
    for name in (graph, GOOD):
        triples, notes = read_data(name)
        found = read_input(name)
        assert len(triples) > 5
        assert canonicalize(triples) == canonicalize(found.triples)
        assert notes == found.notes


def test_blank_nodes_get_labels_of_the_caller(graph):
    triples, _ = read_data(graph, blank="file0node")
    assert {str(t.object) for t in triples if "hasOutcome>" in str(t.predicate)} == {"_:file0node0"}
    assert "_:z1" in {str(t.object) for t in read_input(graph, blank="z").triples}
