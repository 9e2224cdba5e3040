"""Hostile RDF: each kind is read, or refused in one sentence, before the parser crashes or stalls."""

import io
import itertools
import re
import subprocess
import sys
import tracemalloc

import pytest
from helpers.hostile_rdf import KINDS
from hypothesis import given, settings
from hypothesis import strategies as st

from taonto.base.errors import LimitError, TaontoError
from taonto.rdf import guards, jsonld
from taonto.rdf.document import Document, Pieces
from taonto.rdf.graph import guess_syntax, parse_quads
from taonto.rdf.guards import TurtleGuard

SIZE = 15_000
REFUSED = {
    "triples.nt": "line 1 contains triples nested in triples more than 100 deep, the limit; ",
    "triples.nq": "line 1 contains triples nested in triples",
    "triples.ttl": "line 1 contains triples nested in triples",
    "triples-commented.ttl": "line 101 contains triples nested in triples",
    "triples-escaped.ttl": "line 1 contains triples nested in triples",
    "triples-open.trig": "line 1 contains triples nested in triples",
    "elements.rdf": "line 1 contains elements nested more than 1,000 deep, the limit; ",
    "namespaces-nested.rdf": "line 1 contains elements nested",
    "literal.rdf": "line 1 contains elements nested",
    "attributes.rdf": "line 1 contains an element with more than 1,000 attributes, the limit; ",
    "namespaces.rdf": "line 1 contains an element with more than 1,000 attributes",
    "objects.jsonld": "line 1 contains objects nested more than 100 deep, the limit; ",
    "graphs.jsonld": "line 1 contains objects nested",
    "lists.jsonld": "line 1 contains objects nested",
    "contexts-nested.jsonld": "line 1 contains objects nested",
    "unknown.jsonld": "line 1 contains objects nested",
    "contexts.jsonld": "its 15,001 contexts with .* are processed again and again, .* the limit; ",
    "scoped.jsonld": "its 1 contexts with .* are processed again and again",
    "terms.jsonld": "line 1 contains a context of more than 10,000 terms, the limit; ",
    "terms-chained.jsonld": "line 1 contains a context of more than 10,000 terms",
    "bases.ttl": "contains more than 100,000 prefixes, the limit",
    "namespace.ttl": "",
    "namespace.rdf": "",
    "namespace.jsonld": "",
    "iri.ttl": "line 1 contains an IRI of more than 10,000 characters, the limit; ",
    "literal-open.ttl": "line 1: is not valid turtle",
}
"""What the error says of the kinds that are refused at that size. The namespaces blow up beyond it: see below."""

PROGRAM = """
import io, sys
from helpers.hostile_rdf import KINDS
from taonto.base.errors import TaontoError
from taonto.rdf.graph import guess_syntax, parse_quads

for name, make in KINDS.items():
    size = 300 if name.startswith("namespace.") else int(sys.argv[1])
    stream = io.BytesIO(make(size).encode())
    try:
        found = sum(1 for _ in parse_quads(stream, guess_syntax(name), name))
    except TaontoError as error:
        found = error
    print(name, found, sep="\\t")
"""


def parsed(name, text):
    return list(parse_quads(io.BytesIO(text.encode()), guess_syntax(name), name))


def test_every_kind_ends_in_statements_or_one_sentence():
    # In a process of its own: what a guard lets pass by mistake would end this one.
    search = {"PYTHONPATH": ":".join(path for path in sys.path if path), "PYTHONHASHSEED": "0"}
    command = [sys.executable, "-c", PROGRAM, str(SIZE)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, env=search)
    assert done.returncode == 0, done.stderr
    told = dict(line.split("\t") for line in done.stdout.splitlines())
    assert told.keys() == KINDS.keys()
    wrong = {n: text for n, text in told.items() if not text.isdecimal() and not REFUSED.get(n)}
    assert wrong == {}
    passed = {n: told[n] for n, words in REFUSED.items() if words and not re.search(words, told[n])}
    assert passed == {}


@pytest.mark.parametrize("name", sorted(KINDS.keys() - {"literal-open.ttl", "triples-open.trig"}))  # never valid
def test_a_little_of_every_kind_is_read(name):
    if name in ("bases-and-prefixes.ttl", "namespace.ttl", "namespace.rdf", "namespace.jsonld"):
        assert parsed(name, KINDS[name](3))
    else:
        assert parsed(name, KINDS[name](18)) or name in ("unknown.jsonld", "graphs.jsonld", "blanks.jsonld")


@pytest.mark.parametrize("name", ["namespace.ttl", "namespace.rdf", "namespace.jsonld"])
def test_a_long_namespace_used_again_and_again_is_refused(name, monkeypatch):
    monkeypatch.setattr("taonto.rdf.document.MAX_WRITTEN", 1_000_000)
    monkeypatch.setattr(jsonld, "MAX_WRITTEN", 1_000_000)
    with pytest.raises(LimitError, match=r"more than 1,000,000 characters, the limit.*; use shorter namespaces"):
        parsed(name, KINDS[name](1_000))


