import Diagnosis
import StrictJSON

/// Finds a model's measurements by the names that requests give them.
struct MeasurementNames: Sendable {
    /// The model's names, in the order of its columns.
    let features: [String]
    /// The names as they are, and with underscores, in UTF-8.
    private let spellings: [(spaces: [UInt8], underscores: [UInt8])]
    private let indices: [String: Int]

    init(_ features: [String]) {
        self.features = features
        spellings = features.map { (Array($0.utf8), Array($0.replacing(" ", with: "_").utf8)) }
        var indices: [String: Int] = [:]
        for (index, feature) in features.enumerated() {
            indices[feature] = index
            indices[Self.plain(feature)] = index
        }
        self.indices = indices
    }

    var count: Int { features.count }

    /// The column of a name; `hint` is the one that is expected.
    func index(of name: JSONName, hint: Int) throws(JSONError) -> Int? {
        if hint < spellings.count, name.equals(spellings[hint].spaces) || name.equals(spellings[hint].underscores) {
            return hint
        }
        return index(of: try name.string())
    }

    /// The column of a name, as the model spells it, as others call the measurement, or with other case, spaces or underscores.
    func index(of name: String) -> Int? {
        indices[name] ?? ColumnNames.feature(name).flatMap { indices[$0] } ?? indices[Self.plain(name)]
    }

    private static func plain(_ name: String) -> String { name.lowercased().filter { $0 != " " && $0 != "_" && $0 != "-" } }
}
