"""Which frameworks share which essential elements: pure functions on a coding matrix."""
