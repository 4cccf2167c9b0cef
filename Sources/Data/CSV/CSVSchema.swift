/// What all rows of a file share: the file's name, its dialect, and its columns.
final class CSVSchema: Sendable {
    let name: String
    let dialect: CSVDialect
    let columns: [String]
    private let positions: [String: Int]

    private init(name: String, dialect: CSVDialect, columns: [String]) throws(CSVError) {
        self.name = name
        self.dialect = dialect
        self.columns = columns
        var positions: [String: Int] = [:]
        for (position, column) in columns.enumerated() {
            if positions.updateValue(position, forKey: column) != nil { throw CSVError(file: name, .doubledColumn(column)) }
        }
        self.positions = positions
    }

    func position(of column: String) throws(CSVError) -> Int {
        guard let position = positions[column] else { throw CSVError(file: name, .missingColumn(column)) }
        return position
    }

    /// Finds the columns of a text in its first two records.
    ///
    /// - Parameters:
    ///   - bytes: the text, or its start.
    ///   - isLast: whether the text is complete.
    /// - Returns: The schema, and the offset at which the rows start; nil where more bytes are needed to tell.
    static func find(
        in bytes: UnsafeBufferPointer<UInt8>, isLast: Bool, name: String, _ options: CSV.Options
    ) throws(CSVError) -> (schema: CSVSchema, start: Int)? {
        let mark = CSVScanner.byteOrderMark
        if bytes.count < mark.count && !isLast { return nil }
        let dialect = CSVDialect(options)
        var start = bytes.starts(with: mark) ? mark.count : 0
        var scanner = CSVScanner(bytes, start..<bytes.count, dialect, isLast: isLast)
        var (first, second): ([CSVScanner.Cell], [CSVScanner.Cell]?) = ([], nil)
        var problem: CSVError.Problem?
        do throws(CSVScanner.Failure) {
            if try scanner.findRecord() {
                start = scanner.position
                first = try scanner.cells()
                if options.header.isInFile { start = scanner.position }
            } else {
                problem = .empty
            }
        } catch {
            problem = CSVError.Problem(error, row: options.header.isInFile ? 0 : 1)
            if problem == nil { return nil }
        }
        let read = UnsafeBufferPointer(rebasing: bytes[..<scanner.position])
        if let wrong = read.firstThatIsNotUTF8 {
            problem = .notUTF8(line: 1 + UnsafeBufferPointer(rebasing: read[..<wrong]).lineCount)
        }
        if let problem { throw CSVError(file: name, problem) }
        do throws(CSVScanner.Failure) {
            if try scanner.findRecord() { second = try scanner.cells() }
        } catch {
            // A problem in the second record is reported when the rows are read.
            if error == .incomplete { return nil }
        }

        let records = FirstRecords(bytes: bytes, dialect: dialect, first: first, second: second)
        let columns: [String]
        switch options.header {
        case .automatic where !records.haveHeader: throw CSVError(file: name, .noHeader)
        case .automatic, .firstRow: columns = records.names
        case .absent: columns = (0..<records.width).map(FirstRecords.name)
        case .names(let names): columns = names
        }
        // A record of delimiters alone has no columns.
        if columns.isEmpty { throw CSVError(file: name, options.header.isInFile ? .noHeader : .empty) }
        return (try CSVSchema(name: name, dialect: dialect, columns: columns), start)
    }
}

extension CSV.Options.Header {
    fileprivate var isInFile: Bool { self == .automatic || self == .firstRow }
}

/// What a file's first two records say about its columns.
private struct FirstRecords {
    let bytes: UnsafeBufferPointer<UInt8>
    let dialect: CSVDialect
    let first: [CSVScanner.Cell]
    let second: [CSVScanner.Cell]?

    private enum Kind { case blank, number, unknown, text }

    private func trimmed(_ cell: CSVScanner.Cell) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(rebasing: bytes[dialect.trimmed(cell.range, in: bytes)])
    }

    private func kind(_ cell: CSVScanner.Cell) -> Kind {
        let text = trimmed(cell)
        if text.isEmpty { return .blank }
        switch DecimalNumber(text, decimal: dialect.decimal) {
        case .finite: return .number
        case .notFinite: return .unknown
        case .none: return dialect.isMissing(text) || Self.unknown.isMissing(text) ? .unknown : .text
        }
    }

    private static let unknown = CSVDialect(CSV.Options(missing: CSV.Options.commonMissing))

    /// The number of columns: lines may end in delimiters that nothing follows.
    var width: Int {
        func filled(_ cells: [CSVScanner.Cell]) -> Int { 1 + (cells.lastIndex { kind($0) != .blank } ?? -1) }
        return min(first.count, max(filled(first), second.map(filled) ?? 0))
    }

    static func name(_ position: Int) -> String { "column_\(position + 1)" }

    /// The first record as names; a blank one is named after its position.
    var names: [String] {
        first.prefix(width).enumerated().map { position, cell in
            if kind(cell) == .blank { return Self.name(position) }
            return cell.isQuoted ? cell.text(in: bytes) : String(decoding: trimmed(cell), as: UTF8.self)
        }
    }

    /// Whether the first record is a header. See ``CSV/Options/Header/automatic``.
    var haveHeader: Bool {
        let kinds = first.map(kind)
        let texts = kinds.indices.filter { kinds[$0] == .text }
        if texts.isEmpty { return false }
        if !kinds.contains(.number) { return true }
        let below = second?.map(kind) ?? []
        return texts.allSatisfy { below.indices.contains($0) && below[$0] == .number }
    }
}
