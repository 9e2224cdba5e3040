"""SARIF 2.1.0, which code hosts show on the file and line."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import taonto
from taonto.findings import Finding, Severity, ValidationReport
from taonto.validation.rules import Catalogue

_LEVELS = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def to_sarif(report: ValidationReport) -> str:
    """Return the report as a SARIF log with one run."""
    rules = sorted({f.rule for f in report.findings})
    index = {rule: number for number, rule in enumerate(rules)}
    run = {
        "tool": {
            "driver": {
                "name": "taonto",
                "semanticVersion": taonto.__version__,
                "informationUri": "https://w3id.org/taonto/",
                "rules": [_rule(id_, report) for id_ in rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "properties": {"profile": report.profile, "engine": report.engine, "conforms": report.conforms},
        "results": [_result(f, index[f.rule]) for f in report.findings],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2, ensure_ascii=False) + "\n"


def _rule(id_: str, report: ValidationReport) -> dict[str, Any]:
    rule = Catalogue.shipped().rules.get(id_)
    level = min((f.severity for f in report.findings if f.rule == id_), key=lambda s: s.rank)
    described: dict[str, Any] = {"id": id_, "defaultConfiguration": {"level": _LEVELS[level]}}
    if rule:
        described |= {
            "shortDescription": {"text": rule.label},
            "fullDescription": {"text": rule.why},
            "help": {"text": rule.hint},
            "helpUri": rule.iri,
        }
    return described


def _result(finding: Finding, index: int) -> dict[str, Any]:
    message = f"{finding.message} {finding.hint}" if finding.hint else finding.message
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": message},
    }
    location: dict[str, Any] = {}
    if finding.file:
        location["physicalLocation"] = {"artifactLocation": {"uri": _uri(finding.file)}}
        if finding.line:
            location["physicalLocation"]["region"] = {"startLine": finding.line}
    name = ", ".join(
        part
        for part in (
            finding.sheet and f"sheet {finding.sheet}",
            finding.row and f"row {finding.row}",
            finding.column,
            None if finding.row else finding.focus,
        )
        if part
    )
    if name:
        location["logicalLocations"] = [{"fullyQualifiedName": name}]
    if location:
        result["locations"] = [location]
    facts = {
        k: v for k, v in finding.to_dict().items() if v is not None and k in ("focus", "path", "value", "row", "column")
    }
    if facts:
        result["properties"] = facts
    return result


def _uri(file: str) -> str:
    path = Path(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
