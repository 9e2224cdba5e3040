from hypothesis import given
from hypothesis import strategies as st

from taonto.cells.formulas import disarm, rearm


@given(st.text(max_size=30))
def test_a_disarmed_cell_is_no_formula_and_comes_back(text):
    safe = disarm(text)
    assert rearm(safe) == text
    assert not safe.startswith(("=", "@", "\t", "\r"))
    assert not safe.startswith(("+", "-")) or safe[1:].replace(".", "", 1).isdigit()
