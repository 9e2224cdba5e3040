"""Files that are no sheets: every command says in one sentence what they are, and what to do."""

import gzip
import io

import pytest
from helpers.files import archive, old_office, workbook
from helpers.sheets import csv_bytes, example

from taonto.api import convert, validate
from taonto.base.errors import TaontoError
from taonto.cli import run
from taonto.ontology.matrix import read_coding_matrix
from taonto.records.inputs import read_data

CSV = csv_bytes([example()])
FILES = {
    "log.xls": (old_office("Workbook"), "workbook of Excel 97-2003"),
    "table.xls": (b"<html><table>", "web page"),
    "text.xls": (CSV, "plain text under the name of another kind of file; if it is CSV"),
    "new.xls": (workbook(), "is a workbook (XLSX)"),
    "log.ods": (archive("content.xml", mimetype="application/vnd.oasis.opendocument.spreadsheet"), "OpenDocument"),
    "log.numbers": (archive("Index/Document.iwa"), "Numbers"),
    "log.xlsb": (archive("xl/workbook.bin"), "binary workbook"),
    "log.pdf": (b"%PDF-1.4", "PDF"),
    "log.docx": (archive("word/document.xml"), "Word document"),
    "log.gsheet": (b'{"doc_id": "1"}', "shortcut to a Google document"),
    "empty.xls": (b"", "is empty"),
    "~$log.xlsx": (b"\x05Maria" + b"\0" * 159, "lock file"),
    "~$text.csv": (CSV, "lock file"),
    "locked.xlsx": (old_office("EncryptedPackage"), "password"),
    "page.xlsx": (b"<!doctype html>", "web page"),
    "text.xlsx": (CSV, "not a valid XLSX workbook but text; if it is CSV"),
    "empty.xlsx": (b"", "is empty"),
    "zip.xlsx": (archive("log.csv"), "a zip archive, but no workbook"),
    "word.xlsx": (archive("word/document.xml"), "Word document"),
    "cut.xlsx": (workbook()[:-400], "not a valid XLSX workbook"),
    "packed.xlsx.gz": (gzip.compress(old_office("EncryptedPackage")), "password"),
    "workbook.csv": (workbook(), "is a workbook (XLSX), not CSV"),
    "workbook.csv.gz": (gzip.compress(workbook()), "is a workbook (XLSX), not CSV"),
    "old.csv": (old_office("Book"), "workbook of Excel 97-2003"),
    "page.csv": (b"\n<html>", "web page"),
    "empty.csv": (b"", "is empty"),
    "zip.csv": (archive("log.csv"), "a zip archive, but no workbook"),
    "pdf.csv": (b"%PDF-1.4", "PDF"),
    "data.bin": (old_office("EncryptedPackage"), "password"),
}
CALLS = {
    "validate": validate,
    "metadata": lambda path: validate(path.parent / "good.csv", metadata=[path]),
    "convert": lambda path: convert(path, path.parent / "out.nt"),
    "data": read_data,
    "matrix": read_coding_matrix,
}


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("name", FILES)
def test_a_file_is_named_for_what_it_is(tmp_path, name, call):
    content, message = FILES[name]
    (tmp_path / name).write_bytes(content)
    (tmp_path / "good.csv").write_bytes(CSV)
    with pytest.raises(TaontoError) as caught:
        CALLS[call](tmp_path / name)
    said = str(caught.value)
    assert said.startswith(str(tmp_path / name))
    assert message in said
    assert "\n" not in said
    assert ";" in said  # what to do


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("name", ["locked.xlsx", "page.csv", "pdf.csv", "zip.xlsx", "log.xls", "packed.xlsx.gz"])
def test_a_stated_format_or_standard_input_hides_nothing(tmp_path, capsys, monkeypatch, name, form):
    content, message = FILES[name]
    (tmp_path / name).write_bytes(content)
    assert run(["convert", str(tmp_path / name), str(tmp_path / "out.nt"), "--input-format", form]) == 2
    assert message in capsys.readouterr().err
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))
    assert run(["convert", "-", str(tmp_path / "out.nt"), "--input-format", form]) == 2
    assert message in capsys.readouterr().err
    assert [p.name for p in tmp_path.iterdir()] == [name]


def test_a_workbook_with_macros_is_read(tmp_path):
    convert(_sheet(tmp_path / "log.csv"), tmp_path / "log.xlsx")
    (tmp_path / "log.xlsx").rename(tmp_path / "log.xlsm")
    assert convert(tmp_path / "log.xlsm", tmp_path / "log.nt").records == 1


def test_other_formats_are_not_written(tmp_path):
    with pytest.raises(TaontoError, match=r"out\.xls: taonto writes CSV and XLSX"):
        convert(_sheet(tmp_path / "log.csv"), tmp_path / "out.xls")


def test_a_sheet_can_come_through_a_pipe(tmp_path, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(CSV)))
    assert convert("-", tmp_path / "out.nt", input_format="csv").records == 1


def _sheet(path):
    path.write_bytes(CSV)
    return path
