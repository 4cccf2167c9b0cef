import Diagnosis
import Kindling
import Testing

@Suite("Ensembles, calibration, prediction sets, thresholds")
struct UncertaintyTests {
    private let diagnoses: Diagnoses
    init() throws { diagnoses = try shippedDiagnoses() }

    private static let ensemble = Recipe.with { ($0.ensemble, $0.epochs, $0.learningRate) = (6, 20, 0.01) }

    @Test("An ensemble's probability is the mean of its members', which differ; the number of threads makes no difference")
    func ensemble() throws {
        func fit(threads: Int) throws -> Classifier {
            let before = Kindling.threads
            defer { Kindling.threads = before }
            Kindling.threads = threads
            return try Self.ensemble.fit(diagnoses, generator: Generator(seed: 3))
        }
        let classifier = try fit(threads: 1)
        for threads in [2, 5] { #expect(try fit(threads: threads).memberWeights == classifier.memberWeights) }
        #expect(classifier.members.count == 6 && Set(classifier.memberWeights.map(\.description)).count == 6)

        let each = classifier.memberProbabilities(diagnoses.measurements)
        #expect(each.shape == [569, 6])
        let mean = classifier.probabilities(diagnoses.measurements).probabilities
        #expect(mean.shape == [569, 1])
        #expect(mean.to(.float64).isClose(each.mean(dim: 1, keepDim: true), relative: 1e-5).all().item(as: Bool.self))
        let logits = classifier.logits(standardized: classifier.standardized(diagnoses.measurements))
        #expect(logits.sigmoid().isClose(each.mean(dim: 1, keepDim: true), relative: 1e-6).all().item(as: Bool.self))

        let spreads = try #require(classifier.memberSpread(diagnoses.measurements))
        for (row, spread) in spreads.enumerated() {
            let members = each[row].array(of: Double.self).sorted()
            // The 2.5th percentile of six members is an eighth of the way from the first to the second.
            #expect(abs(spread.lowerBound - (members[0] + (members[1] - members[0]) / 8)) < 1e-12)
            #expect(abs(spread.upperBound - (members[5] - (members[5] - members[4]) / 8)) < 1e-12)
        }
        #expect(
            try Recipe.with { $0.epochs = 1 }.fit(diagnoses, generator: Generator(seed: 3)).memberSpread(diagnoses.measurements)
                == nil)
    }

    @Test("Members hold out no validation rows, and stop at epochs of their own")
    func bags() throws {
        let recipe = Recipe.with { ($0.ensemble, $0.learningRate, $0.patience) = (5, 0.05, 2) }
        let record = try #require(try recipe.fit(diagnoses, generator: Generator(seed: 1)).record)
        #expect(record.members.count == 5 && Set(record.members.map(\.epoch)).count > 1)
        #expect(record.members.allSatisfy { $0.monitoredLosses.count == $0.losses.count && $0.losses.count == $0.epoch + 2 })
        #expect(try RowSplit(diagnoses, for: recipe, generator: Generator(seed: 1)).train.count == 569)
    }

    @Test("Platt scaling is fitted to rows of its own, and keeps the order of the patients")
    func calibration() throws {
        let recipe = Recipe.with { ($0.calibrates, $0.epochs, $0.optimizer, $0.patience) = (true, 60, .rprop, nil) }
        let classifier = try recipe.fit(diagnoses, generator: Generator(seed: 2))
        let split = try RowSplit(diagnoses, for: recipe, generator: Generator(seed: 2).split())
        let rows = try #require(split.calibration)
        #expect(rows.count == 114 && split.train.count == 364)
        let x = classifier.standardized(diagnoses.measurements)
        let platt = try PlattScaling(fitting: classifier.logits(standardized: x[rows]), diagnoses.labels[rows])
        #expect(classifier.calibration == platt && platt.slope > 0 && platt.slope < 1)
        let probabilities = classifier.probabilities(diagnoses.measurements).probabilities
        #expect(probabilities.array(of: Double.self) == platt(classifier.logits(standardized: x)).array(of: Double.self))

        var plain = recipe
        plain.calibrates = false
        #expect(try plain.fit(diagnoses, generator: Generator(seed: 2)).calibration == nil)
    }

