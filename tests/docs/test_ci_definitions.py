"""The hook and the action are run as pre-commit and GitHub would run them, all but the installing."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from taonto.cli import COMMANDS
from taonto.report.validation.render import FORMATS
from taonto.validation.rules import PROFILES

ROOT = Path(__file__).parents[2]
GOOD, FAULTY = (ROOT / "examples" / f"engagements-{kind}.csv" for kind in ("good", "faulty"))


@pytest.fixture(scope="module")
def hook():
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    return hook


@pytest.fixture(scope="module")
def action():
    return yaml.safe_load((ROOT / "action.yml").read_text())


def environment(**more):
    """Return this environment, in which `python` and `taonto` are those of the tests."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return {**os.environ, "PATH": path, **more}


def test_the_hook_names_what_pre_commit_needs(hook):
    assert {"id", "name", "entry", "language", "files"} <= set(hook)
    assert hook["language"] == "python"
    program, command = shlex.split(hook["entry"])
    assert program == "taonto"
    assert command in COMMANDS


@pytest.mark.parametrize(
    ("path", "checked"),
    [
        ("engagements.csv", True),
        ("data/2024/engagements-north.xlsx", True),
        ("data/engagements.ttl", True),
        ("budget.csv", False),
        ("docs/engagements.md", False),
    ],
)
def test_the_hook_looks_at_records_alone(hook, path, checked):
    assert bool(re.search(hook["files"], path)) is checked


@pytest.mark.parametrize(("files", "code"), [([GOOD], 0), ([GOOD, FAULTY], 1)])
def test_the_hook_runs_with_several_files(hook, tmp_path, files, code):
    command = [*shlex.split(hook["entry"]), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env=environment(), check=False)
    assert done.returncode == code, done.stderr
    assert ("row 22, column startDate" in done.stdout) is bool(code)


def test_the_action_is_whole(action):
    assert action["runs"]["using"] == "composite"
    assert set(action["inputs"]) >= {"files", "profile", "fail-on", "format", "upload-sarif"}
    for step in action["runs"]["steps"]:
        assert ("uses" in step) != ("run" in step)
        assert "run" not in step or step["shell"] in ("bash", "python")
    used = set(re.findall(r"inputs\.([a-z-]+)", json.dumps(action["runs"])))
    assert used == set(action["inputs"])


def test_no_input_becomes_part_of_a_script(action):
    scripts = [step["run"] for step in action["runs"]["steps"] if "run" in step]
    assert not [script for script in scripts if "${{" in script]


def test_the_action_installs_the_program_that_it_came_with(action):
    install = next(step for step in action["runs"]["steps"] if step.get("name") == "Install taonto")
    assert install["env"]["SOURCE"] == "${{ github.action_path }}"
    assert shlex.split(install["run"])[-1] == "$SOURCE"
    assert (ROOT / "pyproject.toml").exists()


def test_the_manual_names_every_input_and_choice(action):
    manual = (ROOT / "docs" / "ci.md").read_text()
    named = re.findall(r"^\| `([a-z-]+)` \|", manual, re.MULTILINE)
    assert named == list(action["inputs"])
    assert all(f"`{word}`" in manual for word in (*FORMATS, *PROFILES))
    for block in re.findall(r"```yaml\n(.*?)```", manual, re.DOTALL):
        assert yaml.safe_load(block)


@pytest.fixture
def act(action, tmp_path):
    """Run the step that validates, in a repository with two folders of records, with some inputs."""
    (tmp_path / "data" / "north").mkdir(parents=True)
    (tmp_path / "data" / "good one.csv").write_bytes(GOOD.read_bytes())
    (tmp_path / "data" / "north" / "faulty.csv").write_bytes(FAULTY.read_bytes())
    (tmp_path / "runner").mkdir()
    step = next(step for step in action["runs"]["steps"] if step.get("id") == "validate")
    outputs = tmp_path / "outputs"

    def run(**inputs):
        given = {name: facts.get("default", "") for name, facts in action["inputs"].items()}
        given |= {name.replace("_", "-"): value for name, value in inputs.items()}
        variables = {
            name: given[re.fullmatch(r"\$\{\{ inputs\.([a-z-]+) \}\}", expression)[1]]
            for name, expression in step["env"].items()
        }
        outputs.write_text("")
        done = subprocess.run(
            [sys.executable, "-c", step["run"]],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env=environment(RUNNER_TEMP=str(tmp_path / "runner"), GITHUB_OUTPUT=str(outputs), **variables),
            check=False,
        )
        return done, dict(line.split("=", 1) for line in outputs.read_text().splitlines())

    return run


def test_the_action_checks_what_patterns_match(act):
    done, outputs = act(files="data/**/*.csv\n")
    assert done.returncode == 1, done.stderr
    assert outputs == {"conforms": "false"}
    assert "data/good one.csv: " in done.stdout
    assert "data/north/faulty.csv, row 22, column startDate" in done.stdout


def test_the_action_passes_good_records_and_writes_the_report(act, tmp_path):
    done, outputs = act(files="data/good one.csv", format="json", output="report.json", profile="exchange")
    assert (done.returncode, outputs) == (0, {"conforms": "true"}), done.stderr
    assert json.loads((tmp_path / "report.json").read_text())["conforms"] is True


def test_the_action_prepares_what_code_scanning_takes(act, tmp_path):
    done, outputs = act(files="data/north/*.csv", upload_sarif="true")
    assert done.returncode == 1
    assert outputs == {"conforms": "false", "sarif": str(tmp_path / "runner" / "taonto.sarif")}
    log = json.loads(Path(outputs["sarif"]).read_text())
    uris = {
        location["physicalLocation"]["artifactLocation"]["uri"]
        for result in log["runs"][0]["results"]
        for location in result["locations"]
    }
    assert uris == {"data/north/faulty.csv"}


@pytest.mark.parametrize(
    "inputs",
    [
        {"files": "data/*.ttl"},
        {"files": "missing.csv"},
        {"files": "--help"},
        {"files": "data/north/*.csv", "profile": "$(touch pwned)"},
        {"files": "$(touch pwned)\n`touch pwned`;touch pwned"},
    ],
)
def test_the_action_says_what_it_cannot_check_and_runs_nothing_else(act, tmp_path, inputs):
    done, outputs = act(**inputs)
    assert (done.returncode, outputs) == (2, {})
    assert not (tmp_path / "pwned").exists()
