import Metrics
import Tensor

/// What one fold of a cross-validation comes to.
struct FoldResult: Sendable {
    let repeatIndex: Int
    let fold: Int
    /// The held-out rows.
    let rows: [Int]
    let probabilities: [Double]
    let threshold: Double
    let sets: [PredictionSet]?
    /// The coverage that the sets promise.
    let coverage: Double?
    let weights: [Double]?
    /// How much permuting each group of features raises the held-out rows' log loss.
    let rises: [Double]
    /// The number of training rows.
    let trained: Int
    /// What models that were fitted to less rows predict, for each of ``LearningCurve/shares``; nil where there are too few rows to
    /// fit one. Empty but in the first repeat.
    let smaller: [(trained: Int, probabilities: [Double])?]

    init(
        _ split: CrossValidation.Split, _ diagnoses: Diagnoses, _ groups: FeatureGroups, permutations: Int,
        _ fit: (_ rows: Tensor, _ generator: Generator) throws -> FittedModel
    ) throws {
        (repeatIndex, fold) = (split.repeatIndex, split.fold)
        let rows = split.test.array(of: Int.self)
        let (measurements, labels) = (diagnoses.measurements[split.test], diagnoses.labels[split.test])
        func predict(_ model: FittedModel) throws(FileError) -> [Double] {
            let (probabilities, badRow) = model.predict(measurements)
            if let badRow { throw FileError(file: diagnoses.name, tooLargeIn: rows[badRow]) }
            return probabilities.array(of: Double.self)
        }
        let state = split.generator.state
        let model = try fit(split.train, state.derived(by: 0))
        self.rows = rows
        probabilities = try predict(model)
        (threshold, weights, coverage) = (model.threshold, model.weights, model.sets?.coverage)
        sets = try model.sets.map { PredictionSet.all(try $0.members(measurements)) }
        let importance = try PermutationImportance(
            of: groups.columns, measurements, labels, repeats: permutations, generator: state.derived(by: 1)
        ) { model.predict($0).probabilities }
        rises = importance.groups.map(\.mean)
        trained = split.train.count
        smaller =
            try split.repeatIndex > 0
            ? []
            : LearningCurve.shares.enumerated().map { index, share in
                let generator = state.derived(by: 2, UInt64(index))
                guard let part = LearningCurve.subset(split.train, of: diagnoses, share: share, generator),
                    let model = try? fit(part, generator)
                else { return nil }
                return (part.count, try predict(model))
            }
    }

    /// The probabilities of all rows in the first repeat by models that were fitted to a share of the training rows, for each share that
    /// all folds have, and last by those that were fitted to all.
    static func learningCurves(
        _ folds: [FoldResult], _ predictions: HeldOutPredictions
    ) -> [(share: Double, rows: Double, probabilities: [Double])] {
        let first = folds.filter { $0.repeatIndex == 0 }
        func mean(_ counts: [Int]) -> Double { Double(counts.reduce(0, +)) / Double(counts.count) }
        var curves: [(share: Double, rows: Double, probabilities: [Double])] = []
        for (index, share) in LearningCurve.shares.enumerated() {
            let models = first.compactMap { $0.smaller[index] }
            if models.count < first.count { continue }
            var probabilities = predictions.repeats[0].probabilities
            for (fold, model) in zip(first, models) {
                for (row, probability) in zip(fold.rows, model.probabilities) { probabilities[row] = probability }
            }
            curves.append((share, mean(models.map(\.trained)), probabilities))
        }
        return curves + [(1, mean(first.map(\.trained)), predictions.repeats[0].probabilities)]
    }
}

extension HeldOutPredictions {
    /// Puts the folds' rows together.
    init(_ diagnoses: Diagnoses, _ repeats: Int, _ folds: [FoldResult]) {
        let hasSets = folds.allSatisfy { $0.sets != nil }
        var all = [Repeat](repeating: Repeat(rows: diagnoses.count, hasSets: hasSets), count: repeats)
        for fold in folds {
            for (index, row) in fold.rows.enumerated() {
                all[fold.repeatIndex].folds[row] = fold.fold
                all[fold.repeatIndex].probabilities[row] = fold.probabilities[index]
                all[fold.repeatIndex].thresholds[row] = fold.threshold
                if hasSets, let sets = fold.sets { all[fold.repeatIndex].sets?[row] = sets[index] }
            }
        }
        self.init(
            isMalignant: diagnoses.labels.array(of: Double.self).map { $0 == 1 }, identifiers: nil, repeats: all)
    }
}
