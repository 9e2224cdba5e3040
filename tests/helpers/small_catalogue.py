"""The small catalogue that the expected answers of the saved questions are about.

An expected answer tests a question, not the catalogue: what the catalogue says changes with every framework, coding or
code that somebody adds. So these answers come from a graph that does not grow: the frameworks and codings of
`tests/queries/tables/`, and of the ontology only the terms that `tests/queries/terms.txt` names.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import NamedNode, Store, Triple

from taonto.base.vocabulary import TA, TAC, TAF, TAP, shorten
from taonto.ontology.catalogue import catalogue_triples
from taonto.ontology.edition import asserted_triples, modules
from taonto.query.answers import Answer, plain
from taonto.query.asking import evaluate
from taonto.query.questions import Question
from taonto.rdf.graph import read_triples, store_of
from taonto.reasoning.inference import close

FOLDER = Path(__file__).parents[1] / "queries"
EXPECTED = FOLDER / "expected"
RECORDS = FOLDER / "records.ttl"
TERMS = FOLDER / "terms.txt"

ASKED = {
    "element-pairs-together": {"least": "6"},
    "study-element-pairs": {"least": "6"},
    "study-framework-pairs": {"least": "5"},
}
"""Parameters for the questions whose defaults are too high for so few frameworks."""


class SmallCatalogue:
    """The small catalogue, alone and with the synthetic records, both with what follows from them."""

    def __init__(self) -> None:
        known = set(TERMS.read_text(encoding="utf-8").split())
        newcomers = {term for term in own_terms() if shorten(term) not in known}
        tables = catalogue_triples(FOLDER / "tables")
        ontology = _without(newcomers, _ontology())
        asserted = list(_without(newcomers, asserted_triples(ontology, tables)))
        self.alone: Store = store_of(close(asserted))
        self.with_records: Store = store_of(close([*asserted, *read_triples(RECORDS)]))

    def answer(self, question: Question) -> Answer:
        """Return the answer to a question, with the records if it is about records."""
        return evaluate(self.with_records if question.data else self.alone, question, ASKED.get(question.name))


def table(answer: Answer) -> tuple[list[str], list[tuple[str, ...]]]:
    """Return the columns and rows of an answer, in short names."""
    return list(answer.variables), [tuple(plain(value) for value in row) for row in answer.rows()]


def own_terms() -> set[str]:
    """Return the IRIs in our namespaces that the modules of the ontology describe."""
    names = {triple.subject.value for triple in _ontology() if isinstance(triple.subject, NamedNode)}
    return {name for name in names if name.startswith((TA, TAC, TAF, TAP))}


def write_terms() -> None:
    """Let the small catalogue know all terms that the ontology has today."""
    TERMS.write_text("".join(f"{name}\n" for name in sorted(map(shorten, own_terms()))), encoding="utf-8")


def _ontology() -> Iterator[Triple]:
    for module in modules().values():
        yield from module


def _without(names: set[str], triples: Iterable[Triple]) -> Iterator[Triple]:
    for triple in triples:
        if triple.subject.value not in names and getattr(triple.object, "value", "") not in names:
            yield triple
