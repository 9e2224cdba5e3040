import gzip
import io

import pytest

from taonto.base.errors import BadInputError, LimitError, UnavailableError, UnknownNameError
from taonto.base.reading import read_bytes, refuse_missing
from taonto.base.writing import atomic_output, write_folder, write_text


def test_reads_plain_and_gzipped(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"hello")
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(b"hello"))
    assert read_bytes(tmp_path / "a.txt") == read_bytes(tmp_path / "a.txt.gz") == b"hello"


def test_standard_input_is_unpacked_if_it_is_gzip(monkeypatch):
    for data in (b"hello", gzip.compress(b"hello")):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
        assert read_bytes("-") == b"hello"


def test_a_decompression_bomb_stops_at_the_limit(tmp_path):
    (tmp_path / "bomb.gz").write_bytes(gzip.compress(b"\0" * 5_000_000))
    with pytest.raises(LimitError, match=r"bomb\.gz: contains more than 1,000 bytes"):
        read_bytes(tmp_path / "bomb.gz", limit=1000)


@pytest.mark.parametrize(
    ("name", "content", "error", "message"),
    [
        ("missing.ttl", None, UnknownNameError, "no such file"),
        ("", None, BadInputError, "is a folder"),
        ("x" * 1000, None, BadInputError, "can't be read"),
        ("broken.gz", b"not gzip", BadInputError, "not a complete gzip file"),
        ("cut.gz", gzip.compress(b"x" * 1000, mtime=0)[:20], BadInputError, "not a complete gzip file"),
        ("spoilt.gz", gzip.compress(b"x" * 1000, mtime=0)[:12] + b"\xff" * 20, BadInputError, "not a complete gzip"),
    ],
    ids=["missing", "folder", "no file name", "no gzip", "cut short", "spoilt"],
)
def test_what_cannot_be_read_is_said(tmp_path, name, content, error, message):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    else:
        with pytest.raises(error, match=message):
            refuse_missing(tmp_path / name)
    with pytest.raises(error, match=message):
        read_bytes(tmp_path / name)


def test_what_is_written_as_gzip_is_read_again(tmp_path):
    for name in ("a.txt.gz", "b.txt.gz"):
        write_text(tmp_path / name, "hello")
        assert read_bytes(tmp_path / name) == b"hello"
    assert (tmp_path / "a.txt.gz").read_bytes() == (tmp_path / "b.txt.gz").read_bytes()


def test_an_error_while_writing_leaves_the_old_file_and_no_rest(tmp_path):
    target = tmp_path / "out.txt"
    write_text(target, "old")
    with pytest.raises(RuntimeError), atomic_output(target) as stream:
        stream.write(b"half")
        raise RuntimeError
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["out.txt"]


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path):
    with pytest.raises(UnavailableError, match="check the folder"):
        write_text(tmp_path / "nowhere" / "out.txt", "text")
    with pytest.raises(BadInputError, match="is a folder"):
        write_text(tmp_path, "text")


FILES = {"a.txt": b"1", "sub/b.txt": b"2"}


def contents(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_folder_is_written_whole_in_place_of_what_was_there(tmp_path):
    target = tmp_path / "above" / "out"
    write_folder(target, {"old.txt": b"0"})
    write_folder(target, FILES)
    assert contents(target) == FILES
    assert [path.name for path in target.parent.iterdir()] == ["out"]


def test_a_folder_that_cannot_be_written_leaves_what_was_there(tmp_path):
    target = tmp_path / "out"
    write_folder(target, FILES)
    with pytest.raises(UnavailableError, match="can't be written"):
        write_folder(target, {"a.txt": b"3", "a.txt/b.txt": b"4"})
    assert contents(target) == FILES
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
