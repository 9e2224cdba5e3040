"""What a file is, told by its content or its name: for a clear word about files that are not what a caller reads."""

import io
import re
import zipfile
from enum import Enum
from pathlib import Path

from taonto.base.reading import suffix

HEAD_BYTES = 4096
"""How many bytes of a file's beginning tell its kind; a zip archive or an old Office file needs all of it."""

_SAVE = "open it in a spreadsheet program and save it as XLSX"
_EXPORT = "copy its table into a spreadsheet and save that as XLSX"


class Kind(Enum):
    """A kind of file: what it is, and what to do to get its rows read."""

    WORKBOOK = ("a workbook (XLSX), not CSV", "name that format, or give the file a name that ends in .xlsx")
    OLD_WORKBOOK = ("a workbook of Excel 97-2003 (.xls)", _SAVE)
    LOCKED = ("a password-protected workbook", "open it, remove the password and save it again")
    OLD_OFFICE = ("an old or password-protected workbook", "open it and save it as XLSX without a password")
    OLD_WORD = ("a Word document (.doc)", _EXPORT)
    BINARY_WORKBOOK = ("a binary workbook (.xlsb)", _SAVE)
    OPEN_DOCUMENT = ("an OpenDocument spreadsheet (.ods)", _SAVE)
    FLAT_DOCUMENT = ("a flat OpenDocument spreadsheet (.fods)", _SAVE)
    NUMBERS = ("a Numbers spreadsheet", "export it from Numbers as XLSX or CSV")
    XML_WORKBOOK = ("a spreadsheet of Excel 2003 in XML", _SAVE)
    WEB_PAGE = ("a web page (HTML), as some systems save tables under the name of a sheet", _SAVE)
    WEB_ARCHIVE = ("a web archive (MHTML), as some systems save tables under the name of a sheet", _SAVE)
    GOOGLE = ("only a shortcut to a Google document", "open that and download it as XLSX or CSV")
    LOCK = (
        "the lock file that a spreadsheet program keeps beside an open workbook",
        "name the workbook itself, without the signs before its name",
    )
    PDF = ("a PDF document", "export the sheet that it was made from as XLSX or CSV")
    WORD = ("a Word document (.docx)", _EXPORT)
    SLIDES = ("a presentation", _EXPORT)
    TEXT_DOCUMENT = ("an OpenDocument text", _EXPORT)
    RICH_TEXT = ("a rich text document (RTF)", _EXPORT)
    PICTURE = ("a picture", "type its table into a spreadsheet and save that as XLSX")
    ZIP = ("a zip archive, but no workbook", "unpack it and name a file from it")
    BROKEN_ZIP = ("a damaged or incomplete zip archive or workbook", "download it again, or open and save it again")
    ARCHIVE = ("a compressed archive", "unpack it and name a file from it")
    GZIP = ("a gzip file", "give it a name that ends in .gz")
    DATABASE = ("a database file", "export the table as CSV")
    PARQUET = ("a Parquet file", "export the table as CSV")
    PLAIN = ("plain text under the name of another kind of file", "if it is CSV, give it a name that ends in .csv")
    EMPTY = ("empty", "start from a template sheet")
    PROGRAM = ("a program", "name a sheet")

    @property
    def what(self) -> str:
        """What a file of this kind is, with an article."""
        return self.value[0]

    @property
    def remedy(self) -> str:
        """What to do to get its rows read."""
        return self.value[1]


