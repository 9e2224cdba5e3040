"""Engagement sheets to records and back: what the columns mean is data, in `ontology/sheet.yaml`."""
