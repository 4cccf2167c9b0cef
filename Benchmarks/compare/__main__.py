"""Kindling beside PyTorch, row by row: `scripts/bench` builds what this runs."""

import argparse
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from . import building, measuring, report
from .building import BENCHMARKS, ROOT
from .limits import Limits
from .peer import Gone, Peer
from .table import ROWS


def parsed():
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__.split(":")[0] + ".", allow_abbrev=False)
    parser.add_argument("--only", metavar="PATTERN", type=pattern, default="", help="rows whose names this is found in: a regular expression")
    parser.add_argument("--threads", metavar="N", type=positive, default=len(os.sched_getaffinity(0)), help="of both (default: all cores, %(default)s)")
    parser.add_argument("--quick", action="store_true", help="0.1 s a row and side, where a second is the rule")
    parser.add_argument("--minimum", action="store_true", help="the least of the times, not their median: for a look at a busy machine")
    parser.add_argument("--json", metavar="FILE", type=Path, help="writes the results there too")
    parser.add_argument("--list", action="store_true", help="prints the names of the rows, and measures nothing")
    parser.add_argument("--markdown", metavar="FILE", type=Path, help="prints the table of results that --json wrote, and measures nothing")
    parser.error = lambda problem: parser.exit(2, f"scripts/bench: {problem}\n")
    return parser.parse_args()


def pattern(text):
    try:
        return re.compile(text)
    except re.error as problem:
        raise argparse.ArgumentTypeError(f"{text!r} is no regular expression: {problem}") from None


def positive(text):
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1 on")
    return int(text)


def environment(threads):
    """Of both sides: the same number of threads, and each library's own choice of kernels."""
    chosen = {"OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"}
    count = dict.fromkeys(("KINDLING_NUM_THREADS", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), str(threads))
    return {name: value for name, value in os.environ.items() if name not in chosen} | count


def check_names(ours, theirs):
    """Every row is there on both sides and in the table."""
    table = {row.name for row in ROWS}
    for title, names in (("Kindling's rows", set(ours)), ("torch's rows", set(theirs))):
        for what, missing in (("lack", table - names), ("have, and the table lacks,", names - table)):
            if missing:
                sys.exit(f"scripts/bench: {title} {what} " + "; ".join(sorted(missing)))


def processor():
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return "unknown processor"


def main():
    options = parsed()
    if options.markdown:
        print(report.markdown(json.loads(options.markdown.read_text())))
        return
    if options.list:
        print(*(row.name for row in ROWS), sep="\n")
        return
    rows = [row for row in ROWS if re.search(options.only, row.name)]
    if not rows:
        sys.exit(f"scripts/bench: no row's name has {options.only.pattern!r} in it")

    subprocess.run([ROOT / "scripts/setup"], check=True)
    binaries, python = building.swift(BENCHMARKS), building.torch_python()
    variables = environment(options.threads)
    ours = Peer("Kindling", [binaries / "KindlingBenchmarks"], variables, BENCHMARKS)
    theirs = Peer("torch", [python, "-m", "torch_rows", str(options.threads)], variables, BENCHMARKS)
    check_names(ours.ask("list"), theirs.ask("list"))
    limits = Limits(ours, options.threads)
    print(
        f"{processor()}, {options.threads} threads: {limits.flops / 1e9:.0f} GFLOP/s of float32 in registers, "
        f"{limits.memory / 1e9:.0f} GB/s from memory",
        flush=True,
    )

    pace = measuring.QUICK if options.quick else measuring.THOROUGH
    width = max(len(row.name) for row in rows)
    results = []

    def tell(result):
        results.append(result)
        print(report.line(report.cells(result), width), flush=True)

    print(report.line(report.HEADER, width))
    for row in rows:
        result = {"group": row.group, "name": row.name, "reach": row.reach, "unit": "s", "flops": row.flops, "bytes": row.bytes}
        try:
            samples = measuring.measure(row, ours, theirs, pace)
            result["ours"], result["torch"] = map(min if options.minimum else median, samples)
            result["share"] = limits.share(row, result["ours"])
        except (measuring.Differs, Gone) as problem:
            result["problem"] = str(problem)
        tell(result)
    for peer in (ours, theirs):
        peer.close()
    print(report.summary(results))

    if options.json:
        written = {
            "date": time.strftime("%Y-%m-%d"),
            "processor": processor(),
            "threads": options.threads,
            "quick": options.quick,
            "minimum": options.minimum,
            "torch": subprocess.check_output([python, "-c", "import torch; print(torch.__version__)"], text=True).strip(),
            "commit": subprocess.check_output(["git", "rev-parse", "HEAD"], text=True, cwd=BENCHMARKS).strip(),
            "limits": {"flops": limits.flops, "bandwidth": limits.memory},
            "rows": results,
        }
        options.json.write_text(json.dumps(written, indent=1) + "\n")
    if any("problem" in result for result in results):
        sys.exit(1)


main()
