"""What commands do with outputs that are no plain files, or that take nothing."""

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from taonto.base import resources
from taonto.cli import run

PROGRAM = f"{sys.executable} -m taonto"


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    """Work in a new folder with a small sheet, a study's matrix, and more statements than a cell takes."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(dict.fromkeys(filter(None, sys.path))))
    records = (resources.folder("examples") / "engagements-good.csv").read_text().splitlines(keepends=True)
    Path("log.csv").write_text("".join(records[:3]))
    Path("mine.csv").write_text("framework,coaching,visioning\nmine,1,0\n")
    Path("all.rq").write_text("SELECT * { ?s ?p ?o }")
    return tmp_path


def shell(command):
    return subprocess.run(command, shell=True, executable="/bin/bash", capture_output=True, check=False, timeout=60)


def error_of(arguments, capsys):
    """Return the one line that a command says when it ends with exit code 2."""
    assert run(arguments.split()) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    return lines[0]


def device(name, number):
    try:
        os.mknod(name, stat.S_IFCHR | 0o666, os.makedev(1, number))
        Path(name).open("wb").close()
    except OSError:
        pytest.skip("devices can't be made here")


def test_a_device_takes_results_and_stays_a_device(capsys):
    device("null", 3)
    for command in (
        "convert log.csv null --format turtle",
        "generate 3 --faults 1 --output null",
        "template null",
        "query phases-in-order --output null --format csv",
        "validate log.csv --output null",
    ):
        assert run(command.split()) == 0
    assert stat.S_ISCHR(Path("null").stat().st_mode)
    assert sorted(path.name for path in Path().iterdir()) == ["all.rq", "log.csv", "mine.csv", "null"]
    capsys.readouterr()
    assert error_of("analyze --output null", capsys).endswith("null: is a device or pipe; name a folder for the output")


def test_a_device_that_is_full_is_named(capsys):
    device("full", 7)
    for command in (
        "convert log.csv full --format ntriples",
        "generate 3 --output full",
        "query phases-in-order --output full",
        "study mine.csv --name mine --source me --declare --output full --format turtle",
    ):
        assert "full: can't be written (No space left on device)" in error_of(command, capsys)


def test_the_name_of_standard_output_is_standard_output():
    Path("stdout").symlink_to("/proc/self/fd/1")
    if not Path("/proc/self/fd").exists():
        pytest.skip("descriptors have no such names here")
    dash = shell(f"{PROGRAM} convert log.csv - --format turtle").stdout
    link = shell(f"(echo before; {PROGRAM} convert log.csv stdout --format turtle; echo after) | cat").stdout
    assert link == b"before\n" + dash + b"after\n" and len(dash) > 100
    shell(f"(echo before; {PROGRAM} convert log.csv stdout --format turtle; echo after) > all.ttl")
    assert Path("all.ttl").read_bytes() == link and Path("stdout").is_symlink()


def test_a_pipe_whose_reader_goes_is_no_error():
    os.mkfifo("pipe.csv")
    done = shell(f"head -n 1 pipe.csv & {PROGRAM} generate 2000 --output pipe.csv")
    assert done.returncode == 0 and done.stdout.startswith(b"identifier,") and done.stderr == b""


@pytest.mark.parametrize(
    "arguments",
    [
        "study mine.csv --name mine --source me --output mine.csv",
        "query all.rq --output all.rq --format csv",
        "query - --output all.rq --format csv",
        "check all.rq --output all.rq",
        "convert log.ttl new.csv --codes new.rest.ttl",
        "convert log.ttl hard.ttl",
        "convert - log.csv --input-format turtle --format csv",
        "analyze --matrix report/matrix.csv --output report",
        "analyze --data report/matrix.csv --output report",
    ],
)
def test_no_command_writes_over_what_it_reads(arguments, monkeypatch, capsys):
    Path("new.rest.ttl").write_text("<urn:a:s> <urn:a:p> 1 .")
    shutil.copy("new.rest.ttl", "log.ttl")
    os.link("log.ttl", "hard.ttl")
    Path("report").mkdir()
    Path("report/summary.json").write_text('{"kind": "taonto analysis", "files": ["summary.json", "matrix.csv"]}')
    Path("report/matrix.csv").write_text("framework,coaching\nmine,1\n")
    before = {path: path.read_text() for path in Path().rglob("*.*")}
    with Path("all.rq" if arguments.startswith("query") else "log.csv").open() as source:
        monkeypatch.setattr("sys.stdin", source)
        message = error_of(arguments, capsys)
    assert "would be overwritten" in message or "would be deleted" in message
    assert {path: path.read_text() for path in Path().rglob("*.*")} == before


def test_a_question_may_be_answered_into_a_file_of_its_name():
    for _ in range(2):
        assert run(["query", "phases-in-order", "--output", "phases-in-order", "--format", "csv"]) == 0
    assert Path("phases-in-order").read_text().count("\n") > 1


def test_what_fits_in_no_cell_is_written_only_with_the_sheet(capsys):
    assert run(["convert", "log.csv", "log.ttl"]) == 0
    with Path("log.ttl").open("a") as file:
        file.write("<urn:x:y> <urn:x:z> 1 .")
    capsys.readouterr()
    device("full.csv", 7)
    assert "full.csv: can't be written" in error_of("convert log.ttl full.csv --rest rest.ttl", capsys)
    assert not Path("rest.ttl").exists()
    assert "name a file for what does not fit" in error_of("convert log.ttl full.csv", capsys)
    assert run(["convert", "log.ttl", "new.csv", "--rest", "rest.ttl"]) == 0
    assert "<urn:x:y>" in Path("rest.ttl").read_text()


@pytest.fixture(scope="module")
def small_disk(tmp_path_factory):
    """Return a way to run a command line in a folder that is a disk of 16 kB of its own."""
    if shutil.which("unshare") is None or shell("unshare -m mount -t tmpfs tmpfs /mnt").returncode != 0:
        pytest.skip("disks can't be mounted here")
    folder = tmp_path_factory.mktemp("disks") / "full"
    folder.mkdir()

    def go(arguments):
        return shell(f"unshare -m bash -c 'mount -t tmpfs -o size=16k tmpfs {folder}; {arguments}; ls -A {folder} >&2'")

    return folder, go


@pytest.mark.parametrize(
    ("arguments", "file"),
    [
        ("generate 300 --output {}/x.nt", "x.nt"),
        ("template {}/report/x.xlsx", "report/x.xlsx"),
        ("validate log.csv --annotate {}/a.xlsx --output {}/report.html --format html", "report.html"),
    ],
)
def test_a_full_disk_is_named_and_left_clean(small_disk, arguments, file):
    folder, go = small_disk
    done = go(f"{PROGRAM} {arguments.replace('{}', str(folder))}")
    error, *left = done.stderr.decode().splitlines()
    reason = "No space left on device" if "/" not in file else "No such file or directory"
    assert f"{folder}/{file}: can't be written ({reason})" in error
    assert left == (["a.xlsx"] if "annotate" in arguments else [])
