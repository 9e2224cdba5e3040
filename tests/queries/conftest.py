"""The saved questions, asked of the live catalogue and of the small one, with the synthetic records in it."""

import pytest
from helpers.small_catalogue import RECORDS, SmallCatalogue, table

from taonto.query.asking import evaluate, load_graph
from taonto.query.questions import load_question


@pytest.fixture(scope="session")
def small():
    """The catalogue that does not grow: the expected answers are about it."""
    return SmallCatalogue()


@pytest.fixture(scope="session")
def with_records():
    """The inferred edition with the synthetic records and what follows from them."""
    return load_graph([str(RECORDS)])[0]


@pytest.fixture(scope="session")
def rows_of(inferred, with_records):
    """Return the rows that a saved question yields on the live catalogue, in short names."""

    def rows(name, **parameters):
        query = load_question(name)
        return table(evaluate(with_records if query.data else inferred, query, parameters))[1]

    return rows
