"""One table of Kindling's times and PyTorch's, from the rounds that `scripts/bench` ran.

    python3 Benchmarks/compare.py KINDLING TORCH      files with a line of JSON for each round
"""

import json
import statistics
import sys


def medians(path):
    """By name, the median of the rounds."""
    with open(path) as file:
        rounds = [{row["name"]: row for row in json.loads(line)} for line in file]
    return {
        name: (statistics.median(rows[name]["seconds"] for rows in rounds), first["operations"])
        for name, first in rounds[0].items()
    }


def figure(seconds, operations):
    if operations:
        return f"{operations / seconds / 1e9:.0f} GFLOP/s"
    return f"{seconds * 1e6:.2f} us"


ours, torch = medians(sys.argv[1]), medians(sys.argv[2])
table = [("", "Kindling", "PyTorch", "faster")]
for name, (seconds, operations) in ours.items():
    theirs = torch[name][0]
    table.append((name, figure(seconds, operations), figure(theirs, operations), f"{theirs / seconds:.1f} x"))
widths = [max(map(len, column)) for column in zip(*table)]
for first, *others in table:
    print(first.ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(others, widths[1:])), sep="   ")
