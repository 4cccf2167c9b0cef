"""Writes what torch's layers compute, one safetensors file a family, for the tests of NN.

    python make.py            # needs torch and safetensors; writes beside itself

Of each case a file has `case/state/NAME`, the layer's state dict; `case/input/I` and `case/output/I`; of the sum of all outputs,
each element weighted by the cosine of its position, `case/gradient/I` for inputs and `case/gradient/NAME` for parameters; and `case/after/NAME`, the buffers that the call has changed. The metadata has torch's version.
"""

import pathlib
import zlib

import torch
from safetensors.torch import save_file
from torch import nn

families = {}
torch.manual_seed(0)


def positive(*shape):
    """Uniform numbers, which get a gradient."""
    return torch.rand(shape).requires_grad_()


def case(name, module, *inputs, call=None, training=True):
    """A call of a layer. An input is a tensor, or the shape of one of normal numbers, which gets a gradient."""
    torch.manual_seed(zlib.crc32(name.encode()))
    module.train(training)
    with torch.no_grad():
        for parameter in module.parameters():
            parameter.copy_(torch.rand(parameter.shape) - 0.5)
        for key, buffer in module.named_buffers():
            if key.endswith("running_mean"):
                buffer.copy_(torch.rand(buffer.shape) - 0.5)
            elif key.endswith("running_var"):
                buffer.copy_(torch.rand(buffer.shape) + 0.5)
            elif key.endswith("num_batches_tracked"):
                buffer.fill_(3)
    inputs = [x if isinstance(x, torch.Tensor) else torch.randn(x).requires_grad_() for x in inputs]
    state = {key: value.clone() for key, value in module.state_dict().items()}
    tensors = {f"state/{key}": value for key, value in state.items()}
    tensors |= {f"input/{i}": x for i, x in enumerate(inputs)}
    leaves = {str(i): x for i, x in enumerate(inputs) if x.requires_grad}
    leaves |= dict(module.named_parameters())
    outputs = flat(call(module, *inputs) if call else module(*inputs))
    tensors |= {f"output/{i}": y.detach() for i, y in enumerate(outputs)}
    total = sum((y * torch.arange(y.numel()).cos().reshape(y.shape)).sum() for y in outputs if y.requires_grad)
    if leaves and isinstance(total, torch.Tensor):
        gradients = torch.autograd.grad(total, leaves.values(), allow_unused=True)
        tensors |= {f"gradient/{key}": g for key, g in zip(leaves, gradients) if g is not None}
    after = module.state_dict()
    tensors |= {f"after/{key}": after[key].clone() for key in state if not torch.equal(state[key], after[key])}
    family = families.setdefault(current, {})
    assert not any(key.startswith(f"{name}/") for key in family), name
    family |= {f"{name}/{key}": value.detach().contiguous().clone() for key, value in tensors.items()}


def flat(outputs):
    if isinstance(outputs, torch.Tensor):
        return [outputs]
    return [tensor for output in outputs if output is not None for tensor in flat(output)]


def integers(*rows):
    return torch.tensor(rows if len(rows) > 1 else rows[0])


current = "basic"
case("linear", nn.Linear(4, 3), (2, 4))
case("linear.plain", nn.Linear(4, 3, bias=False), (5, 2, 4))
case("bilinear", nn.Bilinear(3, 4, 2), (5, 3), (5, 4))
case("bilinear.plain", nn.Bilinear(3, 4, 2, bias=False), (2, 5, 3), (2, 5, 4))
case("identity", nn.Identity(), (2, 3))
case("flatten", nn.Flatten(), (2, 3, 4))
case("unflatten", nn.Unflatten(1, (2, -1)), (3, 6))
case("cosineSimilarity", nn.CosineSimilarity(dim=-1), (3, 4), (3, 4))
case("pairwiseDistance", nn.PairwiseDistance(p=3, keepdim=True), (3, 4), (3, 4))
case("embedding", nn.Embedding(7, 3), integers([0, 3, 6], [3, 3, 1]))
case("embedding.padding", nn.Embedding(7, 3, padding_idx=-2), integers([0, 5, 6], [3, 5, 1]))
case("embedding.frequency", nn.Embedding(7, 3, scale_grad_by_freq=True), integers([0, 5, 5], [5, 1, 1]))
for mode in ["sum", "mean", "max"]:
    case(f"embeddingBag.{mode}", nn.EmbeddingBag(7, 3, mode=mode), integers([0, 3, 6], [3, 3, 1]))
