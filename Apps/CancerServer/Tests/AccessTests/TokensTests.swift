import Access
import Foundation
import Testing

@Suite("Tokens")
struct TokensTests {
    let path = FileManager.default.temporaryDirectory.appending(path: "tokens-\(UUID().uuidString).json").path

    @Test("are shown once: a file keeps their SHA-256 alone, for its owner alone")
    func file() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        var file = TokenFile()
        let secret = try file.add(name: "ward", role: .predict, expires: Date(timeIntervalSince1970: 2_000_000_000), path: path)
        _ = try file.add(name: "auditor", role: .audit, expires: nil, path: path)
        try file.write(to: path)

        #expect(secret.text.count == 43)
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(!text.contains(secret.text))
        #expect(text.contains(secret.digest.hexadecimal))
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
        #expect(try TokenFile(reading: path).entries == file.entries)
    }

    @Test("have names that are unique and plain")
    func names() throws {
        var file = TokenFile()
        _ = try file.add(name: "a", role: .predict, expires: nil, path: path)
        for name in ["a", "", "a b", "a\n"] {
            #expect(throws: TokenFile.FileError.self) { try file.add(name: name, role: .predict, expires: nil, path: path) }
        }
    }

    @Test(
        "in a file that is broken, or that others may read, are refused",
        arguments: [
            ("{}", 0o600), ("[{\"name\":\"a\",\"role\":\"king\",\"sha256\":\"\"}]", 0o600), ("", 0o600), ("[]", 0o640),
            ("[]", 0o604),
            ("[{\"name\":\"a\",\"role\":\"admin\",\"sha256\":\"12\"}]", 0o600),
        ])
    func broken(text: String, mode: Int) throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        _ = FileManager.default.createFile(atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: mode])
        #expect(throws: TokenFile.FileError.self) { try TokenFile(reading: path) }
        #expect(throws: TokenFile.FileError.self) { try TokenFile(reading: path + ".missing") }
    }

    @Test("say who holds them until they expire or are withdrawn")
    func identities() throws {
        let clock = Clock()
        var file = TokenFile()
        let ward = try file.add(name: "ward", role: .predict, expires: Date(timeIntervalSince1970: 100), path: path)
        let admin = try file.add(name: "admin", role: .admin, expires: nil, path: path)
        let tokens = Tokens(file, now: { Date(timeIntervalSince1970: clock.seconds) })
        #expect(tokens.identity(of: ward.text) == Identity(name: "ward", role: .predict))
        #expect(tokens.identity(of: admin.text)?.role == .admin)
        for wrong in ["", ward.text.lowercased() + "x", String(ward.text.dropLast()), ward.digest.hexadecimal] {
            #expect(tokens.identity(of: wrong) == nil)
        }
        clock.seconds = 100
        #expect(tokens.identity(of: ward.text) == nil)
        tokens.replace(with: TokenFile())
        #expect(tokens.identity(of: admin.text) == nil)
    }

    @Test("differ, and have 256 bits")
    func random() {
        let secrets = Set((0..<100).map { _ in Secret().text })
        #expect(secrets.count == 100)
        #expect(
            secrets.allSatisfy { $0.utf8.count == 43 && $0.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" } }
        )
    }

    @Test("are hashed as SHA-256 hashes")
    func digest() {
        let digest = Digest256(of: "abc")
        #expect(digest.hexadecimal == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(Digest256(hexadecimal: digest.hexadecimal) == digest)
        #expect(Digest256(hexadecimal: "ba78") == nil)
        #expect(Digest256(of: "abd") != digest)
    }

    @Test("of one role are not enough for another, but an administrator's", arguments: Role.allCases)
    func roles(role: Role) {
        for required in Role.allCases { #expect(role.includes(required) == (role == required || role == .admin)) }
    }
}
