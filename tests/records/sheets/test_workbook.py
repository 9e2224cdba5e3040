import datetime

import openpyxl
import pytest
from helpers.sheets import csv_rows, read_sheet

from taonto.base.errors import TaontoError
from taonto.cli import run
from taonto.ontology.codes import CodeLists
from taonto.records.sheets.layout import load_layout
from taonto.records.sheets.template import write_template


def test_the_csv_template_has_the_headings_and_one_synthetic_row(tmp_path):
    assert run(["template", str(tmp_path / "t.csv")]) == 0
    heading, row = csv_rows(tmp_path / "t.csv")
    assert tuple(heading) == load_layout().headings
    assert row[0].startswith("SYN-")
    assert "(synthetic)" in row[3]


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    path = tmp_path_factory.mktemp("template") / "t.xlsx"
    write_template(path)
    return path


def test_the_workbook_offers_exactly_the_codes_of_each_list(template):
    book = openpyxl.load_workbook(template)
    page = book["engagements"]
    offered = {}
    for rule in page.data_validations.dataValidation:
        if rule.type == "list":
            column = page.cell(1, next(iter(rule.sqref.ranges)).min_col).value
            sheet, _, area = rule.formula1.lstrip("=").partition("!")
            offered[column] = [cell.value for (cell,) in book[sheet][area.replace("$", "")]]
    lists = CodeLists.shipped()
    expected = {
        c.heading: [m.code for m in lists.members(c.type) if not m.deprecated] for c in load_layout().columns if c.type
    }
    assert offered == expected
    assert "teaching-practices-and-interactions" not in offered["topic"]


def test_the_workbook_is_ready_for_entry(template):
    book = openpyxl.load_workbook(template)
    page = book["engagements"]
    assert page.freeze_panes == "B2"
    assert page.max_row == 2
    columns = {cell.value: cell.column_letter for cell in page[1]}
    assert tuple(columns) == load_layout().headings
    assert page.column_dimensions[columns["startDate"]].number_format == "yyyy-mm-dd"
    assert page[columns["startDate"] + "2"].value == datetime.datetime(2024, 9, 30)
    kinds = {
        page.cell(1, next(iter(r.sqref.ranges)).min_col).value: r.type for r in page.data_validations.dataValidation
    }
    assert (kinds["startDate"], kinds["contactHours"], kinds["participantCount"]) == ("date", "decimal", "whole")
    notes = {row[0]: row for row in book["notes"].iter_rows(min_row=2, values_only=True)}
    assert all(notes[c.heading][3] == c.note for c in load_layout().columns)


def test_the_two_templates_say_the_same(template, tmp_path):
    write_template(tmp_path / "t.csv")
    _, (plain,) = read_sheet(tmp_path / "t.csv")
    _, (rich,) = read_sheet(template)
    assert set(rich.triples) == set(plain.triples)


def test_the_page_on_the_data_set_holds_nothing_made_up_and_is_read_once_filled_in(template, tmp_path):
    book = openpyxl.load_workbook(template)
    page = book["dataset"]
    assert [page.cell(row, 2).value for row in range(2, page.max_row + 1)] == [None] * len(load_layout().dataset)
    page["B2"] = "Log 2024"
    book.save(tmp_path / "filled.xlsx")
    _, (_, about) = read_sheet(tmp_path / "filled.xlsx")
    assert [t.object.value for t in about.triples] == ["http://www.w3.org/ns/dcat#Dataset", "Log 2024"]


def test_templates_are_the_same_bytes_each_time(template, tmp_path):
    write_template(tmp_path / "t.xlsx")
    assert (tmp_path / "t.xlsx").read_bytes() == template.read_bytes()


def test_a_template_of_another_kind_is_refused(tmp_path):
    with pytest.raises(TaontoError, match="CSV or XLSX"):
        write_template(tmp_path / "t.ods")