case("embeddingBag.offsets", nn.EmbeddingBag(7, 3, padding_idx=1), integers([0, 3, 6, 3, 1]), integers([0, 2, 2]))
case(
    "embeddingBag.weighted",
    nn.EmbeddingBag(7, 3, mode="sum", include_last_offset=True),
    integers([0, 3, 6, 3, 1]),
    integers([0, 2, 5]),
    (5,),
    call=lambda m, x, offsets, weights: m(x, offsets, per_sample_weights=weights),
)
case("sequential", nn.Sequential(nn.Linear(4, 3), nn.ReLU(), nn.Sequential(nn.Linear(3, 2))), (5, 4))

current = "convolution"
case("conv1d", nn.Conv1d(3, 4, 3), (2, 3, 7))
case("conv1d.single", nn.Conv1d(3, 4, 3, stride=2, padding=1), (3, 7))
case("conv1d.groups", nn.Conv1d(4, 6, 2, groups=2, dilation=2, bias=False), (2, 4, 7))
case("conv1d.same", nn.Conv1d(2, 3, 4, padding="same"), (2, 2, 6))
case("conv1d.circular", nn.Conv1d(2, 3, 4, padding="same", padding_mode="circular"), (2, 2, 6))
case("conv2d", nn.Conv2d(2, 3, (3, 2), stride=(2, 1), padding=(1, 0)), (2, 2, 5, 4))
case("conv2d.depthwise", nn.Conv2d(3, 6, 3, padding=1, groups=3), (1, 3, 4, 4))
case("conv2d.reflect", nn.Conv2d(2, 3, 3, padding=(1, 2), padding_mode="reflect"), (1, 2, 4, 5))
case("conv2d.replicate", nn.Conv2d(2, 2, (3, 2), padding="same", dilation=(1, 2), padding_mode="replicate"), (1, 2, 4, 5))
case("conv3d", nn.Conv3d(2, 3, 2, stride=(1, 2, 1), dilation=(2, 1, 1)), (1, 2, 4, 4, 3))
case("convTranspose1d", nn.ConvTranspose1d(3, 4, 3, stride=2, padding=1, output_padding=1), (2, 3, 5))
case("convTranspose2d", nn.ConvTranspose2d(4, 2, (3, 2), stride=(2, 1), groups=2, dilation=(1, 2)), (2, 4, 3, 4))
case("convTranspose2d.size", nn.ConvTranspose2d(2, 3, 3, stride=2), (1, 2, 3, 4), call=lambda m, x: m(x, output_size=[8, 9]))
case("convTranspose3d", nn.ConvTranspose3d(2, 3, 2, stride=2, bias=False), (2, 2, 2, 3))

