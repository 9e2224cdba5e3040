"""Small files that unpack to large ones."""

import gzip

from helpers.sheets import csv_bytes, example
from hostile.case import EITHER, REFUSED, Content, inputs
from hostile.inputs.rdf import START

_PART = 10_000_000


def bomb(pattern: bytes, before: bytes = b"") -> Content:
    """A gzip file of as many megabytes as the size says: a start, then a pattern again and again.

    It is made of parts that are packed once, since a gzip file may be followed by another.
    """

    def make(megabytes: int) -> bytes:
        total = megabytes * 1_000_000
        part = gzip.compress(pattern * (min(_PART, total) // len(pattern)), 1, mtime=0)
        return gzip.compress(before, mtime=0) + part * max(1, total // _PART)

    return make


def nested(levels: int) -> bytes:
    """A gzip file in a gzip file in a gzip file ..."""
    data = csv_bytes([example()])
    for _ in range(levels):
        data = gzip.compress(data, 1, mtime=0)
    return data


def named(size: int) -> bytes:
    """A gzip file that says what it was called, at length."""
    data = gzip.compress(ROW)
    return data[:3] + b"\x08" + data[4:10] + b"n" * size + b"\0" + data[10:]


ROW = csv_bytes([example()])
CELLS = ROW.partition(b"\n")[2]
TRIPLE = (START + "1 .\n").encode()

PATTERNS = [
    ("lines", "in.csv.gz", b"\n", ROW),
    ("rows", "in.csv.gz", CELLS, ROW),
    ("blanks", "in.csv.gz", b" ", ROW),
    ("commas", "in.csv.gz", b",", ROW),
    ("NULs", "in.csv.gz", b"\0", ROW),
    ("quotation marks", "in.csv.gz", b'"', ROW),
    ("lines in quotation marks", "in.csv.gz", b"\n", ROW + b'"'),
    ("lines", "in.ttl.gz", b"\n", TRIPLE),
    ("comments", "in.ttl.gz", b"# comment\n", TRIPLE),
    ("one comment", "in.ttl.gz", b"#", TRIPLE),
    ("blanks", "in.ttl.gz", b" ", TRIPLE),
    ("NULs", "in.ttl.gz", b"\0", TRIPLE),
    ("the same triple", "in.ttl.gz", TRIPLE, b""),
    ("prefixes", "in.ttl.gz", b"@prefix p: <urn:p:> .\n", TRIPLE),
    ("a literal", "in.ttl.gz", b"x", (START + '"').encode()),
    ("lines", "in.nt.gz", b"\n", b""),
    ("the same triple", "in.nt.gz", b"<urn:a:s> <urn:a:p> <urn:a:o> .\n", b""),
    ("the same triple", "in.nq.gz", b"<urn:a:s> <urn:a:p> <urn:a:o> <urn:a:g> .\n", b""),
    ("comments", "in.trig.gz", b"# comment\n", b""),
    ("blanks", "in.jsonld.gz", b" ", b'{"@id": "urn:a:s", "urn:a:p": ['),
    ("values", "in.jsonld.gz", b"1,", b'{"@id": "urn:a:s", "urn:a:p": ['),
    ("arrays", "in.jsonld.gz", b"[", b""),
    ("objects", "in.jsonld.gz", b'{"a":', b""),
    ("blanks", "in.rdf.gz", b" ", b"<?xml version='1.0'?>"),
    ("elements", "in.rdf.gz", b"<a>", b"<?xml version='1.0'?>"),
    ("comments", "in.rdf.gz", b"<!-- x -->", b"<?xml version='1.0'?>"),
    ("nothing but NULs", "in.xlsx.gz", b"\0", b"PK\3\4"),
]
"""What is packed, in which file, the pattern, and what comes before it. Rows are data: to convert them takes its time."""

BOMBS = inputs("gzip bomb", [
    *((f"{name} in {file}", file, bomb(pattern, before), 400 if name == "rows" else 1_900, 2 if name in {"NULs", "arrays"} else None)
      for name, file, pattern, before in PATTERNS),
    ("over the limit", "in.csv.gz", bomb(b"\n", ROW), 3_000, None, REFUSED),
    ("over the limit, Turtle", "in.ttl.gz", bomb(b"\n", TRIPLE), 3_000, None, REFUSED),
])  # fmt: skip

BROKEN = inputs("gzip", [
    ("in itself", "in.csv.gz", nested, 20, None, REFUSED),
    ("cut", "in.csv.gz", lambda _: gzip.compress(ROW)[:-9], 1, 1, REFUSED),
    ("wrong sum", "in.ttl.gz", lambda _: gzip.compress(TRIPLE)[:-8] + b"\0" * 8, 1, 1, REFUSED),
    ("noise after it", "in.csv.gz", lambda _: gzip.compress(ROW) + b"noise", 1, None, EITHER),
    ("none at all", "in.ttl.gz", lambda _: TRIPLE, 1, None, REFUSED),
    ("empty", "in.csv.gz", lambda _: b"", 1, None, REFUSED),
    ("of nothing", "in.nt.gz", lambda _: gzip.compress(b""), 1, None, EITHER),
    ("a long name in it", "in.csv.gz", named, 10_000_000),
])  # fmt: skip

PACKED = [*BOMBS, *BROKEN]
