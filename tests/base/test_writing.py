import contextlib
import gzip
import io
import os
import re
import stat
import tempfile
import threading
from pathlib import Path

import openpyxl
import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

import taonto
from taonto.base import life
from taonto.base.errors import BadInputError, TaontoError, UnavailableError
from taonto.base.writing import (
    atomic_output,
    temporary_folder,
    temporary_output,
    write_bytes,
    write_folder,
    write_text,
)
from taonto.cells.writing import write_table

resource = pytest.importorskip("resource", reason="this system has no limits to fill a disk with")
LARGE = b"x" * 3_000_000


@pytest.fixture
def device(tmp_path):
    """Return a function that makes a copy of a device: a mistake must not cost the machine its own one."""

    def make(number):
        path = tmp_path / f"device{number}"
        try:
            os.mknod(path, stat.S_IFCHR | 0o666, os.makedev(1, number))
            path.open("wb").close()
        except OSError:
            pytest.skip("devices can't be made here")
        return path

    return make


@pytest.fixture
def plain_user():
    """Yield a folder of somebody who is not root, and be that user."""
    with tempfile.TemporaryDirectory() as folder:
        if os.geteuid() != 0:
            yield Path(folder)
            return
        os.chown(folder, 65534, 65534)
        os.seteuid(65534)
        try:
            yield Path(folder)
        finally:
            os.seteuid(0)


