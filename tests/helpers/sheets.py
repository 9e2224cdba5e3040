"""Rows of engagement sheets for tests."""

import csv
import io

from taonto.records.sheets.layout import load_layout
from taonto.records.sheets.reader import open_sheet

BASE = "https://data.example.org/"


def example(**cells):
    """The cells of the template's row, some changed."""
    return {**{c.heading: c.example for c in load_layout().columns}, **cells}


def csv_rows(path):
    """The rows of a CSV file, the heading row first."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def csv_records(path):
    """The rows of a CSV file by heading."""
    headings, *rows = csv_rows(path)
    return [dict(zip(headings, row, strict=True)) for row in rows]


def csv_bytes(rows, headings=None, encoding="utf-8", **options):
    headings = headings or list(rows[0])
    text = io.StringIO(newline="")
    writer = csv.writer(text, **options)
    writer.writerow(headings)
    writer.writerows([row.get(h, "") for h in headings] for row in rows)
    return text.getvalue().encode(encoding)


def read_sheet(source, **options):
    """Return what is known of a sheet, and all its records at once; the options are those of `open_sheet`."""
    with open_sheet(source, **options) as (info, records):
        return info, list(records)
