/// A sparse matrix that slices along a dim are multiplied by: the result's slice o is the sum of the operand's slices
/// `positions[k]` times `weights[k]`, over the k of `starts[o] ..< starts[o + 1]`.
public struct Combination: Sendable, Hashable {
    /// How many slices the operand has.
    public let inputs: Int
    public let starts: [Int]
    public let positions: [Int]
    public let weights: [Double]

    /// How many slices the result has.
    public var outputs: Int { starts.count - 1 }

    /// - Parameter terms: of each slice of the result.
    public init(inputs: Int, _ terms: [[(position: Int, weight: Double)]]) {
        self.inputs = inputs
        starts = terms.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
        positions = terms.flatMap { $0.map(\.position) }
        weights = terms.flatMap { $0.map(\.weight) }
    }

    /// The transposed matrix.
    public var adjoint: Combination {
        var terms = [[(position: Int, weight: Double)]](repeating: [], count: inputs)
        for output in 0..<outputs {
            for k in starts[output]..<starts[output + 1] { terms[positions[k]].append((output, weights[k])) }
        }
        return Combination(inputs: outputs, terms)
    }
}
