"""Asking a SPARQL 1.1 endpoint over HTTP: whatever goes wrong becomes one sentence."""

import re
import time
import urllib.error
import urllib.parse
import urllib.request
from http import HTTPStatus
from http.client import HTTPException, HTTPResponse

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, parse_query_results

from taonto.base.errors import BadInputError, LimitError, UnavailableError
from taonto.base.text import one_line
from taonto.base.version import __version__
from taonto.query.answers import Answer
from taonto.rdf.graph import parse_triples, serialize_triples

DEFAULT_TIMEOUT = 60.0
"""How long a server may take by default, in seconds."""

MAX_ANSWER_BYTES = 500_000_000
"""The longest answer that is read from a server, in bytes."""

_CHUNK = 1 << 16
_ROWS = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "application/xml": QueryResultsFormat.XML,
    "text/xml": QueryResultsFormat.XML,
}
_GRAPHS = {
    "application/n-triples": "ntriples",
    "text/turtle": "turtle",
    "application/rdf+xml": "rdfxml",
}


def ask(url: str, query: str, form: str, timeout: float = DEFAULT_TIMEOUT, limit: int = MAX_ANSWER_BYTES) -> Answer:
    """Return the answer of a SPARQL 1.1 endpoint (query via POST with URL-encoded parameters).

    Args:
        url: the endpoint's address, http or https.
        query: a query with all its prefixes declared.
        form: SELECT, ASK, CONSTRUCT or DESCRIBE.
        timeout: seconds for the whole exchange.
        limit: the most bytes of an answer that are read.

    Raises:
        BadInputError: if the address is not one of http or https, or the server refuses the query.
        UnavailableError: if no server answers there, it refuses, or what it sends is not a SPARQL answer.
        LimitError: if the answer takes too long or is too long.
    """
    _check_url(url)
    graph = form in ("CONSTRUCT", "DESCRIBE")
    readable = list(_GRAPHS if graph else _ROWS)
    body, media_type = _post(url, query, ", ".join(readable), timeout, limit)
    if media_type not in readable:
        raise UnavailableError(
            f"{url}: answered with {media_type or 'no media type'}, not a SPARQL answer; "
            "check that this is the address of the query service"
        )
    try:
        if graph:
            return Answer(form, serialize_triples(parse_triples(body, _GRAPHS[media_type], url), "ntriples"))
        result = parse_query_results(body, _ROWS[media_type])
        if isinstance(result, QueryBoolean) != (form == "ASK"):
            raise UnavailableError(
                f"{url}: answered {form} with something else, so the server misread the query; contact its operator"
            )
        assert isinstance(result, QuerySolutions | QueryBoolean)
        return Answer.of(form, result)
    except (SyntaxError, ValueError) as error:
        raise UnavailableError(
            f"{url}: its answer can't be read ({_short(str(error))}); try again or contact its operator"
        ) from None


def _check_url(url: str) -> None:
    """Refuse an address that is not plain http or https.

    Raises:
        BadInputError: if it is not, or contains a password (which would end up in messages).
    """
    try:
        parts = urllib.parse.urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host, parts = None, urllib.parse.urlsplit("")
    if parts.scheme not in ("http", "https") or not host or re.search(r"[\s\x00-\x1f\x7f]", url):
        raise BadInputError(
            f"'{_short(url)}' is not the address of an endpoint; it has to start with http:// or https://"
        )
    if "@" in parts.netloc:
        raise BadInputError("the endpoint's address contains a user name or password; leave it out")


def _post(url: str, query: str, accept: str, timeout: float, limit: int) -> tuple[bytes, str]:
    """Return the body of the server's answer and its media type."""
    request = urllib.request.Request(
        url,
        data=urllib.parse.urlencode({"query": query}).encode("ascii"),
        headers={
            "Accept": accept,
            "Content-Type": "application/x-www-form-urlencoded",
            "User-Agent": f"taonto/{__version__}",
        },
    )
    deadline = time.monotonic() + timeout
    try:
        with _opener().open(request, timeout=timeout) as response:
            return _read(response, url, deadline, limit), response.headers.get_content_type()
    except urllib.error.HTTPError as error:
        with error:
            said = _short(error.read(2_000).decode("utf-8", "replace"))
        refused = f"{url}: the server refused with {error.code} {error.reason} ({said or 'no reason given'})"
        if error.code == HTTPStatus.BAD_REQUEST:
            raise BadInputError(f"{refused}; fix the query and try again") from None
        raise UnavailableError(f"{refused}; try again or contact its operator") from None
    except TimeoutError:
        raise _too_slow(url, timeout) from None
    except (urllib.error.URLError, HTTPException, OSError) as error:
        reason = getattr(error, "reason", error)
        if isinstance(reason, TimeoutError):
            raise _too_slow(url, timeout) from None
        raise UnavailableError(
            f"{url}: can't be reached ({_short(str(reason))}); check the address and the network"
        ) from None


def _read(response: HTTPResponse, url: str, deadline: float, limit: int) -> bytes:
    body = bytearray()
    while chunk := response.read1(_CHUNK):
        body += chunk
        if len(body) > limit:
            raise LimitError(f"{url}: its answer is longer than {limit:,} bytes; ask for less, with LIMIT")
        # A server that drips bytes never trips the socket's own timeout.
        if time.monotonic() > deadline:
            raise TimeoutError
    return bytes(body)


def _opener() -> urllib.request.OpenerDirector:
    """Return an opener that speaks nothing but HTTP: a redirection can't lead to a file or to FTP."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler,
        urllib.request.HTTPHandler,
        urllib.request.HTTPSHandler,
        urllib.request.HTTPRedirectHandler,
        urllib.request.HTTPErrorProcessor,
        urllib.request.HTTPDefaultErrorHandler,
        urllib.request.UnknownHandler,
    ):
        opener.add_handler(handler())
    return opener


def _too_slow(url: str, timeout: float) -> LimitError:
    return LimitError(f"{url}: no complete answer within {timeout:g} seconds; allow more time or ask for less")


def _short(text: str) -> str:
    return one_line(text)[:300]
