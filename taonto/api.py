"""The public functions of taonto, each over the rooms below; `import taonto` hands them on."""

from collections.abc import Callable, Sequence
from importlib.resources import files
from pathlib import Path

from taonto.analysis.codings import (
    Known,
    Select,
    known_terms,
    matrix_from_file,
    matrix_from_graph,
    records_from_graph,
    select_at_endpoint,
    select_in_store,
    study_names,
)
from taonto.analysis.model import PROJECT_STUDY, AnalysisOptions, CodingMatrix
from taonto.analysis.run import analyse_matrix
from taonto.base.errors import TaontoError
from taonto.ontology.edition import load_edition as load
from taonto.query.asking import answer as query
from taonto.query.asking import load_graph
from taonto.report.analysis.report import AnalysisReport
from taonto.validation.run import validate

__all__ = ["analyze", "load", "query", "validate"]

ENDPOINT_TIMEOUT = 60.0
"""Seconds that an endpoint may take for each query."""
MOST_SAMPLES = 10_000_000


def analyze(
    study: str = PROJECT_STUDY,
    *,
    matrix: str | Path | None = None,
    scope: str | None = None,
    detail: str = "any",
    field: str | None = None,
    complete: bool | None = None,
    samples: int = AnalysisOptions().samples,
    seed: int = AnalysisOptions().seed,
    data: Sequence[str | Path] = (),
    endpoint: str | None = None,
    progress: Callable[[str], None] = lambda step: None,
) -> AnalysisReport:
    """Analyse which frameworks share which essential elements.

    Args:
        study: the name of a coding study in the graph.
        matrix: a file with a coding matrix of one's own, in place of a study.
        scope: "core" or "all"; by default core for this project's study and all for any other.
        detail: "any", or "detailed" for detailed lists alone.
        field: keep frameworks whose field contains this text.
        complete: whether to keep only lists that were seen whole; by default yes for this project's study.
        samples: matrices drawn from the null model.
        seed: of every random draw.
        data: files with engagement records (RDF, CSV or XLSX) to ask the same questions of, or with more studies (RDF).
        endpoint: the address of a SPARQL 1.1 endpoint that holds the graph, in place of the one that comes with taonto.
        progress: called with a few words at each step.

    Raises:
        TaontoError: if an input can't be read or nothing is left to compare.
    """
    _check_choices(scope, detail, samples, seed)
    if endpoint is not None and data:
        raise TaontoError("data files can't be added to an endpoint; leave out either --data or --endpoint")
    if matrix is not None and study != PROJECT_STUDY:
        raise TaontoError("a study and a matrix can't be analysed in one go; leave out either --study or --matrix")
    progress("loading the graph")
    select, notes = _graph(data, endpoint)
    progress("reading the coding")
    known = known_terms(select)
    source = matrix_from_graph(select, study) if matrix is None else matrix_from_file(matrix, known)
    options = AnalysisOptions(
        study=source.matrix.study,
        scope=scope,
        complete=complete,
        detail=detail,
        field=field,
        samples=samples,
        seed=seed,
    )
    result = analyse_matrix(
        source.matrix,
        options,
        readings=source.readings,
        other_studies=_other_studies(select, source.matrix.study),
        records=records_from_graph(select) if data else None,
        progress=progress,
    )
    if data and result.engagements is None:
        notes = (*notes, "the data hold no engagement record, so the report says nothing of records")
    names = _names(select, known) if result.engagements else {}
    return AnalysisReport(result, from_graph=matrix is None, notes=notes, names=names)


def _check_choices(scope: str | None, detail: str, samples: int, seed: int) -> None:
    if scope not in (None, "core", "adjacent", "all"):
        raise TaontoError(f"the scope '{scope}' is unknown; use core, adjacent or all")
    if detail not in ("any", "detailed"):
        raise TaontoError(f"the detail '{detail}' is unknown; use any or detailed")
    if not 0 <= samples <= MOST_SAMPLES:
        raise TaontoError(f"{samples} random matrices can't be drawn; choose 0 to {MOST_SAMPLES:,}")
    if seed < 0:
        raise TaontoError(f"the seed {seed} is negative; choose 0 or more")


def _graph(data: Sequence[str | Path], endpoint: str | None) -> tuple[Select, tuple[str, ...]]:
    if endpoint is not None:
        return select_at_endpoint(endpoint, ENDPOINT_TIMEOUT), ()
    store, notes = load_graph([str(name) for name in data])
    return select_in_store(store), notes


def _names(select: Select, known: Known) -> dict[str, str]:
    """Return the names of frameworks by id and of providers by IRI; the first where one has several."""
    names = {name: framework.label for name, framework in known.frameworks.items()}
    query = (files("taonto.report.analysis") / "providers.rq").read_text(encoding="utf-8")
    for provider, label in select(query):
        names.setdefault(provider or "", label or "")
    return names


def _other_studies(select: Select, study: str) -> list[CodingMatrix]:
    return [matrix_from_graph(select, name).matrix for name in study_names(select) if name != study]
