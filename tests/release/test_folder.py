"""The release: complete, the same in every syntax, the same twice, and never half written."""

import hashlib
import json
import posixpath
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
import rdflib

from taonto.base.errors import TaontoError
from taonto.base.resources import folder
from taonto.base.vocabulary import TA, TAC, TAP
from taonto.cli import run
from taonto.quality.check import check
from taonto.rdf.graph import canonicalize, parse_triples
from taonto.release.documentation import pages
from taonto.release.folder import SYNTAXES, redirects, release_files, replace_folder, write_release

STEMS = [
    "ontology/taonto",
    *(
        f"ontology/modules/{name}"
        for name in sorted({p.stem for p in folder("ontology").glob("*.ttl")} | {"alignments", "catalogue"})
    ),
    "skos/practices",
    "skos/codes",
]


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return release_files()


def graph(files: dict[str, bytes], name: str):
    return canonicalize(parse_triples(files[name], SYNTAXES[name.rpartition(".")[2]], name))


@pytest.mark.parametrize("stem", STEMS)
def test_every_syntax_says_the_same(files: dict[str, bytes], stem: str) -> None:
    first, *others = (graph(files, f"{stem}.{suffix}") for suffix in SYNTAXES)
    assert first
    assert all(other == first for other in others)


def test_the_inferred_edition_says_the_same_in_every_syntax(files: dict[str, bytes]) -> None:
    # It holds no blank node that another order could rename, but for those of the ontology: compare the sets.
    sizes = {len(graph(files, f"ontology/taonto-inferred.{suffix}")) for suffix in ("nt", "ttl", "jsonld")}
    assert len(sizes) == 1
    assert sizes.pop() > len(graph(files, "ontology/taonto.nt"))


def test_one_document_is_one_ontology(files: dict[str, bytes]) -> None:
    for stem in STEMS[:-2]:
        headers = [t.subject.value for t in graph(files, f"{stem}.nt") if t.object.value.endswith("owl#Ontology")]
        assert len(headers) <= 1, stem
    (header,) = [t.subject.value for t in graph(files, "ontology/taonto.nt") if t.object.value.endswith("owl#Ontology")]
    assert header == TA


def test_the_merged_ontology_passes_its_own_check(files: dict[str, bytes], tmp_path: Path) -> None:
    (tmp_path / "taonto.ttl").write_bytes(files["ontology/taonto.ttl"])
    report = check([tmp_path / "taonto.ttl"], only=["files", "terms", "links", "profile"])
    assert report.passed, report.to_text()


def test_checksums_list_every_file(files: dict[str, bytes]) -> None:
    lines = dict(line.split("  ")[::-1] for line in files["SHA256SUMS"].decode().splitlines())
    assert lines == {n: hashlib.sha256(d).hexdigest() for n, d in files.items() if n != "SHA256SUMS"}


def test_skos_speaks_skos_only(files: dict[str, bytes]) -> None:
    for name, namespace in (("practices", TAP), ("codes", TAC)):
        concepts = rdflib.Graph().parse(data=files[f"skos/{name}.ttl"], format="turtle")
        assert all(str(s).startswith(namespace) for s in concepts.subjects(rdflib.SKOS.inScheme))
        assert not [p for p in concepts.predicates() if str(p).startswith(TA)]
        typed = set(concepts.subjects(rdflib.RDF.type, rdflib.SKOS.Concept))
        assert typed == set(concepts.subjects(rdflib.SKOS.inScheme))
    practices = rdflib.Graph().parse(data=files["skos/practices.ttl"], format="turtle")
    tops = set(practices.objects(rdflib.URIRef(TAP + "scheme"), rdflib.SKOS.hasTopConcept))
    assert len(tops) == 5
    assert len(set(practices.objects(rdflib.URIRef(TAP + "preparation"), rdflib.SKOS.narrower))) == 5


def test_the_context_turns_plain_json_into_our_terms(files: dict[str, bytes]) -> None:
    context = json.loads(files["context.jsonld"])
    record = {
        "id": "urn:r",
        "type": "Engagement",
        "hasSupportTier": "tac:intensive",
        "hasParticipantCount": "12",
        "startsOn": "2025-01-31",
    }
    found = rdflib.Graph().parse(data=json.dumps({**context, **record}), format="json-ld")
    subject = rdflib.URIRef("urn:r")
    assert (subject, rdflib.RDF.type, rdflib.URIRef(TA + "Engagement")) in found
    assert (subject, rdflib.URIRef(TA + "hasSupportTier"), rdflib.URIRef(TAC + "intensive")) in found
    count = found.value(subject, rdflib.URIRef(TA + "hasParticipantCount"))
    assert count == rdflib.Literal(12)
    start = found.value(subject, rdflib.URIRef(TA + "startsOn"))
    assert start == rdflib.Literal("2025-01-31", datatype=rdflib.XSD.date)


class _Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        for key, value in attributes:
            if key == "id":
                self.ids.append(value)
            if key in ("href", "src"):
                self.links.append(value)


def test_pages_stand_alone_and_their_links_lead_somewhere(files: dict[str, bytes]) -> None:
    documents = {n: _Page(d.decode()) for n, d in files.items() if n.endswith(".html")}
    assert sum(name.startswith("documentation/") for name in documents) == 5
    assert sum(name.startswith("rules/") for name in documents) > 50
    for name, page in documents.items():
        assert len(page.ids) == len(set(page.ids)), name
        assert not {"script", "img", "link"} & set(page.tags)
        for link in page.links:
            if not link.startswith(("https://", "http://")):
                file, _, anchor = link.partition("#")
                target = posixpath.normpath(posixpath.join(posixpath.dirname(name), file)) if file else name
                assert target in files, link
                assert not anchor or anchor in documents[target].ids, link


