extension Operation {
    /// The primitive's name in messages: `log`, `matmul`, `softmax`.
    public var name: String {
        if case .custom(let custom) = self { return custom.name }
        // The cases that group others are named by the one that they carry.
        if case .unary(let unary) = self { return "\(unary)" }
        if case .binary(let binary) = self { return "\(binary)" }
        return "\(self)".prefix { $0 != "(" }.description
    }
}
