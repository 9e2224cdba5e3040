"""Rows of engagement sheets for tests."""

import csv
import io

from taonto.records.sheets.layout import load_layout

BASE = "https://data.example.org/"


def example(**cells):
    """The cells of the template's row, some changed."""
    return {**{c.heading: c.example for c in load_layout().columns}, **cells}


def csv_bytes(rows, headings=None, encoding="utf-8", **options):
    headings = headings or list(rows[0])
    text = io.StringIO(newline="")
    writer = csv.writer(text, **options)
    writer.writerow(headings)
    writer.writerows([row.get(h, "") for h in headings] for row in rows)
    return text.getvalue().encode(encoding)
