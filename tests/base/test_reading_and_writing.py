import gzip
import io
import os
import threading
import zlib
from pathlib import Path

import pytest

from taonto.base import reading
from taonto.base.errors import BadInputError, LimitError, UnavailableError, UnknownNameError
from taonto.base.reading import open_bytes, read_bytes, refuse_missing
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


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no endless file")
def test_a_stream_stops_at_the_limit_before_more_is_read():
    read = 0
    with open_bytes("/dev/zero", limit=1_000_000) as stream, pytest.raises(LimitError, match="more than 1,000,000"):
        while chunk := stream.read(100_000):
            read += len(chunk)
    assert 800_000 < read <= 1_000_000


def bomb(path, megabytes):
    """Write a gzip file of newlines, which unpacks to a thousand times its size."""
    packer = zlib.compressobj(wbits=31)
    path.write_bytes(b"".join(packer.compress(b"\n" * 1_000_000) for _ in range(megabytes)) + packer.flush())


def test_what_unpacks_to_hundreds_of_times_its_size_is_refused_once_it_is_large(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "SMALL_BYTES", 5_000_000)
    bomb(tmp_path / "small.gz", 4)
    assert len(read_bytes(tmp_path / "small.gz")) == 4_000_000
    bomb(tmp_path / "large.gz", 100)
    with pytest.raises(
        LimitError, match=rf"large\.gz: unpacks to more than {reading.MAX_RATIO} times its size, the limit"
    ):
        read_bytes(tmp_path / "large.gz")


def test_the_same_records_again_and_again_pass_the_guard(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "SMALL_BYTES", 1_000_000)
    row = ",engagement,final,Center,School,school,NCES:0612345,,2024-01-02,,1.5,,virtual,video,10,,,intensive,coaching"
    sheet = "".join(f"r{number}{row},We met and talked about what we always talk about.\n" for number in range(20_000))
    (tmp_path / "sheet.csv.gz").write_bytes(gzip.compress(sheet.encode()))
    assert read_bytes(tmp_path / "sheet.csv.gz") == sheet.encode()


def test_gzip_is_known_by_its_first_bytes(tmp_path):
    (tmp_path / "a.txt").write_bytes(gzip.compress(b"hello"))
    (tmp_path / "b.GZ").write_bytes(gzip.compress(b"hel") + gzip.compress(b"lo"))
    assert read_bytes(tmp_path / "a.txt") == read_bytes(tmp_path / "b.GZ") == b"hello"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_named_pipe_is_read(tmp_path):
    for content in (b"hello", gzip.compress(b"hello")):
        pipe = tmp_path / f"pipe{len(content)}"
        os.mkfifo(pipe)
        writer = threading.Thread(target=Path(pipe).write_bytes, args=(content,))
        writer.start()
        assert read_bytes(pipe) == b"hello"
        writer.join()


def test_a_closed_standard_input_is_said(monkeypatch):
    monkeypatch.setattr("sys.stdin", None)
    with pytest.raises(UnavailableError, match="standard input is closed; "):
        read_bytes("-")


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
