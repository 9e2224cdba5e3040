"""The tables: the columns of the design, the numbers that plain sets give, nothing that runs as a formula."""

import csv
import io
import itertools

import pandas as pd
import pytest

from taonto.analysis.codings import matrix_from_file
from taonto.analysis.concepts import Concept
from taonto.analysis.coverage import CorePoint
from taonto.report.analysis.tables import csv_bytes, rows_table, table_infos

REQUIRED = {
    "matrix": ["framework"],
    "shared_elements": (
        [
            "framework_a",
            "framework_b",
            "shared",
            "only_a",
            "only_b",
            "jaccard",
            "jaccard_min",
            "jaccard_max",
            "overlap",
            "p_value",
            "p_adjusted",
        ]
    ),
    "elements": ["element", "phase", "frameworks", "share"],
    "frameworks": ["framework"],
    "clusters": ["framework"],
    "concepts": [],
}


def rows(files, name):
    return list(csv.DictReader(io.StringIO(files[f"{name}.csv"].decode("utf-8"))))


@pytest.mark.parametrize("name", REQUIRED)
def test_has_the_columns_of_the_design_first(name, files):
    heading = next(csv.reader(io.StringIO(files[f"{name}.csv"].decode("utf-8"))))
    assert heading[: len(REQUIRED[name])] == REQUIRED[name]


def test_every_column_is_described(report):
    assert len(report.tables) > 10
    for name, table in report.tables.items():
        described = table_infos()[name].columns
        free = [column for column in table.columns if column not in described]
        assert not free or "*" in described, (name, free)
        assert list(table.columns)[-1] in described or name == "matrix"


def test_matrix_holds_the_consensus(files, sets, detailed):
    table = {row.pop("framework"): row for row in rows(files, "matrix")}
    assert table.keys() == sets.keys()
    for name, row in table.items():
        absent = "0" if name in detailed else ""
        assert row == {element: "1" if element in sets[name] else absent for element in row}
    assert {element for row in table.values() for element in row} == set().union(*sets.values())


def test_shared_elements_are_those_of_plain_sets(files, sets):
    table = rows(files, "shared_elements")
    assert [(row["framework_a"], row["framework_b"]) for row in table] == list(itertools.combinations(sorted(sets), 2))
    for row in table:
        one, other = sets[row["framework_a"]], sets[row["framework_b"]]
        both, either = one & other, one | other
        assert (int(row["shared"]), int(row["only_a"]), int(row["only_b"])) == (
            len(both),
            len(one - other),
            len(other - one),
        )
        assert float(row["jaccard"]) == pytest.approx(len(both) / len(either))
        assert float(row["overlap"]) == pytest.approx(len(both) / min(len(one), len(other)))
        assert float(row["jaccard_min"]) <= float(row["jaccard"]) <= float(row["jaccard_max"])
        assert set(filter(None, row["shared_elements"].split(";"))) == both
        assert set(filter(None, row["only_a_elements"].split(";"))) == one - other
        assert set(filter(None, row["only_b_elements"].split(";"))) == other - one
        assert 0 < float(row["p_value"]) <= float(row["p_adjusted"]) <= 1


def test_elements_frameworks_and_phases_are_those_of_plain_sets(files, sets, detailed, phases):
    for row in rows(files, "elements"):
        holders = {name for name, elements in sets.items() if row["element"] in elements}
        assert (int(row["frameworks"]), int(row["frameworks_detailed"])) == (
            len(holders),
            len(holders & detailed.keys()),
        )
        assert float(row["share"]) == pytest.approx(len(holders) / len(sets))
        assert row["element"] in phases[row["phase"]]
    for row in rows(files, "frameworks"):
        mine = sets[row["framework"]]
        assert int(row["elements"]) == len(mine)
        assert {phase: int(row[phase]) for phase in phases} == {p: len(own & mine) for p, own in phases.items()}
        assert int(row["phases_reached"]) == sum(bool(own & mine) for own in phases.values())
    for row in rows(files, "phases"):
        reached = {name for name, mine in sets.items() if mine & phases[row["phase"]]}
        assert (int(row["frameworks"]), int(row["frameworks_detailed"])) == (
            len(reached),
            len(reached & detailed.keys()),
        )


def test_concepts_and_covers_hold_on_plain_sets(files, sets):
    everything = set().union(*sets.values())
    for row in rows(files, "concepts"):
        extent, intent = (set(filter(None, row[name].split(";"))) for name in ("framework_ids", "element_ids"))
        assert extent == {name for name, mine in sets.items() if intent <= mine}
        assert intent == everything.intersection(*(sets[name] for name in extent))
    for row in rows(files, "covers"):
        assert set().union(*(sets[name] for name in row["framework_ids"].split(";"))) == everything


def test_rows_as_a_table():
    table = rows_table([CorePoint(1, 2, 3, ("a", "b"))], CorePoint)
    assert table.to_dict("records") == [{"k": 1, "elements": 2, "elements_max": 3, "ids": "a;b"}]
    assert list(rows_table([], Concept).columns) == ["extent", "intent", "stability"]


def test_the_matrix_reads_back(report, files, tmp_path):
    (tmp_path / "matrix.csv").write_bytes(files["matrix.csv"])
    again = matrix_from_file(tmp_path / "matrix.csv").matrix
    was = report.result.matrix
    columns = [again.element_ids.index(name) for name in was.element_ids]
    assert again.framework_ids == was.framework_ids
    assert (again.values[:, columns] == was.values).all()


def test_no_cell_is_a_live_formula(hostile_files):
    made = {name: data for name, data in hostile_files.items() if name.endswith(".csv")}
    assert b"'=cmd" in made["matrix.csv"]
    for name, data in made.items():
        for row in csv.reader(io.StringIO(data.decode("utf-8"))):
            assert not [cell for cell in row if cell.startswith(("=", "@", "\t", "+"))], name


@pytest.mark.parametrize(
    "table",
    [
        pd.DataFrame({"a": ["x", 'say "so"', "two\nlines", None], "b": [0.1, float("nan"), 1e-9, 2.0]}),
        pd.DataFrame({"a": pd.array([1, None, 3], dtype="Int64"), "b": [True, False, True]}),
        pd.DataFrame({"a": []}),
    ],
)
def test_csv_is_what_pandas_reads_back(table):
    read = pd.read_csv(io.BytesIO(csv_bytes(table)))
    expected = pd.read_csv(io.StringIO(table.to_csv(index=False)))
    pd.testing.assert_frame_equal(read, expected)
