import torch
from torch import nn

from .inputs import fill, uniform
from .registry import named


def sequence_gradients(network):
    fill(network)
    x, cotangent = uniform(50, 16, 64)(1), uniform(50, 16, 128)(9)
    parameters = [parameter for _, parameter in sorted(network.named_parameters())]
    return lambda: torch.autograd.grad(network(x)[0], parameters, cotangent)


@named("LSTM 64-128, b 16, T 50")
def _():
    network = fill(nn.LSTM(64, 128)).eval()
    x = uniform(50, 16, 64)(1)

    def call():
        with torch.inference_mode():
            return network(x)[0]

    return call


named("LSTM 64-128, b 16, T 50, forward + backward")(lambda: sequence_gradients(nn.LSTM(64, 128)))
named("GRU 64-128, b 16, T 50, forward + backward")(lambda: sequence_gradients(nn.GRU(64, 128)))
