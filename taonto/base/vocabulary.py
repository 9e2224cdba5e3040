"""The names that the whole program shares: namespaces, prefixes, and IRIs to and from short names.

No RDF library is imported here, so that a command that only needs a name starts at once.
"""

from taonto.base.errors import UnknownNameError

TA = "https://w3id.org/taonto/ontology/"
TAP = "https://w3id.org/taonto/practice/"
TAC = "https://w3id.org/taonto/code/"
TAF = "https://w3id.org/taonto/framework/"
TASH = "https://w3id.org/taonto/shapes/"

PREFIXES: dict[str, str] = {
    "ta": TA,
    "tap": TAP,
    "tac": TAC,
    "taf": TAF,
    "tash": TASH,
    "bcio": "http://humanbehaviourchange.org/ontology/BCIO_",
    "ceds": "http://ceds.ed.gov/terms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "iao": "http://purl.obolibrary.org/obo/IAO_",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "semapv": "https://w3id.org/semapv/vocab/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "vann": "http://purl.org/vocab/vann/",
    "vs": "http://www.w3.org/2003/06/sw-vocab-status/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""Prefix to namespace, each prefix in its usual meaning."""

OWL, RDF, RDFS, SH, SKOS, XSD = (PREFIXES[prefix] for prefix in ("owl", "rdf", "rdfs", "sh", "skos", "xsd"))


def expand(name: str) -> str:
    """Return the IRI that a CURIE with one of `PREFIXES`, or a full IRI, stands for.

    >>> expand("tap:needs-assessment")
    'https://w3id.org/taonto/practice/needs-assessment'

    Raises:
        UnknownNameError: if the prefix is not one of ours.
    """
    prefix, colon, local = name.partition(":")
    if name.startswith(("http://", "https://", "urn:", "mailto:")):
        return name
    if colon and prefix in PREFIXES:
        return PREFIXES[prefix] + local
    raise UnknownNameError(
        f"'{name}' is neither an IRI nor a name with a known prefix; use one of {', '.join(PREFIXES)}"
    )


def shorten(iri: str) -> str:
    """Return the CURIE of an IRI for the longest matching namespace in `PREFIXES`, or the IRI itself.

    >>> shorten("https://w3id.org/taonto/code/in-person")
    'tac:in-person'
    """
    best = max((p for p in PREFIXES if iri.startswith(PREFIXES[p])), key=lambda p: len(PREFIXES[p]), default="")
    local = iri[len(PREFIXES[best]) :] if best else ""
    return f"{best}:{local}" if best and local and "/" not in local and "#" not in local else iri
