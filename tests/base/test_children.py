import os
import subprocess
import sys
import time

import pytest

from taonto.base.children import run_limited
from taonto.base.errors import InternalError, LimitError, UnknownNameError
from taonto.base.reading import read_bytes


def test_returns_what_the_function_returns():
    assert run_limited(None, sorted, [3, 1, 2], reverse=True) == [3, 2, 1]


def test_raises_what_the_function_raised(tmp_path):
    with pytest.raises(UnknownNameError, match="no such file"):
        run_limited(None, read_bytes, tmp_path / "none")


def test_stops_in_time():
    begin = time.monotonic()
    with pytest.raises(LimitError, match=r"stopped after 0\.5 seconds"):
        run_limited(0.5, time.sleep, 60)
    assert time.monotonic() - begin < 30, "it waited for the work"


def test_a_crash_stays_there():
    with pytest.raises(InternalError, match="the engine crashed"):
        run_limited(None, os._exit, 139)


def test_a_plain_script_without_a_guard_is_not_run_again(tmp_path):
    (tmp_path / "question.rq").write_text("ASK { ?framework a ta:Framework }")
    script = tmp_path / "script.py"
    script.write_text("print('once')\nimport taonto\nprint(bool(taonto.query('question.rq', timeout=60)))\n")
    done = subprocess.run([sys.executable, script], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["once", "True"]
