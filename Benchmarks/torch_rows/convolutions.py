from torch.nn import functional as F

from .inputs import uniform
from .registry import gradients, row

images = uniform(16, 64, 32, 32)
square = (images, uniform(64, 64, 3, 3), uniform(64))
depthwise = (images, uniform(64, 1, 3, 3), uniform(64))


def conv(x, weight, bias):
    return F.conv2d(x, weight, bias, padding=1)


def depthwise_conv(x, weight, bias):
    return F.conv2d(x, weight, bias, padding=1, groups=64)


def max_pool(x):
    return F.max_pool2d(x, 2)


row("conv 64-64 3x3 on 32 x 32, b 16", conv, *square)
gradients("conv 64-64 3x3 on 32 x 32, b 16", conv, *square)
row("conv 64-256 1x1 on 32 x 32, b 16", F.conv2d, images, uniform(256, 64, 1, 1), uniform(256))
row(
    "conv 3-64 7x7 stride 2 on 224 x 224, b 1",
    lambda x, weight: F.conv2d(x, weight, stride=2, padding=3),
    uniform(1, 3, 224, 224),
    uniform(64, 3, 7, 7),
)
row("depthwise conv 64 3x3 on 32 x 32, b 16", depthwise_conv, *depthwise)
gradients("depthwise conv 64 3x3 on 32 x 32, b 16", depthwise_conv, *depthwise)
row("conv1d 64-64 5 on 1024, b 16", lambda x, w: F.conv1d(x, w, padding=2), uniform(16, 64, 1024), uniform(64, 64, 5))
row(
    "transposed conv 64-32 4x4 stride 2 on 16 x 16, b 16",
    lambda x, weight: F.conv_transpose2d(x, weight, stride=2, padding=1),
    uniform(16, 64, 16, 16),
    uniform(64, 32, 4, 4),
)
row("max pool 2x2 of 16 x 64 x 32 x 32", max_pool, images)
row("avg pool 2x2 of 16 x 64 x 32 x 32", lambda x: F.avg_pool2d(x, 2), images)
gradients("max pool 2x2 of 16 x 64 x 32 x 32", max_pool, images)
row(
    "bilinear upsampling x2 of 16 x 16 x 32 x 32",
    lambda x: F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False),
    uniform(16, 16, 32, 32),
)
