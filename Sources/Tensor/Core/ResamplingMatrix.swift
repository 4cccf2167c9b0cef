/// A sparse matrix that multiplies the slices along a dim: slice o of the result is the sum of the operand's slices
/// `positions[k]` times `weights[k]`, over the k in `starts[o] ..< starts[o + 1]`. Its layout is compressed sparse row.
public struct ResamplingMatrix: Sendable, Hashable {
    /// The number of slices of the operand: the matrix's columns.
    public let inputs: Int
    /// The index of each row's first term, and the number of terms at the end: `[outputs + 1]`.
    public let starts: [Int]
    /// The operand's slice of each term.
    public let positions: [Int]
    /// The weight of each term.
    public let weights: [Double]

    /// The number of slices of the result: the matrix's rows.
    public var outputs: Int { starts.count - 1 }

    /// A matrix from its rows.
    ///
    /// - Parameters:
    ///   - inputs: the number of columns.
    ///   - terms: for each row, its nonzero elements and their columns.
    public init(inputs: Int, _ terms: [[(position: Int, weight: Double)]]) {
        self.inputs = inputs
        starts = terms.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
        positions = terms.flatMap { $0.map(\.position) }
        weights = terms.flatMap { $0.map(\.weight) }
    }

    /// The transposed matrix.
    public var adjoint: ResamplingMatrix {
        var terms = [[(position: Int, weight: Double)]](repeating: [], count: inputs)
        for output in 0..<outputs {
            for k in starts[output]..<starts[output + 1] { terms[positions[k]].append((output, weights[k])) }
        }
        return ResamplingMatrix(inputs: outputs, terms)
    }
}
