import os
import tempfile
from functools import partial

import safetensors.torch
import torch
from torch.utils.data import DataLoader, TensorDataset

from .inputs import integers, uniform, values
from .registry import Measured, named


def epoch(rows, batch_size):
    """Every batch once, in a new order; what is checked is that they add up to the data."""

    def prepare():
        data = TensorDataset(uniform(rows, 30)(1), integers(2, rows, 1)(2).float())
        batches = DataLoader(data, batch_size=batch_size, shuffle=True)

        def call():
            for _ in batches:
                pass

        return Measured(call, lambda: sum(features.double().sum(0) for features, _ in batches))

    named(f"DataLoader: an epoch of {rows} x 30, batches of {batch_size}, shuffled")(prepare)


def file_row(name, function, how=""):
    def prepare():
        folder = tempfile.TemporaryDirectory()
        path = os.path.join(folder.name, "tensors")
        tensors = {f"tensor {index}": values([1_000_000], index) for index in range(10)}
        safetensors.torch.save_file(tensors, path)
        measured = function(tensors, path)
        measured.folder = folder  # It is there for as long as the row is.
        return measured

    named(f"safetensors: {name} 10 x 1e6 float32{how}")(prepare)


def loaded(path):
    return [tensor for _, tensor in sorted(safetensors.torch.load_file(path).items())]


epoch(1_000_000, 32)
epoch(1_000_000, 1024)
epoch(455, 32)
file_row("write", lambda tensors, path: Measured(partial(safetensors.torch.save_file, tensors, path), lambda: loaded(path)))
# Summed, since a file that is only mapped has not been read. torch maps it in any case.
for how in ["", ", mapped"]:
    file_row("read and sum", lambda _, path: Measured(lambda: [tensor.sum() for tensor in loaded(path)]), how)
