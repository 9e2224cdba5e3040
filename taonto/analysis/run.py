"""The analysis of one matrix, from options to result."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from importlib import resources

import numpy as np
import yaml

from taonto.analysis.agreement import Agreement, Reading, coder_agreement, study_agreement
from taonto.analysis.clustering import Clustering, cluster
from taonto.analysis.communities import Communities, best_modularity, find_communities
from taonto.analysis.concepts import formal_concepts, largest_shared_sets
from taonto.analysis.coverage import COVERS_KEPT, core_curve, minimum_covers, phase_counts, phase_results
from taonto.analysis.engagements import RecordRows, analyze_engagements
from taonto.analysis.headlines import Sensitivity, by_coder, headlines, leave_one_out, measure
from taonto.analysis.matrix import PROJECT_STUDY, CodingMatrix
from taonto.analysis.network import backbone_degrees, centralities
from taonto.analysis.null import curveball_samples
from taonto.analysis.options import AnalysisOptions, restrict
from taonto.analysis.result import AnalysisResult, ElementResult, FrameworkResult, MethodNote
from taonto.analysis.significance import (
    LEAST_SAMPLES,
    NullComparison,
    NullDraws,
    affordable_samples,
    analytic_p_values,
    compare,
    draw_null,
    nestedness,
    summarize,
    with_p_values,
)
from taonto.analysis.similarity import PairTable, element_pairs, framework_pairs

EXACT_CELLS = 10_000
"""Matrices with more cells (frameworks x elements) are analyzed without the parts whose cost grows exponentially."""
THOROUGH_CELLS = 2_500
"""Up to this many cells, all smallest covers are listed, and every headline is recomputed without each framework."""
MODULARITY_SAMPLES, MODULARITY_RUNS = 100, 3
Progress = Callable[[str], None]


def analyze_matrix(
    matrix: CodingMatrix,
    options: AnalysisOptions | None = None,
    *,
    readings: Iterable[Reading] = (),
    other_studies: Iterable[CodingMatrix] = (),
    records: RecordRows | None = None,
    progress: Progress = lambda step: None,
) -> AnalysisResult:
    """Analyze which frameworks of a matrix share which elements.

    Args:
        matrix: a whole study; the options state which of its frameworks to compare.
        options: what to compare, and how much work to put into it; by default the defaults of the study.
        readings: what the individual coders read, for agreement and sensitivity.
        other_studies: whole matrices to compare with this one, over the frameworks and elements that both have.
        records: engagement records to analyze too.
        progress: called with a few words at each step.

    Raises:
        BadInputError: if nothing is left to compare (see `taonto.analysis.options.restrict`).
    """
    chosen = replace(options or AnalysisOptions(), study=matrix.study).resolved()
    part = restrict(matrix, chosen)
    small = part.values.size <= EXACT_CELLS
    omitted: list[str] = []
    coders = tuple(readings)

    progress("comparing pairs")
    pairs, by_element, draws = _tested_pairs(part, chosen, omitted, progress)
    samples = draws.samples if draws and draws.samples >= LEAST_SAMPLES else 0
    progress("clustering")
    tree, element_tree = cluster(pairs), cluster(by_element)
    progress("searching for communities")
    communities = find_communities(part, chosen, _modularity_null(part, chosen, omitted))
    progress("measuring the network")
    by_framework, by_column, walked = centralities(part)
    if not walked:
        omitted.append("Closeness and betweenness are left out: the network is too large.")
    progress("searching for concepts")
    concepts = formal_concepts(part) if small else None
    if concepts is None:
        omitted.append("Formal concepts and the largest shared sets are left out: there may be too many to list.")
    progress("searching for the fewest frameworks that cover all elements")
    covers = minimum_covers(part, COVERS_KEPT if part.values.size <= THOROUGH_CELLS else 1) if small else None
    if covers is None:
        omitted.append("The fewest frameworks that cover all elements are left out: the search would take too long.")
    values = measure(part, chosen, small, pairs, communities.modularity if communities else None)

    return AnalysisResult(
        title=_title(matrix, part, chosen),
        options=chosen,
        matrix=part,
        headlines=headlines(part, values, _detailed(part, chosen, small), exact=small),
        frameworks=_framework_results(part, pairs, by_framework, tree, communities, chosen),
        elements=_element_results(part, by_element, by_column, communities, chosen),
        phases=phase_results(part),
        framework_pairs=pairs,
        element_pairs=by_element,
        framework_significance=summarize(pairs, "frameworks", chosen.alpha, samples),
        element_significance=summarize(by_element, "elements", chosen.alpha, samples),
        core_curve=core_curve(part),
        concepts=concepts,
        shared_sets=largest_shared_sets(concepts) if concepts is not None else None,
        nestedness=nestedness(part.present, draws),
        framework_clustering=tree,
        element_clustering=element_tree,
        communities=communities,
        covers=covers,
        agreements=_agreements(matrix, coders, other_studies, chosen, progress),
        sensitivities=_sensitivities(part, coders, chosen, omitted, progress),
        engagements=analyze_engagements(records, matrix) if records else None,
        methods=_method_notes(),
        omitted=tuple(omitted),
        similarity=compare(values["mean_jaccard"], draws.mean_jaccard) if draws else None,
    )


def _generator(options: AnalysisOptions, part: int) -> np.random.Generator:
    """Return the generator of one part, so that its draws do not depend on the other parts."""
    return np.random.default_rng([options.seed, part])


def _tested_pairs(
    matrix: CodingMatrix, options: AnalysisOptions, omitted: list[str], progress: Progress
) -> tuple[PairTable, PairTable, NullDraws | None]:
    pairs, by_element = framework_pairs(matrix), element_pairs(matrix)
    samples = affordable_samples(matrix, options)
    draws = None
    if samples:
        progress(f"drawing {samples} random matrices")
        draws = draw_null(matrix.present, samples, _generator(options, 1))
    if samples < min(options.samples, LEAST_SAMPLES):
        omitted.append(
            f"Sampled p-values of pairs are left out: only {samples} random matrices can be drawn for a matrix of this "
            "size; use the analytic p-values."
        )
    elif samples < options.samples:
        omitted.append(
            f"Only {samples} random matrices are drawn instead of {options.samples}, because the matrix is large."
        )
    tested = draws if draws and samples >= LEAST_SAMPLES else None
    if tested:
        wanted = int(np.ceil(max(len(pairs), len(by_element)) / options.alpha))
        if samples + 1 < wanted:
            omitted.append(
                f"With {samples} random matrices no p-value can be lower than {1 / (samples + 1):.2g}, so a single "
                f"pair among {max(len(pairs), len(by_element))} can't be significant; draw at least {wanted}."
            )
    progress("solving the analytic null model")
    rows = columns = None
    try:
        rows, columns, exact = analytic_p_values(matrix.present)
        if not exact:
            omitted.append(
                "Analytic p-values are from a refined normal approximation: the exact sum would take too long."
            )
    except ArithmeticError:
        omitted.append("Analytic p-values are left out: that null model has no solution for these row and column sums.")
    return (
        with_p_values(pairs, tested.rows_at_least if tested else None, samples, rows),
        with_p_values(by_element, tested.columns_at_least if tested else None, samples, columns),
        draws,
    )


def _modularity_null(matrix: CodingMatrix, options: AnalysisOptions, omitted: list[str]) -> NullComparison | None:
    if not options.samples:
        return None
    if matrix.values.size > EXACT_CELLS:
        omitted.append(
            "Modularity is not compared with random matrices: the search would have to be repeated on each of them."
        )
        return None
    generator = _generator(options, 3)
    samples = min(MODULARITY_SAMPLES, options.samples)
    null = [
        best_modularity(drawn, MODULARITY_RUNS, generator)
        for batch in curveball_samples(matrix.present, samples, generator)
        for drawn in batch
    ]
    return compare(best_modularity(matrix.present, MODULARITY_RUNS, generator), np.array(null))


def _detailed(matrix: CodingMatrix, options: AnalysisOptions, exact: bool) -> dict[str, float] | None:
    part = matrix.detailed
    return measure(part, options, exact) if part is not None and part.present.any() else None


def _framework_results(
    matrix: CodingMatrix,
    pairs: PairTable,
    measures: dict[str, np.ndarray],
    tree: Clustering | None,
    communities: Communities | None,
    options: AnalysisOptions,
) -> tuple[FrameworkResult, ...]:
    similar = pairs.square("jaccard", diagonal=-1.0)
    nearest = similar.argmax(axis=1)
    degrees = backbone_degrees(pairs, options.alpha)
    community = _membership(communities, 0)
    counts = phase_counts(matrix)
    return tuple(
        FrameworkResult(
            id=framework.id,
            label=framework.label,
            elements=int(matrix.present[row].sum()),
            unknown=int(matrix.unknown[row].sum()),
            share=float(matrix.present[row].mean()),
            phases_reached=sum(count.present > 0 for count in counts[row]),
            phases=counts[row],
            degree=float(measures["degree"][row]),
            closeness=float(measures["closeness"][row]),
            betweenness=float(measures["betweenness"][row]),
            eigenvector=float(measures["eigenvector"][row]),
            backbone_degree=int(degrees[row]),
            nearest=matrix.frameworks[int(nearest[row])].id,
            nearest_jaccard=float(similar[row, nearest[row]]),
            cluster=tree.labels[row] if tree else None,
            community=community.get(framework.id),
        )
        for row, framework in enumerate(matrix.frameworks)
    )


def _element_results(
    matrix: CodingMatrix,
    pairs: PairTable,
    measures: dict[str, np.ndarray],
    communities: Communities | None,
    options: AnalysisOptions,
) -> tuple[ElementResult, ...]:
    degrees = backbone_degrees(pairs, options.alpha)
    community = _membership(communities, 1)
    seen, unknown = matrix.present.sum(axis=0), matrix.unknown.sum(axis=0)
    total = len(matrix.frameworks)
    return tuple(
        ElementResult(
            id=element.id,
            label=element.label,
            phase=element.phase,
            status=element.status,
            frameworks=int(seen[column]),
            share=float(seen[column] / total),
            share_max=float((seen[column] + unknown[column]) / total),
            share_known=float(seen[column] / (total - unknown[column])) if unknown[column] < total else float("nan"),
            unknown=int(unknown[column]),
            degree=float(measures["degree"][column]),
            closeness=float(measures["closeness"][column]),
            betweenness=float(measures["betweenness"][column]),
            eigenvector=float(measures["eigenvector"][column]),
            backbone_degree=int(degrees[column]),
            community=community.get(element.id),
        )
        for column, element in enumerate(matrix.elements)
    )


def _membership(communities: Communities | None, side: int) -> dict[str, int]:
    groups = communities.groups if communities else ()
    return {member: number for number, group in enumerate(groups, 1) for member in group[side]}


def _agreements(
    matrix: CodingMatrix,
    readings: tuple[Reading, ...],
    others: Iterable[CodingMatrix],
    options: AnalysisOptions,
    progress: Progress,
) -> tuple[Agreement, ...]:
    progress("measuring agreement")
    generator = _generator(options, 4)
    found: list[Agreement] = []
    for index, one in enumerate(readings):
        for other in readings[index + 1 :]:
            found.extend(coder_agreement(one, other, matrix.elements, options.bootstrap, generator))
    for study in others:
        found.extend(study_agreement(matrix, study, options.bootstrap, generator))
    return tuple(found)


def _sensitivities(
    matrix: CodingMatrix,
    readings: tuple[Reading, ...],
    options: AnalysisOptions,
    omitted: list[str],
    progress: Progress,
) -> tuple[Sensitivity, ...]:
    if matrix.values.size > THOROUGH_CELLS:
        omitted.append("Sensitivity is left out: every headline would have to be computed again for each framework.")
        return ()
    return (
        *leave_one_out(matrix, options, progress),
        *by_coder(matrix, readings, options),
    )


def _method_notes() -> tuple[MethodNote, ...]:
    text = (resources.files(__package__) / "methods.yaml").read_text(encoding="utf-8")
    return tuple(MethodNote(**note) for note in yaml.safe_load(text))


def _title(matrix: CodingMatrix, part: CodingMatrix, options: AnalysisOptions) -> str:
    study = "This project's study by consensus" if matrix.study == PROJECT_STUDY else f"Coding study '{matrix.study}'"
    said = [study, f"{options.scope} scope"]
    said += ["complete lists"] if options.complete else []
    said += ["detailed lists"] if options.detail == "detailed" else []
    said += [f"field '{options.field}'"] if options.field else []
    unknown = int(part.unknown.sum())
    return (
        f"{', '.join(said)}: {len(part.frameworks)} frameworks x {len(part.elements)} elements, "
        f"{unknown} of {part.values.size} cells unknown"
    )
