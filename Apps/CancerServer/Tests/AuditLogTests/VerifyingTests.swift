import AuditLog
import Foundation
import Testing

@Suite("Verifying")
struct VerifyingTests {
    let folder = LogFolder()

    /// What somebody does to a log's database, and what is found.
    struct Tampering: CustomTestStringConvertible {
        let testDescription: String
        let sql: String
        let findings: [String]

        init(_ name: String, _ sql: String, _ findings: String...) {
            (testDescription, self.sql, self.findings) = (name, sql, findings)
        }
    }

    /// Ten predictions of the patients P1 to P10, of which P3 and P4 were erased (entries 11 and 12).
    private func openTwelve() async throws -> AuditLog {
        let log = try await folder.open()
        for number in 1...10 { try await log.append(.sample("\(number)"), pseudonym: "P\(number)") }
        for patient in ["P3", "P4"] { try await log.erase(pseudonym: patient, by: "admin") }
        return log
    }

    @Test("A log that nobody touched is intact, with and without any of its heads, also while it grows")
    func intact() async throws {
        let log = try await folder.open()
        #expect(try await log.verify().isIntact)
        var heads = [try await log.head()]
        for number in 1...10 {
            try await log.append(.sample("\(number)"), pseudonym: "P\(number)")
            heads.append(try await log.head())
        }
        try await log.erase(pseudonym: "P3", by: "admin")
        heads.append(try await log.head())
        for head in heads {
            let copy = try #require(AuditLog.ChainHead(head.description))
            #expect(copy == head)
            let verification = try await log.verify(head: copy)
            #expect(verification.isIntact)
            #expect((verification.entries, verification.erased) == (11, 1))
            #expect(verification.head == heads.last)
        }
        #expect(heads.map(\.count) == Array(0...11))
    }

    @Test(
        "What somebody without the key changes is found and named",
        arguments: [
            Tampering("an output", "UPDATE prediction SET output = 'benign' WHERE id = 5", "entry 5: changed"),
            Tampering("a time", "UPDATE prediction SET time = time + 1 WHERE id = 1", "entry 1: changed"),
            Tampering("who it was", "UPDATE prediction SET who = 'dr-who' WHERE id = 10", "entry 10: changed"),
            Tampering(
                "text moved from one field to the next",
                "UPDATE prediction SET model = model || version, version = '' WHERE id = 2", "entry 2: changed"),
            Tampering("the patient", "UPDATE prediction SET pseudonym = NULL WHERE id = 6", "entry 6: changed"),
            Tampering("a salt", "UPDATE prediction SET salt = zeroblob(32) WHERE id = 6", "entry 6: changed"),
            Tampering("a commitment", "UPDATE entry SET commitment = zeroblob(32) WHERE id = 7", "entry 7: changed"),
            Tampering("a seal", "UPDATE entry SET seal = zeroblob(1) WHERE id = 7", "entry 7: changed"),
            Tampering(
                "neighbours", "UPDATE prediction SET shown = '' WHERE id IN (5, 6, 8)", "entries 5 to 6: changed",
                "entry 8: changed"),
            Tampering(
                "an entry is deleted", "DELETE FROM entry WHERE id = 5; DELETE FROM prediction WHERE id = 5", "entry 5: missing"
            ),
            Tampering("the first entries are deleted", "DELETE FROM entry WHERE id <= 2", "entries 1 to 2: missing"),
            Tampering(
                "a content is deleted", "DELETE FROM prediction WHERE id = 5",
                "entry 5: the content is missing, and no erasure says so"),
            Tampering(
                "an erasure is deleted", "DELETE FROM erasure WHERE id = 11",
                "entry 3: the content is missing, and no erasure says so",
                "entry 11: the content is missing, and no erasure says so"),
            Tampering(
                "an erasure says more", "DELETE FROM prediction WHERE id = 5; UPDATE erasure SET entries = '3-5' WHERE id = 11",
                "entry 3: the content is missing, and no erasure says so",
                "entry 5: the content is missing, and no erasure says so", "entry 11: changed"),
            Tampering(
                "an erased content is put back", "UPDATE prediction SET id = 3 WHERE id = 5",
                "entry 3: reordered: this was entry 5", "entry 5: the content is missing, and no erasure says so"),
            Tampering(
                "two entries change places",
                """
                UPDATE entry SET id = -5 WHERE id = 5; UPDATE entry SET id = 5 WHERE id = 8; UPDATE entry SET id = 8 WHERE id = -5;
                UPDATE prediction SET id = -5 WHERE id = 5; UPDATE prediction SET id = 5 WHERE id = 8;
                UPDATE prediction SET id = 8 WHERE id = -5
                """, "entry 5: reordered: this was entry 8", "entry 8: reordered: this was entry 5"),
            Tampering(
                "two contents change places",
                """
                UPDATE prediction SET id = -5 WHERE id = 5; UPDATE prediction SET id = 5 WHERE id = 8;
                UPDATE prediction SET id = 8 WHERE id = -5
                """, "entry 5: reordered: this was entry 8", "entry 8: reordered: this was entry 5"),
            Tampering(
                "an entry is taken out and the others move up",
                """
                DELETE FROM entry WHERE id = 9; DELETE FROM prediction WHERE id = 9;
                UPDATE entry SET id = id - 1 WHERE id = 10; UPDATE prediction SET id = id - 1 WHERE id = 10
                """, "entry 9: reordered: this was entry 10", "entry 10: missing"),
            Tampering(
                "the end is cut off", "DELETE FROM entry WHERE id > 10; DELETE FROM erasure",
                "entries 3 to 4: the content is missing, and no erasure says so", "entries 11 to 12: cut off"),
            Tampering(
                "everything is cut off", "DELETE FROM entry; DELETE FROM prediction; DELETE FROM erasure",
                "entries 1 to 12: cut off"),
            Tampering(
                "the end is cut off, and its count made to fit",
                "DELETE FROM entry WHERE id > 11; DELETE FROM erasure WHERE id > 11; UPDATE head SET count = 11",
                "entry 4: the content is missing, and no erasure says so",
                "entry 11: what the log says about its end was altered"),
            Tampering("the end is deleted", "DELETE FROM head", "entry 12: what the log says about its end was altered"),
            Tampering(
                "an entry is added", "INSERT INTO entry SELECT 13, commitment, seal FROM entry WHERE id = 12",
                "entry 13: added from outside"),
            Tampering(
                "a content is added",
                """
                INSERT INTO prediction
                SELECT 99, salt, time, who, model, version, inputs, output, shown, NULL FROM prediction WHERE id = 1
                """, "entry 99: added from outside"),
            Tampering(
                "a column's type is changed",
                """
                ALTER TABLE prediction ADD COLUMN other INTEGER; DROP INDEX prediction_who;
                ALTER TABLE prediction DROP COLUMN who; ALTER TABLE prediction RENAME COLUMN other TO who;
                DELETE FROM prediction WHERE id > 1
                """, "entry 1: changed", "entry 2: the content is missing, and no erasure says so",
                "entries 5 to 10: the content is missing, and no erasure says so"),
        ])
    func tampering(_ tampering: Tampering) async throws {
        let log = try await openTwelve()
        #expect(try await log.verify().isIntact)
        try folder.tamper(tampering.sql)
        let problems = try await log.problems()
        #expect(problems == tampering.findings)
        #expect(try await log.verify().head == nil)
    }

