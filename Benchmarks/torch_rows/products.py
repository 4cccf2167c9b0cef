import torch
from torch.nn import functional as F

from .inputs import uniform
from .registry import gradients, row

double = uniform(512, 512, dtype=torch.float64)
heads = uniform(8, 4, 128, 32)

for n in (64, 128, 256, 512, 1024, 2048):
    row(f"matmul {n}", torch.matmul, uniform(n, n), uniform(n, n))
for m, n, k in ((32, 1, 30), (32, 64, 64), (128, 512, 784), (128, 10, 512), (1024, 384, 128), (1, 512, 784)):
    row(f"linear ({m}, {n}, {k})", F.linear, uniform(m, k), uniform(n, k), uniform(n))
row("matmul float64 512", torch.matmul, double, double)
row("matmul of transposes 512", lambda a, b: a.t() @ b.t(), uniform(512, 512), uniform(512, 512))
row("matmul 1024 x 1024 by a vector", torch.matmul, uniform(1024, 1024), uniform(1024))
row("dot 1e5", torch.dot, uniform(100_000), uniform(100_000))
row("outer 1024 by 1024", torch.outer, uniform(1024), uniform(1024))
row("batched matmul 32 x 128 x 64 x 128", torch.matmul, uniform(32, 128, 64), uniform(32, 64, 128))
row("batched matmul 4096 x 8 x 8 x 8", torch.matmul, uniform(4096, 8, 8), uniform(4096, 8, 8))
row("einsum bhld,bhsd->bhls, 8 x 4 x 128 x 32", lambda a, b: torch.einsum("bhld,bhsd->bhls", a, b), heads, heads)
gradients("linear (128, 512, 784)", F.linear, uniform(128, 784), uniform(512, 784), uniform(512))
row(
    "solve 256 x 256 for 16",
    lambda a, b: torch.linalg.solve(a + 16 * torch.eye(256), b),
    uniform(256, 256),
    uniform(256, 16),
)
row("singular values 128 x 128", torch.linalg.svdvals, uniform(128, 128))
