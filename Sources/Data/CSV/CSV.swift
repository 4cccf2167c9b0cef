import Tensor

/// Comma-separated values (RFC 4180): a header that names the columns, then rows.
///
/// Text is UTF-8, or UTF-16 after its byte-order mark. Lines end in LF, CRLF or CR; a byte-order mark is skipped; a quoted field may hold delimiters, line ends and doubled quotes.
/// Blank lines are skipped. Spaces and tabs around names, numbers, classes and quotes are ignored. The header and the rows may
/// end in delimiters that nothing follows; a column without a name is named after its position, `column_3`. ``Options``
/// describe other dialects.
///
/// ```swift
/// let table = try CSV.read("wdbc.csv")
/// let features = try table.numbers(columns: ["mean radius", "mean texture"])     // float64 [569, 2]
/// let labels = try table.labels(column: "diagnosis", classes: ["B", "M"])        // int64 [569], 0 or 1
/// ```
public enum CSV {
    /// Reads the table in a file.
    public static func read(_ path: String, options: Options = Options()) throws(CSVError) -> Table {
        try table(CSVSource(path: path), options)
    }

    /// Reads the table that arrives on standard input.
    public static func readStandardInput(options: Options = Options()) throws(CSVError) -> Table {
        try table(.standardInput, options)
    }

    /// Reads the table in a text. `name` stands for the file in messages.
    public static func read(text: String, name: String, options: Options = Options()) throws(CSVError) -> Table {
        try table(Array(text.utf8), .utf8, name, options)
    }

    /// Reads the table in the bytes of a file. `name` stands for the file in messages.
    public static func read(bytes: [UInt8], name: String, options: Options = Options()) throws(CSVError) -> Table {
        var decoder = CSVDecoder()
        let text = decoder.decode(bytes, isLast: true)
        return try table(text, decoder.encoding, name, options)
    }

    private static func table(_ source: CSVSource, _ options: Options) throws(CSVError) -> Table {
        let text = try source.contents()
        return try table(text, source.encoding, source.name, options)
    }

    private static func table(
        _ bytes: [UInt8], _ encoding: Format.Encoding, _ name: String, _ options: Options
    ) throws(CSVError) -> Table {
        let found = try bytes.withUnsafeBufferPointer { bytes throws(CSVError) in
            try CSVSchema.find(in: bytes, encoding, isLast: true, name: name, options)
        }
        // The text is complete, so no more bytes can be needed.
        guard let (schema, start) = found else { throw CSVError(file: name, .empty) }
        var rows = CSVRows(from: start)
        try bytes.withUnsafeBufferPointer { bytes throws(CSVError) in
            // Line ends in quoted fields are counted too: an upper bound.
            let lines = bytes.lineCount
            try requireMemory(lines, MemoryLayout<Int>.size, name)
            rows.reserveCapacity(lines + 2)
            _ = rows.find(.max, in: bytes, isLast: true, schema, before: 0)
            rows.validate(bytes, schema, lines: 0)
        }
        if let problem = rows.problem { throw CSVError(file: name, problem) }
        return Table(schema, bytes, rows, rowsBefore: 0)
    }
}

/// Throws where this many elements of this size do not fit in memory, since running out of it later would end the process.
func requireMemory(_ count: Int, _ size: Int, _ name: String) throws(CSVError) {
    let (bytes, isTooLarge) = count.multipliedReportingOverflow(by: size)
    if isTooLarge || !memoryIsAvailable(bytes) { throw CSVError(file: name, .outOfMemory(bytes: isTooLarge ? .max : bytes)) }
}
