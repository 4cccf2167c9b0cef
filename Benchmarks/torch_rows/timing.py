"""Times the calls of one row, in slices, as `Timing.swift` does."""

import time
from itertools import repeat


def seconds(call, calls):
    start = time.perf_counter()
    for _ in repeat(None, calls):
        call()
    return time.perf_counter() - start


class Timing:
    def __init__(self, call, warmth):
        self.call = call
        # As many calls are timed together as take a millisecond, so that the clock's own time does not count.
        self.calls = 1
        total = last = seconds(call, 1)
        while last < 1e-3:
            self.calls *= 2
            last = seconds(call, self.calls)
            total += last
        while total < warmth:
            total += seconds(call, self.calls)

    def samples(self, wanted):
        samples = []
        total = 0.0
        while total < wanted or not samples:
            taken = seconds(self.call, self.calls)
            samples.append(taken / self.calls)
            total += taken
        return samples
