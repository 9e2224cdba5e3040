"""Against the real Oxigraph server, and against servers that misbehave."""

import contextlib
import http.server
import socket
import subprocess
import sysconfig
import threading
import time
import urllib.request
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, RdfFormat

from taonto import analyze
from taonto.base.errors import BadInputError, LimitError, TaontoError, UnavailableError
from taonto.query.asking import answer, evaluate, load_graph
from taonto.query.endpoint import ask
from taonto.query.questions import load_question, saved_questions

RECORDS = Path(__file__).parents[1] / "queries" / "records.ttl"
QUESTIONS = saved_questions()


@pytest.fixture(scope="module")
def held():
    """The graph that the server holds: the inferred edition with the synthetic records."""
    return load_graph([str(RECORDS)])[0]


@pytest.fixture(scope="module")
def server(held, tmp_path_factory):
    """The address of an Oxigraph server that holds the same graph."""
    program = Path(sysconfig.get_path("scripts")) / "oxigraph"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    log = tmp_path_factory.mktemp("oxigraph") / "log"
    with log.open("wb") as stream:
        process = subprocess.Popen([str(program), "serve", "--bind", address], stdout=stream, stderr=stream)
    try:
        body = held.dump(format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
        request = urllib.request.Request(
            f"http://{address}/store?default",
            data=body,
            method="PUT",
            headers={"Content-Type": "application/n-triples"},
        )
        deadline = time.monotonic() + 30
        while True:
            try:
                urllib.request.urlopen(request).close()
                break
            except OSError:
                assert process.poll() is None, log.read_text()
                assert time.monotonic() < deadline, log.read_text()
                time.sleep(0.05)
        yield f"http://{address}/query"
    finally:
        process.kill()
        process.wait()


@pytest.mark.parametrize("query", QUESTIONS, ids=lambda query: query.name)
def test_saved_questions_are_answered_there_as_here(query, server, held):
    there = answer(query, endpoint=server)
    assert there.rendered("csv") == evaluate(held, query).rendered("csv")
    assert there.form == "SELECT"


def test_parameters_reach_the_server(server, held):
    for value in ("coaching", "tap:coaching", "Coaching and consultation", "https://w3id.org/taonto/practice/coaching"):
        there = answer("frameworks-sharing-element", {"element": value}, endpoint=server)
        assert there.rendered("csv") == evaluate(
            held, load_question("frameworks-sharing-element"), {"element": "coaching"}
        ).rendered("csv")
    # Only the server knows its own organizations: they are named by IRI.
    provider = {"provider": "https://example.org/synthetic/second-center"}
    assert b"Second Center" in answer("recipients-served", provider, endpoint=server).rendered("csv")
    with pytest.raises(TaontoError, match="there is no organization 'Second Center'"):
        answer("recipients-served", {"provider": "Second Center"}, endpoint=server)


def test_all_forms(server):
    assert ask(server, "ASK { ?s ?p ?o }", "ASK")
    [row] = ask(server, "SELECT (1 AS ?one) {}", "SELECT").rows()
    assert row[0].value == "1"
    graph = ask(server, "DESCRIBE <https://w3id.org/taonto/practice/coaching>", "DESCRIBE")
    assert b"Coaching and consultation" in graph.rendered("turtle")


def test_an_own_query_with_our_prefixes(server, tmp_path):
    file = tmp_path / "own.rq"
    file.write_text("SELECT (COUNT(*) AS ?n) { ?p a ta:Phase }", encoding="utf-8")
    assert answer(str(file), endpoint=server).rendered("csv") == b"n\r\n5\r\n"


def test_the_server_reports_a_faulty_query(server):
    with pytest.raises(BadInputError, match=r"refused with 400 Bad Request \(.*expected.*; fix the query"):
        ask(server, "SELECT * { ?s ?p }", "SELECT")


# --- Servers that misbehave -----------------------------------------------------------------------


@contextlib.contextmanager
def serving(reply):
    """Serve on this machine with `reply(handler)` as the answer to every request."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                reply(self)

        def do_GET(self):
            self.do_POST()

        def log_message(self, *args):
            """Keep the test's output clean."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/sparql"
    finally:
        server.shutdown()
        server.server_close()


def says(media_type, body, status=200):
    def reply(handler):
        handler.send_response(status)
        handler.send_header("Content-Type", media_type)
        handler.end_headers()
        handler.wfile.write(body)

    return reply


def redirects(target):
    def reply(handler):
        handler.send_response(302)
        handler.send_header("Location", target)
        handler.end_headers()

    return reply


def drips(handler):
    handler.send_response(200)
    handler.send_header("Content-Type", "application/sparql-results+json")
    handler.end_headers()
    for _ in range(100):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.05)


