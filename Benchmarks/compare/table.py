"""The table's rows: the ratio torch/ours that each is to reach, and the work it does, where that is what counts.

The rows themselves, under the same names, are in `Sources/KindlingBenchmarks/Rows` and `torch_rows`.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    group: str
    name: str
    # torch's time divided by ours. 1 where nobody said: a tie.
    reach: float = 1
    # Floating-point operations of a call.
    flops: float = 0
    # Bytes that a call must read and write.
    bytes: float = 0
    # How many calls' results are compared: several where they build on each other.
    checks: int = 1
    # By how much results may differ, relative to their size.
    tolerance: float = 1e-4
    # Of a whole process: which.
    process: str = ""
    # What is measured: seconds or MiB.
    unit: str = "s"


ROWS: list[Row] = []
SIZES = {"1e3": 1000, "1e5": 100_000, "4e6": 4_000_000}


def group(name):
    """Adds rows to a group: a function of what a row has beside its group."""
    return lambda row, reach=1, **work: ROWS.append(Row(name, row, reach, **work))


add = group("Elementwise")
for name, operands, reaches in (
    ("add", 3, (8, 1.2, 1)),
    ("mul", 3, (8, 1.2, 1)),
    ("exp", 2, (5, 2.5, 2)),
    ("sigmoid", 2, (4, 1.2, 1)),
    ("tanh", 2, (8, 8, 8)),
    ("relu", 2, (1, 1, 1)),
    ("gelu", 2, (1, 1, 1)),
    ("log", 2, (1, 1, 1)),
):
    for (size, count), reach in zip(SIZES.items(), reaches):
        add(f"{name} {size}", reach, bytes=4 * operands * count)
for name, width in (
    ("div 1e5", 12), ("sqrt 1e5", 8), ("sin 1e5", 8), ("erf 1e5", 8), ("erfc 1e5", 8), ("lgamma 1e5", 8),
    ("digamma 1e5", 8), ("pow 2.5, 1e5", 8), ("silu 1e5", 8),
    ("clamp 1e5", 8), ("greater 1e5", 9), ("where 1e5", 12), ("x * y + z, 1e5", 16), ("2 x + 1, 1e5", 8),
    ("float32 to float64, 1e5", 12), ("float32 to bfloat16, 1e5", 6), ("add float64 1e5", 24), ("exp float64 1e5", 16),
    ("log float64 1e5", 16), ("tanh float64 1e5", 16), ("sin float64 1e5", 16), ("erf float64 1e5", 16),
    ("gelu float64 1e5", 16), ("atan float64 1e5", 16), ("pow 2.5, float64 1e5", 16),
    ("tanh 1e5, forward + backward", 0), ("gelu 1e5, forward + backward", 0), ("mul 1e5, forward + backward", 0),
):  # fmt: skip
    add(name, bytes=width * 1e5)

MiB = 1 << 20
add = group("Reductions")
for (size, count), reach in zip(SIZES.items(), (6, 1.2, 1)):
    add(f"sum {size}", reach, bytes=4 * count)
add("sum 1024 x 1024, dim 0", 2, bytes=4 * MiB)
add("sum 1024 x 1024, dim 1", 1, bytes=4 * MiB)
add("mean 1024 x 1024, dim 1", bytes=4 * MiB)
add("var 1024 x 1024, dim 1", bytes=4 * MiB)
add("amax 1024 x 1024, dim 1", bytes=4 * MiB)
add("argmax 1024 x 1024, dim 1", 4, bytes=4 * MiB)
add("norm 1e5", bytes=4e5)
add("logsumexp 1024 x 1024, dim 1", bytes=4 * MiB)
add("cumsum 1024 x 1024, dim 1", bytes=8 * MiB)
add("softmax 1024 x 1024", 2, bytes=8 * MiB)
add("log softmax 1024 x 1024", bytes=8 * MiB)
add("layerNorm 1024 x 1024", 2, bytes=8 * MiB)
add("rmsNorm 1024 x 1024", bytes=8 * MiB)
add("groupNorm 16 x 64 x 32 x 32", bytes=8 * MiB)
add("batchNorm 16 x 64 x 32 x 32", bytes=8 * MiB)
add("softmax 4096 x 128", bytes=4 * MiB)
add("layerNorm 4096 x 128", bytes=4 * MiB)
add("mseLoss 1e5", bytes=8e5)
add("huberLoss 1e5", bytes=8e5)
add("klDiv 1e5", bytes=8e5)
add("sort 1e5")
add("sort 1024 x 1024, dim 1")
add("topk 10 of 1024 x 1024")
add("median 1e5")
add("softmax 1024 x 1024, forward + backward")
add("layerNorm 1024 x 1024, forward + backward")
add("batchNorm 16 x 64 x 32 x 32, forward + backward")
add("crossEntropy 1024 x 1000, forward + backward")
add("crossEntropy 128 x 10, forward + backward")
add("huberLoss 1e5, forward + backward")

add = group("Random")
add("normal 1e5", bytes=4e5)
add("uniform 1e5", bytes=4e5)
add("dropout 1e5", bytes=8e5)

add = group("Movement")
add("transpose copied 1024 x 1024", 2, bytes=8 * MiB)
add("row broadcast-add 1024 x 1024", 1, bytes=8 * MiB)
add("column broadcast-mul 1024 x 1024", bytes=8 * MiB)
add("NCHW to NHWC copied 16 x 64 x 32 x 32", bytes=8 * MiB)
add("concatenate 2 of 1024 x 512, dim 1", bytes=8 * MiB)
add("every other column copied 1024 x 1024", bytes=6 * MiB)
add("flip 1024 x 1024, dim 1", bytes=8 * MiB)
add("pad 16 x 64 x 32 x 32 by 1", bytes=8 * MiB)
add("embedding 4096 of 50000 x 256", 1, bytes=8 * MiB)
add("index select 1e5 of 1e5 x 16", bytes=12.8e6)
add("gather 1024 x 1024, dim 1", bytes=16 * MiB)
add("scatter add 1024 x 1024, dim 1")
add("masked select 1e5")
add("roll 1024 x 1024 by 100, dim 1")
add("stack 4 of 512 x 512")
add("stack 2 of 1024 x 512, dim 2")
add("repeat 256 x 1024 four times")
add("heads permuted 16 x 128 x 8 x 64")
add("pad by reflection 16 x 64 x 32 x 32 by 1")
add("x[rows, columns], 1e5 of 1024 x 1024")
add("put 1e5 of 1e5, accumulated")
add("index add 1e5 x 16 to 1e4 x 16")
add("scatter max 1024 x 1024, dim 1")
add("scatter add 1024 x 1024, dim 0")
add("tril 1024 x 1024")
add("nonzero 1e5")
add("unique 1e5 of 1000")
add("cumprod 1024 x 1024, dim 1")
add("cummax 1024 x 1024, dim 1")
add("masked fill 1024 x 1024")
add("column expanded to 1024 x 1024")
add("diff 1024 x 1024, dim 1")
add("searchsorted 1e5 in 1e4")
add("unfold 3x3 of 16 x 16 x 32 x 32")
add("fold 3x3 of 16 x 16 x 32 x 32")
add("pixel shuffle 2 of 16 x 64 x 32 x 32")
add("add of a transpose 1024 x 1024")
add("isin 1e5 of 1000")

add = group("Products")
for n, reach in ((64, 1.2), (128, 1.5), (256, 2), (512, 2), (1024, 2), (2048, 2)):
    add(f"matmul {n}", reach, flops=2 * n**3)
for (m, n, k), reach in (
    ((32, 1, 30), 5), ((32, 64, 64), 2.5), ((128, 512, 784), 1.7), ((128, 10, 512), 1.2), ((1024, 384, 128), 1.4),
    ((1, 512, 784), 1.5),
):  # fmt: skip
    add(f"linear ({m}, {n}, {k})", reach, flops=2 * m * n * k)
add("matmul float64 512", flops=2 * 512**3)
add("matmul of transposes 512", flops=2 * 512**3)
add("matmul 1024 x 1024 by a vector", bytes=4 * MiB)
add("dot 1e5", bytes=8e5)
add("outer 1024 by 1024", bytes=4 * MiB)
add("batched matmul 32 x 128 x 64 x 128", flops=2 * 32 * 128 * 64 * 128)
add("batched matmul 4096 x 8 x 8 x 8", flops=2 * 4096 * 8**3)
add("einsum bhld,bhsd->bhls, 8 x 4 x 128 x 32", flops=2 * 32 * 128 * 128 * 32)
add("linear (128, 512, 784), forward + backward", flops=6 * 128 * 512 * 784)
add("solve 256 x 256 for 16")
add("singular values 128 x 128", tolerance=1e-3)

add = group("Convolutions")
work = 2 * 16 * 64 * 64 * 9 * 32 * 32
add("conv 64-64 3x3 on 32 x 32, b 16", 1.2, flops=work)
add("conv 64-64 3x3 on 32 x 32, b 16, forward + backward", 1.2, flops=3 * work)
add("conv 64-256 1x1 on 32 x 32, b 16", flops=2 * 16 * 64 * 256 * 1024)
add("conv 3-64 7x7 stride 2 on 224 x 224, b 1", flops=2 * 64 * 3 * 49 * 112 * 112)
add("depthwise conv 64 3x3 on 32 x 32, b 16", bytes=8 * MiB)
add("depthwise conv 64 3x3 on 32 x 32, b 16, forward + backward")
add("conv1d 64-64 5 on 1024, b 16", flops=2 * 16 * 64 * 64 * 5 * 1024)
add("transposed conv 64-32 4x4 stride 2 on 16 x 16, b 16", flops=2 * 16 * 64 * 32 * 16 * 16 * 16)
add("max pool 2x2 of 16 x 64 x 32 x 32", bytes=5 * MiB)
add("avg pool 2x2 of 16 x 64 x 32 x 32", bytes=5 * MiB)
add("max pool 2x2 of 16 x 64 x 32 x 32, forward + backward")
add("bilinear upsampling x2 of 16 x 16 x 32 x 32", bytes=5 * MiB)

add = group("Attention and recurrence")
add("attention 8 x 4 x 128 x 32, causal")
add("attention 8 x 4 x 128 x 32, causal, forward + backward")
add("attention 1 x 8 x 1024 x 64", flops=4 * 8 * 1024 * 1024 * 64)
add("attention 1 x 8 x 1024 x 64, forward + backward")
work = 2 * 50 * 16 * (64 + 128) * 4 * 128
add("LSTM 64-128, b 16, T 50", flops=work)
add("LSTM 64-128, b 16, T 50, forward + backward", 1.5, flops=3 * work)
add("GRU 64-128, b 16, T 50, forward + backward", flops=2.25 * work)

add = group("Training steps")
mlp = 2 * 128 * (784 * 512 + 512 * 512 + 512 * 10)
cnn = 2 * 64 * (28 * 28 * 9 * 32 + 14 * 14 * 9 * 32 * 64 + 3136 * 128 + 1280)
gpt = 2 * 1024 * (4 * (12 * 128 * 128 + 2 * 128 * 128) + 128 * 256)


def twice(row, reach=1, **work):
    """As it is written, and compiled; torch's side is the same for both."""
    add(row, reach, **work)
    add(f"{row}, compiled", reach, **work)


