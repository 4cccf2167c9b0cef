import Data
import Glibc
import Tensor
import Testing

@Suite struct CSVTests {
    static let plain = "name,size\nant,1.5\nbee,-2\n"

    static let same = [
        "as it is": plain,
        "without a last line end": "name,size\nant,1.5\nbee,-2",
        "CRLF": "name,size\r\nant,1.5\r\nbee,-2\r\n",
        "CR": "name,size\rant,1.5\rbee,-2",
        "a byte-order mark": "\u{FEFF}" + plain,
        "quoted": "\"name\",\"size\"\n\"ant\",\"1.5\"\nbee,\"-2\"\n",
        "a byte-order mark and a quoted header": "\u{FEFF}\"name\",size\nant,1.5\nbee,-2\n",
        "blank lines at the end": plain + "\n\r\n\n",
        "blanks around numbers": "name,size\nant, 1.5\t\nbee,-2 \n",
        "blanks around names": "name, size\t\nant,1.5\nbee,-2\n",
        "blanks around quotes": "\"name\" , \"size\"\n\"ant\", \"1.5\"\n\t\"bee\" ,\"-2\" \n",
        "blank lines anywhere": "\n \nname,size\n\r\nant,1.5\n\n\t \nbee,-2\n  ",
        "blank lines that end in CR": "\r\rname,size\r\rant,1.5\r\r\rbee,-2",
        "a line end of each kind": "name,size\rant,1.5\r\nbee,-2\n",
        "a header that ends in a comma": "name,size,\nant,1.5\nbee,-2\n",
        "a header that ends in commas and blanks": "name,size,, ,\nant,1.5\nbee,-2",
        "rows that end in a comma": "name,size\nant,1.5,\nbee,-2,",
        "one row that ends in commas": "name,size\nant,1.5\nbee,-2, ,\"\",\n",
        "a header and rows that end in a comma": "name,size,\r\nant,1.5,\r\nbee,-2,\r\n",
    ]

