import Kindling

@RowBuilder var elementwise: [Row] {
    for size in Size.allCases {
        let (n, small) = (size.count, size.rawValue)
        Row("add \(small)", uniform(n), uniform(n)) { $0 + $1 }
        Row("mul \(small)", uniform(n), uniform(n)) { $0 * $1 }
        Row("exp \(small)", uniform(n, from: -5, to: 5)) { $0.exp() }
        Row("sigmoid \(small)", uniform(n, from: -5, to: 5)) { $0.sigmoid() }
        Row("tanh \(small)", uniform(n, from: -5, to: 5)) { $0.tanh() }
        Row("relu \(small)", uniform(n)) { $0.relu() }
        Row("gelu \(small)", uniform(n, from: -5, to: 5)) { $0.gelu() }
        Row("log \(small)", uniform(n, from: 0.01, to: 5)) { $0.log() }
    }
    Row("div 1e5", uniform(100_000), uniform(100_000, from: 1, to: 2)) { $0 / $1 }
    Row("sqrt 1e5", uniform(100_000, from: 0, to: 5)) { $0.sqrt() }
    Row("sin 1e5", uniform(100_000, from: -5, to: 5)) { $0.sin() }
    Row("erf 1e5", uniform(100_000, from: -5, to: 5)) { $0.erf() }
    Row("erfc 1e5", uniform(100_000, from: -5, to: 5)) { $0.erfc() }
    Row("lgamma 1e5", uniform(100_000, from: 0.01, to: 5)) { $0.lgamma() }
    Row("digamma 1e5", uniform(100_000, from: 0.01, to: 5)) { $0.digamma() }
    Row("pow 2.5, 1e5", uniform(100_000, from: 0, to: 5)) { $0.pow(2.5) }
    Row("silu 1e5", uniform(100_000, from: -5, to: 5)) { $0.silu() }
    Row("clamp 1e5", uniform(100_000)) { $0.clamp(min: -0.5, max: 0.5) }
    Row("greater 1e5", uniform(100_000), uniform(100_000)) { $0 .> $1 }
    Row("where 1e5", uniform(100_000), uniform(100_000)) { .where($0 .> 0, $0, $1) }
    Row("x * y + z, 1e5", uniform(100_000), uniform(100_000), uniform(100_000)) { $0 * $1 + $2 }
    Row("2 x + 1, 1e5", uniform(100_000)) { 2 * $0 + 1 }
    Row("float32 to float64, 1e5", uniform(100_000)) { $0.to(.float64) }
    Row("float32 to bfloat16, 1e5", uniform(100_000)) { $0.to(.bfloat16) }
    Row("add float64 1e5", uniform(100_000, dtype: .float64), uniform(100_000, dtype: .float64)) { $0 + $1 }
    Row("exp float64 1e5", uniform(100_000, from: -5, to: 5, dtype: .float64)) { $0.exp() }
    Row("log float64 1e5", uniform(100_000, from: 0.01, to: 5, dtype: .float64)) { $0.log() }
    Row("tanh float64 1e5", uniform(100_000, from: -5, to: 5, dtype: .float64)) { $0.tanh() }
    Row("sin float64 1e5", uniform(100_000, from: -5, to: 5, dtype: .float64)) { $0.sin() }
    Row("erf float64 1e5", uniform(100_000, from: -5, to: 5, dtype: .float64)) { $0.erf() }
    Row("gelu float64 1e5", uniform(100_000, from: -5, to: 5, dtype: .float64)) { $0.gelu() }
    Row("atan float64 1e5", uniform(100_000, from: -5, to: 5, dtype: .float64)) { $0.atan() }
    Row("pow 2.5, float64 1e5", uniform(100_000, from: 0, to: 5, dtype: .float64)) { $0.pow(2.5) }
    Row.gradients("tanh 1e5", uniform(100_000, from: -5, to: 5)) { $0[0].tanh() }
    Row.gradients("gelu 1e5", uniform(100_000, from: -5, to: 5)) { $0[0].gelu() }
    Row.gradients("mul 1e5", uniform(100_000), uniform(100_000)) { $0[0] * $0[1] }
}
