import Foundation
import Glibc

extension Int64 {
    /// The eight bytes, lowest first.
    var bytes: Data { withUnsafeBytes(of: littleEndian) { Data($0) } }
}

extension Sequence<UInt8> {
    /// Two lower-case digits a byte.
    var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in self { text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }
}

extension [UInt8] {
    /// The bytes that pairs of hexadecimal digits stand for; nil where the text is anything else.
    init?(hexadecimal text: String) {
        let nibbles = text.utf8.map { Character(UnicodeScalar($0)).hexDigitValue }
        guard nibbles.count.isMultiple(of: 2) else { return nil }
        self = []
        for index in stride(from: 0, to: nibbles.count, by: 2) {
            guard let high = nibbles[index], let low = nibbles[index + 1] else { return nil }
            append(UInt8(high << 4 | low))
        }
    }
}

extension String {
    /// Whether a NUL character is in it, at which SQLite would end it.
    var holdsNUL: Bool {
        var text = self
        return text.withUTF8 { bytes in
            guard let start = bytes.baseAddress else { return false }
            return memchr(start, 0, bytes.count) != nil
        }
    }
}
