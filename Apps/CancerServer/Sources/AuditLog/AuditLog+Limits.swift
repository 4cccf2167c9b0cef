import Foundation
import GRDB

extension AuditLog {
    /// Erases the contents that are older than ``Settings/retentionDays``, and the oldest ones beyond ``Settings/maximumBytes``, as thoroughly as
    /// ``erase(pseudonym:by:)`` does, and finishes what an earlier erasure could not.
    ///
    /// A server calls it when it starts and then regularly, e.g. every hour. The size is bounded while appending, too.
    ///
    /// - Returns: What was erased.
    /// - Throws: ``AuditLogError``, as ``erase(pseudonym:by:)`` does.
    @discardableResult
    public func enforceLimits() async throws(AuditLogError) -> [Erasure] {
        if waiting.withLock({ $0.isClosed }) { throw .closed }
        return try await writing { [self] db in
            let erased = [try eraseOld(db), try eraseBeyondSize(db)].compactMap(\.self)
            try scrub(db)
            return erased
        }
    }

    /// Holds the bound on the size before something is appended. Bytes that cannot be scrubbed now are left to ``enforceLimits()``: the appending is not
    /// refused for them.
    func enforceSize(_ db: Database) throws {
        if try eraseBeyondSize(db) != nil { try? scrub(db) }
    }

    private func eraseOld(_ db: Database) throws -> Erasure? {
        guard let days = settings.retentionDays else { return nil }
        let oldest = settings.now().addingTimeInterval(-86_400 * Double(days))
        return try erase(db, where: "time < ?", oldest.microseconds, reason: .age)
    }

    private func eraseBeyondSize(_ db: Database) throws -> Erasure? {
        guard let maximum = settings.maximumBytes, try ContentSize.noted(db) > maximum else { return nil }
        guard let last = try ContentSize.newestEntry(db, beyond: maximum / 4 * 3) else {
            // The contents are smaller than was noted: somebody else removed some.
            try ContentSize.recount(db)
            return nil
        }
        return try erase(db, where: "id <= ?", last, reason: .size)
    }
}
