"""RDF as records: relative IRIs and their base, words that JSON-LD drops, marks of encodings, lines, long chains."""

import json
from itertools import pairwise
from pathlib import Path

import pytest
from helpers.hostile_rdf import KINDS
from pyoxigraph import NamedNode, Triple

import taonto
from taonto.base.errors import BadInputError, LimitError, TaontoError
from taonto.cli import run
from taonto.records import inputs
from taonto.records.convert import convert
from taonto.records.inputs import group, read_data, read_input

TA = "https://w3id.org/taonto/ontology/"
BASE = "https://data.example.org/2024/log"
RELATIVE = f"<r1> a <{TA}Engagement> .\n"
RESOLVED = "https://data.example.org/2024/r1"
SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> .
<#s> a sh:NodeShape ; sh:targetNode <r1> ; sh:property [ sh:path <needed> ; sh:minCount 1 ] .
"""


@pytest.fixture
def write(tmp_path):
    def write(name, content):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def word_findings(report):
    return [(f.line, f.message) for f in report.findings if f.rule == "TA903"]


def test_a_base_resolves_relative_iris_in_every_function(write, tmp_path):
    data, shapes = write("log.ttl", RELATIVE), write("shapes.ttl", SHAPES)
    for action in (
        lambda: taonto.validate(data),
        lambda: taonto.convert(data, tmp_path / "out.nt"),
        lambda: taonto.query("engagements-by-tier", data=[data]),
    ):
        with pytest.raises(BadInputError, match=r"log\.ttl: line 1: contains a relative IRI, but no base is given"):
            action()
    report = taonto.validate(data, input_base=BASE)
    assert {f.focus for f in report.findings if f.rule == "TA001"} == {RESOLVED}
    own = taonto.validate(data, shapes=[shapes], input_base=BASE)
    assert [(f.focus, f.path) for f in own.findings] == [(RESOLVED, "https://data.example.org/2024/needed")]
    taonto.convert(data, tmp_path / "out.nt", input_base=BASE)
    assert (tmp_path / "out.nt").read_text().startswith(f"<{RESOLVED}> ")
    assert read_data(data, base=BASE)[0][0].subject == NamedNode(RESOLVED)


@pytest.mark.parametrize(
    "arguments",
    [
        ["validate", "log.ttl"],
        ["convert", "log.ttl", "out.nt"],
        ["query", "ask.rq", "--data", "log.ttl"],
        ["validate", "log.nt", "--metadata", "log.ttl"],
        ["convert", "log.nt", "out.ttl", "--codes", "log.ttl"],
    ],
    ids=lambda arguments: " ".join(arguments[:1] + arguments[-2:-1]),
)
def test_every_command_takes_a_base(write, tmp_path, monkeypatch, capsys, arguments):
    monkeypatch.chdir(tmp_path)
    write("log.ttl", RELATIVE)
    write("log.nt", f"<urn:x:1> <{TA}hasTopic> <urn:x:t> .\n")
    write("ask.rq", f"ASK {{ <{RESOLVED}> a ta:Engagement }}")
    assert run(arguments) == 2
    assert "relative IRI" in capsys.readouterr().err
    assert run([*arguments, "--input-base", BASE]) in (0, 1)
    out = capsys.readouterr()
    assert out.out == "yes\n" or arguments[0] != "query"
    assert run([*arguments, "--input-base", "2024/"]) == 2
    error = capsys.readouterr().err
    assert "the base of relative IRIs '2024/' is not an absolute IRI" in error and error.count("\n") == 1


def test_words_that_json_ld_drops_are_findings(write):
    path = write(
        "log.jsonld",
        json.dumps(
            {
                "@context": {"topic": TA + "hasTopic", "unused": None},
                "@id": "urn:x:1",
                "@type": "engagement",
                "topic": {"@id": "coaching"},
                "startDate": "2024-01-01",
                "free text": ["a", "b"],
                "unused": 1,
            },
            indent=1,
        ),
    )
    assert word_findings(taonto.validate(path)) == [
        (7, "No context defines the word 'engagement', and 1 statement with it was left out."),
        (9, "No context defines the word 'coaching', and 1 statement with it was left out."),
        (11, "No context defines the word 'startDate', and 1 statement with it was left out."),
        (12, "No context defines the word 'free text', and 2 statements with it were left out."),
    ]
    notes = read_data(path)[1]
    assert len(notes) == 2 and "contains no statements" in notes[0]
    assert "5 statements with words that no context defines were left out ('engagement', 'coaching'" in notes[1]


def test_a_word_that_a_base_was_put_before_is_told_and_kept(write, tmp_path):
    path = write("log.jsonld", '{"@id": "r1", "@type": "Engagement"}')
    assert word_findings(taonto.validate(path, input_base=BASE)) == [
        (1, "No context defines the word 'Engagement', and the base was put before it.")
    ]
    result = convert(path, tmp_path / "out.nt", input_base=BASE)
    assert result.statements == 1 and "no context defines 'Engagement', and the base" in result.notes[0]


@pytest.mark.parametrize(
    "text",
    [
        '{"@context": {"n": "urn:x:n"}, "@id": "urn:x:1", "n": 1}',
        '{"@context": {"@vocab": "urn:x:"}, "@id": "urn:x:1", "anything": 1}',
        '{"@context": {"n": {"@id": "urn:x:n", "@container": "@language"}}, "@id": "urn:x:1", "n": {"en": "a"}}',
        '[{"@context": {"n": "urn:x:n"}, "@id": "urn:x:1", "n": 1}, {"@context": {"m": "urn:x:m"}, "m": 1}]',
        '{"@graph": [{"@id": "urn:x:1", "n": 1}], "@context": {"n": "urn:x:n"}}',
        '{"@context": [{"n": "urn:x:n"}], "@id": "urn:x:1", "n": {"@type": "@json", "@value": {"free": 1}}}',
        "{}",
    ],
)
def test_words_that_a_context_defines_are_not_told(write, text):
    assert word_findings(taonto.validate(write("log.jsonld", text))) == []


def test_a_word_outside_the_context_that_defines_it_is_told(write):
    text = '[{"@id": "urn:x:1",\n"n": 1}, {"@context": {"n": "urn:x:n"}, "@id": "urn:x:2", "n": 1}]'
    assert word_findings(taonto.validate(write("log.jsonld", text))) == [
        (2, "No context defines the word 'n', and 1 statement with it was left out.")
    ]


def test_words_are_told_of_own_shapes_too(write):
    data = write("log.nt", "<urn:x:1> <urn:x:p> <urn:x:o> .\n")
    shapes = write(
        "shapes.jsonld",
        '{"@id": "urn:x:s", "@type": "http://www.w3.org/ns/shacl#NodeShape", "note": "x",'
        ' "http://www.w3.org/ns/shacl#targetNode": {"@id": "urn:x:1"}}',
    )
    notes = taonto.validate(data, shapes=[shapes]).notes
    assert [note for note in notes if "'note'" in note and str(shapes) in note]


STATEMENT = {
    "a.ttl": "<urn:x:1> <urn:x:p> 1 .",
    "a.trig": "<urn:x:1> <urn:x:p> 1 .",
    "a.nt": '<urn:x:1> <urn:x:p> "1" .\n',
    "a.nq": '<urn:x:1> <urn:x:p> "1" .\n',
    "a.jsonld": '{"@id": "urn:x:1", "urn:x:p": 1}',
    "a.rdf": '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="urn:x:"><x:C/></r:RDF>',
}


@pytest.mark.parametrize("name", STATEMENT)
def test_a_byte_order_mark_is_skipped_and_other_encodings_are_named(write, name):
    assert len(read_data(write(name, b"\xef\xbb\xbf" + STATEMENT[name].encode()))[0]) == 1
    assert read_input(write(name, b"\xef\xbb\xbf" + STATEMENT[name].encode())).records
    with pytest.raises(BadInputError, match="is UTF-16, and RDF is read in UTF-8 only; save it again"):
        read_data(write(name, STATEMENT[name].encode("utf-16")))


@pytest.mark.parametrize("name", STATEMENT)
@pytest.mark.parametrize("content", [b"", b" \n\t\n", b"\xef\xbb\xbf"], ids=["empty", "blank", "mark"])
def test_an_empty_file_is_named_in_every_reading(write, tmp_path, name, content):
    path = write(name, content)
    for action in (
        lambda: read_data(path),
        lambda: read_input(path),
        lambda: convert(path, tmp_path / "out.nt"),
        lambda: taonto.validate(write("b.nt", STATEMENT["a.nt"]), shapes=[path]),
    ):
        with pytest.raises(BadInputError, match="is empty; give a file that contains records"):
            action()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.ttl", "# nothing\n@prefix a: <urn:x:> .\n"),
        ("a.nt", "# nothing\n"),
        ("a.jsonld", "{}"),
        ("a.rdf", '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>'),
    ],
)
def test_a_file_without_statements_is_read_and_told(write, tmp_path, name, content):
    path = write(name, content)
    told = f"{path}: contains no statements"
    assert read_data(path) == ([], [told])
    assert read_input(path).notes == [told]
    assert convert(path, tmp_path / "out.nt").notes == [told]


@pytest.mark.parametrize(
    ("name", "content", "line"),
    [
        ("a.rdf", STATEMENT["a.rdf"].removesuffix("</r:RDF>"), "line 1 is not valid rdfxml"),
        ("a.rdf", STATEMENT["a.rdf"].replace("<x:C/>", "\n<x:C/></x:D>"), "line 2 is not valid rdfxml"),
        ("a.ttl", b'<urn:x:1> <urn:x:p> 1 .\n<urn:x:1> <urn:x:p> "a\0b" .', "line 2 contains a NUL byte"),
        ("a.nt", b'<urn:x:1> <urn:x:p> "a\0b" .', "line 1 contains a NUL byte"),
    ],
)
def test_what_is_cut_short_or_damaged_is_an_error_with_its_line(write, name, content, line):
    with pytest.raises(TaontoError, match=line):
        read_data(write(name, content))


def test_an_escaped_nul_is_read_and_written(write, tmp_path):
    path = write("a.nt", '<urn:x:1> <urn:x:p> "a\\u0000b" .\n')
    convert(path, tmp_path / "out.ttl")
    convert(tmp_path / "out.ttl", tmp_path / "back.nt")
    assert (tmp_path / "back.nt").read_bytes() == path.read_bytes()


def test_what_a_syntax_can_not_contain_is_refused_and_nothing_is_written(write, tmp_path):
    control = write("a.nt", '<urn:x:1> <urn:x:p> "a\\u0000b" .\n')
    nested = write("b.nt", "<urn:x:1> <urn:x:p> <<( <urn:x:1> <urn:x:p> <urn:x:o> )>> .\n")
    for path, name, reason in ((control, "out.rdf", "which XML can't contain"), (nested, "out.jsonld", "use turtle")):
        with pytest.raises(BadInputError, match=rf"{name}: can't be written as .*{reason}"):
            convert(path, tmp_path / name)
        assert not (tmp_path / name).exists()


NEW = """VERSION "1.2"
<urn:x:1> <urn:x:p> "x"@ar--rtl {| <urn:x:q> 1 |} .
<< <urn:x:1> <urn:x:p> <urn:x:o> ~ _:r >> <urn:x:q> <<( _:r <urn:x:p> _:other )>> .
"""


def test_rdf_1_2_is_converted_without_loss_and_named_by_validation(write, tmp_path):
    path = write("a.ttl", NEW)
    assert convert(path, tmp_path / "out.nt").statements == 5
    text = (tmp_path / "out.nt").read_text(encoding="utf-8")
    assert '"x"@ar--rtl' in text and "_:b1 <urn:x:q> <<( _:b1 <urn:x:p> _:b2 )>> ." in text
    convert(tmp_path / "out.nt", tmp_path / "back.ttl")
    convert(tmp_path / "back.ttl", tmp_path / "again.nt")
    assert (tmp_path / "again.nt").read_text(encoding="utf-8") == text
    with pytest.raises(BadInputError, match=r"a\.ttl: line \d states a triple of a triple, which can't be checked"):
        read_input(path)
    lines = write("b.nt", '# new\nVERSION "1.2"\n<urn:x:1> <urn:x:p> "x"@ar--rtl .\n')
    assert [r.place.line for r in read_input(lines).records] == [3]


def test_lines_are_right_after_long_gaps_and_brackets(write):
    text = "# a\n\n#b\n<urn:x:1>\n <urn:x:p> [ <urn:x:q>\n\n ( 1 2 ) ] ;\n\n\n<urn:x:r> 'a#b' .\n#\n\n"
    text += "<urn:x:2> <urn:x:p> 1 ."
    found = {
        str(t.predicate)[1:-1]: place.line
        for r in read_input(write("a.ttl", text)).records
        for t, place in r.places.items()
    }
    assert found["urn:x:q"] == 5 and found["urn:x:r"] == 10
    assert {r.subject: r.place.line for r in read_input(write("a.ttl", text)).records}["urn:x:2"] == 13


@pytest.mark.parametrize("name", ["chain-backwards.nt", "blank-nodes.ttl", "chain-shared.nt", "list.ttl"])
def test_a_chain_is_divided_in_linear_time(write, monkeypatch, name):
    monkeypatch.setattr(inputs, "MAX_REPEATED", 1_000)
    found = read_input(write(name, KINDS[name](3_000)))
    distinct = len({t for record in found.records for t in record.triples})
    assert distinct >= 2_997
    assert sum(len(record.triples) for record in found.records) <= 3 * distinct


def test_a_record_that_leads_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(inputs, "MAX_RECORD", 100)
    nodes = [NamedNode(f"urn:x:{number}") for number in range(200)]
    lines = {Triple(a, NamedNode("urn:x:p"), b): None for a, b in pairwise(nodes)}
    with pytest.raises(LimitError, match=r"log: <urn:x:0> leads to more than 100 statements, .*; divide"):
        list(group(lines, "log"))


def test_statements_are_counted_while_they_are_read(write, monkeypatch):
    monkeypatch.setattr(inputs, "MAX_TRIPLES", 100)
    for name in ("repeated.nt", "repeated.ttl", "list.jsonld"):
        for reading in (read_input, read_data):
            with pytest.raises(LimitError, match="contains more than 100 statements"):
                reading(write(name, KINDS[name](200)))


def test_the_text_of_a_sheet_is_bounded_while_it_is_read(monkeypatch):
    monkeypatch.setattr(inputs, "MAX_WRITTEN", 1_000)
    sheet = Path(__file__).parents[2] / "examples" / "engagements-good.csv"
    for reading in (read_input, read_data):
        with pytest.raises(LimitError, match="its cells have more than 1,000 characters together"):
            reading(sheet)
