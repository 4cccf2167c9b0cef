import AuditLog
import Foundation
import Testing

@Suite("Retention and size")
struct LimitsTests {
    let folder = LogFolder()

    @Test("What is older than the retention is erased without a trace, and the chain says so")
    func retention() async throws {
        let log = try await folder.open(retentionDays: 30)
        for day in 0..<40 {
            try await log.append(.sample("of-day-\(day)."), pseudonym: "P\(day)")
            folder.clock.advance(days: 1)
        }
        #expect(try folder.occurrences(of: Data("inputs-of-day-9.".utf8)) > 0)
        let erasures = try await log.enforceLimits()
        // On day 40, day 10 is 30 days ago.
        #expect(erasures.map(\.entries) == [[1...10]])
        #expect(erasures.map(\.reason) == [.age])
        #expect(try folder.occurrences(of: Data("inputs-of-day-9.".utf8)) == 0)
        #expect(try folder.occurrences(of: Data("inputs-of-day-10.".utf8)) > 0)
        #expect(try await log.enforceLimits() == [])
        #expect(try await log.entries().count == 30)
        #expect(try await log.verify().isIntact)
    }

    @Test("Erasures outlive the retention: they prove what is gone")
    func erasuresStay() async throws {
        let log = try await folder.open(retentionDays: 1)
        try await log.append(.sample(), pseudonym: "P")
        try await log.erase(pseudonym: "P", by: "admin")
        folder.clock.advance(days: 1000)
        #expect(try await log.enforceLimits() == [])
        #expect(try await log.erasures().count == 1)
        #expect(try await log.verify().isIntact)
    }

    @Test("Beyond the bound on the size, appending erases the oldest contents, and the files stay small")
    func size() async throws {
        let bound = 1 << 20
        let log = try await folder.open(maximumBytes: bound)
        for number in 1...300 { try await log.append(.sample("\(number).", padding: 7000)) }
        let erasures = try await log.erasures()
        #expect(erasures.count > 1)
        #expect(erasures.allSatisfy { $0.reason == .size })
        let newest = try await log.entries(limit: 5000)
        // The newest are there without a gap, at least nearly three quarters of the bound.
        #expect(newest.first?.record == .sample("300.", padding: 7000))
        #expect(newest.count * 7500 > bound / 2)
        #expect(newest.count * 7000 < bound)
        #expect(try await log.verify().isIntact)

        let kept = newest.count
        #expect(try folder.occurrences(of: Data("inputs-\(301 - kept).".utf8)) > 0)
        for erased in [1, 50, 300 - kept] {
            #expect(try folder.occurrences(of: Data("inputs-\(erased).".utf8)) == 0)
        }
        try await log.close()
        let bytes = try FileManager.default.attributesOfItem(atPath: folder.database)[.size] as? Int
        #expect(try #require(bytes) < bound * 5 / 4 + 300 * 100)
    }

    @Test("A log that is opened with a smaller bound is made to fit by the next append or by enforcing")
    func smallerBound() async throws {
        let log = try await folder.open()
        for number in 1...200 { try await log.append(.sample("\(number).", padding: 7000)) }
        try await log.close()
        let bounded = try await folder.open(maximumBytes: 1 << 20)
        #expect(try await bounded.enforceLimits().map(\.reason) == [.size])
        #expect(try await bounded.entries(limit: 5000).count < 150)
        #expect(try await bounded.enforceLimits() == [])
        #expect(try await bounded.verify().isIntact)
    }

    @Test(
        "A setting that makes no sense is refused",
        arguments: [
            AuditLog.Settings(database: "/nowhere/a", key: "/nowhere/b", retentionDays: 0),
            AuditLog.Settings(database: "/nowhere/a", key: "/nowhere/b", retentionDays: .max),
            AuditLog.Settings(database: "/nowhere/a", key: "/nowhere/b", maximumBytes: 1000),
            AuditLog.Settings(database: "", key: "/nowhere/b"), AuditLog.Settings(database: "/nowhere/a", key: "b\0"),
        ])
    func settings(_ settings: AuditLog.Settings) async {
        await #expect {
            try await AuditLog.open(settings)
        } throws: {
            if case AuditLogError.invalidSetting = $0 { true } else { false }
        }
    }
}
