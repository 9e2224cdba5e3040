"""The main job, run once, and looked at as a reader would: the page says what the graph says."""

import csv
import io
import json
import re
from xml.etree import ElementTree

import pytest

from taonto.cli import run
from taonto.demo import MARK


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo") / "report"
    assert run(["demo", "--output", str(folder)]) == 0
    return folder


def test_every_link_leads_somewhere(report):
    page = (report / "index.html").read_text()
    targets = re.findall(r'(?:href|src)="([^"#]+)"', page)
    assert len(targets) > 100
    assert [target for target in targets if not (report / target).is_file()] == []


def test_the_page_leads_with_shared_elements_and_figures(report, ask):
    page = (report / "index.html").read_text()
    core = "SELECT (COUNT(?f) AS ?n) WHERE { ?f a ta:Framework ; ta:hasScope tac:core ; ta:hasCompleteList true "
    [(all_of_them,)] = ask(core + "}")
    [(most,)] = ask(core + "; ta:includesElement tap:needs-assessment }")
    assert f"{most} of {all_of_them} core frameworks include needs assessment" in page
    figures = re.findall(r'<img src="([^"]+)" alt="([^"]+)"', page)
    assert len(figures) >= 3
    for source, alternative in figures:
        assert ElementTree.parse(report / source).getroot().tag.endswith("svg")
        assert len(alternative) > 40


def test_the_good_example_conforms_and_the_faulty_one_does_not(report):
    outcome = {
        name: json.loads((report / "validation" / f"{name}.json").read_text())["conforms"]
        for name in ("good", "faulty")
    }
    assert outcome == {"good": True, "faulty": False}


def test_the_ontology_was_classified(report):
    page = (report / "index.html").read_text()
    assert "found no contradiction, and every class can have members" in page
    assert "5 practices that get staff ready" in page


def test_answers_are_tables(report):
    answers = list((report / "answers").glob("*.csv"))
    assert len(answers) > 10
    for path in answers:
        rows = list(csv.reader(io.StringIO(path.read_text())))
        assert len(rows) > 1 and len({len(row) for row in rows}) == 1


def test_it_replaces_only_what_it_wrote_itself(report, tmp_path, capsys):
    assert (report / MARK).is_file()
    (tmp_path / "thesis.txt").write_text("mine")
    assert run(["demo", "--output", str(tmp_path)]) == 2
    assert "contains 'thesis.txt', which no demo wrote" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]
