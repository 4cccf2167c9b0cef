import torch
from torch.nn import functional as F

from .registry import Measured, named

n = 100_000


def drawn(name, draw):
    """Results are not compared number by number, but by what numbers of another generator share."""

    def results():
        x = draw()
        return [(x.mean() * 10).round(), (x.std() * 10).round()]

    named(name)(lambda: Measured(draw, results))


ones = torch.ones(n)
drawn("normal 1e5", lambda: torch.randn(n))
drawn("uniform 1e5", lambda: torch.rand(n))
drawn("dropout 1e5", lambda: F.dropout(ones, 0.5))
