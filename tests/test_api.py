"""The public names: what they are, that each is documented and typed, and that `import taonto` stays cheap."""

import ast
import importlib
import inspect
import json
import subprocess
import sys
from pathlib import Path

import pytest

import taonto

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")

FUNCTIONS = {"analyze", "convert", "find_terms", "load", "query", "saved_questions", "validate"}
CODES = {
    "TaontoError": "",
    "BadInputError": "bad-input",
    "UnknownNameError": "unknown-name",
    "LimitError": "limit",
    "UnavailableError": "unavailable",
    "InternalError": "internal",
}
TYPES = {
    "AnalysisReport",
    "AnalysisResult",
    "Answer",
    "Claim",
    "Conversion",
    "Definition",
    "FileResult",
    "Finding",
    "Parameter",
    "PersonalDataOptions",
    "Question",
    "Severity",
    "Term",
    "ValidationReport",
}


def test_the_public_names_are_these():
    assert set(dir(taonto)) == set(taonto.__all__) == FUNCTIONS | TYPES | set(CODES) | {"__version__"}
    with pytest.raises(AttributeError, match="module 'taonto' has no attribute 'nonsense'"):
        _ = taonto.nonsense


@pytest.mark.parametrize("name", sorted(FUNCTIONS | TYPES | set(CODES)))
def test_every_name_is_there_and_documented(name):
    thing = getattr(taonto, name)
    assert callable(thing) is (name in FUNCTIONS) or inspect.isclass(thing)
    assert thing.__doc__ and not thing.__doc__.startswith(f"{name}(")  # as a dataclass without a docstring has it
    assert f"`{name}`" in PAGE or f"`taonto.{name}(" in PAGE, f"docs/api.md does not describe {name}"


def test_type_checkers_see_every_name():
    tree = ast.parse((ROOT / "taonto" / "__init__.py").read_text(encoding="utf-8"))
    (block,) = (node for node in tree.body if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING")
    seen = {alias.name: node.module for node in block.body for alias in node.names}
    assert {*seen, "__version__"} == set(taonto.__all__)
    for name, home in seen.items():
        assert getattr(taonto, name) is getattr(importlib.import_module(home), name), name


def test_error_codes_are_stable():
    assert {name: getattr(taonto, name).code for name in CODES} == CODES
    assert all(issubclass(getattr(taonto, name), taonto.TaontoError) for name in CODES)


def modules_after(code):
    """Return the modules that a fresh interpreter has loaded after running some code."""
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport json, sys\nprint(json.dumps(list(sys.modules)))"],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


HEAVY = {"matplotlib", "networkx", "numpy", "openpyxl", "pandas", "pyoxigraph", "pyshacl", "rdflib", "scipy", "yaml"}


@pytest.mark.parametrize(
    ("code", "allowed"),
    [
        ("import taonto; dir(taonto)", set()),
        ("from taonto import BadInputError, TaontoError", set()),
        ("from taonto import Finding, ValidationReport", set()),
        ("from taonto import Answer, Question, Term", {"pyoxigraph"}),
        ("from taonto import query, validate, convert, load", {"pyoxigraph"}),
    ],
)
def test_a_name_brings_only_what_it_needs(code, allowed):
    loaded = modules_after(code)
    assert "taonto" in loaded
    assert loaded & HEAVY == allowed


def test_a_function_is_not_hidden_by_the_room_of_its_name():
    """`taonto.query` is a function, and `taonto/query/` a room: importing a room puts it into its package."""
    modules_after(
        "import taonto\n"
        "from taonto.query import questions\n"
        "import taonto.query.answers\n"
        "assert taonto.load() and callable(taonto.query), taonto.query\n"
        "assert taonto.query('phases-in-order').variables"
    )


def test_defaults_are_those_of_the_analysis():
    from taonto.analysis.matrix import PROJECT_STUDY
    from taonto.analysis.options import AnalysisOptions

    defaults = {name: parameter.default for name, parameter in inspect.signature(taonto.analyze).parameters.items()}
    options = AnalysisOptions()
    assert (defaults["study"], defaults["samples"], defaults["seed"]) == (PROJECT_STUDY, options.samples, options.seed)


def test_terms_are_found_by_name_and_by_words():
    (term,) = taonto.find_terms("tac:intensive")
    assert term.label == "Intensive" and term.definitions[0].sources
    assert {"tac:technical-assistance", "ta:TechnicalAssistance"} <= {t.name for t in taonto.find_terms("assistance")}
    with pytest.raises(taonto.TaontoError, match="did you mean"):
        taonto.find_terms("coachign")


def test_functions_that_read_files_do_their_work_in_a_child(monkeypatch, tmp_path):
    monkeypatch.setattr("taonto.base.life._observer", None)  # nobody watches the process of a user's script
    good = str(ROOT / "examples" / "engagements-good.csv")
    steps = []
    report = taonto.validate(good, "missing.csv", progress=lambda done, of: steps.append((done, of)))
    assert report.errors == ("missing.csv: no such file; check the path",)
    assert steps[-1][0] == steps[-1][1] > 1
    assert taonto.convert(good, tmp_path / "good.ttl").records == report.records
    assert taonto.query("engagements-by-tier", data=[good])
    analysis = taonto.analyze(samples=100, data=[good], progress=steps.append)
    assert analysis.claims
    assert "loading the graph" in steps
