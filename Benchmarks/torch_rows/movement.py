import torch
from torch.nn import functional as F

from .inputs import integers, uniform
from .registry import row

square = uniform(1024, 1024)
images = uniform(16, 64, 32, 32)
halves = uniform(1024, 512)
columns = integers(1024, 1024, 1024)

row("transpose copied 1024 x 1024", lambda x: x.t().contiguous(), square)
row("row broadcast-add 1024 x 1024", torch.add, square, uniform(1024))
row("column broadcast-mul 1024 x 1024", torch.mul, square, uniform(1024, 1))
row("NCHW to NHWC copied 16 x 64 x 32 x 32", lambda x: x.permute(0, 2, 3, 1).contiguous(), images)
row("concatenate 2 of 1024 x 512, dim 1", lambda x, y: torch.cat([x, y], 1), halves, halves)
row("every other column copied 1024 x 1024", lambda x: x[:, ::2].contiguous(), square)
row("flip 1024 x 1024, dim 1", lambda x: x.flip(1), square)
row("pad 16 x 64 x 32 x 32 by 1", lambda x: F.pad(x, [1, 1, 1, 1]), images)
row("embedding 4096 of 50000 x 256", F.embedding, integers(50000, 4096), uniform(50000, 256))
row("index select 1e5 of 1e5 x 16", lambda x, i: x.index_select(0, i), uniform(100_000, 16), integers(100_000, 100_000))
row("gather 1024 x 1024, dim 1", lambda x, i: x.gather(1, i), square, columns)
row("scatter add 1024 x 1024, dim 1", lambda x, i, y: x.scatter_add(1, i, y), square, columns, square)
row("masked select 1e5", lambda x: x.masked_select(x > 0), uniform(100_000))
