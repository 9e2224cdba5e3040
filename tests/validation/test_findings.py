"""The report's renderings that belong to it, on findings made up here."""

from dataclasses import replace

from taonto.validation.findings import FileResult, Finding, Severity, ValidationReport

FOUND = Finding("TA001", Severity.VIOLATION, "The <b>start</b> is late.", file="a.csv", row=3, column="startDate")


def report(*findings):
    return ValidationReport(findings, (FileResult("a.csv", 1), FileResult("b.csv", 1_200)))


def test_a_notebook_shows_the_verdict_and_a_table():
    page = report(FOUND)._repr_html_()
    assert page.startswith("<p>Does not conform: 2 files, 1,201 records, 1 violation, 0 warnings, 0 infos.</p>")
    assert "&lt;b&gt;start" in page and "<b>" not in page
    assert "<th>row</th>" in page and "<td>3</td>" in page
    assert "<th>line</th>" not in page  # no finding has one
    assert report()._repr_html_() == "<p>Conforms: 2 files, 1,201 records, 0 violations, 0 warnings, 0 infos.</p>"


def test_a_notebook_shows_whole_sentences_and_says_how_many_findings_more():
    long = replace(FOUND, message="word " * 60 + "end.")
    page = report(*(replace(long, row=row) for row in range(2, 105)))._repr_html_()
    assert page.count("end.") == 100
    assert page.endswith("<p>... and 3 more findings</p>")
