"""`taonto.validate` from the outside: sheets and RDF, custom shapes, faults of pySHACL, hostile input."""

import csv
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import openpyxl
import pyoxigraph as ox
import pytest
from helpers.rows import GOOD, good_rows, write

import taonto
from taonto import validate
from taonto.base import resources
from taonto.base.errors import BadInputError, TaontoError, UnknownNameError
from taonto.cli import run
from taonto.records import inputs
from taonto.records.convert import convert
from taonto.records.synthetic.planting import generate, headings
from taonto.release.rule_pages import rule_pages, shape_graphs
from taonto.validation.engines.pyshacl import PyshaclEngine
from taonto.validation.findings import Severity
from taonto.validation.rules import PROFILES, RuleBook, read_shapes

EXAMPLES = resources.folder("examples")
FAULTY = EXAMPLES / "engagements-faulty.csv"
PREFIXES = """@prefix ta: <https://w3id.org/taonto/ontology/> .
@prefix tac: <https://w3id.org/taonto/code/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix ex: <http://example.org/> .
"""


@pytest.fixture(scope="module")
def good():
    return validate(GOOD)


@pytest.fixture(scope="module")
def faulty():
    return validate(FAULTY)


def places(report):
    return Counter((f.row, f.column, f.rule) for f in report.findings)


@pytest.mark.parametrize(("seed", "profile"), [(11, "exchange"), (12, "publication")])
def test_planted_faults_are_found_at_their_cells_and_nothing_else_is(tmp_path, seed, profile):
    blocks = list(generate(90, 0.5, seed, profile))
    path = tmp_path / "trial.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([headings(profile), *(row for block in blocks for row in block.rows)])
    planted = Counter((f.row, f.column, f.rule) for block in blocks for f in block.planted)
    assert len(planted) > 30
    found = places(validate(path, profile=profile))
    # A sheet can't describe its data set; that is remarked on, and no fault of a record.
    found.pop((None, None, "TA410"), None)
    assert found == planted


def test_the_same_records_give_the_same_findings_in_every_format(tmp_path):
    report = validate(FAULTY, profile="publication")

    def told(findings):
        return Counter((f.rule, f.severity, f.message, f.hint, f.focus, f.path, f.value, f.shape) for f in findings)

    for suffix in ("xlsx", "ttl", "nt"):
        other = tmp_path / f"log.{suffix}"
        convert(FAULTY, other)
        again = validate(other, profile="publication")
        assert told(again.findings) == told(report.findings), suffix
        if suffix == "xlsx":
            assert places(again) == places(report)
        else:
            assert all(f.line for f in again.findings if f.rule not in ("TA410",)), suffix
    triples = set(inputs.read_input(tmp_path / "log.nt").triples)
    assert len(triples) > 500
    for suffix in ("rdf", "jsonld"):
        convert(FAULTY, tmp_path / f"log.{suffix}")
        assert set(inputs.read_input(tmp_path / f"log.{suffix}").triples) == triples, suffix


def test_lines_lead_to_the_fault_in_turtle(tmp_path):
    rows = good_rows()
    rows[3]["language"] = "Spanish"
    path = tmp_path / "log.ttl"
    convert(write(tmp_path / "log.csv", rows), path)
    lines = path.read_text(encoding="utf-8").splitlines()
    found = [f for f in validate(path).findings if f.rule == "TA132"]
    assert [lines[f.line - 1].split() for f in found] == [["ta:inLanguage", '"Spanish"', ";"]]


def test_a_good_sheet_conforms_and_a_faulty_one_does_not(good):
    assert good.findings == () and good.conforms
    report = validate(GOOD, FAULTY)
    assert not report.conforms
    assert [f.records for f in report.files] == [24, 28]
    assert report.of_file(str(GOOD)) == ()
    frame = report.to_frame()
    assert frame.shape == (len(report.findings), 14)
    assert [str(frame[name].dtype) for name in ("row", "line")] == ["Int64", "Int64"]


def test_files_stand_alone_unless_they_are_taken_together(tmp_path):
    row = next(r for r in good_rows() if r["supportTier"] == "universal")
    first = write(tmp_path / "a.csv", [row])
    second = write(tmp_path / "b.csv", [row])
    assert validate(first, second).conforms
    together = validate(first, second, together=True)
    assert "TA301" in {f.rule for f in together.findings}
    assert {f.file for f in together.findings} == {str(first), str(second)}


