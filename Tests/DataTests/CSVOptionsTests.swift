import Data
import Foundation
import Tensor
import Testing

@Suite("A CSV file's options")
struct CSVOptionsTests {
    @Test(
        "set the delimiter and the decimal separator",
        arguments: [
            ("a;b\n1,5;-2,25e1\n", CSV.Options(delimiter: ";", decimal: ",")),
            ("a\tb\n1.5\t -22.5\n", CSV.Options(delimiter: "\t")),
            ("a b\n1.5 -22.5\n", CSV.Options(delimiter: " ")),
            ("a|b\n \"1.5\" | -22.5\n", CSV.Options(delimiter: "|")),
            ("a,b\n\"1,5\",\"-22,5\"\n", CSV.Options(decimal: ",")),
            ("# all\na,b # c\n  # none\n1.5,-22.5\n#1,2", CSV.Options(comment: "#")),
            ("%\n%\na,b,\n1.5,-22.5,\n", CSV.Options(comment: "%")),
        ])
    func separators(text: String, options: CSV.Options) throws {
        let table = try CSV.read(text: text, name: "t.csv", options: options)
        #expect(table.columns.map { String($0.prefix(1)) } == ["a", "b"])
        #expect(try table.numbers().array(of: Double.self) == [1.5, -22.5])
    }

    @Test("a decimal comma leaves no point in a number, and the other way round")
    func decimals() throws {
        for (options, cell) in [(CSV.Options(delimiter: ";", decimal: ","), "1.5"), (CSV.Options(delimiter: ";"), "1,5")] {
            let table = try CSV.read(text: "a;b\n\(cell);2\n", name: "t.csv", options: options)
            let error = #expect(throws: CSVError.self) { try table.numbers() }
            #expect(error?.problem == .notANumber(row: 1, column: "a", cell: cell))
        }
    }

    @Test(
        "a first row of data is refused, as long as nobody says that the file has no header",
        arguments: [
            "842302,M,17.99\n842517,M,20.57\n", "1,2,3,M\n4,5,6,B\n", "M,1\nB,2\n", "5.1,3.5,setosa\n4.9,?,setosa\n",
            "39, State-gov, 77516, <=50K\n50, Private, 83311, <=50K\n", "5,?,3\n1,2,3\n", "1,2\n", "ant,3",
            "3,male,A/5 21171\n1,female,113803\n",
        ])
    func rowOfData(text: String) throws {
        let error = #expect(throws: CSVError.self) { try CSV.read(text: text, name: "t.csv") }
        #expect(error?.problem == .noHeader)
        let rows = text.split(separator: "\n")
        let cells = rows[0].split(separator: ",").map { $0.trimmingPrefix(" ") }
        let table = try CSV.read(text: text, name: "t.csv", options: CSV.Options(header: .absent))
        #expect(table.columns == cells.indices.map { "column_\($0 + 1)" })
        #expect(table.rowCount == rows.count)
        let names = cells.indices.map { "x\($0)" }
        let named = try CSV.read(text: text, name: "t.csv", options: CSV.Options(header: .names(names)))
        #expect(named.columns == names && named.rowCount == rows.count)
        let first = try CSV.read(text: text, name: "t.csv", options: CSV.Options(header: .firstRow))
        #expect(first.columns == cells.map(String.init) && first.rowCount == rows.count - 1)
    }

    @Test(
        "numbers may be names where a text stands above a number",
        arguments: ["label,0,1\n5,0.3,0.7\n", ",0,1,target\n0,5.1,3.5,1\n", "label,2020.5\n1,2\n"])
    func numbersAsNames(text: String) throws {
        #expect(try CSV.read(text: text, name: "t.csv").rowCount == 1)
    }

    @Test("columns without a name are called by their positions")
    func nameless() throws {
        let table = try CSV.read(text: ",a,, b ,\n1,2,3,4,\n5,6,7,8\n", name: "t.csv")
        #expect(table.columns == ["column_1", "a", "column_3", "b"])
        #expect(try table.numbers(columns: ["column_3", "a"]).array(of: Int.self) == [3, 2, 7, 6])
        // What stands under an empty name in the first row is a column too.
        let filled = try CSV.read(text: "a,,,\n1,,3,\n4,5,6\n", name: "t.csv", options: CSV.Options(missing: [""]))
        #expect(filled.columns == ["a", "column_2", "column_3"])
    }

    @Test("names for a file without them must be as many as its columns")
    func names() throws {
        func read(_ text: String, _ names: [String]) throws -> Table {
            try CSV.read(text: text, name: "t.csv", options: CSV.Options(header: .names(names)))
        }
        #expect(try read("1,2,\n3,4\n", ["a", "b"]).numbers().array(of: Int.self) == [1, 2, 3, 4])
        let few = #expect(throws: CSVError.self) { try read("1,2\n", ["a"]) }
        #expect(few?.problem == .raggedRow(1, expected: 1, found: 2))
        let twice = #expect(throws: CSVError.self) { try read("1,2\n", ["a", "a"]) }
        #expect(twice?.problem == .doubledColumn("a"))
    }

