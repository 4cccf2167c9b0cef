import Data
import Diagnosis
import Tensor
import Testing

@Suite("Rows of a file that are read by name")
struct RowReaderTests {
    private static func changed(_ change: @escaping (inout [[String]]) -> Void) -> String {
        var cells = ShippedText.table()
        change(&cells)
        return ShippedText.text(cells)
    }

    private static func diagnoses(_ values: [String], column: String = "diagnosis") -> String {
        changed { cells in
            cells[0][0] = column
            for row in 1..<cells.count { cells[row][0] = values[row % values.count] }
        }
    }

    private static let coded =
        ": 0 and 1 do not say which of them is malignant: scikit-learn codes malignant as 0, most others as 1; "
        + "--positive 0 or --positive 1 says it"

    static let broken: [(text: String, options: RowReader.Options, message: String)] = [
        (
            changed { $0[0][3] = "mean perimetre" }, .init(),
            "t.csv has no column \"mean perimeter\"; did you mean it by \"mean perimetre\"?"
        ),
        (
            changed { $0[0][3] = "perimeter_maen" }, .init(),
            "t.csv has no column \"mean perimeter\"; did you mean it by \"perimeter_maen\"?"
        ),
        (changed { $0[0][0] = "diagnossis" }, .init(), "t.csv has no column \"diagnosis\"; did you mean it by \"diagnossis\"?"),
        (changed { $0[0][3] = "height" }, .init(), "t.csv has no column \"mean perimeter\""),
        (
            changed { cells in cells = cells.enumerated().map { $1 + [$0 == 0 ? "radius_mean" : "1"] } }, .init(),
            "t.csv: the columns \"mean radius\" and \"radius_mean\" are both \"mean radius\""
        ),
        (
            changed { cells in cells = cells.enumerated().map { ["\($0 == 0 ? "Mean_Radius" : "1")"] + $1 } }, .init(),
            "t.csv: the columns \"mean radius\" and \"Mean_Radius\" are both \"mean radius\""
        ),
        (
            changed { cells in cells = cells.enumerated().map { $1 + [$0 == 0 ? "target" : "1"] } }, .init(),
            "t.csv: the columns \"diagnosis\" and \"target\" are both \"diagnosis\""
        ),
        (
            changed { cells in cells = cells.enumerated().map { $1 + ($0 == 0 ? ["id", "Patient ID"] : ["1", "2"]) } }, .init(),
            "t.csv: the columns \"id\" and \"Patient ID\" are both \"id\""
        ),
        (
            changed { cells in cells = cells.enumerated().map { $1 + [$0 == 0 ? "height" : "1"] } }, .init(isStrict: true),
            "t.csv: unknown column \"height\""
        ),
        (diagnoses(["0", "1"], column: "target"), .init(), "t.csv, column \"target\"\(coded)"),
        (diagnoses(["1"]), .init(), "t.csv, column \"diagnosis\"\(coded)"),
        (diagnoses(["0.0", "1.0"]), .init(), "t.csv, column \"diagnosis\"\(coded)"),
        (
            diagnoses(["no", "yes"]), .init(),
            "t.csv, column \"diagnosis\": \"yes\", \"no\" do not say which of them is malignant; --positive says it"
        ),
        (diagnoses(["x"]), .init(), "t.csv, row 1, column \"diagnosis\": \"x\" is not one of \"B\", \"M\""),
        (diagnoses(["M", "B", "1"]), .init(), "t.csv, row 2, column \"diagnosis\": \"1\" is not one of \"B\", \"M\""),
        (
            diagnoses(["0", "1"]), .init(positive: "2"),
            "t.csv: --positive \"2\" matches no row: column \"diagnosis\" holds \"1\", \"0\""
        ),
        (diagnoses(["0"]), .init(positive: "1"), "t.csv: --positive \"1\" matches no row: column \"diagnosis\" holds \"0\""),
        (
            diagnoses(["0", "1", "2"]), .init(positive: "1"),
            "t.csv, row 3, column \"diagnosis\": \"0\" is a third value beside \"1\", \"2\"; with --positive there must be two"
        ),
        (diagnoses(["0", "1", ""]), .init(positive: "1"), "t.csv, row 2, column \"diagnosis\": \"\" is not one of \"1\""),
        (diagnoses(["B", "M"]), .init(positive: "benign"), "t.csv: --positive \"benign\" names the benign diagnosis"),
        (
            changed { cells in
                cells[3][4] = ""
                cells[17][4] = " NA"
                cells[5][1] = "?"
            }, .init(),
            "t.csv: 3 missing cells: \"mean radius\" 1, \"mean area\" 2; train --impute median makes a model that fills them in"
        ),
        (
            changed { $0[17][4] = "x" }, .init(acceptsMissing: true),
            "t.csv, row 17, column \"mean area\": \"x\" is not a number"
        ),
        (changed { $0 = [$0[0]] }, .init(), "t.csv: no rows below the header"),
    ]

