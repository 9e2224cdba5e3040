"""Hostile workbooks, written part by part: no library would write them."""

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

from helpers.sheets import example
from hostile.canary import CANARY
from hostile.case import EITHER, READ, REFUSED, Content, Input
from hostile.inputs.making import counted

_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_XML = '<?xml version="1.0" encoding="UTF-8"?>'
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_TOP, _BOTTOM = "<sheetData>", "</sheetData>"


def row(values, number: int) -> str:
    """A row of texts."""
    cells = "".join(f'<c t="inlineStr"><is><t>{escape(value)}</t></is></c>' for value in values)
    return f'<row r="{number}">{cells}</row>'


GOOD_ROWS = row(example(), 1) + row(example().values(), 2)


def sheet(rows: str = GOOD_ROWS, before: str = "", after: str = "") -> str:
    """The part of a sheet."""
    return f"{_XML}<worksheet {_MAIN}>{before}{_TOP}{rows}{_BOTTOM}{after}</worksheet>"


def styles(body: str = '<cellXfs count="1"><xf/></cellXfs>') -> str:
    """The part of the styles."""
    return f'{_XML}<styleSheet {_MAIN}><fonts count="1"><font/></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>{body}</styleSheet>'


def strings(items: str) -> str:
    """The part of the shared strings."""
    return f"{_XML}<sst {_MAIN}>{items}</sst>"


def book(names=("Records",), more: str = "", start: str = "") -> str:
    """The part that lists the sheets; all of them are the one sheet."""
    listed = "".join(f'<sheet name={quoteattr(name)} sheetId="{i}" r:id="rId1"/>' for i, name in enumerate(names, 1))
    return f'{_XML}{start}<workbook {_MAIN} xmlns:r="{_RELS}"><sheets>{listed}</sheets>{more}</workbook>'


def relations(more: str = "") -> str:
    """The part that says which files the workbook consists of."""
    parts = (("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml"))
    body = "".join(f'<Relationship Id="rId{i}" Type="{_RELS}/{k}" Target="{t}"/>' for i, (k, t) in enumerate(parts, 1))
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{body}{more}</Relationships>'