@pytest.mark.parametrize("together", [False, True])
def test_an_unreadable_file_among_several_costs_only_itself(tmp_path, capsys, together):
    broken = tmp_path / "broken.ttl"
    broken.write_text("<a> <b>")
    files = ["missing.csv", FAULTY, broken]
    alone = validate(FAULTY)
    report = validate(*files, together=together)
    assert report.findings == alone.findings
    assert [bool(file.error) for file in report.files] == [True, False, True]
    assert run(["validate", *map(str, files), *(["--together"] if together else []), "--format", "json"]) == 2
    output = capsys.readouterr()
    assert [line.split(":")[1].strip() for line in output.err.splitlines()] == ["error", "error"]
    assert json.loads(output.out)["findings"] == [finding.to_dict() for finding in report.findings]


def test_rows_of_two_files_with_one_identifier_stay_two_records(tmp_path):
    row = next(r for r in good_rows() if r["supportTier"] == "universal")
    first = write(tmp_path / "a.csv", [row])
    second = write(tmp_path / "b.csv", [row | {"startDate": "2021-03-01", "endDate": "2021-03-02"}])
    found = validate(first, second, together=True, advice=False).findings
    assert [(f.rule, f.file, f.row, f.column) for f in found] == [
        ("TA301", str(first), 2, "identifier"),
        ("TA301", str(second), 2, "identifier"),
    ]


def test_the_gate_follows_fail_on():
    report = validate(GOOD, profile="publication", fail_on="warning")
    assert [f.rule for f in report.findings] == ["TA410"]
    assert not report.conforms
    described = validate(GOOD, profile="publication", metadata=[EXAMPLES / "engagements-good.dataset.csv"])
    assert described.conforms and described.findings == ()
    assert "guarantee" in described.notes[0]


def test_a_fault_of_the_description_is_led_back_to_its_file(tmp_path, capsys):
    described = tmp_path / "about.ttl"
    described.write_text("<http://example.org/d> a <http://www.w3.org/ns/dcat#Dataset> .", encoding="utf-8")
    assert run(["validate", str(GOOD), "--profile", "publication", "--metadata", str(described)]) == 1
    assert "about.ttl, line 1" in "".join(capsys.readouterr().out.split("\n    "))


def test_each_kind_of_wrong_value_has_its_own_rule_once(tmp_path):
    wrong = {
        "deliveryMode": {
            "TA103": [
                "Both",
                "both in-person and virtual",
                "Both (virtual and in person)",
                "Virtual,In Person",
                "blended",
            ],
            "TA101": ["telepathy"],
        },
        "serviceType": {"TA102": ["coaching,training", "coaching | training", "coaching\ntraining"]},
        "resource": {
            "TA134": ["mailto:a@example.org", "https://", "doi:10.1000/1", "=HYPERLINK(1)", "ftp://example.org/a"],
            "TA135": ["C:\\docs\\a.docx", "guide.pdf"],
        },
        "recipient": {"TA142": ["Lakeview | Hillside", "Maple\nStony"], "TA019": [""]},
        "provider": {"TA142": ["Center A\nCenter B"]},
        "outcome": {"TA021": [""]},
    }
    right = {
        "resource": "HTTPS://EXAMPLE.ORG/a",
        "provider": "https://example.org/center",
        "goal": "https://example.org/g",
    }
    row = next(r for r in good_rows() if r["recipient"] and ";" not in r["recipient"] and r["outcome"])
    row |= {"partOf": "", "supportTier": "targeted", "recipientIdentifier": "SYN:1"}
    changes = [(c, rule, value) for c, rules in wrong.items() for rule, values in rules.items() for value in values]
    rows = [row | {c: value, "identifier": f"W-{n}"} for n, (c, _, value) in enumerate(changes)]
    rows += [row | {c: value, "identifier": f"R-{n}"} for n, (c, value) in enumerate(right.items())]
    report = validate(write(tmp_path / "log.csv", rows), advice=False)
    told = Counter((f.row, f.column, f.rule) for f in report.findings if f.rule not in ("TA302", "TA303", "TA306"))
    assert told == Counter((n, c, rule) for n, (c, rule, _) in enumerate(changes, start=2))


