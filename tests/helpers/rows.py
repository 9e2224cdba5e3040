"""Rows of the good example, for tests to change and write as a sheet again."""

import csv

from taonto.base import resources

GOOD = resources.folder("examples") / "engagements-good.csv"


def good_rows(count=None):
    with GOOD.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return rows[:count]


def write(path, rows):
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path
