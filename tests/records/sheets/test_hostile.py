"""Input that means harm, or is broken: one clear sentence, and nothing written."""

import gzip
import io
import zipfile

import openpyxl
import pytest
from helpers.sheets import csv_bytes, example, read_sheet

from taonto.base.errors import TaontoError
from taonto.cells.csv_reading import MAX_LINE
from taonto.cells.table import MAX_CELL
from taonto.cells.workbook_reading import RATIO_FREE
from taonto.cli import run


def good_xlsx():
    stream = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(list(example()))
    book.active.append(list(example().values()))
    book.save(stream)
    return stream.getvalue()


def with_part(name, change):
    """The good workbook, one of its parts changed."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good_xlsx())) as old, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, change(old.read(part)) if part == name else old.read(part))
    return result.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
HEADINGS = list(example())
HEAD = ",".join(HEADINGS).encode()

CASES = {
    "empty": ("a.csv", b"", "is empty"),
    "only blank": ("a.csv", b"\n\n , \n", "has no rows"),
    "no headings": ("a.csv", b"a,b\n1,2\n", "no row near the top has the headings"),
    "NUL": ("a.csv", csv_bytes([example()]) + b"\0", "line 3 contains a NUL byte"),
    "broken UTF-8": ("a.csv", csv_bytes([example(goal="é")]) + b"\xff\xfe\n", "line 3 is not valid UTF-8"),
    "binary": ("a.csv", b"\x01\x8d\x90" * 50, "line 1 is not valid UTF-8"),
    "endless line": ("a.csv", HEAD + b"\n" + b"x" * (MAX_LINE + 1), "line 2 is longer than"),
    "cell of many lines": (
        "a.csv",
        HEAD + b'\n"' + (b"x" * 999 + b"\n") * (MAX_CELL // 1_000 + 1),
        "row 2: a cell has more than",
    ),
    "open quote": ("a.csv", HEAD + b'\n"A-1,encounter\n', r"row 2 \(line 2\): the quotation marks"),
    "heading twice": ("a.csv", csv_bytes([example()], [*HEADINGS, "Start Date"]), "has the heading 'Start Date' twice"),
    "own heading twice": ("a.csv", csv_bytes([example()], [*HEADINGS, "x", "X"]), "has the heading 'X' twice"),
    "heading missing": ("a.csv", csv_bytes([example()], [h for h in HEADINGS if h != "topic"]), "headings topic; add"),
    "10,000 columns": (
        "a.csv",
        csv_bytes([example()], [*HEADINGS, *map(str, range(10_000))]),
        f"has {len(HEADINGS) + 10_000:,} columns",
    ),
    "too many cells": ("a.csv", HEAD + b"\n" + b"x," * 199, f"row 2 has 200 cells under {len(HEADINGS)} headings"),
    "UTF-32": ("a.csv", csv_bytes([example()], encoding="utf-32"), "is UTF-32, which taonto does not read"),
    "no gzip": ("a.csv.gz", b"identifier", "is not a complete gzip file"),
    "cut gzip": ("a.csv.gz", gzip.compress(csv_bytes([example()]))[:-9], "is not a complete gzip file"),
    "old workbook": ("a.xls", b"\xd0\xcf\x11\xe0", "reads CSV and XLSX"),
    "locked workbook": ("a.xlsx", b"\xd0\xcf\x11\xe0", "password-protected"),
    "no zip": ("a.xlsx", b"PK nonsense", "not a valid XLSX workbook"),
    "cut workbook": ("a.xlsx", good_xlsx()[:-300], "not a valid XLSX workbook"),
    "no zip in gzip": ("a.xlsx.gz", gzip.compress(b"PK nonsense"), "not a valid XLSX workbook"),
    "zip bomb": ("a.xlsx", with_part(SHEET, lambda old: old + b" " * (RATIO_FREE + 1_000_000)), "as in an attack"),
    "entities": ("a.xlsx", with_part(SHEET, lambda old: ENTITIES + old), "contains a DOCTYPE"),
    "UTF-16 entities": (
        "a.xlsx",
        with_part(SHEET, lambda old: (ENTITIES.decode() + "<worksheet/>").encode("utf-16")),
        "contains a DOCTYPE or hides its start",
    ),
    "late start": ("a.xlsx", with_part(SHEET, lambda old: b"<!--" + b"x" * 70_000 + b"-->" + old), "hides its start"),
    "broken XML": ("a.xlsx", with_part(SHEET, lambda old: old[:-40]), "not a valid XLSX workbook"),
}


@pytest.mark.parametrize("name", CASES)
def test_hostile_sheets_get_one_sentence_and_exit_2(name, sheet_file, tmp_path, capsys):
    file, data, message = CASES[name]
    path = sheet_file(data, file)
    with pytest.raises(TaontoError, match=message) as caught:
        read_sheet(path)
    assert "\n" not in str(caught.value)
    assert str(path) in str(caught.value)
    target = tmp_path / "out.ttl"
    assert run(["convert", str(path), str(target)]) == 2
    assert not list(tmp_path.glob("*out*"))
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize("command", [["convert", "{}", "{}/out.ttl"], ["template", "{}"]])
def test_a_folder_is_not_a_file(tmp_path, command, capsys):
    folder = tmp_path / "folder.csv"
    folder.mkdir()
    assert run([part.format(folder) for part in command]) == 2
    assert "is a folder" in capsys.readouterr().err


def test_a_fault_late_in_the_file_leaves_no_output(sheet_file, tmp_path):
    path = sheet_file(csv_bytes([example(identifier=f"A-{i}") for i in range(300)]) + b'"open')
    assert run(["convert", str(path), str(tmp_path / "out.nt")]) == 2
    assert [p.name for p in tmp_path.iterdir()] == [path.name]
