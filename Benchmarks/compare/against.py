"""This build beside an older commit's, row by row: what `scripts/bench --against COMMIT` prints."""

import sys
import time
from math import exp, log
from statistics import median, quantiles

from . import processes
from .building import BENCHMARKS
from .checking import difference
from .environment import processor
from .measuring import QUICK, THOROUGH
from .peer import Gone, Peer
from .report import figure
from .table import ROWS

# What this build must keep to: the geometric mean of the ratios; and each of the steps that are all overhead, by ratio or by seconds.
MEAN = 1.02
STEP = 1.03
STEP_SECONDS = 30e-9
STEPS = [f"step: logistic regression 30-1, b 32, Adam{kind}" for kind in ("", ", compiled")]

ALTERNATIONS = 20
QUICK_ALTERNATIONS = 8
# Where a process's operands lie makes some rows faster or slower for as long as it lives, in any build. So a row's alternations are
# shared out among several processes of each build, and in each of them other rows have used the memory before.
PROCESSES = 4


class Sides:
    """Both builds, and how rows are measured on them in turns; the older build is the first in every pair."""

    def __init__(self, older, build, environment, quick, alternations):
        self.builds = (older, build)
        self.environment = environment
        self.pace = QUICK if quick else THOROUGH
        self.alternations = alternations
        commands = lambda kind: [processes.ours(each, kind) for each in self.builds]  # noqa: E731
        self.whole = processes.Processes(commands, environment, alternations or self.pace.processes)

    def start(self):
        titles = (f"the build of {self.builds[0].commit[:12]}", "this build")
        commands = [[each.benchmarks / "KindlingBenchmarks"] for each in self.builds]
        return [Peer(title, command, self.environment, BENCHMARKS) for title, command in zip(titles, commands)]

    def names(self):
        """The rows that each build has."""
        peers = self.start()
        try:
            return [peer.ask("list") for peer in peers]
        except Gone as problem:
            sys.exit(f"scripts/bench: the benchmarks cannot be driven: {problem}")
        finally:
            close(peers)

    def turns(self, row):
        """How often each side's time is taken."""
        thorough = self.pace is THOROUGH or row.name in STEPS
        return self.alternations or (ALTERNATIONS if thorough else QUICK_ALTERNATIONS)

    def measure(self, row, neighbours):
        """Seconds of both sides in each turn, and how the results differ in words."""
        taken = []
        turns = self.turns(row)
        for process in range(min(PROCESSES, turns)):
            peers = self.start()
            try:
                for peer in peers:
                    for other in neighbours[:process]:
                        peer.ask("check", 1, other.name)
                digests = [peer.ask("check", row.checks, row.name) for peer in peers]
                for peer in peers:
                    time.sleep(self.pace.pause)
                    peer.ask("warm", self.pace.warmth)
                for _ in range(process, turns, PROCESSES):
                    taken.append(self.turn(peers, len(taken) % 2))
            finally:
                close(peers)
        return taken, difference(*reversed(digests), 0, "the older build")

    def turn(self, peers, first):
        seconds = [0.0, 0.0]
        for side in (first, 1 - first):
            time.sleep(self.pace.pause)
            seconds[side] = median(peers[side].ask("time", self.pace.seconds / ALTERNATIONS))
        return seconds


def close(peers):
    for peer in peers:
        peer.close()


def run(pattern, older, build, environment, threads, quick, alternations):
    """Measures the rows whose names have the pattern, prints them as they come, and returns all that there is to tell."""
    sides = Sides(older, build, environment, quick, alternations)
    names = sides.names()
    table = [row for row in ROWS if row.process or row.name in names[0] and row.name in names[1]]
    rows = [row for row in table if pattern.search(row.name)]
    if any(row.process == "lesson" for row in rows):
        # All builds come before all times.
        for each in sides.builds:
            each.app  # noqa: B018
    print(f"{older.commit[:12]} beside this build on {processor()}, {threads} threads", flush=True)
    width = max((len(row.name) for row in rows), default=0)
    print(line(("", "before", "now", "ratio", "middle half", "turns", ""), width))
    results = []
    for row in rows:
        result = {"group": row.group, "name": row.name, "unit": row.unit}
        try:
            if row.process:
                pairs = sides.whole.runs(row)
            else:
                pairs, result["differs"] = sides.measure(row, neighbours(row, table))
            result |= statistics(pairs)
        except Gone as problem:
            result["problem"] = str(problem)
        results.append(result)
        print(line(cells(result), width), flush=True)
    measured = {
        "date": time.strftime("%Y-%m-%d"),
        "processor": processor(),
        "threads": threads,
        "quick": quick,
        "against": older.commit,
        "commit": build.commit,
        "rows": results,
        "only_before": [name for name in names[0] if name not in names[1] and pattern.search(name)],
        "only_now": [name for name in names[1] if name not in names[0] and pattern.search(name)],
    }
    print(summary(measured))
    return measured


