/// Cuts text into cells, by RFC 4180.
struct CSVScanner {
    /// Where a cell's text lies.
    struct Cell {
        var range: Range<Int>
        /// Quotes in it are doubled.
        var hasDoubledQuotes = false
    }

    enum Failure: Error { case unterminatedQuote, textAfterQuote }

    /// What follows a cell.
    enum Terminator { case comma, line }

    private let bytes: UnsafeBufferPointer<UInt8>
    private let end: Int
    private var position = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
        var end = bytes.count
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        while end > position, bytes[end - 1] == .lineFeed || bytes[end - 1] == .carriageReturn { end -= 1 }
        self.end = end
    }

    var isAtEnd: Bool { position >= end }

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