current = "pooling"
case("maxPool1d", nn.MaxPool1d(3, stride=2, padding=1), (2, 3, 8))
case("maxPool2d", nn.MaxPool2d((2, 3), ceil_mode=True), (2, 3, 5, 7))
case("maxPool2d.dilated", nn.MaxPool2d(2, stride=1, dilation=2), (3, 5, 6))
case("maxPool2d.indices", nn.MaxPool2d(2, return_indices=True), (2, 3, 5, 6))
case("maxPool3d", nn.MaxPool3d(2, stride=(1, 2, 2)), (1, 2, 4, 4, 5))
case("avgPool1d", nn.AvgPool1d(3, stride=2, padding=1), (2, 3, 8))
case("avgPool2d", nn.AvgPool2d((3, 2), padding=1, ceil_mode=True, count_include_pad=False), (2, 3, 6, 5))
case("avgPool2d.divisor", nn.AvgPool2d(2, divisor_override=3), (3, 4, 6))
case("avgPool3d", nn.AvgPool3d(2, stride=1), (1, 2, 3, 4, 3))
case("lpPool1d", nn.LPPool1d(2, 3, stride=2), positive(2, 3, 8))
case("lpPool2d", nn.LPPool2d(3, 2), positive(2, 3, 4, 5))
case("lpPool3d", nn.LPPool3d(2, 2, ceil_mode=True), positive(1, 2, 4, 5, 4))
case("adaptiveAvgPool1d", nn.AdaptiveAvgPool1d(3), (2, 3, 7))
case("adaptiveAvgPool2d", nn.AdaptiveAvgPool2d((None, 3)), (2, 3, 4, 7))
case("adaptiveAvgPool3d", nn.AdaptiveAvgPool3d((1, 2, 3)), (1, 2, 3, 4, 5))
case("adaptiveMaxPool1d", nn.AdaptiveMaxPool1d(3), (2, 3, 7))
case("adaptiveMaxPool2d", nn.AdaptiveMaxPool2d(2, return_indices=True), (3, 5, 7))
case("adaptiveMaxPool3d", nn.AdaptiveMaxPool3d((2, 1, 2)), (1, 2, 3, 4, 5))
for n, size in [(1, (2, 3, 6)), (2, (2, 3, 4, 6)), (3, (1, 2, 4, 4, 2))]:
    pool, unpool = getattr(nn, f"MaxPool{n}d"), getattr(nn, f"MaxUnpool{n}d")
    case(f"maxUnpool{n}d", unpool(2), size, call=lambda m, x: m(*pool(2, return_indices=True)(x)))
case(
    "maxUnpool2d.size",
    nn.MaxUnpool2d(2),
    (2, 3, 5, 7),
    call=lambda m, x: m(*nn.MaxPool2d(2, return_indices=True)(x), output_size=(5, 7)),
)

current = "resizing"
for n, size in [(1, (2, 3, 5)), (2, (2, 3, 4, 5)), (3, (1, 2, 4, 3, 5))]:
    amounts = (1, 2, 0, 1, 2, 1)[: 2 * n]
    case(f"constantPad{n}d", getattr(nn, f"ConstantPad{n}d")(amounts, 1.5), size)
    case(f"zeroPad{n}d", getattr(nn, f"ZeroPad{n}d")(2), size)
    for kind in ["Reflection", "Replication", "Circular"]:
        name = f"{kind[0].lower()}{kind[1:]}Pad{n}d"
        case(name, getattr(nn, f"{kind}Pad{n}d")(amounts), size)
case("upsample.nearest", nn.Upsample(scale_factor=2), (2, 3, 4))
case("upsample.bilinear", nn.Upsample(size=(5, 7), mode="bilinear"), (2, 3, 4, 5))
case("upsample.corners", nn.Upsample(scale_factor=1.5, mode="trilinear", align_corners=True), (1, 2, 4, 3, 5))
case("upsample.bicubic", nn.Upsample(scale_factor=(2, 1.5), mode="bicubic"), (1, 2, 4, 5))
case("pixelShuffle", nn.PixelShuffle(2), (2, 8, 3, 2))
case("pixelUnshuffle", nn.PixelUnshuffle(2), (2, 2, 4, 6))
case("channelShuffle", nn.ChannelShuffle(2), (2, 6, 3))
case("unfold", nn.Unfold((2, 3), dilation=(1, 2), padding=1, stride=2), (2, 3, 5, 6))
case("fold", nn.Fold((4, 5), (2, 2), padding=1), (2, 8, 30))

current = "normalization"
for training in [True, False]:
    for n, size in [(1, (4, 3)), (2, (2, 3, 3, 2)), (3, (2, 3, 2, 2, 2))]:
        mode = "training" if training else "evaluating"
        case(f"batchNorm{n}d.{mode}", getattr(nn, f"BatchNorm{n}d")(3), size, training=training)
        tracked = getattr(nn, f"InstanceNorm{n}d")(3, affine=True, track_running_stats=True)
        case(f"instanceNorm{n}d.{mode}", tracked, size if n > 1 else (2, 3, 5), training=training)
