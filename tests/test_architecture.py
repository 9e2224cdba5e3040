"""The house is as its page draws it, and what the linter can't see is listed in pyproject.toml."""

import ast
import re

import pytest
from helpers.house import PAGE, ROOT, SETTINGS, drawing, drawn, floors

ROOMS = [room for floor in floors() for room in floor]
TEXT = PAGE.read_text(encoding="utf-8")
HIDDEN = SETTINGS["taonto"]["hidden-imports"]
FILES = sorted([*(ROOT / "taonto").rglob("*.py"), ROOT / "hatch_build.py"])


def name_of(path):
    """Return the dotted name of a module's file."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {name_of(path) for path in FILES}


def test_the_page_draws_the_contract():
    assert drawn(TEXT) == TEXT, "docs/architecture.md is stale: run python tests/helpers/house.py"
    assert all(re.search(rf"\b{room}\b", drawing()) for room in ROOMS) and len(ROOMS) > 10


def test_the_page_describes_every_room_in_order():
    assert re.findall(r"^\| `(\w+)` \|", TEXT, re.MULTILINE) == ROOMS
    here = {
        path.stem for path in (ROOT / "taonto").iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert here - {"__init__"} == set(ROOMS)


def test_the_files_on_the_page_exist():
    named = re.findall(r"`([\w.]+/[\w./]*)`", TEXT)
    assert len(named) > 30
    patterns = [name.replace("NAME", "*") for name in named]
    assert [p for p in patterns if not list(ROOT.glob(p)) and not list(ROOT.rglob(f"taonto/**/{p}"))] == []


@pytest.mark.parametrize("path", sorted((ROOT / "taonto").rglob("__init__.py")), ids=name_of)
def test_a_room_starts_with_what_it_holds(path):
    body = ast.parse(path.read_text(encoding="utf-8")).body
    assert ast.get_docstring(ast.Module(body, []))
    # The front door hands on names, and the command line has its commands.
    assert len(body) == 1 or name_of(path) in ("taonto", "taonto.cli")


def hidden_imports(module, code):
    """Yield what a module imports by naming it in a text: modules, or "*" for what is not known before it runs."""
    tree = ast.parse(code)
    visible = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    visible |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    if not module.startswith("taonto"):  # a program outside the house, which the linter does not read
        yield from (name for name in visible if name.split(".")[0] == "taonto")
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("import_module", "find_spec", "__import__")):
            yield named(node.args[0])
        elif isinstance(node, ast.List | ast.Tuple) and "-m" in map(constant, node.elts):
            yield named(node.elts[[constant(element) for element in node.elts].index("-m") + 1])
        elif constant(node) in MODULES - {"taonto"}:
            # A room's own data files are found through the name of the room.
            parents = [module.rsplit(".", depth)[0] for depth in range(1, module.count(".") + 1)]
            imported = any(f"{name}.".startswith(f"{node.value}.") for name in visible)
            if node.value not in parents and not imported and module != "taonto":
                yield node.value


def constant(node):
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def named(node):
    """Return the name that an expression gives, with * for the part that is not known."""
    if isinstance(node, ast.JoinedStr):
        return "".join(constant(part) or "*" for part in node.values)
    return constant(node) or "*"


def test_every_hidden_import_is_listed():
    found = {(name_of(path), name) for path in FILES for name in hidden_imports(name_of(path), path.read_text("utf-8"))}
    assert len(found) > 5
    assert {(row["module"], row["imports"]) for row in HIDDEN} == found
    assert all(set(row) == {"module", "imports", "why"} and len(row["why"]) > 20 for row in HIDDEN)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import importlib\nimportlib.import_module('yaml')", ["yaml"]),
        ("from importlib import import_module\nimport_module(f'taonto.cli.{x}')", ["taonto.cli.*"]),
        ("import subprocess, sys\nsubprocess.run([sys.executable, '-m', 'taonto.cli'])", ["taonto.cli", "taonto.cli"]),
        ("x = Server('taonto.validation.engines.worker')", ["taonto.validation.engines.worker"]),
        ("x = ['-m', module]", ["*"]),
        ("import yaml\nfrom taonto.base import text", []),
    ],
)
def test_the_search_finds_each_kind(code, expected):
    assert list(hidden_imports("taonto.some", code)) == expected