def neighbours(row, table):
    """Other rows that use the memory before this one: those before it in its group, as in a run of the whole table."""
    group = [other for other in table if other.group == row.group and not other.process]
    at = group.index(row)
    return (group[at:] + group[:at])[:0:-1]


def statistics(pairs):
    """What is told of a row's turns."""
    before, now = (median(side) for side in zip(*pairs))
    ratios = [now / before for before, now in pairs]
    low, ratio, high = quantiles(ratios, method="inclusive") if len(ratios) > 1 else ratios * 3
    return {"before": before, "now": now, "ratio": ratio, "low": low, "high": high, "turns": len(pairs)}


def cells(row):
    if "problem" in row:
        return (row["name"], "", "", "", "", "", row["problem"])
    spread = f"{row['low']:.3f} .. {row['high']:.3f}"
    times = (figure(row, row["before"]), figure(row, row["now"]), f"{row['ratio']:.3f}")
    return (row["name"], *times, spread, str(row["turns"]), "other results" if row.get("differs") else "")


def line(cells, width):
    name, before, now, ratio, spread, turns, note = cells
    return f"{name:{width}}  {before:>9}  {now:>9}  {ratio:>6}  {spread:>14}  {turns:>5}  {note}".rstrip()


def judged(measured):
    """What was held against a limit: in words, and whether it holds."""
    rows = [row for row in measured["rows"] if "problem" not in row]
    if rows:
        mean = geometric_mean(rows)
        yield f"geometric mean of {len(rows)} rows {mean:.3f}, at most {MEAN:g}", mean <= MEAN
    for row in rows:
        if row["name"] in STEPS:
            slower = row["before"] * (row["ratio"] - 1)
            text = f"{row['name']}: {row['ratio'] - 1:+.1%}, {slower * 1e9:+.0f} ns, at most {STEP - 1:.0%} or {STEP_SECONDS * 1e9:.0f} ns"
            yield text, row["ratio"] <= STEP or slower <= STEP_SECONDS
    for row in measured["rows"]:
        if "problem" in row:
            yield f"{row['name']}: {row['problem']}", False


def geometric_mean(rows):
    return exp(sum(log(row["ratio"]) for row in rows) / len(rows))


def holds(measured):
    return all(holds for _, holds in judged(measured))


def summary(measured):
    rows = sorted((row for row in measured["rows"] if "problem" not in row), key=lambda row: row["ratio"])
    lines = []

    def listed(title, named):
        if named:
            lines.append(f"{title} ({len(named)}): " + "; ".join(named))

    def ratios(rows):
        return [f"{row['name']} ({row['ratio']:.3f})" for row in rows]

    listed("fastest", ratios(rows[:5]))
    listed("slowest", ratios(rows[:-6:-1]))
    listed("other results than before", [f"{row['name']} ({row['differs']})" for row in rows if row.get("differs")])
    listed("only in the older build", measured["only_before"])
    listed("only in this build", measured["only_now"])
    lines += [f"{'holds' if holds else 'DOES NOT HOLD'}: {text}" for text, holds in judged(measured)]
    if any(row["name"] not in STEPS for row in rows) and not any(row["name"] in STEPS for row in rows):
        lines.append("not measured: the logistic-regression steps")
    if not rows:
        lines.append("nothing was measured")
    return "\n".join(lines)


def markdown(measured):
    """The table of what --json wrote."""
    head = f"{measured['against'][:12]} beside {measured['commit'][:12]}: medians on {measured['processor']}, "
    lines = [f"{head}{measured['threads']} threads, {measured['date']}.", ""]
    lines += ["| | before | now | ratio | its middle half | turns | |", "|---|---|---|---|---|---|---|"]
    lines += ["| " + " | ".join(cells(row)) + " |" for row in measured["rows"]]
    return "\n".join([*lines, "", *(f"- {each}" for each in summary(measured).splitlines())])
