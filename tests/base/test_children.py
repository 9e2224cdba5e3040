import io
import os
import subprocess
import sys
import time

import psutil
import pytest
from helpers import work

from taonto.base.children import NO_LIMITS, Limits, guarded, run_limited
from taonto.base.errors import InternalError, LimitError, UnknownNameError
from taonto.base.reading import read_bytes


def test_returns_what_the_function_returns():
    assert run_limited(NO_LIMITS, sorted, [3, 1, 2], reverse=True) == [3, 2, 1]


def test_raises_what_the_function_raised(tmp_path):
    with pytest.raises(UnknownNameError, match="no such file"):
        run_limited(NO_LIMITS, read_bytes, tmp_path / "none")


def test_a_fault_of_the_program_is_one_error_with_the_traceback_as_a_note():
    with pytest.raises(InternalError, match=r"taonto failed \(KeyError: 'missing'") as raised:
        run_limited(NO_LIMITS, work.fail)
    assert '{}["missing"]' in "".join(raised.value.__notes__)


def test_time_counts_from_when_the_data_are_loaded():
    begin = time.monotonic()
    assert run_limited(Limits(seconds=0.5), work.sleep, 1.0, 0.0) == "rested"
    with pytest.raises(LimitError, match=r"stopped after 0\.5 seconds"):
        run_limited(Limits(seconds=0.5), work.sleep, 0.0, 60.0)
    assert time.monotonic() - begin < 30, "it waited for the work"


def test_memory_counts_from_when_the_data_are_loaded():
    assert run_limited(Limits(memory=150), work.fill, 20, before=300) == 320 * 2**20
    with pytest.raises(LimitError, match="more than 150 MiB of memory"):
        run_limited(Limits(memory=150), work.fill, 3000)


@pytest.mark.parametrize(
    ("function", "args", "why"),
    [
        (os._exit, (139,), "it crashed"),
        (os.abort, (), "memory runs out"),
        (work.segfault, (), "nested too deeply"),
    ],
    ids=["exit", "abort", "segfault"],
)
def test_a_crash_stays_there_and_is_explained(function, args, why):
    with pytest.raises(InternalError, match=why):
        run_limited(NO_LIMITS, function, *args)


def test_progress_reaches_the_caller():
    seen = []
    run_limited(NO_LIMITS, work.report, progress=lambda *args: seen.append(args))
    assert seen == [(0, "steps"), (1, "steps"), (2, "steps")]


def test_nothing_half_written_stays_when_a_child_dies(tmp_path):
    with pytest.raises(InternalError, match="killed"):
        run_limited(NO_LIMITS, work.die_while_writing, tmp_path / "out.txt")
    assert list(tmp_path.iterdir()) == []


def test_a_guarded_function_keeps_its_name_and_reads_standard_input_here(monkeypatch):
    monkeypatch.setattr("taonto.base.life._observer", None)
    safe = guarded(read_bytes)
    assert safe.__doc__ == read_bytes.__doc__
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"typed")))
    assert safe("-") == b"typed"
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"typed again")))
    assert safe(source="-") == b"typed again"
    with pytest.raises(UnknownNameError):
        safe("/no/such/file")


@pytest.mark.skipif(os.name == "nt", reason="a process can't be killed by a signal there")
def test_a_child_ends_with_its_parent_however_that_dies(tmp_path):
    note = tmp_path / "child.pid"
    script = f"from helpers import work\nfrom taonto.base.children import *\nfrom pathlib import Path\n\
run_limited(NO_LIMITS, work.note_process_and_sleep, Path({str(note)!r}))\n"
    paths = os.pathsep.join(filter(None, sys.path))
    parent = subprocess.Popen([sys.executable, "-c", script], env={**os.environ, "PYTHONPATH": paths})
    try:
        until = time.monotonic() + 60
        while not (note.exists() and note.read_text()):
            assert time.monotonic() < until, "the child did not start"
            time.sleep(0.02)
        child = psutil.Process(int(note.read_text()))
    finally:
        parent.kill()
        parent.wait()
    child.wait(timeout=20)


def test_a_plain_script_without_a_guard_is_not_run_again(tmp_path):
    (tmp_path / "question.rq").write_text("ASK { ?framework a ta:Framework }")
    script = tmp_path / "script.py"
    script.write_text("print('once')\nimport taonto\nprint(bool(taonto.query('question.rq', timeout=60)))\n")
    done = subprocess.run([sys.executable, script], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["once", "True"]
