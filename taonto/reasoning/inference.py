"""The OWL RL closure: what follows from the ontology and the facts, so that a query need not know the chains.

The Rust library `reasonable` does the work, but for property chains, which it leaves out: these are a query in
`ontology/rules/`, and the two take turns until neither finds more.
"""

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import cast

from pyoxigraph import BlankNode, Literal, NamedNode, QueryTriples, RdfFormat, Store, Triple, parse, serialize

from taonto.base import resources
from taonto.base.vocabulary import PREFIXES
from taonto.rdf.graph import store_of

_OWL, _RDFS = PREFIXES["owl"], PREFIXES["rdfs"]
_REFLEXIVE = {
    _OWL + "sameAs",
    _OWL + "equivalentClass",
    _OWL + "equivalentProperty",
    _RDFS + "subClassOf",
    _RDFS + "subPropertyOf",
}
_COUNTS = {_OWL + name for name in ("maxCardinality", "maxQualifiedCardinality")}
"""Properties whose number the rules read."""
_TOP = {_OWL + "Thing", _OWL + "Nothing", _RDFS + "Resource", _RDFS + "Literal"}


def close(triples: Iterable[Triple]) -> set[Triple]:
    """Return the triples with all named things that follow from them under OWL 2 RL.

    What is true of everything and helps no query is left out: reflexive statements, membership in owl:Thing,
    statements about unnamed classes. Contradictions are not looked for: that is `taonto check`.
    """
    given = set(triples)
    store = store_of(given)
    while True:
        before = len(store)
        store_of((t for t in _reason(store) if _says_something(t)), store)
        store_of(apply_rule("property-chains", store), store)
        if len(store) == before:
            return {quad.triple for quad in store}


def apply_rule(name: str, store: Store) -> list[Triple]:
    """Return what the CONSTRUCT query `ontology/rules/NAME.rq` yields on a store."""
    query = (resources.folder("ontology") / "rules" / f"{name}.rq").read_text(encoding="utf-8")
    return list(cast(QueryTriples, store.query(query)))


def _reason(store: Store) -> Iterator[Triple]:
    import reasonable

    values: dict[Literal | Triple, Literal] = {}

    def stand_in(triple: Triple) -> Triple:
        """Put a plain number for a value: the way through the reasoner would respell some, and choke on others."""
        value = triple.object
        if not isinstance(value, Literal | Triple) or triple.predicate.value in _COUNTS:
            return triple
        return Triple(triple.subject, triple.predicate, values.setdefault(value, Literal(str(len(values)))))

    reasoner = reasonable.PyReasoner()
    with tempfile.TemporaryDirectory() as folder:
        # N-Triples is Turtle, and the reasoner reads files fastest under that suffix.
        path = Path(folder) / "graph.ttl"
        serialize((stand_in(quad.triple) for quad in store), path, RdfFormat.N_TRIPLES)
        reasoner.load_file(str(path))
    meant = {number: value for value, number in values.items()}
    lines = (f"{s.n3()} {p.n3()} {o.n3()} ." for s, p, o in reasoner.reason() if hasattr(s, "toPython"))
    for quad in parse("\n".join(lines), RdfFormat.N_TRIPLES):
        value = quad.object
        yield Triple(quad.subject, quad.predicate, meant.get(value, value) if isinstance(value, Literal) else value)


def _says_something(triple: Triple) -> bool:
    if isinstance(triple.subject, BlankNode) or isinstance(triple.object, BlankNode):
        return False
    if triple.predicate.value in _REFLEXIVE and triple.subject == triple.object:
        return False
    return not any(isinstance(t, NamedNode) and t.value in _TOP for t in (triple.subject, triple.object))
