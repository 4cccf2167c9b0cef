import Tensor

/// Where the derivatives of normalisations are checked: rows, groups, instances, batches of vectors and of planes.
extension Primitive {
    var normalizations: [Example] {
        let cases: [(String, Shape, Normalization)] = [
            ("rows", [2, 3, 5], Normalization(channels: 2..<3, .groups(1), eps: 0.1)),
            ("matrices", [2, 3, 2], Normalization(channels: 1..<3, .groups(1), eps: 0.1)),
            ("roots", [2, 5], Normalization(channels: 1..<2, .groups(1), isCentered: false, eps: 0.1)),
            ("groups", [2, 4, 3], Normalization(channels: 1..<2, .groups(2), eps: 0.1)),
            ("instances", [2, 2, 3], Normalization(channels: 1..<2, .groups(2), eps: 0.1)),
            ("batch of vectors", [3, 2], Normalization(channels: 1..<2, .batch, eps: 0.1)),
            ("batch of rows", [2, 2, 3], Normalization(channels: 1..<2, .batch, eps: 0.1)),
            ("vectors as they are", [3, 2], Normalization(channels: 1..<2, .none)),
            ("rows as they are", [2, 2, 3], Normalization(channels: 1..<2, .none)),
        ]
        return cases.flatMap { name, shape, normalization in
            let channels = Shape(shape[normalization.channels])
            let (x, weight, bias) = (random(shape), random(channels, seed: 2), random(channels, seed: 3))
            if self == .normalize {
                return [
                    Example("\(name) normalised", at: x) { Operation.normalize(normalization)($0[0]).sin() },
                    Example("\(name) normalised, with weight and bias", at: x, weight, bias) {
                        Operation.normalize(normalization)($0[0], $0[1], $0[2]).sin()
                    },
                ]
            }
            if self == .moments {
                if normalization.extent == .none { return [] }
                return [Example("moments of \(name)", at: x) { Operation.moments(normalization)($0[0]).sin() }]
            }
            return [
                Example("gradient of \(name) normalised", at: random(shape, seed: 4), x) {
                    Operation.normalizeGradient(normalization)($0[0], $0[1]).sin()
                },
                Example("gradient of \(name) normalised, with a weight", at: random(shape, seed: 4), x, weight) {
                    Operation.normalizeGradient(normalization)($0[0], $0[1], $0[2]).sin()
                },
            ]
        }
    }
}
