"""What the text of a cell means, whatever its column: lists of values, names with IRIs, typed values.

All functions are pure, and each that reads has one that writes what it reads.
"""

import datetime
import re
from collections.abc import Sequence

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from taonto.rdf.nodes import iri_of

_ESCAPED = re.compile(r"\\([\\;])")
_MARK = re.compile(r"\\.|;", re.DOTALL)
"""A semicolon that separates values, or a backslash with the character that it protects."""
_ERROR = re.compile(r"#(?:N/A|NAME\?|REF!|VALUE!|DIV/0!|NUM!|NULL!|SPILL!|CALC!)", re.IGNORECASE)
_FORMS = {
    "date": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:Z|[+-][0-9]{2}:[0-9]{2})?"),
    "decimal": re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"),
    "integer": re.compile(r"[+-]?[0-9]+"),
}
_LONGEST_NUMBER = 100
"""Most characters of a date or a number."""
_TERM = re.compile(r"<[^<>\s]+>|\".*\"(?:@[A-Za-z0-9-]+|\^\^<[^<>\s]+>)?", re.DOTALL)


def is_well_formed(kind: str, text: str) -> bool:
    """Say whether a value of a column for dates or numbers is one, as RDF writes it; of another kind any value is.

    >>> is_well_formed("date", "2024-02-30"), is_well_formed("decimal", "2.50"), is_well_formed("decimal", "2,5")
    (False, True, False)
    """
    form = _FORMS.get(kind)
    if form is None:
        return True
    if len(text) > _LONGEST_NUMBER or not form.fullmatch(text):
        return False
    try:
        return kind != "date" or bool(datetime.date.fromisoformat(text[:10]))
    except ValueError:
        return False


def is_name(text: str) -> bool:
    """Say whether a text can be the name of something: the error value of a spreadsheet formula can't.

    >>> is_name("#12"), is_name("#N/A")
    (True, False)
    """
    return not _ERROR.fullmatch(text)


def split_values(text: str) -> list[str]:
    r"""Return the values of a cell: the parts between semicolons, stripped; an empty part keeps its position.

    >>> split_values(r"coach; home-visitor;; one\; two")
    ['coach', 'home-visitor', '', 'one; two']
    """
    if "\\" not in text:
        return [value.strip() for value in text.split(";")]
    ends = [match.start() for match in _MARK.finditer(text) if match.group() == ";"]
    values = (text[start:end] for start, end in zip([0, *(end + 1 for end in ends)], [*ends, len(text)], strict=True))
    return [_ESCAPED.sub(r"\1", value.strip()) for value in values]


def join_values(values: Sequence[str]) -> str:
    r"""Return the cell that `split_values` reads as `values`.

    >>> join_values(["coach", "one; two"])
    'coach; one\\; two'
    """
    return "; ".join(re.sub(r"([\\;])", r"\\\1", value) for value in values)


def pair(values: Sequence[str], owners: int) -> list[tuple[int, str]]:
    """Return which owner each value describes: a single value all of them, otherwise the first the first, and so on.

    Values beyond the last owner describe the last one, so that none is lost.

    Args:
        values: those of a cell.
        owners: how many things they describe.

    >>> pair(["a", "b", "c"], 2), pair(["a"], 2)
    ([(0, 'a'), (1, 'b'), (1, 'c')], [(0, 'a'), (1, 'a')])
    """
    if len(values) == 1:
        return [(i, values[0]) for i in range(owners)]
    return [(min(i, owners - 1), value) for i, value in enumerate(values)]


def name_and_iri(text: str) -> tuple[str, NamedNode | None]:
    """Return the name and the IRI that a cell value gives for a thing; either can be missing.

    >>> name, iri = name_and_iri("Lakeview <https://example.org/lakeview>")
    >>> name, iri.value
    ('Lakeview', 'https://example.org/lakeview')
    """
    whole = iri_of(text)
    if whole is not None:
        return "", whole
    name, bracket, rest = text.rpartition("<")
    inner = iri_of(rest[:-1]) if bracket and rest.endswith(">") else None
    return (name.rstrip(), inner) if inner is not None else (text, None)


def node_of_text(text: str) -> NamedNode | Literal:
    """Return the value of a cell in a column headed by a property: `<IRI>`, `"x"@en`, `"1"^^<type>` or text."""
    if _TERM.fullmatch(text):
        try:
            line = f"<urn:x:s> <urn:x:p> {text} .".encode()
            (triple,) = parse(line, RdfFormat.N_TRIPLES)
        except (SyntaxError, ValueError):
            return Literal(text)
        if isinstance(triple.object, NamedNode | Literal):
            return triple.object
    return Literal(text)


def text_of_node(term: NamedNode | Literal) -> str:
    """Return the plainest text that `node_of_text` reads as `term`."""
    plain = term.value
    return plain if term == Literal(plain) and plain.strip() and node_of_text(plain) == term else str(term)
