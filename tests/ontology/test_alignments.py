import csv

from taonto.base import resources
from taonto.ontology.alignments import read_alignments

FOLDER = resources.folder("ontology")


def test_every_object_was_seen_in_its_vocabulary_and_every_subject_is_ours(asserted):
    with (FOLDER / "tables" / "external_terms.tsv").open() as stream:
        seen = {row["iri"]: row["label"] for row in csv.DictReader(stream, delimiter="\t")}
    subjects = {q.subject.value for q in asserted if hasattr(q.subject, "value")}
    alignments = list(read_alignments(FOLDER / "alignments.sssom.tsv"))
    assert len(alignments) > 40
    for alignment in alignments:
        assert seen[alignment.object] == alignment.object_label
        assert alignment.subject in subjects


def test_alignments_are_in_the_graph(ask):
    assert ask("SELECT ?o WHERE { tac:state-education-agency skos:exactMatch ?o }") == [
        ("http://ceds.ed.gov/terms#NI001156173063",)
    ]
