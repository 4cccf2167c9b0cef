import Autograd
import GradientTesting
import Tensor
import Testing

/// A differentiable function and a point to check it at.
struct Example: Sendable, CustomTestStringConvertible {
    let name: String
    let inputs: [Tensor]
    let function: @Sendable ([Tensor]) -> Tensor

    init(_ name: String, at inputs: Tensor..., function: @escaping @Sendable ([Tensor]) -> Tensor) {
        self.init(name, at: inputs, function: function)
    }

    init(_ name: String, at inputs: [Tensor], function: @escaping @Sendable ([Tensor]) -> Tensor) {
        self.name = name
        self.inputs = inputs
        self.function = function
    }

    var testDescription: String { name }

    /// Compares the first and second derivatives with finite differences: by all inputs at once, then by each alone, since
    /// what a node keeps depends on whose gradient is wanted.
    func check() throws {
        try checkGradients(of: function, at: inputs)
        if inputs.count == 1 { return }
        for position in inputs.indices {
            let alone: @Sendable ([Tensor]) -> Tensor = { moving in
                var operands = inputs
                operands[position] = moving[0]
                return function(operands)
            }
            try checkGradients(of: alone, at: [inputs[position]])
        }
    }
}

/// float64, from a seed.
func random(_ shape: Shape, from low: Double = -2, to high: Double = 2, seed: UInt64 = 1) -> Tensor {
    .uniform(shape, from: low, to: high, dtype: .float64, generator: Generator(seed: seed))
}

/// float64, in random order, no two closer than 0.1, none zero.
func distinct(_ shape: Shape, seed: UInt64 = 1) -> Tensor {
    let order = Tensor.permutation(shape.elementCount, generator: Generator(seed: seed)).to(.float64)
    return ((order - Double(shape.elementCount) / 2 + 0.25) * 0.1).reshape(shape)
}

func double(_ values: [Double]) -> Tensor { Tensor(values, dtype: .float64) }

/// Fails unless the elements are these, NaN where NaN.
func expect(
    _ tensor: Tensor?, is values: [Double], tolerance: Double = 0, sourceLocation: SourceLocation = #_sourceLocation
) {
    guard let found = tensor?.array(of: Double.self) else {
        Issue.record("there is no tensor, expected \(values)", sourceLocation: sourceLocation)
        return
    }
    let same =
        found.count == values.count
        && zip(found, values).allSatisfy { $0 == $1 || abs($0 - $1) <= tolerance || $0.isNaN && $1.isNaN }
    #expect(same, "found \(found), expected \(values)", sourceLocation: sourceLocation)
}

/// What a process that trapped said.
func message(_ result: ExitTest.Result?) -> String {
    String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
}
