import CKernels

/// Cuts text into cells, by RFC 4180.
struct CSVScanner {
    /// Where a cell's text lies.
    struct Cell {
        var range: Range<Int>
        /// Quotes in it are doubled.
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

    enum Failure: Error { case unterminatedQuote, textAfterQuote }

    static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// What follows a cell.
    enum Terminator { case comma, line }

    private let bytes: UnsafeBufferPointer<UInt8>
    private let end: Int
    private(set) var position = 0

    /// The whole of a file: without its byte-order mark, and blank lines at the end.
    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
        var end = bytes.count
        if bytes.starts(with: Self.byteOrderMark) { position = 3 }
        while end > position, bytes[end - 1] == .lineFeed || bytes[end - 1] == .carriageReturn { end -= 1 }
        self.end = end
    }

    /// Part of one, which begins where a cell does.
    init(_ bytes: UnsafeBufferPointer<UInt8>, _ part: Range<Int>) {
        self.bytes = bytes
        (position, end) = (part.lowerBound, part.upperBound)
    }

    var isAtEnd: Bool { position >= end }

    /// Passes over a record; answers how many cells it has.
    mutating func record() throws(Failure) -> Int {
        let start = position
        var commas = 0
        if let first = bytes.baseAddress { position = kindling_csv_line(first, position, end, &commas) }
        if position < end && bytes[position] == .quote {
            // Not all commas and line ends are what they seem.
            position = start
            var count = 1
            while try cell().terminator == .comma { count += 1 }
            return count
        }
        if position < end { _ = try cell() }
        return commas + 1
    }

    /// Passes over a record, and answers whether it is blank. Nil where more bytes are needed to tell where it ends; one that is
    /// broken ends where the bytes do.
    mutating func completeRecord() -> Bool? {
        if isAtEnd { return nil }
        let start = position
        do throws(Failure) {
            _ = try record()
            // A carriage return may be followed by a line feed.
            if position < end || bytes[end - 1] == .lineFeed {
                return bytes[start] == .lineFeed || bytes[start] == .carriageReturn
            }
        } catch {
            if error == .textAfterQuote {
                position = end
                return false
            }
        }
        position = start
        return nil
    }

    /// The next cell. After a comma there is always one, if only an empty one.
    mutating func cell() throws(Failure) -> (cell: Cell, terminator: Terminator) {
        let cell = position < end && bytes[position] == .quote ? try quotedCell() : plainCell()
        if position == end { return (cell, .line) }
        switch bytes[position] {
        case .comma:
            position += 1
            return (cell, .comma)
        case .carriageReturn where position + 1 < end && bytes[position + 1] == .lineFeed:
            position += 2
            return (cell, .line)
        case .carriageReturn, .lineFeed:
            position += 1
            return (cell, .line)
        default: throw .textAfterQuote
        }
    }

    /// A later cell of a record that has been passed over before, so that there is nothing to throw.
    mutating func cell(at position: Int) -> Cell {
        for _ in 0..<position { _ = try? cell() }
        return (try? cell())?.cell ?? Cell(range: end..<end)
    }

    private mutating func plainCell() -> Cell {
        let start = position
        while position < end {
            let byte = bytes[position]
            if byte == .comma || byte == .lineFeed || byte == .carriageReturn { break }
            position += 1
        }
        return Cell(range: start..<position)
    }

    private mutating func quotedCell() throws(Failure) -> Cell {
        position += 1
        var cell = Cell(range: position..<position)
        while true {
            while position < end && bytes[position] != .quote { position += 1 }
            if position == end { throw .unterminatedQuote }
            cell.range = cell.range.lowerBound..<position
            position += 1
            if position == end || bytes[position] != .quote { return cell }
            cell.hasDoubledQuotes = true
            position += 1
        }
    }
}

extension UInt8 {
    static let quote = UInt8(ascii: "\"")
    static let comma = UInt8(ascii: ",")
    static let lineFeed = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")
}

extension UnsafeBufferPointer<UInt8> {
    func count(of byte: UInt8) -> Int { baseAddress.map { kindling_count_bytes($0, count, byte) } ?? 0 }
}
