import dataclasses
from xml.etree import ElementTree

import pytest

from taonto.report.validation.junit import to_junit
from taonto.validation.findings import FileResult, Finding, Severity, ValidationReport
from taonto.validation.rules import PROFILES


def parsed(report, rules):
    return ElementTree.fromstring(to_junit(report, rules))


def case(suite, start):
    (found,) = [c for c in suite if c.get("name").startswith(start)]
    return found


@pytest.fixture
def suites(report, rules):
    return {suite.get("name"): suite for suite in parsed(report, rules)}


def test_one_suite_a_file_and_one_case_a_rule_of_the_profile(suites, rules):
    applied = [r.id for r in rules.values() if r.layer in (*PROFILES["exchange"], "judging")]
    assert list(suites) == ["log.xlsx", "north/log 1.csv", "good.ttl"]
    assert [c.get("name").split()[0] for c in suites["good.ttl"]] == applied
    assert {c.get("name").split()[0] for c in suites["log.xlsx"]} == {*applied, "myShape"}
    assert all(list(c) == [] for c in suites["good.ttl"])


def test_what_reaches_the_gate_fails_and_the_rest_is_output(suites):
    date, copy = case(suites["log.xlsx"], "TA110"), case(suites["log.xlsx"], "TA302")
    (failure,) = date
    assert (failure.tag, failure.get("type")) == ("failure", "violation")
    assert failure.get("message") == failure.text
    assert failure.text.startswith("sheet engagements, row 7, column startDate: startDate must be a date")
    (output,) = copy
    assert (output.tag, output.text) == ("system-out", "sheet engagements, row 2: The record agrees with 'TA-2'.")


def test_the_gate_decides(report, rules):
    strict = dataclasses.replace(report, fail_on=Severity.INFO)
    assert [suite.get("failures") for suite in parsed(strict, rules)] == ["3", "2", "0"]


def test_counts_are_those_of_the_cases(report, rules):
    root = parsed(report, rules)
    for suite in root:
        assert int(suite.get("tests")) == len(suite.findall("testcase"))
        assert int(suite.get("failures")) == len(suite.findall("testcase/failure"))
        assert (suite.get("errors"), suite.get("skipped")) == ("0", "0")
    assert int(root.get("tests")) == sum(int(s.get("tests")) for s in root)
    assert root.get("failures") == "3"


def test_many_findings_of_a_rule_are_one_failure(rules):
    found = tuple(Finding("TA110", Severity.VIOLATION, "no date", file="a.csv", row=n) for n in range(2, 152))
    (suite,) = parsed(ValidationReport(found, (FileResult("a.csv", 150),)), rules)
    (failure,) = case(suite, "TA110")
    assert failure.get("message") == "row 2: no date (the first of 150 findings)"
    assert failure.text.splitlines()[-1] == "... and 50 more"
    assert len(failure.text.splitlines()) == 101


def test_findings_of_no_file_and_of_own_shapes_are_not_lost(rules):
    report = ValidationReport(
        (Finding("mine", Severity.VIOLATION, "bad"),), (FileResult("a.ttl", 1),), profile="own.ttl"
    )
    names = {s.get("name"): [(c.get("name"), len(c)) for c in s] for s in parsed(report, rules)}
    assert names == {"a.ttl": [("conforms", 0)], "(all files)": [("mine", 1)]}


def test_hostile_values_arrive_as_text(hostile_report, rules):
    root = parsed(hostile_report, rules)
    texts = [failure.text for failure in root.iter("failure")]
    assert len(texts) == 10
    assert any("<script>alert(1)</script>" in text for text in texts)
    assert any("]]><![CDATA[ &amp; <!-- -->" in text for text in texts)
    assert any("a\\x00b\\x1b[31mc\\x7f\\ufffe\\u202e" in text for text in texts)
    assert {e.tag for e in root.iter()} == {"testsuites", "testsuite", "testcase", "failure", "system-out"}
