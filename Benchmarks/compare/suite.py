"""The table, row by row."""

import sys
import time
from statistics import median

from . import measuring, processes, report
from .building import BENCHMARKS
from .environment import processor
from .limits import Limits
from .peer import Gone, Peer
from .table import ROWS


def run(rows, build, environment, threads, quick):
    """Measures the rows, prints them as they come, and returns all that there is to tell."""
    # All builds come before all times.
    if any(row.process for row in rows):
        build.app  # noqa: B018
    ours = Peer("Kindling", [build.benchmarks / "KindlingBenchmarks"], environment, BENCHMARKS)
    theirs = Peer("torch", [build.python, "-m", "torch_rows", str(threads)], environment, BENCHMARKS)
    check_names(ours.ask("list"), theirs.ask("list"))
    limits = Limits(ours, threads)
    print(
        f"{processor()}, {threads} threads: {limits.flops / 1e9:.0f} GFLOP/s of float32 in registers, "
        f"{limits.memory / 1e9:.0f} GB/s from memory",
        flush=True,
    )

    pace = measuring.QUICK if quick else measuring.THOROUGH
    commands = lambda kind: (processes.ours(build, kind), processes.torch(build, kind))  # noqa: E731
    whole = processes.Processes(commands, environment, pace.processes)
    width = max(len(row.name) for row in rows)
    print(report.line(report.HEADER, width))
    results = []
    for row in rows:
        result = {"group": row.group, "name": row.name, "reach": row.reach, "unit": row.unit}
        result |= {"flops": row.flops, "bytes": row.bytes, "share": None}
        try:
            if row.process:
                result["ours"], result["torch"] = map(median, zip(*whole.runs(row)))
            else:
                result["round_trip"] = limits.round_trip()
                samples = measuring.measure(row, ours, theirs, pace)
                result["ours"], result["torch"] = map(median, samples)
                result["share"] = limits.share(row, result["ours"])
        except (measuring.Differs, Gone) as problem:
            result["problem"] = str(problem)
        results.append(result)
        print(report.line(report.cells(result), width), flush=True)
    for peer in (ours, theirs):
        peer.close()
    print(report.summary(results))
    return {
        "date": time.strftime("%Y-%m-%d"),
        "processor": processor(),
        "threads": threads,
        "quick": quick,
        "torch": build.torch_version,
        "commit": build.commit,
        "limits": {"flops": limits.flops, "bandwidth": limits.memory},
        "rows": results,
    }


def check_names(ours, theirs):
    """Every row is there on both sides and in the table."""
    table = {row.name for row in ROWS if not row.process}
    for title, names in (("Kindling's side", set(ours)), ("torch's side", set(theirs))):
        for what, missing in (("lacks", table - names), ("has, and the table lacks,", names - table)):
            if missing:
                sys.exit(f"scripts/bench: {title} {what} " + "; ".join(sorted(missing)))
