import Tensor
import Training

/// How a classifier was trained, for human readers: the data and the epochs.
public struct TrainingRecord: Codable, Hashable, Sendable {
    /// How one network was trained.
    public struct Member: Codable, Hashable, Sendable {
        /// The epoch whose weights were kept, counted from 1.
        public var epoch: Int
        /// The mean loss of each epoch's batches.
        public var losses: [Double]
        /// The loss of the rows that early stopping monitored, of each epoch; empty without early stopping.
        public var monitoredLosses: [Double]
    }

    /// The name of the file with the data.
    public var data: String
    /// ``Diagnoses/checksum`` of the data.
    public var checksum: String
    /// The number of its rows, those that were held out included.
    public var rows: Int
    /// The number of its malignant rows.
    public var malignant: Int
    /// Each network's training; one unless it is an ensemble.
    public var members: [Member]
    /// More that is to be remembered, by the option's name: the seed, for example.
    public var options: [String: String] = [:]

    /// The record of finished trainings.
    public init(_ diagnoses: Diagnoses, _ results: [TrainingResult<EpochRow>]) {
        data = diagnoses.name
        checksum = diagnoses.checksum
        (rows, malignant) = (diagnoses.count, diagnoses.malignant)
        members = results.map { result in
            Member(
                epoch: result.epoch, losses: result.history.compactMap(\.row.loss.value),
                monitoredLosses: result.history.compactMap(\.row.monitoredLoss))
        }
    }
}
