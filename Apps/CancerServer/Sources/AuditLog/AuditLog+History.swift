import Foundation
import GRDB

extension AuditLog {
    /// A page of the log: entries of predictions whose contents are there, the newest first.
    ///
    /// ```swift
    /// let first = try await log.entries(by: "dr-meier", limit: 20)
    /// let second = try await log.entries(by: "dr-meier", before: first.last?.id, limit: 20)
    /// ```
    ///
    /// - Parameters:
    ///   - who: Whose entries; nil for everybody's.
    ///   - before: Only entries with lower numbers: the last one of the page before. nil for the newest page.
    ///   - limit: The most entries that are returned.
    /// - Throws: ``AuditLogError`` where the log cannot be read.
    public func entries(by who: String? = nil, before: Int64? = nil, limit: Int = 50) async throws(AuditLogError) -> [Entry] {
        if who?.holdsNUL == true { throw .invalidText(field: "who") }
        return try await reading { db in
            var conditions = ["id < ?"]
            var arguments: StatementArguments = [before ?? .max]
            if let who {
                conditions.append("who = ?")
                arguments += [who]
            }
            let rows = try Row.fetchAll(
                db,
                sql: "SELECT * FROM prediction WHERE \(conditions.joined(separator: " AND ")) ORDER BY id DESC LIMIT ?",
                arguments: arguments + [max(0, limit)])
            return rows.compactMap { row in
                guard let id = row.integer("id"), let fields = row.prediction?.fields else { return nil }
                return Entry(
                    id: id, time: Date(microseconds: fields.time), record: fields.record,
                    pseudonymCode: fields.pseudonymCode?.hexadecimal)
            }
        }
    }

    /// The chain's end, to be kept elsewhere and given to ``verify(head:)`` later.
    ///
    /// - Throws: ``AuditLogError/endAltered(path:)`` where the chain's end was changed from outside.
    public func head() async throws(AuditLogError) -> ChainHead {
        try await reading { [self] db in
            try ChainWriter(reading: db, key: key, path: settings.database).head
        }
    }
}
