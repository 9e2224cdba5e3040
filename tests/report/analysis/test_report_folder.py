"""The folder: what it holds, the same bytes each time, and never in place of what is not an analysis."""

import io
import json
import os
import subprocess
import sys
from xml.etree import ElementTree

import networkx as nx
import pytest
from helpers.plain_catalogue import LIVE, rows

from taonto.analysis.options import AnalysisOptions
from taonto.base.errors import TaontoError, UnknownNameError
from taonto.cli import run
from taonto.cli.analyze import command
from taonto.report.analysis.figures.draw import FIGURES
from taonto.report.analysis.folder import network_files
from taonto.report.analysis.report import AnalysisReport

DESIGN = [
    "matrix.csv",
    "shared_elements.csv",
    "elements.csv",
    "frameworks.csv",
    "clusters.csv",
    "concepts.csv",
    "summary.json",
    "network.graphml",
    "network.gexf",
    "index.html",
]


def test_holds_what_the_design_names(files):
    assert set(DESIGN) <= files.keys()
    assert {f"{name}.{form}" for name in FIGURES for form in ("svg", "png")} <= files.keys()


def test_the_summary_lists_all_files_and_the_basis(files, report):
    summary = json.loads(files["summary.json"])
    assert set(summary["files"]) == files.keys()
    assert summary["kind"] == "taonto analysis" and summary["title"] == report.result.title
    assert (summary["matrix"]["frameworks"], summary["matrix"]["elements"]) == report.result.matrix.values.shape
    assert [item["text"] for item in summary["findings"]] == [claim.text for claim in report.claims]
    assert b"NaN" not in files["summary.json"]


def test_every_output_states_its_basis(files, report):
    title = report.result.title
    for name, data in files.items():
        if name.endswith((".html", ".json", ".graphml", ".gexf", ".rq")) and "coder-readings" not in name:
            assert title in data.decode("utf-8").replace("&#39;", "'"), name
    package = json.loads(files["datapackage.json"])
    described = {item["path"]: item for item in package["resources"]}
    assert described.keys() == {name for name in files if name.endswith(".csv")}
    for item in described.values():
        assert title in item["description"]
        assert all(field["description"] for field in item["schema"]["fields"])


@pytest.mark.parametrize(("name", "read"), [("network.graphml", nx.read_graphml), ("network.gexf", nx.read_gexf)])
def test_the_network_reads_back(name, read, files, report, sets):
    graph = read(io.BytesIO(files[name]))
    wanted = {frozenset((f"framework:{f}", f"element:{e}")) for f, mine in sets.items() for e in mine}
    assert {frozenset(edge) for edge in graph.edges()} == wanted
    assert graph.number_of_nodes() == sum(report.result.matrix.values.shape)
    node = graph.nodes["element:needs-assessment"]
    count = sum("needs-assessment" in mine for mine in sets.values())
    assert (node["label"], node["frameworks"], node["phase"]) == ("Needs assessment", count, "Preparation")
    assert b"modifieddate" not in files[name]


def test_the_network_is_xml_whatever_the_names(hostile):
    for data in network_files(hostile.result).values():
        ElementTree.fromstring(data)


def test_the_same_input_gives_the_same_bytes_in_another_process(hostile_file, hostile_files, tmp_path):
    words = [sys.executable, "-m", "taonto", "analyze", "--matrix", str(hostile_file), "--samples", "100"]
    environment = os.environ | {"PYTHONHASHSEED": str(1 + hash("a") % 1_000)}  # not the seed of this process
    subprocess.run([*words, "--output", str(tmp_path / "out")], check=True, capture_output=True, env=environment)
    made = {
        path.relative_to(tmp_path / "out").as_posix(): path.read_bytes()
        for path in (tmp_path / "out").rglob("*")
        if path.is_file()
    }
    assert made == hostile_files


@pytest.fixture
def writable(hostile, hostile_files, monkeypatch):
    """The hostile report, with its files at hand: writing them does not draw the figures again."""
    monkeypatch.setattr(AnalysisReport, "files", lambda self, progress=None: hostile_files)
    return hostile


