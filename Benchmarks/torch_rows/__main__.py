"""Torch's side of the table, driven by lines as Kindling's is (`main.swift`): python -m torch_rows THREADS"""

import gc
import json
import sys

import torch

from . import attention, convolutions, elementwise, inference, loading, movement, optimizers, products  # noqa: F401
from . import random, recurrent, reductions, steps  # noqa: F401
from .registry import ROWS, Measured
from .timing import Timing


def digest(tensor):
    """What is compared of a result: its shape, its sums, and as many as a thousand of its elements."""
    tensor = tensor.detach()
    values = tensor.double().flatten()
    count = values.numel()
    shown = min(count, 1000)
    return {
        "shape": list(tensor.shape),
        "sum": values.sum().item(),
        "magnitude": values.abs().sum().item(),
        "elements": values[torch.arange(shown) * count // max(shown, 1)].tolist(),
    }


def tensors(result):
    return [result] if isinstance(result, torch.Tensor) else list(result)


class Session:
    measured = timing = None

    def list(self):
        return list(ROWS)

    def check(self, calls, name):
        self.measured = self.timing = None
        gc.collect()
        prepared = ROWS[name]()
        self.measured = prepared if isinstance(prepared, Measured) else Measured(prepared)
        digests = []
        for _ in range(int(calls)):
            result = self.measured.call()
            digests += map(digest, tensors(self.measured.results() if self.measured.results else result))
        return digests

    def warm(self, seconds):
        self.timing = Timing(self.measured.call, float(seconds))
        return True

    def time(self, seconds):
        return self.timing.samples(float(seconds))


torch.set_num_threads(int(sys.argv[1]))
session = Session()
for line in sys.stdin:
    command, *arguments = line.rstrip("\n").split(" ", 2)
    print(json.dumps(getattr(session, command)(*arguments)), flush=True)
