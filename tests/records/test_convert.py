"""Rows to RDF and back: what goes in comes out, or is in the file for the rest."""

import csv
import gzip
import io

import pytest
from helpers.sheets import read_sheet
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from taonto.base import resources
from taonto.base.vocabulary import PREFIXES, TA
from taonto.cells.writing import fitting
from taonto.cli import run
from taonto.ontology.codes import CodeLists
from taonto.rdf.graph import SYNTAXES, read_triples, serialize_triples
from taonto.rdf.nodes import PREF_LABEL, TYPE
from taonto.records.convert import convert
from taonto.records.sheets.layout import load_layout
from taonto.records.sheets.workbook import write_sheet
from taonto.records.sheets.writer import to_rows
from taonto.records.synthetic.planting import generate, headings, records_of

EXAMPLES = resources.folder("examples")
BASE = "https://data.example.org/"
SUFFIXES = {"turtle": "ttl", "ntriples": "nt", "nquads": "nq", "trig": "trig", "rdfxml": "rdf", "jsonld": "jsonld"}


@pytest.fixture
def log(tmp_path):
    path = tmp_path / "log.csv"
    rows = [row for block in generate(24, 0.5, seed=5) for row in block.rows]
    write_sheet(path, [*load_layout().headings, "My column"], [[*row, f"own {i}"] for i, row in enumerate(rows)])
    return path


@pytest.mark.parametrize("syntax", sorted(SYNTAXES))
def test_rows_survive_every_syntax(log, tmp_path, syntax):
    middle, back = tmp_path / f"log.{SUFFIXES[syntax]}", tmp_path / "back.csv"
    convert(log, middle, base=BASE)
    result = convert(middle, back, base=BASE)
    assert (result.records, result.rest) == (24, 0)
    before, after = (read_sheet(f, base=BASE)[1] for f in (log, back))
    assert {t for r in before for t in r.triples} == {t for r in after for t in r.triples}
    assert set(read_triples(middle)) == {t for r in before for t in r.triples}


def test_a_workbook_and_a_csv_file_hold_the_same(log, tmp_path):
    convert(log, tmp_path / "log.xlsx", base=BASE)
    convert(tmp_path / "log.xlsx", tmp_path / "back.csv", base=BASE)
    convert(log, tmp_path / "straight.csv", base=BASE)
    assert (tmp_path / "back.csv").read_bytes() == (tmp_path / "straight.csv").read_bytes()


def test_a_name_that_stands_twice_in_a_cell_comes_back_so(tmp_path):
    (row,) = (dict(zip(headings(), row, strict=True)) for block in generate(1, seed=1) for row in block.rows)
    for column in ("provider", "goal"):
        row[column] = f"{row[column]}; {row[column]}"
    write_sheet(tmp_path / "log.csv", list(row), [list(row.values())])
    convert(tmp_path / "log.csv", tmp_path / "log.nt")
    result = convert(tmp_path / "log.nt", tmp_path / "back.csv")
    assert result.rest == 0
    with (tmp_path / "back.csv").open(encoding="utf-8-sig", newline="") as stream:
        (back,) = csv.DictReader(stream)
    assert (back["provider"], back["goal"]) == (row["provider"], row["goal"])


def test_conversions_give_the_same_bytes_each_time(log, tmp_path):
    for name in ("a.ttl", "a.rdf", "a.jsonld", "a.xlsx"):
        for folder in ("one", "two"):
            (tmp_path / folder).mkdir(exist_ok=True)
            convert(log, tmp_path / folder / name)
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


# Any graph about a record: what fits goes into cells, the rest into the other file; together they are the graph.
NODES = st.sampled_from(
    [NamedNode(BASE + n) for n in ("engagement/A", "engagement/B", "organization/X", "x%20y", "data")]
    + [BlankNode("b1")]
)
PATHS = st.sampled_from(
    [NamedNode(c.path) for c in (*load_layout().columns, *load_layout().dataset) if c.path]
    + [PREF_LABEL, TYPE, NamedNode("https://example.org/own")]
)
WORDS = st.one_of(
    st.text(max_size=8),
    st.sampled_from(["a; b", "2024-09-30", "in-person", " x ", "=1+1", "G-1", "A <urn:x:y>", "#N/A"]),
)
VALUES = st.one_of(
    NODES,
    WORDS.map(Literal),
    WORDS.map(lambda w: Literal(w, language="es")),
    st.sampled_from(["date", "decimal", "integer"]).flatmap(
        lambda d: WORDS.map(lambda w: Literal(w, datatype=NamedNode(PREFIXES["xsd"] + d)))
    ),
    st.just(NamedNode(load_layout().dataset_type)),
    st.sampled_from(["code/in-person", "code/approved", "practice/visioning", "ontology/Engagement"]).map(
        lambda n: NamedNode("https://w3id.org/taonto/" + n)
    ),
)
RECORD = Triple(NamedNode(BASE + "engagement/A"), TYPE, NamedNode(TA + "Engagement"))


