import Tensor

/// The options as bytes, for the scanner and the number parser.
struct CSVDialect: Sendable {
    let delimiter: UInt8
    let decimal: UInt8
    let comment: UInt8?
    /// The texts that stand for a missing value, in lower case, and those of them that are numbers.
    private let missingTexts: [[UInt8]]
    let missingNumbers: [Double]

    /// - Parameters:
    ///   - delimiter: the delimiter where the options have none; likewise the decimal separator.
    init(_ options: CSV.Options, delimiter found: Character = ",", decimal foundDecimal: Character = ".") {
        let separator = (options.decimal ?? foundDecimal).asciiValue ?? UInt8(ascii: ".")
        delimiter = (options.delimiter ?? found).asciiValue ?? .comma
        decimal = separator
        comment = options.comment.flatMap(\.asciiValue)
        missingTexts = options.missing.map { $0.utf8.map(\.lowercased) }
        missingNumbers = options.missing.compactMap { text in
            Array(text.utf8).withUnsafeBufferPointer { DecimalNumber($0, decimal: separator).value }
        }
    }

    func isBlank(_ byte: UInt8) -> Bool { (byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")) && byte != delimiter }

    /// A range of bytes without the spaces and tabs around it.
    func trimmed(_ range: Range<Int>, in bytes: UnsafeBufferPointer<UInt8>) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, isBlank(bytes[start]) { start += 1 }
        while end > start, isBlank(bytes[end - 1]) { end -= 1 }
        return start..<end
    }

    /// Whether a field, without the spaces and tabs around it, stands for a missing value.
    func isMissing(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        missingTexts.contains { $0.count == text.count && zip($0, text).allSatisfy { $0 == $1.lowercased } }
    }
}

extension UInt8 {
    /// The lower-case form of an ASCII letter; any other byte unchanged.
    fileprivate var lowercased: UInt8 { self &- UInt8(ascii: "A") < 26 ? self | 0x20 : self }
}