    @Test("Prediction sets hold the right class as often as promised, on average over calibration rows", arguments: [0.7, 0.9])
    func coverage(_ level: Double) throws {
        var held = [[Int]](repeating: [0, 0], count: 2)
        for seed in 0..<20 {
            let generator = Generator(seed: UInt64(seed))
            let split = try stratifiedSplit(diagnoses.labels, testFraction: 0.4, generator: generator)
            let recipe = Recipe.with { ($0.coverage, $0.calibrationFraction, $0.epochs) = (level, 0.4, 8) }
            let classifier = try recipe.fit(diagnoses, rows: split.train, generator: generator)
            let sets = try #require(classifier.predictionSets)
            let members = try sets(classifier.probabilities(diagnoses.measurements[split.test]).probabilities)
            for (row, label) in diagnoses.labels[split.test].array(of: Int.self).enumerated() {
                held[label][0] += members[row].array(of: Bool.self)[label] ? 1 : 0
                held[label][1] += 1
            }
        }
        // Twenty calibrations of 50 to 85 rows a class: the mean coverage has a standard error of about 0.01.
        for counts in held { #expect(abs(Double(counts[0]) / Double(counts[1]) - level) < 0.04) }
    }

    @Test("Calibration does not change which diagnoses a set holds")
    func monotone() throws {
        let recipe = Recipe.with { ($0.coverage, $0.calibrates, $0.epochs, $0.learningRate) = (0.9, true, 10, 0.01) }
        let calibrated = try recipe.fit(diagnoses, generator: Generator(seed: 4))
        var plain = recipe
        plain.calibrates = false
        let other = try plain.fit(diagnoses, generator: Generator(seed: 4))
        func sets(_ classifier: Classifier) throws -> [Bool] {
            let sets = try #require(classifier.predictionSets)
            return try sets(classifier.probabilities(diagnoses.measurements).probabilities).array(of: Bool.self)
        }
        #expect(try sets(calibrated) == sets(other))
    }

    @Test("Too few calibration rows of a class for the coverage throw")
    func fewRows() throws {
        #expect(PredictionSets.leastRows(coverage: 0.9) == 9 && PredictionSets.leastRows(coverage: 0.95) == 19)
        #expect(PredictionSets.leastRows(coverage: 0.5) == 1 && PredictionSets.leastRows(coverage: 0.99) == 99)
        let recipe = Recipe.with { ($0.coverage, $0.epochs) = (0.99, 1) }
        let error = #expect(throws: FileError.self) { try recipe.fit(diagnoses, generator: Generator(seed: 1)) }
        #expect(error?.description == "wdbc.csv: a coverage of 0.99 needs at least 99 benign rows for calibration, got 72")
    }

    @Test("The threshold for a cost: 1 / (1 + cost) where calibrated, else that of the lowest cost on rows not trained on")
    func thresholds() throws {
        let cost = Recipe.with { ($0.threshold, $0.epochs, $0.learningRate) = (.missedCost(biopsies: 20), 10, 0.01) }
        var calibrated = cost
        calibrated.calibrates = true
        #expect(try calibrated.fit(diagnoses, generator: Generator(seed: 1)).threshold == 1.0 / 21)

        let classifier = try cost.fit(diagnoses, generator: Generator(seed: 1))
        let split = try RowSplit(diagnoses, for: cost, generator: Generator(seed: 1).split())
        let rows = try #require(split.validation)
        let predicted = classifier.probabilities(diagnoses.measurements[rows]).probabilities
        let chosen = try CostThreshold(predicted, diagnoses.labels[rows], missedCost: 20)
        #expect(classifier.threshold == chosen.threshold && chosen.threshold < 0.5)

        var ensemble = cost
        ensemble.ensemble = 8
        let bagged = try ensemble.fit(diagnoses, generator: Generator(seed: 1))
        #expect(bagged.threshold > 0 && bagged.threshold < 0.5 && bagged.threshold != classifier.threshold)
        #expect(try Recipe.with { $0.epochs = 1 }.fit(diagnoses, generator: Generator(seed: 1)).threshold == 0.5)
    }
}
