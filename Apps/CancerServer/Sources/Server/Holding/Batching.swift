import Synchronization
import Tensor

/// Predicts the single rows of several requests together, a queue for each model that is asked.
final class Batching: Sendable {
    private let rows: Int
    private let delay: Duration
    private let queues = Mutex<[String: BatchQueue<Double>]>([:])

    init(rows: Int, delay: Duration) {
        self.rows = rows
        self.delay = delay
    }

    /// The probability of a row's malignancy.
    ///
    /// - Throws: ``Problem`` where the row is too large for the model.
    func probability(of row: [Double], _ model: LoadedModel) async throws -> Double {
        try await queue(of: model).output(of: row)
    }

    private func queue(of model: LoadedModel) -> BatchQueue<Double> {
        queues.withLock { queues in
            if let queue = queues[model.sha256] { return queue }
            // Models that were replaced are forgotten; a queue lives as long as a row waits in it.
            if queues.count == 16 { queues = [:] }
            let classifier = model.classifier
            let queue = BatchQueue<Double>(rows: rows, delay: delay) { rows in
                let tensor = Tensor(rows.flatMap(\.self), shape: [rows.count, classifier.features.count])
                let (probabilities, badRow) = classifier.probabilities(tensor)
                if badRow != nil { throw LoadedModel.tooLarge(row: 1) }
                return probabilities.array(of: Double.self)
            }
            queues[model.sha256] = queue
            return queue
        }
    }
}
