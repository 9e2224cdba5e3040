"""The quality of the ontology itself."""
