import Diagnosis
import Foundation
import Kindling
import Testing

@Suite("Model files")
struct ModelFileTests {
    static let recipes: [(name: String, recipe: Recipe)] = [
        ("logistic", .with { $0.epochs = 2 }),
        ("interactions, calibrated", .with { ($0.architecture, $0.calibrates, $0.epochs) = (.interactions, true, 2) }),
        (
            "mlp ensemble with everything",
            .with {
                $0.architecture = .mlp(hidden: [5, 3], dropout: 0.2)
                ($0.ensemble, $0.calibrates, $0.coverage, $0.imputes, $0.epochs) = (3, true, 0.8, true, 2)
                ($0.threshold, $0.augmentation, $0.schedule) = (.missedCost(biopsies: 20), .mixup(alpha: 0.3), .cosine)
            }
        ),
    ]

    private static func file(_ recipe: Recipe) throws -> Safetensors.Contents {
        let classifier = try recipe.fit(shippedDiagnoses(), generator: Generator(seed: 1))
        return try withFile { path in
            try classifier.write(to: path)
            return try Safetensors.read(path)
        }
    }

    private static func withFile<R>(_ body: (String) throws -> R) throws -> R {
        let path = FileManager.default.temporaryDirectory.appending(path: "model-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try body(path)
    }

    private static func read(_ contents: Safetensors.Contents) throws -> Classifier {
        try withFile { path in
            try Safetensors.write(contents.tensors, metadata: contents.metadata, to: path)
            return try Classifier(reading: path)
        }
    }

    @Test("A classifier that is written and read predicts the same bits, and knows how it was trained", arguments: recipes)
    func roundTrip(_ name: String, recipe: Recipe) throws {
        let diagnoses = try shippedDiagnoses()
        let written = try recipe.fit(diagnoses, generator: Generator(seed: 1))
        let read = try Self.withFile { path in
            try written.write(to: path)
            return try Classifier(reading: path)
        }
        func bits(_ classifier: Classifier) -> [Double] {
            classifier.probabilities(diagnoses.measurements).probabilities.array(of: Double.self)
        }
        #expect(bits(read) == bits(written) && read.threshold == written.threshold)
        #expect(read.calibration == written.calibration && read.predictionSets == written.predictionSets)
        #expect(read.recipe == recipe && read.record == written.record && read.features == written.features)
    }

    @Test("A file of version 1 is read: one logistic regression, whose tensors have no prefix")
    func firstVersion() throws {
        var contents = try Self.file(Self.recipes[0].recipe)
        let expected = try Self.read(contents)
        for (name, tensor) in contents.tensors {
            contents.tensors[name] = nil
            if name.hasPrefix("range.") { continue }
            contents.tensors[name.replacingOccurrences(of: "members.0.", with: "")] = tensor
        }
        contents.metadata = contents.metadata.filter { ["format", "features", "threshold"].contains($0.key) }
        contents.metadata["version"] = "1"
        let classifier = try Self.read(contents)
        #expect(classifier.memberWeights == expected.memberWeights && classifier.recipe == nil && classifier.record == nil)
        #expect(classifier.threshold == 0.5 && classifier.range == nil)
    }

    static let breakages: [(message: String, change: @Sendable (inout Safetensors.Contents) -> Void)] = [
        ("no number of members", { $0.metadata["members"] = "0" }),
        ("no number of members", { $0.metadata["members"] = "99999999999" }),
        ("unexpected tensor \"members.2.layers.0.bias\"", { $0.metadata["members"] = "2" }),
        ("unexpected tensor \"members\"", { $0.tensors["members"] = .zeros([1]) }),
        ("calibration cannot be read", { $0.metadata["calibration"] = "{\"slope\":1}" }),
        ("no coverage between 0 and 1", { $0.metadata["coverage"] = "1" }),
        ("no scores for the coverage", { $0.tensors["scores.benign"] = nil }),
        ("no scores for the coverage", { $0.tensors["scores.benign"] = .zeros([3, 1]) }),
        ("unexpected tensor \"scores.benign\"", { $0.metadata["coverage"] = nil }),
        (
            "scores: ConformalClassifier: a score must be in [0, 1], got nan (index [0, 1])",
            { $0.tensors["scores.benign"] = Tensor([0.5, Double.nan]) }
        ),
        ("no recipe", { $0.metadata["recipe"] = nil }),
        ("recipe cannot be read", { $0.metadata["recipe"] = "{}" }),
        (
            "recipe: hidden must be 1 to 8 sizes of 1 to 1024, got [5, 1000000000]",
            { $0.metadata["recipe"]?.replace("[5,3]", with: "[5,1000000000]") }
        ),
        (
            "recipe: hidden must be 1 to 8 sizes of 1 to 1024, got [-5]",
            { $0.metadata["recipe"]?.replace("[5,3]", with: "[-5]") }
        ),
        ("recipe cannot be read", { $0.metadata["recipe"]?.replace("[5,3]", with: "[5e40]") }),
        (
            "recipe: dropout must be at least 0 and less than 1, got 1.5",
            { $0.metadata["recipe"]?.replace("\"dropout\":0.2", with: "\"dropout\":1.5") }
        ),
        ("recipe cannot be read", { $0.metadata["recipe"]?.replace("\"dropout\":0.2", with: "\"dropout\":nan") }),
        ("recipe cannot be read", { $0.metadata["recipe"]?.replace("cosine", with: "sine") }),
        ("range.minimum has elements that are not finite", { $0.tensors["range.minimum"] = .full([30], Double.nan) }),
        ("imputer.values has elements that are not finite", { $0.tensors["imputer.values"] = .full([30], Double.infinity) }),
        ("record cannot be read", { $0.metadata["record"] = "[]" }),
        ("no threshold between 0 and 1", { $0.metadata["threshold"] = "1.1" }),
    ]

    @Test("A broken field is said in one line", arguments: breakages)
    func broken(_ message: String, change: @Sendable (inout Safetensors.Contents) -> Void) throws {
        var contents = try Self.file(Self.recipes[2].recipe)
        change(&contents)
        let error = #expect(throws: FileError.self) { try Self.read(contents) }
        #expect(error?.problem == message)
    }

    @Test("Products need scales above 0")
    func scales() throws {
        var contents = try Self.file(Self.recipes[1].recipe)
        contents.tensors["members.0.products.scale"] = .zeros([435])
        let error = #expect(throws: FileError.self) { try Self.read(contents) }
        #expect(error?.problem == "members.0.products.scale has elements that are not positive")
    }

    @Test("Files with any part changed at random are read or refused, and never end the process")
    func fuzzed() throws {
        let files = try Self.recipes.map { try Self.file($0.recipe) }
        let generator = Generator(seed: 9)
        func random(_ count: Int) -> Int { Tensor.integers([1], to: count, generator: generator).item(as: Int.self) }
        let texts = ["", "0", "-1", "nan", "1e400", "{}", "[]", "null", "\"", "9223372036854775808", "[[[[", "\u{0}"]
        let shapes: [Shape] = [[], [0], [1], [30], [1, 30], [2, 0], [30, 1], [1, 1, 1]]
        var refused = 0
        for round in 0..<400 {
            var contents = files[round % files.count]
            let names = contents.tensors.keys.sorted()
            let keys = contents.metadata.keys.sorted()
            let (name, key) = (names[random(names.count)], keys[random(keys.count)])
            switch random(6) {
            case 0: contents.tensors[name] = nil
            case 1:
                contents.tensors[name] = .full(
                    shapes[random(shapes.count)], [0, -1, 1e300, Double.nan][random(4)], dtype: .float64)
            case 2: contents.tensors[name + ["", ".", ".x", "0"][random(4)]] = .zeros([3])
            case 3: contents.metadata[key] = texts[random(texts.count)]
            case 4:
                var text = Array(contents.metadata[key] ?? "")
                if !text.isEmpty { text[random(text.count)] = Array("0919-.e[]{}\",:xN")[random(16)] }
                contents.metadata[key] = String(text)
            default:
                let text = contents.metadata[key] ?? ""
                contents.metadata[key] = String(text.prefix(random(text.count + 1)))
            }
            do {
                let classifier = try Self.read(contents)
                _ = classifier.probabilities(.ones([2, classifier.features.count], dtype: .float64))
                _ = classifier.memberSpread(.ones([2, classifier.features.count], dtype: .float64))
            } catch is FileError { refused += 1 } catch is SafetensorsError { refused += 1 }
        }
        #expect(refused > 200)
    }
}
