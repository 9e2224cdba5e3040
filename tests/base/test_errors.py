"""The tree of errors, and that the whole program keeps to it."""

import ast
from pathlib import Path

import pytest

import taonto
from taonto.base import errors
from taonto.base.errors import TaontoError

CODES = {
    "BadInputError": "bad-input",
    "UnknownNameError": "unknown-name",
    "LimitError": "limit",
    "UnavailableError": "unavailable",
    "InternalError": "internal",
}
"""Programs rely on the codes: one that is published never changes."""


def test_each_kind_of_error_has_its_own_code_that_never_changes() -> None:
    kinds = {
        name: kind
        for name, kind in vars(errors).items()
        if isinstance(kind, type) and issubclass(kind, TaontoError) and kind is not TaontoError
    }
    assert {name: kind.code for name, kind in kinds.items()} == CODES
    assert len(set(CODES.values())) == len(CODES)
    assert all(CODES.values())


def uses_of_the_base_class(source: str) -> list[int]:
    """The lines that make or raise a TaontoError itself."""
    found = []
    for node in ast.walk(ast.parse(source)):
        made = node.func if isinstance(node, ast.Call) else node.exc if isinstance(node, ast.Raise) else None
        name = made.id if isinstance(made, ast.Name) else made.attr if isinstance(made, ast.Attribute) else None
        if name == "TaontoError":
            found.append(made.lineno)
    return sorted(found)


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("raise TaontoError('x')", [1]),
        ("raise errors.TaontoError", [1]),
        ("\nfault = TaontoError('x')", [2]),
        ("class OwnError(TaontoError): ...\ntry:\n    f()\nexcept TaontoError:\n    raise OwnError('x')", []),
    ],
)
def test_uses_of_the_base_class_are_seen(source: str, lines: list[int]) -> None:
    assert uses_of_the_base_class(source) == lines


def test_the_base_class_is_never_raised_itself() -> None:
    root = Path(taonto.__file__).parent
    files = sorted(root.rglob("*.py"))
    assert len(files) > 100
    uses = [f"{f.relative_to(root)}:{n}" for f in files for n in uses_of_the_base_class(f.read_text(encoding="utf-8"))]
    assert uses == []
