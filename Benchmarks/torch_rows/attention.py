from torch.nn import functional as F

from .inputs import uniform
from .registry import gradients, row

heads = (uniform(8, 4, 128, 32),) * 3
long = (uniform(1, 8, 1024, 64),) * 3


def causal(q, k, v):
    return F.scaled_dot_product_attention(q, k, v, is_causal=True)


row("attention 8 x 4 x 128 x 32, causal", causal, *heads)
gradients("attention 8 x 4 x 128 x 32, causal", causal, *heads)
row("attention 1 x 8 x 1024 x 64", F.scaled_dot_product_attention, *long)
gradients("attention 1 x 8 x 1024 x 64", F.scaled_dot_product_attention, *long)
