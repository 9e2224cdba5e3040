"""Synthetic records, small enough to be counted by hand."""

import numpy as np
import pytest
from helpers.sheets import csv_bytes, example
from scipy import stats

from taonto.analysis.asking import select_in_store
from taonto.analysis.engagements import RecordRows, analyze_engagements, hours_of, records_from_graph
from taonto.analysis.matrix import CodingMatrix, ElementInfo, FrameworkInfo
from taonto.api import convert
from taonto.rdf.graph import parse_triples, read_triples, store_of
from taonto.records.unread import unread_note

MATRIX = CodingMatrix(
    np.array([[1, 1, 0, -1]], dtype=np.int8),
    (FrameworkInfo("gto", "GTO"),),
    tuple(ElementInfo(name, name) for name in ("coaching", "training", "visioning", "tailoring")),
)
ROWS = RecordRows(
    practices=(
        ("r1", "coaching"),
        ("r1", "training"),
        ("r2", "coaching"),
        ("r2", "training"),
        ("r3", "visioning"),
        ("r4", "tailoring"),
        ("r4", "coaching"),
    ),
    details=(
        ("r1", "intensive", "in-person", 2.0, "encounter"),
        ("r2", "targeted", "virtual", 1.5, "encounter"),
        ("r3", "universal", "virtual", None, "product"),
        ("r4", "intensive", "virtual", 9.0, "contact-log"),
        ("r5", "universal", None, 1.0, "encounter"),
    ),
    frameworks=(("r1", "org", "gto"), ("r3", "org", "gto"), ("r4", "other", "gto"), ("r5", "org", "unheard-of")),
)


def test_uses_tiers_modes_and_hours():
    result = analyze_engagements(ROWS, MATRIX)
    assert (result.records, result.with_practice) == (5, 4)
    uses = {use.practice: use for use in result.uses}
    coaching = uses["coaching"]
    assert (coaching.records, coaching.share) == (3, 3 / 5)
    assert coaching.tiers == (("intensive", 2), ("targeted", 1))
    assert coaching.modes == (("in-person", 1), ("virtual", 2))
    assert (coaching.hours, coaching.median_hours) == (3.5, 1.75)  # the contact log does not count
    assert uses["visioning"].hours == 0
    assert np.isnan(uses["visioning"].median_hours)


def test_pairs_used_together():
    result = analyze_engagements(ROWS, MATRIX)
    pairs = {(pair.first, pair.second): pair for pair in result.pairs}
    assert set(pairs) == {("coaching", "training"), ("coaching", "tailoring")}
    pair = pairs["coaching", "training"]
    assert (pair.records, pair.lift) == (2, pytest.approx(2 * 5 / (3 * 2)))
    table = [[2, 1], [0, 2]]
    assert pair.p_value == pytest.approx(stats.fisher_exact(table, alternative="greater").pvalue)
    assert pair.p_value <= pair.p_adjusted <= 1


def test_gaps_beside_the_guiding_framework():
    first, second = analyze_engagements(ROWS, MATRIX).gaps
    assert (first.provider, first.framework, first.records, first.called_for) == ("org", "gto", 2, 2)
    assert (first.shown, first.missing) == (("coaching", "training"), ())
    assert (first.beyond, first.beyond_unknown) == (("visioning",), ())
    assert (second.provider, second.shown, second.missing) == ("other", ("coaching",), ("training",))
    assert second.beyond_unknown == ("tailoring",)


def test_no_records():
    assert analyze_engagements(RecordRows((), ()), MATRIX) is None


RECORDS = """
@prefix ta: <https://w3id.org/taonto/ontology/> .
@prefix tac: <https://w3id.org/taonto/code/> .
@prefix tap: <https://w3id.org/taonto/practice/> .
@prefix taf: <https://w3id.org/taonto/framework/> .
@prefix x: <http://example.org/> .
x:whole ta:hasRecordKind tac:encounter ; ta:providedBy x:center ; ta:guidedBy taf:gto ;
  ta:hasSupportTier tac:intensive ; ta:hasDeliveryMode tac:virtual ; ta:hasContactHours 2.5 ;
  ta:usesPractice tap:coaching , tap:training .
x:part ta:hasRecordKind tac:contact-log ; ta:providedBy x:center ; ta:isPartOf x:whole ; ta:usesPractice tap:visioning .
"""


