import Data
import Diagnosis
import Tensor
import Testing

@Suite("The data in the forms in which people have it")
struct DataFormTests {
    struct Form: CustomTestStringConvertible {
        let testDescription: String
        /// What is understood, after the name and the number of rows; nil where nothing is said.
        let understood: String?
        var hasIdentifiers = false
        var positive: String?
        var warning: String?
        let bytes: @Sendable () -> [UInt8]
    }

    private static func text(_ cells: [[String]]) -> [UInt8] { Array(ShippedText.text(cells).utf8) }

    private static func named(_ names: ([String]) -> [String]) -> [[String]] {
        ShippedText.table { cells, row in row == 0 ? names(cells) : cells }
    }

    private static func spelled(_ diagnosis: [String: String], column: String = "diagnosis") -> [[String]] {
        ShippedText.table { cells, row in [row == 0 ? column : diagnosis[cells[0]] ?? ""] + cells.dropFirst() }
    }

    private static func decimalCommas(_ delimiter: String) -> String {
        ShippedText.text(
            ShippedText.table { cells, _ in cells.map { $0.replacing(".", with: ",") } }, delimiter: delimiter)
    }

    static let forms: [Form] = [
        Form("the shipped form", nil) { text(ShippedText.table()) },
        Form("a byte-order mark and CRLF", nil) {
            Array(("\u{FEFF}" + ShippedText.text(ShippedText.table(), end: "\r\n")).utf8)
        },
        Form("another order", nil) { text(ShippedText.table { cells, _ in cells.reversed() }) },
        Form("Kaggle's, whose header ends in a comma", "; Kaggle's names; id carried through", hasIdentifiers: true) {
            var cells = ShippedText.numbered(named(ShippedText.kaggleNames), "id")
            cells[0] = cells[0].map { "\"\($0)\"" } + [""]
            return text(cells)
        },
        Form(
            "Kaggle's, written again by pandas", "; Kaggle's names; id carried through; \"Unnamed: 32\" is empty",
            hasIdentifiers: true
        ) {
            let cells = ShippedText.numbered(named(ShippedText.kaggleNames), "id")
            return text(cells.enumerated().map { $1 + [$0 == 0 ? "Unnamed: 32" : ""] })
        },
        Form(
            "UCI's, without a header", "; no header, columns as in UCI's wdbc.data; id carried through", hasIdentifiers: true
        ) { text(Array(ShippedText.numbered(ShippedText.table(), "").dropFirst())) },
        Form("UCI's Python package", "; names of UCI's Python package") {
            text(named { ShippedText.uciNames($0).map { $0 == "diagnosis" ? "Diagnosis" : $0 } })
        },
        Form(
            "scikit-learn's frame", "; target is the diagnosis; \"0\" is malignant", positive: "0",
            warning: "t.csv: column \"column_1\" is not used"
        ) {
            let cells = spelled(["M": "0", "B": "1"], column: "target")
            return text(cells.enumerated().map { ["\($0 == 0 ? "" : "\($0)")"] + $1.dropFirst() + $1.prefix(1) })
        },
        Form("one for malignant", "; class is the diagnosis; \"1\" is malignant", positive: "1") {
            text(spelled(["M": "1.0", "B": "0.0"], column: "class"))
        },
        Form("words", "; diagnoses are spelled \"Benign\", \"malignant\"") {
            text(spelled(["M": " malignant ", "B": "Benign"]))
        },
        Form("lower case", "; diagnoses are spelled \"b\", \"m\"") { text(spelled(["M": "m ", "B": "b"])) },
        Form("spaces around diagnoses", nil) { text(spelled(["M": "M ", "B": " B"])) },
        Form("other words", "; \"YES\" is malignant", positive: "YES") { text(spelled(["M": "yes", "B": "no"])) },
        Form("a malignant that is said", "; \"malignant\" is malignant", positive: "malignant") {
            text(ShippedText.table())
        },
        Form("upper case and underscores", "; other names for 30 of 30 features") {
            text(named { $0.map { $0.uppercased().replacing(" ", with: "_") } })
        },
        Form("hyphens and dots", "; other names for 1 of 30 features; \"Patient-ID\" carried through", hasIdentifiers: true) {
            text(
                ShippedText.numbered(
                    named { $0.map { $0 == "worst concave points" ? "Worst.Concave-Points" : $0 } }, "Patient-ID"))
        },
        Form("semicolons and decimal commas", ", semicolons and decimal commas") { Array(decimalCommas(";").utf8) },
        Form("tabs", ", tabs") { Array(ShippedText.text(ShippedText.table(), delimiter: "\t").utf8) },
        Form("quoted decimal commas", ", decimal commas") {
            text(ShippedText.table { cells, _ in cells.map { "\"" + $0.replacing(".", with: ",") + "\"" } })
        },
        Form("UTF-16, low byte first", ", semicolons and decimal commas, UTF-16") { ShippedText.utf16(decimalCommas(";")) },
        Form("UTF-16, high byte first", ", tabs and decimal commas, UTF-16") {
            ShippedText.utf16(decimalCommas("\t"), bigEndian: true)
        },
        Form(
            "semicolons without a header",
            ", semicolons and decimal commas; no header, columns as in UCI's wdbc.data; id carried through",
            hasIdentifiers: true
        ) {
            let cells = ShippedText.numbered(ShippedText.table(), "").dropFirst().map {
                $0.map { $0.replacing(".", with: ",") }
            }
            return Array(ShippedText.text(cells, delimiter: ";").utf8)
        },
    ]

    @Test("hold the same rows, and what was understood is said", arguments: forms)
    func same(_ form: Form) throws {
        let shipped = try Diagnoses(CSV.read(text: ShippedText.text(ShippedText.table()), name: "t.csv"))
        let table = try CSV.read(bytes: form.bytes(), name: "t.csv", options: RowReader.csvOptions)
        let found = try Diagnoses(table, RowReader.Options(positive: form.positive))
        #expect(found.features == shipped.features && found.checksum == shipped.checksum)
        #expect(found.identifiers == (form.hasIdentifiers ? (0..<40).map { "\(842302 + $0)" } : nil))
        let malignant = shipped.malignant
        let line = form.understood.map { "t.csv: 40 rows\($0); \(malignant) of 40 malignant" }
        #expect(found.notes == [line, form.warning].compactMap(\.self))
    }

    @Test("train to the same bits", arguments: forms.indices.filter { $0 % 4 == 3 })
    func training(index: Int) throws {
        func weights(_ bytes: [UInt8], _ options: RowReader.Options) throws -> [Double] {
            let table = try CSV.read(bytes: bytes, name: "t.csv", options: RowReader.csvOptions)
            var recipe = Recipe()
            recipe.epochs = 2
            let classifier = try recipe.fit(Diagnoses(table, options), generator: Generator(seed: 1))
            return try #require(classifier.linear).weights
        }
        let form = Self.forms[index]
        let expected = try weights(Self.text(ShippedText.table()), RowReader.Options())
        #expect(try weights(form.bytes(), RowReader.Options(positive: form.positive)) == expected)
    }
}

extension DataFormTests.Form {
    init(
        _ description: String, _ understood: String?, hasIdentifiers: Bool = false, positive: String? = nil,
        warning: String? = nil, _ bytes: @escaping @Sendable () -> [UInt8]
    ) {
        self.init(
            testDescription: description, understood: understood, hasIdentifiers: hasIdentifiers, positive: positive,
            warning: warning, bytes: bytes)
    }
}
