"""The cases of StepBenchmark in PyTorch, measured in the same way.

    python Benchmarks/torch_step.py [--json]
"""

import json
import statistics
import sys
import time

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

torch.set_num_threads(2)


def median_time(body):
    """The time of a call in seconds: the median over at least a second, after warming up."""

    def measure(calls):
        start = time.perf_counter()
        for _ in range(calls):
            body()
        return time.perf_counter() - start

    calls = 1
    while measure(calls) < 1e-3:
        calls *= 2
    warmth = 0.0
    while warmth < 0.3:
        warmth += measure(calls)

    samples = []
    while sum(samples) < 1 or len(samples) < 5:
        samples.append(measure(calls))
    return statistics.median(samples) / calls


def cases():
    torch.manual_seed(0)
    x = torch.randn(32, 30)
    y = torch.bernoulli(torch.full((32, 1), 0.5))
    model = nn.Sequential(nn.Linear(30, 1), nn.Sigmoid())
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    loss_function = nn.BCELoss()

    def step():
        optimizer.zero_grad()
        loss_function(model(x), y).backward()
        optimizer.step()

    row = torch.randn(1, 30)

    def predict():
        with torch.inference_mode():
            model(row)

    rows = TensorDataset(torch.randn(455, 30), torch.bernoulli(torch.full((455, 1), 0.5)))
    batches = DataLoader(rows, batch_size=32, shuffle=True)

    def epoch():
        for _ in batches:
            pass

    a, b = torch.randn(1024, 1024), torch.randn(1024, 1024)

    yield "training step, 32 x 30", 0, step
    yield "prediction, 1 x 30", 0, predict
    yield "loader's epoch, 455 x 30 by 32", 0, epoch
    yield "matmul, 1024 x 1024", 2 * 1024**3, lambda: a @ b


rows = [
    {"name": name, "seconds": median_time(body), "operations": operations} for name, operations, body in cases()
]
if sys.argv[1:] == ["--json"]:
    print(json.dumps(rows))
else:
    for row in rows:
        rate = f"\t{row['operations'] / row['seconds'] / 1e9:.0f} GFLOP/s" if row["operations"] else ""
        print(f"{row['name']}\t{row['seconds'] * 1e6:.2f} us{rate}")
