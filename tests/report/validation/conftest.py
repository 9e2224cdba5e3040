"""A small report that every rendering is tried on, and hostile values."""

import dataclasses

import pytest

from taonto.validation.findings import FileResult, Finding, Severity, ValidationReport
from taonto.validation.rules import RuleBook

SHACL = "http://www.w3.org/ns/shacl#"
TA = "https://w3id.org/taonto/ontology/"
TASH = "https://w3id.org/taonto/shapes/"
LONG = "long " * 40_000

HOSTILE = {
    "script": "<script>alert(1)</script>",
    "attribute": "\"'><img src=x onerror=alert(1)>",
    "cdata": "]]><![CDATA[ &amp; <!-- -->",
    "controls": "a\x00b\x1b[31mc\x7f\ufffe\u202egnp.exe",
    "surrogate": "half \ud800 pair",
    "formula": '=HYPERLINK("http://evil.example","x")',
    "at": "@SUM(1)",
    "template": "{{ 7 * 7 }}{% include 'x' %}",
    "newlines": "one\ntwo\r\nthree",
    "long": LONG,
}


@pytest.fixture(scope="session")
def rules():
    return RuleBook.shipped().rules


@pytest.fixture(scope="session")
def report():
    """Three files, one of them good; all severities; a finding of a custom shape."""
    date = {
        "path": TA + "startsOn",
        "component": SHACL + "DatatypeConstraintComponent",
        "shape": TASH + "startDate-datatype",
        "hint": "Write year, month and day as 2024-09-30.",
    }
    findings = (
        Finding(
            "TA110",
            Severity.VIOLATION,
            "startDate must be a date, written as 2024-09-30: '2024-02-30'.",
            focus="https://example.org/r1",
            value="2024-02-30",
            focus_term="<https://example.org/r1>",
            value_term='"2024-02-30"^^<http://www.w3.org/2001/XMLSchema#date>',
            file="log.xlsx",
            sheet="engagements",
            row=7,
            column="startDate",
            **date,
        ),
        Finding(
            "TA110",
            Severity.VIOLATION,
            "startDate must be a date, written as 2024-09-30: 'May'.",
            focus="https://example.org/r2",
            value="May",
            file="north/log 1.csv",
            row=3,
            line=5,
            column="startDate",
            **date,
        ),
        Finding(
            "TA105",
            Severity.VIOLATION,
            "recordStatus must be one of the statuses: 'needs_Action'.",
            hint="Did you mean 'needs-action'? Write the code as the list has it.",
            focus="https://example.org/r3",
            value="needs_Action",
            file="north/log 1.csv",
            row=9,
            line=12,
            column="recordStatus",
        ),
        Finding(
            "TA302", Severity.WARNING, "The record agrees with 'TA-2'.", file="log.xlsx", sheet="engagements", row=2
        ),
        Finding(
            "myShape", Severity.INFO, "A remark of my own shape.", focus="_:b1", file="log.xlsx", sheet="engagements"
        ),
    )
    files = (
        FileResult("log.xlsx", 40, 2),
        FileResult("north/log 1.csv", 12, 0, ("north/log 1.csv: was read as Windows-1252",)),
        FileResult("good.ttl", 3),
    )
    return ValidationReport(findings, files, notes=("No pattern can guarantee it.",))


@pytest.fixture(scope="session")
def hostile_report():
    """One finding for each hostile value, put into every field that data or files can reach."""
    findings = tuple(
        Finding(
            "TA101",
            Severity.VIOLATION,
            f"deliveryMode is no code: {value}",
            hint=f"Did you mean {value}?",
            focus=f"https://example.org/{name}",
            value=value,
            file=f"{name}.csv" if name == "long" else f"{value}.csv",
            sheet=value,
            row=number,
            column=value,
        )
        for number, (name, value) in enumerate(HOSTILE.items(), start=2)
    )
    own = tuple(dataclasses.replace(f, rule=f.value, severity=Severity.INFO) for f in findings if len(f.value) < 100)
    files = tuple(FileResult(f.file, 1, notes=(f.value,)) for f in findings)
    return ValidationReport((*findings, *own), files, profile=HOSTILE["script"], notes=tuple(HOSTILE.values()))
