"""Questions to the graph: the saved ones in `queries/`, and a user's own SPARQL.

A saved question is a `.rq` file that any SPARQL tool can run as it is. Comment decorators at its head say the rest:

    #+ question: Which frameworks include a given element?
    #+ kind: competency
    #+ param: element practice needs-assessment the element to look for

A parameter named `element` stands in the text as `VALUES ?element { ... }` with its default. To bind it, the content
of that block is replaced by one RDF term, written as N-Triples: nothing that a user types becomes query text. The same
text goes to the embedded graph and to an endpoint.
"""

import datetime
import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Store, Triple

from taonto.base import resources
from taonto.base.children import run_limited
from taonto.base.errors import TaontoError
from taonto.base.files import STANDARD_STREAM, read_bytes
from taonto.base.vocabulary import PREFIXES, TA, expand
from taonto.ontology import terms
from taonto.query.answers import Answer
from taonto.rdf.graph import read_triples
from taonto.rdf.nodes import Labels, renamed
from taonto.rdf.sparql import MAX_QUERY_BYTES, query_form, with_prefixes

KINDS = ("competency", "report", "quality")
"""What a question is for: to show what the graph can tell, to report on records, or to judge quality."""

USERS = ("researcher", "center", "steward")
"""Who asks: one who studies frameworks, a center that links its records, one who checks records before publication."""

ANY = "any"
"""The value that leaves a parameter open, where its type is a kind of term."""

_CLASSES = {
    "practice": "Practice",
    "phase": "Phase",
    "framework": "ModelOrFramework",
    "study": "CodingStudy",
    "organization": "Organization",
}
_TERM_TYPES = (*_CLASSES, "code", "term")
_XSD = PREFIXES["xsd"]
_LITERALS: dict[str, tuple[Callable[[str], object], str]] = {
    "string": (str, "text"),
    "integer": (int, "a whole number"),
    "date": (datetime.date.fromisoformat, "a date such as 2026-01-31"),
}

TYPES = (*_TERM_TYPES, *_LITERALS)
"""The types that a parameter can have."""

_MOST_EXPECTED = 8
"""Of how many words and signs that could stand at a fault the user is told."""

_DECORATOR = re.compile(r"^#\+\s*(\w+)\s*:\s*(.*?)\s*$", re.MULTILINE)
_PARAMETER = re.compile(r'(\w+)\s+(\w+)\s+("[^"]*"|\S+)\s+(\S.*)')


@dataclass(frozen=True)
class Parameter:
    """A part of a question that the asker can change.

    Attributes:
        name: its name, also that of the SPARQL variable.
        type: one of `TYPES`.
        default: the value that stands in the file; "any" leaves it open.
        description: what it means, in plain words.
    """

    name: str
    type: str
    default: str
    description: str


@dataclass(frozen=True)
class Question:
    """A question with its SPARQL text.

    Attributes:
        name: the name of a saved question, or the file that holds a user's own.
        text: the SPARQL, decorators included.
        question: the question in plain language; empty for an undecorated query of a user.
        kind: one of `KINDS`, or empty.
        user: one of `USERS`, or empty.
        data: "records" if the question is about engagement records, which the asker adds; else empty.
        parameters: what can be set.
        saved: whether it ships with taonto.
    """

    name: str
    text: str
    question: str = ""
    kind: str = ""
    user: str = ""
    data: str = ""
    parameters: tuple[Parameter, ...] = field(default=())
    saved: bool = False


def parse_question(text: str, name: str) -> Question:
    """Return the query that a `.rq` text holds; decorators are optional in a user's own.

    Raises:
        TaontoError: if a decorator is not understood, or a parameter has no `VALUES ?name { ... }` in the text.
    """
    known: dict[str, str] = {}
    parameters: list[Parameter] = []
    for key, value in _DECORATOR.findall(text):
        if key == "param":
            parameters.append(_parse_parameter(value, text, name))
        elif key in ("question", "kind", "user", "data"):
            known[key] = value
        else:
            raise TaontoError(f"{name}: '#+ {key}:' is no decorator; use question, kind, user, data or param")
    for key, allowed in (("kind", KINDS), ("user", USERS), ("data", ("records",))):
        if key in known and known[key] not in allowed:
            raise TaontoError(f"{name}: '#+ {key}: {known[key]}' is unknown; use {', '.join(allowed)}")
    names = [parameter.name for parameter in parameters]
    for twice in {n for n in names if names.count(n) > 1}:
        raise TaontoError(f"{name}: the parameter '{twice}' is declared twice; keep one")
    return Question(
        name=name,
        text=text,
        question=known.get("question", ""),
        kind=known.get("kind", ""),
        user=known.get("user", ""),
        data=known.get("data", ""),
        parameters=tuple(parameters),
    )


def saved_questions() -> list[Question]:
    """Return all questions that ship with taonto, by name."""
    return [_load_saved(path) for path in sorted(resources.files("queries", "*.rq"), key=lambda path: path.stem)]


