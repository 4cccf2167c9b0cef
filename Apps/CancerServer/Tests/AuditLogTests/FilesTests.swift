import AuditLog
import Foundation
import Glibc
import Testing

@Suite("Files and keys")
struct FilesTests {
    let folder = LogFolder()

    @Test("Files are the owner's alone under a umask of 0")
    func openUmask() async {
        await #expect(processExitsWith: .success) {
            try await FilesTests.checkPermissions(umask: 0)
        }
    }

    @Test("Files can be used by their owner under a umask that denies everything")
    func closedUmask() async {
        await #expect(processExitsWith: .success) {
            try await FilesTests.checkPermissions(umask: 0o777)
        }
    }

    private static func checkPermissions(umask mask: mode_t) async throws {
        umask(mask)
        let folder = LogFolder()
        let log = try await folder.open()
        try await log.append(.sample(), pseudonym: "P")
        try expectPrivate(folder, names: ["audit.key", "audit.sqlite", "audit.sqlite-shm", "audit.sqlite-wal"])
        try await log.erase(pseudonym: "P", by: "admin")
        try await log.close()
        let reopened = try await folder.open()
        try await reopened.append(.sample())
        try expectPrivate(folder, names: ["audit.key", "audit.sqlite", "audit.sqlite-shm", "audit.sqlite-wal"])
        for path in ["", "/log", "/key"] {
            #expect(try permissions(folder.path + path) == 0o700)
        }
    }

    private static func expectPrivate(_ folder: LogFolder, names: [String]) throws {
        #expect(folder.files.map { ($0 as NSString).lastPathComponent }.sorted() == names)
        for file in folder.files { #expect(try permissions(file) == 0o600) }
    }

    private static func permissions(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    @Test("A database that others can read is narrowed")
    func narrowing() async throws {
        try await folder.open().close()
        chmod(folder.database, 0o644)
        let log = try await folder.open()
        try await log.append(.sample())
        try Self.expectPrivate(folder, names: ["audit.key", "audit.sqlite", "audit.sqlite-shm", "audit.sqlite-wal"])
    }

    @Test("A key that others can read is refused")
    func accessibleKey() async throws {
        try await folder.open().close()
        chmod(folder.key, 0o640)
        await #expect(throws: AuditLogError.keyAccessible(path: folder.key, permissions: 0o640)) { try await folder.open() }
    }

    @Test("A log whose key is gone does not get a new one")
    func missingKey() async throws {
        try await folder.open().close()
        try FileManager.default.removeItem(atPath: folder.key)
        await #expect(throws: AuditLogError.keyMissing(path: folder.key)) { try await folder.open() }
        #expect(!FileManager.default.fileExists(atPath: folder.key))
    }

    @Test("Another log's key is told from a changed log")
    func wrongKey() async throws {
        try await folder.open().close()
        let other = LogFolder()
        try await other.open().close()
        try FileManager.default.removeItem(atPath: folder.key)
        try FileManager.default.copyItem(atPath: other.key, toPath: folder.key)
        await #expect(throws: AuditLogError.wrongKey(path: folder.database)) { try await folder.open() }
    }

    @Test(
        "A file that holds no key is refused",
        arguments: ["", "1234", String(repeating: "x", count: 64), String(repeating: "a", count: 200)])
    func malformedKey(_ text: String) async throws {
        try await folder.open().close()
        try text.write(toFile: folder.key, atomically: false, encoding: .utf8)
        await #expect(throws: AuditLogError.keyMalformed(path: folder.key)) { try await folder.open() }
    }

    @Test("A key that was made elsewhere is used")
    func givenKey() async throws {
        try FileManager.default.createDirectory(atPath: folder.path + "/key", withIntermediateDirectories: true)
        try String(repeating: "5A", count: 32).write(toFile: folder.key, atomically: false, encoding: .utf8)
        chmod(folder.key, 0o400)
        let log = try await folder.open()
        try await log.append(.sample())
        #expect(try await log.verify().isIntact)
        #expect(try String(contentsOfFile: folder.key, encoding: .utf8) == String(repeating: "5A", count: 32))
    }

    @Test("Without leave to create, a log that does not exist is an error, and nothing is made")
    func notCreating() async throws {
        await #expect(throws: AuditLogError.noLog(path: folder.database)) {
            try await AuditLog.open(folder.settings(), creating: false)
        }
        #expect(!FileManager.default.fileExists(atPath: folder.path))
    }

    @Test(
        "Another file is not taken for a log",
        arguments: ["this is text, and more than a hundred bytes of it" + String(repeating: ".", count: 100)])
    func otherFiles(_ text: String) async throws {
        try await folder.open().close()
        try text.write(toFile: folder.database, atomically: false, encoding: .utf8)
        await #expect(throws: AuditLogError.notALog(path: folder.database)) { try await folder.open() }
        #expect(try String(contentsOfFile: folder.database, encoding: .utf8) == text)
    }

    @Test("Another application's database and a newer format are not written to")
    func otherDatabases() async throws {
        try await folder.open().close()
        try folder.tamper("PRAGMA user_version = 2")
        await #expect(throws: AuditLogError.newerFormat(path: folder.database, version: 2)) { try await folder.open() }
        try folder.tamper("PRAGMA application_id = 77")
        await #expect(throws: AuditLogError.notALog(path: folder.database)) { try await folder.open() }
    }

    @Test("Opening at once from many tasks makes one key and one log")
    func concurrentOpening() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<8 {
                group.addTask { try await folder.open().append(.sample("\(number)")) }
            }
            try await group.waitForAll()
        }
        #expect(try await folder.open().verify().entries == 8)
        #expect(folder.files.contains { $0.hasSuffix(".key") })
        #expect(folder.files.filter { $0.contains("/key/") }.count == 1)
    }

    @Test("A folder that cannot be made is an error that names it")
    func noFolder() async throws {
        try await folder.open().close()
        let settings = AuditLog.Settings(database: folder.key + "/below-a-file/a", key: folder.key)
        await #expect {
            try await AuditLog.open(settings)
        } throws: {
            if case AuditLogError.inaccessible(let path, _) = $0 { path.hasPrefix(folder.key) } else { false }
        }
    }
}
