"""Asking a question: its parameters set, over the graph in memory with the user's data, or at an endpoint.

A value becomes one RDF term, written as N-Triples: nothing that a user types becomes query text. The same text goes to
the embedded graph and to an endpoint.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from pyoxigraph import Literal, NamedNode, Store, Triple

from taonto.base.child import loaded
from taonto.base.children import Limits, run_limited
from taonto.base.errors import BadInputError, InternalError, LimitError, TaontoError
from taonto.base.reading import STANDARD_STREAM
from taonto.base.vocabulary import PREFIXES, TA, expand
from taonto.ontology import terms
from taonto.query.answers import Answer
from taonto.query.questions import ANY, LITERAL_TYPES, TERM_CLASSES, Parameter, Question, load_question
from taonto.rdf.sparql import MEMORY, TIMEOUT, query_form, with_prefixes

P = ParamSpec("P")
T = TypeVar("T")

MAX_INFERRED = 600_000
"""Most statements of a user's data from which conclusions are drawn: all are kept in memory several times."""
_MOST_EXPECTED = 8
"""How many words and signs that the parser expected are named in a message."""


@dataclass(frozen=True, slots=True)
class Request:
    """A question to the embedded graph, with all that its answer depends on.

    Attributes:
        question: what is asked.
        values: the parameters that differ from their defaults.
        data: the user's files, added to the graph: RDF, or record sheets as CSV or XLSX.
        inference: whether to ask the inferred edition, to which what follows from `data` is added.
        input_format: "csv", "xlsx" or a syntax of RDF for all files; by default the suffix of each decides.
        input_base: what relative IRIs in RDF data are resolved against; without it they are errors.
    """

    question: Question
    values: Mapping[str, str] = field(default_factory=dict)
    data: tuple[str, ...] = ()
    inference: bool = True
    input_format: str | None = None
    input_base: str | None = None


def bind(question: Question, values: Mapping[str, str], store: Store, *, remote: bool = False) -> str:
    """Return a question's text with parameters set, ready for any SPARQL engine; the others keep their defaults.

    Args:
        question: the question.
        values: parameter names to what the user wrote: an id, a short name, an IRI, a label, a number, a text.
        store: where ids and labels are looked up.
        remote: whether the text goes to another graph, so that an IRI which `store` doesn't know is accepted.

    Raises:
        UnknownNameError: for an unknown parameter or term, with the nearest known ones.
        BadInputError: for a value that is not of the parameter's type.
    """
    return question.text_with(
        {name: _term(question.parameter(name), value, store, remote) for name, value in values.items()}
    )


def evaluate(store: Store, question: Question, values: Mapping[str, str] | None = None) -> Answer:
    """Return the answer of a store to a question. It is computed to its end; nothing outside the store is reached.

    Raises:
        TaontoError: if the query is not valid, does anything but read, or has a wrong parameter.
    """
    text = bind(question, values or {}, store)
    form = query_form(text, question.name)
    try:
        return Answer.of(form, store.query(text, prefixes=PREFIXES))
    except SyntaxError as error:
        raise BadInputError(f"{question.name}: {_syntax_error(str(error))}") from None
    except (OSError, ValueError, RuntimeError) as error:
        raise InternalError(f"{question.name}: can't be answered ({' '.join(str(error).split())})") from None


def answer(
    name: str | Question,
    values: Mapping[str, str] | None = None,
    *,
    data: Sequence[str | Path] = (),
    inference: bool = True,
    endpoint: str | None = None,
    timeout: float | None = TIMEOUT,
    memory: float | None = MEMORY,
    input_format: str | None = None,
    input_base: str | None = None,
) -> Answer:
    """Answer a question over ontology, catalogue and the user's data, or at an endpoint.

    A user's own query, and a user's data, are handled in a child process: how long they take, or a crash of the engine,
    can't take the caller down.

    Args:
        name: a saved question, a file `FILE.rq`, "-" for standard input, or a loaded question.
        values: the parameters to change.
        data: files to add to the graph: RDF, or record sheets as CSV or XLSX.
        inference: whether to ask the inferred edition, to which what follows from `data` is added.
        endpoint: the address of a SPARQL 1.1 endpoint to ask in place of the embedded graph.
        timeout: seconds after which the query is stopped, counted from when the data are loaded; None for no limit.
        memory: MiB that the query may use beyond what the data take; None for no limit. An endpoint has its own.
        input_format: "csv", "xlsx" or a syntax of RDF for all files; by default the suffix of each decides.
        input_base: what relative IRIs in RDF data are resolved against; without it they are errors.

    Raises:
        TaontoError: if the question, a parameter, a file or the endpoint is unusable; a LimitError if time or memory
            runs out.
    """
    question = load_question(name) if isinstance(name, str) else name
    limits = _limits(timeout, memory)
    if endpoint is not None:
        if data:
            raise BadInputError("data files can't be added to an endpoint; leave out either the files or the endpoint")
        return _ask_endpoint(endpoint, question, values or {}, timeout)
    request = Request(question, dict(values or {}), tuple(map(str, data)), inference, input_format, input_base)
    return _within(limits, _answer, request)


def rendered_answer(
    request: Request, format: str, width: int | None, timeout: float | None, memory: float | None
) -> tuple[bytes, tuple[str, ...]]:
    """Return an answer as `Answer.rendered` gives it, with its notes; rendering is under the limits too.

    Args:
        request: what is asked.
        format: as for `Answer.rendered`.
        width: as for `Answer.rendered`.
        timeout: as for `answer`.
        memory: as for `answer`.

    Raises:
        TaontoError: as `answer` and `Answer.rendered` do.
    """
    return _within(_limits(timeout, memory), _rendered, request, format, width)


