import Tensor

// One operation's derivative by itself, for the test that nothing is kept in vain.

/// What is kept of an operation for its derivative: operands by their index, the result as the index past the last.
///
/// - Parameter wanted: for each operand, whether its gradient is wanted.
package func derivativeInputs(of operation: Operation, wanted: [Bool]) -> [Int] {
    let saved = SavedInputs.of(operation, wanted: leaves(wanted).wanted)
    let operands = wanted.indices.filter { index in
        let sets: [SavedInputs.Set] = [.first, .second, .third]
        return saved.contains(index < 3 ? sets[index] : .rest)
    }
    return operands + (saved.contains(.result) ? [wanted.count] : [])
}

/// The cotangents of an operation's operands, nil where there is none, as the backward pass computes them.
package func cotangents(
    of operation: Operation, operands: [Tensor], result: Tensor, wanted: [Bool], cotangent: Tensor
) -> [Tensor?] {
    let (y, z) = (operands.count > 1 ? operands[1] : nil, operands.count > 2 ? operands[2] : nil)
    let node = Node(operation, operands[0], y, z, Array(operands.dropFirst(3)), result, leaves(wanted))
    let cotangents = Pullback.cotangents(BackwardContext(node: node, createGraph: false), cotangent)
    return [cotangents.first, cotangents.second, cotangents.third] + cotangents.rest
}

/// A leaf for each operand whose gradient is wanted.
private func leaves(_ wanted: [Bool]) -> Node.Parents {
    let nodes = wanted.map { $0 ? Node() : nil } + [nil, nil, nil]
    return Node.Parents(
        first: nodes[0], second: nodes[1], third: nodes[2], rest: wanted.count > 3 ? Array(nodes[3..<wanted.count]) : [])
}
