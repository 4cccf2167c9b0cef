import Foundation
import Testing

@Suite("Files in the forms in which people have the data")
struct DataFormsTests {
    /// The names of Kaggle's file.
    static func kaggle(_ header: [String]) -> [String] {
        header.map { name in
            for (word, end) in [("mean ", "_mean"), (" error", "_se"), ("worst ", "_worst")] where name.contains(word) {
                return name.replacing(word, with: "").replacing("fractal dimension", with: "fractal_dimension") + end
            }
            return name
        }
    }

    /// The table with identifiers and, where there is a header, Kaggle's names.
    private static func numbered(_ cells: [[String]]) -> [[String]] {
        [["id"] + kaggle(cells[0])] + cells.dropFirst().enumerated().map { ["\(842302 + $0)"] + $1 }
    }

    static let kaggleText = Wisconsin.changed { $0 = numbered($0) }

    private static func bytes(_ text: String, bigEndian: Bool? = nil) -> [UInt8] {
        guard let bigEndian else { return Array(text.utf8) }
        return ("\u{FEFF}" + text).utf16.flatMap { unit in
            let (low, high) = (UInt8(unit & 0xFF), UInt8(unit >> 8))
            return bigEndian ? [high, low] : [low, high]
        }
    }

    private static func decimalCommas(_ delimiter: String) -> String {
        Wisconsin.text.replacing(",", with: delimiter).replacing(".", with: ",")
    }

    struct Form: CustomTestStringConvertible {
        let testDescription: String
        let options: String
        /// What is understood, after the name and the number of rows.
        let understood: String
        let bytes: @Sendable () -> [UInt8]
    }

    static let forms = [
        Form(testDescription: "Kaggle's", options: "", understood: "; Kaggle's names; id carried through") {
            bytes(kaggleText)
        },
        Form(
            testDescription: "UCI's", options: "", understood: "; no header, columns as in UCI's wdbc.data; id carried through"
        ) { bytes(String(kaggleText[kaggleText.firstRange(of: "\n")!.upperBound...])) },
        Form(
            testDescription: "scikit-learn's", options: " --positive 0",
            understood: "; target is the diagnosis; \"0\" is malignant"
        ) {
            bytes(
                Wisconsin.changed { cells in
                    for row in cells.indices {
                        cells[row][0] = row == 0 ? "target" : cells[row][0] == "M" ? "0" : "1"
                        cells[row].append(cells[row].removeFirst())
                    }
                })
        },
        Form(testDescription: "a spreadsheet's", options: "", understood: ", semicolons and decimal commas, UTF-16") {
            bytes(decimalCommas(";"), bigEndian: false)
        },
        Form(testDescription: "tabs, UTF-16", options: "", understood: ", tabs and decimal commas, UTF-16") {
            bytes(decimalCommas("\t"), bigEndian: true)
        },
    ]

    @Test(
        "train, evaluate and predict to the same bits, and one line on standard error says what was understood",
        arguments: forms)
    func sameBits(_ form: Form) throws {
        func results(_ bytes: [UInt8], _ options: String, line: String, unlabelled: String) throws -> [String] {
            let folder = try Folder()
            try folder.write(bytes, to: "t.csv")
            let train = try App.run("--epochs 3 --data t.csv --output model --json\(options)", in: folder)
            let evaluate = try App.run("evaluate --model model --data t.csv --json\(options)", in: folder)
            #expect(train.errors == line && evaluate.errors == line && train.status == 0 && evaluate.status == 0)
            let predict = try App.run("predict --model model --input t.csv --json", in: folder)
            let piped = try App.shell("cat t.csv | $APP predict --model model --json", in: folder)
            #expect(predict.errors == unlabelled && predict.output == piped.output)
            #expect(piped.errors == unlabelled.replacing("t.csv", with: "standard input"))
            func lines(_ result: App.Result, without key: String) -> String {
                result.output.split(separator: "\n").filter { !$0.contains(key) }.joined(separator: "\n")
            }
            return [
                String(decoding: try folder.bytes("model"), as: UTF8.self), lines(train, without: "seconds"), evaluate.output,
                lines(predict, without: "\"id\""),
            ]
        }
        func line(_ parts: String) -> String { "CancerApp: t.csv: 569 rows\(parts)\n" }
        let labels = form.understood.components(separatedBy: "; ").filter {
            !$0.contains("diagnosis") && !$0.contains("malignant")
        }
        let unlabelled = form.options.isEmpty ? line(labels.joined(separator: "; ")) : ""
        let expected = try results(Self.bytes(Wisconsin.text), "", line: "", unlabelled: "")
        let found = try results(
            form.bytes(), form.options, line: line("\(form.understood); 212 of 569 malignant"), unlabelled: unlabelled)
        #expect(found == expected)
    }

    struct Row: Decodable {
        struct OutOfRange: Decodable {
            let feature: String
            let value: Double
            let deviations: Double
        }

        let row: Int
        let id: String?
        let outOfRange: [OutOfRange]?
    }

