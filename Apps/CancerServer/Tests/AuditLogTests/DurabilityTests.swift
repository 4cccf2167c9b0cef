import AuditLog
import Foundation
import Glibc
import Synchronization
import Testing

@Suite("Disks and processes that fail")
struct DurabilityTests {
    @Test("A full disk refuses entries, keeps those before, and once there is space again the log goes on")
    func fullDisk() async {
        await #expect(processExitsWith: .success) {
            let folder = LogFolder()
            let log = try await folder.open()
            try await log.appendSamples(10)

            // No file may grow beyond 1 MiB: what a full disk looks like to a process.
            signal(SIGXFSZ, SIG_IGN)
            var limit = rlimit()
            getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
            let before = limit.rlim_cur
            limit.rlim_cur = 1 << 20
            setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)

            var written: Int64 = 10
            await #expect {
                while written < 2000 { written = try await log.append(.sample("\(written + 1)", padding: 2000)) }
            } throws: {
                if case AuditLogError.diskFull = $0 { true } else { false }
            }
            #expect(written > 20)
            // It goes on refusing, alone and in groups, and what is there can be read.
            await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<16 {
                    group.addTask { (try? await log.append(.sample(padding: 300_000))) == nil }
                }
                for await isRefused in group { #expect(isRefused) }
            }
            #expect(try await log.verify().entries == Int(written))
            #expect(try await log.entries().first?.id == written)

            limit.rlim_cur = before
            setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
            #expect(try await log.append(.sample("after")) == written + 1)
            #expect(try await log.verify().isIntact)
            try await log.close()
            #expect(try await folder.open().verify().entries == Int(written) + 1)
        }
    }

    @Test("What was acknowledged before a kill -9 is in the log", arguments: [1, 40, 700])
    func killed(after count: Int) async throws {
        let result = try await #require(processExitsWith: .signal(SIGKILL), observing: [\.standardOutputContent]) { [count] in
            let folder = LogFolder()
            print("folder", folder.path)
            let log = try await folder.open()
            let acknowledged = Acknowledged(limit: count)
            await withTaskGroup(of: Void.self) { group in
                for caller in 0..<16 {
                    group.addTask {
                        for round in 0... {
                            let name = "\(caller)-\(round)"
                            guard let id = try? await log.append(.sample(name), pseudonym: "P\(caller)") else { return }
                            acknowledged.tell("\(id) \(name)")
                        }
                    }
                }
            }
        }
        let lines = String(decoding: result.standardOutputContent, as: UTF8.self).split(separator: "\n").map {
            $0.split(separator: " ")
        }
        let path = try #require(lines.first { $0.first == "folder" }?.last)
        defer { try? FileManager.default.removeItem(atPath: String(path)) }
        let log = try await AuditLog.open(
            .init(database: path + "/log/audit.sqlite", key: path + "/key/audit.key"), creating: false)
        let acknowledged = lines.filter { $0.first == "acknowledged" }
        #expect(acknowledged.count >= count)
        let entries = Dictionary(uniqueKeysWithValues: try await log.entries(limit: .max).map { ($0.id, $0.record) })
        for line in acknowledged {
            #expect(entries[try #require(Int64(line[1]))] == .sample(String(line[2])))
        }
        #expect(try await log.verify().isIntact)
        try await log.append(.sample("after"))
        #expect(try await log.verify().isIntact)
    }
}

/// Tells the parent process what was acknowledged, and kills this process in the midst of it.
private final class Acknowledged: Sendable {
    private let limit: Int
    private let count = Atomic(0)

    init(limit: Int) { self.limit = limit }

    func tell(_ text: String) {
        let line = Array("acknowledged \(text)\n".utf8)
        // One call of write: a line is told whole or not at all.
        write(STDOUT_FILENO, line, line.count)
        if count.add(1, ordering: .relaxed).newValue >= limit { kill(getpid(), SIGKILL) }
    }
}
