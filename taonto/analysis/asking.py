"""Asking a graph, in a store or at an endpoint, the queries in `queries/` that the analysis is built on."""

import json
from collections.abc import Callable, Iterable, Sequence
from importlib import resources
from typing import TYPE_CHECKING

from taonto.base.vocabulary import TAC, TAF, TAP

if TYPE_CHECKING:
    from pyoxigraph import Store

Row = Sequence[str | None]
Select = Callable[[str], Iterable[Row]]
"""Answers a SPARQL SELECT with rows of plain text: the IRI or the lexical form, None where unbound."""


def select_in_store(store: "Store") -> Select:
    """Return a `Select` that asks an embedded store."""
    from pyoxigraph import QuerySolutions

    def select(query: str) -> Iterable[Row]:
        solutions = store.query(query)
        assert isinstance(solutions, QuerySolutions)
        return [_plain(row) for row in solutions]

    return select


def select_at_endpoint(url: str, timeout: float) -> Select:
    """Return a `Select` that asks a SPARQL 1.1 endpoint.

    Args:
        url: its address.
        timeout: seconds for each query.

    Raises (when it is called):
        TaontoError: as `taonto.query.endpoint.ask` does.
    """
    from taonto.query.endpoint import ask

    def select(query: str) -> Iterable[Row]:
        return [_plain(row) for row in ask(url, query, "SELECT", timeout).rows()]

    return select


def query_text(name: str, study: str | None = None) -> str:
    """Return the text of a query in `queries/`.

    Args:
        name: its file name without suffix.
        study: the name of the coding study to put in place of "$study", if the query has that.
    """
    text = (resources.files("taonto.analysis") / "queries" / f"{name}.rq").read_text(encoding="utf-8")
    # JSON writes text the way a SPARQL string literal does, escapes included.
    return text if study is None else text.replace('"$study"', json.dumps(study))


def local_id(iri: str | None) -> str:
    """Return the id: the local name of an IRI of ours, any other IRI in full.

    >>> local_id("https://w3id.org/taonto/practice/coaching"), local_id("http://example.org/x")
    ('coaching', 'http://example.org/x')
    """
    text = iri or ""
    for namespace in (TAF, TAP, TAC):
        if text.startswith(namespace):
            return text[len(namespace) :]
    return text


def optional_id(iri: str | None) -> str | None:
    """Return the id of an IRI, or None where there is no IRI."""
    return local_id(iri) if iri else None


def _plain(row: Iterable[object]) -> Row:
    return [None if term is None else str(getattr(term, "value", term)) for term in row]
