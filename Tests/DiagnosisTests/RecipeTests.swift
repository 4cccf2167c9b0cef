import Diagnosis
import Kindling
import Testing

@Suite("Recipes")
struct RecipeTests {
    @Test("Every optimizer lowers the loss of every kind of network", arguments: OptimizerChoice.allCases)
    func optimizers(_ optimizer: OptimizerChoice) throws {
        let diagnoses = try shippedDiagnoses()
        for architecture in NetworksTests.architectures {
            let recipe = Recipe.with {
                $0.optimizer = optimizer
                $0.architecture = architecture
                $0.epochs = 12
                $0.patience = nil
            }
            let classifier = try recipe.fit(diagnoses, generator: Generator(seed: 5))
            let losses = try #require(classifier.record?.members.first?.losses)
            #expect(losses.count == 12 && losses[11] < 0.8 * losses[0], "\(architecture)")
        }
    }

    @Test("The mean of the training rows' gradients and λ w cancel out at the minimum; the bias does not decay")
    func weightDecay() throws {
        let diagnoses = try shippedDiagnoses()
        for optimizer in [OptimizerChoice.lbfgs, .adam] {
            let decay = 0.05
            let recipe = Recipe.with {
                $0.optimizer = optimizer
                $0.learningRate = optimizer == .adam ? 0.01 : nil
                $0.batchSize = 1000
                $0.weightDecay = decay
                $0.validationFraction = nil
                $0.patience = nil
                $0.epochs = optimizer == .adam ? 3000 : 100
            }
            let classifier = try recipe.fit(diagnoses, generator: Generator(seed: 1))
            let x = classifier.standardized(diagnoses.measurements).to(.float64)
            let residuals = classifier.probabilities(diagnoses.measurements).probabilities.to(.float64) - diagnoses.labels
            let (weights, _) = try #require(classifier.linear)
            let gradient = (residuals * x).mean(dim: 0).array(of: Double.self)
            for (slope, weight) in zip(gradient, weights) { #expect(abs(slope + decay * weight) < 1e-3) }
            #expect(abs(residuals.mean().item()) < 1e-3)
        }
    }

    static let rates: [(schedule: ScheduleChoice, rates: [Double])] = [
        (.step, [1, 1, 0.1, 0.1, 0.01, 0.01]),
        (.linear, [1, 5.0 / 6, 4.0 / 6, 0.5, 2.0 / 6, 1.0 / 6]),
        (.polynomial, [1, 25.0 / 36, 16.0 / 36, 0.25, 4.0 / 36, 1.0 / 36]),
        (.cosine, [1, 0.9330127, 0.75, 0.5, 0.25, 0.0669873]),
        (.cosineRestarts, [1, 0.5, 1, 0.5, 1, 0.5]),
        (.warmupCosine, [1, 0.9330127, 0.75, 0.5, 0.25, 0.0669873]),
    ]

    @Test("Schedules end at the last epoch", arguments: rates)
    func schedules(_ choice: ScheduleChoice, rates: [Double]) throws {
        let schedule = try #require(choice.make(base: 1, epochs: 6))
        for (epoch, rate) in rates.enumerated() { #expect(abs(schedule.learningRate(1, at: epoch) - rate) < 1e-6) }
    }

    @Test(
        "Every schedule can be of any number of epochs, has no negative rate, and is followed",
        arguments: ScheduleChoice.allCases)
    func everySchedule(_ choice: ScheduleChoice) throws {
        for epochs in [1, 2, 3, 7, 1000] {
            guard let schedule = choice.make(base: 0.1, epochs: epochs) else { continue }
            for epoch in 0...epochs { #expect((0...0.1 + 1e-12).contains(schedule.learningRate(0.1, at: epoch))) }
        }
        let diagnoses = try shippedDiagnoses()
        func losses(_ schedule: ScheduleChoice) throws -> [Double]? {
            let recipe = Recipe.with {
                ($0.schedule, $0.optimizer, $0.epochs, $0.learningRate) = (schedule, .sgd, 30, 1)
            }
            return try recipe.fit(diagnoses, generator: Generator(seed: 1)).record?.members[0].losses
        }
        #expect(try (losses(choice) != losses(.constant)) == (choice != .constant))
    }

    @Test("Noise has the stated size, and mixup mixes rows and labels alike")
    func augmentation() throws {
        let diagnoses = try shippedDiagnoses()
        func losses(_ augmentation: Augmentation?, seed: UInt64 = 1) throws -> [Double] {
            let recipe = Recipe.with {
                ($0.augmentation, $0.epochs, $0.learningRate, $0.patience) = (augmentation, 20, 0.01, nil)
            }
            return try #require(recipe.fit(diagnoses, generator: Generator(seed: seed)).record).members[0].losses
        }
        let plain = try losses(nil)
        // The first epoch's order is the same.
        #expect(try abs(losses(.noise(standardDeviation: 1e-6))[0] - plain[0]) < 1e-5)
        #expect(try losses(.noise(standardDeviation: 3))[19] > plain[19] + 0.1)
        // Labels between 0 and 1 have an entropy that no prediction is below.
        let mixed = try losses(.mixup(alpha: 1))
        #expect(mixed[19] > plain[19] + 0.1 && mixed[19] < mixed[0])
        #expect(try losses(.mixup(alpha: 1)) == mixed && losses(.mixup(alpha: 1), seed: 2) != mixed)
        // A share from Beta(α, α) with a small α is near 0 or 1: hardly anything is mixed.
        #expect(try abs(losses(.mixup(alpha: 1e-3))[19] - plain[19]) < 0.03)
    }

    static let refusals: [(message: String, change: @Sendable (inout Recipe) -> Void)] = [
        ("hidden must be 1 to 8 sizes of 1 to 1024, got []", { $0.architecture = .mlp(hidden: [], dropout: 0) }),
        ("hidden must be 1 to 8 sizes of 1 to 1024, got [16, 0]", { $0.architecture = .mlp(hidden: [16, 0], dropout: 0) }),
        ("dropout must be at least 0 and less than 1, got nan", { $0.architecture = .mlp(hidden: [4], dropout: .nan) }),
        ("learning rate must be a positive number, got inf", { $0.learningRate = .infinity }),
        ("weight decay must be a number from 0 on, got -1.0", { $0.weightDecay = -1 }),
        ("batch size must be at least 1, got 0", { $0.batchSize = 0 }),
        ("epochs must be at least 1, got 0", { $0.epochs = 0 }),
        ("patience must be at least 1, got -1", { $0.patience = -1 }),
        ("validation fraction must be between 0 and 1, got 1.0", { $0.validationFraction = 1 }),
        ("ensemble must be 2 to 10000 networks, got 1", { $0.ensemble = 1 }),
        ("coverage must be between 0 and 1, got 0.0", { $0.coverage = 0 }),
        ("calibration fraction must be between 0 and 1, got nan", { $0.calibrationFraction = .nan }),
        ("threshold must be between 0 and 1, got 1.0", { $0.threshold = .fixed(probability: 1) }),
        ("missed cost must be a positive number, got 0.0", { $0.threshold = .missedCost(biopsies: 0) }),
        ("augment mixup must be above 0 and at most 1, got 2.0", { $0.augmentation = .mixup(alpha: 2) }),
        (
            "augment does not go with lbfgs, which needs a loss without noise",
            { ($0.optimizer, $0.augmentation) = (.lbfgs, .mixup(alpha: 0.2)) }
        ),
        ("weight decay does not go with momentum, which has none", { ($0.optimizer, $0.weightDecay) = (.momentum, 0.1) }),
        (
            "missed cost needs validation rows, an ensemble or a calibration",
            { ($0.validationFraction, $0.threshold) = (nil, .missedCost(biopsies: 20)) }
        ),
    ]

    @Test("A setting that cannot be throws, with its name and what must hold", arguments: refusals)
    func refused(_ message: String, change: @Sendable (inout Recipe) -> Void) throws {
        let recipe = Recipe.with(change)
        let error = #expect(throws: RecipeError.self) { try recipe.fit(shippedDiagnoses(), generator: Generator(seed: 1)) }
        #expect(error?.description == message)
    }
}
