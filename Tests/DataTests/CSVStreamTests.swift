import Data
import Foundation
import Tensor
import Testing

@Suite("A CSV file in parts")
struct CSVStreamTests {
    private func stream(_ text: String, rows: Int) throws -> [Result<Table, CSVError>] {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("stream-\(UUID()).csv")
        try Data(text.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        return Array(CSV.stream(file.path, rows: rows))
    }

    /// Names with line ends and commas in quotes, in lines that end in different ways.
    static let texts = [
        (0..<50).reduce("id,name\n") { $0 + "\($1),\"a, \"\"b\"\"\n\($1)\"\n" },
        (0..<50).reduce("id,name\r\n") { $0 + "\($1),\"a, \"\"b\"\"\n\($1)\"\r\n" },
        (0..<50).reduce("\u{FEFF}\"id\",name\r") { $0 + "\($1),\"a, \"\"b\"\"\n\($1)\"\r" } + "\r\r",
    ]

    @Test("has the rows of the whole", arguments: texts.indices, [1, 7, 50, 100])
    func rows(index: Int, rows: Int) throws {
        let text = Self.texts[index]
        let whole = try CSV.read(text: text, name: "whole")
        let parts = try stream(text, rows: rows).map { try $0.get() }
        #expect(parts.map(\.rowCount) == (0..<(50 + rows - 1) / rows).map { min(rows, 50 - $0 * rows) })
        #expect(try parts.flatMap { try $0.strings(column: "name") } == whole.strings(column: "name"))
        let numbers = try parts.flatMap { try $0.numbers(columns: ["id"]).array(of: Int.self) }
        #expect(numbers == Array(0..<50))
    }

    @Test("larger than what is read at once has its rows all the same")
    func large() throws {
        let text = (0..<30_000).reduce(into: "id,text\n") { $0 += "\($1),\"some text, in quotes\"\n" }
        let parts = try stream(text, rows: 4096).map { try $0.get() }
        #expect(try parts.flatMap { try $0.numbers(columns: ["id"]).array(of: Int.self) } == Array(0..<30_000))
    }

    @Test("knows the rows' numbers in the file")
    func numbersOfRows() throws {
        let parts = try stream((0..<10).reduce(into: "a\n") { $0 += "\($1)\n" }, rows: 4).map { try $0.get() }
        #expect(parts.map(\.rows) == [0..<4, 4..<8, 8..<10])
    }

    @Test("has records longer than what is read at once, and cells that never end")
    func long() throws {
        let long = String(repeating: "x,\n", count: 400_000)
        let parts = try stream("a,b\n1,\"\(long)\"\n2,3\n", rows: 1).map { try $0.get() }
        #expect(try parts.map { try $0.strings(column: "b") } == [[long], ["3"]])
        let broken = try stream("a,b\n1,\"\(long)\n", rows: 1)
        let error = #expect(throws: CSVError.self) { try broken.last?.get() }
        #expect(error?.problem == .unterminatedQuote(row: 1))
    }

    @Test("without rows is one table without rows")
    func empty() throws {
        let parts = try stream("a,b\n", rows: 3).map { try $0.get() }
        #expect(parts.map(\.rowCount) == [0] && parts[0].columns == ["a", "b"])
    }

    @Test("tells what is wrong where it is in the file, and ends there")
    func problems() throws {
        func last(_ text: String, rows: Int = 2) throws -> (parts: Int, message: String) {
            let parts = try stream(text, rows: rows)
            guard case .failure(let error)? = parts.last else { return (parts.count, "") }
            return (parts.count, error.description.split(separator: ".csv", maxSplits: 1).last.map(String.init) ?? "")
        }
        // The rows before it come all the same.
        let ragged = try last("a,b\n1,2\n3,4\n5,6\n7\n8,9\n")
        #expect(ragged.parts == 3 && ragged.message.contains("row 4"), "\(ragged)")
        let quote = try last("a,b\n1,2\n3,4\n5,\"6\n7,8\n")
        #expect(quote.message.contains("row 3"), "\(quote)")
        let parts = try stream("a,b\n1,2\n3,4\n5,x\n", rows: 2)
        let number = #expect(throws: CSVError.self) { try parts[1].get().numbers() }
        #expect(number?.description.contains("row 3") == true)
        #expect(try last("", rows: 2).parts == 1)
        #expect(Array(CSV.stream("/nowhere/at/all.csv", rows: 1)).count == 1)
    }

    @Test("is read and parsed ahead")
    func ahead() throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("ahead-\(UUID()).csv")
        try Data(Self.texts[0].utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let batches = StreamLoader(CSV.stream(file.path, rows: 4), batchSize: 1) { parts in
            parts[0].flatMap { table in Result { () throws(CSVError) in try table.numbers(columns: ["id"]) } }
        }
        let numbers = try batches.prefetched(workers: 3).flatMap { try $0.get().array(of: Int.self) }
        #expect(numbers == Array(0..<50))
    }
}
