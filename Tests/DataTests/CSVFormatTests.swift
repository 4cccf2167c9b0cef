import Data
import Foundation
import Tensor
import Testing

@Suite("How a CSV file's text is written is found")
struct CSVFormatTests {
    private static let found = CSV.Options(delimiter: nil, decimal: nil)

    private func read(_ text: String, _ options: CSV.Options = found) throws -> Table {
        try CSV.read(text: text, name: "t.csv", options: options)
    }

    @Test(
        "The delimiter and the decimal separator",
        arguments: [
            ("a,b\n1.5,-22.5\n", ",", "."), ("a;b\n1,5;-22,5\n", ";", ","), ("a;b\n1.5;-22.5\n", ";", "."),
            ("a\tb\n1.5\t-22.5\n", "\t", "."), ("a\tb\n1,5\t-22,5\n", "\t", ","), ("a,b\n\"1,5\",\"-22,5\"\n", ",", ","),
            ("\u{FEFF}a;b;\n1,5;-22,5;\n", ";", ","), ("\na , b,\n1.5, -22.5 ,\n", ",", "."),
            ("\"a;x\",\"b;x\"\n1.5,-22.5\n", ",", "."), ("\"a,x\";\"b,x\"\n1,5;-22,5\n", ";", ","),
            ("1,5;-22,5\n", ";", ","), ("1.5,-22.5\n", ",", "."), ("1,5\t-22,5", "\t", ","), ("a,x;b\n1,5;-22,5\n", ";", ","),
        ] as [(String, Character, Character)])
    func separators(text: String, delimiter: Character, decimal: Character) throws {
        let isBare = text.first?.isNumber == true
        let header: CSV.Options.Header = isBare ? .absent : .automatic
        let table = try read(text, CSV.Options(delimiter: nil, decimal: nil, header: header))
        #expect(
            table.format == CSV.Format(encoding: .utf8, delimiter: delimiter, decimal: decimal, hasHeader: !isBare),
            "\(table.format)")
        #expect(try table.numbers().array(of: Double.self) == [1.5, -22.5])
    }

    @Test("Rows of text and decimal commas without a header are not split at their commas")
    func decimalCommas() throws {
        let text = "842302;M;17,99;10,38\n842517;M;20,57;17,77\n84300903;M;19,69;21,25\n"
        let table = try read(text, CSV.Options(delimiter: nil, decimal: nil, header: .absent))
        #expect(table.columns.count == 4)
        #expect(try table.numbers(columns: ["column_3"]).array(of: Double.self) == [17.99, 20.57, 19.69])
    }

    @Test("What is given is not looked for, and a single column has no delimiter")
    func given() throws {
        #expect(try read("a;b,c\n1;2,3\n", CSV.Options(delimiter: ",", decimal: nil)).columns == ["a;b", "c"])
        #expect(try read("a;b\n1,5;2\n", CSV.Options(delimiter: ";", decimal: ",")).format.decimal == ",")
        #expect(try read("a\n1.5\n").format.delimiter == ",")
        #expect(try read("a\n1,5\n", CSV.Options(delimiter: ";", decimal: nil)).numbers().item() == 1.5)
        #expect(try read("a b\n1 2\n", CSV.Options(delimiter: " ")).format.delimiter == " ")
    }

    @Test(
        "Separators that are mixed are refused",
        arguments: [
            ("a,b\n1,2\n3;4\n", "t.csv, row 2: mixed delimiters: \";\" here, \",\" in the first line"),
            ("a;b\n1,5;2\n3,4\n", "t.csv, row 2: mixed delimiters: \",\" here, \";\" in the first line"),
            ("a,b,c\n1;5;2\n3;4;1\n", "t.csv, row 1: mixed delimiters: \";\" here, \",\" in the first line"),
            ("a,b,c\n1,5;2,5;3,5\n3,5;4;1\n", "t.csv, row 1: mixed delimiters: \";\" here, \",\" in the first line"),
            ("a;b;c\n1;5;2\n3;4,1\n", "t.csv, row 2: expected 3 fields as in the header, found 2"),
            ("a;b\n1,5;2,5\n3.5;4,5\n", decimal(2, "3.5", "comma")), ("a;b\n1.5;2.5\n3,5;4.5\n", decimal(2, "3,5", "point")),
            ("a,b\n1.5,2.5\n\"3,5\",4.5\n", decimal(2, "3,5", "point")),
            ("a,b\n1.5,2.5\n3;5,4.5\n", "t.csv, row 2, column \"a\": \"3;5\" is not a number"),
        ])
    func mixed(text: String, message: String) throws {
        let error = #expect(throws: CSVError.self) { _ = try read(text).numbers() }
        #expect(error?.description == message)
    }

    private static func decimal(_ row: Int, _ cell: String, _ name: String) -> String {
        "t.csv, row \(row), column \"a\": \"\(cell)\" is not a number with a decimal \(name), as others in the file are"
    }

    @Test("Names for a file that may lack a header")
    func optionalHeader() throws {
        let options = CSV.Options(header: .optional(names: ["id", "class", "size"]))
        let bare = try read("1,M,1.5\n2,B,2.5\n", options)
        #expect(bare.columns == ["id", "class", "size"] && bare.rowCount == 2 && !bare.format.hasHeader)
        let named = try read("number,kind,x\n1,M,1.5\n", options)
        #expect(named.columns == ["number", "kind", "x"] && named.rowCount == 1 && named.format.hasHeader)
        let single = try read("1,M,1.5,\n", options)
        #expect(single.columns.count == 3 && single.rowCount == 1)
        let error = #expect(throws: CSVError.self) { try read("1,M\n2,B\n", options) }
        #expect(error?.problem == .noHeader)
    }

    static let text = "a,b\r\n1,\"é\n中😀\"\r\n2,x\n"

    static func utf16(_ text: String, bigEndian: Bool = false, mark: Bool = true) -> [UInt8] {
        ((mark ? "\u{FEFF}" : "") + text).utf16.flatMap { unit in
            let (low, high) = (UInt8(unit & 0xFF), UInt8(unit >> 8))
            return bigEndian ? [high, low] : [low, high]
        }
    }

    @Test("UTF-16 after its mark", arguments: [false, true])
    func utf16(bigEndian: Bool) throws {
        let table = try CSV.read(bytes: Self.utf16(Self.text, bigEndian: bigEndian), name: "t.csv")
        #expect(table.format.encoding == (bigEndian ? .utf16BigEndian : .utf16LittleEndian))
        #expect(try table.strings(column: "b") == ["é\n中😀", "x"])
        #expect(try table.numbers(columns: ["a"]).array(of: Int.self) == [1, 2])
    }

    static let broken: [(bytes: [UInt8], problem: CSVError.Problem)] = [
        (utf16("a\n1\n2\n") + [0x31], .notUTF16(line: 4)),
        (utf16("a\n1\n") + [0x00, 0xD8] + utf16("x", mark: false), .notUTF16(line: 3)),
        (utf16("a\n1\n") + [0x00, 0xDC], .notUTF16(line: 3)),
        (utf16("a\n1\n") + [0x3D, 0xD8], .notUTF16(line: 3)),
        (utf16("a\n1\n\0"), .notUTF16(line: 3)),
        ([0xFF, 0xFE, 0, 0] + utf16("a\0", mark: false), .notUTF16(line: 1)),
        ([0xFF, 0xFE] + Array("a,b\n1,2\n".utf8), .notUTF8(line: 1)),
        ([0xFE, 0xFF] + Array("a,b\n1,2\n".utf8), .notUTF8(line: 1)),
        ([0xFF], .notUTF8(line: 1)),
        ([0xFF, 0xFE], .empty),
        (utf16("\n"), .empty),
    ]

    @Test("What is no text is refused with its line", arguments: broken.indices)
    func invalid(index: Int) throws {
        let (bytes, problem) = Self.broken[index]
        let error = #expect(throws: CSVError.self) { try CSV.read(bytes: bytes, name: "t.csv") }
        #expect(error?.problem == problem)
    }

    static let texts: [[UInt8]] =
        broken.map(\.bytes) + [
            utf16(text), utf16(text, bigEndian: true), Array("a;b\n1,5;2\n3,4\n5;6\n".utf8), Array("1,M\n2,B\n".utf8),
            Array("a;b\n1,5;2,5\n3,5;4,5\n7.5;4".utf8), utf16("a\tb\n1,5\t2\n"), Array("a,b\n1;2\n".utf8),
            Array("x;\"y,\n1,2".utf8),
        ]

    @Test("Read and streamed, files mean the same, however they are cut", arguments: texts.indices)
    func streamed(index: Int) throws {
        let bytes = Self.texts[index]
        let options = CSV.Options(delimiter: nil, decimal: nil, header: .optional(names: ["p", "q"]))
        func described(_ table: Table) throws -> [[String]] { try table.columns.map { try table.strings(column: $0) } }
        for count in 0...bytes.count {
            let file = FileManager.default.temporaryDirectory.appendingPathComponent("cut-\(UUID()).csv")
            try Data(bytes[..<count]).write(to: file)
            defer { try? FileManager.default.removeItem(at: file) }
            let whole = Result { () throws(CSVError) in try CSV.read(file.path, options: options) }
            for rows in [1, 100] {
                var (found, failure): ([[String]], CSVError?) = ([], nil)
                for part in CSV.stream(file.path, rows: rows, options: options) {
                    switch part {
                    case .success(let table):
                        let columns = try described(table)
                        found = found.isEmpty ? columns : zip(found, columns).map { $0 + $1 }
                        if case .success(let whole) = whole { #expect(table.format == whole.format) }
                    case .failure(let error): failure = error
                    }
                }
                switch whole {
                case .success(let table): #expect(try failure == nil && found == described(table))
                case .failure(let error): #expect(failure == error)
                }
            }
        }
    }

    @Test("Options that are invalid trap")
    func mistakes() async {
        await #expect(processExitsWith: .failure) { _ = CSV.Options(delimiter: nil, decimal: ";") }
        await #expect(processExitsWith: .failure) { _ = CSV.Options(delimiter: nil, comment: "a") }
    }
}