def sleeps(handler):
    time.sleep(5)


def garbage(handler):
    handler.wfile.write(b"\x00\x01 nothing like HTTP\n\n")


JSON = "application/sparql-results+json"


@pytest.mark.parametrize(
    ("reply", "message"),
    [
        (says("text/html", b"<html>hello</html>"), "answered with text/html, not a SPARQL answer"),
        (says(JSON, b'{"head": {"vars": ["a"]}, "results": {"bind'), "its answer can't be read"),
        (says(JSON, b'{"head": {}, "boolean": true}'), "the server misread the query"),
        (
            says("text/plain", b"out\x1b[31m of order\n", 500),
            r"refused with 500 Internal Server Error \(out \[31m of order\)",
        ),
        (says("text/plain", b"", 401), r"refused with 401 Unauthorized \(no reason given\)"),
        (says(JSON, b" " * 20_000), "longer than 10,000 bytes"),
        (redirects("file:///etc/passwd"), "refused with 302|can't be reached"),
        (redirects("ftp://127.0.0.1/x"), "refused with 302|can't be reached"),
        (drips, r"no complete answer within 0\.5 seconds"),
        (sleeps, r"no complete answer within 0\.5 seconds"),
        (garbage, "can't be reached"),
    ],
)
def test_whatever_goes_wrong_is_one_sentence(reply, message):
    kind = LimitError if "bytes" in message or "seconds" in message else UnavailableError
    with serving(reply) as url, pytest.raises(kind, match=message) as fault:
        ask(url, "SELECT * {}", "SELECT", timeout=0.5, limit=10_000)
    assert "\n" not in str(fault.value)
    assert "root:" not in str(fault.value)


def test_xml_results_are_read_too():
    body = (
        b'<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="a"/></head>'
        b'<results><result><binding name="a"><literal>x</literal></binding></result></results></sparql>'
    )
    with serving(says("application/sparql-results+xml; charset=utf-8", body)) as url:
        assert ask(url, "SELECT ?a {}", "SELECT").rendered("csv") == b"a\r\nx\r\n"


def test_a_graph_with_a_doctype_is_refused():
    body = b'<!DOCTYPE r [<!ENTITY e SYSTEM "file:///etc/passwd">]><rdf:RDF/>'
    with serving(says("application/rdf+xml", body)) as url, pytest.raises(TaontoError, match="DOCTYPE"):
        ask(url, "CONSTRUCT WHERE { ?s ?p ?o }", "CONSTRUCT")


def test_nobody_there():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{probe.getsockname()[1]}/"
    with pytest.raises(UnavailableError, match=r"can't be reached \(.*refused.*\); check the address"):
        ask(url, "ASK {}", "ASK")


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://e.org/", "e.org/sparql", "http://", "http://[x", "http://e\n/"]
)
def test_addresses_that_are_not_endpoints(url):
    with pytest.raises(BadInputError, match="is not the address of an endpoint"):
        ask(url, "ASK {}", "ASK")


def test_a_password_is_not_echoed():
    with pytest.raises(BadInputError, match="contains a user name or password") as fault:
        ask("https://me:secret@example.org/sparql", "ASK {}", "ASK")
    assert "secret" not in str(fault.value)


def test_the_analysis_is_the_same_there_as_here(server):
    there, here = (analyze(samples=0, endpoint=address) for address in (server, None))
    assert there.text() == here.text()
    assert there.tables["matrix"].equals(here.tables["matrix"])
