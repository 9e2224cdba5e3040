"""SARIF 2.1.0, which code hosts show at the file and line (https://docs.oasis-open.org/sarif/sarif/v2.1.0/).

A region gives a line of text. In CSV this differs from the row once an earlier cell has several lines, so both are
given: the line in the region, the row in the message. A workbook has no lines: its rows take their place, so that
viewers can sort by them.
"""

import json
import re
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import quote

from taonto.base.reading import STANDARD_STREAM
from taonto.base.version import __version__
from taonto.report.validation.wording import Group, groups, shortened
from taonto.validation.findings import Finding, Severity, ValidationReport
from taonto.validation.rules import Rule

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def to_sarif(report: ValidationReport, rules: Mapping[str, Rule]) -> str:
    """Return the report as a SARIF log with one run.

    Args:
        report: what the validation found.
        rules: what is known of each rule, by its id.
    """
    found = sorted(groups(report, rules), key=lambda group: group.id)
    index = {group.id: number for number, group in enumerate(found)}
    default = report.files[0].file if report.files else None
    run = {
        "tool": {
            "driver": {
                "name": "taonto",
                "version": __version__,
                "semanticVersion": __version__,
                "informationUri": "https://w3id.org/taonto/ontology/",
                "rules": [_rule(group) for group in found],
            }
        },
        "invocations": [
            {"executionSuccessful": not report.errors, "toolExecutionNotifications": _notifications(report)}
        ],
        "artifacts": [{"location": {"uri": relative_uri(file.file)}} for file in report.files],
        "columnKind": "unicodeCodePoints",
        "results": _results(report, index, default),
        "properties": {"conforms": report.conforms, "profile": report.profile, "engine": report.engine},
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False) + "\n"


def relative_uri(file: str) -> str:
    """Return the URI of a file as code hosts want it: relative to the folder of the run, which is the repository's.

    A path outside that folder is cut to the file's name, because it would reveal names on this machine.

    >>> relative_uri("north/log 1.csv"), relative_uri("-")
    ('north/log%201.csv', 'standard-input')
    """
    if file == STANDARD_STREAM:
        return "standard-input"
    path = PurePath(file)
    if path.is_absolute():
        here = Path.cwd()
        path = path.relative_to(here) if path.is_relative_to(here) else PurePath(path.name)
    return quote(re.sub(r"^(\./)+", "", path.as_posix()), errors="replace")


def _rule(group: Group) -> dict[str, Any]:
    described: dict[str, Any] = {"id": shortened(group.id), "defaultConfiguration": {"level": _LEVELS[group.severity]}}
    rule = group.rule
    if rule is None:
        return described
    wrong, right = "; ".join(rule.wrong), "; ".join(rule.right)
    return described | {
        "name": re.sub(r"\W", "", rule.label.title()),
        "shortDescription": {"text": rule.label},
        "fullDescription": {"text": rule.why},
        "help": {
            "text": f"{rule.why} {rule.hint} Wrong: {wrong}. Right: {right}.",
            "markdown": f"{rule.why}\n\n**What to do:** {rule.hint}\n\n"
            + "".join(f"- {kind}: {_code(text)}\n" for kind, text in (("wrong", wrong), ("right", right))),
        },
        "helpUri": rule.iri,
        "properties": {"tags": [rule.layer]},
    }


def _code(text: str) -> str:
    """Return a code span of Markdown: its fence needs more backticks than any run inside."""
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", text)), default=0))
    return f"{fence} {text} {fence}"


def _notifications(report: ValidationReport) -> list[dict[str, Any]]:
    notes = [*report.notes, *(note for file in report.files for note in file.notes)]
    texts = [*(("error", error) for error in report.errors), *(("note", note) for note in notes)]
    return [{"level": level, "message": {"text": shortened(text)}} for level, text in texts]


def _results(report: ValidationReport, index: Mapping[str, int], default: str | None) -> list[dict[str, Any]]:
    results = []
    seen: dict[str, int] = {}
    for finding in report.findings:
        fingerprint = _fingerprint(finding)
        seen[fingerprint] = seen.get(fingerprint, 0) + 1
        result: dict[str, Any] = {
            "ruleId": shortened(finding.rule),
            "ruleIndex": index[finding.rule],
            "level": _LEVELS[finding.severity],
            "message": {"text": _message(finding)},
            "partialFingerprints": {"taonto/v1": f"{fingerprint}:{seen[fingerprint]}"},
        }
        if location := _location(finding, default):
            result["locations"] = [location]
        known = {name: getattr(finding, name) for name in ("row", "column", "sheet", "focus", "path", "value")}
        if properties := {k: shortened(v) if isinstance(v, str) else v for k, v in known.items() if v is not None}:
            result["properties"] = properties
        results.append(result)
    return results


def _message(finding: Finding) -> str:
    """Return the message with its cell, which viewers that show lines leave out, and the hint."""
    row = [f"row {finding.row}"] if finding.row is not None else []
    column = [f"column {shortened(finding.column)}"] if finding.column else []
    cell = ", ".join([*row, *column])
    hint = f" {shortened(finding.hint)}" if finding.hint else ""
    return f"{cell}: {shortened(finding.message)}{hint}" if cell else f"{shortened(finding.message)}{hint}"


def _location(finding: Finding, default: str | None) -> dict[str, Any]:
    location: dict[str, Any] = {}
    if file := finding.file or default:  # Code hosts refuse a result without a file.
        location["physicalLocation"] = {"artifactLocation": {"uri": relative_uri(file)}}
        line = finding.line or finding.row
        if finding.file and line:
            location["physicalLocation"]["region"] = {"startLine": line}
    logical = []
    sheet = shortened(finding.sheet) if finding.sheet else ""
    if sheet:
        logical.append({"name": sheet, "kind": "sheet"})
    if finding.column:
        column = shortened(finding.column)
        logical.append({"name": column, "fullyQualifiedName": f"{sheet}/{column}".lstrip("/"), "kind": "column"})
    elif finding.focus and not finding.row:
        logical.append({"fullyQualifiedName": shortened(finding.focus), "kind": "resource"})
    if logical:
        location["logicalLocations"] = logical
    return location


def _fingerprint(finding: Finding) -> str:
    """Return what stays the same when rows are added above, so that code hosts recognize the finding next time."""
    parts = (finding.rule, finding.file, finding.sheet, finding.column, finding.focus, finding.path, finding.value)
    text = "\x1f".join(part or "" for part in parts)
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=10).hexdigest()
