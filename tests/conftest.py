"""What many tests share: the two editions of the graph, loaded once, and a way to ask them."""

import pytest
from hypothesis import settings

from taonto.base.life import announce_temporaries
from taonto.base.vocabulary import PREFIXES
from taonto.ontology.edition import load_edition

# A slow machine is not a failure.
settings.register_profile("taonto", deadline=None, print_blob=True)
settings.load_profile("taonto")


@pytest.fixture(scope="session")
def inferred():
    return load_edition("inferred")


@pytest.fixture(scope="session")
def asserted():
    return load_edition("asserted")


@pytest.fixture(scope="session")
def ask(inferred):
    """Return the rows of a SELECT on the inferred edition, as tuples of plain strings."""

    def rows(query):
        return [tuple(None if t is None else t.value for t in row) for row in inferred.query(query, prefixes=PREFIXES)]

    return rows


def pytest_terminal_summary(terminalreporter):
    """Print what the hostile runs took, if all of them were run."""
    reports = [*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")]
    runs = [
        {**dict(report.user_properties)["hostile"], "failed": report.failed}
        for report in reports
        if report.when == "call" and "hostile" in dict(report.user_properties) and "test_all" in report.nodeid
    ]
    if runs:
        from hostile.summary import summary

        terminalreporter.section("hostile runs")
        for line in summary(runs):
            terminalreporter.write_line(line)


@pytest.fixture(autouse=True, scope="session")
def watched():
    """Run the public functions in this process, which pytest watches: a test of the guard says so itself."""
    announce_temporaries(lambda path: None)
