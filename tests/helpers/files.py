"""Files that are no sheets, or barely, for tests."""

import io
import zipfile

import openpyxl


def archive(*names, mimetype=None):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        if mimetype:
            made.writestr("mimetype", mimetype)
        for name in names:
            made.writestr(name, "x")
    return stream.getvalue()


def workbook():
    stream = io.BytesIO()
    openpyxl.Workbook().save(stream)
    return stream.getvalue()


def old_office(word):
    """The start of an old Office file, with the name of one of its streams far behind it."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 5_000 + word.encode("utf-16-le")
