"""Every command in docs/tutorial-validation.md is run, and prints what the page shows."""

import re
import subprocess
import sys
from pathlib import Path

PAGE = (Path(__file__).parents[2] / "docs" / "tutorial-validation.md").read_text(encoding="utf-8")
FILES = re.findall(r"^`([\w.]+)`:\n\n```csv\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
BLOCKS = re.findall(r"^```console\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def test_the_page_shows_what_the_program_prints(tmp_path):
    for name, text in FILES:
        (tmp_path / name).write_text(text, encoding="utf-8")
    for part in re.split(r"^\$ taonto ", "".join(BLOCKS), flags=re.MULTILINE)[1:]:
        command, _, shown = part.partition("\n")
        done = subprocess.run(
            [sys.executable, "-m", "taonto", *command.split()],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        expected, said = shown.splitlines(), done.stdout.splitlines()
        if expected and expected[-1] == "...":
            expected.pop()
            said = said[: len(expected)]
        if expected:
            assert said == expected, command
        assert done.returncode == (1 if "VIOLATION" in done.stdout or "log.csv" in command else 0), done.stderr
    assert (tmp_path / "report.html").exists() and (tmp_path / "log-checked.xlsx").exists()
    assert len(FILES) == 4 and len(BLOCKS) == 7
