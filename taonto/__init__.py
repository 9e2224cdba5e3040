"""taonto: the shared language of technical assistance, and the tools that work with it.

`dir(taonto)` lists the public names; docs/api.md describes them. Each is imported when it is first used, so that
`import taonto` costs nothing.
"""

import importlib
from typing import TYPE_CHECKING

from taonto.base.version import __version__

if TYPE_CHECKING:
    from taonto.analysis.result import AnalysisResult
    from taonto.api import analyze, convert, find_terms, load, query, saved_questions, validate
    from taonto.base.errors import (
        BadInputError,
        InternalError,
        LimitError,
        TaontoError,
        UnavailableError,
        UnknownNameError,
    )
    from taonto.ontology.terms import Definition, Term
    from taonto.query.answers import Answer
    from taonto.query.questions import Parameter, Question
    from taonto.records.convert import Conversion
    from taonto.report.analysis.claims.claim import Claim
    from taonto.report.analysis.report import AnalysisReport
    from taonto.validation.findings import FileResult, Finding, Severity, ValidationReport
    from taonto.validation.program_rules import PersonalDataOptions

_HOMES = {
    "taonto.api": ("analyze", "convert", "find_terms", "load", "query", "saved_questions", "validate"),
    "taonto.analysis.result": ("AnalysisResult",),
    "taonto.base.errors": (
        "BadInputError",
        "InternalError",
        "LimitError",
        "TaontoError",
        "UnavailableError",
        "UnknownNameError",
    ),
    "taonto.ontology.terms": ("Definition", "Term"),
    "taonto.query.answers": ("Answer",),
    "taonto.query.questions": ("Parameter", "Question"),
    "taonto.records.convert": ("Conversion",),
    "taonto.report.analysis.claims.claim": ("Claim",),
    "taonto.report.analysis.report": ("AnalysisReport",),
    "taonto.validation.findings": ("FileResult", "Finding", "Severity", "ValidationReport"),
    "taonto.validation.program_rules": ("PersonalDataOptions",),
}
"""Where each public name is defined: an error or a result type is had without the rooms above it."""

__all__ = [
    "AnalysisReport",
    "AnalysisResult",
    "Answer",
    "BadInputError",
    "Claim",
    "Conversion",
    "Definition",
    "FileResult",
    "Finding",
    "InternalError",
    "LimitError",
    "Parameter",
    "PersonalDataOptions",
    "Question",
    "Severity",
    "TaontoError",
    "Term",
    "UnavailableError",
    "UnknownNameError",
    "ValidationReport",
    "__version__",
    "analyze",
    "convert",
    "find_terms",
    "load",
    "query",
    "saved_questions",
    "validate",
]

# The function `taonto.query` shares its name with a room. A module is put into its package once, at its first import:
# here, so that no later import puts the room in the function's place.
importlib.import_module("taonto.query")
del globals()["query"]


def __getattr__(name: str) -> object:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(importlib.import_module(home), name)
    raise AttributeError(f"module 'taonto' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted(__all__)
