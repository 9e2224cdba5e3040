"""The command as a process: how it ends when it is stopped, when native code dies, and when its streams are closed."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the command runs in one process")

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@pytest.fixture
def start(tmp_path):
    """Start the command in a folder of its own, and leave no process behind."""
    started = []

    def run(*arguments, **options):
        process = subprocess.Popen(
            [sys.executable, "-m", "taonto", *map(str, arguments)],
            **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "cwd": tmp_path, **options},
        )
        started.append(process)
        return process

    yield run
    for process in started:
        for child in psutil.Process(process.pid).children(recursive=True) if process.poll() is None else ():
            child.kill()
        process.kill()
        process.communicate()


def children_of(process):
    """Wait until the command, the process that works and the one that asks the query are there; return the last two."""
    until = time.monotonic() + 60
    while len(found := psutil.Process(process.pid).children(recursive=True)) < 2:
        assert time.monotonic() < until, "the children did not start"
        time.sleep(0.02)
    return found


def wait_for_temporary(folder):
    until = time.monotonic() + 60
    while not (found := [p for p in folder.iterdir() if p.name.startswith(".out")]):
        assert time.monotonic() < until, "no output was begun"
        time.sleep(0.01)
    return found[0]


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT", "SIGKILL"])
def test_a_stopped_command_leaves_no_process_behind(start, tmp_path, name):
    (tmp_path / "endless.rq").write_text(ENDLESS)
    process = start("query", "endless.rq")
    children = children_of(process)
    process.send_signal(getattr(signal, name))
    _, errors = process.communicate(timeout=60)
    _, alive = psutil.wait_procs(children, timeout=20)
    assert not alive
    if name != "SIGKILL":
        assert process.returncode == 128 + getattr(signal, name)
        assert errors == "taonto: interrupted; nothing was left half-written\n"


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_a_stopped_command_leaves_no_temporary_file(start, tmp_path, name):
    process = start("generate", "2000000", "--output", "out.csv")
    wait_for_temporary(tmp_path)
    process.send_signal(getattr(signal, name))
    process.communicate(timeout=60)
    assert process.returncode == 128 + getattr(signal, name)
    assert list(tmp_path.iterdir()) == []


def test_what_a_dying_child_was_writing_is_deleted(start, tmp_path):
    process = start("generate", "2000000", "--output", "out.csv")
    wait_for_temporary(tmp_path)
    psutil.Process(process.pid).children()[0].send_signal(signal.SIGSEGV)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 2
    assert errors.startswith("taonto: error: the command failed (it crashed")
    assert errors.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_nohup_is_respected(start, tmp_path):
    (tmp_path / "endless.rq").write_text(ENDLESS)
    process = start(
        "query",
        "endless.rq",
        "--timeout",
        "2",
        preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN),
    )
    children_of(process)
    process.send_signal(signal.SIGHUP)
    process.communicate(timeout=60)
    assert process.returncode == 2


@pytest.mark.parametrize(
    ("closed", "arguments", "code"),
    [
        ((2,), ("terms", "coaching"), 0),
        ((2,), ("terms", "no-such-term-at-all"), 2),
        ((1,), ("terms", "coaching"), 2),
        ((0, 1, 2), ("terms", "coaching"), 2),
        ((0,), ("terms", "coaching"), 0),
        ((0,), ("validate", "-", "--input-format", "csv"), 2),
        ((0, 2), ("query", "-"), 2),
    ],
    ids=str,
)
def test_closed_streams_change_no_exit_code(start, closed, arguments, code):
    def close():
        for number in closed:
            os.close(number)

    process = start(*arguments, preexec_fn=close, stdin=subprocess.DEVNULL)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == code
    if code and 2 not in closed:
        assert errors.startswith("taonto: error: ")
        assert errors.count("\n") == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
@pytest.mark.parametrize(("arguments", "code"), [(("terms", "coaching"), 0), (("terms", "no-such-term-at-all"), 2)])
def test_messages_that_can_not_be_written_change_no_exit_code(start, arguments, code):
    with Path("/dev/full").open("w") as full:
        process = start(*arguments, stderr=full)
        process.communicate(timeout=60)
    assert process.returncode == code


def test_a_reader_that_has_gone_is_no_error(start):
    process = start("query", "--list")
    process.stdout.read(1)
    process.stdout.close()
    assert process.wait(timeout=60) == 0
    assert process.stderr.read() == ""


def test_a_pipe_of_the_shell_is_read_in_every_child(start, tmp_path):
    good = Path(__file__).parents[2] / "examples" / "engagements-good.ttl"
    read, write = os.pipe()
    process = start(
        "query", "engagements-by-tier", "--data", f"/dev/fd/{read}", "--input-format", "turtle", pass_fds=[read]
    )
    os.close(read)
    with os.fdopen(write, "wb") as pipe:
        pipe.write(good.read_bytes())
    output, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors
    assert "intensive" in output.casefold()


def test_too_little_memory_is_one_sentence(start, tmp_path):
    import resource

    limit = 120 * 2**20
    process = start(
        "query",
        "elements-by-frequency",
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)),
    )
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 2
    assert errors.startswith("taonto: error: ")
    assert errors.count("\n") == 1


def test_a_fault_of_the_program_is_one_sentence_and_a_traceback_only_on_demand(start, tmp_path):
    broken = (
        "import taonto.ontology.terms as t; t.find = None; from taonto.cli import main; main(['terms', 'coaching'])"
    )
    for debug in ("", "1"):
        environment = {**os.environ, "TAONTO_DEBUG": debug, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        done = subprocess.run(
            [sys.executable, "-c", broken], env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 2
        assert "this is a fault of the program" in done.stderr.splitlines()[-1]
        assert ("Traceback" in done.stderr) == bool(debug)
