"""Reading questions: their decorators, and where they come from."""

import pytest

from taonto.base.errors import BadInputError, TaontoError, UnknownNameError
from taonto.query.questions import Parameter, load_question, parse_question

GOOD = """#+ question: Which?
#+ kind: report
#+ user: center
#+ data: records
#+ param: element practice any the element
#+ param: text string "" some text
SELECT * { VALUES ?element { UNDEF } VALUES ?text { "" } ?element ?p ?o }
"""


def test_decorators():
    query = parse_question(GOOD, "good")
    assert (query.question, query.kind, query.user, query.data) == ("Which?", "report", "center", "records")
    assert query.parameters == (
        Parameter("element", "practice", "any", "the element"),
        Parameter("text", "string", "", "some text"),
    )
    assert not query.saved
    assert load_question("phases-in-order").saved


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("#+ kind: report", "#+ kind: reports", "'#\\+ kind: reports' is unknown; use competency, report, quality"),
        ("#+ user: center", "#+ user: me", "'#\\+ user: me' is unknown"),
        ("#+ user: center", "#+ summary: x", "'#\\+ summary:' is not a decorator; use question"),
        ("any the element", "any", "needs four parts: name, type, default, description"),
        ("element practice", "element practise", "unknown type 'practise'; use practice, phase"),
        ("VALUES ?element { UNDEF }", "", r"parameter 'element' needs a line 'VALUES \?element \{ \.\.\. \}'"),
        ("#+ param: text string", "#+ param: element string", "the parameter 'element' is declared twice"),
    ],
)
def test_faulty_decorators(old, new, message):
    with pytest.raises(BadInputError, match=f"own.rq: .*{message}"):
        parse_question(GOOD.replace(old, new), "own.rq")


def test_terms_go_to_their_places_alone():
    question = parse_question(GOOD, "own.rq")
    assert question.text_with({}) == GOOD
    hostile = "<urn:x> } VALUES ?text { UNDEF"
    assert question.text_with({"text": '"a"', "element": hostile}) == GOOD.replace("UNDEF", hostile).replace(
        '{ "" }', '{ "a" }'
    )


def test_an_unknown_question_has_near_ones():
    with pytest.raises(UnknownNameError, match="no saved question 'phases-in-ordr'; did you mean phases-in-order"):
        load_question("phases-in-ordr")
    with pytest.raises(UnknownNameError, match="no saved question 'xyz'; list the saved questions"):
        load_question("xyz")
    with pytest.raises(BadInputError, match="SPARQL text is read from a file"):
        load_question("SELECT * { ?s ?p ?o }")


@pytest.mark.parametrize("name", ["../README", "-.", "..", "/etc/passwd"])
def test_a_path_is_not_a_question(name):
    with pytest.raises(UnknownNameError, match="there is no saved question"):
        load_question(name)


def test_own_files_that_cannot_be_read(tmp_path):
    with pytest.raises(TaontoError, match="no such file"):
        load_question(str(tmp_path / "none.rq"))
    (tmp_path / "latin.rq").write_bytes(b"SELECT * { ?s ?p '\xe9' }")
    with pytest.raises(BadInputError, match="is not UTF-8 text"):
        load_question(str(tmp_path / "latin.rq"))
