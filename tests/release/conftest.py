"""The release, built once for all tests; and each of its graphs, parsed once."""

import pytest

from taonto.rdf.graph import parse_triples
from taonto.release.folder import SYNTAXES, release_files


@pytest.fixture(scope="session")
def files():
    return release_files()


@pytest.fixture(scope="session")
def parsed(files):
    """Return a function that gives the triples of a file of the release, as a set."""
    known = {}

    def triples(name):
        if name not in known:
            known[name] = frozenset(parse_triples(files[name], SYNTAXES[name.rpartition(".")[2]], name))
        return known[name]

    return triples
