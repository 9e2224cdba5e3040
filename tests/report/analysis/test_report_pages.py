"""The two pages: well formed, whole, escaped, and in need of nothing but the files beside them."""

import itertools
import json
import re
from html.parser import HTMLParser

import numpy as np
import pytest

from taonto.report.analysis.page import index_page, script_json

VOID = {"meta", "img", "br", "input", "link", "hr"}


class Page(HTMLParser):
    """The elements of a page; an end tag that does not close the innermost element is a fault."""

    def __init__(self, data):
        super().__init__()
        self.open, self.elements, self.text = [], [], []
        self.feed(data.decode("utf-8"))
        assert not self.open, self.open

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, (tag, self.getpos())

    def handle_data(self, data):
        self.text.append(data)

    def all(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]

    def said(self):
        return " ".join("".join(self.text).split())


@pytest.fixture(scope="session")
def index(files):
    return Page(files["index.html"])


@pytest.mark.parametrize("name", ["index.html", "explore.html"])
def test_pages_are_well_formed_and_accessible(name, files, hostile_files):
    for data in (files[name], hostile_files[name]):
        page = Page(data)
        assert data.startswith(b'<!DOCTYPE html>\n<html lang="en">')
        assert page.elements[0] == ("html", {"lang": "en"})
        assert len(page.all("h1")) == len(page.all("title")) == len(page.all("main")) == 1
        levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
        assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
        assert all(image["alt"] for image in page.all("img"))
        assert all(cell.get("scope") in ("col", "row") for cell in page.all("th"))
        identifiers = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
        assert len(identifiers) == len(set(identifiers))


@pytest.mark.parametrize("name", ["index.html", "explore.html"])
def test_pages_reach_for_nothing_outside(name, files, hostile_files):
    for made in (files, hostile_files):
        page = Page(made[name])
        policy = next(meta["content"] for meta in page.all("meta") if meta.get("http-equiv"))
        assert policy.startswith("default-src 'none'")
        anchors = {attributes["id"] for _, attributes in page.elements if "id" in attributes}
        for link in [item["href"] for item in page.all("a")] + [item["src"] for item in page.all("img")]:
            assert link.removeprefix("#") in anchors if link.startswith("#") else link in made, link
        assert not page.all("link") and not [script for script in page.all("script") if "src" in script]


def test_hostile_names_stay_text(hostile, hostile_files):
    for name in ("index.html", "explore.html"):
        page = Page(hostile_files[name])
        assert not [tag for tag, _ in page.elements if tag in ("b", "svg", "iframe")]
        assert not [attributes for _, attributes in page.elements if any(key.startswith("on") for key in attributes)]
        assert len(page.all("script")) == (2 if name == "explore.html" else 0)
    said = Page(hostile_files["index.html"]).said()
    for label in (*hostile.result.matrix.framework_ids, *hostile.result.matrix.element_ids):
        assert label in said
    assert "<script>" not in hostile._repr_html_()


def test_script_json_can_not_end_its_element():
    evil = {"a": "</script><!--<script>&\u2028"}
    text = script_json(evil)
    assert json.loads(text) == evil
    assert not set("<>&\u2028") & set(text)


def test_the_report_holds_every_claim_number_and_method(index, report):
    said = index.said()
    for claim in report.claims:
        for sentence in (claim.text, claim.unknown, claim.detailed):
            assert " ".join(sentence.split()) in said
    assert report.result.title in said
    for note in report.result.methods:
        assert note.name in said and " ".join(note.source.split()) in said
    for reason in report.result.omitted:
        assert reason in said
    assert f"{report.result.framework_significance.tests:,}" in said
    assert f"{report.result.element_significance.tests:,}" in said


def test_the_element_table_of_the_page_is_that_of_plain_sets(files, sets, report):
    text = files["index.html"].decode()
    start = text.index("<caption>Elements, the most common first")
    body = text[start : text.index("</table>", start)]
    shown = dict(re.findall(r'<th scope="row">([^<]*)</th><td>[^<]*</td><td class="n">(\d+)</td>', body))
    label = {element.id: element.label for element in report.result.matrix.elements}
    assert shown == {
        label[element]: str(sum(element in mine for mine in sets.values())) for element in set().union(*sets.values())
    }


def test_explore_holds_the_whole_matrix(report, files, hostile, hostile_files):
    for one, made in ((report, files), (hostile, hostile_files)):
        text = made["explore.html"].decode()
        data = json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)[1])
        matrix = one.result.matrix
        assert np.array_equal(data["values"], matrix.values)
        assert [item["label"] for item in data["frameworks"]] == [item.label for item in matrix.frameworks]
        assert [item["label"] for item in data["elements"]] == [item.label for item in matrix.elements]
        assert len(data["pairs"]) == len(one.result.framework_pairs)


def test_a_report_without_a_graph_names_no_query(hostile_files):
    assert not [name for name in hostile_files if name.startswith("queries/")]
    assert "there is no query" in Page(hostile_files["index.html"]).said()


def test_records_have_their_part(records_report):
    text = index_page(records_report.result, records_report.claims, (), records_report.tables, (), explorable=False)
    said = Page(text.encode()).said()
    assert "What the guiding frameworks call for" in said
    uses = records_report.result.engagements.uses
    assert uses and all(f" {use.records}" in said for use in uses)
    for name in ("practices", "practice_pairs", "framework_gaps"):
        assert len(records_report.tables[name]) and f'href="{name}.csv"' in text
