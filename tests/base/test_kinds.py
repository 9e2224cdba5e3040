"""Files that are no sheets are named for what they are, by content and by name."""

import io
import zipfile

import pytest
from helpers.files import archive, old_office, workbook

from taonto.base.kinds import HEAD_BYTES, Kind, kind_of_content, kind_of_name, needs_all

CONTENTS = {
    Kind.WORKBOOK: [workbook()],
    Kind.OLD_WORKBOOK: [old_office("Workbook"), old_office("Book"), b"\x09\x08\x10\x00\x00\x06\x05\x00"],
    Kind.LOCKED: [old_office("EncryptedPackage")],
    Kind.OLD_OFFICE: [b"\xd0\xcf\x11\xe0"],
    Kind.OLD_WORD: [old_office("WordDocument")],
    Kind.BINARY_WORKBOOK: [archive("xl/workbook.bin", "xl/styles.bin")],
    Kind.OPEN_DOCUMENT: [archive("content.xml", mimetype="application/vnd.oasis.opendocument.spreadsheet")],
    Kind.FLAT_DOCUMENT: [b'<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument">'],
    Kind.TEXT_DOCUMENT: [archive("content.xml", mimetype="application/vnd.oasis.opendocument.text")],
    Kind.NUMBERS: [archive("Index/Document.iwa", "Data/x.jpg"), archive("log.numbers/Index.zip")],
    Kind.XML_WORKBOOK: [b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?><Workbook>'],
    Kind.WEB_PAGE: [b"\n <HTML><body>", b"\xef\xbb\xbf<!DOCTYPE html>", b"<table border=1><tr>", b"<meta charset=x>"],
    Kind.WEB_ARCHIVE: [b"MIME-Version: 1.0\r\nX-Document-Type: Workbook"],
    Kind.GOOGLE: [b'{"url": "https://docs.google.com/open?id=1", "doc_id": "1"}', b'{"":"x","doc_id":"1","email":"a"}'],
    Kind.PDF: [b"%PDF-1.7\n%\xe2"],
    Kind.WORD: [archive("[Content_Types].xml", "word/document.xml")],
    Kind.SLIDES: [archive("ppt/presentation.xml")],
    Kind.RICH_TEXT: [b"{\\rtf1\\ansi"],
    Kind.PICTURE: [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0"],
    Kind.ZIP: [archive("log.csv"), archive()],
    Kind.BROKEN_ZIP: [b"PK\x03\x04 and then nothing", workbook()[:500]],
    Kind.ARCHIVE: [b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07\0"],
    Kind.GZIP: [b"\x1f\x8b\x08"],
    Kind.DATABASE: [b"SQLite format 3\0"],
    Kind.PARQUET: [b"PAR1\x15\x04"],
    Kind.PROGRAM: [b"\x7fELF\x02"],
}
CASES = [(kind, content) for kind, contents in CONTENTS.items() for content in contents]


@pytest.mark.parametrize(("kind", "content"), CASES, ids=[f"{k.name}-{n}" for n, (k, _) in enumerate(CASES)])
def test_content_shows_what_a_file_is(kind, content):
    assert kind_of_content(content) is kind
    if not needs_all(content):
        assert kind_of_content(content[:HEAD_BYTES]) is kind


def test_all_kinds_are_tried():
    assert {*CONTENTS, Kind.LOCK, Kind.PLAIN, Kind.EMPTY} == {*Kind}


@pytest.mark.parametrize(
    "content",
    [b"", b"identifier,topic\n", b"<https://a/b> a <https://c/d> .", b"@prefix x: <y> .", b"<?xml?><rdf:RDF>"],
)
def test_text_that_can_be_a_sheet_or_rdf_is_of_no_other_kind(content):
    assert kind_of_content(content) is None


def test_a_part_that_unpacks_to_much_is_not_unpacked():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("mimetype", b"application/vnd.oasis.opendocument.spreadsheet" + b" " * 50_000_000)
    assert kind_of_content(stream.getvalue()) is Kind.OPEN_DOCUMENT


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("folder/~$log.xlsx", Kind.LOCK),
        (".~lock.log.ods#", Kind.LOCK),
        ("LOG.XLS", Kind.OLD_WORKBOOK),
        ("log.xlsb", Kind.BINARY_WORKBOOK),
        ("log.ods.gz", Kind.OPEN_DOCUMENT),
        ("log.numbers", Kind.NUMBERS),
        ("log.gsheet", Kind.GOOGLE),
        ("log.pdf", Kind.PDF),
        ("log.docx", Kind.WORD),
        ("log.xlsx", None),
        ("log.xlsm", None),
        ("log.csv.gz", None),
        ("log.ttl", None),
    ],
)
def test_a_name_shows_what_a_file_is(name, kind):
    assert kind_of_name(name) is kind
