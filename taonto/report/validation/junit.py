"""JUnit XML, which build servers show as failed tests: one suite per file, one test case per rule."""

from collections.abc import Mapping
from itertools import groupby
from xml.etree import ElementTree

from taonto.base.text import counted
from taonto.report.validation.wording import per_file, place, shortened
from taonto.validation.findings import Finding, ValidationReport
from taonto.validation.rules import PROFILES, Rule

MOST_CASES = 100
"""The most findings of one rule in one file that are written out; all are counted."""
NO_FILE = "(all files)"


def to_junit(report: ValidationReport, rules: Mapping[str, Rule]) -> str:
    """Return the report as JUnit XML.

    A test case fails if one of its findings reaches `fail_on`; its other findings are its output.

    Args:
        report: what the validation found.
        rules: what is known of each rule, by its id; those of the profile without findings pass.
    """
    applied = _applied(report, rules)
    found = per_file(report.findings)
    names: dict[str | None, str] = {file.file: file.file for file in report.files}
    names |= {name: name or NO_FILE for name in found if name not in names}
    root = ElementTree.Element("testsuites", name="taonto validate")
    errors = {file.file: file.error for file in report.files if file.error}
    for name, shown in names.items():
        if name in errors:
            root.append(_unjudged(shortened(shown), shortened(errors[name])))
        else:
            root.append(_suite(shortened(shown), found.get(name, []), applied, rules, report))
    for count in ("tests", "failures", "errors", "skipped"):
        root.set(count, str(sum(int(suite.get(count, "0")) for suite in root)))
    root.set("time", "0")
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _applied(report: ValidationReport, rules: Mapping[str, Rule]) -> list[str]:
    """Return the rules of the profile; the profile of a run with custom shapes also names these, or only these."""
    layers = {layer for part in report.profile.split(" + ") for layer in PROFILES.get(part, ())}
    return [rule.id for rule in rules.values() if rule.layer in layers or (layers and rule.layer == "judging")]


def _suite(
    name: str, findings: list[Finding], applied: list[str], rules: Mapping[str, Rule], report: ValidationReport
) -> ElementTree.Element:
    suite = ElementTree.Element("testsuite", name=name)
    by_rule = {rule: list(group) for rule, group in groupby(sorted(findings, key=lambda f: f.rule), lambda f: f.rule)}
    failures = 0
    cases = sorted({*applied, *by_rule}) or [""]
    for rule in cases:
        label = rules[rule].label if rule in rules else ""
        title = f"{shortened(rule)} {label}".strip() or "conforms"
        case = ElementTree.SubElement(suite, "testcase", classname=name, name=title, time="0")
        bad = [f for f in by_rule.get(rule, ()) if f.severity.reaches(report.fail_on)]
        mild = [f for f in by_rule.get(rule, ()) if not f.severity.reaches(report.fail_on)]
        if bad:
            failures += 1
            more = f" (the first of {counted(len(bad), 'finding')})" if len(bad) > 1 else ""
            message = f"{_line(bad[0])}{more}"
            ElementTree.SubElement(case, "failure", message=message, type=bad[0].severity).text = _lines(bad)
        if mild:
            ElementTree.SubElement(case, "system-out").text = _lines(mild)
    for count, number in (("tests", len(cases)), ("failures", failures), ("errors", 0), ("skipped", 0), ("time", 0)):
        suite.set(count, str(number))
    return suite


def _unjudged(name: str, error: str) -> ElementTree.Element:
    """Return the suite of a file that could not be judged."""
    suite = ElementTree.Element("testsuite", name=name)
    case = ElementTree.SubElement(suite, "testcase", classname=name, name="can be judged", time="0")
    ElementTree.SubElement(case, "error", message=error)
    for count, number in (("tests", 1), ("failures", 0), ("errors", 1), ("skipped", 0), ("time", 0)):
        suite.set(count, str(number))
    return suite


def _lines(findings: list[Finding]) -> str:
    lines = [_line(finding) for finding in findings[:MOST_CASES]]
    if len(findings) > MOST_CASES:
        lines.append(f"... and {len(findings) - MOST_CASES:,} more")
    return "\n".join(lines)


def _line(finding: Finding) -> str:
    where = place(finding, with_file=False)
    hint = f" {shortened(finding.hint)}" if finding.hint else ""
    return f"{where}: {shortened(finding.message)}{hint}" if where else f"{shortened(finding.message)}{hint}"
