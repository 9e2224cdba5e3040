import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from taonto.rdf.nodes import Labels, in_language, iri_of, local_name, renamed

P = NamedNode("http://example.org/p")
THING = NamedNode("http://example.org/thing")


def test_labels_count_nodes_in_the_order_of_their_first_use():
    labels = Labels("b", start=1)
    assert [labels(BlankNode(name)).value for name in ("x", "y", "x", "z")] == ["b1", "b2", "b1", "b3"]


def test_labels_of_two_graphs_stay_apart():
    one, two = Labels("a"), Labels("b")
    assert one(BlankNode("x")) != two(BlankNode("x"))


def test_blank_nodes_are_renamed_at_both_ends_and_in_quoted_triples():
    x, y = BlankNode("x"), BlankNode("y")
    quoted = Triple(x, P, Triple(y, P, x))
    labels = Labels("n")
    assert renamed(Triple(y, P, x), labels) == Triple(BlankNode("n0"), P, BlankNode("n1"))
    assert renamed(Triple(THING, P, quoted), labels) == Triple(
        THING, P, Triple(BlankNode("n1"), P, Triple(BlankNode("n0"), P, BlankNode("n1")))
    )


@pytest.mark.parametrize("value", [THING, Literal("x"), Literal("_:x")])
def test_a_triple_without_blank_nodes_stays_as_it_is(value):
    triple = Triple(THING, P, value)
    assert renamed(triple, lambda node: pytest.fail(f"renamed {node}")) == triple


def test_blank_nodes_can_become_iris():
    assert renamed(Triple(BlankNode("x"), P, Literal("x")), lambda _: THING) == Triple(THING, P, Literal("x"))


TEXTS = [
    Literal("anything", language="de"),
    Literal("untagged"),
    Literal("English of the US", language="en-US"),
    Literal("español de México", language="es-MX"),
    Literal("español", language="es"),
]


@pytest.mark.parametrize(
    ("language", "order"),
    [
        ("es", ["español", "español de México", "English of the US", "untagged", "anything"]),
        ("es-MX", ["español de México", "español", "English of the US", "untagged", "anything"]),
        ("ES-mx", ["español de México", "español", "English of the US", "untagged", "anything"]),
        ("fr", ["English of the US", "untagged", "anything", "español", "español de México"]),
        ("en", ["English of the US", "untagged", "anything", "español", "español de México"]),
    ],
)
def test_the_language_comes_first_then_its_variants_english_untagged_and_any_other(language, order):
    texts, found = list(TEXTS), []
    while texts:
        found.append(in_language(texts, language))
        texts = [text for text in texts if text.value != found[-1]]
    assert found == order


def test_among_equals_the_first_in_the_alphabet_and_none_of_none():
    assert in_language([Literal("b", language="en"), Literal("a", language="en")]) == "a"
    assert in_language([]) is None


@pytest.mark.parametrize(
    ("iri", "name"),
    [
        ("https://w3id.org/taonto/code/in-person", "in-person"),
        ("http://www.w3.org/2004/02/skos/core#prefLabel", "prefLabel"),
        ("https://example.org/a/b#c/d", "d"),
        ("http://www.w3.org/ns/shacl#", "shacl"),
        ("https://example.org/folder/", "folder"),
        ("urn:isbn:1", "urn:isbn:1"),
        ("plain", "plain"),
        ("", ""),
    ],
)
def test_local_names(iri, name):
    assert local_name(iri) == name


@given(st.text(max_size=40))
def test_any_text_is_an_iri_or_not(text):
    found = iri_of(text)
    assert found is None or isinstance(found, NamedNode)
