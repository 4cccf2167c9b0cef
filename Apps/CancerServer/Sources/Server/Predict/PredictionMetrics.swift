import Metrics
import Synchronization

/// Counts predictions by model, version and diagnosis.
final class PredictionMetrics: Sendable {
    private struct Key: Hashable {
        let name: String
        let version: String
    }

    private let factory: any MetricsFactory
    private let counters = Mutex<[Key: [Counter]]>([:])

    init(factory: any MetricsFactory) { self.factory = factory }

    func add(_ predictions: [Prediction], of model: LoadedModel) {
        let counters = counters.withLock { counters in
            let key = Key(name: model.name, version: model.version)
            if let known = counters[key] { return known }
            let made = ["benign", "malignant"].map { diagnosis in
                Counter(
                    label: "predictions_total",
                    dimensions: [("model", model.name), ("version", model.version), ("diagnosis", diagnosis)], factory: factory)
            }
            counters[key] = made
            return made
        }
        let malignant = predictions.count(where: \.isMalignant)
        if malignant > 0 { counters[1].increment(by: malignant) }
        if malignant < predictions.count { counters[0].increment(by: predictions.count - malignant) }
    }
}
