"""The log is compared with the official schema, and with what GitHub requires beyond it."""

import json
from pathlib import Path

import pytest
from sarif_kit.validate import validation_errors

from taonto.report.validation.sarif import relative_uri, to_sarif
from taonto.validation.findings import FileResult, Finding, Severity, ValidationReport


@pytest.fixture
def run(report, rules):
    log = json.loads(to_sarif(report, rules))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    return run


@pytest.mark.parametrize("kind", ["report", "hostile_report"])
def test_the_schema_holds(request, rules, kind):
    assert validation_errors(json.loads(to_sarif(request.getfixturevalue(kind), rules))) == []


def test_the_schema_holds_for_an_empty_report(rules):
    assert validation_errors(json.loads(to_sarif(ValidationReport((), ()), rules))) == []


def test_the_schema_can_fail(report, rules):
    log = json.loads(to_sarif(report, rules))
    log["runs"][0]["results"][0]["level"] = "violation"
    assert validation_errors(log)


def test_rules_carry_help(run, rules):
    described = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    assert list(described) == ["TA105", "TA110", "TA302", "myShape"]
    date = described["TA110"]
    assert date["helpUri"] == rules["TA110"].iri
    assert date["shortDescription"]["text"] == "A real date"
    assert all(rules["TA110"].hint in date["help"][kind] for kind in ("text", "markdown"))
    assert date["defaultConfiguration"]["level"] == "error"
    assert described["TA302"]["defaultConfiguration"]["level"] == "warning"


def test_results_point_to_their_rule(run):
    ids = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert all(ids[result["ruleIndex"]] == result["ruleId"] for result in run["results"])


def test_a_row_of_csv_is_shown_at_its_line_and_a_row_of_a_workbook_at_its_number(run):
    where = {
        (location["physicalLocation"]["artifactLocation"]["uri"], location["physicalLocation"]["region"]["startLine"])
        for result in run["results"]
        for location in result["locations"]
        if "region" in location["physicalLocation"]
    }
    assert where == {("log.xlsx", 7), ("log.xlsx", 2), ("north/log%201.csv", 5), ("north/log%201.csv", 12)}


def test_the_cell_is_given_in_words_and_in_parts(run):
    result = next(r for r in run["results"] if r["properties"].get("row") == 7)
    assert result["message"]["text"] == (
        "row 7, column startDate: startDate must be a date, written as 2024-09-30: '2024-02-30'. "
        "Write year, month and day as 2024-09-30."
    )
    assert result["locations"][0]["logicalLocations"] == [
        {"name": "engagements", "kind": "sheet"},
        {"name": "startDate", "fullyQualifiedName": "engagements/startDate", "kind": "column"},
    ]
    assert result["properties"]["value"] == "2024-02-30"


def test_a_finding_of_no_file_is_shown_at_the_first():
    report = ValidationReport((Finding("TA902", Severity.WARNING, "No records."),), (FileResult("a.ttl", 0),))
    (result,) = json.loads(to_sarif(report, {}))["runs"][0]["results"]
    assert result["locations"] == [{"physicalLocation": {"artifactLocation": {"uri": "a.ttl"}}}]


def test_notes_are_notifications(run):
    notes = [n["message"]["text"] for n in run["invocations"][0]["toolExecutionNotifications"]]
    assert notes == ["No pattern can guarantee it.", "north/log 1.csv: was read as Windows-1252"]


def prints(findings):
    log = json.loads(to_sarif(ValidationReport(tuple(findings), ()), {}))
    return [r["partialFingerprints"]["taonto/v1"] for r in log["runs"][0]["results"]]


def test_fingerprints_outlive_rows_added_above_and_differ_within_a_run():
    def finding(row, value="May"):
        return Finding("TA110", Severity.VIOLATION, "x", file="a.csv", row=row, column="startDate", value=value)

    assert prints([finding(3)]) == prints([finding(9)])
    assert len(set(prints([finding(3), finding(4), finding(5, "June")]))) == 3


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("data/log.csv", "data/log.csv"),
        ("./log.csv", "log.csv"),
        ("a b#c?.csv", "a%20b%23c%3F.csv"),
        ("c:log.csv", "c%3Alog.csv"),
        ("-", "standard-input"),
        ("/elsewhere/secret/log.csv", "log.csv"),
    ],
)
def test_uris_are_relative(file, uri):
    assert relative_uri(file) == uri


def test_a_whole_path_below_the_current_folder_is_cut(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert relative_uri(str(Path.cwd() / "data" / "log.csv")) == "data/log.csv"
