import CWisconsin
import Data
import Tensor

/// Rows of measurements with their diagnoses. Malignant is the positive class, 1.
public struct Diagnoses: Sendable {
    /// The name of the column that holds the diagnosis.
    public static let column = "diagnosis"
    /// The classes by label, as spelled in the data that ships with this library.
    public static let classes = ["B", "M"]
    /// The classes by label, in words.
    public static let names = ["benign", "malignant"]

    /// The file's name.
    public let name: String
    /// The measured columns.
    public let features: [String]
    /// float64 `[rows, features]`, NaN for a missing cell
    public let measurements: Tensor
    /// float32 `[rows, 1]`, 1 where the tumour is malignant
    public let labels: Tensor
    /// The text that identifies each row, such as a patient's number, which is never a feature; nil where the file has none.
    public let identifiers: [String]?
    /// What to tell a user about the file: what was understood, where it is not of the form of the shipped data, and columns
    /// that are not used.
    public let notes: [String]

    /// The number of rows.
    public var count: Int { labels.shape[0] }
    /// The number of malignant rows.
    public var malignant: Int { Int(labels.sum().item()) }

    /// Tells other contents from these, however they are spelled and whatever the file's name is (FNV-1a by words of 64 bits).
    public var checksum: String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        func add(_ word: UInt64) { hash = (hash ^ word) &* 0x100_0000_01b3 }
        for name in features {
            for byte in name.utf8 { add(UInt64(byte)) }
            add(.max)
        }
        for tensor in [measurements, labels] { tensor.withElements(of: Double.self) { for x in $0 { add(x.bitPattern) } } }
        return String(hash, radix: 16)
    }

    /// The number of rows with a label, 0 or 1.
    public func count(of label: Double) -> Int { label == 1 ? malignant : count - malignant }

    /// The data that ships with this library: Breast Cancer Wisconsin (Diagnostic), 569 tumours (CC BY 4.0).
    public static func shipped() throws(CSVError) -> Table {
        var length = 0
        let start = wisconsin_csv(&length)
        return try CSV.read(bytes: Array(UnsafeBufferPointer(start: start, count: length)), name: "wdbc.csv")
    }

    /// The rows of a file in any of the forms that people have (``RowReader``).
    ///
    /// ```swift
    /// let diagnoses = try Diagnoses(reading: "data.csv")
    /// for note in diagnoses.notes { print(note) }     // data.csv: 569 rows; Kaggle's names; id carried through; ...
    /// ```
    ///
    /// - Throws: `CSVError`, `DataError` or `FileError`.
    public init(
        reading path: String, features: [String] = ColumnNames.features, _ options: RowReader.Options = RowReader.Options()
    ) throws {
        try self.init(CSV.read(path, options: RowReader.csvOptions), features: features, options)
    }

    /// The rows of a table, which must have a diagnosis and these features.
    ///
    /// - Throws: `CSVError`, `DataError` or `FileError`.
    public init(
        _ table: Table, features: [String] = ColumnNames.features, _ options: RowReader.Options = RowReader.Options()
    ) throws {
        var options = options
        options.readsDiagnoses = true
        var reader = RowReader(features: features, options)
        let (rows, problem) = try reader.read(table)
        if let problem { throw problem }
        try reader.finish()
        (name, self.features, measurements, identifiers) = (table.name, features, rows.measurements, rows.identifiers)
        labels = rows.labels ?? .zeros([rows.measurements.shape[0], 1])
        notes = reader.notes
    }

    /// A file's rows with the features of the shipped data.
    public init(_ table: Table, like shipped: Table) throws {
        try self.init(table, features: shipped.columns.filter { $0 != Diagnoses.column })
    }
}
