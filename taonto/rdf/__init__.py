"""RDF in and out, SPARQL texts, and the nodes of graphs."""
