import Tensor
import Training

extension Recipe {
    /// Trains a classifier; what it learns comes from these rows alone: the imputation, the scaler, the weights and the epoch at which
    /// training stops.
    ///
    /// - Parameters:
    ///   - diagnoses: the data.
    ///   - rows: the indices of the rows to learn from; all where nil.
    ///   - generator: the source of randomness.
    /// - Throws: ``FileError`` where the rows do not suffice, ``Divergence`` where the learning rate is too large.
    public func fit(_ diagnoses: Diagnoses, rows: Tensor? = nil, generator: Generator) throws -> Classifier {
        let split = try RowSplit(diagnoses, rows: rows, validationFraction: validationFraction, generator: generator.split())
        let standardized = try StandardizedRows(diagnoses, train: split.train, imputes: imputes)
        let training = NetworkTraining(
            self, standardized, train: split.train, monitored: split.validation, generator: generator)
        let result = try training.train(training.run())
        return Classifier(
            members: [training.network], standardized, features: diagnoses.features, recipe: self,
            record: TrainingRecord(diagnoses, result))
    }
}