    @Test("missing numbers become NaN where that is asked for, so that an imputer can fill them in")
    func missing() throws {
        let text = "a,b,c\n1, ?,3\n\"\",2,NA\nnan,4, -999 \n7,NULL,-999.0\n"
        let plain = try CSV.read(text: text, name: "t.csv")
        let error = #expect(throws: CSVError.self) { try plain.numbers() }
        #expect(error?.problem == .notANumber(row: 1, column: "b", cell: " ?"))

        let options = CSV.Options(missing: CSV.Options.commonMissing.union(["-999"]))
        let table = try CSV.read(text: text, name: "t.csv", options: options)
        for dtype in [DType.float64, .float32, .float16, .bfloat16] {
            let numbers = try table.numbers(dtype: dtype)
            let isMissing = numbers.isNaN().array(of: Bool.self)
            #expect(isMissing == [false, true, false, true, false, true, true, false, true, false, true, true])
            let filled = try Imputer(fitting: numbers, by: .mean).transform(numbers).array(of: Double.self)
            #expect(filled == [1, 3, 3, 4, 2, 3, 4, 4, 3, 7, 3, 3])
        }
        let other = try CSV.read(text: "a\n1\nx\n", name: "t.csv", options: options)
        let wrong = #expect(throws: CSVError.self) { try other.numbers() }
        #expect(wrong?.problem == .notANumber(row: 2, column: "a", cell: "x"))
    }

    @Test("classes may have blanks around them")
    func classes() throws {
        let table = try CSV.read(text: "x, d\n1, M\n2, \"B\"\n3,B \n", name: "t.csv")
        #expect(try table.labels(column: "d", classes: ["B", "M"]).array(of: Int.self) == [1, 0, 0])
    }

    @Test("that are invalid trap")
    func mistakes() async {
        await #expect(processExitsWith: .failure) { _ = CSV.Options(delimiter: "\"") }
        await #expect(processExitsWith: .failure) { _ = CSV.Options(delimiter: "é") }
        await #expect(processExitsWith: .failure) { _ = CSV.Options(delimiter: "\r\n") }
        await #expect(processExitsWith: .failure) { _ = CSV.Options(decimal: ";") }
        await #expect(processExitsWith: .failure) { _ = CSV.Options(delimiter: "#", comment: "#") }
    }

    static let texts = [
        "a,b\r1,2\n\n3,4\n", "a\r\n1\r\n\r\n2\r\n", "a\r1\r\r2", "a\r\n\n1\n\r\n2\r",
        "\u{FEFF}\r\na,\"b\r\n\"\r\n1,\"\r\n\"\r\n",
        "a,b,\n1,2\n3,4,\n\n5,6,,\n7,8,9\n10,11\n", "a,b\n1,2\n3\n4,5", "a,b\n1,\"2\"x\n", "a,b\n1,2\n3,\"4", "\"a", "",
        "\n\n\r", "a",
        "1,M\n2,B\n", "#x\na,b\n#y\n1,2\n\n# z\n3,4\n#", "a,b\n", "a,a\n1,2", "a,b\n1,2\n3,é\n", "a;b\n1,5;2\n ;\n;;\n;;x\n",
    ]

    static let options: [CSV.Options] = [
        CSV.Options(), CSV.Options(comment: "#"), CSV.Options(header: .absent), CSV.Options(header: .names(["p", "q"])),
        CSV.Options(delimiter: ";", decimal: ",", header: .firstRow, missing: [""]),
    ]

    /// All rows of a file and what is wrong with it.
    private func described(_ table: Table) throws -> [[String]] {
        let columns = try table.columns.map { try table.strings(column: $0) }
        return (0..<table.rowCount).map { row in columns.map { $0[row] } }
    }

    @Test("mean the same whether a file is read or streamed, however it is cut", arguments: texts.indices, options.indices)
    func streamed(text: Int, options: Int) throws {
        let (text, options) = (Self.texts[text], Self.options[options])
        let bytes = Array(text.utf8)
        // The last bytes are cut away one by one, so that characters and line ends are cut too.
        for count in 0...bytes.count {
            let file = FileManager.default.temporaryDirectory.appendingPathComponent("cut-\(UUID()).csv")
            try Data(bytes[..<count]).write(to: file)
            defer { try? FileManager.default.removeItem(at: file) }
            let whole = Result { () throws(CSVError) in try CSV.read(file.path, options: options) }
            for rows in [1, 2, 100] {
                var (found, columns, failure): ([[String]], [String], CSVError?) = ([], [], nil)
                for part in CSV.stream(file.path, rows: rows, options: options) {
                    switch part {
                    case .success(let table):
                        #expect(table.rows.lowerBound == found.count)
                        found += try described(table)
                        columns = table.columns
                    case .failure(let error): failure = error
                    }
                }
                switch whole {
                case .success(let table):
                    #expect(failure == nil && columns == table.columns)
                    #expect(try found == described(table))
                case .failure(let error): #expect(failure == error)
                }
            }
        }
    }
}
