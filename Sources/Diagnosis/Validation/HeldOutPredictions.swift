import Tensor

/// What models say of rows that they have not seen: for each repeat of a cross-validation, one prediction of every row.
public struct HeldOutPredictions: Sendable {
    /// One repeat: every row, predicted once.
    public struct Repeat: Sendable {
        /// The fold in which each row was held out, counted from 0.
        public internal(set) var folds: [Int]
        /// Each row's probability of malignancy.
        public internal(set) var probabilities: [Double]
        /// The threshold of the model that predicted the row.
        public internal(set) var thresholds: [Double]
        /// The classes that each row may be of, benign and malignant, by that model's conformal prediction; nil where it has none.
        public internal(set) var sets: [PredictionSet]?

        /// Whether each row is called malignant: its probability is at least the threshold.
        public var decisions: [Bool] { zip(probabilities, thresholds).map { $0 >= $1 } }

        init(rows: Int, hasSets: Bool) {
            folds = [Int](repeating: 0, count: rows)
            probabilities = [Double](repeating: .nan, count: rows)
            thresholds = probabilities
            sets = hasSets ? [PredictionSet](repeating: PredictionSet(), count: rows) : nil
        }
    }

    /// Whether each row is malignant.
    public let isMalignant: [Bool]
    /// What identifies each row, if the file says it.
    public let identifiers: [String]?
    /// The repeats.
    public let repeats: [Repeat]

    /// The mean probability of each row over the repeats, and the mean threshold: what an ensemble of as many models as there are
    /// repeats predicts, none of which has seen the row.
    public var averaged: (probabilities: [Double], thresholds: [Double]) {
        func mean(_ values: (Repeat) -> [Double]) -> [Double] {
            var sums = [Double](repeating: 0, count: isMalignant.count)
            for one in repeats { for (row, value) in values(one).enumerated() { sums[row] += value } }
            return sums.map { $0 / Double(repeats.count) }
        }
        return (mean(\.probabilities), mean(\.thresholds))
    }

    /// One line for each row of each repeat, with a header: anyone can compute every figure again.
    ///
    /// The columns are row, repeat and fold, counted from 1; the identifier, where there is one; the diagnosis, the probability of
    /// malignancy, the threshold and the decision; and the classes of the conformal prediction set, where there is one. Diagnoses are
    /// spelled as in the data that ships with this library. Numbers have as many digits as tell them from all others.
    public var csv: String {
        let hasSets = repeats.first?.sets != nil
        var header = ["row", "repeat", "fold", "diagnosis", "probability", "threshold", "decision"]
        if identifiers != nil { header.insert("id", at: 1) }
        if hasSets { header.append("set") }
        var text = header.joined(separator: ",") + "\n"
        for (number, one) in repeats.enumerated() {
            let decisions = one.decisions
            for row in isMalignant.indices {
                text += "\(row + 1)"
                if let identifiers { text += "," + CSVText.cell(identifiers[row]) }
                text += ",\(number + 1),\(one.folds[row] + 1),\(Diagnoses.classes[isMalignant[row] ? 1 : 0])"
                text += ",\(one.probabilities[row]),\(one.thresholds[row]),\(Diagnoses.classes[decisions[row] ? 1 : 0])"
                if let sets = one.sets { text += "," + sets[row].classes.joined(separator: " ") }
                text += "\n"
            }
        }
        return text
    }
}

/// The classes that a row may be of.
public struct PredictionSet: Hashable, Sendable {
    /// Whether the row may be benign.
    public var hasBenign = false
    /// Whether the row may be malignant.
    public var hasMalignant = false

    /// A set of none, one or both classes.
    public init(hasBenign: Bool = false, hasMalignant: Bool = false) {
        (self.hasBenign, self.hasMalignant) = (hasBenign, hasMalignant)
    }

    /// The sets of conformal prediction: bool `[rows, 2]`, benign and malignant.
    public static func all(_ members: Tensor) -> [PredictionSet] {
        let members = members.array(of: Bool.self)
        return stride(from: 0, to: members.count, by: 2).map {
            PredictionSet(hasBenign: members[$0], hasMalignant: members[$0 + 1])
        }
    }

    /// How many classes it holds.
    public var count: Int { (hasBenign ? 1 : 0) + (hasMalignant ? 1 : 0) }

    /// Whether it holds a class.
    public func contains(malignant: Bool) -> Bool { malignant ? hasMalignant : hasBenign }

    /// Its classes, as spelled in files.
    var classes: [String] { (hasBenign ? [Diagnoses.classes[0]] : []) + (hasMalignant ? [Diagnoses.classes[1]] : []) }
}

/// How a text is written into a CSV file.
enum CSVText {
    /// Quoted where it must be.
    static func cell(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { !",\"\n\r".utf8.contains($0) } && !text.hasPrefix(" ") && !text.hasSuffix(" ")
        return isPlain ? text : "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
