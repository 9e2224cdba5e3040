import pytest
from helpers.sheets import csv_records, read_sheet
from hypothesis import given, settings
from hypothesis import strategies as st

from taonto.base.errors import BadInputError, UnknownNameError
from taonto.cli import run
from taonto.ontology.codes import CodeLists
from taonto.rdf.graph import read_triples
from taonto.records.sheets.layout import load_layout
from taonto.records.sheets.values import split_values
from taonto.records.synthetic.faults import PAIRS, fault_rules
from taonto.records.synthetic.planting import generate, headings


def rows(blocks, profile="exchange"):
    names = headings(profile)
    return [dict(zip(names, row, strict=True)) for block in blocks for row in block.rows]


def planted(blocks):
    return [fault for block in blocks for fault in block.planted]


@given(st.integers(1, 60), st.integers(0, 1_000))
@settings(max_examples=25)
def test_records_without_faults_hold_together(count, seed):
    made = rows(generate(count, seed=seed))
    assert len(made) == count
    lists = CodeLists.shipped()
    identifiers = {row["identifier"] for row in made}
    assert len(identifiers) == count
    meetings = set()
    for row in made:
        for column in load_layout().columns:
            values = [v for v in split_values(row[column.heading]) if v]
            assert values or column.level != "required", column.heading
            assert column.type is None or all(lists.find(column.type, v) for v in values), column.heading
        assert row["startDate"] <= row["endDate"]
        assert not row["partOf"] or row["partOf"] in identifiers
        assert (row["supportTier"] == "universal") == (not row["recipient"])
        assert row["supportTier"] != "intensive" or row["partOf"] or row["identifier"] in {r["partOf"] for r in made}
        if row["deliveryMode"] == "hybrid":
            assert int(row["inPersonCount"]) + int(row["virtualCount"]) == int(row["participantCount"])
        if row["participantCount"]:
            meetings.add((row["startDate"], row["provider"], row["participantCount"]))
        assert "synthetic" in row["provider"] and "Synthetic" in row["publicSummary"]
    assert len(meetings) == sum(bool(row["participantCount"]) for row in made)


@given(st.integers(0, 1_000), st.sampled_from(["exchange", "publication"]))
@settings(max_examples=15)
def test_the_manifest_lists_every_difference_from_the_good_records(seed, profile):
    good = rows(generate(80, 0, seed, profile), profile)
    blocks = list(generate(80, 0.3, seed, profile))
    faulty = rows(blocks, profile)
    faults = planted(blocks)
    assert len(faults) >= 20
    changed = {i + 2 for i, (a, b) in enumerate(zip(good, faulty, strict=True)) if a != b}
    # A fault of two records may show in one of them only.
    pairs = set(PAIRS)
    assert {f.row for f in faults if f.fault not in pairs} <= changed
    assert len(changed) <= len(faults) + sum(f.fault in pairs for f in faults)
    for fault in faults:
        assert faulty[fault.row - 2][fault.column] == fault.value
        assert faulty[fault.row - 2]["identifier"] == fault.identifier
        assert fault.rule == fault_rules()[fault.fault][0]


def test_the_share_of_faults_is_met_and_every_kind_gets_its_turn():
    blocks = list(generate(1_000, 0.2, seed=3))
    assert 200 <= len(planted(blocks)) <= 230
    exchange = {kind for kind, (_, folder) in fault_rules().items() if folder != "publication"}
    assert {fault.fault for fault in planted(blocks)} == exchange
    both = list(generate(1_000, 0.2, seed=3, profile="publication"))
    assert {fault.fault for fault in planted(both)} == set(fault_rules())


@pytest.mark.parametrize("count", [1, 8, 20])
def test_as_many_faults_as_records_end_when_no_record_can_take_another(count):
    for seed in range(5):
        blocks = list(generate(count, 1, seed))
        assert 1 <= len({fault.row for fault in planted(blocks)}) <= count


def test_the_same_seed_gives_the_same_bytes_and_another_seed_does_not(tmp_path):
    for name, seed in (("a.csv", 1), ("b.csv", 1), ("c.csv", 2)):
        assert run(["generate", "50", "--faults", "0.2", "--seed", str(seed), "--output", str(tmp_path / name)]) == 0
    a, b, c = ((tmp_path / name).read_bytes() for name in ("a.csv", "b.csv", "c.csv"))
    assert a == b != c
    assert (tmp_path / "a.faults.csv").read_bytes() == (tmp_path / "b.faults.csv").read_bytes()


def test_rows_workbooks_and_rdf_hold_the_same_records(tmp_path):
    for name in ("a.csv", "a.xlsx", "a.ttl"):
        assert run(["generate", "30", "--faults", "0.3", "--output", str(tmp_path / name)]) == 0
    plain, rich = ({t for r in read_sheet(tmp_path / n)[1] for t in r.triples} for n in ("a.csv", "a.xlsx"))
    assert plain == rich == set(read_triples(tmp_path / "a.ttl"))


def test_the_manifest_can_be_named_and_standard_output_lists_faults(tmp_path, capsys):
    manifest = tmp_path / "m.csv"
    assert (
        run(["generate", "40", "--faults", "0.2", "--output", str(tmp_path / "a.csv"), "--manifest", str(manifest)])
        == 0
    )
    listed = csv_records(manifest)
    assert [*listed[0]] == ["row", "column", "identifier", "fault", "rule", "value"]
    capsys.readouterr()
    assert run(["generate", "40", "--faults", "0.2"]) == 0
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 41
    assert sum(line.startswith("row ") for line in err.splitlines()) == len(listed)


@pytest.mark.parametrize(
    ("arguments", "kind", "message"),
    [
        ((0,), BadInputError, "ask for 1 or more"),
        ((5, 1.5), BadInputError, "from 0 to 1"),
        ((5, 0.1, 0, "all"), UnknownNameError, "no profile 'all'"),
    ],
)
def test_arguments_out_of_range_are_refused(arguments, kind, message):
    with pytest.raises(kind, match=message):
        list(generate(*arguments))


def test_the_command_line_refuses_them_too(tmp_path, capsys):
    assert run(["generate", "0"]) == 2
    assert run(["generate", "5", "--faults", "7", "--output", str(tmp_path / "a.csv")]) == 2
    assert run(["generate", "5", "--output", str(tmp_path / "a.xyz")]) == 2
    assert not list(tmp_path.iterdir())