def load_graph(
    data: Sequence[str] = (),
    inference: bool = True,
    input_format: str | None = None,
    input_base: str | None = None,
) -> tuple[Store, tuple[str, ...]]:
    """Return ontology, catalogue and the user's data in one store, and what the user should know of the data.

    Args:
        data: files: RDF (plain or `.gz`), or record sheets as CSV or XLSX.
        inference: whether to take the inferred edition and add what follows from the data.
        input_format: "csv", "xlsx" or a syntax of RDF for all files; by default the suffix of each decides.
        input_base: what relative IRIs in RDF data are resolved against; without it they are errors.

    Raises:
        TaontoError: if a file can't be read.
    """
    from taonto.ontology.edition import add_data, load_edition

    store = load_edition("inferred" if inference else "asserted")
    if not data:
        return store, ()
    from taonto.records.inputs import read_data  # takes time that questions without data need not spend

    triples: list[Triple] = []
    notes: list[str] = []
    for number, name in enumerate(data):
        # The blank nodes of two files have nothing in common, and the parser's own labels change from run to run.
        found, said = read_data(name, input_format, f"file{number}node", input_base)
        triples += found
        notes += said
    if inference and len(triples) > MAX_INFERRED:
        raise LimitError(
            f"the data have {len(triples):,} statements, but conclusions are drawn from at most {MAX_INFERRED:,} (some "
            "10,000 records) at once; split the data, or have no conclusions drawn where that can be chosen"
        )
    if triples:
        add_data(store, triples, inference)
    return store, tuple(notes)


def _limits(timeout: float | None, memory: float | None) -> Limits:
    if timeout is not None and not timeout > 0:
        raise BadInputError("the time limit has to be more than 0 seconds")
    if memory is not None and not memory > 0:
        raise BadInputError("the memory limit has to be more than 0 MiB")
    return Limits(timeout, memory)


def _within(
    limits: Limits, function: Callable[Concatenate[Request, P], T], request: Request, *args: P.args, **kwargs: P.kwargs
) -> T:
    """Run a function in a child process, or here if the query is ours and the user neither adds data nor is stricter.

    Raises:
        BadInputError: if the query does anything but read, or the data are standard input.
    """
    query_form(request.question.text, request.question.name)
    if STANDARD_STREAM in request.data:
        raise BadInputError("data is read from files; save what you want to pipe in and name the file")
    stricter = (limits.seconds or TIMEOUT) < TIMEOUT or (limits.memory or MEMORY) < MEMORY
    if request.question.saved and not request.data and not stricter:
        return function(request, *args, **kwargs)
    return run_limited(limits, function, request, *args, **kwargs)


def _answer(request: Request) -> Answer:
    store, notes = load_graph(request.data, request.inference, request.input_format, request.input_base)
    loaded()
    return replace(evaluate(store, request.question, request.values), notes=notes)


def _rendered(request: Request, format: str, width: int | None) -> tuple[bytes, tuple[str, ...]]:
    found = _answer(request)
    return found.rendered(format, width), found.notes


def _ask_endpoint(url: str, question: Question, values: Mapping[str, str], timeout: float | None) -> Answer:
    # Loading the modules for connections takes time that local questions need not spend.
    from taonto.query.endpoint import DEFAULT_TIMEOUT, ask

    store = load_graph()[0] if values else Store()
    text = bind(question, values, store, remote=True)
    form = query_form(text, question.name)
    return ask(url, with_prefixes(text), form, timeout or DEFAULT_TIMEOUT)


def _term(parameter: Parameter, value: str, store: Store, remote: bool) -> str:
    """Return the SPARQL term that a value means for a parameter; UNDEF for "any"."""
    if parameter.type in LITERAL_TYPES:
        convert, form = LITERAL_TYPES[parameter.type]
        try:
            return str(Literal(str(convert(value)), datatype=NamedNode(PREFIXES["xsd"] + parameter.type)))
        except ValueError:
            raise BadInputError(f"the parameter '{parameter.name}': '{value[:100]}' is not {form}") from None
    if value == ANY:
        return "UNDEF"
    if remote and ":" in value:
        try:
            return str(NamedNode(expand(value)))
        except (TaontoError, ValueError):
            pass
    if parameter.type == "term":
        candidates = set(terms.all_terms(store))
    elif parameter.type == "code":
        candidates = terms.codes(store)
    else:
        candidates = terms.instances(store, TA + TERM_CLASSES[parameter.type])
    return str(terms.resolve(store, candidates, value, parameter.type))


def _syntax_error(message: str) -> str:
    """Return the engine's report of a syntax error in words."""
    place = re.search(r"error at (\d+):(\d+): ?(?:expected (?:one of )?)?(.*)", message, re.DOTALL)
    if place is None:
        return f"is not valid SPARQL ({' '.join(message.split())})"
    # The parser lists all that it expected there: sentences of its own, words and signs, and classes of letters.
    expected = [item for item in place[3].split(", ") if not item.startswith(("[", "<"))]
    sentences = [item for item in expected if re.search(r"[a-z] [a-z]", item)]
    signs = " or ".join(expected[:_MOST_EXPECTED]) + (" or others" if len(expected) > _MOST_EXPECTED else "")
    reason = (sentences or [f"expected {signs}" if expected else "unexpected there"])[0]
    return f"line {place[1]}, column {place[2]}: is not valid SPARQL ({reason}); fix it there and try again"
