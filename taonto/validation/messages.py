"""What a SHACL constraint says if its shape has no message, in plain words."""

from collections.abc import Callable, Sequence

LOGICAL = {
    "OrConstraintComponent": (
        "The value{of} must meet at least one of the conditions",
        "none of these conditions is met",
    ),
    "XoneConstraintComponent": (
        "The value{of} must meet exactly one of the conditions",
        "exactly one of these must be met",
    ),
    "AndConstraintComponent": ("The value{of} must meet all of the conditions", "not met"),
    "NodeConstraintComponent": ("The value{of} does not fit the required shape", "not met"),
    "NotConstraintComponent": ("The value{of} fits a shape that it must not fit", "it fits"),
}
"""What a logical constraint says if its shape says nothing, and the words before its branches."""

_PLAIN = {
    "ClassConstraintComponent": "The value{of} must be of the class {class}",
    "DatatypeConstraintComponent": "The value{of} must have the datatype {datatype}",
    "NodeKindConstraintComponent": "The value{of} must be of the kind {nodeKind}",
    "MinCountConstraintComponent": "Values{of}: at least {minCount} required",
    "MaxCountConstraintComponent": "Values{of}: at most {maxCount} allowed",
    "MinExclusiveConstraintComponent": "The value{of} must be more than {minExclusive}",
    "MinInclusiveConstraintComponent": "The value{of} must be at least {minInclusive}",
    "MaxExclusiveConstraintComponent": "The value{of} must be less than {maxExclusive}",
    "MaxInclusiveConstraintComponent": "The value{of} must be at most {maxInclusive}",
    "MinLengthConstraintComponent": "The value{of} must have at least {minLength} characters",
    "MaxLengthConstraintComponent": "The value{of} must have at most {maxLength} characters",
    "PatternConstraintComponent": "The value{of} must match the pattern {pattern}",
    "LanguageInConstraintComponent": "The value{of} must be in one of the languages {languageIn}",
    "UniqueLangConstraintComponent": "No two values{of} may be in the same language",
    "EqualsConstraintComponent": "The values{of} and of {equals} must be the same",
    "DisjointConstraintComponent": "The value{of} must not also be a value of {disjoint}",
    "LessThanConstraintComponent": "The value{of} must be less than each value of {lessThan}",
    "LessThanOrEqualsConstraintComponent": "The value{of} must be at most each value of {lessThanOrEquals}",
    "HasValueConstraintComponent": "One of the values{of} must be {hasValue}",
    "InConstraintComponent": "The value{of} must be one of {in}",
    "ClosedConstraintComponent": "The shape is closed, so a value{of} is not allowed",
    "QualifiedMinCountConstraintComponent": "Values{of}: at least {qualifiedMinCount} must fit {qualifiedValueShape}",
    "QualifiedMaxCountConstraintComponent": "Values{of}: at most {qualifiedMaxCount} may fit {qualifiedValueShape}",
}
"""Constraint component to sentence. Names in braces are parameters of the constraint; `of` names the path."""


def requirement(component: str, path: str | None, parameter: Callable[[str], Sequence[str]]) -> str | None:
    """Return what a constraint requires, or None for a component that is not part of SHACL.

    Args:
        component: the local name of its IRI.
        path: the path of the shape as a reader sees it, or None.
        parameter: a function from the name of a parameter to its values, as a reader sees them.

    >>> requirement("MaxInclusiveConstraintComponent", "<http://example.org/age>", {"maxInclusive": ["120"]}.get)
    'The value of <http://example.org/age> must be at most 120'
    """
    sentence = LOGICAL[component][0] if component in LOGICAL else _PLAIN.get(component)
    return sentence and sentence.format_map(_Words(path, parameter))


def demand(parameter_name: str, path: str | None, parameter: Callable[[str], Sequence[str]]) -> str | None:
    """Return what a parameter of a shape requires, or None if it takes more than a sentence to say; see `requirement`.

    >>> demand("maxInclusive", None, {"maxInclusive": ["120"]}.get)
    'The value must be at most 120'
    """
    component = f"{parameter_name[:1].upper()}{parameter_name[1:]}ConstraintComponent"
    return None if component in LOGICAL else requirement(component, path, parameter)


class _Words(dict[str, str]):
    def __init__(self, path: str | None, parameter: Callable[[str], Sequence[str]]) -> None:
        super().__init__(of=f" of {path}" if path else "")
        self.parameter = parameter

    def __missing__(self, name: str) -> str:
        return ", ".join(self.parameter(name))


def with_branches(text: str, component: str, branches: Sequence[str]) -> str:
    """Return the sentence of a logical constraint with the branches that failed, and why.

    >>> with_branches("Give a date or a year", "OrConstraintComponent", ["it is not a date", "it is not a year"])
    'Give a date or a year [none of these conditions is met: (1) it is not a date; (2) it is not a year]'
    """
    if not branches:
        return text
    several = len(branches) > 1
    ways = "; ".join(f"({n}) {b}" if several else b for n, b in enumerate(branches, start=1))
    return f"{text} [{LOGICAL[component][1]}: {ways}]"