    @Test("The same table, written in many ways", arguments: same.keys.sorted())
    func variants(_ name: String) throws {
        let table = try CSV.read(text: #require(Self.same[name]), name: "t.csv")
        #expect(table.columns == ["name", "size"])
        #expect(table.rowCount == 2)
        #expect(try table.strings(column: "name") == ["ant", "bee"])
        #expect(try table.numbers(columns: ["size"]).array(of: Double.self) == [1.5, -2])
    }

    @Test("Quoted fields hold commas, line ends and quotes; blanks and empty fields are kept")
    func quoting() throws {
        let text = #"""
            a,b,c
            "x,y","1
            2","say ""hi"""
            "", é,""""""
            5" pipe,,

            """#
        let table = try CSV.read(text: text, name: "t.csv")
        #expect(try table.strings(column: "a") == ["x,y", "", "5\" pipe"])
        #expect(try table.strings(column: "b") == ["1\n2", " é", ""])
        #expect(try table.strings(column: "c") == ["say \"hi\"", "\"\"", ""])
    }

    @Test("Columns have the requested order and dtype")
    func columns() throws {
        let table = try CSV.read(text: "a,b,c\n1,2,3\n4,5,6", name: "t.csv")
        let numbers = try table.numbers(columns: ["c", "a"], dtype: .float32)
        #expect(numbers.dtype == .float32 && numbers.shape == [2, 2])
        #expect(numbers.array(of: Float.self) == [3, 1, 6, 4])
        #expect(try table.numbers().shape == [2, 3])
        #expect(try CSV.read(text: "a,b", name: "t.csv").numbers().shape == [0, 2])
    }

    @Test("Classes become their numbers")
    func labels() throws {
        let table = try CSV.read(text: "d\nM\nB\n\"M\"", name: "t.csv")
        #expect(try table.labels(column: "d", classes: ["B", "M"]).array(of: Int.self) == [1, 0, 1])
    }

    @Test(
        "A number is the double nearest to what is written",
        arguments: [
            "0", "-0", "+7", "5.", ".5", "17.99", "0.1184", "1e3", "1E+3", "2.5e-3", "123456789012345678", "9007199254740993",
            "0.1e23", "1e22", "1e23", "8.41e21", "3.141592653589793238462643", "2.2250738585072011e-308", "4.9e-324", "1e-400",
            "0.000000000000000000000000000000000000123", "1797693134862315708145274237317043567980e269",
            "00000000000000000000000000000000000000001.5", "6.02214076e23", "0e999999999999999999999",
        ])
    func numbers(_ text: String) throws {
        let number = try CSV.read(text: "x\n\(text)", name: "t.csv").numbers().item()
        #expect(number.bitPattern == Double(text)?.bitPattern)
    }

    @Test("Numbers of any length and size are the nearest doubles, next to each other and to other fields")
    func manyNumbers() throws {
        var generator = SplitMix()
        func digits(_ count: Int) -> String {
            (0..<count).reduce(into: "") { text, _ in text += "\(Int.random(in: 0...9, using: &generator))" }
        }
        let rows = (0..<5000).map { row in
            let (whole, fraction) = (Int.random(in: 1...12, using: &generator), Int.random(in: 0...12, using: &generator))
            let exponent = row % 3 == 0 ? "e\(Int.random(in: -40...40, using: &generator))" : ""
            let decimal = "\(row % 2 == 0 ? "-" : "")\(digits(whole)).\(digits(fraction))\(exponent)"
            return [
                decimal, "\(Double.random(in: -1...1, using: &generator))",
                "\(Double(bitPattern: UInt64.random(in: 1 << 52...0x7FE << 52, using: &generator)))",
            ]
        }
        let text = "a,name,b,c\n" + rows.map { "\($0[0]),an \"x\" é,\($0[1]),\($0[2])" }.joined(separator: "\n")
        let numbers = try CSV.read(text: text, name: "t.csv").numbers(columns: ["c", "a", "b"]).array(of: Double.self)
        for (row, cells) in rows.enumerated() {
            let expected = [cells[2], cells[0], cells[1]].map { Double($0)!.bitPattern }
            #expect(numbers[3 * row..<3 * row + 3].map(\.bitPattern) == expected, "\(cells)")
        }
    }

    @Test("A column may be asked for twice")
    func twice() throws {
        let numbers = try CSV.read(text: "a,b\n1,2\n3,4\n", name: "t.csv").numbers(columns: ["b", "a", "b"])
        #expect(numbers.array(of: Int.self) == [2, 1, 2, 4, 3, 4])
    }

    @Test("Of many fields that are not numbers the first is reported")
    func firstProblem() throws {
        let text = (1...40_000).reduce(into: "a,b\n") { $0 += $1 % 9973 == 0 ? "1,x\($1)\n" : "1,2\n" }
        let error = #expect(throws: CSVError.self) { try CSV.read(text: text, name: "t.csv").numbers() }
        #expect(error?.problem == .notANumber(row: 9973, column: "b", cell: "x9973"))
    }

    @Test(
        "A field that is not a number is refused",
        arguments: [
            "", " ", "12,5", "1.2.3", "1e", "1e+", "e5", "-", "+-1", ".", "0x10", "1_000", "1 2", "NA", "nane", "é", "1\n2",
        ])
    func noNumbers(_ cell: String) throws {
        let table = try CSV.read(text: "y,\"mean area\"\n0,1\n0,\"\(cell)\"\n", name: "wdbc.csv")
        let error = #expect(throws: CSVError.self) { try table.numbers() }
        #expect(error?.problem == .notANumber(row: 2, column: "mean area", cell: cell))
        #expect(error?.description == "wdbc.csv, row 2, column \"mean area\": \(cell.debugDescription) is not a number")
    }

    @Test("A field that is not finite is refused", arguments: ["nan", "NaN", "-inf", "+Infinity", "1e309", "-1e999"])
    func notFinite(_ cell: String) throws {
        let table = try CSV.read(text: "a\n\(cell)\n", name: "t.csv")
        let error = #expect(throws: CSVError.self) { try table.numbers() }
        #expect(error?.description == "t.csv, row 1, column \"a\": \"\(cell)\" is not a finite number")
    }

    @Test(
        "A number that is too large for its dtype is refused, the largest is not",
        arguments: [
            (DType.float32, "3.4028235e38", "3.4028236e38"), (.float32, "-3.4028235e38", "1e39"),
            (.bfloat16, "3.3961774e38", "3.3961775e38"), (.bfloat16, "3.3895314e38", "-1e300"),
            (.float16, "65519.99", "65520"), (.float16, "-65504", "-1e6"),
        ])
    func tooLarge(dtype: DType, largest: String, tooLarge: String) throws {
        let table = try CSV.read(text: "a\n\(largest)\n\(tooLarge)\n", name: "t.csv")
        #expect(try table.numbers().count == 2)
        let number = try table.prefix(1).numbers(dtype: dtype)
        #expect(number.dtype == dtype && number.item().isFinite)
        let error = #expect(throws: CSVError.self) { try table.numbers(dtype: dtype) }
        #expect(error?.problem == .notFinite(row: 2, column: "a", cell: tooLarge))
    }

    @Test("Numbers in a dtype that is not floating-point are refused", arguments: [DType.int64, .int32, .uint8, .bool])
    func integers(dtype: DType) throws {
        let table = try CSV.read(text: "a\n1\n", name: "t.csv")
        let error = #expect(throws: CSVError.self) { try table.numbers(dtype: dtype) }
        #expect(error?.description == "t.csv: numbers can only be read in a floating-point dtype, got \(dtype)")
    }

    @Test("Long text in a message is cut between characters")
    func longText() throws {
        func message(_ cell: String) throws -> String? {
            let table = try CSV.read(text: "a\n\(cell)\n", name: "t.csv")
            return #expect(throws: CSVError.self) { try table.numbers() }?.description
        }
        let family = "👩‍👩‍👧"
        let start = String(repeating: family, count: 13)
        #expect(
            try message(String(repeating: family, count: 100))
                == "t.csv, row 1, column \"a\": \(start.debugDescription)... is not a number")
        let accents = "e" + String(repeating: "\u{301}", count: 100_000)
        #expect(try message(accents)?.unicodeScalars.count ?? .max < 3000)
        #expect(try message("x" + String(repeating: "é", count: 59))?.hasSuffix("é\" is not a number") == true)
    }