twice("step: logistic regression 30-1, b 32, Adam", 60, checks=5)
twice("step: MLP 30-64-64-1, b 32, Adam", 12, checks=5)
twice("step: MLP 784-512-512-10, b 128, SGD", 1.6, checks=5, flops=3 * mlp)
twice("step: MLP 784-512-512-10, b 128, Adam", 1.6, checks=5, flops=3 * mlp)
twice("step: MLP 784-512-512-10, b 128, AdamW", 1.6, checks=5, flops=3 * mlp)
twice("step: CNN 28 x 28, b 64, Adam", 1.5, checks=5, flops=3 * cnn)
twice("step: GPT d 128, 4 layers, T 128, b 8, AdamW", 1.5, checks=5, flops=3 * gpt)

add = group("Optimizers")
add("optimizer: SGD, 10 x 1e6", 1, checks=3, bytes=12e7)
add("optimizer: SGD with momentum, 10 x 1e6", checks=3, bytes=20e7)
add("optimizer: Adam, 10 x 1e6", 1.3, checks=3, bytes=28e7)
add("optimizer: Adam, torch's fused one, 10 x 1e6", checks=3, bytes=28e7)
add("optimizer: AdamW, 10 x 1e6", checks=3, bytes=28e7)
add("optimizer: RMSprop, 10 x 1e6", checks=3, bytes=20e7)
add("clip gradients by norm, 10 x 1e6", bytes=12e7)

