import Tensor

/// Comma-separated values (RFC 4180): a header that names the columns, then rows.
///
/// Lines end in LF, CRLF or CR; a byte-order mark is skipped; a quoted cell may hold commas, line ends and doubled quotes. Blank
/// lines are no rows. Blanks around names, numbers, classes and quotes count for nothing. The header and the rows may end in commas that
/// nothing follows; a column without a name is called by its position, `column_3`. ``Options`` tell what is different.
///
/// ```swift
/// let table = try CSV.read("wdbc.csv")
/// let features = try table.numbers(columns: ["mean radius", "mean texture"])     // float64 [569, 2]
/// let labels = try table.labels(column: "diagnosis", classes: ["B", "M"])        // int64 [569], 0 or 1
/// ```
public enum CSV {
    /// The table in a file.
    public static func read(_ path: String, options: Options = Options()) throws(CSVError) -> Table {
        let source = CSVSource(path: path)
        return try table(source.contents(), path, options)
    }

    /// The table that comes in on standard input.
    public static func readStandardInput(options: Options = Options()) throws(CSVError) -> Table {
        let source = CSVSource.standardInput
        return try table(source.contents(), source.name, options)
    }

    /// The table in a text. Messages call it `name`.
    public static func read(text: String, name: String, options: Options = Options()) throws(CSVError) -> Table {
        try table(Array(text.utf8), name, options)
    }

    /// The table in the bytes of a file. Messages call it `name`.
    public static func read(bytes: [UInt8], name: String, options: Options = Options()) throws(CSVError) -> Table {
        try table(bytes, name, options)
    }

    private static func table(_ bytes: [UInt8], _ name: String, _ options: Options) throws(CSVError) -> Table {
        let found = try bytes.withUnsafeBufferPointer { bytes throws(CSVError) in
            try CSVSchema.find(in: bytes, isLast: true, name: name, options)
        }
        // With all of the text there is nothing to wait for.
        guard let (schema, start) = found else { throw CSVError(file: name, .empty) }
        var rows = CSVRows(from: start)
        try bytes.withUnsafeBufferPointer { bytes throws(CSVError) in
            // Line ends in quoted cells make it too many, which does no harm.
            let lines = bytes.lineCount
            try requireMemory(lines, MemoryLayout<Int>.size, name)
            rows.reserveCapacity(lines + 2)
            _ = rows.find(.max, in: bytes, isLast: true, schema, before: 0)
            rows.validate(bytes, lines: 0)
        }
        if let problem = rows.problem { throw CSVError(file: name, problem) }
        return Table(schema, bytes, rows, rowsBefore: 0)
    }
}

/// Throws where there is no memory for so many elements of a size: running out of it later would end the process.
func requireMemory(_ count: Int, _ size: Int, _ name: String) throws(CSVError) {
    let (bytes, isTooLarge) = count.multipliedReportingOverflow(by: size)
    if isTooLarge || !memoryIsAvailable(bytes) { throw CSVError(file: name, .outOfMemory(bytes: isTooLarge ? .max : bytes)) }
}
