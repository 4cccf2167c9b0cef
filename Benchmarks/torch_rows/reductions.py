import torch
from torch.nn import functional as F

from .inputs import integers, uniform
from .registry import SIZES, gradients, named, row

n = 100_000
square = uniform(1024, 1024)
images = uniform(16, 64, 32, 32)


def layer_norm(x, weight, bias):
    return F.layer_norm(x, [1024], weight, bias)


def short_layer_norm(x, weight, bias):
    return F.layer_norm(x, [128], weight, bias)


def kl_div(logarithms, target):
    return F.kl_div(logarithms, target, reduction="batchmean")


def batch_norm(x, weight, bias):
    return F.batch_norm(x, None, None, weight, bias, training=True)


for size, count in SIZES.items():
    row(f"sum {size}", torch.sum, uniform(count))
row("sum 1024 x 1024, dim 0", lambda x: x.sum(0), square)
row("sum 1024 x 1024, dim 1", lambda x: x.sum(1), square)
row("mean 1024 x 1024, dim 1", lambda x: x.mean(1), square)
row("var 1024 x 1024, dim 1", lambda x: x.var(1), square)
row("amax 1024 x 1024, dim 1", lambda x: x.amax(1), square)
row("argmax 1024 x 1024, dim 1", lambda x: x.argmax(1), square)
row("norm 1e5", torch.linalg.vector_norm, uniform(n))
row("logsumexp 1024 x 1024, dim 1", lambda x: x.logsumexp(1), square)
row("cumsum 1024 x 1024, dim 1", lambda x: x.cumsum(1), square)
row("softmax 1024 x 1024", lambda x: x.softmax(1), square)
row("log softmax 1024 x 1024", lambda x: x.log_softmax(1), square)
row("layerNorm 1024 x 1024", layer_norm, square, uniform(1024), uniform(1024))
row("rmsNorm 1024 x 1024", lambda x, weight: F.rms_norm(x, [1024], weight), square, uniform(1024))
row("groupNorm 16 x 64 x 32 x 32", lambda x, w, b: F.group_norm(x, 8, w, b), images, uniform(64), uniform(64))
row("batchNorm 16 x 64 x 32 x 32", batch_norm, images, uniform(64), uniform(64))
row("softmax 4096 x 128", lambda x: x.softmax(1), uniform(4096, 128))
row("layerNorm 4096 x 128", short_layer_norm, uniform(4096, 128), uniform(128), uniform(128))
row("mseLoss 1e5", F.mse_loss, uniform(n), uniform(n))
row("huberLoss 1e5", F.huber_loss, uniform(n, low=-2, high=2), uniform(n))
row("klDiv 1e5", kl_div, uniform(n, low=-5, high=0), uniform(n, low=0, high=1))
row("sort 1e5", lambda x: x.sort().values, uniform(n))
row("sort 1024 x 1024, dim 1", lambda x: x.sort(1).values, square)
row("topk 10 of 1024 x 1024", lambda x: x.topk(10).values, square)
row("median 1e5", torch.median, uniform(n))
gradients("softmax 1024 x 1024", lambda x: x.softmax(1), square)
gradients("layerNorm 1024 x 1024", layer_norm, square, uniform(1024), uniform(1024))
gradients("batchNorm 16 x 64 x 32 x 32", batch_norm, images, uniform(64), uniform(64))


@named("crossEntropy 1024 x 1000, forward + backward")
def _():
    logits = uniform(1024, 1000)(1).requires_grad_()
    target = integers(1000, 1024)(2)
    return lambda: torch.autograd.grad(F.cross_entropy(logits, target), logits)


@named("crossEntropy 128 x 10, forward + backward")
def _():
    logits = uniform(128, 10)(1).requires_grad_()
    target = integers(10, 128)(2)
    return lambda: torch.autograd.grad(F.cross_entropy(logits, target), logits)


@named("huberLoss 1e5, forward + backward")
def _():
    prediction = uniform(n, low=-2, high=2)(1).requires_grad_()
    target = uniform(n)(2)
    return lambda: torch.autograd.grad(F.huber_loss(prediction, target), prediction)
