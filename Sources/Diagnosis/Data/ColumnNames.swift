/// The columns of this data, and what they are called in the files that people have: the one table of names.
///
/// Names are compared in lower case and without spaces, underscores, hyphens, dots and brackets: `Concave Points_mean` and
/// `concave_points-mean` are one name.
///
/// ```swift
/// ColumnNames.feature("radius_mean")      // "mean radius"
/// ColumnNames.feature("concavePoints3")   // "worst concave points"
/// ```
public enum ColumnNames {
    /// Where a name is from.
    enum Origin: Equatable {
        /// The file that ships with this library, and scikit-learn's frame.
        case own
        /// Kaggle's `data.csv`.
        case kaggle
        /// The Python package of the UCI Machine Learning Repository.
        case uci
        /// Other files.
        case other
    }

    /// The quantities that were measured of each nucleus, with other spellings.
    private static let quantities: [(name: String, others: [String])] = [
        ("radius", []),
        ("texture", []),
        ("perimeter", []),
        ("area", []),
        ("smoothness", []),
        ("compactness", []),
        ("concavity", []),
        ("concave points", ["concave pts", "number of concave points"]),
        ("symmetry", []),
        ("fractal dimension", ["fractal dim"]),
    ]

    /// The statistics over an image's nuclei, each with its names in the files; # is the quantity.
    private static let statistics: [[(pattern: String, origin: Origin)]] = [
        [("mean #", .own), ("# mean", .kaggle), ("# 1", .uci), ("average #", .other), ("# average", .other)],
        [
            ("# error", .own), ("# se", .kaggle), ("# 2", .uci), ("error #", .other), ("se #", .other),
            ("# standard error", .other),
            ("standard error #", .other), ("# std error", .other), ("std error #", .other),
        ],
        [("worst #", .own), ("# worst", .kaggle), ("# 3", .uci), ("largest #", .other), ("# largest", .other)],
    ]

    /// The names of the column that identifies a patient or a sample.
    static let identifiers = [
        "id", "id number", "identifier", "patient id", "patient", "patient number", "sample id", "sample", "case id",
        "record id", "sample code number",
    ]

    /// The names of the column that holds the diagnosis.
    static let diagnoses = [Diagnoses.column, "class", "target", "label", "outcome"]

    /// The 30 features in the order of the file that ships with this library.
    public static let features: [String] = statistics.flatMap { names in
        quantities.map { names[0].pattern.replacing("#", with: $0.name) }
    }

    /// The columns of a file without a header, as UCI's `wdbc.data` is.
    static let headerless = [identifiers[0], Diagnoses.column] + features

    /// The feature that a column with this name holds; nil for another name.
    public static func feature(_ name: String) -> String? { known[normalized(name)]?.feature }

    /// Where the name of a feature's column is from; nil for another name.
    static func origin(_ name: String) -> Origin? { known[normalized(name)]?.origin }

    /// All names of a feature; its own alone where it is none of the 30.
    static func synonyms(of feature: String) -> [String] { spellings[feature]?.map(\.name) ?? [feature] }

    /// A name's letters and digits, in lower case.
    static func normalized(_ name: String) -> String { String(name.lowercased().filter { $0.isLetter || $0.isNumber }) }

    /// The names of each of the 30 features.
    private static let spellings: [String: [(name: String, origin: Origin)]] = {
        var spellings: [String: [(name: String, origin: Origin)]] = [:]
        for names in statistics {
            for (quantity, others) in quantities {
                let feature = names[0].pattern.replacing("#", with: quantity)
                spellings[feature] = names.flatMap { pattern, origin in
                    ([quantity] + others).map { (pattern.replacing("#", with: $0), $0 == quantity ? origin : .other) }
                }
            }
        }
        return spellings
    }()

    private static let known: [String: (feature: String, origin: Origin)] = {
        var known: [String: (feature: String, origin: Origin)] = [:]
        for (feature, names) in spellings {
            for (name, origin) in names { known[normalized(name)] = (feature, origin) }
        }
        return known
    }()
}