def test_every_term_has_its_place(files: dict[str, bytes]) -> None:
    ids = {n: set(_Page(d.decode()).ids) for n, d in files.items() if n.endswith(".html")}
    assert {"Phase", "includesElement", "hasContactHours"} <= ids["documentation/ontology.html"]
    assert {"preparation", "visioning"} <= ids["documentation/practice.html"]
    assert {"intensive", "in-person"} <= ids["documentation/code.html"]
    assert {"osep-ta-tiers", "osep-ta-tiers-c1", "study-project"} <= ids["documentation/framework.html"]
    assert {"ciselss", "wested", "meyers-2012-step-1"} <= ids["documentation/framework.html"]


def test_uncoded_components_are_not_shown_as_showing_nothing(files: dict[str, bytes]) -> None:
    text = files["documentation/framework.html"].decode()
    assert 'class="soft">not coded' in text
    article = text.partition('id="knowledge-to-action"')[2].partition("</article>")[0]
    assert "not coded" not in article
    assert "<td>none</td>" in article


def test_text_is_escaped() -> None:
    turtle = f"""
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
<{TA}> dcterms:title "T" ; dcterms:description "D" ; dcterms:license <https://example.org/> .
<{TA}Evil> a owl:Class ; rdfs:label "<script>alert(1)</script>" ; dcterms:source <javascript:alert(1)> .
"""
    page = pages(parse_triples(turtle.encode(), "turtle", "t"), [])["documentation/ontology.html"].decode()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert 'href="javascript' not in page


def test_redirects_send_people_and_programs_to_different_places() -> None:
    rules = redirects("https://host.example/ta", ["core"])
    found = re.findall(r"(?:RewriteCond %\{HTTP_ACCEPT\} (\S+)\n)?RewriteRule (\S+) (\S+) \[", rules)

    def target(path: str, accept: str) -> str:
        for wanted, pattern, address in found:
            match = re.match(pattern, path)
            if match and (not wanted or re.search(wanted, accept)):
                return address.replace("$1", match[1] if match.groups() else "")
        raise AssertionError(path)

    host = "https://host.example/ta"
    assert target("ontology/Phase", "text/html") == f"{host}/documentation/ontology.html#Phase"
    assert target("ontology/Phase", "text/turtle") == f"{host}/ontology/taonto.ttl"
    assert target("ontology/Phase/definition", "text/html") == f"{host}/documentation/ontology.html#Phase"
    assert target("practice/plan/definition", "text/turtle") == f"{host}/skos/practices.ttl"
    assert target("ontology/core", "application/rdf+xml") == f"{host}/ontology/modules/core.rdf"
    assert target("practice/visioning", "application/ld+json") == f"{host}/skos/practices.jsonld"
    assert target("framework/osep-ta-tiers-c1", "text/html") == f"{host}/documentation/framework.html#osep-ta-tiers-c1"
    assert target("ontology/0.1.0", "*/*") == f"{host}/ontology/taonto.ttl"


@pytest.mark.parametrize("base", ["ftp://x", "https://x y", "https://x\nRewriteRule", "https://x/%1", "javascript:x"])
def test_a_bad_address_is_refused(base: str, tmp_path: Path) -> None:
    with pytest.raises(TaontoError, match="no address"):
        write_release(tmp_path / "r", base)
    assert list(tmp_path.iterdir()) == []


SMALL = {"a/b.txt": b"b", "c.txt": b"c"}
SMALL["SHA256SUMS"] = "".join(f"{hashlib.sha256(d).hexdigest()}  {n}\n" for n, d in SMALL.items()).encode()


def test_the_command_writes_the_release_with_the_same_bytes_again(
    files: dict[str, bytes], tmp_path: Path, capsys
) -> None:
    target = tmp_path / "out" / "release"
    assert run(["build", str(target)]) == 0
    assert {p.relative_to(target).as_posix(): p.read_bytes() for p in target.rglob("*") if p.is_file()} == files
    assert [p.name for p in target.parent.iterdir()] == ["release"]
    (target / "mine.txt").write_text("keep me")
    assert run(["build", str(target)]) == 2
    assert "'mine.txt'" in capsys.readouterr().err


def test_a_release_replaces_an_earlier_one_only(tmp_path: Path) -> None:
    target = tmp_path / "release"
    replace_folder(target, SMALL)
    replace_folder(target, SMALL)
    assert sorted(p.name for p in target.iterdir()) == ["SHA256SUMS", "a", "c.txt"]
    (target / "mine.txt").write_text("keep me")
    with pytest.raises(TaontoError, match=r"'mine\.txt'"):
        replace_folder(target, SMALL)
    assert (target / "mine.txt").read_text() == "keep me"
    (target / "mine.txt").unlink()
    (target / "c.txt").write_text("edited")
    with pytest.raises(TaontoError, match=r"'c\.txt'"):
        replace_folder(target, SMALL)


def test_an_empty_folder_is_taken_and_a_file_is_not(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    replace_folder(tmp_path / "empty", SMALL)
    assert (tmp_path / "empty" / "a" / "b.txt").read_bytes() == b"b"
    (tmp_path / "file").write_text("x")
    with pytest.raises(TaontoError, match="is a file"):
        replace_folder(tmp_path / "file", SMALL)


def test_a_failed_write_leaves_the_earlier_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "release"
    replace_folder(target, SMALL)
    rename = Path.rename

    def failing(self: Path, to: Path) -> Path:
        if self.name == "new":
            raise OSError(28, "No space left on device")
        return rename(self, to)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(TaontoError, match="No space left"):
        replace_folder(target, SMALL)
    assert (target / "c.txt").read_bytes() == b"c"
    assert [p.name for p in tmp_path.iterdir()] == ["release"]
