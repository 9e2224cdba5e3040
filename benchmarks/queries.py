"""Wall time of every saved question and of `taonto --help`, each in a fresh process, start-up included.

    python benchmarks/queries.py [RUNS]

Prints the median and the slowest of RUNS runs (3 by default), slowest question first, and whether the aims hold:
1 second for a question, 0.3 seconds for the help.
"""

import statistics
import subprocess
import sys
import time
from pathlib import Path

from taonto.query.asking import load_graph
from taonto.query.questions import saved_questions

RECORDS = Path(__file__).parent.parent / "tests" / "queries" / "records.ttl"
AIMS = {"--help": 0.3}
AIM = 1.0


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
    load_graph()  # makes the inferred edition, once, if none is there
    measured = {"--help": wall_times(["--help"], runs)}
    with_records = {}
    for query in saved_questions():
        measured[query.name] = wall_times(["query", query.name], runs)
        if query.data:
            with_records[f"{query.name} with records"] = wall_times(["query", query.name, "--data", str(RECORDS)], runs)
    measured["terms coaching"] = wall_times(["terms", "coaching"], runs)
    print(f"{'command':<50} {'median s':>9} {'slowest s':>9}")
    for name, times in sorted({**measured, **with_records}.items(), key=lambda item: -statistics.median(item[1])):
        print(f"{name:<50} {statistics.median(times):>9.2f} {max(times):>9.2f}")
    over = [name for name, times in measured.items() if statistics.median(times) > AIMS.get(name, AIM)]
    print("over the aim:", ", ".join(over) or "none")


if __name__ == "__main__":
    main()
