"""From the cells of one row to the triples of one record, as `ontology/sheet.yaml` says.

Nothing is thrown away: a value that its column can't take (an unknown code, a file name where a web address belongs)
becomes a literal with the raw text, so that validation finds it and names its cell.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from urllib.parse import quote, unquote

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from taonto.base.errors import BadInputError
from taonto.base.vocabulary import PREFIXES
from taonto.ontology.codes import CodeLists, node_of_code
from taonto.rdf.nodes import TYPE, Node, iri_of
from taonto.records.record import Place, Record
from taonto.records.sheets.layout import Column, Layout, NodeKind, load_layout
from taonto.records.sheets.values import is_name, name_and_iri, node_of_text, pair, split_values

DEFAULT_BASE = "https://w3id.org/taonto/data/"
"""What the IRIs of a sheet's records and organizations start with unless the user names another base."""

_SAME_AS = NamedNode(PREFIXES["owl"] + "sameAs")
_XSD = {k: NamedNode(PREFIXES["xsd"] + k) for k in ("date", "decimal", "integer")}
_MISREAD = {
    "date": re.compile(r"\d{4}-(?:W.*|\d\d-\d\d(?!Z$|[+-]\d\d:\d\d$).+)", re.DOTALL),
    "integer": re.compile(r"[+-]?(?=\d*[^0-9+-])[\d_]+"),
    "decimal": re.compile(r"(?=.*[^0-9.+-])[+-]?[\d._]+(?:[eE][+-]?[\d_]+)?"),
}
"""Cells that stay plain text, by the kind of their column. None of them is a valid date or number, but Python's RDF
libraries would quietly turn them into one if they got its datatype: a date with a time of day, a week, a number with
an exponent, with underscores or with digits of another script. As plain text they are found and reported as typed."""
_SHORT_NAME = re.compile(r"(?=.*\d)[A-Za-z0-9][\w.:/-]*")
"""What an identifier looks like: one word with a digit in it, such as G-12."""
_LONGEST_NAME = 1_000
"""Most characters of a name that can be seen in an IRI made from it."""
_CACHE, _SHORT_CELL = 20_000, 200
"""How many cells are remembered with what they became, and the most characters of such a cell."""


@dataclass(frozen=True, slots=True)
class Header:
    """One column of a table, as it was recognized.

    Attributes:
        heading: the layout's heading where the file has it in some spelling; an alias or unknown heading as typed.
        column: the column of the layout; None for a custom column.
        named: whether the table has a heading there; if not, `heading` is made from the column's number.
    """

    heading: str
    column: Column | None
    named: bool = True


Plan = list[tuple[int, Header]]
"""The columns of a table, each with its number from 0, in the order in which the cells of a row are to be read."""


def plan(headers: Sequence[Header]) -> Plan:
    """Return the columns of a table in the order in which they are to be read.

    What a cell depends on is read before it: the recipients before goals and objectives, whose words belong to
    them; the goals before the objectives, which link to them; a thing before the columns that describe it.

    Args:
        headers: in the order of the table.
    """

    def rank(header: Header) -> int:
        column = header.column
        if column is None:
            return 0
        return 3 if column.of else 2 if column.link else 1 if column.node and column.node.name == "recipient" else 0

    return sorted(enumerate(headers), key=lambda item: rank(item[1]))


def check_base(base: str) -> None:
    """Refuse a base that no IRI can start with.

    Raises:
        BadInputError: if it is not an absolute IRI, or doesn't end in "/" or "#".
    """
    if iri_of(base) is None or not base.endswith(("/", "#")):
        raise BadInputError(f"'{base}' can't be the start of web addresses; give an address that ends in / or #")