PARTS = {
    "[Content_Types].xml": f'{_XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="{_TYPE}.sharedStrings+xml"/></Types>',
    "_rels/.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_RELS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": book(),
    "xl/_rels/workbook.xml.rels": relations(),
    "xl/worksheets/sheet1.xml": sheet(),
    "xl/styles.xml": styles(),
    "xl/sharedStrings.xml": strings(""),
}
SHEET, BOOK, STYLES, STRINGS = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml"


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """A workbook of these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


def workbook(**made) -> Content:
    """The good workbook, some of its parts made from the size; the keys are names of constants here."""
    names = {"sheet": SHEET, "book": BOOK, "styles": STYLES, "strings": STRINGS, "rels": "xl/_rels/workbook.xml.rels"}
    return lambda size: zipped(PARTS | {names[key]: make(size) for key, make in made.items()})


def with_parts(make) -> Content:
    """The good workbook and more parts."""
    return lambda size: zipped(PARTS | make(size))


def cell(attributes: str, body: str) -> Content:
    """The good workbook with a third row of one cell."""
    return workbook(sheet=lambda _: sheet(f'{GOOD_ROWS}<row r="3"><c r="A3" {attributes}>{body}</c></row>'))


def _input(name: str, make: Content, size: int = 1, small=None, exits=EITHER, words="") -> Input:
    return Input("workbook", name, "in.xlsx", make, size, small, exits, words)


WORKBOOKS = [
    _input("good", workbook(), 1, 1, READ),
    _input("a million styles", workbook(styles=lambda n: styles(f"<cellXfs>{'<xf/>' * n}</cellXfs>")), 1_000_000, 50_000),
    _input("a million fonts", workbook(styles=lambda n: styles(f"<cellXfs><xf/></cellXfs><dxfs>{'<dxf><font><b/></font></dxf>' * n}</dxfs>")), 1_000_000),
    _input("number formats", workbook(styles=lambda n: styles("<numFmts>" + counted('<numFmt numFmtId="2{}" formatCode="0.{}"/>', n) + "</numFmts><cellXfs><xf/></cellXfs>")), 300_000),
    _input("a long number format", workbook(styles=lambda n: styles(f'<numFmts><numFmt numFmtId="200" formatCode="{"[y" * n}"/></numFmts><cellXfs><xf numFmtId="200"/></cellXfs>'), sheet=lambda _: sheet(GOOD_ROWS + '<row r="3"><c r="A3" s="0"><v>1</v></c></row>')), 300_000),
    _input("a million shared strings", workbook(strings=lambda n: strings("<si><t>x</t></si>" * n)), 1_000_000),
    _input("a shared string of many runs", workbook(strings=lambda n: strings("<si>" + "<r><t>x</t></r>" * n + "</si>")), 900_000),
    _input("a huge shared string used often", workbook(strings=lambda _: strings(f"<si><t>{'x' * 900_000}</t></si>"), sheet=lambda n: sheet(GOOD_ROWS + "".join(f'<row r="{i + 3}"><c r="A{i + 3}" t="s"><v>0</v></c></row>' for i in range(n)))), 3_000, 100),
    _input("a huge dimension", workbook(sheet=lambda _: sheet(before='<dimension ref="A1:XFD1048576"/>')), 1, 1),
    _input("a dimension that is none", workbook(sheet=lambda _: sheet(before='<dimension ref="A1:ZZZZZZZ99999999999"/>'))),
    _input("a cell far away", workbook(sheet=lambda _: sheet(GOOD_ROWS + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')), 1, 1),
    _input("a cell farther away", workbook(sheet=lambda _: sheet(GOOD_ROWS + '<row r="999999999"><c r="ZZZZZZ999999999"><v>1</v></c></row>'))),
    _input("a row of number zero", workbook(sheet=lambda _: sheet(GOOD_ROWS + '<row r="0"><c r="A0"><v>1</v></c></row>'))),
    _input("a row of no number", workbook(sheet=lambda _: sheet(GOOD_ROWS + '<row r="x"><c r="?"><v>1</v></c></row>'))),
    _input("rows in disorder", workbook(sheet=lambda _: sheet(row(example().values(), 9) + row(example(), 1))), 1),
    _input("far rows, blank", workbook(sheet=lambda n: sheet(GOOD_ROWS + "".join(f'<row r="{i * 300 + 3}"><c r="A{i * 300 + 3}"/></row>' for i in range(n)))), 3_000),
    _input("a million blank rows", workbook(sheet=lambda n: sheet(GOOD_ROWS + "<row/>" * n)), 1_000_000, 50_000),
    _input("a million blank cells", workbook(sheet=lambda n: sheet(GOOD_ROWS + "<row>" + "<c/>" * n + "</row>")), 1_000_000),
    _input("cells on one another", workbook(sheet=lambda n: sheet(GOOD_ROWS + '<row r="3">' + '<c r="A3"><v>1</v></c>' * n + "</row>")), 300_000),
    _input("entities", workbook(sheet=lambda _: sheet().replace(_XML, f"{_XML}<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;'>]>", 1)), 1, 1, REFUSED, "DOCTYPE"),
    _input("an outside entity", workbook(strings=lambda _: strings("<si><t>&a;</t></si>").replace(_XML, f"{_XML}<!DOCTYPE x [<!ENTITY a SYSTEM '{CANARY}'>]>", 1)), 1, 1, REFUSED),
    _input("an outside entity in the styles", workbook(styles=lambda _: styles().replace(_XML, f"{_XML}<!DOCTYPE x SYSTEM '{CANARY}'>", 1)), 1, None, REFUSED),
    _input("entities in the relations", workbook(rels=lambda _: relations().replace(_XML, f"{_XML}<!DOCTYPE x [<!ENTITY a SYSTEM '{CANARY}'>]>", 1)), 1, None, REFUSED),
    _input("outside links", workbook(rels=lambda _: relations(f'<Relationship Id="rId9" Type="{_RELS}/externalLink" Target="{CANARY}" TargetMode="External"/>')), 1, 1),
    _input("an outside sheet", workbook(rels=lambda _: relations().replace("worksheets/sheet1.xml", CANARY).replace('"rId1"', '"rId1" TargetMode="External"')), 1, None, REFUSED),
    _input("a sheet out of the archive", workbook(rels=lambda _: relations().replace("worksheets/sheet1.xml", "../../../../etc/passwd")), 1, 1, REFUSED),
    _input("a web query", with_parts(lambda _: {"xl/connections.xml": f'{_XML}<connections {_MAIN}><connection id="1" type="4" refreshOnLoad="1"><webPr url="{CANARY}"/></connection></connections>'})),
    _input("DDE", cell("", f"<f>cmd|'/C calc'!A0</f><v>1</v>"), 1, 1),  # noqa: F541
    _input("WEBSERVICE", cell("", f'<f>WEBSERVICE("{CANARY}")</f>'), 1),
    _input("a long formula", workbook(sheet=lambda n: sheet(f'{GOOD_ROWS}<row r="3"><c r="A3"><f>{"1+" * n}1</f></c></row>')), 900_000),
    _input("shared formulas", workbook(sheet=lambda n: sheet(GOOD_ROWS + "".join(f'<row r="{i + 3}"><c r="A{i + 3}"><f t="shared" si="0" ref="A3:A{n}">A1+1</f></c></row>' for i in range(n)))), 10_000),
    _input("blanks that unpack", workbook(sheet=lambda n: sheet(after=" " * n)), 500_000_000, 30_000_000),
    _input("rows that unpack", workbook(sheet=lambda n: sheet(GOOD_ROWS + row(["x"] * 40, 3) * n)), 100_000),
    _input("a comment that unpacks", workbook(strings=lambda n: strings(f"<!--{'x' * n}-->")), 300_000_000),
    _input("an image that unpacks", with_parts(lambda n: {"xl/media/image1.png": b"\0" * n}), 500_000_000),
    _input("many parts", with_parts(lambda n: {f"xl/media/{i}": "" for i in range(n)}), 100_000),
    _input("many sheets", workbook(book=lambda n: book([f"S{i}" for i in range(n)])), 10_000, 300),
    _input("sheets of one name", workbook(book=lambda _: book(["Same"] * 3))),
    _input("a sheet with a hostile name", workbook(book=lambda _: book(["\u202e../../x\t<b>"])), 1, 1),
    _input("no sheet", workbook(book=lambda _: book([])), 1, None, REFUSED),
    _input("defined names", workbook(book=lambda n: book(more="<definedNames>" + counted('<definedName name="n{}">Records!A1</definedName>', n) + "</definedNames>")), 300_000),
    _input("merged cells", workbook(sheet=lambda n: sheet(after="<mergeCells>" + counted('<mergeCell ref="A1{}:B1{}"/>', n) + "</mergeCells>")), 100_000),
    _input("one merge of everything", workbook(sheet=lambda _: sheet(after='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')), 1, 1),
    _input("drop-downs", workbook(sheet=lambda n: sheet(after="<dataValidations>" + counted('<dataValidation type="list" sqref="A1:XFD1048576"><formula1>"a,b"</formula1></dataValidation>', n) + "</dataValidations>")), 30_000),
    _input("conditional formats", workbook(sheet=lambda n: sheet(after='<conditionalFormatting sqref="A1:A9"><cfRule type="expression" priority="1"><formula>1</formula></cfRule></conditionalFormatting>' * n)), 30_000),
    _input("deep XML", workbook(sheet=lambda n: sheet(after="<a>" * n + "</a>" * n)), 100_000, 20_000),
    _input("deep XML in the strings", workbook(strings=lambda n: strings("<si>" * n + "</si>" * n)), 100_000),
    _input("deep XML in the styles", workbook(styles=lambda n: styles("<a>" * n + "</a>" * n)), 100_000),
    _input("a million attributes", workbook(sheet=lambda n: sheet(before="<sheetPr " + counted('a{}="" ', n) + "/>")), 300_000),
    _input("a huge text", cell('t="inlineStr"', f"<is><t>{'x' * 1_100_000}</t></is>"), 1, 1, REFUSED),
    _input("a string that is not there", cell('t="s"', "<v>999999999</v>"), 1, 1),
    _input("a string of negative number", cell('t="s"', "<v>-1</v>"), 1),
    _input("a string of no number", cell('t="s"', "<v>x</v>"), 1),
    _input("a style that is not there", cell('s="999999999"', "<v>1</v>"), 1, 1),
    _input("a number without end", cell("", "<v>1e999999</v>"), 1, 1),
    _input("a number that is none", cell("", "<v>1,5,</v>"), 1),
    _input("a number of many digits", cell("", f"<v>{'9' * 1_000_000}</v>"), 1),
    _input("a date that is none", cell('t="d"', "<v>99999-99-99T99:99:99</v>"), 1, 1),
    _input("a date out of range", workbook(styles=lambda _: styles('<cellXfs><xf/><xf numFmtId="14"/></cellXfs>'), sheet=lambda _: sheet(GOOD_ROWS + '<row r="3"><c r="A3" s="1"><v>1e300</v></c><c r="B3" s="1"><v>-5</v></c></row>')), 1, 1),
    _input("an error", cell('t="e"', "<v>#REF!</v>"), 1),
    _input("a boolean that is none", cell('t="b"', "<v>9</v>"), 1),
    _input("a type that is none", cell('t="nonsense"', "<v>9</v>"), 1),
    _input("no styles", lambda _: zipped({k: v for k, v in PARTS.items() if k != STYLES})),
    _input("no strings", lambda _: zipped({k: v for k, v in PARTS.items() if k != STRINGS})),
    _input("no sheet part", lambda _: zipped({k: v for k, v in PARTS.items() if k != SHEET}), 1, 1, REFUSED),
    _input("no content types", lambda _: zipped({k: v for k, v in PARTS.items() if "Content" not in k})),
    _input("cut", lambda _: zipped(PARTS)[:-50], 1, 1, REFUSED),
    _input("wrong sums", lambda _: zipped(PARTS).replace(b"PK\x01\x02", b"PK\x01\x03", 1), 1, None, REFUSED),
    _input("marked as encrypted", lambda _: _flagged(zipped(PARTS)), 1, 1, REFUSED),
    _input("parts twice", lambda _: _doubled()),
    _input("sheet in UTF-16", workbook(sheet=lambda _: sheet().replace("UTF-8", "UTF-16").encode("utf-16"))),
    _input("sheet in no UTF-8", workbook(sheet=lambda _: sheet().encode().replace(b"identifier", b"\xff\xfe"))),
    _input("macros", with_parts(lambda _: {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" * 99})),
    Input("workbook", "macros by suffix", "in.xlsm", workbook(), 1, None, EITHER),
    Input("workbook", "binary by suffix", "in.xlsb", workbook(), 1, None, REFUSED),
]  # fmt: skip


def _flagged(data: bytes) -> bytes:
    """Set the flag of encryption at every part of an archive."""
    changed = bytearray(data)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(signature)
        while at >= 0:
            changed[at + offset] |= 1
            at = changed.find(signature, at + 4)
    return bytes(changed)


def _doubled() -> bytes:
    """A workbook whose archive has every part twice, which zipfile warns of when it is written."""
    names = {f"{name}~": data for name, data in PARTS.items()}
    return zipped(PARTS | names).replace(b"xml~", b"xml ")
