import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode

from taonto.rdf.nodes import iri_of
from taonto.records.sheets.values import join_values, name_and_iri, node_of_text, split_values, text_of_node

VALUES = st.text(max_size=20).map(str.strip)
LITERALS = st.one_of(
    VALUES.map(Literal),
    st.builds(lambda v: Literal(v, language="es-mx"), VALUES),
    st.builds(lambda v: Literal(v, datatype=NamedNode("http://www.w3.org/2001/XMLSchema#date")), VALUES),
)


@given(st.lists(VALUES, min_size=1, max_size=5))
def test_a_joined_cell_splits_into_its_values(values):
    assert split_values(join_values(values)) == values


@given(LITERALS)
def test_a_written_term_is_read_as_that_term(term):
    assert node_of_text(text_of_node(term)) == term


@pytest.mark.parametrize(
    ("text", "iri"),
    [
        ("https://example.org/a", "https://example.org/a"),
        ("tac:in-person", "https://w3id.org/taonto/code/in-person"),
        ("urn:isbn:1", "urn:isbn:1"),
        ("toolkit.pdf", None),
        ("C:\\files\\guide.pdf", None),
        ("NCES:0612345", None),
        ("https://example.org/two words", None),
        ("", None),
    ],
)
def test_only_iris_and_known_prefixes_are_iris(text, iri):
    found = iri_of(text)
    assert (found.value if found else None) == iri


@pytest.mark.parametrize(
    ("text", "name", "iri"),
    [
        ("Lakeview", "Lakeview", None),
        ("Lakeview <https://example.org/l>", "Lakeview", "https://example.org/l"),
        ("https://example.org/l", "", "https://example.org/l"),
        ("fewer <than> 10", "fewer <than> 10", None),
    ],
)
def test_a_cell_names_a_thing_by_name_iri_or_both(text, name, iri):
    found, node = name_and_iri(text)
    assert (found, node.value if node else None) == (name, iri)
