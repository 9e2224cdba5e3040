"""Files of the wrong kind: folders, devices, pipes, links, workbooks of other programs."""

import io
import os
import socket
import sqlite3
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path

from helpers.sheets import csv_bytes, example
from hostile.case import EITHER, REFUSED, Input, Place
from hostile.inputs.making import fixed
from hostile.inputs.workbooks import PARTS, zipped

SHEET = csv_bytes([example()])


def place(make: Callable[[Path], object]) -> Place:
    """Mark a function as one that puts something at a path itself."""

    def put(path: Path) -> None:
        make(path)

    put.makes_its_file = True  # type: ignore[attr-defined]
    return put


def listening(path: Path) -> None:
    """A socket that somebody listens at."""
    here = Path.cwd()
    os.chdir(path.parent)  # the name of a socket has to be short
    try:
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(path.name)
    finally:
        os.chdir(here)


def piped(data: bytes) -> Place:
    """A named pipe that somebody writes to."""

    def make(path: Path) -> None:
        os.mkfifo(path)

        def write() -> None:
            try:
                with path.open("wb") as stream:
                    stream.write(data)
            except OSError:
                pass  # the reader has had enough

        threading.Thread(target=write, daemon=True).start()

    return place(make)


def _database() -> bytes:
    with sqlite3.connect(":memory:") as connection:
        connection.execute("CREATE TABLE records (identifier TEXT)")
        return connection.serialize()


def _archive(kind: str, body: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("content.xml", body)
    return stream.getvalue()


_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
_ENCRYPTED = _OLD + "EncryptedPackage".encode("utf-16-le") + "EncryptionInfo".encode("utf-16-le") + b"\0" * 1000
_OPEN = _archive("application/vnd.oasis.opendocument.spreadsheet", "<office:document-content/>")
_NUMBERS = zipped({"Index/Document.iwa": "x", "Metadata/Properties.plist": "x"})
_WORD = zipped(
    {
        "[Content_Types].xml": PARTS["[Content_Types].xml"].replace("spreadsheetml", "wordprocessingml"),
        "word/document.xml": "<w/>",
    }
)
_LOCK = b"\x05Ann  " + b" " * 48 + b"\x05\0A\0n\0n\0" + b"\0 " * 50

CONTENTS = {
    ".xls": _OLD + "Workbook".encode("utf-16-le") + b"\0" * 1000,
    ".ods": _OPEN,
    ".numbers": _NUMBERS,
    "encrypted": _ENCRYPTED,
    "lock": _LOCK,
    "docx": _WORD,
    "PDF": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj <</Type /Catalog>> endobj\n%%EOF",
    "PNG": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 8,
    "JPEG": b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(range(256)) * 8,
    "SQLite": _database(),
    "ELF": b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 8,
    "zip": _archive("x", "y"),
    "7z": b"7z\xbc\xaf\x27\x1c" + bytes(range(256)),
    "bzip2": b"BZh91AY&SY" + bytes(range(256)),
    "web page": b"<!DOCTYPE html><html><head><title>Sign in</title></head></html>",
    "noise": bytes((i * i * 31 + i // 7) % 256 for i in range(20_000)),
    "nothing": b"",
    "one byte": b"\xff",
}
"""What a file really is, with its bytes."""

WRONG = [
    Input("wrong kind", ".xls", "in.xls", fixed(CONTENTS[".xls"]), 1, 1, REFUSED, r"\.xls|old"),
    Input("wrong kind", ".ods", "in.ods", fixed(_OPEN), 1, 1, REFUSED, "OpenDocument|LibreOffice|ods"),
    Input("wrong kind", ".numbers", "in.numbers", fixed(_NUMBERS), 1, 1, REFUSED, "Numbers"),
    Input("wrong kind", ".pdf", "in.pdf", fixed(CONTENTS["PDF"]), 1, None, REFUSED),
    Input("wrong kind", ".txt", "in.txt", fixed(SHEET), 1, None, EITHER),
    Input("wrong kind", "without a suffix", "in", fixed(SHEET), 1, None, REFUSED),
    Input("wrong kind", "suffix in capitals", "in.CSV", fixed(SHEET), 1, None, EITHER),
    Input("wrong kind", "an encrypted workbook", "in.xlsx", fixed(_ENCRYPTED), 1, 1, REFUSED, "password|encrypted"),
    Input("wrong kind", "a lock file", "~$in.xlsx", fixed(_LOCK), 1, 1, REFUSED, "lock|open in|~"),
    *(Input("wrong kind", f"{name} as {file}", file, fixed(data), 1, None, REFUSED)
      for name, data in CONTENTS.items() for file in ("in.csv", "in.xlsx", "in.ttl")
      if (name, file) not in {("encrypted", "in.xlsx"), ("lock", "in.xlsx"), ("nothing", "in.ttl")}),
]  # fmt: skip

PLACES = [
    Input("no plain file", f"{name} as {file[:9]}", file, make, 1, small, exits)
    for name, file, small, exits, make in [
        ("a folder", "in.csv", 1, REFUSED, place(Path.mkdir)),
        ("a folder", "in.ttl", None, REFUSED, place(Path.mkdir)),
        ("a folder", "in.xlsx", None, REFUSED, place(Path.mkdir)),
        ("a dangling link", "in.csv", 1, REFUSED, place(lambda path: path.symlink_to("none"))),
        ("a circle of links", "in.ttl", 1, REFUSED, place(lambda path: path.symlink_to(path.name))),
        ("a socket", "in.csv", 1, REFUSED, place(listening)),
        ("endless zeros", "in.csv", 1, REFUSED, place(lambda path: path.symlink_to("/dev/zero"))),
        ("endless zeros", "in.ttl", None, REFUSED, place(lambda path: path.symlink_to("/dev/zero"))),
        ("endless zeros", "in.xlsx", None, REFUSED, place(lambda path: path.symlink_to("/dev/zero"))),
        ("endless zeros", "in.csv.gz", None, REFUSED, place(lambda path: path.symlink_to("/dev/zero"))),
        ("endless noise", "in.csv", None, REFUSED, place(lambda path: path.symlink_to("/dev/urandom"))),
        ("endless noise", "in.jsonld", None, REFUSED, place(lambda path: path.symlink_to("/dev/urandom"))),
        ("the null device", "in.csv", None, REFUSED, place(lambda path: path.symlink_to("/dev/null"))),
        ("memory", "in.ttl", None, REFUSED, place(lambda path: path.symlink_to("/proc/self/mem"))),
        ("a pipe with a sheet", "in.csv", 1, EITHER, piped(SHEET)),
        ("a pipe with RDF", "in.ttl", None, EITHER, piped(b"<urn:a:s> <urn:a:p> 1 .")),
        ("a pipe with nothing", "in.csv", None, REFUSED, piped(b"")),
        ("a pipe with noise", "in.xlsx", None, REFUSED, piped(CONTENTS["noise"])),
        ("not there", "in.csv", 1, REFUSED, place(lambda path: None)),
        ("a name too long", "x" * 300 + ".csv", None, REFUSED, place(lambda path: None)),
        ("a file in a file", "good.csv/in.csv", None, REFUSED, place(lambda path: None)),
    ]
]  # fmt: skip


FILES = [*WRONG, *PLACES]
