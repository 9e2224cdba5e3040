import csv
import io
import json
import sys

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Quad, Store

from taonto.base.errors import BadInputError, TaontoError, UnavailableError
from taonto.query.answers import Answer
from taonto.rdf.sparql import FORMATS, check_format, default_format

FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
FIT = {
    "SELECT": {"table", "csv", "tsv", "json", "xml", "parquet"},
    "ASK": {"table", "json", "xml"},
    "CONSTRUCT": {"turtle", "jsonld"},
    "DESCRIBE": {"turtle", "jsonld"},
}
ROWS = """SELECT * { VALUES (?iri ?text ?number ?day ?truth ?mixed) {
  (tap:coaching "a, \\"b\\"\\n=1+1"@en 1 "2026-01-31"^^xsd:date true 1)
  (UNDEF        "\\u001b[31mred"    20 "2026-02-01"^^xsd:date false "x")
} }"""


def answer(query, store=None):
    form = query.split()[0]
    prefixes = {"tap": "https://w3id.org/taonto/practice/", "xsd": "http://www.w3.org/2001/XMLSchema#"}
    return Answer.of(form, (store or Store()).query(query, prefixes=prefixes))


@pytest.fixture
def graph():
    store = Store()
    store.add(Quad(NamedNode("urn:b"), NamedNode("urn:p"), Literal("x", language="en")))
    store.add(Quad(NamedNode("urn:a"), NamedNode("urn:p"), Literal(1)))
    return store


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("format", FORMATS)
def test_each_form_has_its_formats(form, format):
    if format in FIT[form]:
        check_format(form, format)
    else:
        with pytest.raises(TaontoError, match=f"the answer to {form} is .* can't represent; use"):
            check_format(form, format)
    assert default_format(form) in FIT[form]


def test_rows_keep_terms_and_gaps():
    found = answer(ROWS)
    first, second = found.rows()
    assert found.variables == ["day", "iri", "mixed", "number", "text", "truth"]
    assert first[1] == NamedNode("https://w3id.org/taonto/practice/coaching")
    assert second[1] is None
    assert first[4] == Literal('a, "b"\n=1+1', language="en")
    assert found


def test_csv_is_the_standard_one():
    heading, first, second = csv.reader(io.StringIO(answer(ROWS).rendered("csv").decode(), newline=""))
    assert heading == ["day", "iri", "mixed", "number", "text", "truth"]
    assert first[1:5] == ["https://w3id.org/taonto/practice/coaching", "1", "1", 'a, "b"\n=1+1']
    assert second[1] == ""


def test_tsv_keeps_types():
    lines = answer(ROWS).rendered("tsv").decode().splitlines()
    assert lines[0] == "?day\t?iri\t?mixed\t?number\t?text\t?truth"
    assert '"2026-01-31"^^<http://www.w3.org/2001/XMLSchema#date>' in lines[1]


def test_json_and_xml_read_back_elsewhere():
    found = answer(ROWS.replace("\\u001b", ""))
    expected = rdflib.query.Result.parse(io.BytesIO(found.rendered("json")), format="json")
    assert len(expected) == 2
    again = rdflib.query.Result.parse(io.BytesIO(found.rendered("xml")), format="xml")
    assert {frozenset(row.items()) for row in again.bindings} == {frozenset(row.items()) for row in expected.bindings}


def test_xml_is_refused_what_it_cannot_hold():
    with pytest.raises(BadInputError, match="control character, which XML does not allow; use JSON"):
        answer(ROWS).rendered("xml")


def test_table_is_for_reading_and_safe_to_print():
    table = answer(ROWS).rendered("table").decode()
    assert "tap:coaching" in table
    assert 'a, "b" =1+1' in table
    assert "\x1b" not in table
    assert len(table.splitlines()) == 4


def test_yes_or_no():
    assert answer("ASK {}").rendered("table") == b"yes\n"
    assert answer("ASK { ?s ?p ?o }").rendered("table") == b"no\n"
    assert json.loads(answer("ASK {}").rendered("json"))["boolean"] is True
    assert "<boolean>true</boolean>" in answer("ASK {}").rendered("xml").decode()
    assert answer("ASK {}")
    assert not answer("ASK { ?s ?p ?o }")


def test_graph_is_sorted_and_reads_back(graph):
    found = answer("CONSTRUCT WHERE { ?s ?p ?o }", graph)
    turtle = found.rendered("turtle").decode()
    assert turtle.index("urn:a") < turtle.index("urn:b")
    graphs = [
        rdflib.Graph().parse(data=found.rendered(f), format=n) for f, n in (("turtle", "turtle"), ("jsonld", "json-ld"))
    ]
    assert set(graphs[0]) == set(graphs[1])
    assert len(graphs[0]) == 2
    assert not answer("CONSTRUCT WHERE { ?s ?p ?o }")