case("batchNorm1d.length", nn.BatchNorm1d(3, eps=1e-2, affine=False), (4, 3, 5))
case("batchNorm2d.cumulative", nn.BatchNorm2d(3, momentum=None), (2, 3, 3, 2))
case("batchNorm2d.untracked", nn.BatchNorm2d(3, track_running_stats=False), (2, 3, 3, 2), training=False)
case("instanceNorm1d.single", nn.InstanceNorm1d(3), (3, 5))
case("instanceNorm2d.plain", nn.InstanceNorm2d(3), (2, 3, 3, 2), training=False)
case("layerNorm", nn.LayerNorm(5), (2, 3, 5))
case("layerNorm.shape", nn.LayerNorm([3, 5], eps=1e-3, bias=False), (2, 3, 5))
case("layerNorm.plain", nn.LayerNorm(5, elementwise_affine=False), (3, 5))
case("groupNorm", nn.GroupNorm(2, 6), (2, 6, 4))
case("groupNorm.plain", nn.GroupNorm(3, 6, eps=1e-2, affine=False), (2, 6))
case("rmsNorm", nn.RMSNorm(5), (2, 3, 5))
case("rmsNorm.shape", nn.RMSNorm([3, 5], eps=1e-2, elementwise_affine=False), (2, 3, 5))
case("localResponseNorm", nn.LocalResponseNorm(3, alpha=0.1, beta=0.5, k=2), (2, 5, 4))

current = "recurrent"
for name in ["RNN", "LSTM", "GRU"]:
    layer, cell = getattr(nn, name), getattr(nn, f"{name}Cell")
    parts = 2 if name == "LSTM" else 1
    key = name.lower()

    def stated(m, x, *state):
        return m(x, tuple(state) if len(state) == 2 else state[0])

    case(key, layer(3, 4), (5, 2, 3))
    case(f"{key}.deep", layer(3, 4, num_layers=2, bidirectional=True), (5, 2, 3), *[(4, 2, 4)] * parts, call=stated)
    case(f"{key}.batchFirst", layer(3, 4, batch_first=True, bias=False), (2, 5, 3), *[(1, 2, 4)] * parts, call=stated)
    case(f"{key}.single", layer(3, 4, bidirectional=True), (5, 3), *[(2, 4)] * parts, call=stated)
    case(f"{key}Cell", cell(3, 4), (2, 3), *[(2, 4)] * parts, call=stated)
    case(f"{key}Cell.single", cell(3, 4, bias=False), (3,))
case("rnn.relu", nn.RNN(3, 4, nonlinearity="relu"), (5, 2, 3))
case("rnnCell.relu", nn.RNNCell(3, 4, nonlinearity="relu"), (2, 3))
case("lstm.projected", nn.LSTM(3, 4, proj_size=2), (5, 2, 3))
case(
    "lstm.projectedDeep",
    nn.LSTM(3, 4, num_layers=2, bidirectional=True, batch_first=True, proj_size=2),
    (2, 5, 3),
    (4, 2, 2),
    (4, 2, 4),
    call=lambda m, x, h, c: m(x, (h, c)),
)

current = "attention"
padding = torch.tensor([[False, False, False, True], [False, True, False, False]])
causal = nn.Transformer.generate_square_subsequent_mask(3)



