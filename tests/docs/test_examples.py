"""The example records are made up, say so, and contain what they claim to."""

from pathlib import Path

import pytest
from helpers.sheets import csv_records, read_sheet
from pyoxigraph import Literal

from taonto.rdf.graph import read_triples
from taonto.records.sheets.layout import load_layout

EXAMPLES = Path(__file__).parents[2] / "examples"
BASE = "https://data.example.org/"


def rows(name):
    return csv_records(EXAMPLES / name)


@pytest.mark.parametrize("name", ["engagements-good.csv", "engagements-faulty.csv"])
def test_examples_are_small_and_marked_synthetic(name):
    made = rows(name)
    assert 20 <= len(made) <= 30
    assert all("synthetic" in (row["provider"] + row["publicSummary"]).lower() for row in made)
    known = [heading for heading in made[0] if heading in load_layout().headings]
    assert len(known) > 40 and known == [heading for heading in load_layout().headings if heading in known]


def test_every_code_of_the_good_example_is_on_its_list():
    _, records = read_sheet(EXAMPLES / "engagements-good.csv", base=BASE)
    paths = {column.path for column in load_layout().columns if column.type}
    codes = [t.object for r in records for t in r.triples if t.predicate.value in paths]
    assert len(codes) > len(records)
    assert not [code for code in codes if isinstance(code, Literal)]


def test_the_good_example_says_the_same_in_rows_and_in_turtle():
    names = ("engagements-good.csv", "engagements-good.dataset.csv")
    read = {t for name in names for r in read_sheet(EXAMPLES / name, base=BASE)[1] for t in r.triples}
    assert read
    assert read == set(read_triples(EXAMPLES / "engagements-good.ttl"))


def test_the_faulty_example_holds_the_listed_faults():
    faulty = rows("engagements-faulty.csv")
    listed = rows("engagements-faulty.faults.csv")
    assert len(listed) >= 20
    for fault in listed:
        row = faulty[int(fault["row"]) - 2]
        assert (row["identifier"], row[fault["column"]]) == (fault["identifier"], fault["value"])
