from hypothesis import given
from hypothesis import strategies as st

from taonto.base.text import one_line, text_table


def test_columns_are_aligned():
    assert text_table(["a", "long"], [["1", "2"], ["three", ""]]) == "a      long\n-----  ----\n1      2\nthree\n"


def test_wraps_to_the_width():
    table = text_table(["name", "definition"], [["x", "some words that go on for longer than the screen"]], 30)
    assert max(map(len, table.splitlines())) <= 30
    assert "".join(table.split()).endswith("somewordsthatgoonforlongerthanthescreen")


def test_no_rows_and_no_columns():
    assert text_table(["a"], []) == "a\n-\n"
    assert text_table([], []) == "\n"


@given(st.text())
def test_nothing_steers_the_terminal(text):
    shown = one_line(text)
    assert not any(ord(c) < 32 or 127 <= ord(c) < 160 or c in "\u202e\u2066\u2028" for c in shown)


def test_an_escape_sequence_is_taken_apart():
    assert one_line("a\x1b[31mred\nb") == "a [31mred b"
