import Foundation

/// What a file keeps of a token: everything but the token.
public struct TokenEntry: Codable, Equatable, Sendable {
    /// Who holds it.
    public let name: String
    /// What its holder may do.
    public let role: Role
    /// The SHA-256 of the token.
    public let sha256: Digest256
    /// When it ends; nil for never.
    public let expires: Date?

    /// The entry of a token.
    public init(name: String, role: Role, sha256: Digest256, expires: Date?) {
        self.name = name
        self.role = role
        self.sha256 = sha256
        self.expires = expires
    }
}

/// The tokens that a server accepts, as a JSON file that only its owner can read.
public struct TokenFile: Sendable {
    /// A file that is no list of tokens.
    public struct FileError: Error, CustomStringConvertible {
        /// The file.
        public let path: String
        /// What is wrong.
        public let problem: String

        public var description: String { "\(path): \(problem)" }
    }

    /// The tokens, in the order of the file. Names are unique.
    public private(set) var entries: [TokenEntry]

    /// No tokens.
    public init() { entries = [] }

    /// Reads a file.
    ///
    /// - Throws: ``FileError``, also where others than the file's owner may read or change it.
    public init(reading path: String) throws {
        func fail(_ problem: String) -> FileError { FileError(path: path, problem: problem) }
        let attributes: [FileAttributeKey: Any]
        let data: Data
        do {
            attributes = try FileManager.default.attributesOfItem(atPath: path)
            data = try Data(contentsOf: URL(filePath: path))
        } catch { throw fail("cannot be read") }
        if let mode = (attributes[.posixPermissions] as? NSNumber)?.intValue, mode & 0o077 != 0 {
            throw fail("others may read it; chmod 600 keeps them out")
        }
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        do { entries = try decoder.decode([TokenEntry].self, from: data) } catch let error as DecodingError {
            throw fail("is no list of tokens: \(TokenFile.problem(of: error))")
        }
        guard Set(entries.map(\.name)).count == entries.count else { throw fail("a name appears twice") }
    }

    private static func problem(of error: DecodingError) -> String {
        switch error {
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .keyNotFound(_, let context), .dataCorrupted(let context):
            context.debugDescription
        @unknown default: "\(error)"
        }
    }

    /// Makes a token, adds its entry, and returns the token, which is nowhere else.
    ///
    /// - Throws: ``FileError`` if the name is taken, or empty.
    public mutating func add(name: String, role: Role, expires: Date?, path: String) throws -> Secret {
        guard !name.isEmpty, name.allSatisfy({ $0.isLetter || $0.isNumber || "-_.@".contains($0) }) else {
            throw FileError(path: path, problem: "a name has letters, digits and -_.@ only, got \(name.debugDescription)")
        }
        guard !entries.contains(where: { $0.name == name }) else {
            throw FileError(path: path, problem: "there is a token named \(name.debugDescription) already")
        }
        let secret = Secret()
        entries.append(TokenEntry(name: name, role: role, sha256: secret.digest, expires: expires))
        return secret
    }

    /// Writes the file as a whole, for its owner alone.
    public func write(to path: String) throws {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        // Made empty and private first, so that nobody can open it between the writing and the change of its mode.
        let temporary = "\(path).\(Secret().text.prefix(8))"
        guard FileManager.default.createFile(atPath: temporary, contents: nil, attributes: [.posixPermissions: NSNumber(value: 0o600)])
        else { throw FileError(path: temporary, problem: "cannot be written") }
        do {
            let handle = try encoder.encode(entries) + Data("\n".utf8)
            try handle.write(to: URL(filePath: temporary))
            guard rename(temporary, path) == 0 else { throw FileError(path: path, problem: "cannot be replaced") }
        } catch {
            try? FileManager.default.removeItem(atPath: temporary)
            throw error
        }
    }
}
