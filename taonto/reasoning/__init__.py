"""What follows from an ontology, what contradicts it, and why."""