    @Test("Identifiers are carried through, in long files too")
    func identifiers() throws {
        let rows = kaggleRows(3000)
        let folder = try Folder(["t.csv": rows.joined(separator: "\n")])
        try folder.write(Model.bytes(), to: "model")
        let ids = rows.dropFirst().map { String($0.prefix { $0 != "," }) }
        for command in ["predict", "explain"] {
            let json = try App.run("\(command) --model model --input t.csv --json", in: folder)
            #expect(json.errors == "CancerApp: t.csv: 3000 rows; Kaggle's names; id carried through\n")
            #expect(try json.decode([Row].self).map(\.id) == ids)
            let text = try App.run("\(command) --model model --input t.csv", in: folder).output
            #expect(text.contains(command == "predict" ? "\n3000              845301   " : "\nrow 3000 (845301): "))
            if command == "predict" { #expect(Set(text.split(separator: "\n").map(\.count)).count == 1) }
        }
        let plain = try App.succeed("predict --model model --json", in: folder, input: Wisconsin.text)
        #expect(try plain.decode([Row].self).allSatisfy { $0.id == nil })
    }

    private func kaggleRows(_ count: Int) -> [String] {
        let cells = Wisconsin.lines.map { $0.split(separator: ",").map(String.init) }
        let rows = (0..<count).map { cells[1 + $0 % 569] }
        return Self.numbered([cells[0]] + rows).map { $0.joined(separator: ",") }
    }

    @Test("Control characters of an identifier do not reach the terminal")
    func controlCharacters() throws {
        let folder = try Folder(["t.csv": "id," + Wisconsin.header + "\n\"\u{1B}[2J\n\"," + Wisconsin.rows[0]])
        try folder.write(Model.bytes(), to: "model")
        for command in ["predict", "explain"] {
            let output = try App.run("\(command) --model model --input t.csv", in: folder).output
            #expect(!output.contains("\u{1B}") && output.contains("\u{FFFD}[2J"))
        }
    }

    @Test("A column that is not used is named, and JSON stays clean")
    func unused() throws {
        let folder = try Folder([
            "t.csv": Wisconsin.changed { cells in
                for row in cells.indices { cells[row] += row == 0 ? ["height", "weight"] : ["1", "2"] }
            }
        ])
        try folder.write(Model.bytes(), to: "model")
        for command in [
            "train --epochs 1 --data t.csv", "evaluate --model model --data t.csv", "predict --model model --input t.csv",
            "explain --model model --input t.csv",
        ] {
            let result = try App.run(command + " --json", in: folder)
            #expect(result.errors == "CancerApp: t.csv: columns \"height\", \"weight\" are not used\n" && result.status == 0)
            _ = try result.json()
        }
    }

    @Test("Missing cells are filled in by a model that has learnt it, and by no other")
    func missing() throws {
        let folder = try Folder([
            "t.csv": Wisconsin.changed { cells in
                cells[3][4] = ""
                cells[20][7] = "NA"
            }, "whole.csv": Wisconsin.text,
        ])
        let line = "CancerApp: t.csv: 569 rows; 2 missing cells"
        let train = try App.run("--data t.csv --epochs 3 --impute median --output model --json", in: folder)
        #expect(train.errors == line + "; 212 of 569 malignant\n" && train.status == 0)
        for command in ["predict", "explain"] {
            let result = try App.run("\(command) --model model --input t.csv --json", in: folder)
            #expect(try result.errors == line + "\n" && result.decode([Row].self).count == 569)
        }
        let evaluate = try App.run("evaluate --model model --data t.csv --json", in: folder)
        #expect(evaluate.errors == line + "; 212 of 569 malignant\n" && evaluate.status == 0)
        _ = try App.succeed("predict --model model --input whole.csv", in: folder)
        // Without anything missing, a model that imputes is the same.
        let reports = try ["", " --impute median"].map { try Report.of("--epochs 3\($0)") }
        #expect(reports[0] == reports[1])
        expectFailure(
            try App.run("--impute mean", in: folder),
            "The value 'mean' is invalid for '--impute <impute>': expected median")
    }

    @Test("Missing cells of a long file are counted to its end")
    func longMissing() throws {
        var rows = (0..<3000).map { Wisconsin.rows[$0 % 569] }
        for row in [1500, 1501, 2900] { rows[row] = "M,,,," + rows[row].split(separator: ",")[4...].joined(separator: ",") }
        let folder = try Folder(["t.csv": ([Wisconsin.header] + rows).joined(separator: "\n")])
        try folder.write(Model.bytes(), to: "model")
        let message =
            "CancerApp: t.csv: 9 missing cells: \"mean radius\" 3, \"mean texture\" 3, \"mean perimeter\" 3; "
            + "train --impute median makes a model that fills them in\n"
        let predict = try App.run("predict --model model --input t.csv", in: folder)
        #expect(predict.errors == message && predict.status == 1)
        #expect(predict.output.split(separator: "\n").count == 1501)
        #expect(try App.run("evaluate --model model --data t.csv", in: folder).errors == message)
    }

    @Test("Rows far outside the training range are predicted with a warning, and the rest of many is counted")
    func outOfRange() throws {
        let folder = try Folder([
            "t.csv": Wisconsin.changed { cells in
                for row in 5..<30 { cells[row][1] = "200" }
                cells[7][4] = "-9000"
            }
        ])
        try folder.write(Model.bytes(), to: "model")
        let result = try App.run("predict --model model --input t.csv --json", in: folder)
        #expect(result.status == 0)
        let rows: [Row] = try result.decode()
        #expect(rows.filter { $0.outOfRange?.isEmpty == false }.map(\.row) == Array(5..<30))
        #expect(rows[6].outOfRange?.map(\.feature) == ["mean radius", "mean area"])
        let far = try #require(rows[4].outOfRange?.first)
        #expect(far.value == 200 && far.deviations > 40)
        let lines = result.errors.split(separator: "\n")
        let text = String((far.deviations * 10).rounded() / 10)
        #expect(lines.count == 21 && lines[20] == "CancerApp: t.csv: 5 more rows far outside the training range")
        #expect(
            lines[0] == "CancerApp: t.csv, row 5: far outside the training range: \"mean radius\" is 200.0, "
                + "\(text) standard deviations above the training mean")
        #expect(lines[2].contains("\"mean area\" is -9000.0, ") && lines[2].hasSuffix(" below the training mean"))
    }
}
