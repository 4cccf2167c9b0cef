"""What this machine can do at most, measured as it is asked for."""

import os
from functools import cached_property
from math import log2

# What no cache holds.
MEMORY = 1 << 28
# Threads have nothing to gain on less.
SMALL = 1 << 16


class Limits:
    def __init__(self, peer, threads):
        self.peer = peer
        self.threads = threads
        self.bandwidths = {}

    @cached_property
    def flops(self):
        """Of float32, in registers."""
        return self.peer.ask("flops", self.threads)

    @property
    def memory(self):
        return self.bandwidth(MEMORY)

    def bandwidth(self, size):
        """Bytes a second within so many bytes, rounded to a power of two: caches are faster than memory."""
        size = min(1 << round(log2(size)), MEMORY)
        if size not in self.bandwidths:
            self.bandwidths[size] = self.peer.ask("bandwidth", self.threads if size > SMALL else 1, size)
        return self.bandwidths[size]

    def round_trip(self):
        """Seconds from one core to another and back, now: virtual machines are moved. None where there is one core."""
        if self.threads == 1 or len(os.sched_getaffinity(0)) == 1:
            return None
        return self.peer.ask("roundtrip")

    def share(self, row, seconds):
        """How much of the limit a row that takes so long reaches."""
        if row.flops:
            return row.flops / seconds / (self.flops / 2 if "float64" in row.name else self.flops)
        return row.bytes / seconds / self.bandwidth(row.bytes) if row.bytes else None
