"""Write the expected answers of saved questions to `expected/`, for a person to read before they are committed.

    python tests/queries/write_expected.py NAME ...    after you add questions: writes theirs
    python tests/queries/write_expected.py             after a change that is meant to change answers: writes all

It asks the small catalogue (`tests/helpers/small_catalogue.py`), which a new framework, coding or code does not change.
When all answers are written, the small catalogue first takes up every term that the ontology has now.
"""

import csv
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from helpers import small_catalogue

from taonto.query.questions import load_question, saved_questions


def main(names: list[str]) -> None:
    if not names:
        small_catalogue.write_terms()
    catalogue = small_catalogue.SmallCatalogue()
    for question in map(load_question, names) if names else saved_questions():
        columns, rows = small_catalogue.table(catalogue.answer(question))
        with (small_catalogue.EXPECTED / f"{question.name}.csv").open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerows([columns, *rows])


if __name__ == "__main__":
    main(sys.argv[1:])