case("attention", nn.MultiheadAttention(6, 2), (3, 2, 6), (4, 2, 6), (4, 2, 6))
case("attention.plain", nn.MultiheadAttention(6, 2, bias=False, batch_first=True), (2, 3, 6), call=lambda m, x: m(x, x, x))
case(
    "attention.sizes",
    nn.MultiheadAttention(6, 2, kdim=5, vdim=4, add_bias_kv=True, add_zero_attn=True),
    (3, 2, 6),
    (4, 2, 5),
    (4, 2, 4),
    padding,
    call=lambda m, q, k, v, mask: m(q, k, v, key_padding_mask=mask, average_attn_weights=False),
)
case(
    "attention.masks",
    nn.MultiheadAttention(6, 2, batch_first=True),
    (2, 3, 6),
    (2, 4, 6),
    (2, 4, 6),
    padding,
    (4, 3, 4),
    call=lambda m, q, k, v, p, mask: m(q, k, v, key_padding_mask=p.float().masked_fill(p, -torch.inf), attn_mask=mask),
)
case(
    "attention.single",
    nn.MultiheadAttention(6, 3),
    (3, 6),
    call=lambda m, x: m(x, x, x, attn_mask=causal, need_weights=False),
)
case("encoderLayer", nn.TransformerEncoderLayer(6, 2, 8, dropout=0.0), (4, 2, 6))
case(
    "encoderLayer.normFirst",
    nn.TransformerEncoderLayer(6, 2, 8, 0.0, "gelu", norm_first=True, batch_first=True, bias=False),
    (2, 4, 6),
    padding,
    call=lambda m, x, mask: m(x, src_key_padding_mask=mask),
)
case("encoderLayer.evaluating", nn.TransformerEncoderLayer(6, 2, 8), (4, 2, 6), training=False)
case("decoderLayer", nn.TransformerDecoderLayer(6, 2, 8, dropout=0.0), (3, 2, 6), (4, 2, 6))
case(
    "decoderLayer.normFirst",
    nn.TransformerDecoderLayer(6, 2, 8, 0.0, "gelu", norm_first=True, batch_first=True),
    (2, 3, 6),
    (2, 4, 6),
    padding,
    call=lambda m, x, memory, mask: m(x, memory, tgt_mask=causal, memory_key_padding_mask=mask),
)
case(
    "encoder",
    nn.TransformerEncoder(nn.TransformerEncoderLayer(6, 2, 8, dropout=0.0), 2, nn.LayerNorm(6), enable_nested_tensor=False),
    (3, 2, 6),
    call=lambda m, x: m(x, mask=causal),
)
case("decoder", nn.TransformerDecoder(nn.TransformerDecoderLayer(6, 2, 8, dropout=0.0), 2), (3, 2, 6), (4, 2, 6))
case(
    "transformer",
    nn.Transformer(6, 2, 1, 2, 8, dropout=0.0, batch_first=True),
    (2, 4, 6),
    (2, 3, 6),
    padding,
    call=lambda m, x, y, mask: m(
        x, y, tgt_mask=causal, src_key_padding_mask=mask, memory_key_padding_mask=mask
    ),
)

current = "activations"
activations = {
    "celu": nn.CELU(0.7),
    "elu": nn.ELU(0.7),
    "gelu": nn.GELU(),
    "gelu.tanh": nn.GELU(approximate="tanh"),
    "glu": nn.GLU(dim=0),
    "hardshrink": nn.Hardshrink(0.4),
    "hardsigmoid": nn.Hardsigmoid(),
    "hardswish": nn.Hardswish(),
    "hardtanh": nn.Hardtanh(-0.5, 0.8),
    "leakyReLU": nn.LeakyReLU(0.2),
    "logSigmoid": nn.LogSigmoid(),
    "logSoftmax": nn.LogSoftmax(dim=1),
    "mish": nn.Mish(),
    "prelu": nn.PReLU(),
    "prelu.channels": nn.PReLU(3),
    "relu": nn.ReLU(),
    "relu6": nn.ReLU6(),
    "rrelu": nn.RReLU(0.1, 0.4),
    "selu": nn.SELU(),
    "sigmoid": nn.Sigmoid(),
    "silu": nn.SiLU(),
    "softmax": nn.Softmax(dim=-1),
    "softmax2d": nn.Softmax2d(),
    "softmin": nn.Softmin(dim=0),
    "softplus": nn.Softplus(beta=2, threshold=1.5),
    "softshrink": nn.Softshrink(0.4),
    "softsign": nn.Softsign(),
    "tanh": nn.Tanh(),
    "tanhshrink": nn.Tanhshrink(),
    "threshold": nn.Threshold(0.2, -1.5),
}
for name, module in activations.items():
    case(name, module, (2, 3, 4, 2), training=name != "rrelu")
