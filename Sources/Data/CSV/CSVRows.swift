/// The rows that have been found in a text so far, and what ended the search.
struct CSVRows {
    /// The offset at which each row starts.
    private(set) var starts: [Int] = []
    /// The offset at which the last row ends.
    private(set) var end: Int
    /// The offset up to which the text has been read: after the last row there are blank lines, comments, or an invalid row.
    private(set) var position: Int
    private(set) var problem: CSVError.Problem?

    /// - Parameter start: the offset at which the rows start.
    init(from start: Int = 0) { (end, position) = (start, start) }

    mutating func reserveCapacity(_ count: Int) { starts.reserveCapacity(count) }

    /// Continues the search where the last one ended, with more bytes or in another text that starts with the same bytes.
    /// Returns whether it is complete.
    ///
    /// - Parameters:
    ///   - isLast: whether the text ends with these bytes.
    ///   - before: the number of rows before these.
    mutating func find(
        _ limit: Int, in bytes: UnsafeBufferPointer<UInt8>, isLast: Bool, _ schema: CSVSchema, before: Int
    ) -> Bool {
        let width = schema.columns.count
        var scanner = CSVScanner(bytes, position..<bytes.count, schema.dialect, isLast: isLast)
        do throws(CSVScanner.Failure) {
            while starts.count < limit {
                if try !scanner.findRecord() {
                    position = scanner.position
                    return true
                }
                let start = scanner.position
                let found = try scanner.record()
                position = scanner.position
                if found != width && !(found > width && Self.isFilledUp(start..<position, to: width, in: bytes, schema)) {
                    let (row, text) = (before + starts.count + 1, UnsafeBufferPointer(rebasing: bytes[start..<position]))
                    problem = schema.problem(row: row, text, fields: found)
                    return true
                }
                starts.append(start)
                end = position
            }
            return true
        } catch {
            problem = CSVError.Problem(error, row: before + starts.count + 1)
            if problem != nil { position = scanner.position }
            return problem != nil
        }
    }

    /// Removes the rows from the first one that is not valid text.
    ///
    /// - Parameter lines: the number of lines before these bytes.
    mutating func validate(_ bytes: UnsafeBufferPointer<UInt8>, _ schema: CSVSchema, lines: @autoclosure () -> Int) {
        let read = UnsafeBufferPointer(rebasing: bytes[..<position])
        guard let wrong = read.firstThatIsNotUTF8 else { return }
        let line = 1 + lines() + UnsafeBufferPointer(rebasing: read[..<wrong]).lineCount
        problem = schema.format.encoding.invalid(line: line)
        while let start = starts.last, end > wrong {
            starts.removeLast()
            end = start
        }
    }

    /// Whether a row's fields after the first `width` are blank.
    private static func isFilledUp(
        _ row: Range<Int>, to width: Int, in bytes: UnsafeBufferPointer<UInt8>, _ schema: CSVSchema
    ) -> Bool {
        var scanner = CSVScanner(bytes, row, schema.dialect)
        if width > 0 { _ = scanner.cell(at: width - 1) }
        return scanner.hasOnlyBlankCells()
    }
}
