extension Module {
    /// Every parameter and buffer by path (torch's `state_dict`).
    public var stateDict: [String: Tensor] {
        Dictionary(cells.map { ($0.name, $0.cell.value!) }) { first, _ in first }
    }

    /// Loads parameters and buffers by path, converted to the model's dtypes, on its devices (torch's `load_state_dict`).
    ///
    /// - Throws: ``StateMismatch`` with everything that does not match; then nothing has been changed.
    public func load(_ state: [String: Tensor]) throws(StateMismatch) { try prepareToLoad(state)() }

    /// Checks a state, and returns what loads it: with it, several models and optimizers are loaded all or none.
    ///
    /// ```swift
    /// let loads = (try model.prepareToLoad(weights), try optimizer.prepareToLoad(state))      // throws, or all fits
    /// loads.0()
    /// loads.1()
    /// ```
    ///
    /// - Returns: a function that changes the parameters and buffers, which nothing has changed until then.
    /// - Throws: ``StateMismatch`` with everything that does not match.
    public func prepareToLoad(_ state: [String: Tensor]) throws(StateMismatch) -> () -> Void {
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
        let loaded = cells.map { parameter in
            let current = parameter.cell.value!
            return (parameter.cell, state[parameter.name]!.detached().to(current.dtype).onDevice(of: current))
        }
        return { for (cell, tensor) in loaded { cell.value = tensor } }
    }
}

/// A state that does not match a model, with all differences.
public struct StateMismatch: Error, Sendable, CustomStringConvertible {
    /// The type of the model.
    public let model: String
    /// Names that the model has and the state does not.
    public var missing: [(name: String, shape: Shape)] = []
    /// Names that the state has and the model does not.
    public var unexpected: [(name: String, shape: Shape)] = []
    /// Names that both have, with different shapes; `expected` is the model's.
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
