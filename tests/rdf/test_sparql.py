"""What a query may hold. The check is compared with the engine itself: what it lets through contacts no server."""

import contextlib
import http.server
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad, QueryBoolean, Store

from taonto.base.errors import BadInputError
from taonto.base.vocabulary import PREFIXES
from taonto.rdf.sparql import query_form, with_prefixes


def one_triple():
    store = Store()
    store.add(Quad(NamedNode("urn:a"), NamedNode("urn:b"), NamedNode("urn:c")))
    return store


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("SELECT * { ?s ?p ?o }", "SELECT"),
        ("select * { ?s ?p ?o }", "SELECT"),
        ("# SELECT in a comment\nASK { }", "ASK"),
        ("PREFIX select: <http://e/> BASE <http://e/> DESCRIBE <a>", "DESCRIBE"),
        ("#+ question: from where?\nCONSTRUCT WHERE { ?s ?p ?o }", "CONSTRUCT"),
        ("SELECT ?service ?from { ?service ?from 'SERVICE <http://e/>' }", "SELECT"),
        ('SELECT * { ?s ?p """FROM\n"quoted" LOAD""" } # SERVICE', "SELECT"),
        ("PREFIX ex: <http://e/service#> SELECT * { ?s ex:service <http://e/service/from> }", "SELECT"),
        ("SELECT * { ?s ?p ?o FILTER(?o < 3 && ?o > 1) }", "SELECT"),
        ("SELECT * { ?s ?p 'x'@en-from }", "SELECT"),
        ("PREFIX payload: <http://e/> SELECT * { ?s payload:from payload:service }", "SELECT"),
    ],
)
def test_forms(text, form):
    assert query_form(text, "a query") == form
    Store().query(with_prefixes(text))


ELSEWHERE = [
    "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { service silent <URL> { ?s ?p ?o } }",
    "SELECT * {SERVICE<URL>{?s ?p ?o}}",
    "SELECT * { ?s ?p ?o .SERVICE <URL> { ?a ?b ?c } }",
    "SELECT * { ?s ?p 1 .SERVICE <URL> { ?a ?b ?c } }",
    "SELECT * { ?s ?p 1SERVICE <URL> { ?a ?b ?c } }",
    "SELECT * { ?s ?p trueSERVICE <URL> { ?a ?b ?c } }",
    "SELECT * { ?s ?p 'x'SERVICE <URL> { ?a ?b ?c } }",
    "SELECT * { # a comment\rSERVICE <URL> { ?a ?b ?c } }",
    "PREFIX : <URL> SELECT * { SERVICE:x { ?s ?p ?o } }",
    "PREFIX ex: <http://e/> SELECT * { ?s ex:a\\#b ?o . SERVICE <URL> { ?a ?b ?c } }",
    "SELECT * { VALUES ?c { <URL> } ?a ?b ?d FILTER(?a<?b)SERVICE?c#>\n{ ?s ?p ?o } }",
    "SELECT * { ?s ?p 'it\\'s' . SERVICE <URL> { ?a ?b ?c } # '\n}",
    'SELECT * { ?s ?p """a""" . SERVICE <URL> { ?a ?b ?c } # """\n}',
    "ASK { { SELECT * { SERVICE <URL> { ?s ?p ?o } } } }",
    "SELECT * { FILTER EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
    "SELECT * { \\u0053ERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { ?s ?p 'x\\u0027 . SERVICE <URL> { ?a ?b ?c } # ' }",
]


@pytest.fixture(scope="module")
def listener():
    """A server on this machine that remembers who called."""
    calls = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            calls.append(self.path)
            self.send_error(500)

        def do_GET(self):
            self.do_POST()

        def log_message(self, *args):
            """Keep the test's output clean."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/", calls
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("text", ELSEWHERE)
def test_service_is_refused(text):
    with pytest.raises(BadInputError, match="a query: SERVICE would send data to another server"):
        query_form(text, "a query")


def test_the_engine_would_really_call(listener):
    """Otherwise the tests here would prove nothing."""
    url, calls = listener
    reached = []
    store = one_triple()
    for text in ELSEWHERE:
        before = len(calls)
        with contextlib.suppress(OSError, SyntaxError):
            result = store.query(text.replace("URL", url))
            result if isinstance(result, QueryBoolean) else list(result)
        reached.append(len(calls) > before)
    assert sum(reached) >= 8


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT * FROM <http://e/> { ?s ?p ?o }", "FROM and FROM NAMED name graphs to fetch"),
        ("ASK FROM NAMED <http://e/> { }", "FROM and FROM NAMED name graphs to fetch"),
        ("SELECT *FROMNAMED<http://e/>{ }", "FROM and FROM NAMED name graphs to fetch"),
        ("PREFIX : <http://e/> SELECT * FROM:x { }", "FROM and FROM NAMED name graphs to fetch"),
        ("LOAD <http://e/>", "LOAD is an update"),
        ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", "INSERT is an update, but the graph is read-only"),
        ("PREFIX e: <http://e/> DELETE WHERE { ?s ?p ?o }", "DELETE is an update"),
        ("DROP ALL", "DROP is an update"),
        ("", "is not a SPARQL query"),
        ("frameworks please", "is not a SPARQL query"),
    ],
)
def test_refused(text, message):
    with pytest.raises(BadInputError, match=f"a query: {message}"):
        query_form(text, "a query")


PIECES = st.sampled_from(
    [
        *("SERVICE", "SILENT", "service", "<http://127.0.0.1:1/>", "?c", ":x", "{ ?s ?p ?o }", "?s ?p ?o", "?s ?p 1"),
        *(
            ".",
            "1",
            "true",
            "'",
            '"',
            "'''",
            "#",
            "#>",
            "\n",
            " ",
            "\\",
            "<",
            ">",
            "FILTER(?s<?p)",
            "FILTER(?s<?p",
            ")",
        ),
        *(
            "{",
            "}",
            "?s ?p 'x'",
            "@en",
            "VALUES ?c { <http://127.0.0.1:1/> }",
            "e:a\\#",
            "\\u0053",
            "\\u0027",
            "OPTIONAL",
        ),
    ]
)


@given(st.lists(PIECES, max_size=12), st.sampled_from(["", " "]))
def test_nothing_that_passes_calls_out(pieces, glue):
    text = f"PREFIX : <http://127.0.0.1:1/> PREFIX e: <http://127.0.0.1:1/> SELECT * {{ {glue.join(pieces)} }}"
    store = one_triple()
    try:
        query_form(text, "a query")
        result = store.query(text)
    except (BadInputError, SyntaxError):
        return
    list(result)  # an attempt to call out would raise OSError: nobody listens there


@given(st.text(max_size=200))
def test_any_text_is_judged(text):
    with contextlib.suppress(BadInputError):
        assert query_form(text, "a query") in ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")


def test_prefixes_leave_line_numbers_alone():
    text = "SELECT *\n{ ?s ?p }"
    assert with_prefixes(text).count("\n") == 1
    assert all(f"PREFIX {prefix}: <{namespace}>" in with_prefixes(text) for prefix, namespace in PREFIXES.items())
    own = "PREFIX ta: <urn:own:> SELECT (ta:x AS ?x) {}"
    [row] = Store().query(with_prefixes(own))
    assert row["x"] == NamedNode("urn:own:x")
