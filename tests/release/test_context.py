"""The JSON-LD context."""

import json

import rdflib
from rdflib import RDF, XSD, Literal, URIRef

from taonto.base.vocabulary import TA, TAC


def test_the_context_turns_plain_json_into_our_terms(files):
    context = json.loads(files["context.jsonld"])
    record = {
        "id": "urn:r",
        "type": "Engagement",
        "hasSupportTier": "tac:intensive",
        "hasParticipantCount": "12",
        "startsOn": "2025-01-31",
    }
    found = rdflib.Graph().parse(data=json.dumps({**context, **record}), format="json-ld")
    assert set(found) == {
        (URIRef("urn:r"), RDF.type, URIRef(TA + "Engagement")),
        (URIRef("urn:r"), URIRef(TA + "hasSupportTier"), URIRef(TAC + "intensive")),
        (URIRef("urn:r"), URIRef(TA + "hasParticipantCount"), Literal(12)),
        (URIRef("urn:r"), URIRef(TA + "startsOn"), Literal("2025-01-31", datatype=XSD.date)),
    }
