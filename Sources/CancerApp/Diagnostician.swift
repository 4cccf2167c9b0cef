import FoundationEssentials
import Diagnosis
import Kindling

/// The contents of a model file: a classifier, and everything needed to apply it to raw measurements.
struct Diagnostician {
    let model: CancerClassifier
    let scaler: StandardScaler
    let features: [String]
    let threshold: Double
    /// How the model was trained, for human readers.
    var training: [String: String] = [:]

    /// Standardized measurements, float32.
    func standardized(_ measurements: Tensor) -> Tensor { scaler.transform(measurements).to(.float32) }

    /// The probability of malignancy of each row of raw measurements, up to the first row that is too large for the model, and
    /// the index of that row.
    func probabilities(_ measurements: Tensor) -> (probabilities: Tensor, badRow: Int?) {
        let probabilities = evaluating { model(standardized(measurements)) }
        let badRow = probabilities.array(of: Double.self).firstIndex(where: \.isNaN)
        return (badRow.map { probabilities[..<$0] } ?? probabilities, badRow)
    }

    func isMalignant(_ probability: Double) -> Bool { probability >= threshold }

    var weights: [Double] { model.linear.weight.array(of: Double.self) }
    var bias: Double { model.linear.bias?.item() ?? 0 }

    /// The features by descending importance: since measurements are standardized, weights are comparable.
    var importance: [(feature: String, weight: Double)] {
        zip(features, weights).map { ($0, $1) }.sorted { abs($0.1) > abs($1.1) }
    }

    func evaluation(_ data: TensorDataset) -> Evaluation {
        var evaluation = Evaluation(threshold: threshold)
        evaluation.add(evaluating { model(data.features) }, data.labels)
        return evaluation
    }
}

// The model file: one safetensors file.
extension Diagnostician {
    private static let format = "kindling.cancer-classifier"
    private static let version = "1"

    func write(to path: String) throws {
        let tensors = [
            "linear.weight": model.linear.weight.detached(), "linear.bias": model.linear.bias?.detached(),
            "scaler.mean": scaler.mean, "scaler.scale": scaler.scale,
        ].compactMapValues(\.self)
        var metadata = training
        metadata["format"] = Diagnostician.format
        metadata["version"] = Diagnostician.version
        metadata["features"] = String(decoding: try JSONEncoder().encode(features), as: UTF8.self)
        metadata["threshold"] = "\(threshold)"
        try Interruption.deferred { try Safetensors.write(tensors, metadata: metadata, to: path) }
    }

    init(reading path: String) throws {
        var (tensors, metadata) = try Safetensors.read(path)
        func fail(_ problem: String) -> FileError { FileError(file: path, problem: problem) }

        guard metadata["format"] == Diagnostician.format else { throw fail("not a model of this app") }
        let version = metadata["version"] ?? ""
        guard version == Diagnostician.version else {
            throw fail("format version \(version.debugDescription), expected \(Diagnostician.version.debugDescription)")
        }
        guard let text = metadata["features"], let features = try? JSONDecoder().decode([String].self, from: Data(text.utf8)),
            !features.isEmpty, Set(features).count == features.count
        else { throw fail("no list of features") }
        guard let threshold = metadata["threshold"].flatMap(Double.init), threshold > 0, threshold < 1 else {
            throw fail("no threshold between 0 and 1")
        }
        guard let mean = tensors.removeValue(forKey: "scaler.mean"), let scale = tensors.removeValue(forKey: "scaler.scale")
        else {
            throw fail("no scaler")
        }
        for (name, tensor) in [("scaler.mean", mean), ("scaler.scale", scale)] where tensor.shape != [features.count] {
            throw fail("\(name) has shape \(tensor.shape), expected [\(features.count)]")
        }
        model = CancerClassifier(features: features.count)
        do { try model.load(tensors) } catch { throw fail("\(error)") }
        for (name, tensor) in model.stateDict where !tensor.isFinite().all().item(as: Bool.self) {
            throw fail("\(name) has elements that are not finite")
        }
        do { scaler = try StandardScaler(mean: mean, scale: scale) } catch { throw fail("\(error)") }
        self.features = features
        self.threshold = threshold
        training = metadata
    }
}