    @Test("that do not fit are refused", arguments: broken.indices)
    func refused(index: Int) throws {
        let (text, options, message) = Self.broken[index]
        let error = #expect(throws: (any Error).self) {
            try Diagnoses(CSV.read(text: text, name: "t.csv", options: RowReader.csvOptions), options)
        }
        #expect(error.map { "\($0)" } == message)
    }

    @Test("with missing cells are NaN where that is accepted, and are counted")
    func missing() throws {
        let text = Self.changed { cells in
            cells[3][4] = ""
            cells[5][1] = "nan"
        }
        let table = try CSV.read(text: text, name: "t.csv", options: RowReader.csvOptions)
        let diagnoses = try Diagnoses(table, RowReader.Options(acceptsMissing: true))
        let isMissing = diagnoses.measurements.isNaN()
        #expect(isMissing.to(.int64).sum().item(as: Int.self) == 2)
        #expect(isMissing[2, 3].item(as: Bool.self) && isMissing[4, 0].item(as: Bool.self))
        #expect(diagnoses.notes == ["t.csv: 40 rows; 2 missing cells; \(diagnoses.malignant) of 40 malignant"])
    }

    @Test("come before an invalid one, and missing cells are counted to the end of the file")
    func parts() throws {
        let text = Self.changed { cells in
            cells[13][4] = ""
            cells[39][4] = "?"
        }
        let tables = try (0..<4).map { part in
            let lines = text.split(separator: "\n")
            let rows = lines[(1 + 10 * part)..<(11 + 10 * part)]
            return try CSV.read(
                text: ([lines[0]] + rows).joined(separator: "\n"), name: "t.csv", options: RowReader.csvOptions)
        }
        var reader = RowReader(features: ColumnNames.features, RowReader.Options(readsDiagnoses: false))
        #expect(try reader.read(tables[0]).problem == nil)
        let (rows, problem) = try reader.read(tables[1])
        #expect(problem is DataError && rows.measurements.shape == [2, 30])
        let error = reader.missingCells(in: tables[2...].map { .success($0) })
        #expect(error?.problem == .missingCells([.init(column: "mean area", count: 2)]))
    }

    @Test("of a model with names of its own are found without case and spaces")
    func otherFeatures() throws {
        let table = try CSV.read(text: "Tumour_Size,ID,shape factor,mean_radius\n1,a,2,3\n", name: "t.csv")
        var reader = RowReader(
            features: ["shape factor", "tumour size", "radius_mean"], RowReader.Options(readsDiagnoses: false))
        let rows = try reader.read(table).rows
        #expect(rows.measurements.array(of: Int.self) == [2, 1, 3] && rows.identifiers == ["a"] && rows.labels == nil)
        #expect(reader.notes == ["t.csv: 1 row; other names for 2 of 3 features; ID carried through"])
    }

    @Test("have known names, each for one feature")
    func names() {
        #expect(ColumnNames.features.count == 30 && Set(ColumnNames.features).count == 30)
        #expect(ColumnNames.features == Array(ShippedText.cells[0].dropFirst()))
        for names in [
            ShippedText.cells[0], ShippedText.kaggleNames(ShippedText.cells[0]), ShippedText.uciNames(ShippedText.cells[0]),
        ] {
            #expect(names.dropFirst().map(ColumnNames.feature) == ColumnNames.features)
        }
        #expect(ColumnNames.feature("height") == nil && ColumnNames.feature("radius") == nil)
    }

    @Test("are far outside the training range where they are five standard deviations beyond it")
    func outOfRange() throws {
        let diagnoses = try Diagnoses(CSV.read(text: ShippedText.text(ShippedText.table()), name: "t.csv"))
        var recipe = Recipe()
        recipe.epochs = 1
        recipe.validationFraction = nil
        let classifier = try recipe.fit(diagnoses, generator: Generator(seed: 1))
        #expect(classifier.outOfRange(diagnoses.measurements).allSatisfy { $0.isEmpty })
        let (mean, scale) = (classifier.scaler.mean[1].item(), classifier.scaler.scale[1].item())
        let range = try #require(classifier.range)
        for (value, isFar) in [
            (range.maximum[1].item() + 4.9 * scale, false), (range.maximum[1].item() + 5.1 * scale, true),
            (range.minimum[1].item() - 4.9 * scale, false), (range.minimum[1].item() - 5.1 * scale, true),
        ] {
            var rows = diagnoses.measurements[..<2]
            rows[1, 1] = Tensor(value, dtype: .float64)
            let found = classifier.outOfRange(rows)
            #expect(found[0].isEmpty && found[1].count == (isFar ? 1 : 0))
            if let one = found[1].first {
                #expect(one.feature == "mean texture" && one.value == value)
                #expect(abs(one.deviations - (value - mean) / scale) < 1e-9)
            }
        }
    }
}
