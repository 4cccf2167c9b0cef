import Access

/// Records predictions before they are answered.
///
/// A recorder that fails refuses the prediction: none leaves unrecorded.
public protocol PredictionRecorder: Sendable {
    /// Returns when the predictions are on the disk.
    func record(_ predictions: RecordedPredictions) async throws
}

/// What is recorded of a request.
public struct RecordedPredictions: Sendable {
    /// The request's id.
    public let requestID: String
    /// Who asked.
    public let identity: Identity
    /// The interface that was asked: the route's path.
    public let interface: String
    /// The model that answered.
    public let model: LoadedModel
    /// The measurements, a row after the other, in the order of the model's features.
    public let measurements: [Double]
    /// What was answered.
    public let predictions: [Prediction]
}
