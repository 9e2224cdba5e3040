"""The layout of engagement sheets: the columns that taonto knows, read from `ontology/sheet.yaml`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from taonto.base import resources
from taonto.base.vocabulary import expand


@dataclass(frozen=True, slots=True)
class NodeKind:
    """A kind of thing that a cell names.

    Attributes:
        kind: its name in the layout file, such as "organization".
        type: IRI of its class.
        name: how far a name reaches: "shared", "recipient" or "record" (see the layout file).
    """

    kind: str
    type: str
    name: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column. The layout file explains the fields; IRIs are in full here."""

    heading: str
    kind: str
    path: str
    type: str | None = None
    node: NodeKind | None = None
    many: bool = False
    open: bool = False
    of: str | None = None
    or_of: str | None = None
    link: tuple[str, str] | None = None
    level: str = "optional"
    note: str = ""
    example: str = ""
    aliases: tuple[str, ...] = ()

    @property
    def splits(self) -> bool:
        """Whether semicolons separate values: everywhere but in running text, so that one value too many is noticed."""
        return self.many or self.kind != "text"


@dataclass(frozen=True)
class Layout:
    """All columns that taonto knows.

    Attributes:
        type: IRI of the class of a record.
        label: IRI of the property for names and wordings.
        columns: those of the template, in their order.
        extra: further columns that a sheet may have.
        dataset_type: IRI of the class of a described data set.
        dataset: the properties of the table that describes a data set.
    """

    type: str
    label: str
    columns: tuple[Column, ...]
    extra: tuple[Column, ...]
    dataset_type: str
    dataset: tuple[Column, ...]

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings of the template, in their order."""
        return tuple(column.heading for column in self.columns)

    @cached_property
    def all_columns(self) -> tuple[Column, ...]:
        """The columns of the template, then the extra ones."""
        return (*self.columns, *self.extra)

    @cached_property
    def by_heading(self) -> Mapping[str, Column]:
        """All columns by their headings, spelled exactly as in the layout."""
        return {column.heading: column for column in self.all_columns}

    @cached_property
    def by_name(self) -> Mapping[str, Column]:
        """All columns by whatever a sheet may call them: headings and aliases, each as `normal_heading` gives it."""
        return {normal_heading(name): c for c in self.all_columns for name in (c.heading, *c.aliases)}


def normal_heading(text: str) -> str:
    """Return what all spellings of one heading share: its letters and digits, in one case.

    >>> normal_heading(" Start date") == normal_heading("startDate")
    True
    """
    return re.sub(r"[^0-9a-z]", "", text.casefold())


@cache
def load_layout() -> Layout:
    """Return the layout that `ontology/sheet.yaml` describes."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    path = resources.folder("ontology") / "sheet.yaml"
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    nodes = {k: NodeKind(k, expand(v["class"]), v["name"]) for k, v in data["nodes"].items()}
    return Layout(
        type=expand(data["class"]),
        label=expand(data["label"]),
        columns=tuple(_column(row, nodes) for row in data["columns"]),
        extra=tuple(_column(row, nodes) for row in data["extra"]),
        dataset_type=expand(data["dataset"]["class"]),
        dataset=tuple(_column(row, nodes) for row in data["dataset"]["properties"]),
    )


def _column(row: Mapping[str, Any], nodes: Mapping[str, NodeKind]) -> Column:
    link = row.get("link")
    return Column(
        heading=row["heading"],
        kind=row["kind"],
        path=expand(row["path"]) if "path" in row else "",
        type=expand(row["class"]) if row["kind"] == "code" else None,
        node=nodes[row["class"]] if row["kind"] == "node" else None,
        many=row.get("values") == "many",
        open=bool(row.get("open")),
        of=row.get("of"),
        or_of=row.get("or-of"),
        link=(expand(link["path"]), link["to"]) if link else None,
        level=row.get("level", "optional"),
        note=row.get("note", ""),
        example=str(row.get("example", "")),
        aliases=tuple(row.get("aliases", ())),
    )
