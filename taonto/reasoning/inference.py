"""The OWL RL closure: everything that follows from the ontology and the facts, so that queries can stay simple.

The Rust library `reasonable` does most of the work. It lacks property chains: these are a query in `ontology/rules/`,
and the two take turns until neither finds more.
"""

from collections.abc import Iterable, Iterator
from typing import cast

from pyoxigraph import BlankNode, Literal, NamedNode, QueryTriples, RdfFormat, Store, Triple, parse, serialize

from taonto.base import resources
from taonto.base.vocabulary import OWL, RDFS
from taonto.base.writing import temporary_folder, temporary_output
from taonto.rdf.graph import store_of

_REFLEXIVE = {
    OWL + "sameAs",
    OWL + "equivalentClass",
    OWL + "equivalentProperty",
    RDFS + "subClassOf",
    RDFS + "subPropertyOf",
}
_COUNTS = {OWL + name for name in ("maxCardinality", "maxQualifiedCardinality")}
"""Properties whose numbers the reasoner uses."""
_TOP = {OWL + "Thing", OWL + "Nothing", RDFS + "Resource", RDFS + "Literal"}


def close(triples: Iterable[Triple]) -> set[Triple]:
    """Return the triples with all statements about named things that follow from them under OWL 2 RL.

    Statements that are always true and help no query are left out: reflexive ones, membership in owl:Thing, those about
    unnamed classes. Contradictions are not looked for: that is the work of `taonto.quality`.
    """
    given = set(triples)
    store = store_of(given)
    while True:
        store_of((t for t in _reason(store) if _says_something(t)), store)
        reasoned = len(store)
        store_of(apply_rule("property-chains", store), store)
        if len(store) == reasoned:
            return {quad.triple for quad in store}


def apply_rule(name: str, store: Store) -> list[Triple]:
    """Return the result of the CONSTRUCT query `ontology/rules/NAME.rq` on a store."""
    query = (resources.folder("ontology") / "rules" / f"{name}.rq").read_text(encoding="utf-8")
    return list(cast(QueryTriples, store.query(query)))


def _reason(store: Store) -> Iterator[Triple]:
    import reasonable

    values: dict[Literal | Triple, Literal] = {}

    def stand_in(triple: Triple) -> Triple:
        """Replace a value by a plain number: the reasoner would rewrite some values and fail on others."""
        value = triple.object
        if not isinstance(value, Literal | Triple) or triple.predicate.value in _COUNTS:
            return triple
        return Triple(triple.subject, triple.predicate, values.setdefault(value, Literal(str(len(values)))))

    reasoner = reasonable.PyReasoner()
    with temporary_folder() as folder:
        # N-Triples is also Turtle, and the reasoner reads a file with that suffix fastest.
        path = folder / "graph.ttl"
        with temporary_output(path) as stream:
            serialize((stand_in(quad.triple) for quad in store), stream, RdfFormat.N_TRIPLES)
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
