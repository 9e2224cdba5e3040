"""Engagement sheets to records and back, as `ontology/sheet.yaml` says."""
