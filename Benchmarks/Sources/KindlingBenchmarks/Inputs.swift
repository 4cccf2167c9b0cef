import Kindling

/// An operand of a row: how it is made, from a seed. `torch_rows/inputs.py` makes the same ones, bit by bit.
struct Input: Sendable {
    let make: @Sendable (_ seed: Int) -> Tensor
}

/// Numbers evenly spread from `low` to `high`.
func uniform(_ sizes: Int..., from low: Double = -1, to high: Double = 1, dtype: DType = .float32) -> Input {
    Input { seed in values(Shape(sizes), seed, low, high).to(dtype) }
}

/// Numbers evenly spread in 0 ..< `bound`, as int64.
func integers(below bound: Int, _ sizes: Int...) -> Input {
    Input { seed in
        let shape = Shape(sizes)
        return Tensor((0..<shape.elementCount).map { Int64(hash($0, seed)) % Int64(bound) }, shape: shape)
    }
}

func values(_ shape: Shape, _ seed: Int, _ low: Double, _ high: Double) -> Tensor {
    let numbers = (0..<shape.elementCount).map { index in
        Float(low + (high - low) * (Double(hash(index, seed) >> 8) / Double(1 << 24)))
    }
    return Tensor(numbers, shape: shape)
}

/// 32 bits that look random, for an index of a tensor.
private func hash(_ index: Int, _ seed: Int) -> UInt32 {
    var bits = UInt32(truncatingIfNeeded: index &+ seed &* 7919) &* 2_654_435_761
    bits = (bits ^ (bits >> 15)) &* 2_246_822_519
    return bits ^ (bits >> 13)
}

extension Module {
    /// Gives every parameter the values that torch's model of the same names gets.
    func fillParameters() {
        for (index, parameter) in parameters.sorted(by: { $0.name < $1.name }).enumerated() {
            guard let shape = parameter.cell.value?.shape, !parameter.name.contains("norm") else { continue }
            let bound = shape.count > 1 ? 1 / Double(shape.elementCount / shape[0]).squareRoot() : 0.1
            parameter.cell.value = values(shape, 100 + index, -bound, bound)
        }
    }
}
