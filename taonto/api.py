"""The public functions of taonto, each over the rooms below; `import taonto` hands them on.

What reads a user's files does its whole job in a child process: a crash of native code there is an error here.

What takes seconds to import (pandas, matplotlib) is imported by the function that needs it.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from taonto.base.children import guarded
from taonto.base.errors import BadInputError, UnknownNameError
from taonto.ontology.edition import load_edition as load
from taonto.ontology.terms import Term, find
from taonto.query.asking import answer as query
from taonto.query.asking import load_graph
from taonto.query.questions import saved_questions
from taonto.records import convert as conversion
from taonto.validation import run as validation

if TYPE_CHECKING:
    from taonto.analysis.asking import Select
    from taonto.report.analysis.report import AnalysisReport

__all__ = ["analyze", "convert", "find_terms", "load", "query", "saved_questions", "validate"]

validate = guarded(validation.validate)
convert = guarded(conversion.convert)

ENDPOINT_TIMEOUT = 60.0
"""Seconds that an endpoint may take for each query."""
MOST_SAMPLES = 10_000_000


@guarded
def analyze(
    study: str = "project",
    *,
    matrix: str | Path | None = None,
    scope: str | None = None,
    detail: str = "any",
    field: str | None = None,
    complete: bool | None = None,
    samples: int = 20_000,
    seed: int = 1,
    data: Sequence[str | Path] = (),
    input_base: str | None = None,
    endpoint: str | None = None,
    progress: Callable[[str], None] = lambda step: None,
) -> "AnalysisReport":
    """Find out which frameworks share which essential elements.

    Args:
        study: the name of a coding study in the graph.
        matrix: a file with your own coding matrix, instead of a study.
        scope: "core", "adjacent" or "all"; by default core for this project's study and all for any other.
        detail: "any", or "detailed" to keep only detailed lists of components.
        field: keep only frameworks whose field contains this text.
        complete: whether to keep only lists that were seen in full; by default yes for this project's study.
        samples: random matrices drawn from the null model, which give the p-values; 0 leaves the p-values out.
        seed: seed of every random draw.
        data: files to add to the graph: engagement records (RDF, CSV or XLSX), which are then compared with the
            frameworks, or more studies (RDF).
        input_base: what relative IRIs in RDF data are resolved against; without it they are errors.
        endpoint: the address of a SPARQL 1.1 endpoint with the graph, instead of the one that comes with taonto.
        progress: called with a few words at each step.

    Raises:
        TaontoError: if an input can't be read or nothing is left to compare.
    """
    from taonto.analysis import codings
    from taonto.analysis.engagements import provider_names, records_from_graph
    from taonto.analysis.matrix import PROJECT_STUDY
    from taonto.analysis.options import AnalysisOptions
    from taonto.analysis.run import analyze_matrix
    from taonto.records.unread import unread_note
    from taonto.report.analysis.report import AnalysisReport

    _check_choices(scope, detail, samples, seed)
    if endpoint is not None and data:
        raise BadInputError("data files can't be added to an endpoint; leave out the data or the endpoint")
    if matrix is not None and study != PROJECT_STUDY:
        raise BadInputError("a study and a matrix can't be analyzed together; leave out one of them")
    progress("loading the graph")
    select, notes = _graph(data, endpoint, input_base)
    progress("reading the coding")
    known = codings.known_terms(select)
    source = codings.matrix_from_graph(select, study) if matrix is None else codings.matrix_from_file(matrix, known)
    options = AnalysisOptions(
        study=source.matrix.study,
        scope=scope,
        complete=complete,
        detail=detail,
        field=field,
        samples=samples,
        seed=seed,
    )
    records = records_from_graph(select) if data else None
    unread = unread_note(records.unread, data) if records else None
    notes = (*notes, unread) if unread else notes
    others = [name for name in codings.study_names(select) if name != source.matrix.study]
    result = analyze_matrix(
        source.matrix,
        options,
        readings=source.readings,
        other_studies=[codings.matrix_from_graph(select, name).matrix for name in others],
        records=records,
        progress=progress,
    )
    if data and result.engagements is None:
        notes = (*notes, "the data contain no engagement record, so the report has no section on records")
    names: dict[str, str] = {}
    if result.engagements:
        names = provider_names(select) | {name: framework.label for name, framework in known.frameworks.items()}
    return AnalysisReport(result, from_graph=matrix is None, notes=notes, names=names)


def find_terms(text: str = "") -> list[Term]:
    """Return the terms that a text names, else those whose labels or definitions contain its words.

    Args:
        text: a web address (IRI), a short name such as "tac:intensive", an id, a label, or words; empty for every term.

    Raises:
        UnknownNameError: if there is no such term; with the nearest ones.
    """
    return find(load(), text)


def _check_choices(scope: str | None, detail: str, samples: int, seed: int) -> None:
    if scope not in (None, "core", "adjacent", "all"):
        raise UnknownNameError(f"the scope '{scope}' is unknown; use core, adjacent or all")
    if detail not in ("any", "detailed"):
        raise UnknownNameError(f"the detail '{detail}' is unknown; use any or detailed")
    if not 0 <= samples <= MOST_SAMPLES:
        raise BadInputError(f"{samples} random matrices can't be drawn; choose 0 to {MOST_SAMPLES:,}")
    if seed < 0:
        raise BadInputError(f"the seed {seed} is negative; choose 0 or more")


def _graph(data: Sequence[str | Path], endpoint: str | None, base: str | None) -> "tuple[Select, tuple[str, ...]]":
    from taonto.analysis.asking import select_at_endpoint, select_in_store

    if endpoint is not None:
        return select_at_endpoint(endpoint, ENDPOINT_TIMEOUT), ()
    store, notes = load_graph([str(name) for name in data], input_base=base)
    return select_in_store(store), notes
