"""Time every saved question, `taonto terms` and `taonto --help`, each in a fresh process, start-up included.

    python benchmarks/queries.py [RUNS]

Prints the median and the slowest of RUNS runs (3 by default), slowest command first, and which commands miss their
target: 1 second for a question, 0.3 seconds for the help.
"""

import statistics
import subprocess
import sys
import time
from pathlib import Path

from taonto.ontology.edition import load_edition
from taonto.query.questions import saved_questions

RECORDS = Path(__file__).parent.parent / "tests" / "queries" / "records.ttl"
TARGET = 1.0
HELP_TARGET = 0.3


def wall_times(arguments: list[str], runs: int) -> list[float]:
    """Return the seconds that each of `runs` runs of `taonto ARGUMENTS` took."""
    times = []
    for _ in range(runs):
        begin = time.perf_counter()
        subprocess.run([sys.executable, "-m", "taonto", *arguments], check=True, capture_output=True)
        times.append(time.perf_counter() - begin)
    return times


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    load_edition()  # makes the inferred edition if it is missing, so that no command is timed with it
    measured = {"--help": wall_times(["--help"], runs), "terms coaching": wall_times(["terms", "coaching"], runs)}
    with_records = {}
    for question in saved_questions():
        measured[question.name] = wall_times(["query", question.name], runs)
        if question.data:
            command = ["query", question.name, "--data", str(RECORDS)]
            with_records[f"{question.name} with records"] = wall_times(command, runs)
    print(f"{'command':<50} {'median s':>9} {'slowest s':>9}")
    for name, times in sorted({**measured, **with_records}.items(), key=lambda item: -statistics.median(item[1])):
        print(f"{name:<50} {statistics.median(times):>9.2f} {max(times):>9.2f}")
    targets = dict.fromkeys(measured, TARGET) | {"--help": HELP_TARGET}
    slow = [name for name, times in measured.items() if statistics.median(times) > targets[name]]
    print("over the target:", ", ".join(slow) or "none")


if __name__ == "__main__":
    main()
