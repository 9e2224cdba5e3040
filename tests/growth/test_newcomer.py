"""A newcomer follows CONTRIBUTING.md on a copy of the project: every block is applied, and all stays green.

The page is the test's only source: what it says to append, write or insert is done, in its order.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
FOLDERS = ("ontology", "shapes", "queries", "examples", "tests", "taonto")
BLOCK = re.compile(
    r"(?P<how>Append to|Write|In)\s+`(?P<file>[^`]+)`(?:,\s+after\s+the\s+line\s+`(?P<after>[^`]+)`)?:\n\n"
    r"```\w+\n(?P<text>.*?)^```",
    re.MULTILINE | re.DOTALL,
)
DEPENDENT = ("tests/queries", "tests/ontology/test_catalogue.py")
"""The fast tests of what a newcomer touches; the commands of the page run others."""
DEPENDING = "frameworks-of-year or not (standard_sparql or describes_itself or holds_the_defaults)"
"""What an old question's text says of itself has not changed."""


class Step(NamedTuple):
    how: str
    file: str
    after: str | None
    text: str

    def apply(self, folder: Path) -> None:
        path = folder / self.file
        if self.how == "Write":
            path.parent.mkdir(exist_ok=True)
            path.write_text(self.text, encoding="utf-8")
            return
        old = path.read_text(encoding="utf-8")
        if self.how == "Append to":
            path.write_text(old + self.text, encoding="utf-8")
            return
        line = f"{self.after}\n"
        assert old.count(line) == 1, f"{self.file} has this line {old.count(line)} times: {line}"
        path.write_text(old.replace(line, line + self.text), encoding="utf-8")


STEPS = [Step(**found.groupdict()) for found in BLOCK.finditer(PAGE)]
SECTIONS = dict(re.findall(r"^### (An? [^\n]+)\n(.*?)(?=^##)", PAGE, re.MULTILINE | re.DOTALL))
COMMANDS = {
    line: None
    for section in SECTIONS.values()
    for block in re.findall(r"^```sh\n(.*?)^```", section, re.MULTILINE | re.DOTALL)
    for line in block.splitlines()
}
ASKED = [line for line in COMMANDS if line.startswith(("taonto query ", "taonto terms "))]
"""Commands that look at one thing each; `taonto check` and the tests run once, for all things together."""


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """A way to run a command in the copy, which holds all newcomers and their expected answers."""
    copy = tmp_path_factory.mktemp("newcomer")
    for name in FOLDERS:
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", copy)
    for step in STEPS:
        step.apply(copy)
    environment = os.environ | {"PYTHONPATH": str(copy), "XDG_CACHE_HOME": str(copy / "cache")}

    def run(line: str) -> subprocess.CompletedProcess[str]:
        program, *arguments = shlex.split(line)
        start = {"python": [], "pytest": ["-m", "pytest", "-q", "-p", "no:cacheprovider"], "taonto": ["-m", "taonto"]}
        return subprocess.run(
            [sys.executable, *start[program], *arguments],
            cwd=copy, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip

    for line in COMMANDS:
        if line.startswith("python "):
            succeeds(run(line))
    return run


def succeeds(done):
    assert done.returncode == 0, f"{shlex.join(done.args)}\n{done.stdout[-5000:]}{done.stderr[-2000:]}"
    return done.stdout


def test_the_page_shows_each_kind_of_newcomer():
    kinds = ("framework", "coding study", "question", "rule for records", "code", "label", "term")
    assert [name.split(" ", 1)[1] for name in SECTIONS] == list(kinds)
    assert all("```sh\n" in section for section in SECTIONS.values())
    assert sum(len(BLOCK.findall(section)) for section in SECTIONS.values()) == len(STEPS)


def test_the_tests_of_the_catalogue_and_the_questions_pass(run):
    assert " passed" in succeeds(run(shlex.join(["pytest", *DEPENDENT, "-k", DEPENDING])))


def test_the_ontology_is_sound(run):
    only = ("files", "terms", "catalogue", "links", "questions")  # the logic is the business of the full check
    succeeds(run(" ".join(["taonto check --no-reasoning", *(f"--only {name}" for name in only)])))


@pytest.mark.parametrize("line", ASKED)
def test_a_command_of_the_page(run, line):
    assert succeeds(run(line)).count("\n") > 2


def test_the_new_question_finds_the_new_framework(run):
    assert "framework/example-ladder-2031," in succeeds(
        run("taonto query frameworks-of-year --param year=2031 --format csv")
    )


def test_the_new_rule_has_its_pair(run):
    [line] = [line for line in COMMANDS if line.startswith("pytest tests/validation")]
    assert " passed" in succeeds(run(line))


def test_the_new_rule_judges_records_with_the_new_code(run, tmp_path):
    good = (ROOT / "examples" / "engagements-good.csv").read_text(encoding="utf-8")
    channels = re.search(r"(?<=,)(video|phone)(?=,)", good)
    assert channels is not None
    for name, cell in (("few", "video; phone; text-message"), ("many", "video; phone; email; text-message")):
        sheet = tmp_path / f"{name}.csv"
        sheet.write_text(good[: channels.start()] + cell + good[channels.end() :], encoding="utf-8")
        done = run(f"taonto validate {sheet} --fail-on warning")
        assert ("TA590" in done.stdout) is (name == "many"), done.stdout + done.stderr
        assert done.returncode == int(name == "many"), done.stdout + done.stderr
