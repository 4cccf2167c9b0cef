import torch
from torch.nn import functional as F

from .inputs import fill, integers, uniform
from .models import CNN, GPT, MLP, LogisticRegression, SmallMLP
from .registry import named


def step(name, model, x, y, make, loss_function=F.cross_entropy):
    """Forward, loss, gradients, and the optimizer's step; the results are the losses of several steps."""

    def prepare():
        network, features, labels = fill(model()), x(1), y(2)
        optimizer = make(network.parameters())

        def call():
            optimizer.zero_grad()
            loss = loss_function(network(features), labels)
            loss.backward()
            optimizer.step()
            return loss.detach()

        return call

    for title in [name, f"{name}, compiled"]:
        named(f"step: {title}")(prepare)


def classes(count):
    return lambda seed: integers(2, count, 1)(seed).float()


def next_token(logits, tokens):
    return F.cross_entropy(logits.flatten(0, 1), tokens.flatten())


def tokens(_):
    return integers(256, 8, 128)(1)


adam, adamw = torch.optim.Adam, torch.optim.AdamW
small, rows = uniform(32, 30), uniform(128, 784)

step("logistic regression 30-1, b 32, Adam", LogisticRegression, small, classes(32), adam, F.binary_cross_entropy)
step("MLP 30-64-64-1, b 32, Adam", SmallMLP, small, classes(32), adam, F.binary_cross_entropy)
step("MLP 784-512-512-10, b 128, SGD", MLP, rows, integers(10, 128), lambda p: torch.optim.SGD(p, lr=0.01))
step("MLP 784-512-512-10, b 128, Adam", MLP, rows, integers(10, 128), adam)
step("MLP 784-512-512-10, b 128, AdamW", MLP, rows, integers(10, 128), adamw)
step("CNN 28 x 28, b 64, Adam", CNN, uniform(64, 1, 28, 28), integers(10, 64), adam)
step("GPT d 128, 4 layers, T 128, b 8, AdamW", GPT, tokens, tokens, adamw, next_token)
