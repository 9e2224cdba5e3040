"""The pages: they stand alone, every link leads somewhere, every term has its place."""

import posixpath
from html.parser import HTMLParser

import pytest

from taonto.base.vocabulary import TA
from taonto.rdf.graph import parse_triples
from taonto.release.documentation import pages
from taonto.validation.rules import RuleBook


class Page(HTMLParser):
    """The ids, links and tags of a page."""

    def __init__(self, text):
        super().__init__()
        self.ids, self.links, self.tags = [], [], set()
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        self.ids += [value for key, value in attributes if key == "id"]
        self.links += [value for key, value in attributes if key in ("href", "src")]


@pytest.fixture(scope="module")
def documents(files):
    return {name: Page(data.decode()) for name, data in files.items() if name.endswith(".html")}


def test_pages_stand_alone_and_their_links_lead_somewhere(files, documents):
    assert sum(name.startswith("documentation/") for name in documents) == 5
    assert {f"rules/{rule}.html" for rule in RuleBook.shipped().rules} < set(documents)
    for name, page in documents.items():
        assert len(page.ids) == len(set(page.ids)), name
        assert not {"script", "img", "link"} & page.tags
        assert page.links
        for link in page.links:
            if not link.startswith(("https://", "http://")):
                file, _, anchor = link.partition("#")
                target = posixpath.normpath(posixpath.join(posixpath.dirname(name), file)) if file else name
                assert target in files, link
                assert not anchor or anchor in documents[target].ids, link


def test_every_graph_can_be_downloaded(files, documents):
    links = {link.removeprefix("../") for link in documents["documentation/index.html"].links}
    graphs = {name for name in files if name.endswith((".ttl", ".rdf", ".nt", ".jsonld"))}
    assert len(graphs) > 20
    assert graphs <= links


@pytest.mark.parametrize(
    ("page", "anchors"),
    [
        ("ontology", {"Phase", "includesElement", "hasContactHours"}),
        ("practice", {"preparation", "visioning"}),
        ("code", {"intensive", "in-person"}),
        (
            "framework",
            {"osep-ta-tiers", "osep-ta-tiers-c1", "study-project", "ciselss", "wested", "meyers-2012-step-1"},
        ),
    ],
)
def test_every_kind_of_term_has_its_place(documents, page, anchors):
    assert anchors <= set(documents[f"documentation/{page}.html"].ids)


def test_uncoded_components_are_not_shown_as_showing_nothing(files):
    text = files["documentation/framework.html"].decode()
    assert 'class="soft">not coded' in text
    article = text.partition('id="knowledge-to-action"')[2].partition("</article>")[0]
    assert "not coded" not in article
    assert "<td>none</td>" in article


TURTLE = f"""
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<{TA}> dcterms:title "T" ; dcterms:description "D" ; dcterms:license <https://example.org/> .
"""


def page_of(statements):
    return pages(parse_triples((TURTLE + statements).encode(), "turtle", "t"), [])[
        "documentation/ontology.html"
    ].decode()


def test_text_is_escaped():
    page = page_of(
        f'<{TA}Evil> a owl:Class ; rdfs:label "<script>alert(1)</script>" ; dcterms:source <javascript:alert(1)> .'
    )
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert 'href="javascript' not in page


def test_names_and_definitions_are_in_english_where_there_are_several_languages():
    page = page_of(
        f'<{TA}Coaching> a owl:Class ; rdfs:label "acompañamiento"@es, "coaching"@en ; '
        'skos:definition "apoyo"@es, "support"@en .'
    )
    assert "<h3>coaching <small>" in page
    assert "<p>support</p>" in page
