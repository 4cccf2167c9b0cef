import Foundation

extension AuditLog {
    /// Where a log's files are, and how long and how much is kept.
    public struct Settings: Sendable {
        /// The SQLite database's path. SQLite keeps two more files beside it, named after it (`-wal`, `-shm`).
        public var database: String

        /// The path of the file that holds the key: 64 hexadecimal digits (32 random bytes).
        ///
        /// A folder of its own, which the database's backups leave out, keeps those who can write the database from rewriting the chain.
        public var key: String

        /// The days after which an entry's content is erased by ``AuditLog/enforceLimits()``; nil keeps it.
        public var retentionDays: Int?

        /// The bytes of contents beyond which the oldest ones are erased, down to three quarters of it; nil sets no bound.
        ///
        /// The database's file is about as large as its contents, and some 80 bytes for each entry that there ever was. While it erases, the log needs as much free space again, in the database's
        /// folder and in the folder for temporary files (`SQLITE_TMPDIR`, then `TMPDIR`, then `/var/tmp`), and appending waits.
        public var maximumBytes: Int?

        /// The clock that entries and retention go by.
        public var now: @Sendable () -> Date

        /// Settings with the given paths.
        public init(
            database: String, key: String, retentionDays: Int? = nil, maximumBytes: Int? = nil,
            now: @escaping @Sendable () -> Date = { Date() }
        ) {
            self.database = database
            self.key = key
            self.retentionDays = retentionDays
            self.maximumBytes = maximumBytes
            self.now = now
        }

        func validate() throws(AuditLogError) {
            if let days = retentionDays, !(1...36_500).contains(days) {
                throw .invalidSetting(name: "retentionDays", expected: "1 to 36500 days", got: "\(days)")
            }
            if let bytes = maximumBytes, bytes < 1 << 20 {
                throw .invalidSetting(name: "maximumBytes", expected: "at least 1048576 bytes", got: "\(bytes)")
            }
            for (name, path) in [("database", database), ("key", key)] where path.isEmpty || path.holdsNUL {
                throw .invalidSetting(name: name, expected: "a file's path", got: "\"\(path)\"")
            }
        }
    }
}
