"""Write the expected answers of all saved questions to `expected/`, for a person to read before they are committed.

Run `python tests/queries/write_expected.py` after you add a question, or after a change that is meant to change
answers, and read the diff. It asks the small catalogue (`tests/helpers/small_catalogue.py`), so a new framework, coding
or code changes no answer. From then on the small catalogue knows all terms that the ontology has now.
"""

import csv
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from helpers import small_catalogue

from taonto.query.questions import saved_questions


def main() -> None:
    small_catalogue.write_terms()
    catalogue = small_catalogue.SmallCatalogue()
    for question in saved_questions():
        columns, rows = small_catalogue.table(catalogue.answer(question))
        with (small_catalogue.EXPECTED / f"{question.name}.csv").open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerows([columns, *rows])


if __name__ == "__main__":
    main()
