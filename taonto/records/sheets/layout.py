"""The engagement sheet's columns, read from `ontology/sheet.yaml`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from taonto.base import resources
from taonto.base.vocabulary import expand


@dataclass(frozen=True, slots=True)
class NodeKind:
    """A kind of thing that a cell names.

    Attributes:
        kind: its name in the sheet file, such as "organization".
        type: IRI of its class.
        name: what one name means: "shared", "recipient" or "record" (see the sheet file).
    """

    kind: str
    type: str
    name: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column; the sheet file explains the fields. IRIs are in full."""

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
        """Whether a semicolon parts values: everywhere but in a running text, so that one value too many is seen."""
        return self.many or self.kind != "text"


@dataclass(frozen=True)
class Layout:
    """The whole sheet.

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

    def column(self, heading: str) -> Column:
        """Return the column of the template or the extra column with exactly this heading.

        Raises:
            KeyError: if there is none.
        """
        return next(c for c in (*self.columns, *self.extra) if c.heading == heading)


def normal_heading(text: str) -> str:
    """Return what two headings share that mean the same: letters and digits, in one case.

    >>> normal_heading(" Start date") == normal_heading("startDate")
    True
    """
    return re.sub(r"[^0-9a-z]", "", text.casefold())


@cache
def load_layout() -> Layout:
    """Return the sheet that `ontology/sheet.yaml` describes."""
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
