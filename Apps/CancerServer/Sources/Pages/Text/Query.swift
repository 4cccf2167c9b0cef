/// A query of a URL: `?model=a%20b&page=2`.
func query(_ items: KeyValuePairs<String, String?>) -> String {
    let pairs = items.compactMap { name, value in value.map { name + "=" + percentEncoded($0) } }
    return pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&")
}

/// A text in which every byte but letters, digits and `-._~` is percent-encoded (RFC 3986, 2.3).
func percentEncoded(_ text: String) -> String {
    var result = ""
    for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
            result.unicodeScalars.append(Unicode.Scalar(byte))
        default: result += "%" + String(Int(byte) + 256, radix: 16, uppercase: true).suffix(2)
        }
    }
    return result
}
