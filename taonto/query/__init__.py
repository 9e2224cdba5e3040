"""Questions to the graph, how they are asked, and their answers."""
