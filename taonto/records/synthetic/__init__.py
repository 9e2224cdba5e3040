"""Synthetic engagement records: good ones (maker), the faults, and planting faults in records."""
