"""Extensions: a center's own folder, read on top of what ships."""

from pathlib import Path
from typing import NamedTuple

import pytest

from taonto.base import resources
from taonto.base.children import run_limited
from taonto.base.vocabulary import TA, TAF
from taonto.ontology.codes import CodeLists
from taonto.ontology.edition import asserted_triples, edition_name, modules
from taonto.query.questions import saved_questions
from taonto.rdf.graph import store_of
from taonto.validation.rules import RuleBook

PREFIXES = "".join(
    f"@prefix {prefix}: <{namespace}> .\n"
    for prefix, namespace in {
        "dcterms": "http://purl.org/dc/terms/",
        "owl": "http://www.w3.org/2002/07/owl#",
        "own": "https://example.org/own#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "sh": "http://www.w3.org/ns/shacl#",
        "ta": TA,
        "tash": "https://w3id.org/taonto/shapes/",
    }.items()
)
FILES = {
    "queries/own.rq": "#+ question: Which rooms are there?\n#+ kind: report\nSELECT ?room { ?room a <urn:own:Room> }\n",
    "ontology/own.ttl": PREFIXES + "own:Visit a owl:Class ; rdfs:subClassOf ta:Engagement .\n",
    "ontology/tables/frameworks.yaml": """
- id: own-model
  name: Our own model (synthetic)
  authors_or_organization: Example Center
  citation: Example Center (2026). Our own model.
  scope: core
  detail: detailed
  components_complete: true
  components:
  - {number: 1, label: Start together}
""",
    "shapes/recommended/own.ttl": PREFIXES
    + """
own:room-recommended a sh:PropertyShape ; sh:targetClass ta:Engagement ; sh:path own:inRoom ; sh:minCount 1 ;
    sh:severity sh:Info ; sh:message "The record should name the room" ; rdfs:seeAlso own:OWN1 .
own:OWN1 a tash:Rule ; dcterms:identifier "OWN1" ; rdfs:label "A room" ; rdfs:comment "It shows where it was." ;
    tash:hint "Name the room." ; tash:wrong "room: (blank)" ; tash:right "room: 12" .
""",
}


@pytest.fixture
def extension(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


class Known(NamedTuple):
    """Whether the program knows each thing of the extension."""

    question: bool
    module: bool
    framework: bool
    rule: bool


def known() -> Known:
    framework = CodeLists.shipped().find(TA + "Framework", "own-model")
    return Known(
        question="own" in [question.name for question in saved_questions()],
        module="own" in modules(),
        framework=framework is not None and framework.value == TAF + "own-model",
        rule="OWN1" in RuleBook.shipped().rules,
    )


NOTHING, EVERYTHING = Known(False, False, False, False), Known(True, True, True, True)


def test_an_extension_is_read_on_top_of_what_ships_and_is_gone_after(extension: Path) -> None:
    questions, rules, edition = saved_questions(), set(RuleBook.shipped().rules), edition_name()
    assert known() == NOTHING
    with resources.extended_by(extension):
        assert resources.extensions() == (extension.resolve(),)
        assert known() == EVERYTHING
        assert edition_name() != edition
        assert [q for q in saved_questions() if q.name != "own"] == questions
        assert set(RuleBook.shipped().rules) == rules | {"OWN1"}
    assert resources.extensions() == ()
    assert known() == NOTHING
    assert edition_name() == edition


def test_an_extension_s_framework_joins_the_catalogue(extension: Path) -> None:
    with resources.extended_by(extension):
        graph = store_of(asserted_triples())
    assert graph.query(f"ASK {{ <{TAF}own-model> <{TA}hasComponent> <{TAF}own-model-c1> }}")
    assert graph.query(f"ASK {{ <{TAF}epis> a <{TA}Framework> }}")


def test_child_processes_read_the_extension_too(extension: Path) -> None:
    edition = edition_name()
    with resources.extended_by(extension):
        assert run_limited(60, edition_name) == edition_name() != edition
        assert "own" in [question.name for question in run_limited(60, saved_questions)]
    assert run_limited(60, edition_name) == edition


def test_an_extension_needs_no_folder_of_each_kind_and_several_add_up(extension: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    with resources.extended_by(empty):
        assert known() == NOTHING
        with resources.extended_by(extension):
            assert resources.extensions() == (empty.resolve(), extension.resolve())
            assert known() == EVERYTHING
        assert resources.extensions() == (empty.resolve(),)


def test_an_extension_is_gone_after_an_error(extension: Path) -> None:
    with pytest.raises(RuntimeError), resources.extended_by(extension):
        raise RuntimeError
    assert resources.extensions() == ()


def test_files_that_ship_come_first(extension: Path) -> None:
    with resources.extended_by(extension):
        found = resources.files("ontology", "tables/frameworks.yaml")
        assert found == [
            resources.folder("ontology") / "tables" / "frameworks.yaml",
            extension / "ontology" / "tables" / "frameworks.yaml",
        ]


def test_a_folder_that_does_not_ship_is_a_damaged_installation() -> None:
    with pytest.raises(FileNotFoundError, match="'nothing' is missing"):
        resources.folder("nothing")
