extension CSV {
    /// How a file's text is written: what the options say, or what was found in the file. See ``Table/format``.
    public struct Format: Sendable, Equatable {
        /// How characters are stored as bytes.
        public enum Encoding: Sendable, Equatable {
            /// UTF-8, with or without a byte-order mark.
            case utf8
            /// UTF-16 after a byte-order mark, each unit's low byte first.
            case utf16LittleEndian
            /// UTF-16 after a byte-order mark, each unit's high byte first.
            case utf16BigEndian
        }

        /// How characters are stored as bytes.
        public let encoding: Encoding
        /// The character between two fields.
        public let delimiter: Character
        /// The decimal separator of numbers, a point or a comma.
        public let decimal: Character
        /// Whether the first record names the columns.
        public let hasHeader: Bool

        /// A format; by default that of RFC 4180.
        public init(
            encoding: Encoding = .utf8, delimiter: Character = ",", decimal: Character = ".", hasHeader: Bool = true
        ) {
            self.encoding = encoding
            self.delimiter = delimiter
            self.decimal = decimal
            self.hasHeader = hasHeader
        }
    }
}

extension CSV.Format.Encoding {
    /// The problem of bytes that are no text in this encoding.
    func invalid(line: Int) -> CSVError.Problem { self == .utf8 ? .notUTF8(line: line) : .notUTF16(line: line) }
}
