import ArgumentParser
import Diagnosis
import Kindling

/// The options of all commands that use a model.
struct ModelOptions: ParsableArguments {
    @Option(help: "A model that `train --output` wrote.", transform: path)
    var model: String

    @Flag(help: "Print JSON.")
    var json = false

    func load() throws -> Classifier { try Classifier(reading: model) }
}