def test_copies_of_a_record_are_told_once_each(tmp_path):
    count = 30
    row = good_rows(3)[1] | {"partOf": "", "supportTier": "targeted"}
    copies = [row | {"identifier": f"C-{n:03}"} for n in range(count)]
    found = Counter(f.rule for f in validate(write(tmp_path / "log.csv", copies)).findings)
    assert found["TA302"] == count - 1


def test_did_you_mean(tmp_path):
    rows = good_rows(8)
    rows[0]["deliveryMode"] = "Hybird"
    rows[1]["practice"] = "Vissioning"
    rows[2]["framework"] = "osep-ta-tier"
    rows[3]["partOf"] = "SYN-0000O1"
    rows[3]["supportTier"] = "targeted"
    hints = {f.column: f.hint for f in validate(write(tmp_path / "log.csv", rows)).findings}
    assert hints["deliveryMode"].startswith("Did you mean 'hybrid'?")
    assert hints["practice"].startswith("Did you mean 'visioning'?")
    assert hints["framework"].startswith("Did you mean 'osep-ta-tiers'?")
    assert hints["partOf"].startswith("Did you mean 'SYN-00000")


def test_unknown_columns_and_empty_inputs_are_told(tmp_path):
    rows = [row | {"Start": "x"} for row in good_rows(8)]
    found = [f for f in validate(write(tmp_path / "log.csv", rows)).findings if f.rule == "TA141"]
    assert [(f.row, f.column) for f in found] == [(1, "Start")]
    assert found[0].hint.startswith("Did you mean startDate?")
    empty = tmp_path / "other.ttl"
    empty.write_text(PREFIXES + "ex:a ex:b ex:c .", encoding="utf-8")
    report = validate(empty)
    assert [f.rule for f in report.findings] == ["TA902"]
    assert report.conforms and report.records == 0


def test_a_record_may_be_typed_with_a_subclass(tmp_path):
    data = tmp_path / "log.ttl"
    data.write_text(PREFIXES + "ex:r a ta:IntensiveEngagement .", encoding="utf-8")
    report = validate(data)
    assert report.records == 1
    assert "TA001" in {f.rule for f in report.findings}


def test_unknown_properties_are_told(tmp_path):
    data = tmp_path / "log.ttl"
    data.write_text(PREFIXES + 'ex:r a ta:Engagement ; ta:startOn "2024-01-01"^^xsd:date .', encoding="utf-8")
    found = [f for f in validate(data).findings if f.rule == "TA140"]
    assert [(f.line, f.hint.split("?")[0]) for f in found] == [(7, "Did you mean ta:startsOn")]


def test_names_and_identifiers_that_differ_only_in_spelling(tmp_path):
    rows = good_rows(8)
    rows[-1]["provider"] = rows[0]["provider"].upper() + " "
    rows[-1]["identifier"] = rows[0]["identifier"].lower()
    rules = {(f.rule, f.row) for f in validate(write(tmp_path / "log.csv", rows)).findings}
    assert {("TA307", 9), ("TA308", 9)} <= rules


def test_own_shapes_run_alone_or_with_a_profile(tmp_path, faulty):
    shapes = tmp_path / "own.ttl"
    shapes.write_text(
        PREFIXES
        + """ex:Short a sh:NodeShape ; sh:targetClass ta:Engagement ; sh:severity sh:Warning ;
          sh:or ( [ sh:path ta:hasContactHours ; sh:maxInclusive 1 ]
                  [ sh:path ta:hasFundingAward ; sh:hasValue "X" ] ) .
        """,
        encoding="utf-8",
    )
    report = validate(GOOD, shapes=[shapes])
    assert report.conforms and report.profile == "own.ttl"
    assert {f.rule for f in report.findings} == {"Short"}
    message = report.findings[0].message
    assert "none of these conditions is met: (1)" in message and "(2)" in message
    both = validate(FAULTY, shapes=[shapes], profile="exchange")
    assert {f.rule for f in both.findings} == {"Short"} | {f.rule for f in faulty.findings}


