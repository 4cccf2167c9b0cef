/// Turns the bytes of a file into UTF-8, piece by piece: UTF-16 after a byte-order mark is converted, anything else is passed on.
///
/// A mark of UTF-16 in front of text without a single zero byte, such as a delimiter or a line end would have, is not believed.
struct CSVDecoder {
    /// UTF-8 until a mark says otherwise.
    var encoding: CSV.Format.Encoding { utf16?.encoding ?? .utf8 }

    private var isDecided = false
    private var utf16: UTF16Decoder?
    /// The bytes from which the encoding is not yet known.
    private var held: [UInt8] = []

    /// What these bytes, which follow those of the calls before, add to the text. It may be nothing before the end, too.
    mutating func decode(_ bytes: [UInt8], isLast: Bool) -> [UInt8] {
        if isDecided { return utf16?.decode(bytes[...], isLast: isLast) ?? bytes }
        held += bytes
        let mark = Self.mark(of: held)
        let isUTF16 = mark != nil && (held.contains(0) || isLast && held.count == 2)
        let mayBecomeUTF16 = held.count < 2 && held.first ?? 0xFF >= 0xFE || mark != nil && held.count < 1 << 16
        if !isLast && !isUTF16 && mayBecomeUTF16 { return [] }
        isDecided = true
        defer { held = [] }
        guard isUTF16, let mark else { return held }
        var decoder = UTF16Decoder(encoding: mark)
        defer { utf16 = decoder }
        return decoder.decode(held.dropFirst(2), isLast: isLast)
    }

    private static func mark(of bytes: [UInt8]) -> CSV.Format.Encoding? {
        if bytes.starts(with: [0xFF, 0xFE]) { return .utf16LittleEndian }
        return bytes.starts(with: [0xFE, 0xFF]) ? .utf16BigEndian : nil
    }
}

/// Converts UTF-16 to UTF-8. A unit that is ill-formed, or zero, becomes a byte that UTF-8 does not have: it is reported where
/// it is in the text, after the rows before it, like any other byte that is not text.
private struct UTF16Decoder {
    let encoding: CSV.Format.Encoding
    /// The first byte of a unit whose second one has not been read.
    private var half: UInt8?
    /// The first unit of a surrogate pair whose second one has not been read.
    private var high: UInt32?

    private static let invalid: UInt8 = 0xFF

    init(encoding: CSV.Format.Encoding) { self.encoding = encoding }

    mutating func decode(_ bytes: ArraySlice<UInt8>, isLast: Bool) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        for byte in bytes {
            guard let first = half else {
                half = byte
                continue
            }
            half = nil
            let (low, high) = encoding == .utf16LittleEndian ? (first, byte) : (byte, first)
            append(UInt32(high) << 8 | UInt32(low), to: &text)
        }
        if isLast {
            if half != nil || high != nil { text.append(Self.invalid) }
            (half, high) = (nil, nil)
        }
        return text
    }

    private mutating func append(_ unit: UInt32, to text: inout [UInt8]) {
        let isLow = unit & 0xFC00 == 0xDC00
        if let first = high {
            high = nil
            if isLow {
                append(scalar: 0x10000 + (first & 0x3FF) << 10 + unit & 0x3FF, to: &text)
                return
            }
            text.append(Self.invalid)
        }
        switch unit {
        case 1..<0x80: text.append(UInt8(unit))
        case 0xD800..<0xDC00: high = unit
        case _ where isLow || unit == 0: text.append(Self.invalid)
        default: append(scalar: unit, to: &text)
        }
    }

    private func append(scalar: UInt32, to text: inout [UInt8]) {
        guard let scalar = Unicode.Scalar(scalar) else { return text.append(Self.invalid) }
        text += UTF8.encode(scalar).map(Array.init) ?? [Self.invalid]
    }
}
