import gzip

import pytest

from taonto.base.errors import BadInputError
from taonto.ontology.matrix import CodingValue, match_names, read_coding_matrix

PRESENT, ABSENT, UNKNOWN = CodingValue.PRESENT, CodingValue.NOT_MENTIONED, CodingValue.UNKNOWN


def write(tmp_path, text, name="m.csv", encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


def cells(file):
    return {(c.framework, c.element): c.value for c in file.cells}


def test_wide(tmp_path):
    file = read_coding_matrix(write(tmp_path, "framework,a,b\n One ,1,0\nTwo,, YES\n"))
    assert file.layout == "wide"
    assert (file.frameworks, file.elements) == (("One", "Two"), ("a", "b"))
    assert cells(file) == {("One", "a"): PRESENT, ("One", "b"): ABSENT, ("Two", "a"): UNKNOWN, ("Two", "b"): PRESENT}
    assert [(c.row, c.column) for c in file.cells] == [(2, "a"), (2, "b"), (3, "a"), (3, "b")]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", PRESENT),
        ("1.0", PRESENT),
        ("yes", PRESENT),
        (" Present ", PRESENT),
        ("0", ABSENT),
        ("0.0", ABSENT),
        ("No", ABSENT),
        ("not-mentioned", ABSENT),
        ("Not  mentioned", ABSENT),
        ("", UNKNOWN),
        ("UNKNOWN", UNKNOWN),
    ],
)
def test_cell_spellings(tmp_path, text, value):
    file = read_coding_matrix(write(tmp_path, f"framework,a,b\nOne,{text},1\nTwo,0,0\n"))
    assert cells(file)["One", "a"] == value


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_delimiters_encodings_and_line_ends(tmp_path, mark, encoding, end):
    text = end.join(
        [f'framework{mark}"a, or; b"{mark}ü', f"One{mark}1{mark}0", "", f"{mark}{mark}", f"Two{mark}{mark}1"]
    )
    file = read_coding_matrix(write(tmp_path, text, encoding=encoding))
    assert file.elements == ("a, or; b", "ü")
    assert [c.row for c in file.cells] == [2, 2, 5, 5]


def test_gzip_and_trailing_columns(tmp_path):
    path = tmp_path / "m.csv.gz"
    path.write_bytes(gzip.compress(b"framework,a,b,,\nOne,1,0,,\nTwo,0\n"))
    file = read_coding_matrix(path)
    assert file.elements == ("a", "b")
    assert cells(file)["Two", "b"] == UNKNOWN


def test_a_line_break_in_a_name_is_a_space(tmp_path):
    file = read_coding_matrix(write(tmp_path, 'framework,"a\n b"\nOne,1\nTwo,0\n'))
    assert file.elements == ("a b",)
    assert [c.row for c in file.cells] == [2, 3]


def test_long(tmp_path):
    text = "Framework,element,VALUE,component,coder,locator\nOne,a,1,3,x,p. 4\none,A,0,3,y,\nTwo,a,,,,\n"
    file = read_coding_matrix(write(tmp_path, text))
    assert file.layout == "long"
    assert (file.frameworks, file.elements) == (("One", "Two"), ("a",))
    first, second, third = file.cells
    assert (first.component, first.coder, first.locator, first.row, first.column) == ("3", "x", "p. 4", 2, "value")
    assert (second.framework, second.element, second.value) == ("One", "a", ABSENT)
    assert (third.value, third.component, third.coder) == (UNKNOWN, None, None)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", ["is empty"]),
        ("\n,,\n", ["is empty"]),
        ("framework,a\n", ["no framework"]),
        ("framework,a\nOne,1\n", ["only 1 framework", "at least 2"]),
        ("framework,a\nOne,maybe\nTwo,1\n", ["row 2", "column 'a'", "'maybe'", "1, 0 or nothing"]),
        ("framework,a\nOne,2\nTwo,1\n", ["row 2", "'2'"]),
        ("framework,a\nOne,1\nTwo,1\n ONE ,0\n", ["row 4", "'ONE'", "already in row 2"]),
        ("framework,a,b,A\nOne,1,1,1\nTwo,1,1,1\n", ["row 1", "column 4", "'A'", "already in column 2"]),
        ("One,1,0\nTwo,0,1\n", ["row 1", "column 2", "'1' is a cell", "heading row"]),
        ("One,needs,yes\nTwo,needs,no\n", ["row 1", "'yes' is a cell", "framework,element,value"]),
        ("framework,a,,b\nOne,1,1,1\nTwo,1,1,1\n", ["column 3", "no heading"]),
        ("framework\nOne\nTwo\n", ["names no element"]),
        ("framework,a\n,1\nTwo,1\n", ["row 2", "column 'framework'", "no framework is named"]),
        ("framework,a\nOne,1,1\nTwo,1\n", ["row 2", "3 cells", "2"]),
        ("framework,a\nO\x01ne,1\nTwo,1\n", ["row 2", "column 1", "control character"]),
        ("framework,element,value\nOne,a,1\nOne,a,0\n", ["row 3", "column 'value'", "contradicts", "row 2"]),
        ("framework,element,value\nOne,,1\nTwo,a,0\n", ["row 2", "column 'element'", "blank"]),
        ("framework,element,value,page\nOne,a,1,2\nTwo,a,0,2\n", ["row 1", "'page'", "not one of"]),
        ("framework,element,value,value\nOne,a,1,1\nTwo,a,0,0\n", ["'value'", "occurs twice"]),
    ],
)
def test_errors_name_place_and_remedy(tmp_path, text, parts):
    path = write(tmp_path, text)
    with pytest.raises(BadInputError) as caught:
        read_coding_matrix(path)
    message = str(caught.value)
    assert message.startswith(str(path))
    assert "\n" not in message
    for part in parts:
        assert part in message


def test_not_text(tmp_path):
    path = tmp_path / "m.csv"
    path.write_bytes(b"framework,a\nOne,\xff\xfe\x00\n")
    with pytest.raises(BadInputError, match="line 2 contains a NUL byte"):
        read_coding_matrix(path)


def test_one_framework_is_enough_where_the_caller_says_so(tmp_path):
    assert read_coding_matrix(write(tmp_path, "framework,a\nOne,1\n"), minimum_frameworks=1).frameworks == ("One",)


def test_names_match_by_id_label_curie_and_iri():
    known = {"needs-assessment": "Needs assessment", "visioning": "Visioning"}
    names = ["needs-assessment", "NEEDS  Assessment", "tap:visioning", "https://w3id.org/taonto/practice/visioning"]
    match = match_names([*names, "visionin", "zzz"], known, "element", "m.csv")
    assert [match.ids[name] for name in names] == ["needs-assessment", "needs-assessment", "visioning", "visioning"]
    assert match.unknown == (
        "m.csv: there is no element 'visionin' in the catalogue; did you mean 'visioning'?",
        "m.csv: there is no element 'zzz' in the catalogue",
    )