@contextlib.contextmanager
def largest_file(size):
    """Let files grow to so many bytes, as if the disk were full then."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@contextlib.contextmanager
def reading(path):
    """Read a pipe until its end while the block writes to it; yield a list that contains what was read after that."""
    os.mkfifo(path)
    read = []
    reader = threading.Thread(target=lambda: read.append(path.read_bytes()))
    reader.start()
    yield read
    reader.join(10)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_device_is_written_to_and_never_replaced(device):
    null, full = device(3), device(7)
    for _ in range(2):
        write_bytes(null, LARGE)
    with pytest.raises(UnavailableError, match=rf"^{full}: can't be written \(No space left on device\); free space"):
        write_text(full, "text")
    assert stat.S_ISCHR(null.stat().st_mode) and stat.S_ISCHR(full.stat().st_mode)
    assert len(names(null.parent)) == 2


def test_a_pipe_gets_the_bytes_packed_if_its_name_says_so(tmp_path):
    with reading(tmp_path / "pipe.txt") as plain:
        write_bytes(tmp_path / "pipe.txt", LARGE)
    with reading(tmp_path / "pipe.txt.gz") as packed:
        write_bytes(tmp_path / "pipe.txt.gz", LARGE)
    with reading(tmp_path / "pipe.xlsx") as workbook:
        write_table(tmp_path / "pipe.xlsx", ["a"], [["1"]])
    assert plain == [LARGE] and gzip.decompress(packed[0]) == LARGE
    assert openpyxl.load_workbook(io.BytesIO(workbook[0])).active["A2"].value == "1"
    assert all(stat.S_ISFIFO(path.stat().st_mode) for path in tmp_path.iterdir())


def test_an_error_before_much_is_written_leaves_a_pipe_empty(tmp_path):
    with reading(tmp_path / "pipe") as read, pytest.raises(RuntimeError), atomic_output(tmp_path / "pipe") as stream:
        stream.write(b"half")
        raise RuntimeError
    assert read == [b""]


def test_a_pipe_that_nobody_reads_any_more_is_said_as_such(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    with pytest.raises(BrokenPipeError), atomic_output(tmp_path / "pipe") as stream:
        os.close(reader)
        serialize(triples(100_000), stream, RdfFormat.N_TRIPLES)


@pytest.mark.parametrize("name", ["/dev/fd/{}", "/proc/self/fd/{}", "/proc/{pid}/fd/{}", "link to link"])
def test_an_open_descriptor_is_continued(tmp_path, name):
    if not Path("/proc/self/fd").exists():
        pytest.skip("descriptors have no such names here")
    (tmp_path / "one").symlink_to("two")
    with (tmp_path / "out.txt").open("wb", buffering=0) as file:
        (tmp_path / "two").symlink_to(f"/dev/fd/{file.fileno()}")
        file.write(b"before ")
        named = tmp_path / "one" if name == "link to link" else name.format(file.fileno(), pid=os.getpid())
        write_text(named, "text")
        file.write(b" after")
    assert (tmp_path / "out.txt").read_text() == "before text after"
    with pytest.raises(UnavailableError, match="Bad file descriptor"):
        write_text("/dev/fd/987", "text")


def test_links_are_followed_and_stay(tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / "one").symlink_to("two")
    (tmp_path / "two").symlink_to("sub/out.txt")
    for text in ("new", "newer"):  # at first the last link leads to nothing
        write_text(tmp_path / "one", text)
        assert (tmp_path / "sub" / "out.txt").read_text() == text
    assert (tmp_path / "one").is_symlink() and (tmp_path / "two").is_symlink() and len(names(tmp_path)) == 3
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(UnavailableError, match=r"loop: can't be written \(Too many levels of symbolic links\)"):
        write_text(tmp_path / "loop", "text")
    (tmp_path / "nowhere").symlink_to("missing/out.txt")
    with pytest.raises(UnavailableError, match=r"nowhere: can't be written \(No such file or directory\)"):
        write_text(tmp_path / "nowhere", "text")


def test_a_file_keeps_its_mode_and_owner(tmp_path):
    write_text(tmp_path / "new", "text")
    (tmp_path / "plain").write_text("text")
    assert (tmp_path / "new").stat().st_mode == (tmp_path / "plain").stat().st_mode
    (tmp_path / "new").chmod(0o660)
    if os.geteuid() == 0:
        os.chown(tmp_path / "new", 65534, 65534)
    before = (tmp_path / "new").stat()
    write_text(tmp_path / "new", "newer")
    after = (tmp_path / "new").stat()
    assert (after.st_mode, after.st_uid, after.st_gid) == (before.st_mode, before.st_uid, before.st_gid)


def test_what_is_read_only_is_not_written_to(plain_user):
    target = plain_user / "out.txt"
    write_text(target, "old")
    target.chmod(0o444)
    with pytest.raises(UnavailableError, match="it is read-only"):
        write_text(target, "new")
    assert target.read_text() == "old"
    target.chmod(0o644)
    plain_user.chmod(0o555)
    with pytest.raises(UnavailableError, match="Permission denied"):
        write_text(target, "new")
    with pytest.raises(UnavailableError, match="Permission denied"):
        write_folder(plain_user, {"a": b"new"})
    assert names(plain_user) == ["out.txt"] and target.read_text() == "old"


@pytest.mark.parametrize("name", ["x" * 255, "ä" * 127])
def test_any_name_that_the_disk_takes_is_written(tmp_path, name):
    write_text(tmp_path / name, "text")
    with pytest.raises(UnavailableError, match="File name too long"):
        write_text(tmp_path / f"{name}yy", "text")
    with pytest.raises(BadInputError, match="is not the name of a file"):
        write_text("a\0b", "text")
    assert names(tmp_path) == [name]


def triples(count):
    return (Triple(NamedNode("urn:s"), NamedNode("urn:p"), Literal(f"value {i}")) for i in range(count))


def swallowing(target):
    with atomic_output(target) as stream, contextlib.suppress(TaontoError):
        stream.write(LARGE)


def unreadable_later(target):
    with atomic_output(target) as stream:
        stream.write(LARGE)
        raise OSError("whatever came of it")


WRITERS = {
    "out.txt": lambda path: write_bytes(path, LARGE),
    "out.txt.gz": lambda path: write_bytes(path, os.urandom(2_000_000)),
    "out.csv": lambda path: write_table(path, ["a"], ([f"a cell with the number {i}"] for i in range(100_000))),
    "swallowed": swallowing,
    "followed": unreadable_later,
}


@pytest.mark.parametrize("name", [*WRITERS, "out.nt"])
def test_what_does_not_fit_on_the_disk_is_named(tmp_path, name):
    target = tmp_path / name
    target.write_text("old")

    def native(path):
        with atomic_output(path) as stream:
            serialize(triples(100_000), stream, RdfFormat.N_TRIPLES)

    message = rf"^{re.escape(str(target))}: can't be written \(File too large\); "
    with pytest.raises(UnavailableError, match=message), largest_file(100_000):
        WRITERS.get(name, native)(target)
    assert names(tmp_path) == [name] and target.read_text() == "old"


def test_a_file_of_a_folder_that_does_not_fit_is_named_and_nothing_is_left(tmp_path):
    with pytest.raises(UnavailableError, match=r"out/sub/b\.txt: can't be written \(File too large\)"), largest_file(9):
        write_folder(tmp_path / "above" / "out", {"a.txt": b"1", "sub/b.txt": b"0123456789"})
    assert names(tmp_path) == []


def test_an_error_of_reading_is_not_called_one_of_writing(tmp_path):
    with pytest.raises(FileNotFoundError), atomic_output(tmp_path / "out") as stream:
        stream.write(b"half")
        (tmp_path / "missing").read_bytes()
    assert names(tmp_path) == []


def test_a_folder_that_vanishes_is_named(tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    with pytest.raises(UnavailableError, match=r"out\.txt: can't be written"), atomic_output(folder / "out.txt"):
        for path in folder.iterdir():
            path.unlink()
        folder.rmdir()


@pytest.fixture
def announced(monkeypatch, tmp_path):
    """Return what is announced; temporary files go to the folder `temporary`."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    told = []
    monkeypatch.setattr(life, "_observer", told.append)
    return told