@pytest.mark.parametrize("name", ["triples.nt", "triples.ttl", "triples-commented.ttl", "triples-escaped.ttl"])
@pytest.mark.parametrize("depth", [guards.MAX_NESTED_TRIPLES, guards.MAX_NESTED_TRIPLES + 1])
def test_triples_are_counted_however_the_bytes_come(name, depth):
    data = KINDS[name](depth).encode()
    for size in (1, 2, 3, 5, 1000):
        guard = guards.LineGuard(name) if name.endswith(".nt") else TurtleGuard(name)

        def whole(guard=guard, size=size):
            for start in range(0, len(data), size):
                guard.take(data[start : start + size])
            guard.close()

        if depth > guards.MAX_NESTED_TRIPLES:
            with pytest.raises(LimitError, match="100 deep"):
                whole()
        else:
            whole()


SANE = [
    '@prefix a: <http://e/> . a:s a:p "<<( <<( )>>" , \'<<(\' , """ <<( " "" <<( """ , \'\'\'<<(\'\'\' . # <<(\n',
    'a:s a:p "\\" <<( " , <http://e/#<<> , "" , \'\' ; a:q "x"@en . ',
    "a:s a:it\\'s a:c\\#d . a:s a:p <http://e/a#b> . ",
    "<< a:s a:p a:o >> a:q <<( a:s a:p <<( a:s a:p 1 )>> )>> . ",
    "a:s a:p ( 1 ( 2 ) ) , [ a:p [ a:q ( ) ] ] {| a:q 1 |} . ",
]


@given(parts=st.lists(st.sampled_from(SANE), min_size=1, max_size=300), size=st.integers(1, 200))
@settings(max_examples=60, deadline=None)
def test_brackets_in_literals_names_and_comments_do_not_count(parts, size):
    guard = TurtleGuard("sane")
    data = "".join(parts).encode()
    for start in range(0, len(data), size):
        guard.take(data[start : start + size])
    guard.close()
    assert guard._depth == 0


def test_the_guard_of_turtle_looks_at_a_long_literal_a_few_times_only(monkeypatch):
    looked = 0
    follow = TurtleGuard._follow

    def counted(self, end):
        nonlocal looked
        looked += end
        follow(self, end)

    monkeypatch.setattr(TurtleGuard, "_follow", counted)
    data = b"<a:s> <a:p> '''" + b"x \n" * 1_000_000 + b"''' ."
    guard = TurtleGuard("long")
    for start in range(0, len(data), 4096):
        guard.take(data[start : start + 4096])
    guard.close()
    assert looked < 5 * len(data)


@pytest.mark.parametrize(
    ("syntax", "start", "filler", "end", "count"),
    [
        ("turtle", b"", b"# comment\n" * 10_000, b"<a:s> <a:p> <a:o> .\n", 1),
        ("ntriples", b"", b"# comment\n" * 10_000, b"<a:s> <a:p> <a:o> .\n", 1),
        ("rdfxml", b"<r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>", b"\n" * 100_000, b"</r:RDF>", 0),
    ],
)
def test_comments_and_blanks_are_never_held(syntax, start, filler, end, count):
    pieces = Pieces(itertools.chain([start or b"\n"], itertools.repeat(filler, 200), [end]))
    tracemalloc.start()
    try:
        assert len(list(parse_quads(pieces, syntax, "long"))) == count
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()


def test_depth_in_json_counts_what_the_parser_would_hold(monkeypatch):
    monkeypatch.setattr(jsonld, "MAX_HELD", 10_000)
    wide = '{"@graph": [' + ",".join(['{"@id": "a:s", "a:p": 1}'] * 300) + "]}"
    with pytest.raises(LimitError, match=r"line 1 is in an object of more than 10,000 bytes, .*in an array"):
        parsed("wide.jsonld", wide)
    assert len(parsed("array.jsonld", "[" + ",".join(['{"@id": "a:s", "a:p": 1}'] * 300) + "]")) == 300


def test_contexts_beside_each_other_are_no_work():
    one = '{"@context": {' + ",".join(f'"t{n}": "http://e/{n}"' for n in range(30)) + '}, "@id": "a:s", "t3": 1}'
    assert len(parsed("many.jsonld", "[" + ",".join([one] * 2_000) + "]")) == 2_000


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"@context": {"a": ', "line 1 is not valid jsonld"),
        ('{\n"\\u0040context": {"a": {"b": [' + "[" * 5_000, "line 2"),
        ('{"@context": {"a": "' + "x" * 20_000 + '"}}', "line 1 contains a context with an IRI of more than 10,000"),
        ('{"@context": "http://127.0.0.1:9/c"}', "names a context on the web"),
        ('{"@context": {"@import": "http://127.0.0.1:9/c"}}', "names a context on the web"),
        ('"' + "x" * 100_000, "is not valid jsonld"),
        ('{"a": "' + '\\"' * 100_000, "is not valid jsonld"),
    ],
)
def test_contexts_and_texts_that_can_not_be_read(text, message):
    with pytest.raises(TaontoError, match=message):
        parsed("bad.jsonld", text)


def test_a_document_gives_all_its_bytes_in_any_size():
    data = b"\xef\xbb\xbf" + b"<a:s> <a:p> <a:o> .\n" * 20_000
    for size in (-1, 1000, 10_000_000):
        stream = Document(io.BytesIO(data), "ntriples", "long")
        found = bytearray()
        while piece := stream.read(size):
            found += piece
        assert found == data[3:]
