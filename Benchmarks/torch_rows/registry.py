"""The rows by name, and how they are written."""

from functools import partial

import torch

from .inputs import values

ROWS = {}
SIZES = {"1e3": 1000, "1e5": 100_000, "4e6": 4_000_000}


class Measured:
    """A call to be timed, and what came of it, where the call doesn't return that."""

    def __init__(self, call, results=None):
        self.call = call
        self.results = results


def named(name):
    """Registers a function that prepares a row: it returns the call, or a `Measured`."""

    def register(prepare):
        assert name not in ROWS, name
        ROWS[name] = prepare
        return prepare

    return register


def row(name, function, *inputs):
    """A function of inputs."""
    named(name)(lambda: partial(function, *(make(seed) for seed, make in enumerate(inputs, 1))))


def gradients(name, function, *inputs):
    """The function and its derivatives by all of its operands, for a cotangent of its result."""

    def prepare():
        operands = [make(seed).requires_grad_() for seed, make in enumerate(inputs, 1)]
        cotangent = values(function(*operands).shape, 9)
        return lambda: torch.autograd.grad(function(*operands), operands, cotangent)

    named(f"{name}, forward + backward")(prepare)