def test_own_shapes_without_names_or_messages_are_told_in_words_and_always_the_same(tmp_path):
    shapes = tmp_path / "own.ttl"
    shapes.write_text(
        PREFIXES
        + """ex:Ours a sh:NodeShape ; sh:targetClass ta:Engagement ; sh:node ex:Named ;
          sh:property [ sh:path ta:hasContactHours ; sh:maxInclusive 0 ] ,
                      [ sh:path ta:hasContactHours ; sh:maxCount 0 ] ;
          sh:xone ( [ sh:path ta:hasIdentifier ; sh:minCount 1 ]
                    [ sh:path ta:hasDeliveryMode ; sh:minCount 1 ; sh:message "it has a mode" ] ) .
        ex:Named a sh:NodeShape ; sh:property [ sh:path ta:hasIdentifier ; sh:pattern "^#" ; sh:message "it has a #" ] .
        """,
        encoding="utf-8",
    )
    sheet = write(tmp_path / "log.csv", good_rows(3))
    report = validate(sheet, shapes=[shapes])
    assert {f.rule for f in report.findings} == {"Ours", "Ours-hasContactHours", "Ours-hasContactHours.2"}
    told = {f.component.partition("#")[2]: f.message for f in report.findings}
    why = "The value does not fit the required shape [not met: it has a #: '"
    assert told["NodeConstraintComponent"].startswith(why)
    xone = told["XoneConstraintComponent"]
    assert "exactly one of these must be met: (1) fits: " in xone and "(2) fits: it has a mode" in xone
    assert validate(sheet, shapes=[shapes]).to_json() == report.to_json()


def test_values_that_python_would_rewrite_are_reported(tmp_path):
    cases = [
        ("startDate", "2024-01-02T09:30:00", "2024-01-02Z", "TA110"),
        ("endDate", "2024-W40-1", "2024-09-30+02:00", "TA110"),
        ("contactHours", "\u0663", "3", "TA120"),
        ("contactHours", "1e1", "10.", "TA120"),
        ("preparationHours", "+1_0.5E-1", "+.5", "TA120"),
        ("participantCount", "1_2", "+12", "TA125"),
    ]
    sound = good_rows(3)[1]
    sound |= {"deliveryMode": "virtual", "inPersonCount": "", "virtualCount": "", "startDate": "2024-01-02"}
    sound |= {"endDate": "2024-01-02"}
    rows = [sound | {"identifier": f"R-{n}", "recipient": f"School {n}"} for n in range(len(cases))]
    for row, (column, _, good, _) in zip(rows, cases, strict=True):
        row[column] = good
    before = places(validate(write(tmp_path / "log.csv", rows)))
    for row, (column, bad, _, _) in zip(rows, cases, strict=True):
        row[column] = bad
    after = places(validate(write(tmp_path / "log.csv", rows)))
    assert after - before == Counter({(n, column, rule): 1 for n, (column, _, _, rule) in enumerate(cases, start=2)})


def test_messages_hold_what_the_steward_wrote(tmp_path):
    rows = good_rows(3)
    rows[0] |= {"topic": "teaching-practices-and-interactions", "deliveryMode": "virtual; in-person"}
    rows[1] |= {"identifier": "T-1", "startDate": "Sept 5", "endDate": "to be told", "recordStatus": "approved"}
    rows[2] |= {"identifier": "T-1", "partOf": "no-such"}
    report = validate(write(tmp_path / "log.csv", rows))
    told = {(f.rule, f.row): f.message for f in report.findings}
    assert told["TA106", 2].endswith("must not be a retired code: 'teaching-practices-and-interactions'.")
    assert told["TA010", 2].endswith("exactly one deliveryMode: 'in-person', 'virtual'.")
    assert told["TA301", 3].endswith(": 'T-1'.")
    assert told["TA138", 4].endswith(": 'no-such'.")
    assert {rule for rule, row in told if row == 3} & {"TA110", "TA113", "TA114", "TA115"} == {"TA110"}


def test_broken_shapes_are_refused_in_one_sentence(tmp_path):
    none = tmp_path / "none.ttl"
    none.write_text(PREFIXES + "ex:a ex:b ex:c .", encoding="utf-8")
    with pytest.raises(BadInputError, match="contains no SHACL shapes"):
        validate(GOOD, shapes=[none])
    broken = tmp_path / "broken.ttl"
    broken.write_text(
        PREFIXES + "ex:S a sh:NodeShape ; sh:targetClass ta:Engagement ; sh:or ex:nil .", encoding="utf-8"
    )
    with pytest.raises(BadInputError, match=r"can't be used .*; fix"):
        validate(GOOD, shapes=[broken])


