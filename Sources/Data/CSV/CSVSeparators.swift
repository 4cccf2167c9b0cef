/// The delimiter and the decimal separator of a text, found in its first records.
struct CSVSeparators {
    var delimiter: Character
    var decimal: Character

    /// The delimiters that are looked for. Of those that make equally good columns the first one is taken: a tab or a semicolon
    /// is rarely part of a name or a number, a comma often is.
    static let delimiters: [Character] = ["\t", ";", ","]
    /// The decimal separators that are looked for.
    static let decimals: [Character] = [".", ","]

    /// The number of records that are looked at. It does not depend on how a stream is cut.
    static let limit = 32

    /// - Parameters:
    ///   - bytes: the text, or its start.
    ///   - isLast: whether the text is complete.
    /// - Returns: What the options say, or what was found; nil where more bytes are needed to tell.
    static func find(
        in bytes: UnsafeBufferPointer<UInt8>, isLast: Bool, name: String, _ options: CSV.Options
    ) throws(CSVError) -> CSVSeparators? {
        if let delimiter = options.delimiter, let decimal = options.decimal {
            return CSVSeparators(delimiter: delimiter, decimal: decimal)
        }
        var splits: [Split] = []
        for delimiter in options.delimiter.map({ [$0] }) ?? delimiters where delimiter != options.comment {
            guard let split = Split(bytes, isLast: isLast, delimiter, options) else { return nil }
            splits.append(split)
        }
        let usable = options.delimiter == nil ? splits.filter { $0.width > 1 } : splits
        // max(by:) gives the last of equals.
        guard let best = usable.reversed().max(by: { $0.quality < $1.quality }) else {
            return CSVSeparators(delimiter: options.delimiter ?? ",", decimal: options.decimal ?? ".")
        }
        // The header is split in one way, and all rows in another.
        if let other = splits.first(where: { $0.rowsHave(best.width) && $0.numbersInRows > best.numbersInRows }) {
            throw CSVError(
                file: name, .mixedDelimiters(row: 1, expected: best.found.delimiter, found: other.found.delimiter))
        }
        return best.found
    }
}

/// The first records of a text, split at one delimiter.
private struct Split {
    let found: CSVSeparators
    /// The number of fields of the first record.
    let width: Int
    /// The numbers of fields of the records below it.
    private let widths: [Int]
    /// The share of the records that have as many fields as the first one, and of the fields that are no text.
    let quality: (Double, Double)
    /// The share of the fields below the first record that are no text.
    let numbersInRows: Double

    /// Nil where more bytes are needed.
    init?(_ bytes: UnsafeBufferPointer<UInt8>, isLast: Bool, _ delimiter: Character, _ options: CSV.Options) {
        let dialect = CSVDialect(options, delimiter: delimiter)
        let start = bytes.starts(with: CSVScanner.byteOrderMark) ? CSVScanner.byteOrderMark.count : 0
        var scanner = CSVScanner(bytes, start..<bytes.count, dialect, isLast: isLast)
        var records: [[UnsafeBufferPointer<UInt8>]] = []
        do throws(CSVScanner.Failure) {
            while records.count < CSVSeparators.limit, try scanner.findRecord() {
                let cells = try scanner.cells()
                records.append(cells.map { UnsafeBufferPointer(rebasing: bytes[dialect.trimmed($0.range, in: bytes)]) })
            }
        } catch {
            // An invalid record is reported when it is read.
            if error == .incomplete { return nil }
        }
        // Lines may end in delimiters that nothing follows.
        let width = records.first?.count ?? 0
        widths = records.dropFirst().map { cells in
            cells.count > width && cells[width...].allSatisfy(\.isEmpty) ? width : cells.count
        }
        self.width = width

        func numbers(_ decimal: Character) -> [Bool] {
            let byte = decimal.asciiValue ?? UInt8(ascii: ".")
            return records.joined().map { $0.contains(byte) && DecimalNumber($0, decimal: byte) != .none }
        }
        let (points, commas) = (numbers("."), numbers(","))
        func count(_ flags: some Sequence<Bool>) -> Int { flags.count { $0 } }
        let decimal = options.decimal ?? (count(commas) > count(points) ? "," : ".")
        found = CSVSeparators(delimiter: delimiter, decimal: decimal)

        let byte = decimal.asciiValue ?? UInt8(ascii: ".")
        func share(_ records: some Collection<[UnsafeBufferPointer<UInt8>]>) -> Double {
            let cells = records.joined()
            let numbers = cells.count { $0.isEmpty || dialect.isMissing($0) || DecimalNumber($0, decimal: byte) != .none }
            return Double(numbers) / Double(max(cells.count { _ in true }, 1))
        }
        let equal = 1 + count(widths.map { $0 == width })
        quality = (Double(equal) / Double(max(records.count, 1)), share(records))
        numbersInRows = share(records.dropFirst())
    }

    /// Whether there are rows below the first record, all of this many fields.
    func rowsHave(_ width: Int) -> Bool { !widths.isEmpty && width > 1 && widths.allSatisfy { $0 == width } }
}
