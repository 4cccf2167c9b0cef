import GRDB

extension Database {
    /// Runs a body in a transaction: what it writes is written altogether or, where it throws, not at all.
    func atomically<Value>(_ body: () throws -> Value) throws -> Value {
        // A transaction that could not even be rolled back is given up now.
        if isInsideTransaction { try rollback() }
        var value: Value?
        try inTransaction(.immediate) {
            value = try body()
            return .commit
        }
        guard let value else { preconditionFailure("a transaction that did not throw has run its body") }
        return value
    }
}