def test_what_pyshacl_breaks_on_costs_one_record_not_the_report(tmp_path):
    data = tmp_path / "log.ttl"
    data.write_text(
        PREFIXES
        + """ex:r1 a ta:Engagement ; ta:startsOn "2024-13-01"^^xsd:date ; ta:endsOn "2024-02-01"^^xsd:date .
        ex:r2 a ta:Engagement ; ta:startsOn "2024-03-01"^^xsd:date ; ta:endsOn "2024-02-01"^^xsd:date .
        ex:r3 a ta:Engagement ; ta:startsOn "2024-01-01"^^xsd:date ; ta:endsOn "2024-02-01"^^xsd:date .""",
        encoding="utf-8",
    )
    shapes = tmp_path / "own.ttl"
    shapes.write_text(
        PREFIXES + "ex:S a sh:PropertyShape ; sh:targetClass ta:Engagement ; "
        "sh:path ta:startsOn ; sh:lessThanOrEquals ta:endsOn .",
        encoding="utf-8",
    )
    report = validate(data, shapes=[shapes])
    assert [(f.rule, f.focus) for f in report.findings] == [
        ("TA901", "http://example.org/r1"),
        ("S", "http://example.org/r2"),
    ]
    assert "could not be checked" in report.findings[0].message
    assert not report.conforms


def test_a_shape_without_end_is_stopped_and_the_record_named():
    data = ox.parse(
        (
            PREFIXES
            + f'ex:r1 a ta:Engagement ; ta:hasIdentifier "{"a" * 40}!" . ex:r2 a ta:Engagement ; ta:hasIdentifier "b" .'
        ).encode(),
        ox.RdfFormat.TURTLE,
    )
    shapes = ox.parse(
        (
            PREFIXES + "ex:S a sh:PropertyShape ; sh:targetClass ta:Engagement ; sh:path ta:hasIdentifier ; "
            'sh:pattern "^(a+)+$" .'
        ).encode(),
        ox.RdfFormat.TURTLE,
    )
    results = list(PyshaclEngine(seconds=1.0).judge(list(shapes), (), list(data)))
    assert {type(r).__name__: r.focus.value for r in results} == {
        "Unjudged": "http://example.org/r1",
        "Result": "http://example.org/r2",
    }


def test_shapes_fetch_nothing(tmp_path):
    shapes = tmp_path / "own.ttl"
    shapes.write_text(
        PREFIXES
        + """@prefix owl: <http://www.w3.org/2002/07/owl#> .
        <http://127.0.0.1:9/x> a owl:Ontology ; owl:imports <http://127.0.0.1:9/shapes.ttl> .
        ex:S a sh:NodeShape ; sh:targetClass ta:Engagement ; sh:sparql [ sh:select
          "SELECT $this FROM <http://127.0.0.1:9/data.ttl> WHERE { $this a ?type }" ] .""",
        encoding="utf-8",
    )
    assert len(read_shapes([str(shapes)])) == 6
    data = tmp_path / "log.ttl"
    data.write_text(
        PREFIXES + "@prefix owl: <http://www.w3.org/2002/07/owl#> . ex:a a ta:Engagement .\n"
        "ex:o owl:imports <http://127.0.0.1:9/o.ttl> , <https://w3id.org/taonto/ontology/> .",
        encoding="utf-8",
    )
    report = validate(data, profile="exchange")
    assert [note.split("imports ")[1].split(",")[0] for note in report.files[0].notes] == ["http://127.0.0.1:9/o.ttl"]
    with pytest.raises(BadInputError, match="FROM, and nothing is ever fetched"):
        validate(GOOD, shapes=[shapes])


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.ttl", b"", "is empty"),
        ("nul.csv", b"identifier,recordKind\n\0,\n", "NUL"),
        ("nul.ttl", b'\n<x:a> <x:b> "a\0b" .', "line 2 contains a NUL"),
        ("context.jsonld", b'{"@context": "http://127.0.0.1:9/c", "a": 1}', "write the context into the file"),
        ("doctype.rdf", b'<!DOCTYPE r [<!ENTITY a "b">]><r/>', "DOCTYPE"),
        ("broken.ttl", b"@prefix ex: <http://example.org/> .\nex:a ex:b .\n", "line 2"),
        ("log.doc", b"x", "name the format"),
    ],
)
def test_hostile_input_ends_with_one_sentence_and_code_2(tmp_path, capsys, name, content, words):
    path = tmp_path / name
    path.write_bytes(content)
    output = tmp_path / "report.json"
    assert run(["validate", str(path), "--format", "json", "--output", str(output)]) == 2
    error = capsys.readouterr().err
    assert words in error and error.count("\n") == 1 and name in error
    assert not output.exists()