def nameless(triples):
    """The triples without those that have a blank node: such nodes get names in a sheet."""
    return {t for t in triples if not isinstance(t.subject, BlankNode) and not isinstance(t.object, BlankNode)}


DATASET = Triple(NamedNode(BASE + "data"), TYPE, NamedNode(load_layout().dataset_type))


@given(
    st.lists(st.one_of(st.just(DATASET), st.builds(Triple, NODES, PATHS, VALUES)), max_size=12),
    st.sampled_from(["a.csv", "a.xlsx"]),
)
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_cells_and_rest_together_lose_nothing(tmp_path, triples, name):
    triples = [RECORD, *triples]
    described = name.endswith(".xlsx")
    sheet = to_rows(triples, base=BASE, fits=fitting(name), lists=CodeLists.shipped(), described=described)
    write_sheet(tmp_path / name, sheet.headings, sheet.rows, sheet.dataset)
    _, records = read_sheet(tmp_path / name, base=BASE)
    read = {t for r in records for t in r.triples}
    assert nameless(triples) <= read | set(sheet.rest)
    # What reading adds is what the sheet says of every record and thing: their types, and links between them.
    added = read - nameless(triples)
    if not any(isinstance(t.subject, BlankNode) or isinstance(t.object, BlankNode) for t in triples):
        assert {t.predicate for t in added} <= {TYPE, NamedNode(TA + "isObjectiveOf")}


def test_blank_nodes_of_a_record_get_the_names_that_reading_gives(tmp_path):
    (tmp_path / "a.ttl").write_text(
        """@prefix ta: <https://w3id.org/taonto/ontology/> . @prefix tac: <https://w3id.org/taonto/code/> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        [] a ta:Engagement ; ta:hasIdentifier "A-1" ; ta:receivedBy [ a ta:Organization ; skos:prefLabel "Lakeview" ;
            ta:hasOrganizationType tac:school ] ; ta:hasOutcome [ a ta:Outcome ; skos:prefLabel "Better" ] .""",
        encoding="utf-8",
    )
    result = convert(tmp_path / "a.ttl", tmp_path / "a.csv")
    assert (result.records, result.rest) == (1, 0)
    row = (tmp_path / "a.csv").read_text().splitlines()[1]
    assert row.startswith("A-1,,,,Lakeview,school,")


def test_a_workbook_holds_the_description_of_the_data_set_too(tmp_path):
    source = EXAMPLES / "engagements-good.ttl"
    result = convert(source, tmp_path / "log.xlsx", base=BASE)
    assert (result.records, result.rest) == (24, 0)
    convert(tmp_path / "log.xlsx", tmp_path / "back.ttl", base=BASE)
    assert set(read_triples(tmp_path / "back.ttl")) == set(read_triples(source))


def test_what_fits_in_no_cell_goes_beside_the_sheet(tmp_path, capsys):
    source = tmp_path / "a.ttl"
    source.write_text(
        '<https://x.org/1> a <https://w3id.org/taonto/ontology/Engagement> ; <https://x.org/p> "o"@fr .'
        "<https://x.org/2> <https://x.org/p> <https://x.org/3> ."
    )
    assert run(["convert", str(source), str(tmp_path / "a.csv")]) == 0
    assert "1 statement did not fit into any cell" in capsys.readouterr().err
    assert len(list(read_triples(tmp_path / "a.rest.ttl"))) == 1
    again = convert(tmp_path / "a.csv", tmp_path / "again.ttl")
    assert again.records == 1
    assert set(read_triples(source)) == set(read_triples(tmp_path / "again.ttl")) | set(
        read_triples(tmp_path / "a.rest.ttl")
    )
    assert run(["convert", str(source), "-", "--format", "csv"]) == 2


