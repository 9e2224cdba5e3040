"""README and manual: links lead somewhere, commands exist, and those on the page about the ontology run."""

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


def taonto(*arguments, folder):
    """Run a command as a reader would, in a folder."""
    command = [sys.executable, "-m", "taonto", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_to_files_lead_somewhere(page):
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_there_are_pages_and_commands_to_test():
    assert {"README.md", "ontology.md"} <= {page.name for page in PAGES}
    assert len([command for page in PAGES for command in shell_lines(page)]) > 20


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


def test_every_command_on_the_page_about_the_ontology_runs(tmp_path):
    commands = list(shell_lines(ROOT / "docs" / "ontology.md"))
    assert len(commands) > 5
    for arguments in commands:
        done = taonto(*arguments, folder=tmp_path)
        assert done.returncode == 0, done.stderr
        assert done.stdout or "template" in arguments or "convert" in arguments


def test_no_count_of_what_grows_is_written_on_the_page():
    number = r"\b(?:\d+|two|three|four|five|six|seven|eight|nine|ten)"
    counted = r"(?:frameworks|phases|practices|modules|questions|rules)\b"
    assert re.findall(f"{number} {counted}", ONTOLOGY, re.IGNORECASE) == []


def test_the_matrix_on_the_page_is_a_study(tmp_path):
    [matrix] = re.findall(r"^```csv\n(.*?)^```", ONTOLOGY, re.MULTILINE | re.DOTALL)
    (tmp_path / "mine.csv").write_text(matrix)
    arguments = ["study", "mine.csv", "--name", "mine", "--source", "Me (2026)", "--output", "mine.ttl"]
    assert taonto(*arguments, folder=tmp_path).returncode == 0
    assert (tmp_path / "mine.ttl").stat().st_size > 0
