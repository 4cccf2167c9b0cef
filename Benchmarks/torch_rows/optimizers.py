import torch

from .inputs import values
from .registry import Measured, named


def ten_million():
    """Ten parameters of a million numbers each, and their gradients."""
    parameters = [torch.nn.Parameter(values([1_000_000], 100 + index)) for index in range(10)]
    for index, parameter in enumerate(parameters):
        parameter.grad = values([1_000_000], 200 + index)
    return parameters


def update(name, make):
    def prepare():
        parameters = ten_million()
        return Measured(make(parameters).step, lambda: [parameter[:1000] for parameter in parameters])

    named(f"optimizer: {name}, 10 x 1e6")(prepare)


update("SGD", lambda p: torch.optim.SGD(p, lr=0.01))
update("SGD with momentum", lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.9))
update("Adam", torch.optim.Adam)
update("Adam, torch's fused one", lambda p: torch.optim.Adam(p, fused=True))
update("AdamW", torch.optim.AdamW)
update("RMSprop", lambda p: torch.optim.RMSprop(p))


@named("clip gradients by norm, 10 x 1e6")
def _():
    parameters = ten_million()
    limit = 1.0

    def clip():
        nonlocal limit
        limit *= 0.99999
        torch.nn.utils.clip_grad_norm_(parameters, limit)

    return Measured(
        clip,
        lambda: [parameter.grad[:1000] for parameter in parameters],
    )
