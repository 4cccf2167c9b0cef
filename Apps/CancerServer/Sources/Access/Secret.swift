import Crypto

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// 256 random bits that somebody holds to be known by: a token, a session.
///
/// It is kept by its holder alone; the server keeps its ``digest``.
public struct Secret: Sendable {
    /// As the holder writes it: 43 letters, digits, `-` and `_`.
    public let text: String

    /// A new secret from the system's generator.
    public init() {
        let bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max) }
        text = Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// What the server compares.
    public var digest: Digest256 { Digest256(of: text) }
}

/// A SHA-256, compared in a time that does not depend on where two differ.
public struct Digest256: Sendable, Hashable, Codable {
    private let words: (UInt64, UInt64, UInt64, UInt64)

    /// The SHA-256 of a text's UTF-8.
    public init(of text: String) { self.init(of: Array(text.utf8)) }

    /// The SHA-256 of some bytes.
    public init(of bytes: [UInt8]) { self.init(words: SHA256.hash(data: bytes).withUnsafeBytes { Array($0) }) }

    private init(words bytes: [UInt8]) {
        func word(_ index: Int) -> UInt64 { bytes[8 * index..<8 * index + 8].reduce(0) { $0 << 8 | UInt64($1) } }
        words = (word(0), word(1), word(2), word(3))
    }

    /// The digest with this hexadecimal text; nil if it is none.
    public init?(hexadecimal text: String) {
        let digits = text.utf8.map { Character(Unicode.Scalar($0)).hexDigitValue }
        guard digits.count == 64, !digits.contains(nil) else { return nil }
        let values = digits.compactMap(\.self).map(UInt8.init)
        self.init(words: (0..<32).map { values[2 * $0] << 4 | values[2 * $0 + 1] })
    }

    /// 64 hexadecimal digits.
    public var hexadecimal: String {
        [words.0, words.1, words.2, words.3].map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }

    public static func == (a: Digest256, b: Digest256) -> Bool {
        (a.words.0 ^ b.words.0) | (a.words.1 ^ b.words.1) | (a.words.2 ^ b.words.2) | (a.words.3 ^ b.words.3) == 0
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(words.0) }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let digest = Digest256(hexadecimal: try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "a SHA-256 has 64 hexadecimal digits")
        }
        self = digest
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(hexadecimal)
    }
}
