import Kindling

/// What is compared of a result: its shape, its sums, and as many as a thousand of its elements.
struct Digest {
    let shape: Shape
    let sum, magnitude: Double
    let elements: [Double]

    init(_ tensor: Tensor) {
        let all = tensor.detached().to(.float64).array(of: Double.self)
        shape = tensor.shape
        sum = all.reduce(0, +)
        magnitude = all.reduce(0) { $0 + abs($1) }
        let shown = min(all.count, 1000)
        elements = (0..<shown).map { all[$0 * all.count / shown] }
    }

    var json: String {
        let numbers = elements.map(\.json).joined(separator: ", ")
        return #"{"shape": \#(shape), "sum": \#(sum.json), "magnitude": \#(magnitude.json), "elements": [\#(numbers)]}"#
    }
}

extension Double {
    /// As Python's reader takes it.
    var json: String { isNaN ? "NaN" : isInfinite ? (self < 0 ? "-Infinity" : "Infinity") : "\(self)" }
}
