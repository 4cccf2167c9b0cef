import Data
import Tensor

/// Rows by what they are for, drawn at random with the class proportions of the whole: int64 indices.
public struct RowSplit: Sendable {
    /// The rows that networks are trained on.
    public let train: Tensor
    /// The rows that early stopping monitors.
    public let validation: Tensor?
    /// The rows by which probabilities are calibrated and prediction sets are made.
    public let calibration: Tensor?
    /// The rows that judge the trained classifier.
    public let test: Tensor?

    /// Splits rows as a recipe needs them.
    ///
    /// - Parameters:
    ///   - diagnoses: all rows.
    ///   - rows: the indices of those that are split; all where nil.
    ///   - testFraction: the fraction of the rows that is the test set; nil for none.
    ///   - recipe: says which other sets there are, of the other rows: first those for calibration, then of the rest those for validation.
    ///   - generator: the source of randomness.
    /// - Throws: ``FileError``, worded in terms of the data, where a set would have no row of a class.
    public init(
        _ diagnoses: Diagnoses, rows: Tensor? = nil, testFraction: Double? = nil, for recipe: Recipe, generator: Generator
    ) throws(FileError) {
        var rest = rows
        func take(_ fraction: Double?, for part: String) throws(FileError) -> Tensor? {
            guard let fraction else { return nil }
            let (train, taken) = try RowSplit.split(diagnoses, rest, fraction, part, generator)
            defer { rest = rest.map { $0[train] } ?? train }
            return rest.map { $0[taken] } ?? taken
        }
        test = try take(testFraction, for: "test")
        calibration = try take(recipe.needsCalibrationRows ? recipe.calibrationFraction : nil, for: "calibration")
        validation = try take(recipe.ensemble == nil ? recipe.validationFraction : nil, for: "validation")
        train = rest ?? Tensor(Array(0..<diagnoses.count), shape: [diagnoses.count])
    }

    /// Takes a fraction of all rows, or of some, for one of the sets; indices are into these.
    private static func split(
        _ diagnoses: Diagnoses, _ rows: Tensor?, _ fraction: Double, _ part: String, _ generator: Generator
    ) throws(FileError) -> (train: Tensor, test: Tensor) {
        let labels = rows.map { diagnoses.labels[$0] } ?? diagnoses.labels
        do throws(SplitError) {
            return try stratifiedSplit(labels, testFraction: fraction, generator: generator)
        } catch {
            func name(_ label: Double) -> String { Diagnoses.names[Int(label)] }
            let problem =
                switch error {
                case .noRows: "no rows below the header"
                case .oneClass(let label, let count):
                    "all \(count) rows are \(name(label)); training needs benign and malignant ones"
                case .tooFewRows(let label, _, let empty):
                    "too few \(name(label)) rows (\(diagnoses.count(of: label))): these fractions leave none for the "
                        + "\(empty == "test" ? part : empty) set"
                case .fraction, .labelIsNaN: "\(error)"
                }
            throw FileError(file: diagnoses.name, problem: problem)
        }
    }
}