def test_an_earlier_analysis_is_replaced_and_nothing_else(writable, tmp_path):
    target = tmp_path / "out"
    writable.write(target)
    writable.write(target)
    (target / "notes.txt").write_text("mine")
    with pytest.raises(TaontoError, match=r"contains 'notes\.txt', which no analysis wrote"):
        writable.write(target)
    assert (target / "notes.txt").read_text() == "mine"
    (tmp_path / "file").write_text("")
    with pytest.raises(TaontoError, match="is a file"):
        writable.write(tmp_path / "file")
    (tmp_path / "empty").mkdir()
    writable.write(tmp_path / "empty")
    assert (tmp_path / "empty" / "index.html").is_file()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty", "file", "out"]


@pytest.mark.parametrize(
    "content", ['{"kind": "else", "files": ["summary.json"]}', "[]", "{", '{"kind": "taonto analysis"}']
)
def test_a_strange_summary_makes_no_analysis(content, writable, tmp_path):
    (tmp_path / "summary.json").write_text(content)
    with pytest.raises(TaontoError, match="which no analysis wrote"):
        writable.write(tmp_path)


def test_the_command_prints_the_claims_and_writes_the_folder(
    hostile_file, hostile_files, tmp_path, capsys, monkeypatch
):
    monkeypatch.setattr(AnalysisReport, "files", lambda self, progress=None: hostile_files)
    assert run(["analyze", "--matrix", str(hostile_file), "--samples", "0", "--output", str(tmp_path / "out")]) == 0
    out, err = capsys.readouterr()
    assert "What most frameworks include" in out and "<script>alert(1)</script>" in out
    assert "index.html" in err and (tmp_path / "out" / "index.html").is_file()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "is empty"),
        ("framework,a,b\nX,1,0\n", "only 1 framework"),
        ("framework,a,b\nX,1,maybe\nY,0,1\n", "row 2, column 'b'"),
        ("framework,a,b\nX,1,0\nX,0,1\n", "already in row 2"),
        ("framework,a,b\nX,1,1\nY,1,1\n", "every cell is present"),
        ("framework,a,b\nX,,\nY,,\n", "every cell is not mentioned or unknown"),
    ],
)
def test_a_bad_matrix_is_one_sentence_and_leaves_nothing(content, said, tmp_path, capsys):
    (tmp_path / "bad.csv").write_text(content)
    assert run(["analyze", "--matrix", str(tmp_path / "bad.csv"), "--output", str(tmp_path / "out")]) == 2
    out, err = capsys.readouterr()
    assert said in err and len(err.splitlines()) == 1 and not out
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--study", "nope"], "no coding study named 'nope'"),
        (["--field", "zzz"], "no framework is left"),
        (["--samples", "-1"], "can't be drawn"),
        (["--seed", "-1"], "negative"),
        (["--scope", "best"], "'best' is not one of"),
        (["--matrix", "x.csv", "--study", "meyers-2012"], "a study and a matrix can't be analyzed together"),
        (["--endpoint", "http://127.0.0.1:9/", "--data", "x.csv"], "leave out the data or the endpoint"),
        (["--endpoint", "http://127.0.0.1:9/"], "can't be reached"),
        (["--data", "missing.csv"], "no such file"),
        (["--output", "/dev/null"], "name a folder for the output"),
    ],
)
def test_bad_options_are_one_sentence(arguments, said, capsys):
    assert run(["analyze", *arguments]) == 2
    out, err = capsys.readouterr()
    assert said in err and len(err.splitlines()) == 1 and not out


def test_the_command_has_the_defaults_of_the_library():
    defaults = {option.name: option.default for option in command.params}
    assert (defaults["samples"], defaults["seed"]) == (AnalysisOptions().samples, AnalysisOptions().seed)


def test_options_narrow_the_comparison(quickly):
    report = quickly(scope="all", detail="detailed", field="education", complete=False)
    kept = report.result.matrix.frameworks
    assert kept and all("education" in f.field.casefold() and f.detail == "detailed" for f in kept)
    assert "detailed lists" in report.result.title and "education" in report.result.title


def test_another_study_has_its_own_defaults(quickly):
    report = quickly("meyers-2012")
    assert len(report.result.matrix.frameworks) == len({row["framework"] for row in rows(LIVE, "meyers2012_codings")})
    assert report.claims[0].text
    with pytest.raises(UnknownNameError, match="there is no figure 'pie'"):
        report.figure("pie")
