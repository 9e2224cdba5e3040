"""The default analysis of the live catalogue and its files, a small hostile matrix, an analysis of records: each made
once. What the tests expect of the catalogue is computed from its tables."""

import pytest
from helpers.plain_catalogue import LIVE, compared, is_detailed

import taonto
from taonto.base import resources
from taonto.base.vocabulary import TAP

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
def sets():
    """Framework id to the elements that its components show by consensus, for those compared by default."""
    return compared(LIVE)


@pytest.fixture(scope="session")
def detailed(sets):
    """The same for detailed lists alone."""
    return {name: elements for name, elements in sets.items() if is_detailed(LIVE, name)}


@pytest.fixture(scope="session")
def phases(ask):
    """Phase id to the ids of its elements, in the order of the phases."""
    found = {}
    for element, phase in ask("SELECT ?e ?p WHERE { ?e ta:inPhase ?p . ?p ta:hasOrder ?order } ORDER BY ?order ?e"):
        found.setdefault(phase.removeprefix(TAP), set()).add(element.removeprefix(TAP))
    return found


@pytest.fixture(scope="session")
def quickly():
    """Analyzes without random matrices and without recomputing the headlines for each framework left out."""

    def analyze(*arguments, **options):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("taonto.analysis.run.THOROUGH_CELLS", 0)
            return taonto.analyze(*arguments, samples=0, **options)

    return analyze


@pytest.fixture(scope="session")
def records_report(quickly):
    return quickly(data=[resources.folder("examples") / "engagements-good.csv"])
