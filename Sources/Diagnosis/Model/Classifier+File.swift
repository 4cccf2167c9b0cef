import Data
import FoundationEssentials
import NN
import Serialization
import Tensor

// The model file: one safetensors file, with the tensors of the network and the scaler, and the rest as JSON in its metadata.
extension Classifier {
    private static let format = "kindling.cancer-classifier"
    private static let version = "2"

    /// Writes the classifier to a file, which is whole or not there.
    ///
    /// - Throws: ``/Serialization/SafetensorsError`` where it cannot be written.
    public func write(to path: String) throws {
        var tensors = [
            "scaler.mean": scaler.mean, "scaler.scale": scaler.scale, "imputer.values": imputer?.values,
            "range.minimum": range?.minimum, "range.maximum": range?.maximum,
        ].compactMapValues(\.self)
        for (index, member) in members.enumerated() {
            for (name, tensor) in member.stateDict { tensors["members.\(index).\(name)"] = tensor.detached() }
        }
        var metadata = ["format": Classifier.format, "version": Classifier.version, "threshold": "\(threshold)"]
        metadata["members"] = "\(members.count)"
        metadata["features"] = try JSON.text(features)
        metadata["recipe"] = try recipe.map { try JSON.text($0) }
        metadata["record"] = try record.map { try JSON.text($0) }
        try Safetensors.write(tensors, metadata: metadata, to: path)
    }

    /// Reads a file of this version or of version 1.
    ///
    /// - Throws: ``FileError`` or ``/Serialization/SafetensorsError`` where it is not such a file.
    public init(reading path: String) throws {
        var (tensors, metadata) = try Safetensors.read(path)
        func fail(_ problem: String) -> FileError { FileError(file: path, problem: problem) }

        guard metadata["format"] == Classifier.format else { throw fail("not a model of this app") }
        let version = metadata["version"] ?? ""
        guard version == "1" || version == Classifier.version else {
            throw fail("format version \(version.debugDescription), expected \"1\" or \(Classifier.version.debugDescription)")
        }
        guard let text = metadata["features"], let features = try? JSON.value([String].self, text),
            !features.isEmpty, Set(features).count == features.count
        else { throw fail("no list of features") }
        guard let threshold = metadata["threshold"].flatMap(Double.init), threshold > 0, threshold < 1 else {
            throw fail("no threshold between 0 and 1")
        }
        func vector(_ name: String) throws(FileError) -> Tensor? {
            guard let tensor = tensors.removeValue(forKey: name) else { return nil }
            if tensor.shape != [features.count] {
                throw fail("\(name) has shape \(tensor.shape), expected [\(features.count)]")
            }
            return tensor.to(.float64)
        }
        guard let mean = try vector("scaler.mean"), let scale = try vector("scaler.scale") else { throw fail("no scaler") }
        let scaler: StandardScaler
        do { scaler = try StandardScaler(mean: mean, scale: scale) } catch { throw fail("\(error)") }
        let range: (Tensor, Tensor)? =
            if let minimum = try vector("range.minimum"), let maximum = try vector("range.maximum") { (minimum, maximum) } else
            { nil }
        let imputer = try vector("imputer.values").map(Imputer.init)

        var (recipe, record): (Recipe?, TrainingRecord?)
        if version != "1" {
            guard let text = metadata["recipe"], let value = try? JSON.value(Recipe.self, text) else { throw fail("no recipe") }
            recipe = value
            record = metadata["record"].flatMap { try? JSON.value(TrainingRecord.self, $0) }
        }
        let architecture = (recipe ?? Recipe()).architecture
        // In version 1 there is one member, whose tensors have no prefix.
        let count = version == "1" ? 1 : metadata["members"].flatMap { Int($0) } ?? 0
        guard count > 0, count <= max(tensors.count, 1) else { throw fail("no number of members") }
        let prefixes = version == "1" ? [""] : (0..<count).map { "members.\($0)." }
        var members: [any Network] = []
        for prefix in prefixes {
            let network = architecture.network(features: features.count)
            var state: [String: Tensor] = [:]
            for (name, tensor) in tensors where name.hasPrefix(prefix) {
                state[String(name.dropFirst(prefix.count))] = tensor
                tensors[name] = nil
            }
            do { try network.load(state) } catch { throw fail(count == 1 ? "\(error)" : "member \(members.count): \(error)") }
            for (name, tensor) in network.stateDict where !tensor.isFinite().all().item(as: Bool.self) {
                throw fail("\(prefix)\(name) has elements that are not finite")
            }
            members.append(network)
        }
        if let name = tensors.keys.min() { throw fail("unexpected tensor \(name.debugDescription)") }
        self.init(
            members: members, features: features, imputer: imputer, scaler: scaler, range: range, threshold: threshold,
            recipe: recipe, record: record)
    }
}
