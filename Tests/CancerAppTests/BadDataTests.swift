import Testing

@Suite("A problem with a CSV file is reported in one line")
struct BadDataTests {
    static let files: [BadFile] = [
        BadFile("missing", ": no such file") { nil },
        BadFile("empty", " is empty; expected a header and rows") { [] },
        BadFile("header only", ": no rows below the header") { changed { $0 = [$0[0]] } },
        BadFile(
            "no header",
            " has no header: its first line must name the columns (a file without names is read with the option header: .absent)"
        ) {
            changed { cells in
                cells.removeFirst()
                for row in cells.indices { cells[row][0] = "0" }
            }
        },
        BadFile("a column too few", " has no column \"mean perimeter\"") { changed { $0[0][3] = "height" } },
        BadFile("a column twice", ": the header names column \"mean area\" twice") { changed { $0[0][3] = "mean area" } },
        BadFile("a misspelled column", " has no column \"mean perimeter\"; did you mean it by \"mean perimetre\"?") {
            changed { $0[0][3] = "mean perimetre" }
        },
        BadFile("two names of one column", ": the columns \"mean radius\" and \"radius_mean\" are both \"mean radius\"") {
            changed { cells in
                for row in cells.indices { cells[row].append(row == 0 ? "radius_mean" : "1") }
            }
        },
        BadFile("mixed delimiters", ", row 17: mixed delimiters: \";\" here, \",\" in the first line") {
            changed { $0[17] = [$0[17].joined(separator: ";")] }
        },
        BadFile("mixed decimals", cell("\"1001,5\" is not a number with a decimal point, as others in the file are")) {
            changed { $0[17][4] = "\"1001,5\"" }
        },
        BadFile("half a unit of UTF-16", ", line 571: not UTF-16 text") {
            [0xFF, 0xFE] + Wisconsin.text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] } + [1]
        },
        BadFile("a long row", ", row 17: expected 31 fields as in the header, found 32") { changed { $0[17].append("1") } },
        BadFile("a short row", ", row 17: expected 31 fields as in the header, found 30") { changed { $0[17].removeLast() } },
        BadFile("an open quote", ", row 17: a quoted field is not closed") { changed { $0[17][4] = "\"1" } },
        BadFile("bytes that are no text", ", line 1: not UTF-8 text") { [0xFF, 0xFE] + Array(Wisconsin.text.utf8) },
        BadFile("not a number", cell("\"12;5\" is not a number")) { changed { $0[17][4] = "12;5" } },
        BadFile("an empty cell", missing("1 missing cell: \"mean area\" 1")) { changed { $0[17][4] = "" } },
        BadFile("missing cells", missing("3 missing cells: \"mean radius\" 1, \"mean area\" 2")) {
            changed { cells in
                cells[17][4] = "nan"
                cells[21][4] = " ? "
                cells[400][1] = "NA"
            }
        },
        BadFile("-inf", cell("\"-inf\" is not a finite number")) { changed { $0[17][4] = "-inf" } },
        BadFile("1e999", cell("\"1e999\" is not a finite number")) { changed { $0[17][4] = "1e999" } },
    ]

    static let diagnoses: [BadFile] = [
        BadFile("x", diagnosis("\"x\" is not one of \"B\", \"M\"")) { changed { $0[17][0] = "x" } },
        BadFile(
            "0 and 1",
            ", column \"diagnosis\": 0 and 1 do not say which of them is malignant: scikit-learn codes malignant as 0, most others "
                + "as 1; --positive 0 or --positive 1 says it"
        ) {
            changed { cells in
                for row in 1..<cells.count { cells[row][0] = cells[row][0] == "M" ? "0" : "1" }
            }
        },
        BadFile("1", diagnosis("\"1\" is not one of \"B\", \"M\"")) { changed { $0[17][0] = "1" } },
        BadFile("an empty cell", diagnosis("\"\" is not one of \"B\", \"M\"")) { changed { $0[17][0] = "" } },
        BadFile("no column", " has no column \"diagnosis\"") { changed { $0[0][0] = "answer" } },
    ]

    static let classes: [BadFile] = [
        BadFile("benign alone", ": all 357 rows are benign; training needs benign and malignant ones") {
            changed { $0.removeAll { $0[0] == "M" } }
        },
        BadFile("malignant alone", ": all 212 rows are malignant; training needs benign and malignant ones") {
            changed { $0.removeAll { $0[0] == "B" } }
        },
        BadFile("one malignant", ": too few malignant rows (1): these fractions leave none for the test set") {
            changed { cells in cells = cells.filter { $0[0] != "M" } + [cells[1]] }
        },
        BadFile("one of each", ": too few malignant rows (1): these fractions leave none for the training set") {
            changed { $0 = Array($0[...1]) + [$0[20]] }
        },
    ]

    private static func changed(_ change: (inout [[String]]) -> Void) -> [UInt8] { Array(Wisconsin.changed(change).utf8) }
    private static func cell(_ problem: String) -> String { ", row 17, column \"mean area\": \(problem)" }
    private static func missing(_ cells: String) -> String {
        ": \(cells); train --impute median makes a model that fills them in"
    }
    private static func diagnosis(_ problem: String) -> String { ", row 17, column \"diagnosis\": \(problem)" }

    static let train = "train --data t.csv --output new"
    static let evaluate = "evaluate --model model --data t.csv"
    static let predict = "predict --model model --input t.csv"
    static let explain = "explain --model model --input t.csv"

    @Test("for every command that reads it", arguments: files, [train, evaluate, predict, explain])
    func table(_ file: BadFile, command: String) throws { try check(file, command) }

    @Test("Diagnoses are M or B where they are read", arguments: diagnoses, [train, evaluate])
    func diagnosis(_ file: BadFile, command: String) throws { try check(file, command) }

    @Test("Training needs rows of both classes in each set", arguments: classes)
    func split(_ file: BadFile) throws { try check(file, Self.train) }

    @Test("Columns that are not used are refused where that is asked for", arguments: [train, evaluate, predict, explain])
    func strict(command: String) throws {
        let file = BadFile("a column too many", ": unknown column \"height\"") {
            Self.changed { cells in
                for row in cells.indices { cells[row].append(row == 0 ? "height" : "1") }
            }
        }
        try check(file, command + " --strict")
    }

    @Test("A value that is said to be malignant must be in the column, and not mean benign", arguments: [train, evaluate])
    func positive(command: String) throws {
        let shipped = { @Sendable () -> [UInt8]? in Array(Wisconsin.text.utf8) }
        try check(
            BadFile("none", ": --positive \"1\" matches no row: column \"diagnosis\" holds \"M\", \"B\"", shipped),
            command + " --positive 1")
        try check(BadFile("benign", ": --positive \"b\" names the benign diagnosis", shipped), command + " --positive b")
        let third = BadFile(
            "a third",
            ", row 20, column \"diagnosis\": \"B\" is a third value beside \"M\", \"x\"; with --positive there must be two"
        ) {
            Self.changed { $0[17][0] = "x" }
        }
        try check(third, command + " --positive M")
    }

    @Test("Numbers that overflow are refused")
    func overflow() throws {
        let huge = BadFile("huge", ": the numbers in column \"mean area\" are too large to be standardized") {
            // A row that is held back: rows that are trained on decide the scale.
            Self.changed { $0[2][4] = "1e300" }
        }
        try check(huge, Self.train)
        let row = BadFile("a huge row", ": row 17 has measurements too large for the model") {
            Self.changed { cells in
                for column in 1...30 { cells[17][column] = "1e300" }
            }
        }
        for command in [Self.evaluate, Self.predict, Self.explain] { try check(row, command) }
    }

    @Test("A path that is not a readable file is named")
    func unreadable() throws {
        let folder = try Folder()
        try folder.write(Model.bytes(), to: "model")
        for command in [Self.train, Self.evaluate, Self.predict, Self.explain] {
            let result = try App.run(command.replacing("t.csv", with: "."), in: folder)
            expectFailure(result, ". cannot be read: Is a directory")
        }
    }

    @Test("Standard input may be empty or closed, and standard output full or gone")
    func streams() throws {
        let folder = try Folder()
        try folder.write(Model.bytes(), to: "model")
        expectFailure(
            try App.run("predict --model model", in: folder), "standard input is empty; expected a header and rows")
        expectFailure(
            try App.shell("$APP predict --model model <&-", in: folder),
            "standard input cannot be read: Bad file descriptor")
        for command in ["train --lesson --epochs 1", "train --epochs 1 --json", "explain --model model", "--help"] {
            let full = try App.shell("$APP \(command) > /dev/full", in: folder)
            expectFailure(full, "standard output cannot be written: No space left on device")
            let closed = try App.shell("$APP \(command) >&-", in: folder)
            expectFailure(closed, "standard output cannot be written: Bad file descriptor")
            // The shell answers for `head`; the app ends in silence, by the signal.
            let head = try App.shell("$APP \(command) | head -n 1", in: folder)
            #expect(head.errors == "" && head.status == 0 && head.output.split(separator: "\n").count == 1)
        }
        #expect(try folder.names == ["model"])
    }

    private func check(_ file: BadFile, _ command: String) throws {
        let folder = try Folder()
        try folder.write(Model.bytes(), to: "model")
        if let bytes = try file.bytes() { try folder.write(bytes, to: "t.csv") }
        let before = try folder.names
        expectFailure(try App.run(command, in: folder), "t.csv\(file.message)")
        #expect(try folder.names == before)
    }
}
