import Foundation
import GRDB
import Synchronization

/// A log of predictions that shows every change made to it.
///
/// Each entry holds who asked, when, the model's hash and version, the inputs, the output and what was shown. It is on the disk before ``append(_:pseudonym:)``
/// returns, and a chain over all entries lets ``verify(head:)`` find what was changed, moved, taken out or cut off. The content of entries can be erased, by
/// the patient's pseudonym or by age and size; the chain stays whole and says what was erased.
///
/// ```swift
/// let log = try await AuditLog.open(.init(database: "/var/lib/cancer/audit.sqlite", key: "/etc/cancer/audit.key"))
/// try await log.append(record, pseudonym: "P-4711")         // returns after the fsync
/// let head = try await log.head()                            // to be kept elsewhere
/// let verification = try await log.verify(head: head)
/// ```
///
/// All functions suspend rather than block: SQLite runs on queues of its own. A function that has begun runs to its end, also where its task is cancelled.
/// Several processes may have one log open, e.g. a server that appends and a command that verifies.
public final class AuditLog: Sendable {
    let settings: Settings
    let key: LogKey
    let pool: DatabasePool
    let waiting = Mutex(WaitingRecords())

    private init(_ settings: Settings, key: LogKey, pool: DatabasePool) {
        (self.settings, self.key, self.pool) = (settings, key, pool)
    }

    /// Opens a log, or creates it together with its key and their folders.
    ///
    /// The files are readable and writable for their owner alone (0600, folders that are created 0700), whatever the process's umask. A database
    /// with wider permissions is narrowed; a key with wider permissions is refused, since others may know it.
    ///
    /// - Parameters:
    ///   - settings: Where the files are, and how long and how much is kept.
    ///   - creating: Whether a log that does not exist is created. A command that only reads says `false`, so that a misspelt path is an error.
    /// - Throws: ``AuditLogError``: a setting that makes no sense, a key that is missing, malformed or not the log's, a file that is not a log, a disk that fails.
    public static func open(_ settings: Settings, creating: Bool = true) async throws(AuditLogError) -> AuditLog {
        try settings.validate()
        let opened: Result<AuditLog, AuditLogError> = await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(
                    returning: Result { () throws(AuditLogError) in try openBlocking(settings, creating: creating) })
            }
        }
        return try opened.get()
    }

    private static func openBlocking(_ settings: Settings, creating: Bool) throws(AuditLogError) -> AuditLog {
        try opening.withLock { _ throws(AuditLogError) in
            try openAlone(settings, creating: creating)
        }
    }

    /// One log is opened at a time: to close a file's descriptor gives up all locks that the process has on that file, those of SQLite's connections too.
    private static let opening = Mutex(())

    private static func openAlone(_ settings: Settings, creating: Bool) throws(AuditLogError) -> AuditLog {
        let exists = PrivateFile.hasContent(settings.database)
        guard exists || creating else { throw .noLog(path: settings.database) }
        let key = try LogKey(readingOrCreating: settings.key, creating: !exists)
        try PrivateFile.prepare(settings.database)
        do {
            let pool = try DatabasePool(path: settings.database, configuration: Schema.configuration)
            try pool.writeWithoutTransaction { try Schema.prepare($0, key: key, path: settings.database) }
            return AuditLog(settings, key: key, pool: pool)
        } catch {
            throw AuditLogError(error, path: settings.database)
        }
    }

    /// Waits for what is being written, moves it from the write-ahead log to the database, and closes the files. Whatever is called later throws
    /// ``AuditLogError/closed``.
    ///
    /// - Throws: ``AuditLogError`` where the files cannot be closed.
    public func close() async throws(AuditLogError) {
        waiting.withLock { $0.isClosed = true }
        // What waits is written by a block that is in the writer's queue already, before the one that closes. Where another process is still reading,
        // the write-ahead log stays, and nothing is lost.
        _ = try? await onQueue({ try $0.checkpoint(.truncate).walFrameCount }, pool.asyncBarrierWriteWithoutTransaction)
        let closed: Result<Void, AuditLogError> = await withCheckedContinuation { [pool, settings] continuation in
            DispatchQueue.global().async {
                continuation.resume(
                    returning: Result { try pool.close() }.mapError { AuditLogError($0, path: settings.database) })
            }
        }
        try closed.get()
    }
}
