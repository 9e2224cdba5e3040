"""The answer to a SPARQL query, and its renderings."""

import contextlib
import datetime
import decimal
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    Triple,
    parse_query_results,
)

from taonto.base.errors import BadInputError, UnavailableError
from taonto.base.text import counted, text_table
from taonto.base.vocabulary import PREFIXES, shorten
from taonto.rdf.graph import canonicalize, parse_triples, serialize_triples, to_rdflib
from taonto.rdf.sparql import check_format

if TYPE_CHECKING:
    import pandas
    import rdflib

Value = NamedNode | BlankNode | Literal | Triple

_NOT_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_MOST_SHOWN = 100
"""Rows, or lines of Turtle, that a notebook shows of an answer."""
_STANDARD = {
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
}


@dataclass(frozen=True)
class Answer:
    """What a query answered: rows, yes or no, or a graph.

    Attributes:
        form: SELECT, ASK, CONSTRUCT or DESCRIBE.
        body: SPARQL 1.1 Query Results JSON for SELECT and ASK, N-Triples for CONSTRUCT and DESCRIBE: bytes that pass
            between processes and come from servers alike.
        notes: what the asker should know about the data, such as unknown columns of a sheet.
    """

    form: str
    body: bytes
    notes: tuple[str, ...] = ()

    @classmethod
    def of(cls, form: str, result: QuerySolutions | QueryBoolean | QueryTriples) -> "Answer":
        """Return the answer that a result of pyoxigraph contains, evaluated to its end.

        The blank nodes of a graph are renamed, so that the same question to the same data gives the same bytes.
        """
        if isinstance(result, QueryTriples):
            return cls(form, serialize_triples(canonicalize(result), "ntriples"))
        return cls(form, result.serialize(format=QueryResultsFormat.JSON) or b"")

    @property
    def variables(self) -> list[str]:
        """The names of the columns, in their order; none for a graph or a yes or no."""
        return [variable.value for variable in self._solutions().variables] if self.form == "SELECT" else []

    def rows(self) -> Iterator[tuple[Value | None, ...]]:
        """Yield the rows of a SELECT, each as long as `variables`; None where a value is unbound."""
        solutions = self._solutions()
        names = [variable.value for variable in solutions.variables]
        for solution in solutions:
            yield tuple(solution[name] for name in names)

    def __bool__(self) -> bool:
        """Say whether the answer is yes, or contains a row or a triple."""
        if self.form == "ASK":
            return bool(parse_query_results(self.body, QueryResultsFormat.JSON))
        return next(self.rows() if self.form == "SELECT" else self.triples(), None) is not None

    def triples(self) -> Iterator[Triple]:
        """Yield the triples of a CONSTRUCT or DESCRIBE.

        Raises:
            BadInputError: if the answer is not a graph.
        """
        if self.form not in ("CONSTRUCT", "DESCRIBE"):
            raise BadInputError(f"the answer to {self.form} is not a graph; ask with CONSTRUCT or DESCRIBE")
        return parse_triples(self.body, "ntriples", "the answer")

    def rendered(self, format: str, width: int | None = None) -> bytes:
        """Return the answer in one of `taonto.rdf.sparql.FORMATS`.

        CSV and TSV follow the SPARQL 1.1 standard to the letter: a value that begins with "=" stays as it is.

        Args:
            format: a name in `taonto.rdf.sparql.FORMATS`.
            width: for tables, the characters that fit on a line of the screen; None never wraps.

        Raises:
            BadInputError: if the format can't contain this answer.
            UnavailableError: if the format needs a library that is missing.
        """
        check_format(self.form, format)
        if self.form in ("CONSTRUCT", "DESCRIBE"):
            return serialize_triples(self.triples(), format)
        if self.form == "ASK" and format == "table":
            return b"yes\n" if self else b"no\n"
        if format == "table":
            return text_table(self.variables, ([plain(value) for value in row] for row in self.rows()), width).encode()
        if format == "parquet":
            return _parquet(self.variables, self.rows())
        result = parse_query_results(self.body, QueryResultsFormat.JSON)
        body = result.serialize(format=_STANDARD[format]) or b""
        if format == "xml" and _NOT_XML.search(body):
            raise BadInputError("the answer contains a control character, which XML does not allow; use JSON instead")
        return body if format in ("csv", "tsv") else body + b"\n"

    def to_frame(self) -> "pandas.DataFrame":
        """Return the rows of a SELECT as a pandas frame, one column per variable; a missing value where it is unbound.

        A column is typed (whole numbers, numbers, dates, yes or no) where all its values have that one datatype, else
        it contains text: IRIs in full, literals without language.

        Raises:
            BadInputError: if the answer has no rows.
        """
        import pandas

        columns = list(zip(*self.rows(), strict=True)) or [()] * len(self.variables)
        return pandas.DataFrame(dict(zip(self.variables, map(_series, columns), strict=True)))

    def to_rdflib(self) -> "rdflib.Graph":
        """Return the graph of a CONSTRUCT or DESCRIBE as an rdflib graph.

        Raises:
            BadInputError: if the answer is not a graph.
        """
        return to_rdflib(self.triples())

    def _repr_html_(self) -> str:
        from markupsafe import Markup, escape

        if self.form == "ASK":
            return "<p>yes</p>" if self else "<p>no</p>"
        if self.form != "SELECT":
            lines = self.rendered("turtle").decode().splitlines()
            return str(Markup("<pre>{}</pre>{}").format("\n".join(lines[:_MOST_SHOWN]), _more(len(lines), "line")))
        rows = list(self.rows())
        head = Markup("").join(Markup("<th>{}</th>").format(name) for name in self.variables)
        body = Markup("").join(
            Markup("<tr>{}</tr>").format(Markup("").join(Markup("<td>{}</td>").format(plain(value)) for value in row))
            for row in rows[:_MOST_SHOWN]
        )
        table = Markup("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>").format(head, body)
        return str(table + escape(_more(len(rows), "row")))

    def _solutions(self) -> QuerySolutions:
        result = parse_query_results(self.body, QueryResultsFormat.JSON)
        if not isinstance(result, QuerySolutions):
            raise BadInputError(f"the answer to {self.form} has no rows; ask with SELECT")
        return result