@pytest.mark.parametrize("suffix", ["csv", "nt"])
def test_an_input_too_long_to_be_judged_is_refused_while_it_is_read(tmp_path, monkeypatch, suffix):
    path = tmp_path / f"log.{suffix}"
    convert(GOOD, path)
    monkeypatch.setattr(inputs, "MAX_TRIPLES", 200)
    with pytest.raises(TaontoError, match=rf"log\.{suffix}: contains more than 200 statements .*split it"):
        validate(path)


def test_command_line(tmp_path, capsys):
    copy = tmp_path / "copy.xlsx"
    assert run(["validate", str(FAULTY), "--format", "json", "--annotate", str(copy)]) == 1
    report = json.loads(capsys.readouterr().out)
    assert set(report) == {"conforms", "summary", "findings"}
    assert list(report["findings"][0]) == [
        "rule", "severity", "message", "hint", "focus", "path", "value", "component", "shape",
        "file", "sheet", "row", "column", "line",
    ]  # fmt: skip
    told = Counter(f["severity"] for f in report["findings"])
    assert report["summary"] == {
        "files": 1, "records": 28, "violations": told["violation"], "warnings": told["warning"],
        "infos": told["info"], "engine": "pyshacl",
    }  # fmt: skip
    assert openpyxl.load_workbook(copy).worksheets
    assert run(["validate", str(GOOD), "--engine", "none"]) == 2
    assert run(["validate", "-", "--input-format", "csv", "missing.csv"]) == 2


def test_a_script_can_call_validate_without_a_guard(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(f"import taonto\nprint(taonto.validate({str(GOOD)!r}).conforms)\n", encoding="utf-8")
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=True)
    assert done.stdout == "True\n"


def test_reports_are_the_same_from_run_to_run(tmp_path):
    path = tmp_path / "log.ttl"
    path.write_text(PREFIXES + "[] a ta:Engagement ; ta:hasOutcome [ a ta:Outcome ] .", encoding="utf-8")
    reports = {validate(path, workers=n).to_json() for n in (1, 2)}
    assert len(reports) == 1
    assert '"focus": "_:b1"' in reports.pop()


def test_options_are_checked():
    with pytest.raises(UnknownNameError, match="no engine"):
        validate(GOOD, engine="fast")
    with pytest.raises(UnknownNameError, match="no severity"):
        validate(GOOD, fail_on="bad")
    with pytest.raises(UnknownNameError, match="no profile"):
        validate(GOOD, profile="private")
    with pytest.raises(BadInputError, match="at least one file"):
        validate()
    assert Severity.WARNING.reaches(Severity.INFO)


def test_the_manual_has_a_page_for_each_rule_and_each_page_its_parts():
    pages = rule_pages()
    rules = RuleBook.shipped().rules
    assert set(pages) == {"rules/index.html", *(f"rules/{id_}.html" for id_ in rules)}
    for id_, rule in rules.items():
        page = pages[f"rules/{id_}.html"].decode()
        assert "Wrong (made up)" in page and "Right (made up)" in page and rule.severity in page, id_
        assert f'href="{id_}.html"' in pages["rules/index.html"].decode()


def test_the_shapes_of_a_profile_come_in_one_graph_always_the_same():
    graphs = shape_graphs()
    assert set(graphs) == {*PROFILES, "codes"}
    assert graphs == shape_graphs()
    for profile in PROFILES:
        assert len(graphs[profile]) == len(set(RuleBook.shipped().shapes(profile)))


def test_hook_and_action_call_commands_that_exist():
    root = Path(taonto.__file__).parent.parent
    assert "entry: taonto validate" in (root / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    action = (root / "action.yml").read_text(encoding="utf-8")
    assert "taonto validate" in action
    script = action.split("run: |", 1)[1]
    assert "${{ inputs." not in script.split("- if:")[0], "inputs must reach the script as variables"
