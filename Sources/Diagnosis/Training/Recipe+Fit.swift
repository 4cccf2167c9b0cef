import Data
import Metrics
import Tensor
import Training

extension Recipe {
    /// Trains a classifier; what it learns comes from these rows alone: the imputation, the scaler, the weights, the epoch at which
    /// training stops, the calibration and the threshold.
    ///
    /// - Parameters:
    ///   - diagnoses: the data.
    ///   - rows: the indices of the rows to learn from; all where nil.
    ///   - generator: the source of randomness.
    ///   - progress: is called when a member of an ensemble is done, with how many are; by one thread at a time.
    /// - Throws: ``RecipeError`` where settings do not go together, ``FileError`` where the rows do not suffice, ``Divergence`` where the
    ///   learning rate is too large.
    public func fit(
        _ diagnoses: Diagnoses, rows: Tensor? = nil, generator: Generator, progress: @Sendable (_ done: Int) -> Void = { _ in }
    ) throws -> Classifier {
        try check()
        let split = try RowSplit(diagnoses, rows: rows, for: self, generator: generator.split())
        let standardized = try standardizedRows(diagnoses, split)
        let trained: TrainedNetworks
        if ensemble != nil {
            trained = try TrainedNetworks(
                ensemble: self, standardized, generator: generator, name: diagnoses.name, progress: progress)
        } else {
            let training = NetworkTraining(self, standardized, monitored: split.validation, generator: generator)
            trained = TrainedNetworks(
                training, try training.train(training.run()), standardized, validation: split.validation)
        }
        return try classifier(of: trained, diagnoses, split, standardized)
    }

    /// All rows as the recipe's networks see them.
    ///
    /// - Throws: ``FileError`` where there cannot be such a network of these rows.
    public func standardizedRows(_ diagnoses: Diagnoses, _ split: RowSplit) throws(FileError) -> StandardizedRows {
        if let problem = architecture.problem(features: diagnoses.features.count) {
            throw FileError(file: diagnoses.name, problem: problem)
        }
        return try StandardizedRows(diagnoses, train: split.train, imputes: imputes)
    }

    /// A classifier of trained networks: calibrates it, scores prediction sets and chooses the threshold, as the recipe says.
    ///
    /// - Throws: ``FileError`` where the rows do not suffice.
    public func classifier(
        of trained: TrainedNetworks, _ diagnoses: Diagnoses, _ split: RowSplit, _ rows: StandardizedRows
    ) throws(FileError) -> Classifier {
        var classifier = Classifier(
            members: trained.members, rows, features: diagnoses.features, recipe: self,
            record: TrainingRecord(diagnoses, trained.results))
        do throws(InputError) {
            if let calibration = split.calibration.map(rows.all.rows) {
                if calibrates {
                    let logits = classifier.logits(standardized: calibration.features)
                    classifier.calibration = try PlattScaling(fitting: logits, calibration.labels)
                }
                if let coverage {
                    let probabilities = classifier.probabilities(standardized: calibration.features)
                    classifier.predictionSets = PredictionSets(
                        coverage: coverage, try ConformalClassifier(fitting: probabilities, calibration.labels))
                }
            }
            switch threshold {
            case .fixed(let probability): classifier.threshold = probability
            case .missedCost(let biopsies):
                if calibrates {
                    classifier.threshold = calibratedThreshold(missedCost: biopsies)
                } else if let heldOut = trained.heldOut {
                    classifier.threshold =
                        try CostThreshold(heldOut.probabilities, heldOut.labels, missedCost: biopsies).threshold
                }
            }
        } catch {
            throw FileError(file: diagnoses.name, problem: "\(error)")
        }
        if let missing = classifier.predictionSets?.problem {
            throw FileError(file: diagnoses.name, problem: missing)
        }
        return classifier
    }
}
