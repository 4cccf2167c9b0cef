import Diagnosis
import Foundation
import Kindling
import Testing

@Suite("Validation", .serialized)
struct ValidationTests {
    /// Rows whose features are x, another name for x, and one that does not correlate with them.
    static func rows(_ x: [Double], malignant: [Bool]) throws -> Diagnoses {
        let lines = x.indices.map { "\(malignant[$0] ? "M" : "B"),\(x[$0]),\(2 * x[$0] + 1),\(abs(x[$0] - 0.5))" }
        let text = "diagnosis,x,double,distance\n" + lines.joined(separator: "\n")
        return try Diagnoses(CSV.read(bytes: Array(text.utf8), name: "rows.csv"), features: ["x", "double", "distance"])
    }

    /// Forty rows whose x is a probability, for half of which it is right.
    static let uncertain: ([Double], [Bool]) = {
        let x = (0..<40).map { Double($0) / 40 + 0.0125 }
        return (x, x.indices.map { $0 % 3 == 0 ? $0 < 20 : $0 >= 20 })
    }()

    /// A model that takes x for the probability, whatever it was fitted to.
    static func trusting(_ threshold: Double = 0.5, weights: [Double]? = nil) -> FittedModel {
        FittedModel(threshold: threshold, weights: weights) { ($0.narrow(dim: 1, start: 0, length: 1), nil) }
    }

    private static func validate(_ model: FittedModel, folds: Int = 4, repeats: Int = 3) throws -> Validation {
        let (x, malignant) = uncertain
        return try Validation(
            of: rows(x, malignant: malignant), by: CrossValidation(folds: folds, repeats: repeats)
        ) { _, _ in model }
    }

    @Test("Figures are those of the pooled predictions, and n is the number of patients however many repeats there are")
    func figures() throws {
        let (x, malignant) = Self.uncertain
        let (probabilities, labels) = (Tensor(x, dtype: .float64), Tensor(malignant.map { $0 ? 1.0 : 0 }))
        let validation = try Self.validate(Self.trusting(0.3))
        let figures = validation.figures
        let confusion = ConfusionMatrix(predictions: probabilities .>= 0.3, labels: labels)
        let expected: [(PooledFigure, Double)] = [
            (figures.auroc, rocAUC(probabilities, labels)), (figures.accuracy, confusion.accuracy),
            (figures.sensitivity, confusion.sensitivity), (figures.specificity, confusion.specificity),
            (figures.positivePredictiveValue, confusion.precision),
            (figures.negativePredictiveValue, confusion.negativePredictiveValue),
            (figures.brierScore, brierScore(probabilities, labels)),
            (figures.scaledBrierScore, scaledBrierScore(probabilities, labels)),
            (figures.averagePrecision, averagePrecision(probabilities, labels)),
            (figures.logLoss, logLoss(probabilities, labels)),
        ]
        for (figure, value) in expected {
            // All models are the same, so that repeats do not differ.
            #expect(figure.ofRepeats == [value, value, value])
            #expect(figure.lowest == value && figure.highest == value && (figure.standardDeviation ?? 1) < 1e-12)
            #expect(abs((figure.mean ?? 0) - value) < 1e-12 && abs((figure.ofAveraged ?? 0) - value) < 1e-12)
        }
        #expect(figures.accuracy.interval?.proportion == confusion.proportion(.accuracy))
        #expect(figures.accuracy.interval?.bounds == confusion.proportion(.accuracy).interval())
        #expect(figures.auroc.interval?.bounds == (try AUROC(probabilities, labels).interval()))
        #expect(figures.auroc.interval?.method == "DeLong" && figures.brierScore.interval == nil)
        #expect(figures.accuracy.meanCounts?.of == 40 && figures.accuracy.interval?.ofRepeat == 1)
        #expect(figures.confusion == confusion.matrix)
        #expect(validation.data.count == 40 && validation.data.prevalence == confusion.prevalence)
    }

