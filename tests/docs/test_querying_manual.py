"""Every command on the page docs/querying.md is run, and says what the page says."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = (Path(__file__).parents[2] / "docs" / "querying.md").read_text(encoding="utf-8")
FILES = re.findall(r"^`([\w.]+)`:\n\n```\w+\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
BLOCKS = re.findall(r"^```console\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
PYTHON = re.findall(r"^```python\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with the files that the page shows, and a `taonto` on the path."""
    path = tmp_path_factory.mktemp("page")
    for name, text in FILES:
        (path / name).write_text(text, encoding="utf-8")
    return path


def commands(block):
    """Yield each command with the lines that the page shows under it."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, shown = part.partition("\n")
        yield command, shown.splitlines()


def agrees(shown, said):
    """Say whether the output is what the page shows.

    A line "..." stands for any lines, so that the catalogue can grow: then columns may be wider than on the page.
    """
    if "..." not in shown:
        return not shown or said == shown
    left = iter([columns(line) for line in said])
    return all(columns(line) in left for line in shown if line != "...") and next(left, None) is not None


def columns(line):
    """Return what a line says, without the widths of its columns."""
    return re.sub(r"-{2,}", "--", re.sub(r" {2,}", "  ", line)).strip()


def test_left_out_lines_may_be_anywhere():
    assert agrees(["a  b", "-  -", "...", "2  3", "..."], ["a  b", "-  -", "1  1", "2  3", "4  4"])
    assert agrees(["a   b", "..."], ["a     b", "1     2"])
    assert not agrees(["a  b", "...", "2  3", "..."], ["a  b", "1  1", "4  4"])
    assert not agrees(["a  b"], ["a  b", "1  1"])


def test_no_count_of_what_grows_is_written_on_the_page():
    text = re.sub(r"```.*?```", "", PAGE, flags=re.DOTALL)
    number = r"\b(?:\d+|two|three|four|five|six|seven|eight|nine|ten)"
    counted = r"(?:\w+ )?(?:frameworks|elements|phases|practices|questions|studies)\b"
    assert re.findall(f"{number} {counted}", text, re.IGNORECASE) == []


@pytest.mark.parametrize("block", BLOCKS)
def test_the_page_says_what_the_program_says(block, folder):
    found = list(commands(block))
    assert found, block
    for command, shown in found:
        line = re.sub(r"\btaonto (?=query|terms|study)", f"{sys.executable} -m taonto ", command)
        done = subprocess.run(line, shell=True, cwd=folder, capture_output=True, text=True, check=False)
        fails = any("error:" in text for text in shown)
        assert done.returncode == (2 if fails else 0), done.stderr
        assert agrees(shown, (done.stderr if fails else done.stdout).splitlines()), done.stdout


def test_the_page_has_its_files_and_commands():
    assert [name for name, _ in FILES] == ["own.rq", "mine.rq", "mine.csv", "engagements.csv"]
    assert len(BLOCKS) >= 10
    assert len(PYTHON) == 1


@pytest.mark.parametrize("code", PYTHON)
def test_python_on_the_page_runs(code, capsys):
    exec(compile(code, "docs/querying.md", "exec"), {})
    assert "Practice-Based Coaching" in capsys.readouterr().out
