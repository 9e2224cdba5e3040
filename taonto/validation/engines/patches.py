"""What pySHACL and rdflib do differently here, and why: each patch has a test that shows the fault of the library.

When such a test fails, the library has been fixed, and the patch can go: see `tests/validation/test_patches.py`.
"""

from collections.abc import Sequence
from typing import Any

import rdflib
from pyshacl.errors import ValidationFailure
from pyshacl.helper.sparql_query_helper import SPARQLQueryHelper
from rdflib.namespace import OWL, RDF, RDFS, SH, XSD
from rdflib.plugins import sparql
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result as QueryResult

from taonto.validation.engines.errors import unsound_query
from taonto.validation.engines.rdflib_nodes import RdflibNode

_PREFIXES = {"owl": OWL, "rdf": RDF, "rdfs": RDFS, "xsd": XSD}
"""The prefixes that pySHACL gives to queries, whatever the shapes declare."""


class PlanningGraph(rdflib.Graph):
    """A graph that parses and plans a query once.

    pySHACL hands the text of a constraint's query to `Graph.query` again for each focus node, and rdflib parses it each
    time, which takes longer than answering it.
    """

    def query(self, query_object: str | Query, *args: object, **kwargs: object) -> QueryResult:
        """Answer a query; see rdflib.

        Raises:
            ConstraintLoadError: if it can't be read, or asks for more than the data.
        """
        if isinstance(query_object, str):
            plans = self.__dict__.setdefault("_plans", {})
            if query_object not in plans:
                plans[query_object] = _planned(query_object)
            query_object = plans[query_object]
        return super().query(query_object, *args, **kwargs)  # type: ignore[arg-type]


def _planned(text: str) -> Query:
    try:
        query = sparql.prepareQuery(text, initNs=_PREFIXES)
    except Exception as error:
        reason = str(error).partition("  (at char")[0]
        if "namespace prefix" in reason:
            reason += "; declare it with sh:declare and name its place with sh:prefixes"
        raise unsound_query(f"its query can't be read: {reason}") from None
    if query.algebra.get("datasetClause"):
        raise unsound_query("its query has a FROM, and nothing is ever fetched")
    return query


def fetch_nothing() -> None:
    """Keep rdflib from loading the graphs that a query names in FROM, by default from the web."""
    sparql.SPARQL_LOAD_GRAPHS = False


def check_queries_once() -> None:
    """Keep pySHACL from searching the text of a query for what is not allowed again for each focus node."""
    helper_class: Any = SPARQLQueryHelper
    check = helper_class.check_invalid_sparql
    sound: set[str] = set()

    def check_once(helper: SPARQLQueryHelper, text: str, valuenode: object = None, extravars: object = None) -> bool:
        if valuenode is not None or extravars is not None:
            return bool(check(helper, text, valuenode, extravars))
        if text not in sound:
            try:
                check(helper, text)
            except ValidationFailure as error:
                raise unsound_query(str(error.message)) from None
            sound.add(text)
        return True

    helper_class.check_invalid_sparql = check_once


def share_prefixes(graph: rdflib.Graph) -> None:
    """Let what names prefixes also declare those of what it imports: SHACL says so, and pySHACL does not look there.

    Nothing is fetched: only what the shapes graph itself contains counts.
    """
    for importer in set(graph.subjects(OWL.imports)):
        for imported in set(graph.transitive_objects(importer, OWL.imports)):
            for declared in list(graph.objects(imported, SH.declare)):
                graph.add((importer, SH.declare, declared))


def own_messages(messages: Sequence[RdflibNode], templates: Sequence[RdflibNode]) -> Sequence[RdflibNode]:
    """Return the messages of one result of a custom component.

    pySHACL keeps the messages of such a component from one result to the next: the last are this one's own.
    """
    return messages[-len(templates) :] if templates else messages