    @Test("The mean, the spread and the counts are over the repeats; the average over them is an ensemble's")
    func repeats() throws {
        let (x, malignant) = Self.uncertain
        // Each model is off by a number of its own.
        let validation = try Validation(
            of: Self.rows(x, malignant: malignant), by: CrossValidation(folds: 2, repeats: 5, seed: 1)
        ) { _, generator in
            let shift = 0.8 * Tensor.uniform([1], dtype: .float64, generator: generator) - 0.4
            return FittedModel { (($0.narrow(dim: 1, start: 0, length: 1) + shift).clamp(min: 0, max: 1), nil) }
        }
        let accuracy = validation.figures.accuracy
        let values = validation.predictions.repeats.map { one in
            Double(zip(one.decisions, malignant).count { $0 == $1 }) / 40
        }
        #expect(Set(values).count > 2 && accuracy.ofRepeats == values)
        let mean = values.reduce(0, +) / 5
        #expect(abs((accuracy.mean ?? 0) - mean) < 1e-12)
        #expect(accuracy.lowest == values.min() && accuracy.highest == values.max())
        let squares = values.reduce(0.0) { $0 + ($1 - mean) * ($1 - mean) }
        let deviation = (squares / 4).squareRoot()
        #expect(abs((accuracy.standardDeviation ?? 0) - deviation) < 1e-12)
        #expect(abs((accuracy.meanCounts?.successes ?? 0) - 40 * mean) < 1e-9)
        #expect(accuracy.interval?.proportion?.successes == Int((values[0] * 40).rounded()))

        let (averaged, thresholds) = validation.predictions.averaged
        for row in 0..<40 {
            let sum = validation.predictions.repeats.reduce(0) { $0 + $1.probabilities[row] }
            #expect(abs(averaged[row] - sum / 5) < 1e-12 && thresholds[row] == 0.5)
        }
        let right = zip(averaged, malignant).count { ($0 >= 0.5) == $1 }
        #expect(accuracy.ofAveraged == Double(right) / 40)
    }

