"""The table that describes a data set, one row per property and value: to the triples of a record, and back."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from taonto.base.vocabulary import shorten
from taonto.rdf.nodes import TYPE, Node, iri_of
from taonto.records.record import Place, Record
from taonto.records.sheets.layout import Column, normal_heading
from taonto.records.sheets.rows import RecordBuilder
from taonto.records.sheets.values import join_values, name_and_iri, node_of_text, split_values, text_of_node

HEADINGS = ("property", "value")

About = Mapping[NamedNode | BlankNode, Mapping[str, list[Node]]]
"""What a graph states about each node: property to values."""


class Fact(NamedTuple):
    """One row: the name of the property as typed, the value, and its place."""

    key: str
    text: str
    place: Place


def dataset_record(builder: RecordBuilder, facts: Sequence[Fact], name: str, place: Place) -> Record:
    """Return the description of a data set as a record, which has a type alone if there are no facts.

    Args:
        builder: turns names into IRIs.
        facts: the rows that have both a key and a value.
        name: what the IRI of the data set is made from if no row gives one.
        place: the place of the table.
    """
    columns = {normal_heading(c.heading): c for c in builder.layout.dataset}
    named = [columns.get(normal_heading(fact.key)) for fact in facts]
    own = (iri_of(f.text) for f, c in zip(facts, named, strict=True) if c is not None and c.kind == "subject")
    subject = next((iri for iri in own if iri), None) or NamedNode(builder.iris.shared("dataset", name))
    record = Record(subject.value, [], place)
    record.add(Triple(subject, TYPE, NamedNode(builder.layout.dataset_type)), place)
    for (key, text, at), column in zip(facts, named, strict=True):
        if column is None:
            record.add(Triple(subject, builder.custom_path(key), node_of_text(text)), at)
        elif column.kind == "subject":
            if iri_of(text) is None:
                record.add(Triple(subject, builder.custom_path(key), Literal(text)), at)
        elif column.node is None:
            record.add(Triple(subject, NamedNode(column.path), builder.term(column, text)), at)
        else:
            label, iri = name_and_iri(split_values(text)[0])
            node = iri or NamedNode(builder.iris.shared(column.node.kind, label))
            record.add(Triple(subject, NamedNode(column.path), node), at)
            record.add(Triple(node, TYPE, NamedNode(column.node.type)), at)
            if label:
                record.add(Triple(node, NamedNode(builder.layout.label), Literal(label)), at)
    return record


def dataset_rows(builder: RecordBuilder, about: About, fits: Callable[[str], bool]) -> list[tuple[str, str]]:
    """Return the rows that describe the first data set in a graph; none if no data set has an IRI.

    Args:
        builder: as for `dataset_record`.
        about: the graph.
        fits: says whether a cell can contain a text.
    """
    kind = NamedNode(builder.layout.dataset_type)
    subject = next((s for s, a in about.items() if isinstance(s, NamedNode) and kind in a.get(TYPE.value, ())), None)
    if subject is None:
        return []
    iri = ("iri", subject.value)
    stated: dict[tuple[Node, str], set[Node]] = {}

    def states(subject: NamedNode | BlankNode, path: str, value: Node) -> bool:
        if (subject, path) not in stated:
            stated[subject, path] = set(about.get(subject, {}).get(path, ()))
        return value in stated[subject, path]

    def faithful(row: tuple[str, str]) -> bool:
        """Say whether a row can be written, and gives nothing but what the graph states when it is read again."""
        if not (row[1] and fits(row[0]) and fits(row[1])):
            return False
        facts = [Fact(key.strip(), text.strip(), Place("")) for key, text in (iri, row)]
        read = dataset_record(builder, facts, "", Place("")).triples
        return all(
            states(t.subject, t.predicate.value, t.object)  # type: ignore[arg-type]
            for t in read
            if t.predicate != TYPE
        )

    rows = [row for row in _rows(builder, about, subject, kind) if faithful(row)]
    return [iri, *rows] if faithful(iri) else []


def _rows(builder: RecordBuilder, about: About, subject: NamedNode, kind: NamedNode) -> Iterator[tuple[str, str]]:
    known = [c for c in builder.layout.dataset if c.path]
    for column in known:
        for term in about[subject].get(column.path, ()):
            yield column.heading, _name(builder, about, column, term) if column.node else term.value
    for path, terms in about[subject].items():
        if path not in {c.path for c in known}:
            yield from ((builder.iris.heading(path) or shorten(path), text) for text in _texts(terms, kind))


def _texts(terms: Iterable[Node], kind: NamedNode) -> Iterator[str]:
    return (text_of_node(t) for t in terms if not isinstance(t, BlankNode) and t != kind)


def _name(builder: RecordBuilder, about: About, column: Column, node: Node) -> str:
    """Return the cell for a thing: its name, its IRI, or both."""
    if not isinstance(node, NamedNode) or column.node is None:
        return ""
    labels = about.get(node, {}).get(builder.layout.label, ())
    name = next((t.value for t in labels if t == Literal(t.value)), "")
    if name and builder.iris.shared(column.node.kind, name) == node.value:
        return join_values([name])
    return join_values([f"{name} <{node.value}>" if name else node.value])
