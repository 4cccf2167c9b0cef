import Crypto
import Foundation
import Glibc

/// The log's secrets, all of them derived from the 32 bytes of the key's file.
struct LogKey: Sendable {
    /// For ``seal(id:commitment:)``.
    private let seals: SymmetricKey
    /// For ``headCode(count:link:)``.
    private let heads: SymmetricKey
    /// For ``code(ofPseudonym:)``.
    private let pseudonyms: SymmetricKey
    /// Tells one key from another without telling the key.
    let fingerprint: Data

    init(readingOrCreating path: String, creating: Bool) throws(AuditLogError) {
        if access(path, F_OK) != 0 {
            guard creating else { throw .keyMissing(path: path) }
            let bytes = SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
            try PrivateFile.create(path, content: Array((bytes.hexadecimal + "\n").utf8))
        }
        self.init(secret: SymmetricKey(data: try Self.read(path)))
    }

    private init(secret: SymmetricKey) {
        func derive(_ purpose: String) -> SymmetricKey {
            HKDF<SHA256>.deriveKey(inputKeyMaterial: secret, info: Data("audit log: \(purpose)".utf8), outputByteCount: 32)
        }
        seals = derive("seal")
        heads = derive("head")
        pseudonyms = derive("pseudonym")
        fingerprint = derive("fingerprint").withUnsafeBytes { Data($0) }
    }

    private static func read(_ path: String) throws(AuditLogError) -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw .failure(path) }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw .failure(path) }
        guard status.st_mode & 0o077 == 0 else { throw .keyAccessible(path: path, permissions: status.st_mode & 0o777) }
        var text = [UInt8](repeating: 0, count: 128)
        let count = Glibc.read(file, &text, text.count)
        guard count >= 0 else { throw .failure(path) }
        let digits = String(decoding: text.prefix(count), as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        guard let bytes = [UInt8](hexadecimal: digits), bytes.count == 32 else { throw .keyMalformed(path: path) }
        return bytes
    }

    /// Proves that an entry with this commitment belongs at this number of the chain.
    func seal(id: Int64, commitment: Data) -> Data {
        Data(HMAC<SHA256>.authenticationCode(for: id.bytes + commitment, using: seals))
    }

    /// Proves that the chain had this many entries, and this link at its end.
    func headCode(count: Int64, link: Data) -> Data {
        Data(HMAC<SHA256>.authenticationCode(for: count.bytes + link, using: heads))
    }

    /// What is stored in the place of a pseudonym. Texts that look the same have the same code (Unicode's canonical composition).
    func code(ofPseudonym pseudonym: String) -> Data {
        Data(
            HMAC<SHA256>.authenticationCode(for: Data(pseudonym.precomposedStringWithCanonicalMapping.utf8), using: pseudonyms))
    }
}
