extension Module {
    /// Every parameter and buffer by path (torch's `state_dict`).
    public var stateDict: [String: Tensor] {
        Dictionary(cells.map { ($0.name, $0.cell.value!) }) { first, _ in first }
    }

    /// Takes over parameters and buffers by path, converted to the dtypes that the model has, on the devices that it is on.
    ///
    /// - Throws: ``StateMismatch`` with everything that does not fit; then nothing has been changed.
    public func load(_ state: [String: Tensor]) throws(StateMismatch) {
        var mismatch = StateMismatch(model: shownName(Self.self))
        var unexpected = state
        let cells = cells
        for (name, current) in cells.map({ ($0.name, $0.cell.value!) }) {
            guard let tensor = unexpected.removeValue(forKey: name) else {
                mismatch.missing.append((name, current.shape))
                continue
            }
            if tensor.shape != current.shape { mismatch.misshapen.append((name, tensor.shape, current.shape)) }
        }
        mismatch.unexpected = unexpected.map { ($0.key, $0.value.shape) }.sorted { $0.name < $1.name }
        if !mismatch.isEmpty { throw mismatch }
        for parameter in cells {
            let current = parameter.cell.value!
            parameter.cell.value = state[parameter.name]!.detached().to(current.dtype).onDevice(of: current)
        }
    }
}

/// A state that does not fit a model, and all the reasons.
public struct StateMismatch: Error, Sendable, CustomStringConvertible {
    public let model: String
    /// What the model has and the state has not.
    public var missing: [(name: String, shape: Shape)] = []
    /// What the state has and the model has not.
    public var unexpected: [(name: String, shape: Shape)] = []
    public var misshapen: [(name: String, shape: Shape, expected: Shape)] = []

    var isEmpty: Bool { missing.isEmpty && unexpected.isEmpty && misshapen.isEmpty }

    public var description: String {
        var rows = missing.map { ("missing", $0.name, "\($0.shape)") }
        rows += unexpected.map { ("unexpected", $0.name, "\($0.shape)") }
        rows += misshapen.map { ("shape", $0.name, "\($0.shape), expected \($0.expected)") }
        let widths = (rows.map(\.0.count).max() ?? 0, rows.map(\.1.count).max() ?? 0)
        func padded(_ text: String, _ width: Int) -> String { text + String(repeating: " ", count: width - text.count) }
        return
            (["the state does not fit \(model):"]
            + rows.map { "  \(padded($0.0, widths.0))  \(padded($0.1, widths.1))  \($0.2)" }).joined(separator: "\n")
    }
}
