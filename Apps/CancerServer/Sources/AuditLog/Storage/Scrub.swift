import GRDB

/// Removes what erased contents have left in the files.
///
/// SQLite overwrites what it deletes with zeros, but the write-ahead log still holds earlier states of pages, and a page may hold copies of rows that were
/// moved to another page. So the database is written anew, and the write-ahead log cut to nothing.
enum Scrub {
    /// Notes, in the transaction that erases, that there is something to remove.
    static func begin(_ db: Database) throws {
        try db.execute(sql: "UPDATE head SET unscrubbed = 1 WHERE id = 1")
    }

    /// Removes it, if there is something: also what a process that was killed has left.
    static func finish(_ db: Database) throws {
        guard try Int.fetchOne(db, sql: "SELECT unscrubbed <> 0 FROM head WHERE id = 1") == 1 else { return }
        try db.execute(sql: "VACUUM")
        try db.checkpoint(.truncate)
        try db.execute(sql: "UPDATE head SET unscrubbed = 0 WHERE id = 1")
    }
}
