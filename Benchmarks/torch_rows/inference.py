import torch
from torch import nn

from .inputs import fill, integers, uniform
from .models import CNN, GPT, MLP, LogisticRegression
from .registry import named


def inference(name, model, x):
    def prepare():
        network, features = fill(model()).eval(), x(1)

        def call():
            with torch.inference_mode():
                return network(features)

        return call

    for title in [name, f"{name}, compiled"]:
        named(f"inference: {title}")(prepare)


inference("logistic regression, one row", LogisticRegression, uniform(1, 30))
inference("MLP 784-512-512-10, one row", MLP, uniform(1, 784))
inference("MLP 784-512-512-10, b 128", MLP, uniform(128, 784))
inference("CNN 28 x 28, b 64", CNN, uniform(64, 1, 28, 28))
inference("CNN 28 x 28, one image", CNN, uniform(1, 1, 28, 28))
inference("GPT d 128, 4 layers, T 128, one sequence", GPT, integers(256, 1, 128))
inference(
    "Transformer encoder layer d 256, 8 heads, T 128, b 8",
    lambda: nn.TransformerEncoderLayer(256, 8, dim_feedforward=1024, batch_first=True),
    uniform(8, 128, 256),
)
