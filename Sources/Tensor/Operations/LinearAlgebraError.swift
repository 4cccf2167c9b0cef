/// A matrix without the requested result: a property of its elements, which are data.
public struct LinearAlgebraError: Error, Hashable, CustomStringConvertible {
    /// Why there is no result.
    public enum Problem: Hashable, Sendable {
        /// The matrix is singular: its pivot with this number, counted from 1, is 0.
        case singular(pivot: Int)
        /// The matrix is not positive-definite: its leading minor of this order is not positive.
        case notPositiveDefinite(minor: Int)
        /// The matrix contains NaN or infinity, or the iteration did not converge.
        case notConverged
    }

    /// The operation, such as `inverse`.
    public let operation: String

    /// The matrix's indices in the leading dims; empty where there is a single matrix.
    public let matrix: [Int]

    /// Why there is no result.
    public let problem: Problem

    public var description: String {
        let which = matrix.isEmpty ? "the matrix" : "matrix \(matrix)"
        return switch problem {
        case .singular(let pivot): "\(operation): \(which) is singular: pivot \(pivot) is 0"
        case .notPositiveDefinite(let minor):
            "\(operation): \(which) is not positive-definite: its leading minor of order \(minor) is not positive"
        case .notConverged: "\(operation): \(which) has elements that are not finite, or the iteration did not converge"
        }
    }
}

extension Tensor {
    /// Throws for the first element of `[..., n]` where the mask is true.
    static func refuse(
        _ mask: Tensor, _ operation: String, _ problem: (_ position: Int) -> LinearAlgebraError.Problem
    ) throws(LinearAlgebraError) {
        guard mask.count > 0, let first = mask.array(of: Bool.self).firstIndex(of: true) else { return }
        var (rest, index) = (first, [Int]())
        for size in mask.shape.reversed() {
            index.insert(rest % size, at: 0)
            rest /= size
        }
        throw LinearAlgebraError(operation: operation, matrix: index.dropLast(), problem: problem(index.last ?? 0))
    }
}
