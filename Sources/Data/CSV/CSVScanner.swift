import CKernels

/// Splits text into fields: RFC 4180, with some leniency that common files need.
///
/// The text may be the start of a longer one; where more bytes could change the result, the failure is ``Failure/incomplete``.
struct CSVScanner {
    /// The range of a field's text.
    struct Cell {
        var range: Range<Int>
        var isQuoted = false
        /// Whether quotes in it are doubled.
        var hasDoubledQuotes = false

        func text(in bytes: UnsafeBufferPointer<UInt8>) -> String {
            if !hasDoubledQuotes { return String(decoding: bytes[range], as: UTF8.self) }
            var text: [UInt8] = []
            var isSecond = false
            for byte in bytes[range] {
                isSecond = byte == .quote && !isSecond
                if !isSecond { text.append(byte) }
            }
            return String(decoding: text, as: UTF8.self)
        }
    }

    enum Failure: Error { case unterminatedQuote, textAfterQuote, incomplete }

    static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// What ends a field.
    enum Terminator { case delimiter, line }

    private let bytes: UnsafeBufferPointer<UInt8>
    private let end: Int
    private let dialect: CSVDialect
    private let isLast: Bool
    private(set) var position: Int

    /// - Parameters:
    ///   - range: begins where a record or a blank line does.
    ///   - isLast: whether the text ends with the range.
    init(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ dialect: CSVDialect, isLast: Bool = true) {
        self.bytes = bytes
        self.dialect = dialect
        self.isLast = isLast
        (position, end) = (range.lowerBound, range.upperBound)
    }

    /// Skips blank lines and comments. Returns whether a record follows.
    mutating func findRecord() throws(Failure) -> Bool {
        while position < end {
            var next = position
            while next < end, dialect.isBlank(bytes[next]) { next += 1 }
            if next < end && bytes[next] == dialect.comment {
                while next < end, bytes[next] != .lineFeed && bytes[next] != .carriageReturn { next += 1 }
            }
            if next == end {
                if !isLast { throw .incomplete }
                position = end
            } else if bytes[next] == .lineFeed || bytes[next] == .carriageReturn {
                position = next
                try passLineEnd()
            } else {
                return true
            }
        }
        if !isLast { throw .incomplete }
        return false
    }

    /// Skips a record. Returns its number of fields.
    mutating func record() throws(Failure) -> Int {
        let start = position
        var delimiters = 0
        if let first = bytes.baseAddress { position = kindling_csv_line(first, position, end, dialect.delimiter, &delimiters) }
        if position < end && bytes[position] == .quote {
            // Delimiters and line ends within quotes do not count.
            position = start
            var count = 1
            while try cell().terminator == .delimiter { count += 1 }
            return count
        }
        try passLineEnd()
        return delimiters + 1
    }

    /// The fields of a record.
    mutating func cells() throws(Failure) -> [Cell] {
        var cells: [Cell] = []
        while true {
            let (cell, terminator) = try cell()
            cells.append(cell)
            if terminator == .line { return cells }
        }
    }

    /// The next field. A delimiter is always followed by one, which may be empty.
    mutating func cell() throws(Failure) -> (cell: Cell, terminator: Terminator) {
        let start = position
        skipBlanks()
        let isQuoted = position < end && bytes[position] == .quote
        if !isQuoted { position = start }
        let cell = isQuoted ? try quotedCell() : plainCell()
        if position < end && bytes[position] == dialect.delimiter {
            position += 1
            return (cell, .delimiter)
        }
        try passLineEnd()
        return (cell, .line)
    }

    /// A later field of a record that has been scanned before, so that it cannot fail.
    mutating func cell(at position: Int) -> Cell {
        for _ in 0..<position { _ = try? cell() }
        return (try? cell())?.cell ?? Cell(range: end..<end)
    }

    /// Whether the remaining fields of a record that has been scanned before are blank.
    mutating func hasOnlyBlankCells() -> Bool {
        while true {
            guard let (cell, terminator) = try? cell() else { return false }
            if !dialect.trimmed(cell.range, in: bytes).isEmpty { return false }
            if terminator == .line { return true }
        }
    }

    /// Skips a line feed, a carriage return, or both together; the end of the text ends its line.
    private mutating func passLineEnd() throws(Failure) {
        let isReturn = position < end && bytes[position] == .carriageReturn
        // More bytes could follow, the line feed of a CRLF among them.
        if !isLast && (position == end || isReturn && position + 1 == end) { throw .incomplete }
        if position == end { return }
        if !isReturn && bytes[position] != .lineFeed { throw .textAfterQuote }
        position += isReturn && position + 1 < end && bytes[position + 1] == .lineFeed ? 2 : 1
    }

    private mutating func skipBlanks() {
        while position < end, dialect.isBlank(bytes[position]) { position += 1 }
    }

    private mutating func plainCell() -> Cell {
        let start = position
        while position < end {
            let byte = bytes[position]
            if byte == dialect.delimiter || byte == .lineFeed || byte == .carriageReturn { break }
            position += 1
        }
        return Cell(range: start..<position)
    }

    private mutating func quotedCell() throws(Failure) -> Cell {
        position += 1
        var cell = Cell(range: position..<position, isQuoted: true)
        while true {
            while position < end && bytes[position] != .quote { position += 1 }
            if position == end { throw isLast ? .unterminatedQuote : .incomplete }
            cell.range = cell.range.lowerBound..<position
            position += 1
            if position == end && !isLast { throw .incomplete }
            if position == end || bytes[position] != .quote { break }
            cell.hasDoubledQuotes = true
            position += 1
        }
        skipBlanks()
        return cell
    }
}

extension UInt8 {
    static let quote = UInt8(ascii: "\"")
    static let comma = UInt8(ascii: ",")
    static let lineFeed = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")
}

extension UnsafeBufferPointer<UInt8> {
    /// The number of line ends.
    var lineCount: Int { baseAddress.map { kindling_count_lines($0, count) } ?? 0 }

    /// The offset of the first byte that is not valid UTF-8.
    var firstThatIsNotUTF8: Int? {
        do throws(UTF8.ValidationError) {
            _ = try UTF8Span(validating: span)
            return nil
        } catch {
            return error.byteOffsets.lowerBound
        }
    }
}
