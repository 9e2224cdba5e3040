"""The record: what the readers of sheets and of RDF produce, and what validation, conversion and reports use.

A record is one engagement (or the description of a data set) with everything that it leads to: its outcomes, next
steps, and what it says about its organizations, goals and objectives. Each record is complete in itself, so that a long
file can be read, checked and written record by record; an organization that two records name is described in both.

Each triple can be traced back to the place it came from. In a sheet that is the file, the sheet (None in CSV), the row
(as the spreadsheet shows it: the heading row counts) and the column (its heading); in a CSV file the line too, which
differs from the row where a cell runs over several lines. In RDF it is the file and, where the syntax allows, the line.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from pyoxigraph import NamedNode, Triple

from taonto.base import resources
from taonto.base.vocabulary import TA
from taonto.ontology.codes import vocabulary_triples
from taonto.rdf.nodes import SUBCLASS_OF, AnyNode


class Place(NamedTuple):
    """A place in an input; None where a part has no meaning."""

    file: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    line: int | None = None


@dataclass(slots=True)
class Record:
    """One record: its subject, its triples, and the place that each came from.

    Attributes:
        subject: the IRI (or the blank node label, after "_:") of the engagement or data set.
        triples: without repetition, in the order of the columns or of the file.
        places: the place of each triple that has its own (a cell, a line).
        place: the place of the record as a whole: its row, or its first line.
    """

    subject: str
    triples: list[Triple]
    place: Place
    places: dict[Triple, Place] = field(default_factory=dict)

    def add(self, triple: Triple, place: Place) -> None:
        """Add a triple with its place, unless the record has it already."""
        if triple not in self.places:
            self.places[triple] = place
            self.triples.append(triple)

    def where(self, triple: Triple) -> Place:
        """Return the place of a triple, or that of the record if the triple has none."""
        return self.places.get(triple, self.place)


Records = Iterator[Record]
"""Records as they are read, one at a time: a long file need not fit into memory."""


@resources.remembered
def record_classes() -> frozenset[AnyNode]:
    """Return ta:Engagement and its subclasses: a record may be typed with any of them."""
    engagement = NamedNode(TA + "Engagement")
    below = (t.subject for t in vocabulary_triples() if t.predicate == SUBCLASS_OF and t.object == engagement)
    return frozenset({engagement, *below})
