import datetime

import openpyxl
import pytest
from helpers.sheets import csv_rows

from taonto.cells.writing import fitting, write_table

DANGEROUS = ['=HYPERLINK("https://evil.example","x")', "+1+1", "-2+3", "@SUM(A1)", "=cmd|'/c calc'!A0"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_could_be_a_formula_is_written_as_text(tmp_path, text):
    write_table(tmp_path / "a.xlsx", ["x"], [[text]])
    cell = openpyxl.load_workbook(tmp_path / "a.xlsx").active["A2"]
    assert (cell.data_type, cell.value) == ("s", text)
    write_table(tmp_path / "a.csv", ["x"], [[text]])
    (_, (written,)) = csv_rows(tmp_path / "a.csv")
    assert written == "'" + text


def test_numbers_and_dates_become_real_only_where_nothing_is_lost(tmp_path):
    texts = ["2024-09-30", "0000-00-00", "2.5", "2.50", "007", "1e5"]
    heads = ["startDate", "endDate", "contactHours", "preparationHours", "participantCount", "inPersonCount"]
    kinds = ["date", "date", "decimal", "decimal", "integer", "integer"]
    write_table(tmp_path / "a.xlsx", heads, [texts], kinds=kinds)
    cells = [c.value for c in openpyxl.load_workbook(tmp_path / "a.xlsx").active[2]]
    assert cells == [datetime.datetime(2024, 9, 30), "0000-00-00", 2.5, "2.50", "007", "1e5"]


def test_what_a_workbook_cannot_hold_does_not_fit():
    fits = fitting("a.xlsx")
    assert fits("two\nlines")
    assert not any(map(fits, ["\x07", "a\rb", "x" * 40_000, "_x0041_"]))
    assert fitting("a.csv")("a\rb")
