"""The default analysis and its files, made once; a small hostile matrix; the coding as plain sets."""

import csv
from pathlib import Path

import pytest
import yaml

import taonto
from taonto.base import resources
from taonto.base.vocabulary import TAP

TABLES = Path(__file__).resolve().parents[3] / "ontology" / "tables"
HOSTILE = """\
framework,<script>alert(1)</script>,"=HYPERLINK(""x"")",$\\frac{a}$,"a, ""b""; c",framework
</script><img src=x onerror=alert(1)>,1,0,,1,1
=cmd|' /C calc'!A0,1,1,0,,0
$x_{,0,1,1,0,1
名前 <b>&amp;,,1,0,1,1
"""


@pytest.fixture(scope="session")
def report():
    """The default analysis, with fewer draws than by default."""
    return taonto.analyze(samples=1000)


@pytest.fixture(scope="session")
def files(report):
    return report.files()


@pytest.fixture(scope="session")
def hostile_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("hostile") / "hostile.csv"
    path.write_text(HOSTILE, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def hostile(hostile_file):
    return taonto.analyze(matrix=hostile_file, samples=100)


@pytest.fixture(scope="session")
def hostile_files(hostile):
    return hostile.files()


@pytest.fixture(scope="session")
def catalogue():
    """Framework id to its entry, for the 35 that are compared by default: read from the curated table itself."""
    entries = yaml.safe_load((TABLES / "frameworks.yaml").read_text(encoding="utf-8"))
    return {entry["id"]: entry for entry in entries if entry["scope"] == "core" and entry["components_complete"]}


@pytest.fixture(scope="session")
def sets(catalogue):
    """Framework id to the set of elements that its components show by consensus: no code of taonto's in between."""
    found = {name: set() for name in catalogue}
    with (TABLES / "codings.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if row["framework_id"] in found and row["consensus"] == "yes":
                found[row["framework_id"]].add(row["element_id"])
    return found


@pytest.fixture(scope="session")
def phases(ask):
    """Phase id to the ids of its elements, in the order of the phases."""
    found = {}
    for element, phase in ask("SELECT ?e ?p WHERE { ?e ta:inPhase ?p . ?p ta:hasOrder ?order } ORDER BY ?order ?e"):
        found.setdefault(phase.removeprefix(TAP), set()).add(element.removeprefix(TAP))
    return found


@pytest.fixture(scope="session")
def records_report():
    return taonto.analyze(samples=0, data=[resources.folder("examples") / "engagements-good.csv"])