def interrupted_table(target):
    def rows():
        for number in range(3):
            yield [str(number)]
        raise KeyboardInterrupt

    write_table(target, ["a"], rows())


def interrupted_temporary(target):
    with temporary_folder() as folder, temporary_output(folder / target.name) as stream:
        stream.write(b"half")
        raise KeyboardInterrupt


class Interrupting(dict):
    """Files for a folder, of which the second one is never handed out."""

    def items(self):
        yield "a", b"1"
        raise KeyboardInterrupt


INTERRUPTED = {
    "out.csv": interrupted_table,
    "out.csv.gz": interrupted_table,
    "out.xlsx": interrupted_table,
    "out.tmp": interrupted_temporary,
    "out": lambda target: write_folder(target, Interrupting()),
}


@pytest.mark.parametrize("name", INTERRUPTED)
def test_every_temporary_file_is_announced_and_goes_when_interrupted(tmp_path, announced, name):
    folder = tmp_path / "out"
    folder.mkdir()
    there = set()
    life.announce_temporaries(lambda path: (announced.append(path), there.update([path] if path.exists() else [])))
    with pytest.raises(KeyboardInterrupt):
        INTERRUPTED[name](folder / name)
    assert len(announced) == 1 and announced[0].is_absolute()
    assert announced[0].parent in (folder, tmp_path / "temporary")
    assert not there and names(folder) == names(tmp_path / "temporary") == []


def test_what_is_on_the_disk_meanwhile_was_announced(tmp_path, announced):
    seen = []

    def rows():
        yield ["1"]
        seen.extend(path for folder in tmp_path.iterdir() for path in folder.iterdir())

    (tmp_path / "out").mkdir()
    for name in ("a.csv", "a.xlsx"):
        write_table(tmp_path / "out" / name, ["a"], rows())
        assert seen and set(seen) <= set(announced)
        seen.clear()
        (tmp_path / "out" / name).unlink()


def test_only_the_module_for_it_makes_temporary_files_with_a_name():
    nameless = {"cells/csv_reading.py"}
    home = Path(taonto.__file__).parent
    users = [path.relative_to(home).as_posix() for path in home.rglob("*.py") if "import tempfile" in path.read_text()]
    assert set(users) == {"base/writing.py"} | nameless


def test_a_folder_stays_the_same_folder(tmp_path):
    target = tmp_path / "out"
    target.mkdir(mode=0o750)
    (target / "old").mkdir()
    (target / "old" / "file").write_text("old")
    (tmp_path / "link").symlink_to("out")
    before = target.stat()
    write_folder(tmp_path / "link", {"new/file": b"1", "old/file": b"2"})
    after = target.stat()
    assert (after.st_ino, after.st_mode) == (before.st_ino, before.st_mode)
    assert names(target) == ["new", "old"] and (target / "old" / "file").read_text() == "2"
    assert (tmp_path / "link").is_symlink() and names(tmp_path) == ["link", "out"]


def test_a_folder_whose_content_cannot_be_moved_stays_as_it_was(plain_user):
    if os.getuid() != 0:
        pytest.skip("only root can make what its owner can't move")
    target = plain_user / "out"
    write_folder(target, {"a": b"old", "b/c": b"old"})
    os.seteuid(0)
    os.chown(target / "b", 0, 0)
    os.seteuid(65534)
    with pytest.raises(UnavailableError, match="out: can't be written"):
        write_folder(target, {"a": b"new", "z": b"new"})
    assert names(target) == ["a", "b"] and (target / "a").read_text() == "old"


def test_a_loop_or_a_file_is_no_folder(tmp_path):
    (tmp_path / "loop").symlink_to("loop")
    write_text(tmp_path / "file", "text")
    for name in ("loop", "file", "file/sub"):
        with pytest.raises(UnavailableError, match=f"{name}: can't be written"):
            write_folder(tmp_path / name, {"a": b"1"})
    assert names(tmp_path) == ["file", "loop"]


def test_a_full_folder_for_temporary_files_is_named(tmp_path, announced):
    with pytest.raises(UnavailableError, match=r"temporary/taonto-.*: can't be written .*TMPDIR"), largest_file(1000):
        write_table(tmp_path / "out.xlsx", ["a"], ([str(i)] for i in range(100_000)))
    assert names(tmp_path) == ["temporary"] and names(tmp_path / "temporary") == []
    (tmp_path / "temporary").rmdir()
    with pytest.raises(UnavailableError, match="can't be written"), temporary_folder():
        pass
