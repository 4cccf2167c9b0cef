import Foundation
import GRDB

extension AuditLog {
    /// Appends an entry, and returns its number once it is on the disk.
    ///
    /// Entries that are appended at the same time are written in one transaction with one fsync, so that many callers together are much faster than one alone.
    /// Where the log's size is bounded and the bound is passed, the oldest contents are erased first.
    ///
    /// - Parameters:
    ///   - record: What was predicted.
    ///   - pseudonym: The patient's pseudonym, if there is one. Only a keyed code of it is stored, for ``erase(pseudonym:by:)``.
    /// - Returns: The entry's number in the chain.
    /// - Throws: ``AuditLogError`` where the entry is not in the log for certain. A server must then refuse the prediction. A later call may succeed, once
    ///   there is space again, say.
    @discardableResult
    public func append(_ record: Record, pseudonym: String? = nil) async throws(AuditLogError) -> Int64 {
        try record.validate()
        let fields = PredictionFields(
            time: settings.now().microseconds, record: record, pseudonymCode: pseudonym.map { key.code(ofPseudonym: $0) })
        let content = Content(fields)
        let commitment = content.commitment
        let appended: Result<Int64, AuditLogError> = await withCheckedContinuation { continuation in
            let waits = waiting.withLock { waiting in
                waiting.add(WaitingRecord(content: content, commitment: commitment, continuation: continuation))
            }
            switch waits {
            case .first: pool.asyncWriteWithoutTransaction { self.writeWaiting($0) }
            case .behindOthers: break
            case .refused: continuation.resume(returning: .failure(.closed))
            }
        }
        return try appended.get()
    }

    /// Writes all records that wait, in one transaction, and tells their callers.
    private func writeWaiting(_ db: Database) {
        let records = waiting.withLock { $0.takeAll() }
        do {
            try enforceSize(db)
            let last = try db.atomically {
                var chain = try ChainWriter(reading: db, key: key, path: settings.database)
                for record in records { try chain.append(record.content, commitment: record.commitment, to: db) }
                try chain.save(to: db)
                return chain.count
            }
            let before = last - Int64(records.count)
            for (offset, record) in records.enumerated() {
                record.continuation.resume(returning: .success(before + Int64(offset) + 1))
            }
        } catch {
            let failure = AuditLogError(error, path: settings.database)
            for record in records { record.continuation.resume(returning: .failure(failure)) }
        }
    }
}

/// A record whose caller waits for it to be written.
struct WaitingRecord: Sendable {
    let content: Content<PredictionFields>
    let commitment: Data
    let continuation: CheckedContinuation<Result<Int64, AuditLogError>, Never>
}

/// The records that wait for the next transaction.
struct WaitingRecords: Sendable {
    enum Waits { case first, behindOthers, refused }

    var isClosed = false
    private var records: [WaitingRecord] = []

    /// Adds a record. The first one's caller has to see to it that they are written.
    mutating func add(_ record: WaitingRecord) -> Waits {
        if isClosed { return .refused }
        records.append(record)
        return records.count == 1 ? .first : .behindOthers
    }

    mutating func takeAll() -> [WaitingRecord] {
        defer { records = [] }
        return records
    }
}