add = group("Inference")
twice("inference: logistic regression, one row", 10)
twice("inference: MLP 784-512-512-10, one row", bytes=4 * (784 * 512 + 512 * 512 + 5120))
twice("inference: MLP 784-512-512-10, b 128", flops=mlp)
twice("inference: CNN 28 x 28, b 64", 1.5, flops=cnn)
twice("inference: CNN 28 x 28, one image", flops=cnn / 64)
twice("inference: GPT d 128, 4 layers, T 128, one sequence", flops=gpt / 8)
twice("inference: Transformer encoder layer d 256, 8 heads, T 128, b 8", flops=2 * 1024 * (12 * 256 * 256 + 2 * 128 * 256))

add = group("Loading")
add("DataLoader: an epoch of 1000000 x 30, batches of 32, shuffled", 40, bytes=248e6)
add("DataLoader: an epoch of 1000000 x 30, batches of 1024, shuffled", 80, bytes=248e6)
add("DataLoader: an epoch of 455 x 30, batches of 32, shuffled")
add("safetensors: write 10 x 1e6 float32")
add("safetensors: read and sum 10 x 1e6 float32")
add("safetensors: read and sum 10 x 1e6 float32, mapped")

add = group("Whole processes")
add("process: the lesson, 447 epochs", 70, process="lesson")
add("process: the lesson, 447 epochs, peak memory", 10, process="lesson", unit="MiB")
add("process: start and first result", 100, process="first result")
add("process: start and first result, peak memory", 8, process="first result", unit="MiB")
