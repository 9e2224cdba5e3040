"""JUnit XML: one suite a file, one test case a rule, so that build servers show what failed."""

import re
from xml.etree import ElementTree

from taonto.findings import Finding, ValidationReport
from taonto.report.validation.text import place_text
from taonto.validation.rules import PROFILES, Catalogue

_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_junit(report: ValidationReport) -> str:
    """Return the report as JUnit XML; a rule fails if one of its findings reaches the gate."""
    root = ElementTree.Element("testsuites", name="taonto validate")
    rules = Catalogue.shipped().rules
    layers = {layer for name in report.profile.split(" + ") for layer in PROFILES.get(name, ())}
    applied = [r.id for r in rules.values() if r.layer in layers]
    for result in report.files:
        found = report.of_file(result.file)
        ids = list(dict.fromkeys([*applied, *(f.rule for f in found)]))
        suite = ElementTree.SubElement(root, "testsuite", name=_clean(result.file), tests=str(len(ids)), errors="0")
        failures = 0
        for id_ in ids:
            rule = rules.get(id_)
            title = f"{id_} {rule.label}" if rule else id_
            case = ElementTree.SubElement(suite, "testcase", classname=_clean(result.file), name=_clean(title))
            bad = [f for f in found if f.rule == id_ and f.severity.reaches(report.fail_on)]
            mild = [f for f in found if f.rule == id_ and not f.severity.reaches(report.fail_on)]
            if bad:
                failures += 1
                message = f"{len(bad)} findings" if len(bad) > 1 else bad[0].message
                failure = ElementTree.SubElement(case, "failure", message=_clean(message), type=id_)
                failure.text = _told(bad)
            if mild:
                ElementTree.SubElement(case, "system-out").text = _told(mild)
        suite.set("failures", str(failures))
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _told(findings: list[Finding]) -> str:
    return _clean("\n".join(f"{place_text(f)}: {f.message} {f.hint or ''}".rstrip() for f in findings))


def _clean(text: str) -> str:
    """Take out what XML can't hold."""
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)
