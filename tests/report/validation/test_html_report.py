"""The page is parsed, not searched: values from the data must arrive as text and nothing else."""

import base64
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from taonto.report.validation.html import MOST_ROWS, to_html
from taonto.report.validation.wording import shortened
from taonto.validation.findings import FileResult, Finding, Severity, ValidationReport

VOID = {"meta", "input", "br"}


class Page(HTMLParser):
    """Elements with their attributes, the text of each element by its name, and the cells of each table."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.texts, self.tables, self.open = [], {}, [], []
        self.feed(text)
        self.close()
        assert self.open == [], "every element is closed"

    def handle_starttag(self, tag, attrs):
        assert len(dict(attrs)) == len(attrs), "no attribute twice"
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.tables[-1][-1].append("")

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.setdefault(self.open[-1] if self.open else "", []).append(data)
        if {"td", "th"} & set(self.open):
            self.tables[-1][-1][-1] += data

    def of(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture(scope="module")
def page(report, rules):
    return Page(to_html(report, rules))


def test_the_verdict_and_counts_come_first(page, report, rules):
    assert "Does not conform to the profile 'exchange'." in page.texts["strong"]
    assert page.texts["b"][:5] == ["3", "55", "3", "1", "1"]
    assert "3 findings must be fixed before the data can be shared." in to_html(report, rules)


def test_each_file_has_its_results(page):
    assert [row[:6] for row in page.tables[0][1:]] == [
        ["log.xlsx", "does not conform", "40", "1", "1", "1"],
        ["north/log 1.csv", "does not conform", "12", "2", "0", "0"],
        ["good.ttl", "conforms", "3", "0", "0", "0"],
    ]
    assert page.tables[0][1][6] == "2 blank rows skipped. "


def test_each_finding_has_its_row_without_scripts(page):
    head, *rows = page.tables[1]
    assert head == ["Where", "What is wrong and what to do", "Value", "Rule"]
    assert len(rows) == 5
    cell = next(row for row in rows if "2024-02-30" in row[2])
    assert [" ".join(text.split()) for text in cell] == [
        "log.xlsx sheet engagements, row 7, column startDate",
        "startDate must be a date, written as 2024-09-30: '2024-02-30'. Write year, month and day as 2024-09-30.",
        "2024-02-30",
        "violation TA110 A real date",
    ]


def test_each_rule_is_explained(page, rules):
    assert len(page.of("details")) == 4
    assert rules["TA110"].why in page.texts["p"]
    assert {*rules["TA110"].wrong, *rules["TA110"].right} <= set(page.texts["code"])
    assert rules["TA110"].iri in [a["href"] for a in page.of("a")]


def test_filters_offer_what_there_is(page):
    values = [a.get("value") for a in page.of("option")]
    assert values == ["", None, None, None, "", "TA105", "TA110", "TA302", "myShape", "", *page_files()]
    assert all("hidden" in a for tag, a in page.elements if "script" in (a.get("class") or "").split())


def page_files():
    return ["log.xlsx", "north/log 1.csv", "good.ttl"]


def test_the_page_stands_alone(page):
    assert not page.of("link") + page.of("img") + page.of("iframe")
    assert not [a for _, a in page.elements if "src" in a]
    assert all(a["href"].startswith(("#", "https://w3id.org/taonto/")) for a in page.of("a"))


def test_only_its_own_script_and_style_may_act(page):
    (policy,) = [a["content"] for a in page.of("meta") if "http-equiv" in a]
    for tag in ("script", "style"):
        (text,) = page.texts[tag]
        digest = base64.b64encode(sha256(text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")
    assert not [name for _, a in page.elements for name in a if name.startswith("on") or name == "style"]


def test_it_can_be_used_without_seeing_it(page):
    ids = {a["id"] for _, a in page.elements if "id" in a}
    assert page.of("html")[0]["lang"] == "en"
    assert all(a["href"][1:] in ids for a in page.of("a") if a["href"].startswith("#"))
    assert all("scope" in a for a in page.of("th"))
    assert len(page.of("label")) == len(page.of("input")) + len(page.of("select"))
    assert all(a["aria-labelledby"] in ids for a in page.of("section"))


def test_hostile_values_stay_text(hostile_report, rules):
    page = Page(to_html(hostile_report, rules))
    assert len(page.of("script")) == 1
    assert not page.of("img")
    shown = {row[2] for row in page.tables[1][1:]}
    assert {shortened(f.value, 200) for f in hostile_report.findings} <= shown
    assert "49" not in shown


def test_many_findings_are_cut_fairly_and_it_says_so(rules):
    many = [Finding("TA110", Severity.VIOLATION, "x", file="a.csv", row=n) for n in range(2, 2_002)]
    few = [Finding("TA128", Severity.WARNING, "y", file="a.csv", row=n) for n in range(2, 12)]
    text = to_html(ValidationReport((*many, *few), (FileResult("a.csv", 2_000),)), rules, most=1_000)
    page = Page(text)
    rows = page.tables[1][1:]
    assert len(rows) == 1_000
    assert sum("TA128" in row[3] for row in rows) == 10
    assert "This page shows 1,000 of 2,010 findings, up to 990 for each rule." in text
    assert len(text) < MOST_ROWS * 100, "so that a page of the most rows stays below ten megabytes"


def test_a_clean_report_has_no_empty_tables(rules):
    page = Page(to_html(ValidationReport((), (FileResult("a.csv", 3),)), rules))
    assert len(page.tables) == 1
    assert "Conforms to the profile 'exchange'." in page.texts["strong"]