def load_question(name: str) -> Question:
    """Return a saved question by name, or the query in a file (`FILE.rq`) or on standard input ("-").

    Raises:
        TaontoError: if there is none such, or it can't be read.
    """
    saved = {path.stem: path for path in resources.files("queries", "*.rq")}
    if name in saved:
        return _load_saved(saved[name])
    if name == STANDARD_STREAM or name.endswith((".rq", ".sparql", ".gz")):
        data = read_bytes(name, MAX_QUERY_BYTES)
        shown = "standard input" if name == STANDARD_STREAM else name
        try:
            return parse_question(data.decode("utf-8-sig"), shown)
        except UnicodeDecodeError as error:
            raise TaontoError(f"{shown}: is not UTF-8 text (at byte {error.start}); save it as UTF-8") from None
    if re.search(r"[\s{]", name):
        raise TaontoError("SPARQL is read from FILE.rq or standard input ('-'), not from the command line itself")
    near = difflib.get_close_matches(name, list(saved), n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(near)}?" if near else "'taonto query --list' shows them all"
    raise TaontoError(f"there is no saved question '{name}'; {hint}")


def bind(query: Question, values: Mapping[str, str], store: Store, *, remote: bool = False) -> str:
    """Return the query's text with its parameters set, ready for any SPARQL engine; the others keep their defaults.

    Args:
        query: the question.
        values: parameter names to what the user wrote: an id, a short name, an IRI, a label, a number, a text.
        store: where ids and labels are looked up.
        remote: whether the query goes to another graph, so that an IRI which `store` does not know is let through.

    Raises:
        TaontoError: for an unknown parameter or value, with the nearest known ones.
    """
    names = [parameter.name for parameter in query.parameters]
    for name in values:
        if name not in names:
            near = difflib.get_close_matches(name, names, n=1)
            hint = f"did you mean '{near[0]}'?" if near else f"it takes {', '.join(names) or 'none'}"
            raise TaontoError(f"{query.name}: has no parameter '{name}'; {hint}")
    text = query.text
    for parameter in query.parameters:
        if parameter.name not in values:
            continue
        term = _term(parameter, values[parameter.name], store, remote)
        text = _values_block(parameter.name).sub(lambda block, term=term: f"{block[1]} {term} }}", text)  # type: ignore[misc]
    return text


def evaluate(store: Store, query: Question, values: Mapping[str, str] | None = None) -> Answer:
    """Return the answer of a store to a query. It is computed to its end; nothing outside the store is reached.

    Raises:
        TaontoError: if the query is not valid, is not one that only reads, or a parameter is wrong.
    """
    text = bind(query, values or {}, store)
    form = query_form(text, query.name)
    try:
        return Answer.of(form, store.query(text, prefixes=PREFIXES))
    except SyntaxError as error:
        raise TaontoError(f"{query.name}: {_syntax_fault(str(error))}") from None
    except (OSError, ValueError, RuntimeError) as error:
        raise TaontoError(f"{query.name}: can't be answered ({' '.join(str(error).split())})") from None


def answer(
    name: str | Question,
    values: Mapping[str, str] | None = None,
    *,
    data: Sequence[str | Path] = (),
    inference: bool = True,
    endpoint: str | None = None,
    timeout: float | None = None,
    input_format: str | None = None,
) -> Answer:
    """Answer a question over ontology, catalogue and the user's data, or at an endpoint.

    A user's own query runs in a child process, so that neither its length nor an engine's crash takes the caller along.

    Args:
        name: a saved question, a file `FILE.rq`, "-" for standard input, or a loaded query.
        values: the parameters to change.
        data: files to add to the graph: RDF, or record sheets as CSV or XLSX.
        inference: whether to ask the inferred edition, to which what follows from `data` is added.
        endpoint: the address of a SPARQL 1.1 endpoint to ask in place of the embedded graph.
        timeout: seconds after which the work is stopped, loading included.
        input_format: "csv", "xlsx" or a syntax of RDF for all files; by default the suffix of each decides.

    Raises:
        TaontoError: if the question, a parameter, a file or the endpoint is no good, or time runs out.
    """
    query = load_question(name) if isinstance(name, str) else name
    if timeout is not None and not timeout > 0:
        raise TaontoError("the time limit has to be more than 0 seconds")
    query_form(query.text, query.name)
    if endpoint is not None:
        if data:
            raise TaontoError("data files can't be added to an endpoint; leave out either --data or --endpoint")
        return _ask_endpoint(endpoint, query, values or {}, timeout)
    if STANDARD_STREAM in map(str, data):
        raise TaontoError("data is read from files; save what you want to pipe in and name the file")
    work = (query, dict(values or {}), tuple(map(str, data)), inference, input_format)
    return _answer_here(*work) if timeout is None and query.saved else run_limited(timeout, _answer_here, *work)


