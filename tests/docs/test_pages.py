"""README and manual: links lead somewhere, commands exist, what the page on the ontology shows can be run."""

import importlib
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from taonto.cli import COMMANDS

ROOT = Path(__file__).parents[2]
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
ONTOLOGY = (ROOT / "docs" / "ontology.md").read_text(encoding="utf-8")


def shell_lines(page):
    blocks = re.findall(r"^```(?:sh|console)\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    for line in "".join(blocks).splitlines():
        for part in re.split(r"&&|\|", line):
            words = shlex.split(part.strip().removeprefix("$ "), comments=True)
            if words and Path(words[0]).name == "taonto":
                yield words[1:]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_to_files_lead_somewhere(page):
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_on_pages_are_commands_of_ours(page):
    for name, *arguments in shell_lines(page):
        assert name in COMMANDS, name
        command = importlib.import_module(f"taonto.cli.{name}").command
        known = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)} | {
            "--help",
            "-h",
        }
        assert [word for word in arguments if word.startswith("--") and word.split("=")[0] not in known] == []


def test_what_the_page_on_the_ontology_shows_can_be_run(tmp_path):
    for arguments in shell_lines(ROOT / "docs" / "ontology.md"):
        done = subprocess.run(
            [sys.executable, "-m", "taonto", *arguments], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr


def test_the_matrix_on_the_page_is_a_study(tmp_path):
    [matrix] = re.findall(r"^```csv\n(.*?)^```", ONTOLOGY, re.MULTILINE | re.DOTALL)
    (tmp_path / "mine.csv").write_text(matrix)
    arguments = ["study", "mine.csv", "--name", "mine", "--source", "Me (2026)", "--output", "mine.ttl"]
    subprocess.run([sys.executable, "-m", "taonto", *arguments], cwd=tmp_path, check=True)
    assert (tmp_path / "mine.ttl").stat().st_size > 0
