"""Engagement records: what a record is, how sheets and RDF become records and back, and synthetic records."""
