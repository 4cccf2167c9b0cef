import AuditLog
import Foundation
import GRDB
import Testing

@Suite("Erasing")
struct ErasingTests {
    let folder = LogFolder()

    @Test("Erasing a patient leaves no byte of the contents, and the chain says what was erased")
    func byPseudonym() async throws {
        let log = try await folder.open()
        // Rows from a few bytes to several pages, of patients that alternate.
        for number in 1...150 {
            let patient = number.isMultiple(of: 3) ? "P-secret" : "P\(number)"
            let name = (number.isMultiple(of: 3) ? "secret" : "other") + "-\(number)"
            try await log.append(.sample(name, who: "doctor-of-\(name)", padding: number * number % 7000), pseudonym: patient)
        }
        let salts = try [3, 75, 150].map { try folder.data("SELECT salt FROM prediction WHERE id = \($0)") }
        let code = try folder.data("SELECT pseudonym FROM prediction WHERE id = 3")
        let traces =
            salts + [code] + ["inputs-secret", "output-secret", "shown-secret", "doctor-of-secret"].map { Data($0.utf8) }
        for trace in traces { #expect(try folder.occurrences(of: trace) > 0) }

        folder.clock.advance(days: 1)
        let erasure = try #require(try await log.erase(pseudonym: "P-secret", by: "admin"))
        for trace in traces { #expect(try folder.occurrences(of: trace) == 0) }
        #expect(try folder.occurrences(of: Data("P-secret".utf8)) == 0)

        let erased = stride(from: Int64(3), through: 150, by: 3).map { $0...$0 }
        #expect(erasure.entries == erased)
        #expect((erasure.id, erasure.who, erasure.reason, erasure.time) == (151, "admin", .pseudonym, folder.clock.now))
        #expect(try await log.erasures() == [erasure])
        let verification = try await log.verify()
        #expect(verification.isIntact)
        #expect((verification.entries, verification.erased) == (151, 50))
        let others = try await log.entries(limit: 1000)
        #expect(others.count == 100)
        #expect(others.last?.record == .sample("other-1", who: "doctor-of-other-1", padding: 1))
        #expect(try await log.entries(by: "doctor-of-secret-3").isEmpty)
    }

    @Test("A patient of whom nothing is known adds nothing to the chain, and one who comes back can be erased again")
    func repeatedly() async throws {
        let log = try await folder.open()
        try await log.append(.sample("1"), pseudonym: "P1")
        #expect(try await log.erase(pseudonym: "P2", by: "admin") == nil)
        #expect(try await log.head().count == 1)
        #expect(try await log.erase(pseudonym: "P1", by: "admin")?.entries == [1...1])
        #expect(try await log.erase(pseudonym: "P1", by: "admin") == nil)
        try await log.append(.sample("3"), pseudonym: "P1")
        try await log.append(.sample("4"), pseudonym: "P1")
        #expect(try await log.erase(pseudonym: "P1", by: "admin")?.entries == [3...4])
        #expect(try await log.verify().isIntact)
    }

    @Test("Appending goes on while a patient is erased")
    func whileAppending() async throws {
        let log = try await folder.open()
        for number in 1...50 { try await log.append(.sample("\(number)"), pseudonym: "P") }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 { group.addTask { try await log.appendSamples(50) } }
            for _ in 0..<4 { group.addTask { try await log.erase(pseudonym: "P", by: "admin") } }
            for _ in 0..<4 { group.addTask { _ = try await log.entries(limit: 100) } }
            try await group.waitForAll()
        }
        #expect(try await log.erasures().map(\.entries) == [[1...50]])
        #expect(try await log.verify().isIntact)
    }

    @Test("While another process reads an old state, erasing says that bytes may be left, and finishes later")
    func unfinished() async throws {
        let log = try await folder.open()
        try await log.append(.sample("secret"), pseudonym: "P")
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let reader = try DatabaseQueue(path: folder.database, configuration: configuration)
        try await reader.writeWithoutTransaction { db in
            try db.execute(sql: "BEGIN")
            _ = try Int.fetchOne(db, sql: "SELECT count(*) FROM prediction")
        }
        await #expect {
            try await log.erase(pseudonym: "P", by: "admin")
        } throws: {
            if case AuditLogError.scrubUnfinished = $0 { true } else { false }
        }
        #expect(try folder.occurrences(of: Data("inputs-secret".utf8)) > 0)
        #expect(try await log.entries().isEmpty)
        #expect(try await log.verify().erased == 1)

        try await reader.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
        try reader.close()
        try await log.close()
        let reopened = try await folder.open()
        #expect(try await reopened.enforceLimits() == [])
        #expect(try folder.occurrences(of: Data("inputs-secret".utf8)) == 0)
    }
}
