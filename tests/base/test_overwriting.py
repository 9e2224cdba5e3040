import contextlib
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from taonto.base.errors import BadInputError, UnavailableError
from taonto.base.overwriting import refuse_overwrite, refuse_replacing, refuse_strangers

refused = pytest.raises(BadInputError, match=r"would be (overwritten|written twice|deleted)")


@pytest.fixture
def log(tmp_path):
    (tmp_path / "log.ttl").write_text("<urn:a:s> <urn:a:p> 1 .")
    (tmp_path / "folder").mkdir()
    return tmp_path / "log.ttl"


def test_one_file_under_two_names_is_the_same_file(log):
    (log.parent / "link").symlink_to("log.ttl")
    os.link(log, log.parent / "hard.ttl")
    for name in ("link", "hard.ttl", "folder/../log.ttl"):
        with refused:
            refuse_overwrite([log.parent / name], [log])
        with refused:
            refuse_overwrite([log], ["-", log.parent / name])
        with refused:
            refuse_overwrite([log, None, log.parent / name], [])
    refuse_overwrite([log.parent / "other", "-"], [log, "-", None])


def test_a_descriptor_is_the_file_that_it_is_open_for(log):
    with log.open("ab") as file:
        descriptor = f"/dev/fd/{file.fileno()}"
        with refused:
            refuse_overwrite([descriptor], [log])
        with refused:
            refuse_overwrite([log, descriptor], [])
        refuse_overwrite([descriptor, descriptor], [])  # both continue it


@pytest.mark.parametrize(("where", "call"), [("<", '["log.ttl"], ["-"]'), (">>", '["-"], ["log.ttl"]')])
def test_standard_streams_are_the_files_that_the_shell_opened(log, where, call):
    code = f"from taonto.base.overwriting import refuse_overwrite as r; r({call})"
    command = f"{sys.executable} -c '{code}' {where} log.ttl"
    environment = {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(command, shell=True, check=False, capture_output=True, cwd=log.parent, env=environment)
    assert b"is an input and would be overwritten" in done.stderr


def test_files_that_do_not_exist_yet_are_compared_too(log):
    (log.parent / "also").symlink_to("folder")
    (log.parent / "new").symlink_to("folder/out.csv")
    for name in ("also/out.csv", "new"):
        with refused:
            refuse_overwrite([log.parent / "folder" / "out.csv", log.parent / name], [])
    refuse_overwrite([log.parent / "folder" / "out.csv", log.parent / "out.csv"], [log.parent / "out.csv"])


def test_devices_and_pipes_are_never_overwritten(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    special = [tmp_path / "pipe"]
    with contextlib.suppress(OSError):
        os.mknod(tmp_path / "null", stat.S_IFCHR | 0o666, os.makedev(1, 3))
        special.append(tmp_path / "null")
    for path in special:
        refuse_overwrite([path, path], [path])


def test_a_folder_with_an_input_is_not_replaced(log):
    inside = log.parent / "folder" / "sub" / "matrix.csv"
    inside.parent.mkdir()
    inside.write_text("1")
    (log.parent / "folder" / "link.ttl").symlink_to(log)
    (log.parent / "link.csv").symlink_to(inside)
    (log.parent / "also").symlink_to("folder")
    for name in ("folder", "also"):
        for source in (inside, log.parent / "link.csv", log.parent / "folder" / "link.ttl"):
            with refused:
                refuse_replacing(log.parent / name, [None, "-", source])
        refuse_replacing(log.parent / name, [log])
    refuse_replacing(None, [log])
    refuse_replacing(log.parent / "missing", [log])


def test_what_is_no_folder_is_said_before_any_work(log):
    (log.parent / "loop").symlink_to("loop")
    (log.parent / "nowhere").symlink_to("missing")
    os.mkfifo(log.parent / "pipe")
    for name in ("log.ttl", "pipe"):
        with pytest.raises(BadInputError, match=r"is a (file|device or pipe); name a folder"):
            refuse_strangers(log.parent / name, lambda path: set(), "analysis")
    for name in ("loop", "log.ttl/sub", "x" * 300):
        with pytest.raises(UnavailableError, match="can't be written"):
            refuse_strangers(log.parent / name, lambda path: set(), "analysis")
    refuse_strangers(log.parent / "nowhere", lambda path: set(), "analysis")
    with pytest.raises(BadInputError, match=r"contains 'log.ttl', which no analysis wrote"):
        refuse_strangers(Path(log.parent), lambda path: set(), "analysis")
