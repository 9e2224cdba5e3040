"""Write the answers of all saved questions to `expected/`, for a person to read before they are committed.

Run it with `python tests/queries/write_expected.py` after a change that is meant to change answers, and read the diff.
"""

import csv
from pathlib import Path

from taonto.query.answers import plain
from taonto.query.asking import evaluate, load_graph
from taonto.query.questions import saved_questions

HERE = Path(__file__).parent


def main() -> None:
    catalogue, _ = load_graph()
    with_records, _ = load_graph([str(HERE / "records.ttl")])
    for query in saved_questions():
        found = evaluate(with_records if query.data else catalogue, query)
        with (HERE / "expected" / f"{query.name}.csv").open("w", encoding="utf-8", newline="") as stream:
            rows = csv.writer(stream, lineterminator="\n")
            rows.writerow(found.variables)
            rows.writerows([plain(value) for value in row] for row in found.rows())


if __name__ == "__main__":
    main()
