"""`taonto query` and `taonto terms` as a user types them."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from taonto.cli import run
from taonto.query.questions import load_question, saved_questions

RECORDS = str(Path(__file__).parents[1] / "queries" / "records.ttl")


def said(capfd, *arguments, code=0):
    assert run(list(arguments)) == code
    out, err = capfd.readouterr()
    assert "Traceback" not in err
    return out, err


def test_a_saved_question(capfd):
    out, err = said(capfd, "query", "phases-in-order")
    assert out.splitlines()[2].startswith("1      tap:preparation")
    assert err == ""


def test_the_list_names_every_question_and_parameter(capfd):
    out, _ = said(capfd, "query", "--list")
    saved = saved_questions()
    assert saved
    for query in saved:
        assert query.name in out
        assert query.question in out
        assert all(f"--param {parameter.name}=" in out for parameter in query.parameters)
    assert out.index("Competency questions") < out.index("Report questions") < out.index("Quality questions")


def test_show_prints_the_text_that_would_run(capfd):
    out, _ = said(capfd, "query", "frameworks-sharing-element", "--show")
    assert out == load_question("frameworks-sharing-element").text
    out, _ = said(capfd, "query", "frameworks-sharing-element", "--show", "--param", "element=coaching")
    assert "VALUES ?element { <https://w3id.org/taonto/practice/coaching> }" in out


@pytest.mark.parametrize(
    ("name", "start"), [("a.csv", b"order,phase"), ("a.json", b'{"head"'), ("a.tsv", b"?order\t"), ("a.xml", b"<?xml")]
)
def test_the_suffix_of_the_output_decides(name, start, capfd, tmp_path):
    out, _ = said(capfd, "query", "phases-in-order", "--output", str(tmp_path / name))
    assert out == ""
    assert (tmp_path / name).read_bytes().startswith(start)


def test_data_and_parameters(capfd):
    arguments = ("query", "recipients-served", "--data", RECORDS, "--param", "provider=second center (synthetic)")
    out, err = said(capfd, *arguments, "--format", "csv")
    assert [row[1] for row in csv.reader(io.StringIO(out))][1:] == [
        "Lakeview District (synthetic)",
        "North Agency (synthetic)",
    ]
    assert err == ""


def test_a_question_about_records_asks_for_them(capfd):
    out, err = said(capfd, "query", "engagements-by-tier")
    assert len(out.splitlines()) == 2
    assert err == "taonto: note: this question is about engagement records; add them with --data FILE\n"


def test_standard_input():
    for query, answer in (("ASK { tap:coaching a ta:Practice }", b"yes\n"), ("ASK { ?s a <urn:no> }", b"no\n")):
        arguments = [sys.executable, "-m", "taonto", "query", "-"]
        done = subprocess.run(arguments, input=query.encode(), capture_output=True, check=True)
        assert done.stdout == answer


def test_the_same_bytes_every_time():
    """DESCRIBE reaches blank nodes and has no order of its own."""
    arguments = [sys.executable, "-m", "taonto", "query", "-", "--data", RECORDS]
    outputs = {
        subprocess.run(arguments, input=b"DESCRIBE ta:FullCycleFramework", capture_output=True, check=True).stdout
        for _ in range(2)
    }
    assert len(outputs) == 1
    assert b"Full-cycle framework" in outputs.pop()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["query"], "no question is given"),
        (["query", "phases-in-ordr"], "did you mean phases-in-order"),
        (["query", "phases-in-order", "--format", "turtle"], "can't represent; use table or csv"),
        (["query", "phases-in-order", "--format", "yaml"], "'yaml' is not one of"),
        (["query", "phases-in-order", "--param", "x"], "write NAME=VALUE"),
        (["query", "phases-in-order", "--param", "=x"], "write NAME=VALUE"),
        (["query", "elements-by-phase", "--param", "phase=plan", "--param", "phase=plan"], "given twice"),
        (["query", "elements-by-phase", "--param", "phase=plans"], "did you mean tap:plan"),
        (["query", "phases-in-order", "--data", "none.ttl"], "none.ttl: no such file"),
        (["query", "phases-in-order", "--endpoint", "ftp://e.org/"], "not the address of an endpoint"),
        (["query", "phases-in-order", "--endpoint", "http://127.0.0.1:1/"], "can't be reached"),
        (["query", "phases-in-order", "--timeout", "soon"], "'soon' is not a valid float"),
        (["query", "phases-in-order", "--timeout", "nan"], "more than 0 seconds"),
        (["terms", "coachign"], "did you mean"),
    ],
)
def test_one_sentence_and_exit_2(arguments, message, capfd, tmp_path):
    out, err = said(capfd, *arguments, code=2)
    assert message in err
    assert err.startswith("taonto: error: ")
    assert err.count("\n") == 1
    assert out == ""


def test_nothing_is_written_on_an_error(tmp_path, capfd):
    target = tmp_path / "out.csv"
    said(capfd, "query", "elements-by-phase", "--param", "phase=plans", "--output", str(target), code=2)
    assert list(tmp_path.iterdir()) == []


def test_data_are_not_written_over(tmp_path, capfd):
    data = tmp_path / "log.ttl"
    data.write_text("<urn:x:a> <urn:x:b> <urn:x:c> .")
    assert run(["query", "phases-in-order", "--data", str(data), "--output", str(data)]) == 2
    assert "would be overwritten" in capfd.readouterr().err
    assert data.read_text() == "<urn:x:a> <urn:x:b> <urn:x:c> ."


def test_terms_as_a_card(capfd):
    out, _ = said(capfd, "terms", "tac:intensive")
    assert out.startswith("Intensive  (tac:intensive)\n")
    assert "Support tiers" in out
    assert out.count("Fixsen") == 1
    assert "according to" in out


def test_terms_as_a_list_and_as_json(capfd):
    out, _ = said(capfd, "terms", "technical", "assistance")
    assert out.splitlines()[0].split() == ["term", "label", "kind", "definition"]
    out, _ = said(capfd, "terms", "technical", "assistance", "--format", "json")
    found = json.loads(out)
    assert [term["name"] for term in found] == ["tac:technical-assistance", "ta:TechnicalAssistance"]
    assert found[1]["definitions"][0]["sources"]


@pytest.mark.parametrize("arguments", [["query", "phases-in-order"], ["terms", "coaching"]])
def test_a_question_starts_light(arguments):
    """What takes long to import has no place on this path."""
    heavy = (
        "rdflib",
        "pandas",
        "numpy",
        "scipy",
        "matplotlib",
        "networkx",
        "openpyxl",
        "rapidfuzz",
        "owlready2",
        "yaml",
    )
    code = (
        f"import sys; from taonto.cli import run; run({arguments!r}); print([m for m in {heavy!r} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("command", ["query", "terms"])
def test_help_shows_examples(command, capfd):
    out, _ = said(capfd, command, "--help")
    assert f"taonto {command} " in out.partition("Examples:")[2]
