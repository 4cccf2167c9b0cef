/// What all rows of a file share: the file's name, its dialect, and its columns.
final class CSVSchema: Sendable {
    let name: String
    let dialect: CSVDialect
    let format: CSV.Format
    let columns: [String]
    private let positions: [String: Int]
    /// Whether the delimiter and the decimal separator were found in the text, and not given.
    private let isFound: (delimiter: Bool, decimal: Bool)

    private init(
        name: String, dialect: CSVDialect, format: CSV.Format, columns: [String], _ options: CSV.Options
    ) throws(CSVError) {
        self.name = name
        self.dialect = dialect
        self.format = format
        self.columns = columns
        isFound = (options.delimiter == nil, options.decimal == nil)
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

    /// What is wrong with a row that has another number of fields than there are columns.
    func problem(row: Int, _ bytes: UnsafeBufferPointer<UInt8>, fields: Int) -> CSVError.Problem {
        for other in CSVSeparators.delimiters where isFound.delimiter && other != format.delimiter {
            var scanner = CSVScanner(bytes, 0..<bytes.count, CSVDialect(CSV.Options(delimiter: other)))
            let found = (try? scanner.record()) ?? 1
            // Decimal commas are no delimiters, unless they make as many fields as there are columns.
            if found > 1 && (other != format.decimal || found == columns.count) {
                return .mixedDelimiters(row: row, expected: format.delimiter, found: other)
            }
        }
        return .raggedRow(row, expected: columns.count, found: fields)
    }

    /// Whether a text that is not a number would be one with the other decimal separator than the one found.
    func hasOtherDecimal(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard isFound.decimal, let other = CSVSeparators.decimals.first(where: { $0 != format.decimal })?.asciiValue
        else { return false }
        return DecimalNumber(text, decimal: other).value != nil
    }

    /// Finds the columns of a text in its first two records, and, where the options leave that open, its separators.
    ///
    /// - Parameters:
    ///   - bytes: the text, or its start.
    ///   - isLast: whether the text is complete.
    /// - Returns: The schema, and the offset at which the rows start; nil where more bytes are needed to tell.
    static func find(
        in bytes: UnsafeBufferPointer<UInt8>, _ encoding: CSV.Format.Encoding, isLast: Bool, name: String,
        _ options: CSV.Options
    ) throws(CSVError) -> (schema: CSVSchema, start: Int)? {
        let mark = CSVScanner.byteOrderMark
        if bytes.count < mark.count && !isLast { return nil }
        guard let separators = try CSVSeparators.find(in: bytes, isLast: isLast, name: name, options) else { return nil }
        let dialect = CSVDialect(options, delimiter: separators.delimiter, decimal: separators.decimal)
        var start = bytes.starts(with: mark) ? mark.count : 0
        var scanner = CSVScanner(bytes, start..<bytes.count, dialect, isLast: isLast)
        var (first, second): ([CSVScanner.Cell], [CSVScanner.Cell]?) = ([], nil)
        var (problem, afterFirst): (CSVError.Problem?, Int) = (nil, start)
        do throws(CSVScanner.Failure) {
            if try scanner.findRecord() {
                start = scanner.position
                first = try scanner.cells()
                afterFirst = scanner.position
            } else {
                problem = .empty
            }
        } catch {
            problem = CSVError.Problem(error, row: options.header.isInFile ? 0 : 1)
            if problem == nil { return nil }
        }
        let read = UnsafeBufferPointer(rebasing: bytes[..<scanner.position])
        if let wrong = read.firstThatIsNotUTF8 {
            problem = encoding.invalid(line: 1 + UnsafeBufferPointer(rebasing: read[..<wrong]).lineCount)
        }
        if let problem { throw CSVError(file: name, problem) }
        do throws(CSVScanner.Failure) {
            if try scanner.findRecord() { second = try scanner.cells() }
        } catch {
            // A problem in the second record is reported when the rows are read.
            if error == .incomplete { return nil }
        }

        let records = FirstRecords(bytes: bytes, dialect: dialect, first: first, second: second)
        let (columns, hasHeader): ([String], Bool)
        switch options.header {
        case .optional(let names) where !records.haveHeader && records.width == names.count:
            (columns, hasHeader) = (names, false)
        case .automatic where !records.haveHeader, .optional where !records.haveHeader: throw CSVError(file: name, .noHeader)
        case .automatic, .optional, .firstRow: (columns, hasHeader) = (records.names, true)
        case .absent: (columns, hasHeader) = ((0..<records.width).map(FirstRecords.name), false)
        case .names(let names): (columns, hasHeader) = (names, false)
        }
        // A record of delimiters alone has no columns.
        if columns.isEmpty { throw CSVError(file: name, options.header.isInFile ? .noHeader : .empty) }
        let format = CSV.Format(
            encoding: encoding, delimiter: separators.delimiter, decimal: separators.decimal, hasHeader: hasHeader)
        let schema = try CSVSchema(name: name, dialect: dialect, format: format, columns: columns, options)
        return (schema, hasHeader ? afterFirst : start)
    }
}

extension CSV.Options.Header {
    /// Whether the first record is expected to be a header.
    fileprivate var isInFile: Bool {
        switch self {
        case .automatic, .optional, .firstRow: true
        case .absent, .names: false
        }
    }
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
