"""Questions to the graph, and their answers."""
