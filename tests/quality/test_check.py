"""`taonto check` on the ontology that ships, and on copies with an error."""

import json
import shutil
from pathlib import Path

import pytest

from taonto.base.errors import UnknownNameError
from taonto.base.resources import extended_by, folder
from taonto.cli import run
from taonto.quality.check import CHECKS, check
from taonto.quality.results import Check, CheckReport
from taonto.reasoning import hermit as reasoning
from taonto.validation.findings import Finding, Severity

PREFIXES = """
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix ta: <https://w3id.org/taonto/ontology/> .
@prefix tac: <https://w3id.org/taonto/code/> .
@prefix taf: <https://w3id.org/taonto/framework/> .
@prefix tap: <https://w3id.org/taonto/practice/> .
@prefix my: <https://example.org/my#> .
"""


@pytest.fixture(scope="module")
def shipped() -> CheckReport:
    return check()


@pytest.fixture
def no_frameworks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the catalogue: most of the graph, and not what an error in a module of the ontology is about."""
    monkeypatch.setattr("taonto.ontology.catalogue.catalogue_triples", lambda: iter(()))


@pytest.fixture
def extension(tmp_path: Path):
    def write(text: str) -> str:
        path = tmp_path / "extension.ttl"
        path.write_text(PREFIXES + text, encoding="utf-8")
        return str(path)

    return write


def test_the_shipped_ontology_passes_every_check(shipped: CheckReport) -> None:
    assert [c.id for c in shipped.checks] == list(CHECKS)
    assert [
        (c.id, [f"{f.file}:{f.line} {f.message}" for f in c.findings]) for c in shipped.checks if not c.passed
    ] == []
    assert shipped.passed


def test_the_notes_count_what_was_looked_at(shipped: CheckReport) -> None:
    notes = {c.id: c.note for c in shipped.checks}
    assert "HermiT and the OWL RL closure" in notes["members"]
    assert int(notes["questions"].split()[0]) >= 30
    assert json.loads(shipped.to_json())["passed"] is True


@pytest.mark.usefixtures("no_frameworks")
def test_an_inconsistent_copy_fails_and_names_the_culprits(tmp_path: Path, capsys) -> None:
    copy = tmp_path / "practices.ttl"
    shutil.copy(folder("ontology") / "practices.ttl", copy)
    with copy.open("a", encoding="utf-8") as stream:
        stream.write("\ntap:visioning a ta:Phase .\n")
    assert run(["check", str(copy), "--only", "reasoning"]) == 1
    out = capsys.readouterr().out
    assert "Visioning (tap:visioning) is both Phase (ta:Phase) and Practice (ta:Practice)" in " ".join(out.split())
    assert "- Visioning (tap:visioning) is a Phase (ta:Phase)" in out
    assert "- nothing is two of these at once: " in out
    assert "1 of 1 checks failed: reasoning" in out


@pytest.mark.usefixtures("no_frameworks")
def test_a_copy_with_an_empty_class_fails_and_names_the_culprits(tmp_path: Path, capsys) -> None:
    copy = tmp_path / "core.ttl"
    shutil.copy(folder("ontology") / "core.ttl", copy)
    with copy.open("a", encoding="utf-8") as stream:
        stream.write("\nta:PlanPractice rdfs:subClassOf ta:Phase .\n")
    # Practices of the phase Plan exist, so the copy has to go without them to be merely empty, not inconsistent.
    practices = tmp_path / "practices.ttl"
    text = (folder("ontology") / "practices.ttl").read_text(encoding="utf-8")
    practices.write_text(text.replace("ta:inPhase tap:plan ;", ""), encoding="utf-8")
    assert run(["check", str(copy), str(practices), "--only", "reasoning", "--format", "json"]) == 1
    (result,) = json.loads(capsys.readouterr().out)["checks"]
    (finding,) = [f for f in result["findings"] if f["rule"] == "satisfiable-class"]
    assert finding["focus"].endswith("PlanPractice")
    assert finding["file"] == str(copy)
    assert "a member is both Phase (ta:Phase) and Practice (ta:Practice)" in finding["message"]
    assert "every Plan practice (ta:PlanPractice) is a Phase (ta:Phase)" in finding["message"]


@pytest.mark.usefixtures("no_frameworks")
def test_a_definition_that_takes_in_too_little(tmp_path: Path) -> None:
    copy = tmp_path / "core.ttl"
    text = (folder("ontology") / "core.ttl").read_text(encoding="utf-8")
    assert "owl:onProperty ta:inPhase ; owl:hasValue tap:preparation" in text
    copy.write_text(text.replace("ta:inPhase ; owl:hasValue tap:preparation", "ta:inPhase ; owl:hasValue tap:scheme"))
    (members,) = check([copy], only=["members"], reasoning=False).checks
    assert {f.value.rpartition("/")[2] for f in members.findings} >= {"visioning", "needs-assessment"}
    assert all("lacks" in f.message for f in members.findings)


def test_a_good_extension_passes(extension) -> None:
    path = extension(
        """
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix vs: <http://www.w3.org/2003/06/sw-vocab-status/ns#> .
<https://example.org/my> a owl:Ontology ; dcterms:title "Mine" ; dcterms:description "A synthetic extension." ;
    dcterms:license <https://example.org/license> ;
    owl:versionInfo "1.0.0" ; owl:versionIRI <https://example.org/my/1> .
