import GRDB

/// What can go wrong with a log. The description says what, where, and what was expected.
public enum AuditLogError: Error, Equatable, CustomStringConvertible {
    /// A setting is out of its range.
    case invalidSetting(name: String, expected: String, got: String)
    /// There is no log at the path, and none was to be created.
    case noLog(path: String)
    /// The file is a database, but not a log.
    case notALog(path: String)
    /// The log was written by a newer version of this library.
    case newerFormat(path: String, version: Int)
    /// The log exists, but the file with its key does not. A new key is never made for an existing log.
    case keyMissing(path: String)
    /// The key's file does not hold 64 hexadecimal digits.
    case keyMalformed(path: String)
    /// Others than the owner have access to the key's file.
    case keyAccessible(path: String, permissions: UInt32)
    /// The key is not the one that the log was made with.
    case wrongKey(path: String)
    /// What the log says about its own end was changed from outside. Nothing is appended to such a log, since that would hide it: verify it, keep it as
    /// it is, and begin a new one.
    case endAltered(path: String)
    /// The disk, or a limit on files' sizes, is full.
    case diskFull(path: String, reason: String)
    /// A file cannot be read or written.
    case inaccessible(path: String, reason: String)
    /// Another process kept the database locked for longer than 5 seconds.
    case busy(path: String)
    /// The database is damaged.
    case damaged(path: String, reason: String)
    /// A record's text holds a NUL character.
    case invalidText(field: String)
    /// A record is larger than ``AuditLog/Record/maximumBytes``.
    case tooLarge(bytes: Int, maximum: Int)
    /// Contents were erased, and the chain says so, but their bytes may still be in the files: these could not be rewritten. It is tried again by
    /// ``AuditLog/enforceLimits()`` and by the next erasure.
    case scrubUnfinished(path: String, reason: String)
    /// The log is closed.
    case closed

    /// One sentence for the operator.
    public var description: String {
        switch self {
        case .invalidSetting(let name, let expected, let got): "the audit log's setting \(name) must be \(expected), got \(got)"
        case .noLog(let path): "\(path): there is no audit log here"
        case .notALog(let path): "\(path) is not an audit log"
        case .newerFormat(let path, let version):
            "\(path) has format \(version) of the audit log; this program knows format \(Schema.version)"
        case .keyMissing(let path): "\(path): the audit log's key is missing; put back the one that the log was made with"
        case .keyMalformed(let path): "\(path): expected 64 hexadecimal digits, the audit log's key"
        case .keyAccessible(let path, let permissions):
            "\(path): the audit log's key must be accessible to its owner alone (0600), but has permissions 0\(String(permissions, radix: 8))"
        case .wrongKey(let path): "\(path): the audit log was made with another key"
        case .endAltered(let path): "\(path): the end of the audit log was changed from outside; nothing is appended to it"
        case .diskFull(let path, let reason): "\(path): no space for the audit log: \(reason)"
        case .inaccessible(let path, let reason): "\(path): \(reason)"
        case .busy(let path): "\(path): the audit log is locked by another process"
        case .damaged(let path, let reason): "\(path): the audit log is damaged: \(reason)"
        case .invalidText(let field): "the record's \(field) holds a NUL character"
        case .tooLarge(let bytes, let maximum): "the record has \(bytes) bytes, more than \(maximum)"
        case .scrubUnfinished(let path, let reason):
            "\(path): contents were erased, but their bytes may still be in the files, which could not be rewritten: \(reason)"
        case .closed: "the audit log is closed"
        }
    }

    /// What an error of SQLite means for the log.
    init(_ error: any Error, path: String) {
        if let error = error as? AuditLogError { self = error; return }
        guard let error = error as? DatabaseError else { self = .inaccessible(path: path, reason: "\(error)"); return }
        let reason = error.message ?? "\(error.extendedResultCode)"
        switch error.resultCode {
        case .SQLITE_FULL: self = .diskFull(path: path, reason: reason)
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy(path: path)
        case .SQLITE_NOTADB: self = .notALog(path: path)
        case .SQLITE_CORRUPT, .SQLITE_ERROR, .SQLITE_SCHEMA, .SQLITE_MISMATCH, .SQLITE_CONSTRAINT:
            self = .damaged(path: path, reason: reason)
        case .SQLITE_MISUSE: self = .closed
        // A limit on a file's size is told as a failed write (EFBIG).
        case .SQLITE_IOERR where error.extendedResultCode == .SQLITE_IOERR_WRITE: self = .diskFull(path: path, reason: reason)
        default: self = .inaccessible(path: path, reason: reason)
        }
    }
}
