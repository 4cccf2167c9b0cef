import Autograd
import Tensor

extension Primitive {
    /// Of `windows` and its adjoint.
    var windows: [Example] {
        [
            Windows(dim: 0, size: 3), Windows(dim: 1, size: 2, step: 2), Windows(dim: 1, size: 1, step: 3),
            Windows(dim: 0, size: 2, step: 4), Windows(dim: 1, size: 4),
        ].map { windows in
            let shape: Shape = [5, 4]
            if self == .windows {
                return Example("\(windows)", at: random(shape)) { Operation.windows(windows)($0[0].sin()).sin() }
            }
            return Example("overlapAdd of \(windows)", at: Operation.windows(windows)(random(shape))) {
                Operation.overlapAdd(windows, into: shape[windows.dim])($0[0].sin()).sin()
            }
        }
    }

    static func scatterings(_ reduction: ScatterReduction) -> [Example] {
        let index = Tensor([[2, 0, 2], [1, 0, 2]])
        return [0, 1].map { dim in
            // Distinct over both, so that no extreme is shared.
            let all = distinct([15])
            let (x, source) = (all[..<9].reshape([3, 3]), all[9...].reshape([2, 3]))
            return Example("scatterReduce \(reduction) along \(dim)", at: x, source) {
                $0[0].sin().scatterReduce(dim: dim, index, $0[1].sin(), reduction.whole).sin()
            }
        }
    }
}

extension ScatterReduction {
    fileprivate var whole: Reduction {
        switch self {
        case .product: .product
        case .max: .max
        case .min: .min
        }
    }
}
