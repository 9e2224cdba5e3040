"""Triples of engagement records to the rows of a sheet, and what no cell can contain.

A row is written so that reading it gives the same triples again; what reading would not give back is the rest.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from taonto.base.vocabulary import TA, shorten
from taonto.ontology.codes import CodeLists
from taonto.rdf.nodes import TYPE, Node, iri_of, renamed
from taonto.records.record import Place, record_classes
from taonto.records.sheets.dataset import Fact, dataset_record, dataset_rows
from taonto.records.sheets.layout import Column, normal_heading
from taonto.records.sheets.rows import DEFAULT_BASE, Header, RecordBuilder, plan
from taonto.records.sheets.values import is_name, join_values, name_and_iri, node_of_text, text_of_node

Subject = NamedNode | BlankNode
Graph = Mapping[Subject, Mapping[str, list[Node]]]

_IDENTIFIER = TA + "hasIdentifier"
_MAX_CUSTOM = 200
"""Most custom columns that are added to a sheet."""
_MOST_REPEATED = 20
"""How many further values of a thing are repeated in each row that names it."""


@dataclass(slots=True)
class SheetRows:
    """Rows ready to be written.

    Attributes:
        headings: those of the template, then further ones that the data needs.
        rows: one per record; as many cells as headings.
        dataset: the rows that describe the data set, each a property and its value.
        rest: the triples that no cell can contain.
    """

    headings: list[str]
    rows: list[list[str]]
    dataset: list[tuple[str, str]] = field(default_factory=list)
    rest: list[Triple] = field(default_factory=list)


def to_rows(
    triples: Iterable[Triple],
    *,
    lists: CodeLists | None = None,
    base: str = DEFAULT_BASE,
    fits: Callable[[str], bool] = lambda text: True,
    described: bool = False,
) -> SheetRows:
    """Return the engagement records in some triples as rows, in the order in which they appear.

    Blank nodes that belong to a record become IRIs, as they would be if the row were read.

    Args:
        triples: any triples.
        lists: the code lists; those that come with taonto by default.
        base: what the IRIs made from identifiers and names start with.
        fits: says whether a cell of the file can contain a text.
        described: whether the file can contain a second table, which describes the data set.
    """
    builder = RecordBuilder(lists or CodeLists.shipped(), base)
    everything = _name_blank_nodes(list(dict.fromkeys(triples)), builder)
    graph = _graph(everything)
    writer = _Writer(builder, graph, fits)
    subjects = [s for s in graph if isinstance(s, NamedNode) and _is_record(graph[s])]
    written = [writer.cells(s) for s in subjects]
    used = {heading for cells in written for heading in cells}
    headings = [*builder.layout.headings]
    headings += [c.heading for c in builder.layout.extra if c.heading in used]
    headings += sorted(used - set(headings))
    columns = plan(writer.headers(headings))
    found = SheetRows(headings, [[cells.get(h, "") for h in headings] for cells in written])
    back: set[Triple] = set()
    for subject, row in zip(subjects, found.rows, strict=True):
        back.update(builder.record(columns, row, Place(""), subject.value).triples)
    if described:
        found.dataset = dataset_rows(builder, graph, fits)
        back.update(_described_by(builder, found.dataset))
    found.rest = [t for t in everything if t not in back]
    return found


def dataset_cells(
    builder: RecordBuilder, triples: Iterable[Triple], fits: Callable[[str], bool]
) -> tuple[list[tuple[str, str]], list[Triple]]:
    """Return the rows that describe the data set in some triples, and the triples that no row can contain.

    Args:
        builder: turns names into IRIs.
        triples: what describes the data set.
        fits: says whether a cell of the file can contain a text.
    """
    everything = list(triples)
    rows = dataset_rows(builder, _graph(everything), fits)
    back = set(_described_by(builder, rows))
    return rows, [t for t in everything if t not in back]


def _described_by(builder: RecordBuilder, rows: Iterable[tuple[str, str]]) -> list[Triple]:
    facts = [Fact(key, text, Place("")) for key, text in rows]
    return dataset_record(builder, facts, "", Place("")).triples if facts else []


def _is_record(about: Mapping[str, list[Node]]) -> bool:
    return _IDENTIFIER in about or not record_classes().isdisjoint(about.get(TYPE.value, ()))


def _graph(triples: Iterable[Triple]) -> dict[Subject, dict[str, list[Node]]]:
    graph: dict[Subject, dict[str, list[Node]]] = {}
    for t in triples:
        if isinstance(t.subject, Triple) or isinstance(t.object, Triple):
            continue
        graph.setdefault(t.subject, {}).setdefault(t.predicate.value, []).append(t.object)
    return graph


def _name_blank_nodes(triples: list[Triple], builder: RecordBuilder) -> list[Triple]:
    """Give an IRI to each blank node that is a record, or that a record names: the one that reading would give."""
    graph = _graph(triples)
    names: dict[Node, NamedNode] = {}
    used = {s.value for s in graph if isinstance(s, NamedNode)}

    def name(node: Node, *choices: str) -> None:
        if isinstance(node, BlankNode) and node not in names:
            iri = next((c for c in choices if c not in used), None)
            if iri is not None:
                used.add(iri)
                names[node] = NamedNode(iri)

    records = [s for s, about in graph.items() if _is_record(about)]
    for number, subject in enumerate(records, start=1):
        identifier = _plain(graph[subject].get(_IDENTIFIER, ()))
        made = builder.subject({"identifier": identifier}, number)
        name(subject, made, builder.iris.part(made, "record", number))
    to_recipient = builder.layout.by_heading["recipient"].path
    for subject in records:
        own = names.get(subject, subject)
        for column in sorted(builder.layout.columns, key=lambda c: c.heading != "recipient"):
            if column.node is None or not isinstance(own, NamedNode):
                continue
            owners = [names.get(o, o).value for o in graph[subject].get(to_recipient, ())]
            for number, node in enumerate(graph[subject].get(column.path, ()), start=1):
                if isinstance(node, BlankNode):
                    label = _plain(graph.get(node, {}).get(builder.layout.label, ()))
                    part = builder.iris.part(own.value, column.node.kind, number)
                    made = builder.node_iri(column.node, label, owners, own.value, number) if label else part
                    name(node, made, part, builder.iris.again(part, number))
    if not names:
        return triples
    return list(dict.fromkeys(renamed(t, lambda node: names.get(node, node)) for t in triples))


def _plain(terms: Iterable[Node]) -> str:
    return next((t.value for t in terms if isinstance(t, Literal) and t == Literal(t.value)), "")


class _Writer:
    """Writes the cells of records, and keeps track of the custom columns that they need.

    Attributes:
        builder: reads cells; what it would not read as the graph has it is not written.
        graph: what is stated about each node.
        fits: says whether a cell of the file can contain a text.
        known: the IRIs of properties that have a column in the layout.
        custom: property to the heading of its custom column.
        taken: the headings that custom columns can't have.
        names: the names of things, as far as they have been looked up.
        told: things with very many values in a column that describes them, of which a row has named all.
    """

    def __init__(self, builder: RecordBuilder, graph: Graph, fits: Callable[[str], bool]) -> None:
        self.builder = builder
        self.layout = builder.layout
        self.graph = graph
        self.fits = fits
        self.known = {c.path for c in self.layout.all_columns if c.path and not c.of}
        self.custom: dict[str, str] = {}
        self.taken = set(self.layout.by_name)
        self.names: dict[NamedNode, str] = {}
        self.told: set[tuple[NamedNode, str]] = set()

    def headers(self, headings: Sequence[str]) -> list[Header]:
        """Return what the columns with these headings are."""
        return [Header(h, self.layout.by_heading.get(h)) for h in headings]

    def cells(self, subject: NamedNode) -> dict[str, str]:
        """Return the cells of a record by heading; blank ones left out."""
        about = self.graph[subject]
        cells: dict[str, str] = {}
        things: dict[str, list[NamedNode]] = {}
        for _, header in plan(self.headers(list(self.layout.by_heading))):
            column = header.column
            assert column is not None
            if column.node is not None:
                text = self._things(subject, column, about.get(column.path, ()), things)
            elif column.of:
                nodes = things.get(column.of) or (things.get(column.or_of) if column.or_of else None) or []
                text = self._described(column, nodes)
            else:
                text = self._values(column, about.get(column.path, ()))
            if text and self.fits(text):
                cells[column.heading] = text
            elif column.node is not None:
                things.pop(column.heading, None)
        if self.builder.subject(cells) != subject.value:
            cells["iri"] = subject.value
        for path, values in about.items():
            if path not in self.known:
                self._custom_column(cells, path, values)
        return cells

    def _values(self, column: Column, terms: Iterable[Node]) -> str:
        texts = [t for t in (self.builder.text(column, term) for term in terms) if t]
        return join_values(texts) if column.splits else next(iter(texts), "")

    def _things(
        self, subject: NamedNode, column: Column, terms: Iterable[Node], things: dict[str, list[NamedNode]]
    ) -> str:
        """Return the cell that names things, and remember them in `things`; "" if one of them can't be named."""
        assert column.node is not None
        owners = [n.value for n in things.get("recipient", ())]
        nodes = [t for t in terms if isinstance(t, NamedNode)]
        if column.link:  # the second objective belongs to the second goal, so they follow the order of the goals
            order: dict[Node, int] = {goal: i for i, goal in reversed([*enumerate(things.get(column.link[1], ()))])}
            nodes.sort(key=lambda n: min((order[g] for g in self._linked(n, column) if g in order), default=0))
        if column.node.name == "record":
            nodes.sort(key=_natural)
        texts = []
        for number, node in enumerate(nodes, start=1):
            name = self._name(node)
            wanted = self.builder.node_iri(column.node, name, owners, subject.value, number)
            made = name and is_name(name) and node.value in (wanted, self.builder.iris.again(wanted, number))
            both = f"{name} <{node.value}>"
            if made:
                texts.append(name)
            elif name and name_and_iri(both) == (name, node):
                texts.append(both)
            elif iri_of(node.value) == node:
                texts.append(node.value)
            else:
                return ""
        things[column.heading] = nodes
        return join_values(texts)

    def _linked(self, node: NamedNode, column: Column) -> list[Node]:
        assert column.link is not None
        return self.graph.get(node, {}).get(column.link[0], [])

    def _name(self, node: NamedNode) -> str:
        """Return the first name of a thing that a cell can state; "" if it has none."""
        if node not in self.names:
            labels = self.graph.get(node, {}).get(self.layout.label, ())
            plain = (t.value for t in labels if isinstance(t, Literal) and t == Literal(t.value) and t.value)
            self.names[node] = next((n for n in plain if name_and_iri(n) == (n, None) and n.strip() == n), "")
        return self.names[node]

    def _described(self, column: Column, nodes: Sequence[NamedNode]) -> str:
        """Return the cell of a column that describes things: one value each; the last thing can have several.

        If it has very many, only one row names them all, or the sheet would be a multiple of what it is made from.
        """
        values = [next(self._described_as(column, node), "") for node in nodes]
        if nodes:
            key = nodes[-1], column.heading
            further = () if key in self.told else tuple(islice(self._described_as(column, nodes[-1]), 1, None))
            if len(further) >= _MOST_REPEATED:
                self.told.add(key)
            values += further
        return join_values(values) if any(values) else ""

    def _described_as(self, column: Column, node: NamedNode) -> Iterator[str]:
        return (t for t in (self.builder.text(column, v) for v in self.graph.get(node, {}).get(column.path, ())) if t)

    def _custom_column(self, cells: dict[str, str], path: str, terms: Iterable[Node]) -> None:
        values = [t for t in terms if not isinstance(t, BlankNode)]
        if path == TYPE.value:
            values = [v for v in values if v.value != self.layout.type]
        heading = self._custom_heading(path)
        if heading is None or not values:
            return
        if iri_of(heading) is None:  # such a column contains one plain text
            text = next((v.value for v in values if v == Literal(v.value) and v.value.strip() == v.value), "")
        else:
            texts = [text_of_node(v) for v in values]
            text = join_values(
                [t for t, v in zip(texts, values, strict=True) if node_of_text(t) == v and t.strip() == t]
            )
        if text and self.fits(text):
            cells[heading] = text

    def _custom_heading(self, path: str) -> str | None:
        if path not in self.custom:
            made = self.builder.iris.heading(path)
            short = shorten(path)
            heading = made or (short if iri_of(short) == NamedNode(path) else path)
            usable = (
                heading.strip() == heading
                and self.builder.custom_path(heading) == NamedNode(path)
                and self.fits(heading)
            )
            if not usable or normal_heading(heading) in self.taken or len(self.custom) >= _MAX_CUSTOM:
                return None
            self.taken.add(normal_heading(heading))
            self.custom[path] = heading
        return self.custom[path]


def _natural(node: NamedNode) -> tuple[str, int, str]:
    """Return what sorts node 10 after node 9."""
    stem = node.value.rstrip("0123456789")
    digits = node.value[len(stem) :].lstrip("0")
    return stem, len(digits), digits
