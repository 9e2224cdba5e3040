"""The redirect rules, followed as Apache would follow them."""

import re

import pytest

from taonto.release.redirects import redirects

HOST = "https://host.example/ta"
RULES = re.findall(
    r"(?:RewriteCond %\{HTTP_ACCEPT\} (\S+)\n)?RewriteRule (\S+) (\S+) \[", redirects(f"{HOST}/", ["core"])
)


@pytest.mark.parametrize(
    ("path", "accept", "target"),
    [
        ("ontology/Phase", "text/html", "documentation/ontology.html#Phase"),
        ("ontology/Phase", "text/turtle", "ontology/taonto.ttl"),
        ("ontology/Phase/definition", "text/html", "documentation/ontology.html#Phase"),
        ("practice/plan/definition", "text/turtle", "skos/practices.ttl"),
        ("ontology/core", "application/rdf+xml", "ontology/modules/core.rdf"),
        ("practice/visioning", "application/ld+json", "skos/practices.jsonld"),
        ("framework/osep-ta-tiers-c1", "text/html", "documentation/framework.html#osep-ta-tiers-c1"),
        ("shapes/TA110", "text/html", "rules/TA110.html"),
        ("shapes/startDate-datatype", "text/html", "rules/index.html"),
        ("context.jsonld", "application/ld+json", "context.jsonld"),
        ("ontology/0.1.0", "*/*", "ontology/taonto.ttl"),
    ],
)
def test_redirects_send_people_and_programs_to_different_places(path, accept, target):
    matches = ((re.match(pattern, path), wanted, address) for wanted, pattern, address in RULES)
    match, address = next((m, a) for m, wanted, a in matches if m and (not wanted or re.search(wanted, accept)))
    assert address.replace("$1", match[1] if match.groups() else "") == f"{HOST}/{target}"
