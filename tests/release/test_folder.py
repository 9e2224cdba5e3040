"""The folder: complete, the same twice, never half written, and never over the files of others."""

import hashlib

import pytest

from taonto.base.errors import BadInputError, TaontoError
from taonto.cli import run
from taonto.release import folder
from taonto.release.folder import write_release


def test_checksums_list_every_file(files):
    lines = dict(line.split("  ")[::-1] for line in files["SHA256SUMS"].decode().splitlines())
    assert lines == {n: hashlib.sha256(d).hexdigest() for n, d in files.items() if n != "SHA256SUMS"}


def test_the_command_writes_the_release_with_the_same_bytes_again(files, tmp_path, capsys):
    target = tmp_path / "out" / "release"
    assert run(["build", str(target)]) == 0
    assert {p.relative_to(target).as_posix(): p.read_bytes() for p in target.rglob("*") if p.is_file()} == files
    assert [p.name for p in target.parent.iterdir()] == ["release"]
    (target / "mine.txt").write_text("keep me")
    assert run(["build", str(target)]) == 2
    assert "'mine.txt'" in capsys.readouterr().err


@pytest.mark.parametrize("base", ["ftp://x", "https://x y", "https://x\nRewriteRule", "https://x/%1", "javascript:x"])
def test_a_bad_address_is_refused(base, tmp_path):
    with pytest.raises(BadInputError, match="is not a web address to publish at; give one such as https://"):
        write_release(tmp_path / "r", base)
    assert list(tmp_path.iterdir()) == []


SMALL = {"a/b.txt": b"b", "c.txt": b"c"}
SMALL["SHA256SUMS"] = "".join(f"{hashlib.sha256(d).hexdigest()}  {n}\n" for n, d in SMALL.items()).encode()


@pytest.fixture
def small(monkeypatch):
    """Make the release two files long."""
    monkeypatch.setattr(folder, "release_files", lambda base: SMALL)


@pytest.mark.usefixtures("small")
def test_a_release_replaces_an_earlier_one_only(tmp_path):
    target = tmp_path / "release"
    assert write_release(target) == write_release(target) == list(SMALL)
    assert sorted(p.name for p in target.iterdir()) == ["SHA256SUMS", "a", "c.txt"]
    (target / "mine.txt").write_text("keep me")
    with pytest.raises(TaontoError, match=r"'mine\.txt'"):
        write_release(target)
    assert (target / "mine.txt").read_text() == "keep me"
    (target / "mine.txt").unlink()
    (target / "c.txt").write_text("edited")
    with pytest.raises(TaontoError, match=r"'c\.txt'"):
        write_release(target)
    assert (target / "c.txt").read_text() == "edited"


@pytest.mark.usefixtures("small")
def test_an_empty_folder_is_taken_and_a_file_is_not(tmp_path):
    (tmp_path / "empty").mkdir()
    write_release(tmp_path / "empty")
    assert (tmp_path / "empty" / "a" / "b.txt").read_bytes() == b"b"
    (tmp_path / "file").write_text("x")
    with pytest.raises(TaontoError, match="is a file"):
        write_release(tmp_path / "file")
    assert (tmp_path / "file").read_text() == "x"


@pytest.mark.usefixtures("small")
def test_a_failed_write_leaves_the_earlier_release(tmp_path):
    resource = pytest.importorskip("resource", reason="this system has no limits to fill a disk with")
    target = tmp_path / "release"
    write_release(target)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, before[1]))
    try:
        with pytest.raises(TaontoError, match=r"release/SHA256SUMS: can't be written \(File too large\)"):
            write_release(target)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert (target / "c.txt").read_bytes() == b"c"
    assert [p.name for p in tmp_path.iterdir()] == ["release"]
