import GRDB

/// How much the contents of predictions take. The sum is noted in `head`, so that no append has to count.
enum ContentSize {
    /// A salt, numbers, and a row's place in the table and in its indexes.
    private static let overhead = 200

    private static let sql = ["who", "model", "version", "inputs", "output", "shown"]
        .reduce("\(overhead)") { "\($0) + length(CAST(\($1) AS BLOB))" }

    /// What the content of one record takes.
    static func bytes(of record: AuditLog.Record) -> Int { record.bytes + overhead }

    /// The sum, as noted.
    static func noted(_ db: Database) throws -> Int {
        try Int.fetchOne(db.cachedStatement(sql: "SELECT CAST(bytes AS INTEGER) FROM head WHERE id = 1")) ?? 0
    }

    /// Notes the sum anew.
    static func recount(_ db: Database) throws {
        try db.execute(sql: "UPDATE head SET bytes = (SELECT coalesce(sum(\(sql)), 0) FROM prediction) WHERE id = 1")
    }

    /// The newest entry whose content, together with all newer ones, takes more than a number of bytes.
    static func newestEntry(_ db: Database, beyond bytes: Int) throws -> Int64? {
        try Int64.fetchOne(
            db,
            sql: """
                SELECT max(id) FROM (SELECT id, sum(\(sql)) OVER (ORDER BY id DESC) AS bytes FROM prediction) WHERE bytes > ?
                """, arguments: [bytes])
    }
}