@dataclass(slots=True)
class IriMaker:
    """Makes IRIs from names: the same name gives the same IRI, whatever else is in the file.

    Attributes:
        base: what all made IRIs start with; ends in "/" or "#".
    """

    base: str = DEFAULT_BASE
    _owners: tuple[Sequence[str], blake2b] | None = field(default=None, repr=False)
    """The owners of the last name whose IRI depends on them, digested."""

    def shared(self, kind: str, name: str) -> str:
        """Return the IRI of the thing with a name: `BASE/organization/Lakeview%20District`.

        Of a very long name it is made from a digest: every statement about the thing repeats its IRI.
        """
        plain = " ".join(name.split())
        if len(plain) > _LONGEST_NAME:
            return f"{self.base}{kind}/{blake2b(plain.encode(), digest_size=10).hexdigest()}"
        return f"{self.base}{kind}/{quote(plain, safe='')}"

    def scoped(self, kind: str, name: str, owners: Sequence[str]) -> str:
        """Return the IRI of a goal or objective: from an identifier alone, from other words with the recipients."""
        if _SHORT_NAME.fullmatch(name):
            return self.shared(kind, name)
        if self._owners is None or self._owners[0] is not owners:
            self._owners = owners, blake2b("".join(f"{o}\n" for o in sorted(owners)).encode(), digest_size=10)
        digest = self._owners[1].copy()  # a row can name thousands of recipients, and thousands of their goals
        digest.update(" ".join(name.split()).encode())
        return f"{self.base}{kind}/{digest.hexdigest()}"

    def column(self, heading: str) -> str:
        """Return the IRI of the property for a custom column; it ends in an XML name, as RDF/XML requires.

        >>> IriMaker("https://example.org/").column("Session notes")
        'https://example.org/column/Session_20notes'
        """
        return f"{self.base}column/" + "".join(
            chr(b) if (b < 128 and chr(b).isalpha()) or (i and chr(b) in "0123456789.-") else f"_{b:02X}"
            for i, b in enumerate(heading.encode("utf-8", "surrogatepass"))
        )

    def heading(self, iri: str) -> str | None:
        """Return the heading that `column` made an IRI from; None if the IRI is not one of those."""
        start = f"{self.base}column/"
        if not iri.startswith(start):
            return None
        raw = re.sub(r"_([0-9A-F]{2})", lambda m: chr(int(m[1], 16)), iri[len(start) :])
        try:
            heading = raw.encode("latin-1").decode("utf-8")
        except UnicodeError:
            return None
        return heading if self.column(heading) == iri else None

    def again(self, iri: str, number: int) -> str:
        """Return the IRI for a further mention of a thing in one cell, by its place there."""
        return self.part(iri, "again", number)

    def part(self, subject: str, kind: str, number: int) -> str:
        """Return the IRI of something that belongs to one record: `RECORD#outcome-1`."""
        return f"{subject}{'-' if '#' in subject else '#'}{kind}-{number}"


@dataclass(slots=True)
class _Row:
    """A row while it is turned into triples.

    Attributes:
        record: what it becomes.
        subject: the record's node.
        nodes: heading to the things that its cell names, in their order; None for a blank or unusable name.
    """

    record: Record
    subject: NamedNode
    nodes: dict[str, list[NamedNode | None]] = field(default_factory=dict)


