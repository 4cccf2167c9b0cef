import CWisconsin
import Kindling

/// Rows of measurements with their diagnoses. Malignant is the positive class, 1.
struct Diagnoses {
    static let column = "diagnosis"
    /// The classes by label, as spelled in files.
    static let classes = ["B", "M"]
    static let names = ["benign", "malignant"]

    /// The file's name.
    let name: String
    /// The measured columns.
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

    /// A file's rows; it must have a diagnosis and these features, and no other column.
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