    static let noHeader = """
        t.csv has no header: its first line must name the columns (a file without names is read with the option header: .absent)
        """

    static let brokenFiles: [(text: String, problem: CSVError.Problem, message: String)] = [
        ("", .empty, "t.csv is empty; expected a header and rows"),
        ("\u{FEFF}\r\n\n", .empty, "t.csv is empty; expected a header and rows"),
        ("1,2\n3,4", .noHeader, noHeader),
        ("842302,M,17.99\n842517,M,20.57\n", .noHeader, noHeader),
        (",,\n,,\n", .noHeader, noHeader),
        ("a,b,a\n1,2,3", .doubledColumn("a"), "t.csv: the header names column \"a\" twice"),
        ("a,b\n1,2\n3\n", .raggedRow(2, expected: 2, found: 1), "t.csv, row 2: expected 2 fields as in the header, found 1"),
        ("a,b\n1,2,3\n", .raggedRow(1, expected: 2, found: 3), "t.csv, row 1: expected 2 fields as in the header, found 3"),
        (
            "a,b,\n1,2\n\n3,4,5", .raggedRow(2, expected: 2, found: 3),
            "t.csv, row 2: expected 2 fields as in the header, found 3"
        ),
        ("a,b\n1,2\n\n3", .raggedRow(2, expected: 2, found: 1), "t.csv, row 2: expected 2 fields as in the header, found 1"),
        ("a,b\n1,\"2\n3,4\n", .unterminatedQuote(row: 1), "t.csv, row 1: a quoted field is not closed"),
        ("a,\"b\n1,2\n", .unterminatedQuote(row: 0), "t.csv, header: a quoted field is not closed"),
        ("a,b\n1,2\n\"3\"4,5", .textAfterQuote(row: 2), "t.csv, row 2: text after a field's closing quote"),
    ]