class RecordBuilder:
    """Turns rows into records. It knows nothing of files: whoever has cells and their headers can use it."""

    def __init__(self, lists: CodeLists, base: str = DEFAULT_BASE, layout: Layout | None = None) -> None:
        """Prepare for many rows.

        Args:
            lists: the code lists that cells may name.
            base: what the IRIs that are made from names start with.
            layout: the columns; those that come with taonto by default.

        Raises:
            BadInputError: if no IRI can start with `base`.
        """
        check_base(base)
        self.layout = layout or load_layout()
        self.lists = lists
        self.iris = IriMaker(base)
        self._type = NamedNode(self.layout.type)
        self._label = NamedNode(self.layout.label)
        self._paths = {c.path: NamedNode(c.path) for c in (*self.layout.all_columns, *self.layout.dataset) if c.path}
        self._terms: dict[tuple[str, str], list[NamedNode | Literal]] = {}
        self._custom: dict[str, NamedNode] = {}
        self._tried: dict[str, int] = {}
        """IRI that several records would get, to the first row number that may be free for another one of them."""

    def subject(self, texts: Mapping[str, str], row: int | None = None) -> str:
        """Return the IRI of a row's record: its own, or one from its identifier, or one from its row.

        Args:
            texts: heading of the layout to cell.
            row: its number, for a record without an identifier.
        """
        own = iri_of(texts["iri"].strip()) if texts.get("iri") else None
        identifier = texts.get("identifier", "").strip()
        if own is not None:
            return own.value
        return self.iris.shared("engagement", identifier) if identifier else self.iris.shared("row", str(row))

    def new_subject(self, texts: Mapping[str, str], row: int, taken: set[bytes]) -> str:
        """Return the IRI of a row's record, a different one for each: two rows with one identifier are two records.

        Args:
            texts: heading of the layout to cell.
            row: its number.
            taken: marks of the IRIs that other records have (short, since there can be millions); takes this one's.
        """
        subject = made = self.subject(texts, row)
        row = max(row, self._tried.get(made, 0))
        while (mark := blake2b(subject.encode(), digest_size=8).digest()) in taken:
            if subject != made:
                self._tried[made] = row
            subject = self.iris.part(made, "row", row)
            row += 1
        taken.add(mark)
        return subject

    def record(self, columns: Plan, cells: Sequence[str], place: Place, subject: str) -> Record:
        """Return the record of one row.

        Args:
            columns: what the cells are, from `plan`.
            cells: the texts in the order of the table; blank ones say nothing, missing ones at the end are blank.
            place: the row.
            subject: the record's IRI, from `new_subject`.
        """
        row = _Row(Record(subject, [], place), NamedNode(subject))
        row.record.add(Triple(row.subject, TYPE, self._type), place)
        width = len(cells)
        for number, header in columns:
            if number < width and cells[number] and not cells[number].isspace():
                at = Place(place.file, place.sheet, place.row, header.heading, place.line)
                self._cell(row, header, cells[number], at)
        return row.record

    def values(self, column: Column, text: str) -> list[str]:
        """Return the single values of a cell."""
        return [v for v in split_values(text) if v] if column.splits else [text.strip()]

    def term(self, column: Column, text: str) -> NamedNode | Literal:
        """Return what one value becomes, in a column of any kind but "node"."""
        if column.kind == "code":
            assert column.type is not None
            return node_of_code(self.lists, column.type, text, column.open)
        if column.kind == "iri":
            return iri_of(text) or Literal(text)
        if column.kind == "record":
            named = NamedNode(self.iris.shared("engagement", text)) if is_name(text) else None
            return iri_of(text) or named or Literal(text)
        misread = _MISREAD.get(column.kind)
        return Literal(text, datatype=None if misread and misread.fullmatch(text) else _XSD.get(column.kind))

    def terms(self, column: Column, cell: str) -> list[NamedNode | Literal]:
        """Return what all values of a cell become; most cells recur, so this is remembered."""
        if len(cell) > _SHORT_CELL:
            return [self.term(column, value) for value in self.values(column, cell)]
        key = (column.heading, cell)
        found = self._terms.get(key)
        if found is None:
            if len(self._terms) >= _CACHE:
                self._terms.clear()
            found = self._terms[key] = [self.term(column, value) for value in self.values(column, cell)]
        return found

    def text(self, column: Column, term: Node) -> str:
        """Return the shortest text that `term` reads as a node, in a column of any kind but "node"; "" if none does."""
        if isinstance(term, BlankNode):
            return ""
        choices = [term.value]
        if isinstance(term, NamedNode):
            if column.type is not None:
                choices.insert(0, self.lists.cell(column.type, term.value))
            if column.kind == "record":
                choices.insert(0, unquote(term.value.rpartition("/")[2]))
        for text in choices:
            if text and text.strip() == text and self.term(column, text) == term:
                return text
        return ""

    def node_iri(self, kind: NodeKind, name: str, owners: Sequence[str], subject: str, number: int) -> str:
        """Return the IRI that is made for a named thing in a row.

        Args:
            kind: what it is.
            name: its name or wording.
            owners: IRIs of the recipients of the row.
            subject: IRI of the record.
            number: its place in the cell, from 1.
        """
        if kind.name == "record":
            return self.iris.part(subject, kind.kind, number)
        if kind.name == "recipient":
            return self.iris.scoped(kind.kind, name, owners)
        return self.iris.shared(kind.kind, name)

    def custom_path(self, heading: str) -> NamedNode:
        """Return the property for a custom column: the IRI that is its heading, or one made from the heading."""
        if heading not in self._custom:
            self._custom[heading] = iri_of(heading.strip()) or NamedNode(self.iris.column(heading.strip()))
        return self._custom[heading]

    def _cell(self, row: _Row, header: Header, cell: str, at: Place) -> None:
        """Add what a cell says; `at` is its place."""
        column = header.column
        if column is None:
            path = self.custom_path(header.heading)
            listed = iri_of(header.heading.strip()) is not None
            for value in split_values(cell) if listed else [cell.strip()]:
                row.record.add(Triple(row.subject, path, node_of_text(value) if listed else Literal(value)), at)
        elif column.kind == "subject":
            if iri_of(cell.strip()) is None:
                row.record.add(Triple(row.subject, self.custom_path(column.heading), Literal(cell.strip())), at)
        elif column.kind == "node":
            self._things(row, column, cell, at)
        elif column.of:
            self._describe(row, column, cell, at)
        else:
            path = self._paths[column.path]
            for term in self.terms(column, cell):
                row.record.add(Triple(row.subject, path, term), at)

    def _things(self, row: _Row, column: Column, cell: str, at: Place) -> None:
        """Add the things that a cell names."""
        kind = column.node
        assert kind is not None
        values = split_values(cell)
        owners = [n.value for n in row.nodes.get("recipient", ()) if n is not None]
        nodes = row.nodes.setdefault(column.heading, [])
        named: set[NamedNode] = set()
        for number, value in enumerate(values, start=1):
            if not value:
                nodes.append(None)
                continue
            name, iri = name_and_iri(value)
            if not is_name(value):
                row.record.add(Triple(row.subject, self._paths[column.path], Literal(value)), at)
                nodes.append(None)
                continue
            node = iri or NamedNode(self.node_iri(kind, name, owners, row.subject.value, number))
            if node in named:  # a name that appears twice in a cell must be found by validation, not hidden here
                again = NamedNode(self.iris.again(node.value, number))
                row.record.add(Triple(again, _SAME_AS, node), at)
                node = again
            named.add(node)
            nodes.append(node)
            self._name_thing(row, column, node, at)
            if name:
                row.record.add(Triple(node, self._label, Literal(name)), at)
        while nodes and nodes[-1] is None:
            nodes.pop()
        if column.link and nodes:
            path, heading = column.link
            targets = row.nodes.get(heading, [])
            for i, linked in enumerate(nodes):
                target = targets[min(i, len(targets) - 1)] if targets else None
                if linked is not None and target is not None:
                    row.record.add(Triple(linked, NamedNode(path), target), at)

    def _name_thing(self, row: _Row, column: Column, node: NamedNode, at: Place) -> None:
        assert column.node is not None
        row.record.add(Triple(row.subject, self._paths[column.path], node), at)
        row.record.add(Triple(node, TYPE, NamedNode(column.node.type)), at)

    def _describe(self, row: _Row, column: Column, cell: str, at: Place) -> None:
        """Add what a cell says about the things of another column."""
        assert column.of is not None
        nodes = row.nodes.get(column.of) or (row.nodes.get(column.or_of) if column.or_of else None)
        if not nodes:
            # The cell describes what the row doesn't name: add a thing without a name, for validation to find.
            owner = self.layout.by_heading[column.of]
            assert owner.node is not None
            unnamed = NamedNode(self.iris.part(row.subject.value, owner.node.kind, 1))
            # The problem is the blank cell of that column, not this one.
            self._name_thing(row, owner, unnamed, at._replace(column=column.of))
            nodes = row.nodes[column.of] = [unnamed]
        values = split_values(cell) if column.many else [cell.strip()]
        for i, value in pair(values, len(nodes)):
            described = nodes[i]
            if value and described is not None:
                row.record.add(Triple(described, self._paths[column.path], self.term(column, value)), at)
