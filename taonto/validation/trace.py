"""From a result back to the place where the user wrote it: file, sheet, row and column, or line."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from taonto.rdf.nodes import AnyNode
from taonto.records.record import Place, Record
from taonto.records.sheets.layout import load_layout

_MANY = 50
"""Statements about one node from which on they are indexed by property."""
_MOST_PLACES = 100
"""Places that are shown of a result that leads to no single value."""

_Stated = tuple[Triple, list[Place]]


class Tracer:
    """Knows the place of each triple of some records.

    A result leads to the triples (focus, path, value), wherever they are stated. If something is missing and there is
    no such triple, it leads to whatever names the focus node; the column is then that of the missing property. What a
    data set says several times is shown where it says it first.
    """

    def __init__(self, records: Iterable[Record]) -> None:
        """Index the records' triples by subject and by object."""
        self._subject: dict[AnyNode, dict[Triple, list[Place]]] = defaultdict(dict)
        self._object: dict[AnyNode, list[tuple[Triple, Place]]] = defaultdict(list)
        self._records: dict[str, list[Place]] = defaultdict(list)
        for record in records:
            self._records[record.subject].append(record.place)
            for triple in record.triples:
                place = record.where(triple)
                self._subject[triple.subject].setdefault(triple, []).append(place)
                if not triple.predicate.value.endswith("#type"):
                    self._object[triple.object].append((triple, place))
        columns = load_layout()
        self._headings = {c.path: c.heading for c in (*columns.columns, *columns.extra) if c.path}
        self._paths: dict[AnyNode, dict[str, list[_Stated]]] = {}
        self._near: dict[tuple[AnyNode, str], list[Place]] = {}
        self._naming: dict[AnyNode, list[Place]] = {}

    def places(self, focus: AnyNode, path: str | None, value: AnyNode | None, about: str | None = None) -> list[Place]:
        """Return the places of a result, at least one if the focus node occurs in the records.

        Args:
            focus: the focus node.
            path: IRI of the property, or a property path.
            value: the value node, or None.
            about: IRI of the property that the result is about, where it has no path.
        """
        column = path if path in self._headings else about
        exact = self._exact(focus, path or about, value)
        if exact:
            return _distinct(exact)
        if column and (near := self._near_places(focus, column)):
            return near
        heading = self._headings.get(column or "")
        key = focus.value if isinstance(focus, NamedNode) else str(focus)
        whole = self._records.get(key)
        if whole and focus in self._subject:
            return _distinct(p._replace(column=heading) for p in whole)
        if focus not in self._naming:
            naming = [p for _, p in self._object.get(focus, ())]
            naming = naming or [p for found in self._subject.get(focus, {}).values() for p in found]
            self._naming[focus] = _distinct(naming)[:1]
        return [p._replace(column=heading or p.column) for p in self._naming[focus]]

    def _exact(self, focus: AnyNode, path: str | None, value: AnyNode | None) -> list[Place]:
        """Return the places of the triples that a result is about, if it names a property."""
        if path is None or isinstance(focus, Literal | Triple):
            return []
        if value is None:
            return [p for _, found in self._stated(focus, path) for p in found]
        try:
            triple = Triple(focus, NamedNode(path), value)
        except ValueError:  # a property path
            return []
        return self._subject.get(focus, {}).get(triple, [])

    def _near_places(self, focus: AnyNode, column: str) -> list[Place]:
        key = focus, column
        if key not in self._near:
            self._near[key] = _distinct(found[0] for _, found in self._stated(focus, column))[:_MOST_PLACES]
        return self._near[key]

    def _stated(self, subject: AnyNode, path: str) -> list[_Stated]:
        """Return the triples with a subject and a property, with their places."""
        stated = self._subject.get(subject, {})
        if len(stated) < _MANY:
            return [item for item in stated.items() if item[0].predicate.value == path]
        if subject not in self._paths:
            paths = self._paths[subject] = defaultdict(list)
            for item in stated.items():
                paths[item[0].predicate.value].append(item)
        return self._paths[subject].get(path, [])

    def properties(self, value: AnyNode, subject: AnyNode | None = None) -> Iterator[tuple[Triple, Place]]:
        """Yield the triples that contain a value (of one subject), with their places."""
        for triple, place in self._object.get(value, ()):
            if subject is None or triple.subject == subject:
                yield triple, place

    def texts(self, predicates: frozenset[str]) -> Iterator[tuple[Triple, Place]]:
        """Yield the triples with some properties, with their places, each triple at each of its places."""
        for stated in list(self._subject.values()):
            for triple, places in stated.items():
                if triple.predicate.value in predicates:
                    yield from ((triple, place) for place in dict.fromkeys(places))

    def about(self, subject: AnyNode) -> list[Triple]:
        """Return what the records state about a node."""
        return list(self._subject.get(subject, ()))

    def values(self, subject: AnyNode, path: str) -> list[AnyNode]:
        """Return the values of a property of a node."""
        return [triple.object for triple, _ in self._stated(subject, path)]

    def states(self, subject: NamedNode | BlankNode, predicate: NamedNode, value: AnyNode) -> bool:
        """Say whether the records state a triple."""
        return Triple(subject, predicate, value) in self._subject.get(subject, {})

    def subjects(self) -> list[AnyNode]:
        """Return all nodes about which the records state anything, in their order."""
        return list(self._subject)


def _distinct(places: Iterable[Place]) -> list[Place]:
    return sorted(dict.fromkeys(places), key=lambda p: (p.row or p.line or 0, p.column or ""))
