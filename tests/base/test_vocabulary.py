import pytest
from hypothesis import given
from hypothesis import strategies as st

from taonto.base.errors import UnknownNameError
from taonto.base.vocabulary import PREFIXES, expand, shorten


@given(st.sampled_from(sorted(PREFIXES)), st.from_regex(r"[A-Za-z][A-Za-z0-9-]{0,20}", fullmatch=True))
def test_a_short_name_and_its_iri_lead_to_each_other(prefix, local):
    assert expand(shorten(expand(f"{prefix}:{local}"))) == PREFIXES[prefix] + local


def test_an_unknown_prefix_is_refused():
    with pytest.raises(UnknownNameError, match="nope:thing"):
        expand("nope:thing")


def test_an_iri_outside_all_namespaces_stays_whole():
    assert shorten("http://example.org/a") == "http://example.org/a"
