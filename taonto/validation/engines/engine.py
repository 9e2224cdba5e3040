"""What an engine is to the rest of the program: shapes and records in, results out.

Nodes are those of pyoxigraph, so that an engine's library does not show outside its modules. Tracing results to
places and putting them into words is not the engine's job.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from pyoxigraph import Triple

from taonto.rdf.nodes import Node
from taonto.validation.findings import Severity


@dataclass(frozen=True, slots=True)
class Result:
    """One validation result, as SHACL defines it.

    Attributes:
        focus: the focus node.
        shape: the source shape: an IRI, or "_:label".
        component: IRI of the constraint component.
        severity: of the shape; one that is not SHACL's own counts as a violation.
        own_severity: its IRI, if it is not one of SHACL's.
        path: IRI of the property, or a SPARQL property path with IRIs in angle brackets.
        value: the value node.
        messages: the engine's messages, sorted.
        branches: for a failed sh:or, sh:xone, sh:and, sh:node or sh:not: one sentence per branch, saying why.
    """

    focus: Node
    shape: str
    component: str
    severity: Severity
    path: str | None = None
    value: Node | None = None
    messages: tuple[str, ...] = ()
    branches: tuple[str, ...] = ()
    own_severity: str | None = None


@dataclass(frozen=True, slots=True)
class Unjudged:
    """What an engine could not check: it broke down, or took too long.

    Attributes:
        shape: the shape that it was working on.
        focus: the node, or None if it is not known which.
        reason: in a few words.
    """

    shape: str
    focus: Node | None
    reason: str


class Engine(Protocol):
    """Checks records against shapes."""

    name: str

    def judge(
        self, shapes: Sequence[Triple], vocabulary: Sequence[Triple], data: Iterable[Triple]
    ) -> Iterator[Result | Unjudged]:
        """Yield each result once, in any order.

        Args:
            shapes: the shapes graph.
            vocabulary: what shapes may ask about codes (types, retirement); its own nodes are not targets.
            data: the triples of all records.

        Raises:
            BadInputError: if the shapes are not sound.
            LimitError: if the graphs can't be loaded in time.
        """
        ...