    @Test("A database that lost a table is damaged, and says so")
    func damage() async throws {
        let log = try await openTwelve()
        try folder.tamper("DROP TABLE prediction")
        await #expect { try await log.verify() } throws: { if case AuditLogError.damaged = $0 { true } else { false } }
    }

    @Test("A log that was put back to an earlier state looks intact, but not to a head that was exported since")
    func rollback() async throws {
        let log = try await folder.open()
        try await log.appendSamples(5)
        let old = try await log.head()
        try await log.close()
        let copy = folder.database + ".copy"
        try FileManager.default.copyItem(atPath: folder.database, toPath: copy)

        let grown = try await folder.open()
        try await grown.appendSamples(3)
        let head = try await grown.head()
        try await grown.close()
        try FileManager.default.removeItem(atPath: folder.database)
        try FileManager.default.moveItem(atPath: copy, toPath: folder.database)

        let restored = try await folder.open()
        #expect(try await restored.verify(head: old).isIntact)
        let cut = try await restored.problems(head: head)
        #expect(cut == ["entries 6 to 8: cut off"])
        try await restored.appendSamples(4)
        #expect(
            try await restored.problems(head: head) == ["entry 8: the chain up to here is not the one that the head stands for"]
        )
    }

    @Test("A log that somebody with the key wrote anew looks intact, but not to a head that was exported before")
    func rewriting() async throws {
        let log = try await folder.open()
        try await log.appendSamples(5)
        let head = try await log.head()
        try await log.close()
        try FileManager.default.removeItem(atPath: folder.database)

        let rewritten = try await folder.open()
        try await rewritten.appendSamples(5)
        #expect(try await rewritten.verify().isIntact)
        #expect(
            try await rewritten.problems(head: head) == [
                "entry 5: the chain up to here is not the one that the head stands for"
            ])
    }

    @Test(
        "Nothing is appended to a log whose end was changed: that would hide it",
        arguments: [
            "DELETE FROM entry WHERE id > 10", "UPDATE head SET count = 11, link = zeroblob(32)",
            "DELETE FROM entry WHERE id > 11; UPDATE head SET count = 11", "DELETE FROM head",
            "UPDATE head SET code = zeroblob(32)",
        ])
    func appendingToAnAlteredEnd(_ sql: String) async throws {
        let log = try await openTwelve()
        try folder.tamper(sql)
        await #expect(throws: AuditLogError.endAltered(path: folder.database)) { try await log.append(.sample()) }
        await #expect(throws: AuditLogError.endAltered(path: folder.database)) { try await log.head() }
        #expect(try await !log.verify().isIntact)
    }

    @Test("Verifying is bounded where nothing is as it was")
    func bounded() async throws {
        let log = try await folder.open()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<30 { group.addTask { try await log.appendSamples(100) } }
            try await group.waitForAll()
        }
        // Every other content is gone: 1500 findings that are no neighbours.
        try folder.tamper("DELETE FROM prediction WHERE id % 2 = 0")
        #expect(try await log.verify().findings.count == AuditLog.Verification.maximumFindings)
        // All numbers are shifted by one.
        try folder.tamper("DELETE FROM entry WHERE id = 1; UPDATE entry SET id = id - 1")
        #expect(try await !log.verify().isIntact)
    }

    @Test(
        "Text that is no head is none",
        arguments: ["", "3", "3:", "x:00", "-1:" + String(repeating: "0", count: 64), "3:zz", "1:00:00"])
    func malformedHeads(_ text: String) {
        #expect(AuditLog.ChainHead(text) == nil)
    }
}
