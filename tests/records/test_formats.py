import pytest

from taonto.base.errors import BadInputError, UnknownNameError
from taonto.rdf.graph import SYNTAXES
from taonto.records.formats import FORMATS, SHEETS, format_of


@pytest.mark.parametrize(
    ("name", "stated", "format"),
    [
        ("log.csv", None, "csv"),
        ("log.TSV.gz", None, "csv"),
        ("log.xlsm", None, "xlsx"),
        ("log.ttl", None, "turtle"),
        ("log.json.gz", None, "jsonld"),
        ("log.ttl", "csv", "csv"),
        ("-", "ntriples", "ntriples"),
    ],
)
def test_the_user_decides_and_else_the_suffix(name, stated, format):
    assert format_of(name, stated) == format


def test_every_format_can_be_stated():
    assert set(FORMATS) == {*SHEETS, *SYNTAXES}
    assert [format_of("-", stated) for stated in FORMATS] == [*FORMATS]


@pytest.mark.parametrize(
    ("name", "stated", "kind", "message"),
    [
        (
            "log.doc",
            None,
            UnknownNameError,
            r"log\.doc: its name does not show its format; name the format \(csv,",
        ),
        ("-", None, UnknownNameError, "-: its name does not show"),
        ("log.csv", "yaml", UnknownNameError, r"log\.csv: there is no format 'yaml'; use one of csv, xlsx, turtle"),
        ("log.xls", None, BadInputError, r"log\.xls: is a workbook of Excel 97-2003 \(\.xls\), but taonto"),
    ],
)
def test_what_is_no_format_is_one_sentence(name, stated, kind, message):
    with pytest.raises(kind, match=message):
        format_of(name, stated)
