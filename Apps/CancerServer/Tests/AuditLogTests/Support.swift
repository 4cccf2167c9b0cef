import AuditLog
import Foundation
import GRDB
import Synchronization

/// A folder for one test's log and key, removed with its last reference.
final class LogFolder: Sendable {
    let path: String
    let clock = Clock()

    init() {
        path = (NSTemporaryDirectory() as NSString).appendingPathComponent("audit-log-\(UUID().uuidString)")
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var database: String { path + "/log/audit.sqlite" }
    var key: String { path + "/key/audit.key" }

    func settings(retentionDays: Int? = nil, maximumBytes: Int? = nil) -> AuditLog.Settings {
        AuditLog.Settings(
            database: database, key: key, retentionDays: retentionDays, maximumBytes: maximumBytes,
            now: { [clock] in clock.now })
    }

    func open(retentionDays: Int? = nil, maximumBytes: Int? = nil) async throws -> AuditLog {
        try await AuditLog.open(settings(retentionDays: retentionDays, maximumBytes: maximumBytes))
    }

    /// Runs SQL on the database behind the log's back.
    func tamper(_ sql: String) throws {
        let queue = try DatabaseQueue(path: database)
        try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
        try queue.close()
    }

    /// A value of the database, read behind the log's back.
    func data(_ sql: String) throws -> Data {
        let queue = try DatabaseQueue(path: database)
        defer { try? queue.close() }
        return try queue.read { try Data.fetchOne($0, sql: sql) } ?? Data()
    }

    /// All files below the folder, by their paths.
    var files: [String] {
        (FileManager.default.enumerator(atPath: path)?.allObjects as? [String] ?? []).map { path + "/" + $0 }
            .filter { (try? FileManager.default.attributesOfItem(atPath: $0)[.type] as? FileAttributeType) == .typeRegular }
    }

    /// How often bytes stand in any of the files.
    func occurrences(of bytes: Data) throws -> Int {
        try files.reduce(0) { sum, file in
            let content = try Data(contentsOf: URL(fileURLWithPath: file))
            var (count, start) = (0, content.startIndex)
            while let found = content.range(of: bytes, in: start..<content.endIndex) {
                count += 1
                start = found.upperBound
            }
            return sum + count
        }
    }
}

/// A clock that goes when it is told to.
final class Clock: Sendable {
    private let seconds = Mutex(1_700_000_000.25)
    var now: Date { Date(timeIntervalSince1970: seconds.withLock { $0 }) }
    func advance(days: Double) { seconds.withLock { $0 += days * 86_400 } }
}

extension AuditLog.Record {
    /// A record whose texts can be recognized.
    static func sample(_ name: String = "a", who: String = "dr-meier", padding: Int = 0) -> AuditLog.Record {
        AuditLog.Record(
            who: who, model: "sha256:1f2e", version: "3",
            inputs: #"{"mean radius": 17.99, "case": "inputs-\#(name)"}"# + String(repeating: "i", count: padding),
            output: #"{"probability": 0.93, "case": "output-\#(name)"}"#, shown: "page, de, shown-\(name)")
    }
}

extension AuditLog {
    /// Appends records that are named by their numbers, 1 to count.
    func appendSamples(_ count: Int) async throws {
        for number in 1...count { try await append(.sample("\(number)")) }
    }

    /// What verifying finds, line by line.
    func problems(head: ChainHead? = nil) async throws -> [String] {
        try await verify(head: head).findings.map(\.description)
    }
}
