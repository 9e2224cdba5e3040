"""The published graphs: the same in every syntax, one ontology per document, and sound."""

import pytest
from pyoxigraph import BlankNode

from taonto.base.resources import folder
from taonto.base.vocabulary import TA
from taonto.quality.check import check
from taonto.rdf.graph import canonicalize
from taonto.rdf.nodes import ONTOLOGY, TYPE
from taonto.release.folder import SYNTAXES

MODULES = [
    f"ontology/modules/{name}"
    for name in sorted({path.stem for path in folder("ontology").glob("*.ttl")} | {"alignments", "catalogue"})
]
ONTOLOGIES = ["ontology/taonto", *MODULES]
GRAPHS = [*ONTOLOGIES, "ontology/taonto-inferred", "skos/practices", "skos/codes"]


def headers(triples):
    return [t.subject.value for t in triples if t.predicate == TYPE and t.object == ONTOLOGY]


@pytest.mark.parametrize("stem", GRAPHS)
def test_every_syntax_says_the_same(parsed, stem):
    first = parsed(f"{stem}.nt")
    assert first
    for suffix in SYNTAXES:
        other = parsed(f"{stem}.{suffix}")
        # Only hand-kept Turtle has other labels for its blank nodes.
        assert other == first or canonicalize(other) == canonicalize(first), suffix


@pytest.mark.parametrize("stem", MODULES)
def test_a_module_is_one_ontology_at_most_and_named_after_it(parsed, stem):
    assert headers(parsed(f"{stem}.nt")) in ([], [TA + stem.rpartition("/")[2]])


def ground(triples):
    """Return the triples that can be compared between graphs: those without blank nodes."""
    return {t for t in triples if not isinstance(t.subject, BlankNode) and not isinstance(t.object, BlankNode)}


def test_the_merged_ontology_is_all_modules_under_one_header(parsed):
    merged = parsed("ontology/taonto.nt")
    assert headers(merged) == [TA]
    for stem in MODULES:
        own = ground(t for t in parsed(f"{stem}.nt") if t.subject.value != TA + stem.rpartition("/")[2])
        assert own
        assert own <= merged, stem


def test_the_inferred_edition_says_more_than_the_asserted_one(parsed):
    inferred = {t for t in parsed("ontology/taonto-inferred.nt") if t.predicate == TYPE}
    assert inferred > {t for t in parsed("ontology/taonto.nt") if t.predicate == TYPE and t.object != ONTOLOGY}


def test_the_merged_ontology_passes_its_own_check(files, tmp_path):
    # Its triples are those of the modules, so `tests/quality` has seen its terms and its OWL profile already.
    (tmp_path / "taonto.ttl").write_bytes(files["ontology/taonto.ttl"])
    report = check([tmp_path / "taonto.ttl"], only=["files", "links"])
    assert [checked.id for checked in report.checks] == ["files", "links"]
    assert report.passed, report.to_text()