def load_graph(
    data: Sequence[str] = (), inference: bool = True, input_format: str | None = None
) -> tuple[Store, tuple[str, ...]]:
    """Return ontology, catalogue and the user's data in one store, and what the user should know of the data.

    Args:
        data: files: RDF (plain or `.gz`), or record sheets as CSV or XLSX.
        inference: whether to take the inferred edition and add what follows from the data.
        input_format: "csv", "xlsx" or a syntax of RDF for all files; by default the suffix of each decides.

    Raises:
        TaontoError: if a file can't be read.
    """
    from taonto.ontology.edition import add_data, load_edition

    store = load_edition("inferred" if inference else "asserted")
    triples: list[Triple] = []
    notes: list[str] = []
    for number, name in enumerate(data):
        found, said = _read(name, input_format)
        # The labels of two files have nothing in common, and those that a parser makes up change from run to run.
        labels = Labels(f"file{number}node")
        triples += [renamed(triple, labels) for triple in found]
        notes += said
    if triples:
        add_data(store, triples, inference)
    return store, tuple(notes)


def _read(name: str, input_format: str | None) -> tuple[list[Triple], list[str]]:
    from taonto.cells.table import is_table

    if input_format not in ("csv", "xlsx") and (input_format or not is_table(name)):
        return list(read_triples(name, input_format)), []
    from taonto.records.sheets.reader import read_sheet

    reading, records = read_sheet(name, syntax=input_format)
    return [triple for record in records for triple in record.triples], [f"{name}: {note}" for note in reading.notes]


def _answer_here(
    query: Question, values: dict[str, str], data: tuple[str, ...], inference: bool, input_format: str | None
) -> Answer:
    store, notes = load_graph(data, inference, input_format)
    return replace(evaluate(store, query, values), notes=notes)


def _ask_endpoint(url: str, query: Question, values: Mapping[str, str], timeout: float | None) -> Answer:
    # Opening connections takes some start-up time that local questions need not pay.
    from taonto.query.endpoint import DEFAULT_TIMEOUT, ask

    store = load_graph()[0] if values else Store()
    text = bind(query, values, store, remote=True)
    form = query_form(text, query.name)
    return ask(url, with_prefixes(text), form, timeout or DEFAULT_TIMEOUT)


def _load_saved(path: Path) -> Question:
    query = parse_question(path.read_text(encoding="utf-8"), path.stem)
    return replace(query, saved=True)


def _parse_parameter(value: str, text: str, name: str) -> Parameter:
    match = _PARAMETER.fullmatch(value)
    if match is None:
        raise TaontoError(f"{name}: '#+ param: {value}' needs four parts: name, type, default, description")
    parameter = Parameter(match[1], match[2], match[3].strip('"'), match[4])
    if parameter.type not in TYPES:
        raise TaontoError(
            f"{name}: parameter '{parameter.name}' has the unknown type '{parameter.type}'; use {', '.join(TYPES)}"
        )
    if not _values_block(parameter.name).search(text):
        raise TaontoError(
            f"{name}: parameter '{parameter.name}' needs a line 'VALUES ?{parameter.name} {{ ... }}' in the query"
        )
    return parameter


def _values_block(name: str) -> re.Pattern[str]:
    return re.compile(rf"(VALUES\s+\?{re.escape(name)}\s*\{{)[^{{}}]*\}}", re.IGNORECASE)


def _term(parameter: Parameter, value: str, store: Store, remote: bool) -> NamedNode | Literal | str:
    """Return the RDF term that a value means for a parameter, or UNDEF for "any"."""
    if parameter.type in _LITERALS:
        convert, form = _LITERALS[parameter.type]
        try:
            return Literal(str(convert(value)), datatype=NamedNode(_XSD + parameter.type))
        except ValueError:
            raise TaontoError(f"--param {parameter.name}: '{value[:100]}' is not {form}") from None
    if value == ANY:
        return "UNDEF"
    if remote and ":" in value:
        try:
            return NamedNode(expand(value))
        except (TaontoError, ValueError):
            pass
    if parameter.type == "term":
        candidates = set(terms.all_terms(store))
    elif parameter.type == "code":
        candidates = terms.codes(store)
    else:
        candidates = terms.instances(store, TA + _CLASSES[parameter.type])
    return terms.resolve(store, candidates, value, parameter.type)


def _syntax_fault(message: str) -> str:
    place = re.search(r"error at (\d+):(\d+): ?(?:expected (?:one of )?)?(.*)", message, re.DOTALL)
    if place is None:
        return f"is not valid SPARQL ({' '.join(message.split())})"
    # The parser lists all that could stand there: sentences of its own, words and signs, and classes of letters.
    expected = [item for item in place[3].split(", ") if not item.startswith(("[", "<"))]
    sentences = [item for item in expected if re.search(r"[a-z] [a-z]", item)]
    signs = " or ".join(expected[:_MOST_EXPECTED]) + (" or others" if len(expected) > _MOST_EXPECTED else "")
    reason = (sentences or [f"expected {signs}" if expected else "unexpected there"])[0]
    return f"line {place[1]}, column {place[2]}: is not valid SPARQL ({reason}); mend it there and try again"
