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

    /// Tells other contents from these, however they are spelled and whatever the file's name is (FNV-1a by words of 64 bits).
    var checksum: String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        func add(_ word: UInt64) { hash = (hash ^ word) &* 0x100_0000_01b3 }
        for name in features {
            for byte in name.utf8 { add(UInt64(byte)) }
            add(.max)
        }
        for tensor in [measurements, labels] { tensor.withElements(of: Double.self) { for x in $0 { add(x.bitPattern) } } }
        return String(hash, radix: 16)
    }

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
