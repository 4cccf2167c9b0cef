"""Whether memory stays flat: what a training process holds after a thousand steps, and after very many."""

import sys

from .processes import run

# What the system may count otherwise from one moment to the next.
SLACK_KIB = 256


def check(build, environment, steps=10**6):
    """Prints what is held on the way, and ends with 1 where it grew."""
    grown = False
    for kind in ("eager", "compiled"):
        seconds, _, printed = run([build.benchmarks / "KindlingBenchmarks", "flat", kind, str(steps)], environment)
        held = [tuple(map(int, line.split())) for line in printed.splitlines()]
        marks = ", ".join(f"{kib / 1024:.1f} MiB at {step:.0e} steps".replace("e+0", "e") for step, kib in held)
        print(f"logistic regression 30-1, b 32, Adam, {kind}: {marks}; {seconds:.1f} s", flush=True)
        grown |= held[-1][1] > held[0][1] + SLACK_KIB
    if grown:
        sys.exit("scripts/bench: memory grew")
