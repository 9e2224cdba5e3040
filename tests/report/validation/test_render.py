"""What holds for every format: the contract of JSON, same bytes, no failure on hostile values."""

import dataclasses
import json

import pytest

from taonto.base.errors import UnknownNameError
from taonto.report.validation.render import FORMATS, render
from taonto.report.validation.wording import place, shortened, visible
from taonto.validation.findings import Finding, Severity, ValidationReport


@pytest.mark.parametrize("form", FORMATS)
def test_the_order_of_findings_does_not_change_a_byte(report, rules, form):
    again = dataclasses.replace(report, findings=tuple(reversed(report.findings)))
    assert render(report, form, rules) == render(again, form, rules)


@pytest.mark.parametrize("form", FORMATS)
def test_hostile_values_and_an_empty_report_are_rendered(hostile_report, rules, form):
    render(hostile_report, form, rules).decode("utf-8")
    assert render(ValidationReport((), ()), form, rules)


@pytest.mark.parametrize("form", sorted(set(FORMATS) - {"json", "turtle"}))
def test_long_values_are_cut_and_their_length_is_stated(hostile_report, rules, form):
    data = render(hostile_report, form, rules).decode("utf-8")
    assert len(data) < 200_000
    assert "(200,000 characters in all)" in " ".join(data.split())


@pytest.mark.parametrize("form", sorted(set(FORMATS) - {"json", "turtle"}))
def test_no_control_character_is_left(hostile_report, rules, form):
    data = render(hostile_report, form, rules).decode("utf-8")
    assert not {c for c in data if c != "\n" and (ord(c) < 32 or c in "\x7f\ufffe\u202e")}


def test_rules_come_with_taonto_unless_given(report, rules):
    assert render(report, "text") == render(report, "text", rules)
    assert b"A real date" not in render(report, "text", {})


def test_an_unknown_format_is_refused(report, rules):
    with pytest.raises(UnknownNameError, match="report format 'pdf' is unknown; use one of text, json"):
        render(report, "pdf", rules)


def test_json_is_the_contract(report, rules):
    data = json.loads(render(report, "json", rules))
    assert list(data) == ["conforms", "summary", "findings"]
    assert data["conforms"] is False
    assert data["summary"] == {
        "files": 3,
        "records": 55,
        "violations": 3,
        "warnings": 1,
        "infos": 1,
        "engine": "pyshacl",
    }
    keys = "rule severity message hint focus path value component shape file sheet row column line"
    assert all(" ".join(finding) == keys for finding in data["findings"])
    first = next(f for f in data["findings"] if f["row"] == 7)
    assert (first["severity"], first["column"], first["line"]) == ("violation", "startDate", None)


def test_json_keeps_values_whole(hostile_report, rules):
    values = {f["value"] for f in json.loads(render(hostile_report, "json", rules))["findings"]}
    assert values == {f.value for f in hostile_report.findings}


@pytest.mark.parametrize(
    ("finding", "words"),
    [
        ({"file": "a.csv", "row": 7, "line": 9, "column": "startDate"}, "a.csv, row 7, column startDate"),
        ({"file": "a.xlsx", "sheet": "2024", "row": 7}, "a.xlsx, sheet 2024, row 7"),
        ({"file": "a.ttl", "line": 12, "focus": "https://example.org/1"}, "a.ttl, line 12"),
        ({"file": "a.jsonld", "focus": "https://example.org/1"}, "a.jsonld, https://example.org/1"),
        ({}, ""),
    ],
)
def test_places_in_words(finding, words):
    assert place(Finding("TA001", Severity.INFO, "x", **finding)) == words


def test_visible_leaves_ordinary_text_alone():
    text = "Grüße, \u4f60\u597d \U0001f600\ttab\nline"
    assert visible(text) == text
    assert shortened("x" * 400) == "x" * 400
    assert shortened("\x00" * 401) == "\\x00" * 400 + "... (401 characters in all)"
