extension Graph: CustomStringConvertible {
    /// The graph as a listing, a line for each value:
    ///
    ///     graph(%0: float32 [32, 30]) {
    ///         %1 = parameter linear.weight: float32 [1, 30]
    ///         %2 = parameter linear.bias: float32 [1]
    ///         %3 = linear %0, %1, %2: float32 [32, 1]
    ///         %4 = sigmoid %3: float32 [32, 1]
    ///         return %4
    ///     }
    public var description: String {
        var lines = variables.map { "\($0.value) = \($0.kind) \($0.name): \($0.value.kind)" }
        lines += constants.map { "\($0.value) = constant\($0.shownElement): \($0.value.kind)" }
        lines += steps.map(\.description)
        lines += stores.map { "store \($0.value) in \($0.kind) \($0.name)" }
        lines.append("return " + outputs.list)
        let parameters = inputs.map { "\($0): \($0.kind)" }.joined(separator: ", ")
        return "graph(\(parameters)) {\n" + lines.map { "    \($0)\n" }.joined() + "}"
    }
}

extension Graph.Step: CustomStringConvertible {
    /// The step as a line of the graph's listing.
    public var description: String {
        switch self {
        case .node(let node): node.description
        case .draw(let draw): "\(draw.result) = \(plain("\(draw.source.distribution)")): \(draw.result.kind)"
        case .check(let check): "check \(check.value): \(check.requirement)"
        }
    }
}

extension Graph.Node: CustomStringConvertible {
    /// The node as a line of the graph's listing: `%3 = linear %0, %1, %2: float32 [32, 1]`. An operand that is absent before another one
    /// is `_`.
    public var description: String {
        let last = z != nil || !rest.isEmpty
        let operands = [x.description] + [y?.description ?? (last ? "_" : nil), z?.description].compactMap(\.self)
        return "\(result) = \(operation.shown) \((operands + rest.map(\.description)).joined(separator: ", ")): \(result.kind)"
    }
}

extension Graph.Check.Requirement: CustomStringConvertible {
    /// What must hold, and of which operation's operand: `a target of crossEntropy: integers(in: 0..<10, ignoring: nil)`.
    public var description: String { "\(subject) of \(operation): \(plain("\(kind)"))" }
}

extension Graph.Value {
    fileprivate var kind: String { "\(dtype) \(shape)" + (device == .cpu ? "" : " on \(device)") }
}

extension [Graph.Value] {
    fileprivate var list: String { map(\.description).joined(separator: ", ") }
}

extension Graph.Constant {
    /// The number, where all elements are the same one in memory.
    fileprivate var shownElement: String {
        guard tensor.device == .cpu, tensor.count > 0, tensor.count == 1 || tensor.strides.allSatisfy({ $0 == 0 }) else {
            return ""
        }
        return " \(tensor.flatten()[0].scalarValue)"
    }
}

extension Operation {
    /// The name with what the primitive carries: `reduce(sum, [1], keepDim: true)`.
    fileprivate var shown: String {
        switch self {
        case .unary, .binary, .custom: name
        // The others say what they carry by themselves, new ones too.
        default: plain("\(self)")
        }
    }
}

extension Axes: CustomStringConvertible {
    /// The dims: `[0, 2]`.
    public var description: String { "\((0..<8).filter { contains(dim: $0) })" }
}

extension Permutation: CustomStringConvertible {
    /// The order: `[1, 0]`.
    public var description: String { "\((0..<count).map { self[$0] })" }
}

/// A value's description without the modules and types that Swift puts before the names of cases: `Tensor.Reduction.sum` is `sum`.
private func plain(_ text: String) -> String {
    var (result, word) = ("", "")
    func name(_ word: String) -> Substring {
        word.hasPrefix("Tensor.") ? word.split(separator: ".").last ?? "" : word[...]
    }
    for character in text {
        if character.isLetter || character.isNumber || character == "_" || character == "." {
            word.append(character)
        } else {
            result += name(word)
            result.append(character)
            word = ""
        }
    }
    return result + name(word)
}
