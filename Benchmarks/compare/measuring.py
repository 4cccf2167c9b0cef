"""Times of one row on both sides, taken in turn."""

import time
from dataclasses import dataclass

from .checking import difference


class Differs(Exception):
    """The sides don't compute the same."""


@dataclass(frozen=True)
class Pace:
    """How long a row is measured for, on each side."""

    seconds: float
    warmth: float
    # How many turns the seconds are parted into.
    turns: int
    samples: int
    # How often whole processes are run.
    processes: int
    # For the other side's threads to go to sleep.
    pause: float


THOROUGH = Pace(seconds=1, warmth=0.25, turns=4, samples=5, processes=5, pause=0.02)
QUICK = Pace(seconds=0.1, warmth=0.02, turns=2, samples=1, processes=1, pause=0.005)


def measure(row, ours, theirs, pace):
    """Times of both sides' calls, in seconds, once their results are seen to agree."""
    digests = [peer.ask("check", row.checks, row.name) for peer in (ours, theirs)]
    if problem := difference(*digests, row.tolerance):
        raise Differs(problem)
    samples = {peer: [] for peer in (ours, theirs)}
    spent = dict.fromkeys(samples, 0.0)
    for peer in samples:
        time.sleep(pace.pause)
        peer.ask("warm", pace.warmth)
    while lacking := [p for p in samples if spent[p] < pace.seconds or len(samples[p]) < pace.samples]:
        for peer in lacking:
            time.sleep(pace.pause)
            start = time.perf_counter()
            samples[peer] += peer.ask("time", pace.seconds / pace.turns)
            spent[peer] += time.perf_counter() - start
    return samples[ours], samples[theirs]
