"""Practices and codes in SKOS alone."""

import pytest
import rdflib
from rdflib import RDF, SKOS, URIRef

from taonto.base.vocabulary import TA, TAC, TAP


@pytest.mark.parametrize(("name", "namespace"), [("practices", TAP), ("codes", TAC)])
def test_skos_speaks_skos_only(files, name, namespace):
    concepts = rdflib.Graph().parse(data=files[f"skos/{name}.ttl"], format="turtle")
    in_schemes = set(concepts.subjects(SKOS.inScheme))
    assert in_schemes
    assert all(subject.startswith(namespace) for subject in in_schemes)
    assert not [p for p in concepts.predicates() if p.startswith(TA)]
    assert set(concepts.subjects(RDF.type, SKOS.Concept)) == in_schemes


def test_phases_lead_to_their_practices(files):
    practices = rdflib.Graph().parse(data=files["skos/practices.ttl"], format="turtle")
    tops = set(practices.objects(URIRef(TAP + "scheme"), SKOS.hasTopConcept))
    assert URIRef(TAP + "preparation") in tops
    for top in tops:
        narrower = set(practices.objects(top, SKOS.narrower))
        assert narrower
        assert narrower == set(practices.subjects(SKOS.broader, top))
