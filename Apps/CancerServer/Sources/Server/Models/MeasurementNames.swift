import StrictJSON

/// Finds a model's measurements by the names that requests give them.
struct MeasurementNames: Sendable {
    /// The model's names, in the order of its columns.
    let features: [String]
    private let utf8: [[UInt8]]
    private let indices: [String: Int]

    init(_ features: [String]) {
        self.features = features
        utf8 = features.map { Array($0.utf8) }
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
        if hint < utf8.count, name.equals(utf8[hint]) { return hint }
        return index(of: try name.string())
    }

    /// The column of a name, as the model spells it or with other case, spaces or underscores.
    func index(of name: String) -> Int? { indices[name] ?? indices[Self.plain(name)] }

    private static func plain(_ name: String) -> String { name.lowercased().filter { $0 != " " && $0 != "_" && $0 != "-" } }
}
