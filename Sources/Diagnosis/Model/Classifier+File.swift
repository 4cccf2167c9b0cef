import Data
import FoundationEssentials
import Metrics
import NN
import Serialization
import Tensor

// The model file: one safetensors file, with the tensors of the networks and the scaler, and the rest as JSON in its metadata.
extension Classifier {
    private static let format = "kindling.cancer-classifier"
    private static let version = "2"
    /// The tensors with the scores of the calibration rows of each class.
    private static let scores = Diagnoses.names.map { "scores." + $0 }

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
        for (name, scores) in zip(Classifier.scores, predictionSets?.conformal.scores ?? []) {
            tensors[name] = Tensor(scores, shape: [scores.count], dtype: .float64)
        }
        var metadata = ["format": Classifier.format, "version": Classifier.version, "threshold": "\(threshold)"]
        metadata["members"] = "\(members.count)"
        metadata["features"] = try JSON.text(features)
        metadata["calibration"] = try calibration.map { try JSON.text($0) }
        metadata["coverage"] = predictionSets.map { "\($0.coverage)" }
        metadata["recipe"] = try recipe.map { try JSON.text($0) }
        metadata["record"] = try record.map { try JSON.text($0) }
        try Safetensors.write(tensors, metadata: metadata, to: path)
    }

    /// Reads a file of this version or of version 1.
    ///
    /// - Throws: ``FileError`` or ``/Serialization/SafetensorsError`` where it is not such a file.
    public init(reading path: String) throws {
        let (tensors, metadata) = try Safetensors.read(path)
        do {
            try self.init(tensors, metadata)
        } catch let problem as Problem {
            throw FileError(file: path, problem: problem.description)
        }
    }

    /// What is wrong with a file.
    private struct Problem: Error {
        let description: String
        init(_ description: String) { self.description = description }
    }

    private init(_ tensors: [String: Tensor], _ metadata: [String: String]) throws {
        guard metadata["format"] == Classifier.format else { throw Problem("not a model of this app") }
        let version = metadata["version"] ?? ""
        guard version == "1" || version == Classifier.version else {
            throw Problem(
                "format version \(version.debugDescription), expected \"1\" or \(Classifier.version.debugDescription)")
        }
        guard let text = metadata["features"], let features = try? JSON.value([String].self, text), !features.isEmpty,
            Set(features).count == features.count
        else { throw Problem("no list of features") }
        guard let threshold = metadata["threshold"].flatMap(Double.init), threshold > 0, threshold <= 1 else {
            throw Problem("no threshold between 0 and 1")
        }
        var rest = tensors
        func vector(_ name: String) throws(Problem) -> Tensor? {
            guard let tensor = rest.removeValue(forKey: name) else { return nil }
            if tensor.shape != [features.count] {
                throw Problem("\(name) has shape \(tensor.shape), expected [\(features.count)]")
            }
            return tensor.to(.float64)
        }
        guard let mean = try vector("scaler.mean"), let scale = try vector("scaler.scale") else { throw Problem("no scaler") }
        let scaler: StandardScaler
        do { scaler = try StandardScaler(mean: mean, scale: scale) } catch { throw Problem("\(error)") }
        let (minimum, maximum) = (try vector("range.minimum"), try vector("range.maximum"))
        let imputer = try vector("imputer.values")
        for (name, values) in [("range.minimum", minimum), ("range.maximum", maximum), ("imputer.values", imputer)] {
            if let values, !values.isFinite().all().item(as: Bool.self) {
                throw Problem("\(name) has elements that are not finite")
            }
        }

        var (recipe, record): (Recipe?, TrainingRecord?)
        if version != "1" {
            guard let value: Recipe = try Classifier.value("recipe", metadata) else { throw Problem("no recipe") }
            do { try value.check() } catch { throw Problem("recipe: \(error)") }
            (recipe, record) = (value, try Classifier.value("record", metadata))
        }
        let calibration: PlattScaling? = try Classifier.value("calibration", metadata)
        let predictionSets = try Classifier.predictionSets(taking: &rest, metadata)
        let members = try Classifier.members(
            (recipe ?? Recipe()).architecture, features: features.count, rest, version: version, count: metadata["members"])
        self.init(
            members: members, features: features, imputer: imputer.map(Imputer.init), scaler: scaler,
            range: minimum.flatMap { minimum in maximum.map { (minimum, $0) } }, recipe: recipe, record: record)
        (self.threshold, self.calibration, self.predictionSets) = (threshold, calibration, predictionSets)
    }

    /// What a key of the metadata holds as JSON; nil where there is no such key.
    private static func value<Value: Decodable>(_ key: String, _ metadata: [String: String]) throws(Problem) -> Value? {
        guard let text = metadata[key] else { return nil }
        do { return try JSON.value(Value.self, text) } catch { throw Problem("\(key) cannot be read") }
    }

    private static func predictionSets(
        taking tensors: inout [String: Tensor], _ metadata: [String: String]
    ) throws(Problem) -> PredictionSets? {
        guard let text = metadata["coverage"] else { return nil }
        guard let coverage = Double(text), coverage > 0, coverage < 1 else { throw Problem("no coverage between 0 and 1") }
        let scores = scores.map { tensors.removeValue(forKey: $0) }
        guard scores.allSatisfy({ $0?.rank == 1 }) else { throw Problem("no scores for the coverage") }
        do throws(InputError) {
            let conformal = try ConformalClassifier(scores: scores.map { $0?.array(of: Double.self) ?? [] })
            return PredictionSets(coverage: coverage, conformal)
        } catch { throw Problem("scores: \(error)") }
    }

    /// The networks that tensors hold; there may be no other tensors.
    private static func members(
        _ architecture: Architecture, features: Int, _ tensors: [String: Tensor], version: String, count: String?
    ) throws(Problem) -> [any Network] {
        if let problem = architecture.problem(features: features) { throw Problem(problem) }
        // In version 1 there is one member, whose tensors have no prefix.
        if version == "1" { return [try network(architecture, features: features, tensors, prefix: "")] }
        guard let count = count.flatMap({ Int($0) }), count > 0, count <= max(tensors.count, 1) else {
            throw Problem("no number of members")
        }
        let prefixes = (0..<count).map { "members.\($0)." }
        var states = Dictionary(uniqueKeysWithValues: prefixes.map { ($0, [String: Tensor]()) })
        for (name, tensor) in tensors.sorted(by: { $0.key < $1.key }) {
            let dots = name.indices.filter { name[$0] == "." }.prefix(2)
            let prefix = dots.count == 2 ? String(name[...dots[1]]) : ""
            if states[prefix] == nil { throw Problem("unexpected tensor \(name.debugDescription)") }
            states[prefix]?[String(name.dropFirst(prefix.count))] = tensor
        }
        var members: [any Network] = []
        for prefix in prefixes {
            do { members.append(try network(architecture, features: features, states[prefix] ?? [:], prefix: prefix)) } catch {
                throw count == 1 ? error : Problem("\(prefix.dropLast()): \(error.description)")
            }
        }
        return members
    }

    private static func network(
        _ architecture: Architecture, features: Int, _ state: [String: Tensor], prefix: String
    ) throws(Problem) -> any Network {
        let network = architecture.network(features: features)
        do { try network.load(state) } catch { throw Problem("\(error)") }
        for (name, tensor) in network.stateDict where !tensor.isFinite().all().item(as: Bool.self) {
            throw Problem("\(prefix)\(name) has elements that are not finite")
        }
        if let scale = (network as? InteractionRegression)?.products.scale, !(scale .> 0).all().item(as: Bool.self) {
            throw Problem("\(prefix)products.scale has elements that are not positive")
        }
        return network
    }
}
