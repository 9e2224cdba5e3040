"""What an exception of pySHACL or rdflib means: unsound shapes, data at fault, or a fault inside.

pySHACL has one class for what shapes and what data give cause for, so for some of its errors the text decides: this is
the only place that reads it.
"""

from enum import Enum
from typing import Any, cast

from pyshacl.errors import ConstraintLoadError, ReportableRuntimeError

_DATA_AT_FAULT = (
    "Cannot use sh:lessThan",
    "Not sure how to compare",
    "Validation path too deep",
    "Validation Failure generated",
)
"""How those errors of pySHACL begin that the data give cause for; all its others mean unsound shapes."""
_SPARQL_RULES = "https://www.w3.org/TR/shacl/#sparql-constraints"
_LONGEST = 400
"""Characters of an error that a report shows."""


class Cause(Enum):
    """What caused an error."""

    SHAPES = "the shapes are not sound: nothing can be checked against them"
    DATA = "a node of the data can't be checked; the others can"
    INTERNAL = "pySHACL or rdflib broke down; other nodes may be checked"


def cause_of(error: Exception) -> Cause:
    """Return who is at fault in an exception that pySHACL let out."""
    if isinstance(error, ReportableRuntimeError):
        return Cause.DATA if str(error).startswith(_DATA_AT_FAULT) else Cause.SHAPES
    return Cause.SHAPES if isinstance(error, NotImplementedError) else Cause.INTERNAL


def reason_of(error: Exception) -> str:
    """Return what an error says, in one line without a full stop."""
    if isinstance(error, ReportableRuntimeError):
        return " ".join(str(error.message).partition("\n")[0].split()).rstrip(".!")
    text = " ".join(str(error).split())[:_LONGEST].rstrip(".")
    return text if cause_of(error) is Cause.SHAPES else f"{type(error).__name__}: {text}"


def unsound_query(reason: str) -> ReportableRuntimeError:
    """Return pySHACL's error for a query that a shape must not contain."""
    error: ReportableRuntimeError = cast(Any, ConstraintLoadError)(reason, _SPARQL_RULES)
    return error