_STARTS = (
    (b"%PDF-", Kind.PDF),
    (b"{\\rtf", Kind.RICH_TEXT),
    (b"\x89PNG\r\n", Kind.PICTURE),
    (b"\xff\xd8\xff", Kind.PICTURE),
    (b"GIF8", Kind.PICTURE),
    (b"\x1f\x8b", Kind.GZIP),
    (b"7z\xbc\xaf\x27\x1c", Kind.ARCHIVE),
    (b"Rar!\x1a\x07", Kind.ARCHIVE),
    (b"BZh", Kind.ARCHIVE),
    (b"\xfd7zXZ\0", Kind.ARCHIVE),
    (b"\x28\xb5\x2f\xfd", Kind.ARCHIVE),
    (b"SQLite format 3\0", Kind.DATABASE),
    (b"\0\x01\0\0Standard ", Kind.DATABASE),
    (b"PAR1", Kind.PARQUET),
    (b"\x7fELF", Kind.PROGRAM),
    (b"MZ\x90\0", Kind.PROGRAM),
    (b"\x09\x00\x04\x00", Kind.OLD_WORKBOOK),
    (b"\x09\x02\x06\x00", Kind.OLD_WORKBOOK),
    (b"\x09\x04\x06\x00", Kind.OLD_WORKBOOK),
    (b"\x09\x08\x10\x00", Kind.OLD_WORKBOOK),
    (b"\x09\x08\x08\x00", Kind.OLD_WORKBOOK),
)
_OLE = b"\xd0\xcf\x11\xe0"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_IN_OLE = (
    ("EncryptedPackage", Kind.LOCKED),
    ("WordDocument", Kind.OLD_WORD),
    ("Workbook", Kind.OLD_WORKBOOK),
    ("Book", Kind.OLD_WORKBOOK),
)
_IN_ZIP = (
    (re.compile(r"xl/workbook\.bin"), Kind.BINARY_WORKBOOK),
    (re.compile(r"xl/.+\.xml"), Kind.WORKBOOK),
    (re.compile(r"word/.+"), Kind.WORD),
    (re.compile(r"ppt/.+"), Kind.SLIDES),
    (re.compile(r"(?:.+/)?Index(?:\.zip|/.+\.iwa)"), Kind.NUMBERS),
)
_IN_MARKUP = (
    (re.compile(rb"<!doctype html|<html|<table|<meta |<head[ >]|<body[ >]"), Kind.WEB_PAGE),
    (re.compile(rb"urn:schemas-microsoft-com:office:spreadsheet|progid=.excel\.sheet"), Kind.XML_WORKBOOK),
    (re.compile(rb"office:document|urn:oasis:names:tc:opendocument"), Kind.FLAT_DOCUMENT),
)
_SUFFIXES = {
    ".xls": Kind.OLD_WORKBOOK,
    ".xlsb": Kind.BINARY_WORKBOOK,
    ".ods": Kind.OPEN_DOCUMENT,
    ".fods": Kind.FLAT_DOCUMENT,
    ".numbers": Kind.NUMBERS,
    ".gsheet": Kind.GOOGLE,
    ".gdoc": Kind.GOOGLE,
    ".pdf": Kind.PDF,
    ".docx": Kind.WORD,
    ".pptx": Kind.SLIDES,
    ".odt": Kind.TEXT_DOCUMENT,
    ".rtf": Kind.RICH_TEXT,
    ".zip": Kind.ZIP,
    ".mht": Kind.WEB_ARCHIVE,
    ".mhtml": Kind.WEB_ARCHIVE,
}


def kind_of_name(name: str | Path) -> Kind | None:
    """Return the kind of a file that is no sheet or RDF, as its name tells it.

    >>> kind_of_name("~$log.xlsx").name, kind_of_name("log.ods.gz").name, kind_of_name("log.csv")
    ('LOCK', 'OPEN_DOCUMENT', None)
    """
    if Path(name).name.startswith(("~$", ".~lock.")):
        return Kind.LOCK
    return _SUFFIXES.get(suffix(name))


def needs_all(head: bytes) -> bool:
    """Say whether the beginning of a file is not enough to tell its kind."""
    return head.startswith((_OLE, *_ZIP))


def kind_of_content(content: bytes) -> Kind | None:
    """Return the kind of a file by its content; None if it could be CSV, RDF or any other text.

    Args:
        content: all of it, or, unless `needs_all` says otherwise, its first `HEAD_BYTES`.
    """
    if content.startswith(_OLE):
        return next((kind for word, kind in _IN_OLE if word.encode("utf-16-le") in content), Kind.OLD_OFFICE)
    if content.startswith(_ZIP):
        return _in_zip(content)
    for start, kind in _STARTS:
        if content.startswith(start):
            return kind
    return _in_text(content[:HEAD_BYTES].removeprefix(b"\xef\xbb\xbf").lstrip().lower())


def _in_zip(content: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            # OpenDocument files say what they are in their first part, which is never packed.
            stated = b""
            if "mimetype" in names[:1]:
                with archive.open("mimetype") as part:
                    stated = part.read(200)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError, KeyError, EOFError):
        return Kind.BROKEN_ZIP
    if stated.startswith(b"application/vnd.oasis.opendocument"):
        return Kind.OPEN_DOCUMENT if b"spreadsheet" in stated else Kind.TEXT_DOCUMENT
    return next((kind for form, kind in _IN_ZIP if any(form.fullmatch(name) for name in names)), Kind.ZIP)


def _in_text(start: bytes) -> Kind | None:
    if start.startswith(b"{") and (b"docs.google.com" in start or b'"doc_id"' in start):
        return Kind.GOOGLE
    if start.startswith(b"mime-version:"):
        return Kind.WEB_ARCHIVE
    if start.startswith(b"<"):
        return next((kind for form, kind in _IN_MARKUP if form.search(start)), None)
    return None
