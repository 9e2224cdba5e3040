"""Every example on the page docs/api.md runs, in order, and gives what the page shows."""

import doctest
import re
import shutil
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

import taonto

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```pycon\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def test_the_page_shows_what_python_gives(tmp_path, monkeypatch):
    assert len(BLOCKS) == 8
    for example in (ROOT / "examples").iterdir():
        shutil.copy(example, tmp_path)
    monkeypatch.chdir(tmp_path)
    examples = doctest.DocTestParser().get_doctest("\n".join(BLOCKS), {}, "docs/api.md", None, None)
    said = []
    result = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(examples, out=said.append)
    assert result.attempted > 25 and result.failed == 0, "".join(said)


def test_every_function_has_an_example():
    shown = "".join(BLOCKS)
    assert [name for name in taonto.__all__ if name.islower() and f"taonto.{name}(" not in shown] == ["__version__"]


@pytest.mark.parametrize("name", [name for name in taonto.__all__ if is_dataclass(getattr(taonto, name))])
def test_the_attributes_on_the_page_are_those_of_the_type(name):
    kind = getattr(taonto, name)
    entry = re.search(rf"^- `{name}`: (.*?)(?=^- |^#|^$)", PAGE, re.MULTILINE | re.DOTALL)[1]
    named = re.findall(r"`(\w+)(?:\(\w*\))?`", entry)
    known = {field.name for field in fields(kind)} | set(dir(kind))
    assert named and [attribute for attribute in named if attribute not in known] == []
