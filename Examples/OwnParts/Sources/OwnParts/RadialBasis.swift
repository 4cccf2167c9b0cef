import NN

/// Bumps around learned centres: `exp(-|x - cⱼ|² · e^sⱼ)` for each of them, `[n, inFeatures]` to `[n, centres]`.
struct RadialBasis: Module {
    @Parameter var centres: Tensor
    @Parameter var logScales: Tensor

    init(_ inFeatures: Int, centres count: Int, generator: Generator = .default) {
        centres = .uniform([count, inFeatures], from: -1, to: 1, generator: generator)
        logScales = .full([count], 2.0)
    }

    func callAsFunction(_ x: Tensor) -> Tensor {
        if x.rank != 2 || x.shape[1] != centres.shape[1] {
            trap("RadialBasis", "takes [batch, \(centres.shape[1])], got \(x.shape)")
        }
        return (-SquaredDistances()(x, centres) * logScales.exp()).exp()
    }
}
