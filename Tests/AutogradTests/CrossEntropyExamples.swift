import Tensor

/// Where the derivatives of the cross-entropy are checked: one row, rows, rows side by side; an index that is ignored among them.
extension Primitive {
    var crossEntropies: [Example] {
        let layouts: [(String, Shape, Int, Tensor)] = [
            ("a row", [4], 0, Tensor(2)), ("rows", [3, 4], 1, Tensor([3, 0, 1])),
            ("rows side by side", [2, 3, 2], 1, Tensor([[2, 1], [0, 2]])),
        ]
        let options: [(ignored: Int, smoothing: Double, weight: Bool)] = [
            (-1, 0, false), (0, 0, true), (0, 0.3, true), (1, 0.2, false),
        ]
        return layouts.flatMap { name, shape, dim, target in
            LossReduction.allCases.flatMap { reduction in
                options.map { ignored, smoothing, isWeighted in
                    let loss = CrossEntropy(dim: dim, reduction, ignored: ignored, labelSmoothing: smoothing)
                    let weight = isWeighted ? random([shape[dim]], from: 0.5, to: 2, seed: 5) : nil
                    let name = "of \(name), \(reduction), \(ignored) ignored, smoothing \(smoothing), weighted \(isWeighted)"
                    if self == .crossEntropy {
                        return Example("cross-entropy " + name, at: random(shape)) {
                            Operation.crossEntropy(loss)($0[0], target, weight).sin()
                        }
                    }
                    let cotangent = random(reduction == .none ? target.shape : [], seed: 4)
                    return Example("gradient of the cross-entropy " + name, at: cotangent, random(shape)) {
                        let rest = weight.map { [$0] } ?? []
                        return Operation.crossEntropyGradient(loss)($0[0], $0[1], target, rest: rest).sin()
                    }
                }
            }
        }
    }
}
