import Data
import Tensor

/// Where a run is: what a checkpoint holds beside the parts.
struct RunState<Row: TrainingRow>: Codable, Sendable {
    /// The epoch that goes on, or the last one that was finished.
    var epoch: Int
    /// The steps of all epochs.
    var step: Int
    /// The loops of the epoch that goes on, in the order in which they began: the position of each, nil where it is finished. Nil
    /// between two epochs.
    var loops: [LoaderPosition?]?
    /// The number of steps of the epoch's counting loop, where its loader knows it.
    var stepsOfLoop: Int?
    /// The steps that the epoch's counting loop has made.
    var stepInLoop: Int
    /// The row of the epoch that goes on.
    var row: Row
    /// How many epochs have their records in files.
    var epochsInFiles: Int
    /// The records of the other ones.
    var history: [EpochRecord<Row>]
    /// The states of the callbacks by name, as JSON.
    var callbacks: [String: String]
    var loaderGenerators: [LoaderGenerators.Saved]
    /// The epoch of the best weights, which are parts of their own.
    var bestEpoch: Int?
    /// What shapes the computation, and must be the same when the run is resumed.
    var settings: [String: String]
}

/// The settings alone, which are compared first: the row of another program's run has another form.
struct RunSettings: Decodable {
    let settings: [String: String]
}
