"""Synthetic engagement records: the maker, the faults, and planting one in the other."""
