import torch
from torch.nn import functional as F

from .inputs import uniform
from .registry import SIZES, gradients, row

n = 100_000
wide = uniform(n, low=-5, high=5)

for size, count in SIZES.items():
    spread = uniform(count, low=-5, high=5)
    row(f"add {size}", torch.add, uniform(count), uniform(count))
    row(f"mul {size}", torch.mul, uniform(count), uniform(count))
    row(f"exp {size}", torch.exp, spread)
    row(f"sigmoid {size}", torch.sigmoid, spread)
    row(f"tanh {size}", torch.tanh, spread)
    row(f"relu {size}", torch.relu, uniform(count))
    row(f"gelu {size}", F.gelu, spread)
    row(f"log {size}", torch.log, uniform(count, low=0.01, high=5))
row("div 1e5", torch.div, uniform(n), uniform(n, low=1, high=2))
row("sqrt 1e5", torch.sqrt, uniform(n, low=0, high=5))
row("sin 1e5", torch.sin, wide)
row("erf 1e5", torch.erf, wide)
row("erfc 1e5", torch.erfc, wide)
row("lgamma 1e5", torch.lgamma, uniform(n, low=0.01, high=5))
row("digamma 1e5", torch.digamma, uniform(n, low=0.01, high=5))
row("pow 2.5, 1e5", lambda x: x**2.5, uniform(n, low=0, high=5))
row("silu 1e5", F.silu, wide)
row("clamp 1e5", lambda x: x.clamp(-0.5, 0.5), uniform(n))
row("greater 1e5", torch.gt, uniform(n), uniform(n))
row("where 1e5", lambda x, y: torch.where(x > 0, x, y), uniform(n), uniform(n))
row("x * y + z, 1e5", lambda x, y, z: x * y + z, uniform(n), uniform(n), uniform(n))
row("2 x + 1, 1e5", lambda x: 2 * x + 1, uniform(n))
row("float32 to float64, 1e5", lambda x: x.double(), uniform(n))
row("float32 to bfloat16, 1e5", lambda x: x.bfloat16(), uniform(n))
row("add float64 1e5", torch.add, uniform(n, dtype=torch.float64), uniform(n, dtype=torch.float64))
row("exp float64 1e5", torch.exp, uniform(n, low=-5, high=5, dtype=torch.float64))
row("log float64 1e5", torch.log, uniform(n, low=0.01, high=5, dtype=torch.float64))
row("tanh float64 1e5", torch.tanh, uniform(n, low=-5, high=5, dtype=torch.float64))
row("sin float64 1e5", torch.sin, uniform(n, low=-5, high=5, dtype=torch.float64))
row("erf float64 1e5", torch.erf, uniform(n, low=-5, high=5, dtype=torch.float64))
row("gelu float64 1e5", F.gelu, uniform(n, low=-5, high=5, dtype=torch.float64))
row("atan float64 1e5", torch.atan, uniform(n, low=-5, high=5, dtype=torch.float64))
row("pow 2.5, float64 1e5", lambda x: x**2.5, uniform(n, low=0, high=5, dtype=torch.float64))
gradients("tanh 1e5", torch.tanh, wide)
gradients("gelu 1e5", F.gelu, wide)
gradients("mul 1e5", torch.mul, uniform(n), uniform(n))