    @Test("At an AUROC of 1 the variance is 0: there is no interval, and no slope, but the reason")
    func separated() throws {
        let x = (0..<30).map { $0 < 12 ? 0.9 : 0.1 + Double($0) / 100 }
        let diagnoses = try Self.rows(x, malignant: x.indices.map { $0 < 12 })
        let validation = try Validation(of: diagnoses, by: CrossValidation(folds: 3, repeats: 2)) { _, _ in Self.trusting() }
        let auroc = validation.figures.auroc
        #expect(auroc.mean == 1 && auroc.interval?.bounds == nil && auroc.interval?.undetermined == .separated)
        #expect(validation.calibration.slope.mean == nil && validation.calibration.slope.range == nil)
        #expect(validation.calibration.slope.undetermined.map(\.reason) == [.separated])
        #expect(validation.calibration.slope.undetermined.map(\.repeats) == [2])
        #expect(validation.calibration.slope.interval.undetermined == .separated)
        let json = try json(validation)
        let interval = try #require(
            ((json["figures"] as? [String: Any])?["auroc"] as? [String: Any])?["interval"] as? [String: Any])
        #expect(interval["lower"] is NSNull && interval["upper"] is NSNull)
        #expect(interval["undetermined"] as? String == "the scores separate the classes perfectly")
    }

    @Test("Where nobody is called malignant, PPV is undefined, and null in JSON")
    func undefined() throws {
        let validation = try Self.validate(Self.trusting(0.999))
        let ppv = validation.figures.positivePredictiveValue
        #expect(ppv.mean == nil && ppv.lowest == nil && ppv.standardDeviation == nil && ppv.ofAveraged == nil)
        #expect(ppv.ofRepeats == [nil, nil, nil] && validation.figures.sensitivity.mean == 0)
        let figure = try #require(
            (try json(validation)["figures"] as? [String: Any])?["positivePredictiveValue"] as? [String: Any])
        #expect(figure["mean"] is NSNull && figure["ensemble"] is NSNull)
    }

    @Test("Probabilities of 0 and 1 are clipped and counted")
    func clipped() throws {
        let (x, malignant) = Self.uncertain
        let diagnoses = try Self.rows(x, malignant: malignant)
        let validation = try Validation(of: diagnoses, by: CrossValidation(folds: 2, repeats: 2)) { _, _ in
            FittedModel { measurements in
                let x = measurements.narrow(dim: 1, start: 0, length: 1)
                return (Tensor.where(x .< 0.2, Tensor.zeros(like: x), Tensor.where(x .> 0.9, Tensor.ones(like: x), x)), nil)
            }
        }
        #expect(validation.calibration.clipped == [12, 12] && validation.calibration.clippedAt == 1e-7)
        #expect(validation.calibration.slope.mean != nil && validation.calibration.intercept.mean != nil)
        let histogram = validation.calibration.histogram
        #expect(histogram.edges.count == 21 && (histogram.benign + histogram.malignant).reduce(0, +) == 40)
        #expect(histogram.benign[0] + histogram.malignant[0] == 8 && histogram.benign[19] + histogram.malignant[19] == 4)
    }

    @Test("The decision curve is the mean over the repeats, beside treating all and none")
    func decisions() throws {
        let (x, malignant) = Self.uncertain
        let curve = try DecisionCurve(Tensor(x, dtype: .float64), Tensor(malignant.map { $0 ? 1.0 : 0 }))
        let decisions = try Self.validate(Self.trusting()).decisions
        #expect(decisions.thresholds == curve.thresholds && decisions.treatAll == curve.treatAll)
        #expect(decisions.treatNone == curve.thresholds.map { _ in 0 })
        #expect(zip(decisions.model, curve.model).allSatisfy { abs($0 - $1) < 1e-12 })
    }

    @Test("Features that say the same are one group, whose importance is not shared; a feature that is not used has none")
    func importance() throws {
        let validation = try Self.validate(Self.trusting(weights: [2, 0, -1]))
        let importance = validation.importance
        #expect(importance.groups.map(\.features) == [["x", "double"], ["distance"]] && importance.cut == 1)
        #expect(importance.groups[0].rise > 0.1 && importance.groups[0].ofRepeats.count == 3)
        #expect(importance.groups[1].rise == 0)
        #expect(importance.groups[0].weights?.map(\.mean) == [2, 0] && importance.groups[1].weights?.map(\.mean) == [-1])
        #expect(importance.groups[0].weights?.map(\.standardDeviation) == [0, 0])
        let mean = importance.groups[0].ofRepeats.reduce(0, +) / 3
        #expect(abs(importance.groups[0].rise - mean) < 1e-12)
        #expect(try Self.validate(Self.trusting()).importance.groups[0].weights == nil)
    }

    @Test("Coverage is counted for each class, with the sizes of the sets")
    func coverage() throws {
        // Benign is in every set; malignant where x is high.
        let members: @Sendable (Tensor) -> Tensor = { measurements in
            let x = measurements.narrow(dim: 1, start: 0, length: 1)
            return .concatenate([x .>= 0, x .>= 0.5], dim: 1)
        }
        let model = FittedModel(sets: (coverage: 0.9, members: members)) { ($0.narrow(dim: 1, start: 0, length: 1), nil) }
        let validation = try Self.validate(model)
        let coverage = try #require(validation.coverage)
        let (x, malignant) = Self.uncertain
        let found = zip(x, malignant).count { $0 >= 0.5 && $1 }
        #expect(coverage.level == 0.9 && coverage.benign.mean == 1)
        #expect(coverage.malignant.interval?.proportion == Proportion(found, of: malignant.count(where: \.self)))
        #expect(coverage.sizes.empty == 0 && coverage.sizes.one == 0.5 && coverage.sizes.both == 0.5)
        #expect(validation.predictions.csv.split(separator: "\n")[1].hasSuffix(x[0] >= 0.5 ? ",B M" : ",B"))
        #expect(try Self.validate(Self.trusting()).coverage == nil)
    }

    @Test("More rows are found to help a model that needs them, and not one that learns nothing")
    func learningCurve() throws {
        let x = (0..<400).map { Double($0 % 200) / 200 }
        let diagnoses = try Self.rows(x, malignant: x.indices.map { $0 < 200 })
        func validate(_ probability: @escaping @Sendable (Int) -> Double) throws -> LearningCurve {
            try Validation(of: diagnoses, by: CrossValidation(folds: 4, repeats: 1)) { rows, _ in
                let probability = probability(rows.count)
                return FittedModel { (Tensor.full([$0.shape[0], 1], probability, dtype: .float64), nil) }
            }.learningCurve
        }
        // Half of the rows are malignant, so that 0.5 is best.
        let learning = try validate { 0.5 + 12.0 / Double($0) }
        #expect(learning.points.map(\.rows) == [37, 75, 150, 225, 300])
        #expect(learning.points.map(\.share) == [0.125, 0.25, 0.5, 0.75, 1])
        #expect(zip(learning.points, learning.points.dropFirst()).allSatisfy { $0.logLoss > $1.logLoss })
        #expect((learning.doubling?.change ?? 0) < 0)
        let constant = try validate { _ in 0.4 }
        #expect(constant.doubling.map { $0.change == 0 && !$0.hasHelped } == true)
        // Thirty training rows, of which an eighth would not do.
        #expect(try Self.validate(Self.trusting()).learningCurve.points.map(\.share) == [0.75, 1])
    }

    @Test("A row that is too large for a model is named by its number in the file")
    func tooLarge() throws {
        let (x, malignant) = Self.uncertain
        let diagnoses = try Self.rows(x, malignant: malignant)
        let error = #expect(throws: FileError.self) {
            try Validation(of: diagnoses, by: CrossValidation(folds: 2, repeats: 1)) { _, _ in
                FittedModel { measurements in
                    let x = measurements.narrow(dim: 1, start: 0, length: 1)
                    let bad = x.array(of: Double.self).firstIndex { $0 > 0.5 && $0 < 0.52 }
                    return (bad.map { x[..<$0] } ?? x, bad)
                }
            }
        }
        #expect(error?.description == "rows.csv: row 21 has measurements too large for the model")
    }

    @Test("The predictions' CSV has a line for each row of each repeat")
    func csv() throws {
        let validation = try Self.validate(Self.trusting(0.25), folds: 2, repeats: 2)
        let lines = validation.predictions.csv.split(separator: "\n")
        #expect(lines.count == 81 && lines[0] == "row,repeat,fold,diagnosis,probability,threshold,decision")
        let (x, malignant) = Self.uncertain
        for (index, line) in lines.dropFirst().enumerated() {
            let cells = line.split(separator: ",").map(String.init)
            let (row, fold) = (index % 40, validation.predictions.repeats[index / 40].folds[index % 40])
            #expect(cells[..<3] == ["\(row + 1)", "\(index / 40 + 1)", "\(fold + 1)"])
            #expect(cells[3] == (malignant[row] ? "M" : "B") && Double(cells[4]) == x[row] && cells[5] == "0.25")
            #expect(cells[6] == (x[row] >= 0.25 ? "M" : "B"))
        }
    }

    @Test("Nothing that a fold's classifier learns comes from the rows that are held out")
    func heldOut() throws {
        let table = try Diagnoses.shipped()
        let diagnoses = try Diagnoses(table)
        let recipe = Self.recipe(epochs: 3)
        let crossValidation = CrossValidation(folds: 10, repeats: 1)
        let honest = try crossValidation.map(diagnoses) { split in
            let classifier = try recipe.fit(diagnoses, rows: split.train, generator: split.generator)
            return classifier.probabilities(diagnoses.measurements).probabilities.array(of: Float.self)
        }
        // The same rows with the first fold's measurements and diagnoses changed.
        let first = try #require(try crossValidation.map(diagnoses) { $0.test.array(of: Int.self) }.first)
        let lines = Wisconsin.changed { cells in
            for row in first {
                for column in cells[row + 1].indices {
                    let cell = cells[row + 1][column]
                    cells[row + 1][column] = cell == "M" ? "B" : cell == "B" ? "M" : "\((Double(cell) ?? 0) * 7 + 3)"
                }
            }
        }
        let changed = try Diagnoses(CSV.read(bytes: Array(lines.utf8), name: "changed.csv"))
        #expect(changed.checksum != diagnoses.checksum)
        let train = Tensor((0..<569).filter { !first.contains($0) })
        let generator = try #require(try crossValidation.map(diagnoses) { $0.generator.state }.first)
        func restored() -> Generator {
            let result = Generator(seed: 0)
            result.state = generator
            return result
        }
        let again = try recipe.fit(changed, rows: train, generator: restored())
        #expect(again.probabilities(diagnoses.measurements).probabilities.array(of: Float.self) == honest[0])
        let leaking = try recipe.fit(changed, generator: restored())
        #expect(leaking.probabilities(diagnoses.measurements).probabilities.array(of: Float.self) != honest[0])
    }

    @Test("A recipe's validation is the same to the bit with any number of threads, and has figures as good as the lesson's")
    func recipe() throws {
        let table = try Diagnoses.shipped()
        let diagnoses = try Diagnoses(table)
        let recipe = Self.recipe(epochs: 20)
        func validate(threads: Int) throws -> Validation {
            let before = Kindling.threads
            defer { Kindling.threads = before }
            Kindling.threads = threads
            return try recipe.validate(diagnoses, by: CrossValidation(folds: 5, repeats: 2))
        }
        let (one, three) = (try validate(threads: 1), try validate(threads: 3))
        #expect(one.predictions.csv == three.predictions.csv && one.figures == three.figures)
        #expect(one.importance == three.importance && one.learningCurve == three.learningCurve)
        #expect(one.calibration == three.calibration && one.decisions == three.decisions)
        #expect((one.figures.auroc.mean ?? 0) > 0.97 && (one.figures.accuracy.mean ?? 0) > 0.93)
        #expect(one.importance.groups.flatMap(\.features).sorted() == diagnoses.features.sorted())
        let sizes = one.importance.groups.first { $0.features.contains("mean radius") }
        #expect(sizes?.features.contains("mean perimeter") == true && sizes?.features.contains("worst area") == true)
        #expect(sizes?.features.contains("mean texture") == false)
    }

    private static func recipe(epochs: Int) -> Recipe {
        var recipe = Recipe()
        (recipe.epochs, recipe.learningRate) = (epochs, 0.02)
        return recipe
    }

    private func json(_ validation: Validation) throws -> [String: Any] {
        try #require(JSONSerialization.jsonObject(with: JSONEncoder().encode(validation)) as? [String: Any])
    }
}
