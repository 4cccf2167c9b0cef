"""One point of a curve, as `Growth.swift`'s: python -m torch_rows.growth KIND NUMBER"""

import os
import sys
import time
from statistics import median

import torch
from torch import nn
from torch.nn import functional as F

from .inputs import fill, integers, values
from .models import LogisticRegression
from .timing import Timing


def step(batch=64, width=128, depth=2):
    """A perceptron's step: forward, loss, gradients, Adam."""
    layers = [nn.Linear(64, width)]
    for _ in range(depth - 1):
        layers += [nn.ReLU(), nn.Linear(width, width)]
    model = fill(nn.Sequential(*layers, nn.ReLU(), nn.Linear(width, 10)))
    optimizer = torch.optim.Adam(model.parameters())
    x, y = values([batch, 64], 1), integers(10, batch)(2)

    def call():
        optimizer.zero_grad()
        F.cross_entropy(model(x), y).backward()
        optimizer.step()

    return median(Timing(call, 0.1).samples(0.5))


def streamed(path):
    """A file that need not fit in memory, in two passes: what the scaler must know; then scaling, splitting (each fifth row
    is held back) and an epoch of training."""
    import pandas

    # Torch's first optimizer imports for most of a second: it isn't to count.
    model = fill(LogisticRegression())
    optimizer = torch.optim.Adam(model.parameters())
    start = time.perf_counter()
    part = 8192

    def features(table):
        return torch.from_numpy(table.drop(columns="label").to_numpy())

    count, total, squares = 0, torch.zeros(30).double(), torch.zeros(30).double()
    for table in pandas.read_csv(path, chunksize=part):
        x = features(table)
        count += len(x)
        total += x.sum(0)
        squares += x.square().sum(0)
    mean = total / count
    scale = (squares / count - mean.square()).sqrt()

    is_held_back = torch.arange(part) % 5 == 4
    loss, tests = 0.0, 0
    for table in pandas.read_csv(path, chunksize=part):
        x = ((features(table) - mean) / scale).float()
        y = torch.tensor(table["label"].to_numpy(), dtype=torch.float32).unsqueeze(1)
        held = is_held_back[: len(x)]
        for features_, labels in zip(x[~held].split(1024), y[~held].split(1024)):
            optimizer.zero_grad()
            F.binary_cross_entropy(model(features_), labels).backward()
            optimizer.step()
        with torch.inference_mode():
            loss += F.binary_cross_entropy(model(x[held]), y[held], reduction="sum").item()
        tests += int(held.sum())
    print(time.perf_counter() - start, loss / tests)


torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
kind, argument = sys.argv[1:]
if kind == "rows":
    streamed(argument)
else:
    print(step(**{kind: int(argument)}))
