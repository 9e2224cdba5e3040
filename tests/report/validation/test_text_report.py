import dataclasses

import click

from taonto.report.validation.text import WIDTH, to_text
from taonto.validation.findings import FileResult, Finding, Severity, ValidationReport


def test_rules_stand_with_counts_reason_remedy_and_cases(report, rules):
    blocks = to_text(report, rules).split("\n\n")
    assert blocks[0].splitlines()[0] == "VIOLATION TA110 A real date (2 findings)"
    assert "  do:  Write year, month and day as 2024-09-30." in blocks[0]
    assert "  - log.xlsx, sheet engagements, row 7, column startDate\n    startDate must be" in blocks[0]
    assert [b.split()[0] for b in blocks[:4]] == ["VIOLATION", "VIOLATION", "WARNING", "INFO"]
    assert "INFO myShape (1 finding)" in blocks[3]


def test_a_hint_is_shown_only_where_it_says_more_than_the_rule(report, rules):
    text = to_text(report, rules)
    assert text.count("Write year, month and day as 2024-09-30.") == 1
    assert "    Did you mean 'needs-action'?" in text


def test_the_outcome_and_each_file_stand_last(report, rules):
    assert to_text(report, rules).endswith(
        "log.xlsx: 40 records (2 blank rows skipped): 1 violation, 1 warning, 1 info\n"
        "north/log 1.csv: 12 records: 2 violations, 0 warnings, 0 infos\n"
        "  north/log 1.csv: was read as Windows-1252\n"
        "good.ttl: 3 records: 0 violations, 0 warnings, 0 infos\n"
        "Note: No pattern can guarantee it.\n"
        "\n"
        "Does not conform to the profile 'exchange'.\n"
        "3 files, 55 records: 3 violations, 1 warning, 1 info\n"
    )


def test_one_clean_file_takes_two_lines(rules):
    text = to_text(ValidationReport((), (FileResult("a.csv", 1),)), rules)
    assert text == "Conforms to the profile 'exchange'.\n1 file, 1 record: 0 violations, 0 warnings, 0 infos\n"


def test_many_cases_are_cut_and_counted(rules):
    found = tuple(Finding("TA110", Severity.VIOLATION, "no date", file="a.csv", row=n) for n in range(2, 1002))
    text = to_text(ValidationReport(found, (FileResult("a.csv", 1000),)), rules)
    assert "  - row 6: no date\n  ... and 995 more\n" in text
    assert "row 7" not in text


def test_lines_fit_whatever_the_data(hostile_report, rules):
    assert max(map(len, to_text(hostile_report, rules).splitlines())) <= WIDTH


def test_color_changes_nothing_else(report, rules):
    plain, colored = to_text(report, rules), to_text(report, rules, color=True)
    assert "\x1b" not in plain
    assert click.style("VIOLATION", fg="red", bold=True) in colored
    assert click.unstyle(colored) == plain


def test_findings_below_the_gate_are_to_review(report, rules):
    mild = dataclasses.replace(report, findings=tuple(f for f in report.findings if f.severity != "violation"))
    assert "Conforms to the profile 'exchange', with findings to review." in to_text(mild, rules)
    strict = dataclasses.replace(mild, fail_on=Severity.WARNING)
    assert "Does not conform" in to_text(strict, rules)
