"""The least that a program can do with torch: its time and memory are those of starting."""

import torch

print(torch.tensor([1.0, 2, 3]) + 1)
