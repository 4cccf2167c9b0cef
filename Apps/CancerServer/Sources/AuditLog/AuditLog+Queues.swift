import GRDB

extension AuditLog {
    /// Runs on the writer's queue, while this process reads nothing.
    func writing<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(AuditLogError) -> Value {
        if waiting.withLock({ $0.isClosed }) { throw .closed }
        return try await onQueue(body) { pool.asyncBarrierWriteWithoutTransaction($0) }
    }

    /// Runs on a reader's queue, in a transaction: what others write meanwhile is not seen.
    func reading<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(AuditLogError) -> Value {
        if waiting.withLock({ $0.isClosed }) { throw .closed }
        return try await onQueue(body) { pool.asyncRead($0) }
    }

    /// Suspends until a body has run where the pool runs it. GRDB's own asynchronous functions would end with their tasks, in the middle of the work.
    func onQueue<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value,
        _ schedule: (@escaping @Sendable (Result<Database, any Error>) -> Void) -> Void
    ) async throws(AuditLogError) -> Value {
        let result: Result<Value, AuditLogError> = await withCheckedContinuation { [path = settings.database] continuation in
            schedule { database in
                let value = Result { try body(try database.get()) }
                continuation.resume(returning: value.mapError { AuditLogError($0, path: path) })
            }
        }
        return try result.get()
    }
}
