import CWisconsin
import Kindling

/// Rows of measurements with their diagnoses. Positive is malignant: 1.
struct Diagnoses {
    static let column = "diagnosis"
    /// The classes by label, as files write them.
    static let classes = ["B", "M"]
    static let names = ["benign", "malignant"]

    /// What the file was called.
    let name: String
    /// The columns that were measured.
    let features: [String]
    /// float64 `[rows, features]`
    let measurements: Tensor
    /// float32 `[rows, 1]`
    let labels: Tensor

    var count: Int { labels.shape[0] }
    var malignant: Int { Int(labels.sum().item()) }

    func count(of label: Double) -> Int { label == 1 ? malignant : count - malignant }

    /// The data that ships with the app.
    static func shipped() throws(CSVError) -> Table {
        var length = 0
        let start = wisconsin_csv(&length)
        return try CSV.read(bytes: Array(UnsafeBufferPointer(start: start, count: length)), name: "wdbc.csv")
    }

    /// A file with a diagnosis, these features, and no other column.
    init(_ table: Table, features: [String]) throws(CSVError) {
        try table.require(columns: [Diagnoses.column] + features, allowingOthers: false)
        name = table.name
        self.features = features
        measurements = try table.numbers(columns: features)
        labels = try table.labels(column: Diagnoses.column, classes: Diagnoses.classes).to(.float32).unsqueeze(1)
    }

    init(_ table: Table, like shipped: Table) throws(CSVError) {
        try self.init(table, features: shipped.columns.filter { $0 != Diagnoses.column })
    }
}
