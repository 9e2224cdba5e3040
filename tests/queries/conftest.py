"""The saved questions, the graph with the synthetic records in it, and a way to ask."""

from pathlib import Path

import pytest

from taonto.query.answers import plain
from taonto.query.asking import evaluate, load_graph
from taonto.query.questions import load_question

HERE = Path(__file__).parent
RECORDS = HERE / "records.ttl"


@pytest.fixture(scope="session")
def with_records():
    """The inferred edition with the synthetic records and what follows from them."""
    return load_graph([str(RECORDS)])[0]


@pytest.fixture(scope="session")
def answer_to(inferred, with_records):
    """Return the columns and rows that a saved question yields, in short names."""

    def answer(name, **parameters):
        query = load_question(name)
        found = evaluate(with_records if query.data else inferred, query, parameters)
        return found.variables, [tuple(plain(value) for value in row) for row in found.rows()]

    return answer


@pytest.fixture(scope="session")
def rows_of(answer_to):
    """Return the rows alone."""

    def rows(name, **parameters):
        return answer_to(name, **parameters)[1]

    return rows
