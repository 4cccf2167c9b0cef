"""How time and memory grow with the batch, the width, the depth, and the rows of a file: plots and a table."""

import json
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

from . import units
from .building import BENCHMARKS
from .checking import close
from .environment import processor
from .processes import run

FOLDER = BENCHMARKS / "Growth"


@dataclass(frozen=True)
class Curve:
    kind: str
    title: str
    x_title: str
    sizes: list
    # What the time is to grow as, at most.
    work: Callable


CURVES = [
    Curve("batch", "One step of training", "rows a batch", [4**power for power in range(8)], lambda batch: batch),
    Curve("width", "One step of training", "numbers a layer", [16 << power for power in range(8)], lambda width: width**2),
    Curve("depth", "One step of training", "layers", [1, 2, 4, 8, 16, 32, 64, 128], lambda depth: depth),
]
FILE = Curve("rows", "Read, scale, split, train an epoch", "rows of 30 numbers in a file", [], lambda rows: rows)


def draw(build, environment, most_rows, threads):
    """Measures every curve, and writes the pictures, the table and the figures."""
    FOLDER.mkdir(exist_ok=True)
    program = build.growth_plot
    sides = {
        "ours": [build.benchmarks / "KindlingBenchmarks", "growth"],
        "torch": [build.python, "-m", "torch_rows.growth"],
    }
    measured = {}
    for curve in CURVES:
        measured[curve.kind] = points(curve, sides, environment, {size: str(size) for size in curve.sizes})
    with tempfile.TemporaryDirectory() as folder:
        files = {rows: write_file(Path(folder), rows) for rows in powers(most_rows)}
        measured["rows"] = points(FILE, sides, environment, files)
    for curve in (*CURVES, FILE):
        (FOLDER / f"{curve.kind}.svg").write_text(picture(curve, measured[curve.kind], program))
    (FOLDER / "README.md").write_text(table(measured, threads, build.torch_version))


def powers(most):
    """1000, 10,000, ... up to so many."""
    rows = 1000
    while rows <= most:
        yield rows
        rows *= 10


def points(curve, sides, environment, arguments):
    """By side, (size, seconds, MiB)."""
    taken = {side: [] for side in sides}
    for size, argument in arguments.items():
        results = []
        for side, command in sides.items():
            _, memory, printed = run([*command, curve.kind, argument], environment)
            seconds, *result = map(float, printed.split())
            taken[side].append((size, seconds, memory))
            results.append(result)
        ours, torch = (taken[side][-1] for side in sides)
        print(
            f"{curve.x_title} {size}: {units.seconds(ours[1])}, {units.memory(ours[2])}; "
            f"PyTorch {units.seconds(torch[1])}, {units.memory(torch[2])}",
            flush=True,
        )
        for a, b in zip(*results):
            if not close(a, b, 1e-3 * abs(b)):
                raise SystemExit(f"scripts/bench: the losses over {size} rows differ: {a}, torch has {b}")
    return taken


def write_file(folder, rows):
    """A file of so many rows: the same ten thousand over and over, 240 bytes each."""
    block = [",".join(f"{(row * 7919 + column * 104729) % 999983 / 99998.3:7.5f}" for column in range(30)) for row in range(10_000)]
    lines = [f"{line},{row % 7 % 2}\n" for row, line in enumerate(block)]
    path = folder / f"{rows}.csv"
    with path.open("w") as file:
        file.write(",".join([*(f"x{column}" for column in range(30)), "label"]) + "\n")
        whole = "".join(lines)
        for _ in range(rows // len(lines)):
            file.write(whole)
        file.write("".join(lines[: rows % len(lines)]))
    return str(path)


def picture(curve, taken, program):
    """The SVG of a curve, which a program of ours draws."""
    sides = {side: [dict(zip(("size", "seconds", "memory"), point)) for point in points] for side, points in taken.items()}
    work = [curve.work(size) for size, _, _ in taken["ours"]]
    described = {"title": curve.title, "sizeName": curve.x_title, "work": work, **sides}
    return subprocess.run([program], input=json.dumps(described), stdout=subprocess.PIPE, text=True, check=True).stdout


def table(measured, threads, version):
    lines = [
        "# Growth",
        "",
        f"Measured on {processor()}, {threads} threads, {time.strftime('%Y-%m-%d')}, PyTorch {version}, by `scripts/bench --growth`.",
        "",
        "A perceptron of 64 inputs and 10 outputs is trained with Adam; where nothing else is said it has two layers of 128 and",
        "batches of 64 rows. Each point is a process of its own, whose peak of memory is told. The dotted lines grow as the work does.",
    ]
    for curve in (*CURVES, FILE):
        taken = measured[curve.kind]
        lines += ["", f"## By {curve.x_title}", "", f"![Time and memory against {curve.x_title}]({curve.kind}.svg)", ""]
        lines += [f"| {curve.x_title} | Kindling | PyTorch | ratio | Kindling's memory | PyTorch's |", "|---|---|---|---|---|---|"]
        for (size, seconds, memory), (_, torch_seconds, torch_memory) in zip(taken["ours"], taken["torch"]):
            cells = (f"{size:,}", units.seconds(seconds), units.seconds(torch_seconds), f"{torch_seconds / seconds:.1f}")
            lines.append("| " + " | ".join((*cells, units.memory(memory), units.memory(torch_memory))) + " |")
        if curve is FILE:
            rates = [f"{size / seconds:,.0f}" for size, seconds, _ in (taken["ours"][-1], taken["torch"][-1])]
            lines += ["", f"Rows a second of the largest file: {rates[0]}, pandas and PyTorch {rates[1]}."]
    return "\n".join([*lines, ""])
