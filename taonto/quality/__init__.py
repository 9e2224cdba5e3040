"""The quality of the ontology itself: lints, reasoning, expected members and answered questions."""
