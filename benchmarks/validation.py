"""Time `taonto validate` on synthetic records in several formats and sizes, each run in a fresh process.

    python benchmarks/validation.py [RECORDS ...]

Prints one CSV line per run: records, format, workers, seconds. 100, 1,000 and 3,000 records by default.
"""

import csv
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FAULTS, SEED = "0.05", "7"


def run(*arguments: str) -> float:
    """Return the seconds that `taonto ARGUMENTS` took; exit code 1 (findings) is a success here."""
    begin = time.perf_counter()
    done = subprocess.run([sys.executable, "-m", "taonto", *arguments], capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise SystemExit(done.stderr)
    return time.perf_counter() - begin


def main() -> None:
    sizes = [int(size) for size in sys.argv[1:]] or [100, 1000, 3000]
    rows = csv.writer(sys.stdout, lineterminator="\n")
    rows.writerow(["records", "format", "workers", "seconds"])
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            for suffix in ("csv", "xlsx", "nt"):
                sheet = Path(folder) / f"records-{size}.{suffix}"
                run("generate", str(size), "--faults", FAULTS, "--seed", SEED, "--output", str(sheet))
                for workers in sorted({1, min(2, os.cpu_count() or 1)}):
                    seconds = run("validate", str(sheet), "--workers", str(workers), "--format", "json")
                    rows.writerow([size, suffix, workers, f"{seconds:.1f}"])
                    sys.stdout.flush()


if __name__ == "__main__":
    main()
