"""Alignments of our terms to those of other vocabularies, as an SSSOM table (`ontology/alignments.sssom.tsv`)."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple

from taonto.base.vocabulary import expand
from taonto.rdf.nodes import LABEL, SOURCE


@dataclass(frozen=True, slots=True)
class Alignment:
    """One alignment.

    Attributes:
        subject: IRI of our term.
        predicate: IRI of the relation between the two, such as skos:exactMatch.
        object: IRI of the term of the other vocabulary.
        object_label: its label there.
        source: the other vocabulary, with its version.
    """

    subject: str
    predicate: str
    object: str
    object_label: str
    source: str


def read_alignments(path: Path) -> Iterator[Alignment]:
    """Yield the alignments in an SSSOM table whose names use the prefixes of `taonto.base.vocabulary`."""
    with path.open(encoding="utf-8", newline="") as stream:
        rows = (line for line in stream if not line.startswith("#"))
        for row in csv.DictReader(rows, delimiter="\t"):
            yield Alignment(
                subject=expand(row["subject_id"]),
                predicate=expand(row["predicate_id"]),
                object=expand(row["object_id"]),
                object_label=row["object_label"],
                source=row["object_source_version"],
            )


def alignment_triples(path: Path) -> Iterator[Triple]:
    """Yield each alignment as a triple, with the label and the vocabulary of its object."""
    for alignment in read_alignments(path):
        target = NamedNode(alignment.object)
        yield Triple(NamedNode(alignment.subject), NamedNode(alignment.predicate), target)
        yield Triple(target, LABEL, Literal(alignment.object_label))
        yield Triple(target, SOURCE, Literal(alignment.source))
