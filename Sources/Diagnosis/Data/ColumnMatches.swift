import Data

/// Which columns of a file hold the features, the identifier and the diagnosis.
struct ColumnMatches: Sendable {
    /// The column of each feature, in the features' order.
    let features: [String]
    /// The column that identifies rows.
    let identifier: String?
    /// The column of diagnoses.
    let diagnosis: String?
    /// The columns that are none of these.
    let others: [String]

    /// Finds them by their names (``ColumnNames``), whatever their order.
    ///
    /// - Parameters:
    ///   - names: the features, as a model or the data that ships with this library calls them.
    ///   - needsDiagnosis: whether a file without a diagnosis is an error.
    init(_ table: Table, features names: [String], needsDiagnosis: Bool) throws(DataError) {
        /// What columns of one meaning share.
        func key(_ name: String) -> String { ColumnNames.normalized(ColumnNames.feature(name) ?? name) }
        var positions: [String: Int] = [:]
        for (position, name) in names.enumerated() { positions[key(name)] = position }
        let exact = Set(names).intersection(table.columns)
        var features: [String?] = names.map { exact.contains($0) ? $0 : nil }
        var (identifier, diagnosis, others): (String?, String?, [String]) = (nil, nil, [])

        func set(_ found: inout String?, _ column: String, _ meaning: String) throws(DataError) {
            if let found { throw DataError(file: table.name, .sameMeaning(found, column, meaning: meaning)) }
            found = column
        }
        let identifiers = Set(ColumnNames.identifiers.map(ColumnNames.normalized))
        let diagnoses = Set(ColumnNames.diagnoses.map(ColumnNames.normalized))
        for column in table.columns where !exact.contains(column) {
            let name = ColumnNames.normalized(column)
            if let position = positions[key(column)] {
                try set(&features[position], column, names[position])
            } else if identifiers.contains(name) {
                try set(&identifier, column, ColumnNames.identifiers[0])
            } else if diagnoses.contains(name) {
                try set(&diagnosis, column, Diagnoses.column)
            } else {
                others.append(column)
            }
        }

        func missing(_ column: String, _ synonyms: [String]) -> DataError {
            DataError(file: table.name, .missingColumn(column, similar: Spelling.closest(of: others, to: synonyms)))
        }
        if needsDiagnosis && diagnosis == nil { throw missing(Diagnoses.column, ColumnNames.diagnoses) }
        for (name, column) in zip(names, features) where column == nil {
            throw missing(name, ColumnNames.synonyms(of: ColumnNames.feature(name) ?? name))
        }
        self.features = features.compactMap(\.self)
        (self.identifier, self.diagnosis, self.others) = (identifier, diagnosis, others)
    }
}