adaptive = nn.AdaptiveLogSoftmaxWithLoss(8, 12, [3, 6], div_value=2, head_bias=True)
case("adaptiveLogSoftmax", adaptive, (5, 8), integers([0, 11, 4, 2, 3]))
case("adaptiveLogSoftmax.single", adaptive, (8,), torch.tensor(4))
case("adaptiveLogSoftmax.all", adaptive, (3, 8), call=lambda m, x: (m.log_prob(x), m.predict(x)))

current = "losses"
classes = integers([2, 0, 1, 1])
signs = torch.tensor([1.0, -1, -1, 1])
probabilities = torch.softmax(torch.linspace(-1, 2, 12).reshape(4, 3), 1)
weight = torch.tensor([0.5, 2, 1])


def loss(name, module, *inputs, call=None):
    case(name, module, *inputs, call=call)


loss("l1Loss", nn.L1Loss(), (4, 3), (4, 3))
loss("mseLoss", nn.MSELoss(reduction="sum"), (4, 3), (4, 3))
loss("smoothL1Loss", nn.SmoothL1Loss(beta=0.5), (4, 3), (4, 3))
loss("huberLoss", nn.HuberLoss(delta=0.7, reduction="none"), (4, 3), (4, 3))
loss("bceLoss", nn.BCELoss(weight=weight), positive(4, 3), torch.rand(4, 3))
loss("bceWithLogitsLoss", nn.BCEWithLogitsLoss(weight=weight, pos_weight=weight * 2), (4, 3), torch.rand(4, 3))
loss("crossEntropyLoss", nn.CrossEntropyLoss(weight=weight, ignore_index=0, label_smoothing=0.1), (4, 3), classes)
loss("crossEntropyLoss.probabilities", nn.CrossEntropyLoss(), (4, 3), probabilities)
loss("nllLoss", nn.NLLLoss(weight=weight), (4, 3), classes)
loss("klDivLoss", nn.KLDivLoss(reduction="batchmean"), (4, 3), probabilities)
loss("klDivLoss.logarithms", nn.KLDivLoss(log_target=True), (4, 3), probabilities.log())
loss("poissonNLLLoss", nn.PoissonNLLLoss(full=True), (4, 3), torch.arange(12.0).reshape(4, 3))
loss("gaussianNLLLoss", nn.GaussianNLLLoss(full=True), (4, 3), (4, 3), torch.rand(4, 1) + 0.1)
loss("hingeEmbeddingLoss", nn.HingeEmbeddingLoss(margin=0.8), (4,), signs)
loss("marginRankingLoss", nn.MarginRankingLoss(margin=0.3), (4,), (4,), signs)
loss("softMarginLoss", nn.SoftMarginLoss(), (4,), signs)
loss("multiMarginLoss", nn.MultiMarginLoss(p=2, margin=0.7, weight=weight), (4, 3), classes)
loss("multiLabelMarginLoss", nn.MultiLabelMarginLoss(), (2, 3), integers([2, 0, -1], [1, -1, 0]))
loss("multiLabelSoftMarginLoss", nn.MultiLabelSoftMarginLoss(weight=weight), (2, 3), torch.tensor([[0.0, 1, 1], [1, 0, 0]]))
loss("cosineEmbeddingLoss", nn.CosineEmbeddingLoss(margin=0.2), (4, 3), (4, 3), signs)
loss("tripletMarginLoss", nn.TripletMarginLoss(margin=0.9, p=1.5, swap=True), (4, 3), (4, 3), (4, 3))
loss(
    "tripletMarginWithDistanceLoss",
    nn.TripletMarginWithDistanceLoss(distance_function=lambda a, b: (a - b).abs().sum(-1)),
    (4, 3),
    (4, 3),
    (4, 3),
)
loss(
    "ctcLoss",
    nn.CTCLoss(blank=2, zero_infinity=True),
    (5, 2, 4),
    integers([0, 1, 3], [3, 3, 0]),
    call=lambda m, x, y: m(x.log_softmax(2), y, (5, 4), (3, 2)),
)

folder = pathlib.Path(__file__).parent
for name, tensors in families.items():
    save_file(tensors, folder / f"{name}.safetensors", metadata={"torch": torch.__version__})
