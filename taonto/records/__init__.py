"""Engagement records: what one is, sheets and RDF to records and back, synthetic ones."""
