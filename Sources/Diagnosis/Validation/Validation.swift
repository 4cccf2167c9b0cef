import Data
import Metrics
import Tensor

/// What cross-validation finds out about a way to make classifiers: everything that is learnt from data is learnt anew for each fold, from
/// the other folds' rows alone.
///
/// ```swift
/// let validation = try recipe.validate(diagnoses, by: CrossValidation(folds: 10, repeats: 10, seed: 42))
/// print(validation.figures.auroc.mean ?? .nan, validation.calibration.slope.mean ?? .nan)
/// ```
public struct Validation: Encodable, Sendable {
    /// The data.
    public let data: Patients
    /// How the rows were dealt.
    public let crossValidation: CrossValidation
    /// Every row's predictions, one in each repeat.
    public let predictions: HeldOutPredictions
    /// How well classes and probabilities are predicted.
    public let figures: ValidationFigures
    /// How far probabilities agree with what patients have.
    public let calibration: ValidationCalibration
    /// What deciding by the models is worth.
    public let decisions: ValidationDecisions
    /// Whether prediction sets keep their promise; nil where the models make none.
    public let coverage: ValidationCoverage?
    /// What the models look at.
    public let importance: ValidationImportance
    /// Whether more patients would help.
    public let learningCurve: LearningCurve

    /// How often each model's held-out rows are permuted for each group of features.
    private static let permutations = 5

    /// Cross-validates.
    ///
    /// - Parameters:
    ///   - diagnoses: the data.
    ///   - crossValidation: how the rows are dealt.
    ///   - progress: is called when a model of `crossValidation.models` is done, with how many are; by one thread at a time.
    ///   - fit: makes a model from the rows with these indices, int64 and ascending, and from a source of randomness. It is called by
    ///     several threads at the same time.
    /// - Throws: ``FileError`` where there are too few rows or a row is too large for a model, and what `fit` throws.
    public init(
        of diagnoses: Diagnoses, by crossValidation: CrossValidation, progress: @Sendable (_ done: Int) -> Void = { _ in },
        fit: @Sendable (_ rows: Tensor, _ generator: Generator) throws -> FittedModel
    ) throws {
        try crossValidation.check(diagnoses)
        let groups = try FeatureGroups(diagnoses)
        let folds = try crossValidation.map(diagnoses, progress: progress) { split in
            try FoldResult(split, diagnoses, groups, permutations: Validation.permutations, fit)
        }
        data = Patients(diagnoses)
        self.crossValidation = crossValidation
        let predictions = HeldOutPredictions(diagnoses, crossValidation.repeats, folds)
        self.predictions = predictions
        figures = try ValidationFigures(predictions)
        calibration = try ValidationCalibration(predictions)
        decisions = try ValidationDecisions(predictions)
        coverage = folds[0].coverage.flatMap { ValidationCoverage(predictions, level: $0) }
        importance = ValidationImportance(
            groups, diagnoses.features, permutations: Validation.permutations, repeats: crossValidation.repeats,
            models: folds.map { ($0.repeatIndex, $0.rows.count, $0.rises, $0.weights) })
        learningCurve = try LearningCurve(predictions.isMalignant, FoldResult.learningCurves(folds, predictions))
    }

    private enum CodingKeys: String, CodingKey {
        case data, crossValidation, figures, calibration, decisions, coverage, importance, learningCurve
    }

    /// Whose data it is.
    public struct Patients: Encodable, Hashable, Sendable {
        /// The file's name.
        public let name: String
        /// ``Diagnoses/checksum``.
        public let checksum: String
        /// The number of patients, n of every figure.
        public let count: Int
        /// The number of malignant ones.
        public let malignant: Int
        /// The share of malignant ones, at which PPV and NPV hold.
        public let prevalence: Double

        init(_ diagnoses: Diagnoses) {
            (name, checksum) = (diagnoses.name, diagnoses.checksum)
            (count, malignant) = (diagnoses.count, diagnoses.malignant)
            prevalence = Double(malignant) / Double(count)
        }

        private enum CodingKeys: String, CodingKey { case name, checksum, count = "patients", malignant, prevalence }
    }
}

extension Recipe {
    /// Cross-validates the classifiers that this recipe makes.
    ///
    /// - Throws: as ``Validation/init(of:by:progress:fit:)`` and ``fit(_:rows:generator:)``.
    public func validate(
        _ diagnoses: Diagnoses, by crossValidation: CrossValidation, progress: @Sendable (_ done: Int) -> Void = { _ in }
    ) throws -> Validation {
        try Validation(of: diagnoses, by: crossValidation, progress: progress) { rows, generator in
            FittedModel(try fit(diagnoses, rows: rows, generator: generator))
        }
    }
}
