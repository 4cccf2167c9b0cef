import Diagnosis
import Foundation
import Kindling
import Testing

@Suite("A kept training")
struct ResumptionTests {
    static let recipes: [(name: String, recipe: Recipe)] = [
        ("cosine", .with { $0.schedule = .cosine }),
        ("plateau", .with { ($0.schedule, $0.learningRate, $0.patience) = (.plateau, 0.5, 4) }),
        ("one-cycle, noise", .with { ($0.schedule, $0.augmentation) = (.oneCycle, .noise(standardDeviation: 0.1)) }),
        (
            "mlp, dropout, mixup",
            .with { ($0.architecture, $0.augmentation) = (.mlp(hidden: [8, 4], dropout: 0.3), .mixup(alpha: 0.4)) }
        ),
        ("interactions, adamw", .with { ($0.architecture, $0.optimizer, $0.weightDecay) = (.interactions, .adamw, 0.1) }),
        ("muon", .with { ($0.architecture, $0.optimizer) = (.mlp(hidden: [8], dropout: 0), .muon) }),
        ("lbfgs", .with { ($0.optimizer, $0.weightDecay) = (.lbfgs, 0.01) }),
        ("rprop", .with { $0.optimizer = .rprop }),
    ]

    /// Stops a run in the midst of an epoch.
    private struct Stop: Callback {
        let step: Int
        var stepInterval: Int? { 1 }
        func callAsFunction(_ event: TrainingEvent<EpochRow>, _ state: inout NoState) -> Decision {
            event.kind == .step && event.step == step ? .stop("enough") : .proceed
        }
    }

    @Test("Stopped in mid-epoch and resumed, it ends with the same bits", arguments: recipes)
    func resumed(_ name: String, recipe: Recipe) throws {
        let diagnoses = try shippedDiagnoses()
        var recipe = recipe
        recipe.epochs = 9
        let split = try RowSplit(diagnoses, for: recipe, generator: Generator(seed: 1))
        let rows = try recipe.standardizedRows(diagnoses, split)
        func training() -> NetworkTraining {
            NetworkTraining(recipe, rows, monitored: split.validation, generator: Generator(seed: 2))
        }
        let whole = training()
        let expected = try whole.train(whole.run())

        let folder = FileManager.default.temporaryDirectory.appending(path: "diagnosis-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for step in [3, recipe.optimizer.takesAllRows ? 5 : 34] {
            let part = training()
            let result = try part.train(part.run(in: folder) { Stop(step: step) })
            #expect(result.steps == step)
        }
        let rest = training()
        let result = try rest.train(rest.run(in: folder))
        #expect(
            result.steps == expected.steps && result.history.map(\.row.loss.value) == expected.history.map(\.row.loss.value))
        func bits(_ training: NetworkTraining) -> [String: [Float]] {
            training.network.stateDict.mapValues { $0.array(of: Float.self) }
        }
        #expect(bits(rest) == bits(whole))
    }
}
