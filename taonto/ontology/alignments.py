"""The alignments with the vocabularies of others: an SSSOM table, `ontology/alignments.sssom.tsv`."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple

from taonto.base.vocabulary import PREFIXES, expand


@dataclass(frozen=True, slots=True)
class Alignment:
    """One row: a term of ours, how it relates, and the term of another vocabulary. All three are IRIs."""

    subject: str
    predicate: str
    object: str
    object_label: str
    source: str


def read_alignments(path: Path) -> Iterator[Alignment]:
    """Yield the rows of an SSSOM table whose names use the prefixes of `taonto.base.vocabulary`."""
    with path.open(encoding="utf-8", newline="") as stream:
        rows = (line for line in stream if not line.startswith("#"))
        for row in csv.DictReader(rows, delimiter="\t"):
            yield _mapping(row)


def alignment_triples(path: Path) -> Iterator[Triple]:
    """Yield each mapping as a triple, and the label and vocabulary of its object."""
    for mapping in read_alignments(path):
        target = NamedNode(mapping.object)
        yield Triple(NamedNode(mapping.subject), NamedNode(mapping.predicate), target)
        yield Triple(target, NamedNode(PREFIXES["rdfs"] + "label"), Literal(mapping.object_label))
        yield Triple(target, NamedNode(PREFIXES["dcterms"] + "source"), Literal(mapping.source))


def _mapping(row: Mapping[str, str]) -> Alignment:
    return Alignment(
        expand(row["subject_id"]),
        expand(row["predicate_id"]),
        expand(row["object_id"]),
        row["object_label"],
        row["object_source_version"],
    )