def plain(value: Value | None) -> str:
    """Return a value for people to read: a short name, or the text of a literal."""
    if value is None:
        return ""
    return shorten(value.value) if isinstance(value, NamedNode) else getattr(value, "value", str(value))


_PYTHON: dict[str, Callable[[str], object]] = {
    "integer": int,
    "decimal": decimal.Decimal,
    "double": float,
    "date": datetime.date.fromisoformat,
    "boolean": lambda text: {"true": True, "1": True, "false": False, "0": False}[text],
}

_PANDAS = {
    "integer": "Int64",
    "decimal": "Float64",
    "double": "Float64",
    "date": "datetime64[s]",
    "boolean": "boolean",
}
"""How pandas stores a column of a datatype of `_PYTHON`."""


def _parquet(names: list[str], rows: Iterator[tuple[Value | None, ...]]) -> bytes:
    """Return a Parquet file: a typed column where all its values are of one simple datatype, else text."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise UnavailableError("Parquet needs the library pyarrow: pip install 'taonto[parquet]'") from None
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    arrays = [_column(pyarrow, column) for column in columns]
    buffer = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table(dict(zip(names, arrays, strict=True))), buffer)
    return buffer.getvalue()


def _column(pyarrow: ModuleType, values: Sequence[Value | None]) -> object:
    datatype = _datatype(values)
    if datatype:
        # A lexical form that its datatype does not allow, or a number too large, leaves the column as text.
        with contextlib.suppress(ValueError, KeyError, ArithmeticError, pyarrow.ArrowException):
            return pyarrow.array(_converted(values, _PYTHON[datatype]))
    return pyarrow.array(_converted(values, str), type=pyarrow.string())


def _series(values: Sequence[Value | None]) -> "pandas.Series":
    import pandas

    datatype = _datatype(values)
    if datatype:
        # The same as for Parquet; decimals become floating-point numbers, with which pandas can calculate.
        with contextlib.suppress(ValueError, KeyError, ArithmeticError):
            return pandas.Series(_converted(values, _PYTHON[datatype]), dtype=_PANDAS[datatype])
    return pandas.Series(_converted(values, str), dtype="string")


def _datatype(values: Sequence[Value | None]) -> str | None:
    """Return the one datatype of a column, a key of `_PYTHON`; None if there are several, or it is another."""
    found = {value.datatype.value if isinstance(value, Literal) else "" for value in values if value is not None}
    name = found.pop().removeprefix(PREFIXES["xsd"]) if len(found) == 1 else ""
    return name if name in _PYTHON else None


def _converted(values: Sequence[Value | None], convert: Callable[[str], object]) -> list[object]:
    return [None if value is None else convert(getattr(value, "value", str(value))) for value in values]


def _more(number: int, noun: str) -> str:
    hidden = number - _MOST_SHOWN
    return f"... and {counted(hidden, f'more {noun}')}" if hidden > 0 else ""