def test_records_out_of_a_graph():
    store = store_of(parse_triples(RECORDS.encode(), "turtle", "test"))
    rows = records_from_graph(select_in_store(store))
    whole, part, center = (f"http://example.org/{name}" for name in ("whole", "part", "center"))
    assert rows.practices == ((part, "visioning"), (whole, "coaching"), (whole, "training"))
    assert rows.details == ((part, None, None, None, "contact-log"), (whole, "intensive", "virtual", 2.5, "encounter"))
    assert rows.frameworks == ((part, center, "gto"), (whole, center, "gto"))
    (gap,) = analyze_engagements(rows, MATRIX).gaps
    assert (gap.shown, gap.beyond) == (("coaching", "training"), ("visioning",))


BAD = ["2,5", "about 2", "inf", "-inf", "nan", "-1", "1e400", "9" * 400, "1_000", "", "2 h", "1e999999999"]


@pytest.mark.parametrize("text", BAD)
def test_what_is_no_number_of_hours_is_not_read(text):
    assert hours_of(text) is None


@pytest.mark.parametrize(("text", "hours"), [("2.5", 2.5), ("+2", 2.0), ("0", 0.0), (".5", 0.5), ("1.5E0", 1.5)])
def test_numbers_of_hours_as_rdf_writes_them(text, hours):
    assert hours_of(text) == hours


def test_bad_numbers_and_dates_are_left_out_and_told(tmp_path):
    rows = [
        *(example(identifier=f"A-{n}", contactHours=text) for n, text in enumerate(BAD)),
        example(
            identifier="B", contactHours="3", participantCount="ten", startDate="2024-02-30", preparationHours="-1"
        ),
        example(identifier="C", contactHours="1; 2", participantCount="7.5", endDate="30.9.2024"),
    ]
    (tmp_path / "log.csv").write_bytes(csv_bytes(rows))
    convert(tmp_path / "log.csv", tmp_path / "log.nt")
    found = records_from_graph(select_in_store(store_of(read_triples(tmp_path / "log.nt"))))
    told = {(record.rpartition("/")[2], path.rpartition("/")[2], text) for record, path, text in found.unread}
    assert told == {(f"A-{n}", "hasContactHours", text) for n, text in enumerate(BAD) if text} | {
        ("B", "hasParticipantCount", "ten"),
        ("B", "startsOn", "2024-02-30"),
        ("B", "hasPreparationHours", "-1"),
        ("C", "hasParticipantCount", "7.5"),
        ("C", "endsOn", "30.9.2024"),
    }
    result = analyze_engagements(found, MATRIX)
    assert {use.hours for use in result.uses} == {3.0 + 2.0}

    note = unread_note(found.unread, [tmp_path / "log.csv"])
    assert note.startswith("left out 16 values where a number (0 or more) or a date belongs: ")
    assert f"{tmp_path / 'log.csv'}, row 2, column 'contactHours': '2,5'" in note
    assert note.endswith("; 6 more")
    assert "\n" not in note
    note = unread_note(found.unread[:1], [tmp_path / "log.nt"])
    assert note.endswith("belongs: record https://w3id.org/taonto/data/engagement/A-0, contactHours: '2,5'")
    assert unread_note((), []) is None


def test_a_record_with_many_values_has_no_row_for_each_pair():
    values = "".join(
        f"<urn:x:r> <https://w3id.org/taonto/ontology/{path}> <urn:x:{path}{n}> .\n"
        for path in ("hasRecordKind", "hasSupportTier", "hasDeliveryMode")
        for n in range(300)
    )
    rows = records_from_graph(select_in_store(store_of(parse_triples(values.encode(), "ntriples", "r.nt"))))
    assert len(rows.details) == 300
    assert all(len({row[part] for row in rows.details}) == 300 for part in (1, 2, 4))
