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
        // The first of equals.
        guard let best = usable.max(by: { $0.quality < $1.quality }) else {
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

    /// What a field is.
    private enum Kind {
        /// It is text: words, or a number with both separators.
        case text
        /// It is blank or missing, or a number without a decimal separator.
        case plain
        /// It is a number with this decimal separator.
        case decimal(Character)

        init(_ field: UnsafeBufferPointer<UInt8>, _ dialect: CSVDialect) {
            let separator = CSVSeparators.decimals.first { field.contains($0.asciiValue ?? 0) }
            let isNumber = DecimalNumber(field, decimal: (separator ?? ".").asciiValue ?? 0) != .none
            if !isNumber && !field.isEmpty && !dialect.isMissing(field) {
                self = .text
            } else {
                self = isNumber ? separator.map(Kind.decimal) ?? .plain : .plain
            }
        }

        func isDecimal(_ separator: Character) -> Bool { if case .decimal(separator) = self { true } else { false } }
    }

    /// Nil where more bytes are needed.
    init?(_ bytes: UnsafeBufferPointer<UInt8>, isLast: Bool, _ delimiter: Character, _ options: CSV.Options) {
        let dialect = CSVDialect(options, delimiter: delimiter)
        let start = bytes.starts(with: CSVScanner.byteOrderMark) ? CSVScanner.byteOrderMark.count : 0
        var scanner = CSVScanner(bytes, start..<bytes.count, dialect, isLast: isLast)
        var (kinds, widths): ([[Kind]], [Int]) = ([], [])
        do throws(CSVScanner.Failure) {
            while kinds.count < CSVSeparators.limit, try scanner.findRecord() {
                let fields = try scanner.cells().map {
                    UnsafeBufferPointer(rebasing: bytes[dialect.trimmed($0.range, in: bytes)])
                }
                kinds.append(fields.map { Kind($0, dialect) })
                // Lines may end in delimiters that nothing follows.
                let width = widths.first ?? fields.count
                widths.append(fields.dropFirst(width).allSatisfy(\.isEmpty) ? min(width, fields.count) : fields.count)
            }
        } catch {
            // An invalid record is reported when it is read.
            if error == .incomplete { return nil }
        }
        let width = widths.first ?? 0
        let (points, commas) = (
            kinds.joined().count { $0.isDecimal(".") }, kinds.joined().count { $0.isDecimal(",") }
        )
        let decimal = options.decimal ?? (commas > points ? "," : ".")

        /// The share of the fields that are no text with this decimal separator.
        func share(_ records: ArraySlice<[Kind]>) -> Double {
            let (count, numbers) = records.joined().reduce(into: (0, 0)) { sums, kind in
                sums.0 += 1
                switch kind {
                case .text: break
                case .plain: sums.1 += 1
                case .decimal(let separator): sums.1 += separator == decimal ? 1 : 0
                }
            }
            return Double(numbers) / Double(max(count, 1))
        }
        let equal = widths.count { $0 == width }
        found = CSVSeparators(delimiter: delimiter, decimal: decimal)
        quality = (Double(equal) / Double(max(kinds.count, 1)), share(kinds[...]))
        numbersInRows = share(kinds.dropFirst())
        self.width = width
        self.widths = Array(widths.dropFirst())
    }

    /// Whether there are rows below the first record, all of this many fields.
    func rowsHave(_ width: Int) -> Bool { !widths.isEmpty && width > 1 && widths.allSatisfy { $0 == width } }
}
