import AuditLog
import Foundation

/// Measures how many entries a second many callers append, each waiting for its fsync before its next one.
///
///     swift run -c release AuditLogBenchmark [FOLDER] [CALLERS] [SECONDS]
///
/// The folder decides which disk is measured; the log in it is removed afterwards.
@main
struct AuditLogBenchmark {
    static func main() async throws {
        let arguments = CommandLine.arguments
        let parent = arguments.count > 1 ? arguments[1] : NSTemporaryDirectory()
        let callers = arguments.count > 2 ? Int(arguments[2]) ?? 64 : 64
        let seconds = arguments.count > 3 ? Double(arguments[3]) ?? 5 : 5

        let folder = (parent as NSString).appendingPathComponent("audit-log-benchmark-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let log = try await AuditLog.open(.init(database: folder + "/audit.sqlite", key: folder + "/audit.key"))
        let clock = ContinuousClock()
        let start = clock.now
        let waits: [Duration] = try await withThrowingTaskGroup(of: [Duration].self) { group in
            for caller in 0..<callers {
                group.addTask {
                    var waits: [Duration] = []
                    while clock.now - start < .seconds(seconds) {
                        let begin = clock.now
                        try await log.append(record(caller), pseudonym: caller.isMultiple(of: 2) ? "P\(waits.count)" : nil)
                        waits.append(clock.now - begin)
                    }
                    return waits
                }
            }
            var all: [Duration] = []
            for try await waits in group { all += waits }
            return all.sorted()
        }
        let elapsed = (clock.now - start) / .seconds(1)

        print(
            "\(callers) callers, \(waits.count) entries in \(elapsed) s: \(Int(Double(waits.count) / elapsed)) entries a second"
        )
        print(
            "wait: median \(waits[waits.count / 2]), 99 % \(waits[waits.count * 99 / 100]), longest \(waits[waits.count - 1])")
        let read = try await clock.measure {
            let verification = try await log.verify()
            guard verification.isIntact, verification.entries == waits.count else {
                fatalError("the log is not as it was written")
            }
        }
        print("verified in \(read)")
        try await log.close()
    }

    /// A record of one row with 30 measurements, as the server writes it.
    private static func record(_ caller: Int) -> AuditLog.Record {
        AuditLog.Record(
            who: "token-\(caller % 8)", model: "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            version: "1",
            inputs: inputs,
            output: #"{"probability": 0.9312, "interval": [0.88, 0.97], "diagnosis": "malignant", "threshold": 0.5}"#,
            shown: "POST /predict, JSON")
    }

    private static let inputs =
        "{"
        + (0..<30).map { "\"measurement number \($0)\": \(Double($0) * 17.3 + 0.123)" }.joined(separator: ", ") + "}"
}
