import Data
import Tensor

/// Which texts of a column mean malignant, and which benign.
struct DiagnosisCoding: Sendable {
    /// The known spellings by label, in lower case; the first is the one that stands for all.
    private static let spellings = [["b", "benign"], ["m", "malignant"]]

    /// What is said to be malignant; nil where the known spellings apply.
    private let positive: (text: String, meaning: String)?
    /// The texts that were found, without those that mean the same.
    private var found: [(text: String, meaning: String)] = []
    /// The spellings that were found, up to a few.
    private(set) var texts: [String] = []

    init(positive: String?) { self.positive = positive.map { ($0, Self.meaning($0)) } }

    /// The labels of the cells of a column, float32 `[rows, 1]`, 1 for malignant. The rows follow those of the calls before.
    mutating func labels(_ table: Table, column: String) throws -> Tensor {
        let cells = try table.strings(column: column)
        let meanings = cells.map(Self.meaning)
        for (text, meaning) in zip(cells.map(\.trimmed), meanings) {
            if texts.count < 8 && !texts.contains(text) { texts.append(text) }
            if found.count < 3 && !found.contains(where: { $0.meaning == meaning }) { found.append((text, meaning)) }
        }
        let labels =
            try positive.map { try self.labels(table, column, cells, meanings, positive: $0) }
            ?? knownLabels(table, column, cells, meanings)
        return Tensor(labels, shape: [labels.count, 1])
    }

    /// Throws unless a row had the text that is said to be malignant.
    func finish(_ name: String, column: String) throws(DataError) {
        guard let positive, !found.isEmpty, !found.contains(where: { $0.meaning == positive.meaning }) else { return }
        throw DataError(file: name, .positiveMatchesNoRow(positive.text, column: column, values: found.map(\.text)))
    }

    /// The labels of texts of which one is said to be malignant; there may be one other.
    private func labels(
        _ table: Table, _ column: String, _ cells: [String], _ meanings: [String], positive: (text: String, meaning: String)
    ) throws -> [Float] {
        if positive.meaning == Self.spellings[0][0] { throw DataError(file: table.name, .positiveIsBenign(positive.text)) }
        let other = found.first { $0.meaning != positive.meaning }
        for (index, meaning) in meanings.enumerated() where meaning != positive.meaning {
            let row = table.rows.lowerBound + index + 1
            if meaning.isEmpty { throw unknown(table, row, column, cells[index], [positive.text]) }
            if let other, other.meaning != meaning {
                let problem = DataError.Problem.thirdDiagnosis(
                    row: row, column: column, cell: cells[index].trimmed, others: [positive.text, other.text])
                throw DataError(file: table.name, problem)
            }
        }
        return meanings.map { $0 == positive.meaning ? 1 : 0 }
    }

    /// The labels of texts with a known meaning.
    private func knownLabels(
        _ table: Table, _ column: String, _ cells: [String], _ meanings: [String]
    ) throws -> [Float] {
        let known = Self.spellings.map { $0[0] }
        let labels = meanings.map { known.firstIndex(of: $0) }
        guard let index = labels.firstIndex(of: nil) else { return labels.map { $0 == 1 ? 1 : 0 } }
        let values = Set(meanings)
        if values.isSubset(of: ["0", "1"]) { throw DataError(file: table.name, .codedDiagnoses(column: column)) }
        if values.count == 2, values.isDisjoint(with: known + [""]) {
            throw DataError(file: table.name, .unknownDiagnoses(column: column, values: found.prefix(2).map(\.text)))
        }
        throw unknown(table, table.rows.lowerBound + index + 1, column, cells[index], Diagnoses.classes)
    }

    private func unknown(_ table: Table, _ row: Int, _ column: String, _ cell: String, _ classes: [String]) -> CSVError {
        CSVError(file: table.name, .unknownClass(row: row, column: column, cell: cell, classes: classes))
    }

    /// What texts of the same meaning share: `M` and `malignant`, 1 and 1.0.
    private static func meaning(_ text: String) -> String {
        let text = text.trimmed.lowercased()
        // 1.0 and 1 are one number, whose text is shorter.
        if let number = Double(text), number.isFinite { return Int(exactly: number).map { "\($0)" } ?? "\(number)" }
        return spellings.first { $0.contains(text) }?[0] ?? text
    }
}
