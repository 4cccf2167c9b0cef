import Foundation
import GRDB

extension AuditLog {
    /// Erases the contents of all entries of a patient, for good.
    ///
    /// Contents and salts are removed; an entry of the chain says which entries' contents were erased and who asked. When this returns, no byte of them is
    /// left in the database, its write-ahead log or its free pages: the database has been written anew, which takes a time in proportion to its size, needs as
    /// much free space again, and lets appending wait. What backups, snapshots and the blocks of the disk itself still hold is out of its reach.
    ///
    /// - Parameters:
    ///   - pseudonym: The pseudonym that the entries were appended with.
    ///   - who: Who asks for it.
    /// - Returns: What was erased; nil where the log has no content of this patient.
    /// - Throws: ``AuditLogError/scrubUnfinished(path:reason:)`` where contents were erased, but bytes may be left. After any other error nothing was erased.
    @discardableResult
    public func erase(pseudonym: String, by who: String) async throws(AuditLogError) -> Erasure? {
        if who.holdsNUL { throw .invalidText(field: "who") }
        return try await writing { [self] db in
            let erasure = try erase(
                db, where: "pseudonym = ?", key.code(ofPseudonym: pseudonym), reason: .pseudonym, who: who)
            try scrub(db)
            return erasure
        }
    }

    /// All erasures, the newest first.
    ///
    /// - Throws: ``AuditLogError`` where the log cannot be read.
    public func erasures() async throws(AuditLogError) -> [Erasure] {
        try await reading { db in
            try Row.fetchAll(db, sql: "SELECT * FROM erasure ORDER BY id DESC").compactMap { row in
                guard let id = row.integer("id"), let fields = row.erasure?.fields else { return nil }
                return Erasure(id: id, fields: fields)
            }
        }
    }

    /// Removes the contents that a condition selects, with their salts, and appends an entry that says so, in one transaction.
    func erase(
        _ db: Database, where condition: String, _ argument: some DatabaseValueConvertible, reason: Erasure.Reason,
        who: String = ""
    ) throws -> Erasure? {
        try db.atomically {
            var entries = EntryRanges()
            let ids = try Int64.fetchCursor(
                db, sql: "SELECT id FROM prediction WHERE \(condition) ORDER BY id", arguments: [argument])
            while let id = try ids.next() { entries.append(id) }
            guard entries.count > 0 else { return nil }
            try db.execute(sql: "DELETE FROM prediction WHERE \(condition)", arguments: [argument])

            var chain = try ChainWriter(reading: db, key: key, path: settings.database)
            let fields = ErasureFields(
                time: settings.now().microseconds, who: who, reason: reason.rawValue, entries: entries.description)
            try chain.append(Content(fields), to: db)
            try chain.save(to: db)
            try Scrub.begin(db)
            try ContentSize.recount(db)
            return Erasure(id: chain.count, fields: fields)
        }
    }

    /// Removes what erased contents have left in the files.
    func scrub(_ db: Database) throws {
        do {
            try Scrub.finish(db)
        } catch {
            let reason = AuditLogError(error, path: settings.database).description
            throw AuditLogError.scrubUnfinished(path: settings.database, reason: reason)
        }
    }
}

extension AuditLog.Erasure {
    /// An erasure as it is stored; nil where its reason or its entries are none.
    init?(id: Int64, fields: ErasureFields) {
        guard let reason = Reason(rawValue: fields.reason), let entries = EntryRanges(fields.entries) else { return nil }
        self.init(id: id, time: Date(microseconds: fields.time), who: fields.who, reason: reason, entries: entries.ranges)
    }
}
