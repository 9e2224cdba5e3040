"""What to analyze: the choices of a user, and the part of a study that they leave to compare."""

from dataclasses import dataclass, replace

from taonto.analysis.matrix import PROJECT_STUDY, CodingMatrix
from taonto.base.errors import BadInputError


@dataclass(frozen=True, slots=True)
class AnalysisOptions:
    """What to analyze, and how much work to put into it.

    Attributes:
        study: the coding study's name.
        scope: "core", "adjacent" or "all". None: core for the project's study, all for any other.
        complete: whether to keep only frameworks whose full list was seen. None: yes for the project's study, else no.
        detail: "any", or "detailed" to keep only detailed lists of components.
        field: keep frameworks whose field contains this text, ignoring case. None: every field.
        samples: the number of matrices to draw from the null model.
        seed: the seed of every random draw.
        alpha: the share of false discoveries to accept among significant pairs.
        bootstrap: the number of resamples behind each interval of an agreement measure.
        runs: the number of random starts of the search for communities.
    """

    study: str = PROJECT_STUDY
    scope: str | None = None
    complete: bool | None = None
    detail: str = "any"
    field: str | None = None
    samples: int = 20_000
    seed: int = 1
    alpha: float = 0.05
    bootstrap: int = 2_000
    runs: int = 50

    def resolved(self) -> "AnalysisOptions":
        """Return the options with the defaults of the study in place of None."""
        ours = self.study == PROJECT_STUDY
        return replace(
            self,
            scope=self.scope or ("core" if ours else "all"),
            complete=ours if self.complete is None else self.complete,
        )


def restrict(matrix: CodingMatrix, options: AnalysisOptions) -> CodingMatrix:
    """Return the matrix of the frameworks that the options keep, columns unchanged.

    A framework whose attribute is not known is kept: a custom matrix does not state scope or detail.

    Raises:
        BadInputError: if fewer than two frameworks or elements are left, or all cells are the same.
    """
    chosen = options.resolved()
    rows = [
        row
        for row, framework in enumerate(matrix.frameworks)
        if (chosen.scope == "all" or framework.scope in (None, chosen.scope))
        and (not chosen.complete or framework.complete in (None, True))
        and (chosen.detail == "any" or framework.detail in (None, chosen.detail))
        and (chosen.field is None or framework.field is None or chosen.field.casefold() in framework.field.casefold())
    ]
    result = matrix.take(rows)
    if len(rows) < 2:
        found = "no framework is" if not rows else "only one framework is"
        raise BadInputError(
            f"study '{matrix.study}': {found} left to compare; widen the scope, detail, field or completeness"
        )
    if len(matrix.elements) < 2:
        raise BadInputError(
            f"study '{matrix.study}': it has only one element; add at least one more to compare frameworks"
        )
    if result.present.all() or not result.present.any():
        what = "present" if result.present.all() else "not mentioned or unknown"
        raise BadInputError(
            f"study '{matrix.study}': every cell is {what}, so frameworks do not differ; check the cells"
        )
    return result
