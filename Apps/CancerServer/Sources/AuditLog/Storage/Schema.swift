import Foundation
import GRDB

/// The database's tables, and how its connections are set up.
///
/// - `entry` is the chain; its rows stay for ever: number, commitment to the content, seal.
/// - `prediction` and `erasure` hold contents, each with its salt, under the entry's number.
/// - `head` has one row: the chain's end, the key's fingerprint, how much the contents take, and whether erased bytes may still be in the files.
enum Schema {
    static let version = 1
    /// Tells SQLite's tools and us that a database is a log ("KAul").
    private static let application = 0x4b41_756c

    static var configuration: Configuration {
        var configuration = Configuration()
        configuration.label = "AuditLog"
        configuration.journalMode = .wal
        configuration.busyMode = .timeout(5)
        configuration.maximumReaderCount = 2
        // Where a disk fails so badly that not even a rollback is possible, GRDB would end the process otherwise; see `Database.atomically`.
        configuration.allowsUnsafeTransactions = true
        configuration.prepareDatabase { db in
            // What is deleted is overwritten with zeros.
            try db.execute(sql: "PRAGMA secure_delete = ON")
        }
        return configuration
    }

    /// Makes a new database a log, and an old one ready for writing.
    static func prepare(_ db: Database, key: LogKey, path: String) throws {
        // A commit returns after an fsync of the write-ahead log.
        try db.execute(sql: "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000")
        try db.atomically {
            let found = try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0
            let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
            if found == 0, version == 0, try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") == 0 {
                try create(db, key: key)
            } else if found != application {
                throw AuditLogError.notALog(path: path)
            } else if version != Self.version {
                throw AuditLogError.newerFormat(path: path, version: version)
            } else if try Data.fetchOne(db, sql: "SELECT CAST(fingerprint AS BLOB) FROM head WHERE id = 1") != key.fingerprint {
                throw AuditLogError.wrongKey(path: path)
            }
        }
    }

    private static func create(_ db: Database, key: LogKey) throws {
        try db.execute(
            sql: """
                PRAGMA application_id = \(application);
                PRAGMA user_version = \(version);
                CREATE TABLE entry (id INTEGER PRIMARY KEY, commitment BLOB NOT NULL, seal BLOB NOT NULL) STRICT;
                CREATE TABLE prediction (
                    id INTEGER PRIMARY KEY, salt BLOB NOT NULL, time INTEGER NOT NULL,
                    who TEXT NOT NULL, model TEXT NOT NULL, version TEXT NOT NULL,
                    inputs TEXT NOT NULL, output TEXT NOT NULL, shown TEXT NOT NULL, pseudonym BLOB) STRICT;
                CREATE INDEX prediction_who ON prediction (who);
                CREATE INDEX prediction_time ON prediction (time);
                CREATE INDEX prediction_pseudonym ON prediction (pseudonym) WHERE pseudonym IS NOT NULL;
                CREATE TABLE erasure (
                    id INTEGER PRIMARY KEY, salt BLOB NOT NULL, time INTEGER NOT NULL,
                    who TEXT NOT NULL, reason TEXT NOT NULL, entries TEXT NOT NULL) STRICT;
                CREATE TABLE head (
                    id INTEGER PRIMARY KEY CHECK (id = 1), count INTEGER NOT NULL, link BLOB NOT NULL, code BLOB NOT NULL,
                    fingerprint BLOB NOT NULL, bytes INTEGER NOT NULL, unscrubbed INTEGER NOT NULL) STRICT;
                """)
        try db.execute(
            sql: "INSERT INTO head VALUES (1, 0, ?, ?, ?, 0, 0)",
            arguments: [Link.first, key.headCode(count: 0, link: Link.first), key.fingerprint])
    }
}
