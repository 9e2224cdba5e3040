"""Nodes and graphs of rdflib, which pySHACL uses, from and to those of pyoxigraph; lexical forms are kept."""

import pyoxigraph as ox
import rdflib
from rdflib.namespace import SH

from taonto.rdf.nodes import Node

RdflibNode = rdflib.URIRef | rdflib.BNode | rdflib.Literal


def load(data: bytes, graph: rdflib.Graph) -> rdflib.Graph:
    """Add N-Triples to a graph, and return it; equal nodes become one object, which halves the memory."""
    add = graph.store.add
    nodes: dict[object, RdflibNode] = {}

    def node(term: object) -> RdflibNode:
        found = nodes.get(term)
        if found is None:
            found = nodes[term] = node_of(term)
        return found

    for triple in ox.parse(data, ox.RdfFormat.N_TRIPLES):
        add((node(triple.subject), node(triple.predicate), node(triple.object)), graph)
    return graph


def node_of(term: object) -> RdflibNode:
    """Return a node of pyoxigraph as one of rdflib, unchanged."""
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    assert isinstance(term, ox.Literal)
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    if term.datatype.value == "http://www.w3.org/2001/XMLSchema#string":
        return rdflib.Literal(term.value)
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value), normalize=False)


def term_of(node: RdflibNode) -> Node:
    """Return a node of rdflib as one of pyoxigraph."""
    if isinstance(node, rdflib.URIRef):
        return ox.NamedNode(str(node))
    if isinstance(node, rdflib.BNode):
        return ox.BlankNode(str(node))
    if node.language:
        return ox.Literal(str(node), language=node.language)
    return ox.Literal(str(node), datatype=ox.NamedNode(str(node.datatype))) if node.datatype else ox.Literal(str(node))


def name_of(node: RdflibNode) -> str:
    """Return the IRI of a node, or "_:" and its label."""
    return f"_:{node}" if isinstance(node, rdflib.BNode) else str(node)


def shacl_name(iri: RdflibNode) -> str:
    """Return the name of a term of SHACL, such as "minCount"; an empty text for any other term."""
    text = str(iri)
    return text.removeprefix(str(SH)) if text.startswith(str(SH)) else ""
