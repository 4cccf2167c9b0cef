import Data
import Glibc

/// Read as a whole and as a stream of tables, a text holds the same rows and numbers, and the same is wrong with it.
func fuzzCSV(_ choices: inout Choices) {
    let options = madeUpOptions(&choices)
    let rows = 1 + choices.number(below: 5)
    let dtype = choices.one(of: [DType.float64, .float32, .float16, .bfloat16])
    let text = choices.once(in: 8) ? choices.rest() : madeUpText(&choices, options)
    let path = temporaryFile
    write(text, to: path)

    let whole = Reading { () throws(CSVError) in
        [try CSV.read(path, options: options)]
    } numbers: {
        $0.numbers(dtype)
    }
    let stream = CSV.stream(path, rows: rows, options: options)
    let parts = Reading(stream) { $0.numbers(dtype) }
    require(whole.problem == parts.problem, "\(text): \(whole.problem as Any), streamed \(parts.problem as Any)")
    if whole.problem != nil { return }
    require(whole.columns == parts.columns && whole.rowCount == parts.rowCount, "\(text): other columns or rows")
    require(whole.cells == parts.cells, "\(text): other cells")
    require(whole.numberProblem == parts.numberProblem, "\(text): other problems with numbers")
    require(whole.numberProblem != nil || whole.numbers == parts.numbers, "\(text): other numbers")
}

extension Table {
    fileprivate func numbers(_ dtype: DType) -> Result<[UInt64], CSVError> {
        Result { () throws(CSVError) in try numbers(dtype: dtype).to(.float64).array(of: Double.self).map(\.bitPattern) }
    }
}

/// What tables come to, one after the other.
private struct Reading {
    var columns: [String] = []
    var rowCount = 0
    var cells: [[String]] = []
    var numbers: [UInt64] = []
    var problem: CSVError?
    var numberProblem: CSVError?

    init(_ tables: some Sequence<Result<Table, CSVError>>, numbers convert: (Table) -> Result<[UInt64], CSVError>) {
        for table in tables { add(table, convert) }
    }

    init(_ read: () throws(CSVError) -> [Table], numbers convert: (Table) -> Result<[UInt64], CSVError>) {
        do throws(CSVError) { for table in try read() { add(.success(table), convert) } } catch { problem = error }
    }

    private mutating func add(_ part: Result<Table, CSVError>, _ convert: (Table) -> Result<[UInt64], CSVError>) {
        switch part {
        case .failure(let error): problem = error
        case .success(let table):
            require(table.rows.lowerBound == rowCount, "\(table.rows) after \(rowCount) rows")
            rowCount += table.rowCount
            if cells.isEmpty { cells = table.columns.map { _ in [] } }
            columns = table.columns
            for (index, column) in columns.enumerated() {
                guard let strings = try? table.strings(column: column) else { fatalError("there is no \(column)") }
                cells[index] += strings
            }
            if numberProblem != nil { return }
            switch convert(table) {
            case .success(let values): numbers += values
            case .failure(let error): numberProblem = error
            }
        }
    }
}

private func madeUpOptions(_ choices: inout Choices) -> CSV.Options {
    let delimiter: Character? = choices.one(of: [",", ",", ";", "\t", "|", " ", nil])
    let comment: Character? = choices.one(of: [nil, nil, "#", "%"])
    let headers: [CSV.Options.Header] = [
        .automatic, .automatic, .firstRow, .absent, .names(["a", "b"]), .names(["a"]), .optional(names: ["a", "b"]),
    ]
    let header = choices.one(of: headers)
    let missing: Set<String> = choices.one(of: [[], CSV.Options.commonMissing, ["", "-999"]])
    return CSV.Options(
        delimiter: delimiter, decimal: choices.one(of: [".", ".", ",", nil]), comment: comment, header: header, missing: missing
    )
}

/// A text with much of what a reader looks at.
private func madeUpText(_ choices: inout Choices, _ options: CSV.Options) -> [UInt8] {
    let delimiter = String(options.delimiter ?? choices.one(of: [",", ";", "\t"]))
    let numbers = ["1", "2.5", "-3e4", "0", " 7", "\"8\"", "", "NA", "x"]
    let tokens = [
        delimiter, delimiter, delimiter, "\n", "\n", "\r\n", "\r", "\"", "\"\"", "1", "2.5", "-3e4", "1,5", "a", "b", "é", " ",
        "\t", "?", "NA",
        "nan", "inf", "1e999", "1e39", "70000", "\u{FEFF}", "#", "%", ",", ";", "-999", "\"x\ny\"", "0", "\0",
    ]
    var text: [UInt8] = []
    if choices.once(in: 8) { text += Array("\u{FEFF}".utf8) }
    if choices.once(in: 2) {
        // Rows that fit the header, for the most part.
        let width = 1 + choices.number(below: 3)
        let end = choices.one(of: ["\n", "\r\n", "\r"])
        for row in 0..<choices.number(below: 12) {
            let cells = (0..<width).map { row == 0 ? "column \($0)" : choices.one(of: numbers) }
            text += Array((cells.joined(separator: delimiter) + (choices.once(in: 8) ? delimiter : "") + end).utf8)
            if choices.once(in: 8) { text += Array(choices.one(of: tokens).utf8) }
        }
        return text
    }
    while !choices.isAtEnd {
        if choices.once(in: 32) { text.append(choices.byte()) } else { text += Array(choices.one(of: tokens).utf8) }
    }
    return text
}

/// A file that is gone when the process is.
private let temporaryFile: String = {
    var template = Array("\(P_tmpdir)/fuzz-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    require(descriptor >= 0 && unlink(template) == 0, "there is no temporary file")
    return "/proc/self/fd/\(descriptor)"
}()

private func write(_ bytes: [UInt8], to path: String) {
    let descriptor = open(path, O_WRONLY | O_TRUNC)
    require(descriptor >= 0 && Glibc.write(descriptor, bytes, bytes.count) == bytes.count, "cannot write \(path)")
    close(descriptor)
}
