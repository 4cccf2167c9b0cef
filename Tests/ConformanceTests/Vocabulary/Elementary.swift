import Glibc
import Kindling

/// Functions of each element.
let elementary: [String: Function] = [
    "abs": unary { $0.abs() },
    "acos": unary { $0.acos() },
    "acosh": unary { $0.acosh() },
    "asin": unary { $0.asin() },
    "asinh": unary { $0.asinh() },
    "atan": unary { $0.atan() },
    "atanh": unary { $0.atanh() },
    "ceil": unary { $0.ceil() },
    "cos": unary { $0.cos() },
    "cosh": unary { $0.cosh() },
    "deg2rad": unary { $0 * (Double.pi / 180) },
    "erf": unary { $0.erf() },
    "erfc": unary { $0.erfc() },
    "exp": unary { $0.exp() },
    "exp2": unary { $0.exp2() },
    "expm1": unary { $0.expm1() },
    "floor": unary { $0.floor() },
    "frac": unary { $0.frac() },
    "log": unary { $0.log() },
    "log10": unary { $0.log10() },
    "log1p": unary { $0.log1p() },
    "log2": unary { $0.log2() },
    "neg": unary { -$0 },
    "positive": unary { $0 },
    "rad2deg": unary { $0 * (180 / Double.pi) },
    "reciprocal": unary { $0.reciprocal() },
    "round": { c in try [rounded(c.tensor(), decimals: c.int(nil, "decimals", or: 0))] },
    "rsqrt": unary { $0.rsqrt() },
    "sgn": unary { $0.sign() },
    "sigmoid": unary { $0.sigmoid() },
    "sign": unary { $0.sign() },
    "sin": unary { $0.sin() },
    "sinh": unary { $0.sinh() },
    "special.ndtr": unary { ($0 * -0.5.squareRoot()).erfc() * 0.5 },
    "sqrt": unary { $0.sqrt() },
    "square": unary { $0.square() },
    "tan": unary { $0.tan() },
    "tanh": unary { $0.tanh() },
    "trunc": unary { $0.trunc() },
]

private func rounded(_ x: Tensor, decimals: Int) -> Tensor {
    if decimals == 0 { return x.round() }
    let scale = pow(10, Double(abs(decimals)))
    return decimals < 0 ? (x / scale).round() * scale : (x * scale).round() / scale
}
