import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Triple

from taonto.base.errors import BadInputError, LimitError, UnknownNameError
from taonto.rdf.graph import (
    SYNTAXES,
    canonicalize,
    guess_syntax,
    parse_triples,
    read_triples,
    serialize_triples,
    to_rdflib,
)

IRIS = st.from_regex(r"[a-z]{1,8}", fullmatch=True).map(lambda name: NamedNode(f"http://example.org/{name}"))
# XML 1.0, and so RDF/XML, can't carry control characters.
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=20)
TRIPLES = st.builds(Triple, IRIS, IRIS, st.one_of(IRIS, TEXTS.map(Literal)))


@pytest.mark.parametrize("syntax", sorted(SYNTAXES))
@given(triples=st.sets(TRIPLES, max_size=8))
@settings(max_examples=30, deadline=None)
def test_every_syntax_gives_back_what_went_in(syntax, triples):
    data = serialize_triples(triples, syntax)
    assert set(parse_triples(data, syntax, "test")) == triples
    assert serialize_triples(sorted(triples, key=str, reverse=True), syntax) == data


def test_turtle_keeps_a_line_break_inside_its_literal():
    triple = Triple(NamedNode("http://example.org/a"), NamedNode("http://example.org/b"), Literal("one\ntwo\n\ttab"))
    assert set(parse_triples(serialize_triples([triple], "turtle"), "turtle", "test")) == {triple}


@pytest.mark.parametrize(
    ("syntax", "data", "message"),
    [
        ("turtle", b"<http://a> <http://b> 1 .\n<http://a> oops", "bad: line 2: is not valid turtle"),
        ("turtle", b"\n<a> <http://b> 1 .", "bad: line 2: contains a relative IRI, but no base"),
        ("rdfxml", b'<!DOCTYPE r [<!ENTITY a "b">]><r/>', "bad: contains a DOCTYPE"),
        ("rdfxml", '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE r><r/>'.encode("utf-16"), "bad: "),
        ("jsonld", b'{"@context": "http://example.org/c", "a": 1}', "bad: names a context on the web"),
        ("ntriples", b"<http://a> <http://b> \xff .", "bad:.*is not valid ntriples"),
    ],
)
def test_bad_and_hostile_input_is_refused(syntax, data, message):
    with pytest.raises(BadInputError, match=message):
        list(parse_triples(data, syntax, "bad"))


def test_an_iri_beyond_the_limit_is_refused():
    with pytest.raises(LimitError, match="bad: line 1 contains a literal or IRI"):
        list(parse_triples(b"<http://a" + b"x" * 17_000_000 + b"> <http://b> 1 .", "turtle", "bad"))


@pytest.mark.parametrize("size", [2_000_000, 17_000_000], ids=["readable", "beyond the parser"])
@pytest.mark.parametrize(
    ("syntax", "before", "after"),
    [
        ("turtle", b'\n<http://a> <http://b> "', b'" .'),
        ("ntriples", b'\n<http://a> <http://b> "', b'" .\n'),
        ("jsonld", b'{"@id": "http://a",\n"http://b": "', b'"}'),
        (
            "rdfxml",
            b'<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://x/">\n<r:Description><b>',
            b"</b></r:Description></r:RDF>",
        ),
    ],
)
def test_a_literal_beyond_the_limit_is_refused_in_every_syntax(syntax, before, after, size):
    assert len(list(parse_triples(before + b"x" * 1_000_000 + after, syntax, "big"))) == 1
    with pytest.raises(LimitError, match="big: line 2 contains a literal or IRI of more than 1,000,000 characters"):
        list(parse_triples(before + b"x" * size + after, syntax, "big"))


def test_a_long_literal_of_many_lines_is_refused_without_a_wrong_line():
    with pytest.raises(LimitError, match="big: contains a literal"):
        list(parse_triples(b"<http://a> <http://b> '''" + b"x\n" * 600_000 + b"''' .", "turtle", "big"))


def test_the_suffix_or_the_caller_names_the_syntax(tmp_path):
    assert guess_syntax("a.TTL.gz") == "turtle"
    assert guess_syntax("a.csv") is None
    (tmp_path / "a.csv").touch()
    with pytest.raises(BadInputError, match="name the input format"):
        read_triples(tmp_path / "a.csv")
    with pytest.raises(UnknownNameError, match="'n3' is not an RDF syntax that taonto reads"):
        read_triples(tmp_path / "a.csv", "n3")


def test_equal_graphs_become_equal_triples():
    one = parse_triples(b"[] <http://e/p> [ <http://e/q> 1 ] .", "turtle", "one")
    two = parse_triples(b"_:x <http://e/p> _:y . _:y <http://e/q> 1 .", "turtle", "two")
    assert canonicalize(one) == canonicalize(two)


def test_rdflib_gets_the_same_graph():
    triples = list(parse_triples(b'<http://e/a> <http://e/b> "x"@en , 007 .', "turtle", "test"))
    assert len(to_rdflib(triples)) == 2
