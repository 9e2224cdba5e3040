"""Time and memory for writing and reading long sheets: `taonto generate` to CSV, then `taonto convert` to N-Triples.

    python benchmarks/sheets.py [RECORDS ...]

Prints one CSV line per run: records, megabytes of the sheet, command, seconds, peak MiB. 10,000 records by default.
"""

import csv
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def run(*arguments: str) -> tuple[float, float]:
    """Return the seconds that `taonto ARGUMENTS` took, and the peak memory of its process in MiB."""
    begin = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "taonto", *arguments], stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(errors)
    return time.perf_counter() - begin, usage.ru_maxrss / 1024


def main() -> None:
    sizes = [int(size) for size in sys.argv[1:]] or [10_000]
    rows = csv.writer(sys.stdout, lineterminator="\n")
    rows.writerow(["records", "megabytes", "command", "seconds", "mebibytes"])
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            sheet, triples = Path(folder) / "records.csv", Path(folder) / "records.nt"
            commands = {
                "generate": ("generate", str(size), "--output", str(sheet)),
                "convert": ("convert", str(sheet), str(triples)),
            }
            for command, arguments in commands.items():
                seconds, memory = run(*arguments)
                rows.writerow([size, round(sheet.stat().st_size / 1e6), command, f"{seconds:.1f}", round(memory)])
                sys.stdout.flush()


if __name__ == "__main__":
    main()
