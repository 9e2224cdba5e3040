"""A file of several that could not be judged: no rendering says that all is well."""

import json
from xml.etree import ElementTree

import pytest

from taonto.report.validation.render import FORMATS, render
from taonto.validation.findings import FileResult, ValidationReport

WHY = "b.csv: no such file; check the path"


@pytest.fixture
def report():
    return ValidationReport((), (FileResult("a.csv", 3), FileResult("b.csv", 0, error=WHY)))


def test_the_report_does_not_conform_and_says_why(report):
    assert not report.conforms
    assert report.errors == (WHY,)
    assert f"Not judged: {WHY}" in report._repr_html_()


@pytest.mark.parametrize("name", sorted(set(FORMATS) - {"turtle"}))
def test_every_format_says_why(report, name):
    assert WHY in " ".join(render(report, name).decode().split())


def test_text_and_page_say_how_many_were_judged(report):
    for name in ("text", "html"):
        assert "1 of 2 files could be judged against the profile" in render(report, name).decode().replace("&#39;", "'")


def test_programs_see_it(report):
    assert json.loads(render(report, "json"))["errors"] == [WHY]
    (run,) = json.loads(render(report, "sarif"))["runs"]
    assert run["invocations"][0]["executionSuccessful"] is False
    suites = {s.get("name"): s for s in ElementTree.fromstring(render(report, "junit"))}
    assert (suites["b.csv"].get("errors"), suites["a.csv"].get("errors")) == ("1", "0")


def test_without_such_files_there_is_no_member_for_them():
    assert "errors" not in json.loads(render(ValidationReport((), (FileResult("a.csv", 3),)), "json"))
