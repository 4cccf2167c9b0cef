import Foundation
import Testing

@Suite("Files of more rows than are read at once")
struct LongFileTests {
    struct Row: Decodable {
        let row: Int
        let diagnosis: String
        let probability: Double
    }

    let folder: Folder
    static let count = 3000

    init() throws {
        folder = try Folder(["data.csv": Self.text()])
        try folder.write(Model.bytes(), to: "model")
    }

    /// The shipped rows again and again, one of them changed.
    private static func text(_ change: (row: Int, (inout [String]) -> Void)? = nil) -> String {
        var rows = (0..<count).map { Wisconsin.rows[$0 % Wisconsin.rows.count] }
        if let (row, change) = change {
            var cells = rows[row - 1].split(separator: ",").map(String.init)
            change(&cells)
            rows[row - 1] = cells.joined(separator: ",")
        }
        return ([Wisconsin.header] + rows).joined(separator: "\n") + "\n"
    }

    @Test("Each row is the same as in a short file, and the table's columns are aligned")
    func rows() throws {
        try folder.write(Wisconsin.text, to: "short.csv")
        for command in ["predict", "explain"] {
            let short: [Row] = try App.succeed("\(command) --model model --input short.csv --json", in: folder).decode()
            let long: [Row] = try App.succeed("\(command) --model model --input data.csv --json", in: folder).decode()
            #expect(long.map(\.row) == Array(1...Self.count))
            for (index, row) in long.enumerated() {
                let expected = short[index % short.count]
                #expect(row.probability == expected.probability && row.diagnosis == expected.diagnosis)
            }
        }
        let lines = try App.succeed("predict --model model --input data.csv", in: folder).output.split(separator: "\n")
        #expect(lines.count == Self.count + 1 && Set(lines.map(\.count)).count == 1)
        let piped = try App.succeed("predict --model model", in: folder, input: Self.text()).output
        #expect(piped.split(separator: "\n") == lines)
        let blocks = try App.succeed("explain --model model --input data.csv", in: folder).output
        #expect(blocks.split(separator: "\n").filter { $0.hasPrefix("row ") }.count == Self.count)
    }

    @Test("Evaluation counts all of them, and agrees with the predictions")
    func evaluation() throws {
        let output = try App.succeed("evaluate --model model --data data.csv --json", in: folder)
        let evaluation = try output.decode(ModelTests.Evaluation.self)
        let rows: [Row] = try App.succeed("predict --model model --input data.csv --json", in: folder).decode()
        var (scores, confusion) = ([[Double]](repeating: [], count: 2), [[0, 0], [0, 0]])
        for row in rows {
            let isMalignant = Wisconsin.rows[(row.row - 1) % Wisconsin.rows.count].hasPrefix("M")
            scores[isMalignant ? 1 : 0].append(row.probability)
            confusion[isMalignant ? 1 : 0][row.diagnosis == "malignant" ? 1 : 0] += 1
        }
        #expect(evaluation.rows == Self.count && evaluation.confusion == confusion)
        var won = 0.0
        for positive in scores[1] {
            for negative in scores[0] { won += positive > negative ? 1 : positive == negative ? 0.5 : 0 }
        }
        #expect(evaluation.auc == won / Double(scores[0].count * scores[1].count))
    }

    static let mistakes: [(change: @Sendable (inout [String]) -> Void, message: String)] = [
        ({ $0[4] = "x" }, "t.csv, row 2500, column \"mean area\": \"x\" is not a number"),
        ({ $0.removeLast() }, "t.csv, row 2500: expected 31 fields as in the header, found 30"),
        ({ $0[4] = "\"1" }, "t.csv, row 2500: a quoted field is not closed"),
        (
            { cells in
                for column in 1...30 { cells[column] = "1e300" }
            }, "t.csv: row 2500 has measurements too large for the model"
        ),
    ]

    @Test("Where a late row is wrong, those before it are printed, and a list is not closed", arguments: mistakes)
    func lateMistake(_ change: @escaping @Sendable (inout [String]) -> Void, message: String) throws {
        try folder.write(Self.text((2500, change)), to: "t.csv")
        for command in ["predict", "explain"] {
            let complete = try App.succeed("\(command) --model model --input data.csv", in: folder).output
            let text = try App.run("\(command) --model model --input t.csv", in: folder)
            #expect(text.errors == "CancerApp: \(message)\n" && text.status == 1)
            #expect(complete.hasPrefix(text.output))
            let rows = text.output.split(separator: "\n").filter { $0.hasPrefix(command == "explain" ? "row " : "") }
            #expect(rows.count == (command == "explain" ? 2499 : 2500))

            let json = try App.run("\(command) --model model --input t.csv --json", in: folder)
            #expect(json.errors == "CancerApp: \(message)\n" && json.status == 1)
            #expect(throws: (any Error).self) { try json.json() }
            let closed = try JSONDecoder().decode([Row].self, from: Data((json.output + "]").utf8))
            #expect(closed.map(\.row) == Array(1...2499))
        }
        let evaluation = try App.run("evaluate --model model --data t.csv --json", in: folder)
        expectFailure(evaluation, message)
    }

    @Test("A reader that closes the pipe ends it quietly, by a signal or without")
    func head() throws {
        for command in ["predict", "explain", "predict --json", "explain --json"] {
            for trap in ["", "trap '' PIPE; "] {
                let line = "(\(trap)$APP \(command) --model model --input data.csv; echo $? > status) | head -n 1"
                let result = try App.shell(line, in: folder)
                #expect(result.errors == "" && result.output.split(separator: "\n").count == 1)
                #expect(try folder.text("status") == "\(128 + SIGPIPE)\n")
            }
        }
    }
}
