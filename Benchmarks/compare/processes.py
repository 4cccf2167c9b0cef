"""Rows that are whole processes: their time and the most memory that they held."""

import os
import subprocess
import sys
import time

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


def ours(build, kind):
    """What a build runs for a row of this kind."""
    if kind == "first result":
        return [build.benchmarks / "FirstResult"]
    return [build.app / "CancerApp", "train", "--lesson", "--epochs", str(EPOCHS), "--no-early-stopping"]


def torch(build, kind):
    """What torch's side runs."""
    if kind == "first result":
        return [build.python, "-m", "torch_rows.first_result"]
    return [build.python, "-m", "torch_rows.lesson", ROOT / "Sources/CWisconsin/wdbc.csv", str(EPOCHS)]


class Processes:
    """What two sides' processes take, several runs of each in turn; rows that are of one process share its runs."""

    def __init__(self, commands, environment, times):
        # Of a kind, the two sides' commands.
        self.commands = commands
        self.environment = environment
        self.times = times
        self.measured = {}

    def runs(self, row):
        """Both sides' seconds or MiB, as the row's unit says, of each turn."""
        if row.process not in self.measured:
            commands = self.commands(row.process)
            self.measured[row.process] = [[run(command, self.environment) for command in commands] for _ in range(self.times)]
        which = ("s", "MiB").index(row.unit)
        return [[each[which] for each in turn] for turn in self.measured[row.process]]
