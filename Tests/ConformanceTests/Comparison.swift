import Kindling

/// Nil where `ours` equals `expected` within the tolerances, else what is wrong: the element that is farthest out of them.
func difference(_ ours: Tensor, _ expected: Tensor, relative: Double, absolute: Double) -> String? {
    if ours.dtype != expected.dtype { return "dtype \(ours.dtype), expected \(expected.dtype)" }
    if ours.shape != expected.shape { return "shape \(ours.shape), expected \(expected.shape)" }
    let (a, b) = (ours.array(of: Double.self), expected.array(of: Double.self))
    var worst: (position: Int, excess: Double)?
    for position in a.indices where !(a[position] == b[position] || a[position].isNaN && b[position].isNaN) {
        let excess = abs(a[position] - b[position]) - (absolute + relative * abs(b[position]))
        // Not `>`, by which a NaN would pass.
        if excess <= worst?.excess ?? 0 { continue }
        worst = (position, excess.isNaN ? .infinity : excess)
    }
    return worst.map {
        let (x, y) = (a[$0.position], b[$0.position])
        return "at \(index(of: $0.position, in: ours.shape)): \(x), expected \(y), off by \(abs(x - y))"
    }
}

/// Where an element stands, from its position in row order.
private func index(of position: Int, in shape: Shape) -> [Int] {
    var (rest, index) = (position, [Int]())
    for size in shape.reversed() {
        index.insert(rest % size, at: 0)
        rest /= size
    }
    return index
}

extension [String: Tensor] {
    func required(_ key: String) throws -> Tensor {
        guard let tensor = self[key] else { throw BadCase("there is no tensor \(key)") }
        return tensor
    }
}
