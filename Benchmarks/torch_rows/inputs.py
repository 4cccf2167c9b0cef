"""Operands of rows, the same bits as Kindling's (`Inputs.swift`)."""

import torch


def _hash(count, seed):
    """32 bits that look random, of each place in a tensor."""
    bits = ((torch.arange(count) + seed * 7919) * 2_654_435_761) & 0xFFFFFFFF
    bits = ((bits ^ (bits >> 15)) * 2_246_822_519) & 0xFFFFFFFF
    return bits ^ (bits >> 13)


def values(shape, seed, low=-1.0, high=1.0):
    count = torch.Size(shape).numel()
    unit = (_hash(count, seed) >> 8).double() / (1 << 24)
    return (low + (high - low) * unit).float().reshape(shape)


def uniform(*shape, low=-1.0, high=1.0, dtype=torch.float32):
    """Numbers evenly spread from `low` to `high`: a function of a seed."""
    return lambda seed: values(shape, seed, low, high).to(dtype)


def integers(below, *shape):
    """Numbers evenly spread in 0 ..< `below`, as int64: a function of a seed."""
    return lambda seed: (_hash(torch.Size(shape).numel(), seed) % below).reshape(shape)


def fill(model):
    """Gives every parameter the values that Kindling's model of the same names gets."""
    with torch.no_grad():
        for index, (name, parameter) in enumerate(sorted(model.named_parameters())):
            if "norm" in name:
                continue
            shape = parameter.shape
            bound = (shape.numel() / shape[0]) ** -0.5 if len(shape) > 1 else 0.1
            parameter.copy_(values(shape, 100 + index, -bound, bound))
    return model