def test_named_graphs_are_kept_or_their_loss_is_noted(tmp_path):
    (tmp_path / "a.nq").write_text('<urn:a:s> <urn:a:p> "o" <urn:a:g> .\n_:x <urn:a:p> "o" .\n')
    assert not convert(tmp_path / "a.nq", tmp_path / "a.trig").notes
    convert(tmp_path / "a.trig", tmp_path / "b.nq")
    assert "<urn:a:g>" in (tmp_path / "b.nq").read_text()
    (note,) = convert(tmp_path / "a.nq", tmp_path / "a.ttl").notes
    assert "1 statement came from named graphs" in note


def test_blank_nodes_of_rdf_get_the_same_labels_each_time(tmp_path):
    (tmp_path / "a.ttl").write_text("[] <urn:a:p> [ <urn:a:q> 1 ] , [ <urn:a:q> 2 ] .")
    for name in ("b.nt", "c.nt"):
        convert(tmp_path / "a.ttl", tmp_path / name)
    assert (tmp_path / "b.nt").read_bytes() == (tmp_path / "c.nt").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["a.ttl", "a.xyz"], "its name does not show its format"),
        (["a.ttl", "a.ttl", "--format", "yaml"], "there is no format 'yaml'; use one of csv, xlsx"),
        (["a.ttl", "a.csv"], "contains no engagement record"),
        (["a.ttl", "a.nt", "--input-format", "xlsx"], "not a valid XLSX"),
        (["none.csv", "a.nt"], "no such file"),
        (["a.ttl", "a.xlsm"], "a workbook's name ends in .xlsx"),
        (["a.ttl", "a.xlsx.gz"], "a workbook's name ends in .xlsx"),
        (["a.ttl", "a", "--format", "xlsx"], "a workbook's name ends in .xlsx"),
        (["a.ttl", "a.csv", "--base", "x"], "can't be the start"),
    ],
)
def test_what_cannot_be_converted_is_one_sentence(tmp_path, capsys, monkeypatch, arguments, message):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.ttl").write_bytes(
        serialize_triples([Triple(NamedNode("urn:a:b"), TYPE, NamedNode("urn:a:c"))], "turtle")
    )
    assert run(["convert", *arguments]) == 2
    assert message in capsys.readouterr().err
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.ttl"]


@pytest.mark.parametrize("name", ["a.ttl", "a.nt", "a.rdf", "a.jsonld", "a.ttl.gz", "-"])
@pytest.mark.parametrize("content", [b"", b" \n\t\n", b"\xef\xbb\xbf\n"])
def test_an_empty_input_is_refused(tmp_path, capsys, monkeypatch, name, content):
    monkeypatch.chdir(tmp_path)
    if name == "-":
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))
    else:
        (tmp_path / name).write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    assert run(["convert", name, "out.nt", *(["--input-format", "turtle"] if name == "-" else [])]) == 2
    assert f"{name}: is empty" in capsys.readouterr().err
    assert not (tmp_path / "out.nt").exists()


def test_a_graph_without_statements_is_converted_with_a_note(tmp_path):
    (tmp_path / "a.ttl").write_text("# nothing yet\n@prefix x: <urn:x:y> .\n")
    result = convert(tmp_path / "a.ttl", tmp_path / "a.nt")
    assert result.statements == 0
    assert any("contains no statements" in note for note in result.notes)


def test_an_iri_that_xml_cannot_name_survives_rdf_xml(tmp_path):
    (tmp_path / "a.nt").write_text('<urn:a:s> <https://example.org/123> "o" .\n')
    convert(tmp_path / "a.nt", tmp_path / "a.rdf")
    (triple,) = read_triples(tmp_path / "a.rdf")
    assert triple.predicate.value == "https://example.org/123"


def test_generated_records_are_those_that_reading_their_rows_gives(tmp_path):
    blocks = list(generate(40, 0.5, seed=9))
    write_sheet(tmp_path / "a.csv", load_layout().headings, [row for b in blocks for row in b.rows])
    _, read = read_sheet(tmp_path / "a.csv", base=BASE)
    made = list(records_of(blocks, base=BASE))
    assert [(r.subject, r.triples) for r in made] == [(r.subject, r.triples) for r in read]
