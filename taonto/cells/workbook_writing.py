"""Workbooks of openpyxl as bytes, with temporary files that are ours.

openpyxl keeps each sheet in a temporary file until the workbook is saved. Its own files stay behind when the process is
killed, and nobody is told of them.
"""

import contextlib
import datetime
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter

from taonto.base.writing import temporary_folder, temporary_output

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet
    from openpyxl.worksheet.worksheet import Worksheet

_EPOCH = datetime.datetime(2000, 1, 1)
_MODIFIED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


class SheetFiles:
    """The temporary files of one workbook."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._writers: list[_SheetWriter] = []

    def start(self, page: "WriteOnlyWorksheet") -> None:
        """Have the rows of a page, whose head is complete, kept in a file of ours; for write-only workbooks."""
        page._writer = self.writer(page)
        page._writer.write_top()

    def writer(self, page: "Worksheet | WriteOnlyWorksheet") -> "_SheetWriter":
        """Return what writes a page into a new file."""
        self._writers.append(_SheetWriter(page, self._folder / f"{len(self._writers) + 1}.xml"))
        return self._writers[-1]

    def saved(self, book: "Workbook") -> bytes:
        """Return the workbook without the time at which it was made, so that the same content gives the same bytes."""
        stream = io.BytesIO()
        book.properties.modified = _EPOCH
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            _BookWriter(book, archive, self).save()
        return _settled(stream)

    def close(self) -> None:
        """Close all files; what was not complete is given up."""
        for writer in self._writers:
            with contextlib.suppress(Exception):
                if writer.ws.parent.write_only and not writer.ws.closed:
                    writer.ws.close()
            with contextlib.suppress(Exception):
                writer.close()


@contextlib.contextmanager
def sheet_files() -> Iterator[SheetFiles]:
    """Make room for the temporary files of one workbook; they are deleted in the end."""
    with temporary_folder() as folder:
        files = SheetFiles(folder)
        try:
            yield files
        finally:
            files.close()


class _SheetWriter(WorksheetWriter):  # type: ignore[misc]
    def __init__(self, page: "Worksheet | WriteOnlyWorksheet", path: Path) -> None:
        self._path = path
        self._open = contextlib.ExitStack()
        stream: BinaryIO = self._open.enter_context(temporary_output(path))
        super().__init__(page, out=stream)

    def close(self) -> None:
        try:
            super().close()
        finally:
            self._open.close()
        self.out = self._path

    def cleanup(self) -> None:
        self._path.unlink()


class _BookWriter(ExcelWriter):  # type: ignore[misc]
    def __init__(self, book: "Workbook", archive: zipfile.ZipFile, files: SheetFiles) -> None:
        super().__init__(book, archive)
        self._files = files

    def write_worksheet(self, ws: "Worksheet | WriteOnlyWorksheet") -> None:
        """Do what openpyxl does here, in a file of ours."""
        ws._drawing = SpreadsheetDrawing()
        ws._drawing.charts = ws._charts
        ws._drawing.images = ws._images
        if self.workbook.write_only:
            if not ws.closed:
                ws.close()
            writer = ws._writer
        else:
            writer = self._files.writer(ws)
            writer.write()
        ws._rels = writer._rels
        self._archive.write(writer.out, ws.path[1:])
        self.manifest.append(ws)
        writer.cleanup()


def _settled(stream: io.BytesIO) -> bytes:
    result = io.BytesIO()
    with (
        zipfile.ZipFile(stream) as old,
        zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as new,
    ):
        for part in sorted(old.infolist(), key=lambda p: (p.filename != "[Content_Types].xml", p.filename)):
            content = old.read(part)
            if part.filename == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>" + _EPOCH.isoformat().encode() + b"Z", content)
            info = zipfile.ZipInfo(part.filename, date_time=(1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, content)
    return result.getvalue()