    @Test("The error for an invalid file says where", arguments: brokenFiles)
    func broken(_ text: String, problem: CSVError.Problem, message: String) {
        let error = #expect(throws: CSVError.self) { try CSV.read(text: text, name: "t.csv") }
        #expect(error?.problem == problem)
        #expect(error?.description == message)
    }

    @Test("Bytes that are not UTF-8 are refused, with their line")
    func encoding() {
        for end in ["\n", "\r\n", "\r"] {
            let bytes = Array("a,b\(end)1,2\(end)".utf8) + [0x33, 0xE9, 0x2C]
            let error = #expect(throws: CSVError.self) { try CSV.read(bytes: bytes, name: "t.csv") }
            #expect(error?.description == "t.csv, line 3: not UTF-8 text")
        }
    }

    @Test("Missing columns and classes are named")
    func missing() throws {
        let table = try CSV.read(text: "a,b\n1,2\n", name: "t.csv")
        func message(_ body: () throws -> Void) -> String? { #expect(throws: CSVError.self, performing: body)?.description }
        #expect(message { _ = try table.numbers(columns: ["a", "c"]) } == "t.csv has no column \"c\"")
        #expect(message { _ = try table.strings(column: "c") } == "t.csv has no column \"c\"")
        #expect(message { try table.require(columns: ["a", "c"]) } == "t.csv has no column \"c\"")
        #expect(message { try table.require(columns: ["a"], allowingOthers: false) } == "t.csv: unknown column \"b\"")
        try table.require(columns: ["b"])
        try table.require(columns: ["b", "a"], allowingOthers: false)
        let classes = message { _ = try table.labels(column: "a", classes: ["B", "M"]) }
        #expect(classes == "t.csv, row 1, column \"a\": \"1\" is not one of \"B\", \"M\"")
    }

    @Test("The first rows are a table of their own, which knows where it is in the file")
    func prefix() throws {
        let table = try CSV.read(text: "a\n1\n2\n\nx\n", name: "t.csv")
        let error = #expect(throws: CSVError.self) { try table.numbers() }
        #expect(error?.row == 3)
        #expect(try table.prefix(2).numbers().array(of: Double.self) == [1, 2])
        #expect(table.prefix(2).rows == 0..<2 && table.prefix(9).rowCount == 3 && table.prefix(0).rowCount == 0)
    }

    @Test("Files: one that is there, one that is not, a folder")
    func files() throws {
        var template = Array("\(P_tmpdir)/kindling-XXXXXX".utf8CString)
        let folder = try #require(
            template.withUnsafeMutableBufferPointer { mkdtemp($0.baseAddress!).map { String(cString: $0) } })
        defer { rmdir(folder) }
        let path = "\(folder)/table.csv"
        let file = try #require(fopen(path, "w"))
        let row = "1.5,two\r\n"
        fputs("a,b\r\n" + String(repeating: row, count: 20_000), file)
        fclose(file)
        defer { unlink(path) }
        let table = try CSV.read(path)
        #expect(table.rowCount == 20_000)
        #expect(try table.numbers(columns: ["a"]).sum().item() == 30_000)
        let missing = #expect(throws: CSVError.self) { try CSV.read("\(folder)/nowhere.csv") }
        #expect(missing?.description == "\(folder)/nowhere.csv: no such file")
        let unreadable = #expect(throws: CSVError.self) { try CSV.read(folder) }
        #expect(unreadable?.description == "\(folder) cannot be read: Is a directory")
    }
}

/// Steele, Lea and Flood's generator, 2014.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64 = 1

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }
}