def test_parquet_has_typed_columns():
    import pyarrow.parquet

    table = pyarrow.parquet.read_table(io.BytesIO(answer(ROWS).rendered("parquet")))
    kinds = {field.name: str(field.type) for field in table.schema}
    assert kinds == {
        "day": "date32[day]",
        "iri": "string",
        "mixed": "string",
        "number": "int64",
        "text": "string",
        "truth": "bool",
    }
    assert table.column("iri").to_pylist() == ["https://w3id.org/taonto/practice/coaching", None]
    assert table.column("number").to_pylist() == [1, 20]


@pytest.mark.parametrize(
    "value", ['"12345678901234567890123"^^xsd:integer', '"ten"^^xsd:integer', '"2026-02-31"^^xsd:date']
)
def test_parquet_keeps_what_no_type_holds_as_text(value):
    import pyarrow.parquet

    found = answer(f"SELECT ?v {{ VALUES ?v {{ {value} }} }}")
    column = pyarrow.parquet.read_table(io.BytesIO(found.rendered("parquet"))).column("v")
    assert column.to_pylist() == [value.split('"')[1]]


def test_parquet_without_rows():
    import pyarrow.parquet

    table = pyarrow.parquet.read_table(io.BytesIO(answer("SELECT ?a { ?a ?b ?c }").rendered("parquet")))
    assert table.column_names == ["a"]
    assert table.num_rows == 0


def test_parquet_needs_its_library(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UnavailableError, match=r"pip install 'taonto\[parquet\]'"):
        answer(ROWS).rendered("parquet")


def test_a_frame_has_typed_columns():
    frame = answer(ROWS).to_frame()
    assert {name: str(kind) for name, kind in frame.dtypes.items()} == {
        "day": "datetime64[s]",
        "iri": "string",
        "mixed": "string",
        "number": "Int64",
        "text": "string",
        "truth": "boolean",
    }
    assert frame["iri"].fillna("-").tolist() == ["https://w3id.org/taonto/practice/coaching", "-"]
    assert frame["number"].tolist() == [1, 20]
    assert frame["day"].dt.month.tolist() == [1, 2]


@pytest.mark.parametrize(
    "value", ['"12345678901234567890123"^^xsd:integer', '"ten"^^xsd:integer', '"2026-02-31"^^xsd:date']
)
def test_a_frame_keeps_what_no_type_holds_as_text(value):
    assert answer(f"SELECT ?v {{ VALUES ?v {{ {value} }} }}").to_frame()["v"].tolist() == [value.split('"')[1]]


def test_a_frame_keeps_whole_numbers_exact_beside_gaps():
    column = answer("SELECT ?v { VALUES ?v { 9007199254740993 UNDEF } }").to_frame()["v"]
    assert column[0] == 9007199254740993 and column.isna().tolist() == [False, True]


def test_a_frame_without_rows_has_its_columns():
    frame = answer("SELECT ?a { ?a ?b ?c }").to_frame()
    assert list(frame.columns) == ["a"] and len(frame) == 0


def test_a_graph_goes_to_rdflib(graph):
    found = answer("CONSTRUCT WHERE { ?s ?p ?o }", graph).to_rdflib()
    assert (rdflib.URIRef("urn:b"), rdflib.URIRef("urn:p"), rdflib.Literal("x", lang="en")) in found
    assert len(found) == 2


@pytest.mark.parametrize(("query", "method"), [("ASK {}", "to_frame"), (ROWS, "to_rdflib"), ("ASK {}", "to_rdflib")])
def test_a_rendering_that_does_not_fit_is_refused(query, method):
    with pytest.raises(BadInputError, match=r"the answer to (ASK|SELECT) (has no rows|is not a graph); ask with"):
        getattr(answer(query), method)()


def test_a_notebook_shows_a_table_a_word_or_a_graph(graph):
    page = answer(ROWS.replace("red", "<b>red</b>"))._repr_html_()
    assert "<th>iri</th>" in page and "<td>tap:coaching</td>" in page
    assert "&lt;b&gt;red" in page and "<b>" not in page
    assert (answer("ASK {}")._repr_html_(), answer("ASK { ?s ?p ?o }")._repr_html_()) == ("<p>yes</p>", "<p>no</p>")
    assert "&lt;urn:a&gt;" in answer("CONSTRUCT WHERE { ?s ?p ?o }", graph)._repr_html_()


def test_a_notebook_shows_the_first_rows_and_says_how_many_more():
    numbers = " ".join(map(str, range(103)))
    page = answer(f"SELECT ?n {{ VALUES ?n {{ {numbers} }} }}")._repr_html_()
    assert page.count("<td>") == 100 and page.endswith("... and 3 more rows")
