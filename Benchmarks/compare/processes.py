"""Rows that are whole processes: their time and the most memory that they held."""

import os
import subprocess
import sys
import time
from statistics import median

from .building import BENCHMARKS, ROOT

EPOCHS = 447


def run(command, environment):
    """A process's seconds, its peak of memory in MiB, and what it printed."""
    start = time.perf_counter()
    process = subprocess.Popen(command, env=environment, cwd=BENCHMARKS, stdout=subprocess.PIPE, text=True)
    printed = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"scripts/bench: {' '.join(map(str, command))} failed with {process.returncode}")
    return seconds, usage.ru_maxrss / 1024, printed


class Processes:
    def __init__(self, build, environment, times):
        self.build = build
        self.environment = environment
        self.times = times
        self.measured = {}

    def commands(self, kind):
        """What is run, on our side and on torch's."""
        torch = [self.build.python, "-m"]
        if kind == "first result":
            return [self.build.benchmarks / "FirstResult"], [*torch, "torch_rows.first_result"]
        app = [self.build.app / "CancerApp", "train", "--lesson", "--epochs", str(EPOCHS), "--no-early-stopping"]
        return app, [*torch, "torch_rows.lesson", ROOT / "Sources/CWisconsin/wdbc.csv", str(EPOCHS)]

    def figures(self, row):
        """Of both sides, the seconds or the MiB, as the row's unit says: medians of several runs, in turn."""
        if row.process not in self.measured:
            ours, torch = self.commands(row.process)
            runs = [(run(ours, self.environment), run(torch, self.environment)) for _ in range(self.times)]
            self.measured[row.process] = list(zip(*runs))
        which = ("s", "MiB").index(row.unit)
        ours, torch = (median(each[which] for each in side) for side in self.measured[row.process])
        return {"ours": ours, "torch": torch}
