import AuditLog
import Foundation
import Testing

@Suite("Appending and reading")
struct AppendingTests {
    let folder = LogFolder()

    @Test("An entry is read as it was appended")
    func roundTrip() async throws {
        let log = try await folder.open()
        let record = AuditLog.Record(
            who: "Dr. Jörg 🩺", model: "", version: "v1", inputs: "{\"a\": \"ä\\u0000\"}\n", output: "",
            shown: "'; DROP TABLE entry; --")
        #expect(try await log.append(record) == 1)
        let entry = try #require(try await log.entries().first)
        #expect((entry.id, entry.time, entry.pseudonymCode) == (1, folder.clock.now, nil))
        #expect(entry.record == record)
        #expect(try await log.problems() == [])
    }

    @Test("A log that is opened again goes on where it ended")
    func reopening() async throws {
        let first = try await folder.open()
        try await first.appendSamples(3)
        let head = try await first.head()
        try await first.close()

        let second = try await AuditLog.open(folder.settings(), creating: false)
        #expect(try await second.head() == head)
        #expect(try await second.append(.sample("4")) == 4)
        #expect(try await second.entries().map(\.record) == ["4", "3", "2", "1"].map { .sample($0) })
        #expect(try await second.verify(head: head).isIntact)
    }

    @Test("One's own history comes in pages, the newest entries first")
    func pages() async throws {
        let log = try await folder.open()
        for number in 1...10 { try await log.append(.sample("\(number)", who: number.isMultiple(of: 2) ? "even" : "odd")) }
        let first = try await log.entries(by: "even", limit: 2)
        #expect(first.map(\.id) == [10, 8])
        let second = try await log.entries(by: "even", before: first.last?.id, limit: 2)
        #expect(second.map(\.id) == [6, 4])
        #expect(try await log.entries(by: "even", before: second.last?.id, limit: 2).map(\.id) == [2])
        #expect(try await log.entries(by: "even", before: 2, limit: 2).isEmpty)
        #expect(try await log.entries(by: "nobody").isEmpty)
        #expect(try await log.entries(by: "odd", limit: -1).isEmpty)
        #expect(try await log.entries(limit: 3).map(\.id) == [10, 9, 8])
    }

    @Test(
        "Entries of one patient have one code, however the pseudonym's characters are composed, and no two patients share one")
    func pseudonymCodes() async throws {
        let log = try await folder.open()
        for pseudonym in ["Ren\u{e9}", "Rene\u{301}", "Rene"] { try await log.append(.sample(), pseudonym: pseudonym) }
        let codes = try await log.entries().map(\.pseudonymCode)
        #expect(codes[2] == codes[1])
        #expect(codes[1] != codes[0])
        #expect(codes[0]?.count == 64)
        #expect(try folder.occurrences(of: Data("Rene".utf8)) == 0)
    }

    @Test("Many callers append at once, and each gets a number of its own that reads back as its record")
    func concurrency() async throws {
        let log = try await folder.open()
        let numbers = try await withThrowingTaskGroup(of: [(Int64, String)].self) { group in
            for caller in 0..<64 {
                group.addTask {
                    var mine: [(Int64, String)] = []
                    for round in 0..<25 {
                        let name = "\(caller)-\(round)"
                        mine.append((try await log.append(.sample(name), pseudonym: "P\(caller)"), name))
                    }
                    return mine
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(numbers.map(\.0).sorted() == Array(1...1600))
        let read = Dictionary(uniqueKeysWithValues: try await log.entries(limit: 2000).map { ($0.id, $0.record) })
        for (number, name) in numbers { #expect(read[number] == .sample(name)) }
        #expect(try await log.verify().isIntact)
    }

    @Test("Two logs that are open on the same files, as in two processes, append to one chain")
    func twoWriters() async throws {
        let first = try await folder.open()
        let second = try await folder.open()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for log in [first, second] {
                group.addTask { try await log.appendSamples(40) }
            }
            try await group.waitForAll()
        }
        #expect(try await first.verify().entries == 80)
        #expect(try await second.verify().isIntact)
    }

    @Test("A record that cannot be stored is refused, and others that are appended with it are not")
    func refusals() async throws {
        let log = try await folder.open()
        var invalid = AuditLog.Record.sample()
        invalid.shown = "a\0b"
        let maximum = AuditLog.Record.maximumBytes
        let large = AuditLog.Record.sample(padding: maximum)
        async let good = log.append(.sample())
        await #expect(throws: AuditLogError.invalidText(field: "shown")) { try await log.append(invalid) }
        await #expect(throws: AuditLogError.self) { try await log.append(large) }
        #expect(try await good == 1)
        #expect(try await log.verify().entries == 1)
    }

    @Test("A closed log says so")
    func closed() async throws {
        let log = try await folder.open()
        try await log.append(.sample())
        try await log.close()
        try await log.close()
        await #expect(throws: AuditLogError.closed) { try await log.append(.sample()) }
        await #expect(throws: AuditLogError.closed) { try await log.entries() }
        await #expect(throws: AuditLogError.closed) { try await log.verify() }
        await #expect(throws: AuditLogError.closed) { try await log.erase(pseudonym: "P", by: "a") }
        await #expect(throws: AuditLogError.closed) { try await log.enforceLimits() }
    }
}
