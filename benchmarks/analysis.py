"""Time and memory of `analyze_matrix` as the matrix grows: `python benchmarks/analysis.py [--figure FILE.svg]`.

Matrices are synthetic: seeded, about one cell in five present, one in ten unknown. Every size runs in its own process,
so that its peak memory can be measured. There is one run per size: on a shared machine, trust the curve, not digits.
"""

import argparse
import csv
import json
import resource
import subprocess
import sys
import time

import numpy as np

SIZES = [(35, 27), (50, 50), (100, 50), (200, 100), (500, 200), (1_000, 300), (2_000, 500)]
FIELDS = ["frameworks", "elements", "cells", "seconds", "peak_mib", "samples", "omitted"]


def synthetic(frameworks, elements, seed=0):
    from taonto.analysis.matrix import CodingMatrix, ElementInfo, FrameworkInfo

    generator = np.random.default_rng(seed)
    chance = np.sqrt(np.outer(generator.beta(1, 3, frameworks), generator.beta(1, 2, elements)))
    values = (generator.random(chance.shape) < 0.75 * chance).astype(np.int8)
    values[generator.random(chance.shape) < 0.1] = -1
    return CodingMatrix(
        values,
        tuple(FrameworkInfo(f"synthetic-{i:05}", f"Synthetic {i}") for i in range(frameworks)),
        tuple(ElementInfo(f"element-{i:04}", f"Element {i}") for i in range(elements)),
        study="synthetic",
    )


def measure(frameworks, elements, samples):
    from taonto.analysis.options import AnalysisOptions
    from taonto.analysis.run import analyze_matrix

    matrix = synthetic(frameworks, elements)
    start = time.perf_counter()
    result = analyze_matrix(matrix, AnalysisOptions(samples=samples))
    return {
        "frameworks": frameworks,
        "elements": elements,
        "cells": frameworks * elements,
        "seconds": round(time.perf_counter() - start, 2),
        "peak_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "samples": result.nestedness.null.samples,
        "omitted": len(result.omitted),
    }


def draw(rows, target):
    import matplotlib.pyplot as plt

    cells = [row["cells"] for row in rows]
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.6), layout="constrained")
    for axes, field, label in ((left, "seconds", "Seconds"), (right, "peak_mib", "Peak memory (MiB)")):
        axes.loglog(cells, [row[field] for row in rows], marker="o", color="#0072B2")
        axes.set(xlabel="Cells (frameworks x elements)", ylabel=label)
        axes.grid(alpha=0.3)
    figure.savefig(target)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--samples", type=int, default=10_000, help="null matrices to draw (default 10000)")
    parser.add_argument("--figure", help="also draw the measurements to this file")
    parser.add_argument("--one", nargs=2, type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measure(*options.one, options.samples)))
        return
    writer = csv.DictWriter(sys.stdout, FIELDS, lineterminator="\n")
    writer.writeheader()
    rows = []
    for size in SIZES:
        command = [sys.executable, __file__, "--samples", str(options.samples), "--one", *map(str, size)]
        rows.append(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))
        writer.writerow(rows[-1])
        sys.stdout.flush()
    if options.figure:
        draw(rows, options.figure)


if __name__ == "__main__":
    main()