my:LongEngagement a owl:Class ; rdfs:subClassOf ta:Engagement ; rdfs:label "Long engagement"@en ;
    skos:definition "An engagement of more than a year."@en ; dcterms:source <https://example.org/source> ;
    rdfs:isDefinedBy <https://example.org/my> ; vs:term_status "testing" .
"""
    )
    report = check([path], only=["files", "terms", "links"])
    assert [c.id for c in report.checks] == ["files", "terms", "links"]
    assert [f for c in report.checks for f in c.findings] == []


@pytest.mark.usefixtures("no_frameworks")
def test_errors_in_an_extension_are_reported_by_line(extension, capsys) -> None:
    path = extension(
        "@prefix skos: <http://example.org/wrong#> .\nmy:thing a owl:Class .\nmy:x my:undeclared ta:Nowhere .\n",
    )
    assert run(["check", path, "--only", "files", "--only", "profile"]) == 1
    out = " ".join(capsys.readouterr().out.split())
    assert f"{path}:9: binds 'skos:'" in out
    assert "is used as a property but is not declared as one" in out
    assert "ta:Nowhere is referred to but not described" in out


def test_an_unknown_check_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="there is no check 'spelling'; the checks are files, terms"):
        check(only=["files", "spelling"])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["broken"], "line 10"),
        (["no-such-file.ttl"], "no such file"),
        (["--only", "spelling"], "there is no check 'spelling'"),
        (["--timeout", "0"], "--timeout"),
    ],
)
def test_bad_input_is_one_sentence_and_exit_2(arguments: list[str], said: str, extension, capsys) -> None:
    if arguments == ["broken"]:
        arguments = [extension("\nmy:thing a owl:Class ;;; broken .\n")]
    assert run(["check", *arguments]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert said in captured.err
    assert len(captured.err.splitlines()) == 1


def test_the_modules_of_an_extension_in_use_are_read_on_top(tmp_path: Path) -> None:
    (tmp_path / "ontology").mkdir()
    module = tmp_path / "ontology" / "own.ttl"
    module.write_text(PREFIXES + 'my:Thing a owl:Class ; rdfs:label "Thing"@en .\n', encoding="utf-8")
    with extended_by(tmp_path):
        (terms,) = check(only=["terms"]).checks
    assert {f.file for f in terms.findings} == {str(module)}
    assert any("has no source" in f.message for f in terms.findings)


def test_no_java_is_said_before_any_work(monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    monkeypatch.setattr(reasoning.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setenv("PATH", "")
    assert run(["check"]) == 2
    assert "taonto[java]" in capsys.readouterr().err
    assert run(["check", "--no-reasoning", "--only", "links"]) == 0


@pytest.mark.usefixtures("no_frameworks")
def test_a_contradiction_is_seen_without_java_too(extension) -> None:
    path = extension("tap:visioning a ta:Phase .")
    (members,) = check([path], only=["members"], reasoning=False).checks
    assert any("tap:visioning" in f.message and "nothing can be both" in f.message for f in members.findings)


def test_the_report_says_when_it_shows_a_part_only() -> None:
    findings = tuple(Finding("r", Severity.VIOLATION, f"problem {n}", "fix it") for n in range(25))
    text = CheckReport((Check("x", "x", findings),)).to_text()
    assert "and 5 more" in text
    assert "problem 19" in text
    assert "problem 20" not in text
