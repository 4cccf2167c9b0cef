import Metrics
import Testing

@Suite("Conformal prediction")
struct ConformalTests {
    @Test("P-values are crepes'", arguments: Reference.all.conformal)
    func pValues(_ expected: Reference.Conformal) throws {
        let conformal = try ConformalClassifier(
            fitting: doubles(expected.calibration, columns: expected.classes), Tensor(expected.calibrationLabels))
        let test = doubles(expected.test, columns: expected.classes)
        #expect(isClose(try conformal.pValues(test), expected.pValues, 1e-14))
        for level in [0.5, 0.8, 0.9] {
            let sets = try conformal.predictionSets(test, level: level)
            #expect(sets.dtype == .bool && sets.shape == test.shape)
            #expect(sets.array(of: Bool.self) == expected.pValues.map { $0 > 1 - level + 1e-9 })
            let members = sets.array(of: Bool.self)
            let coverage = try conformal.coverage(test, Tensor(expected.testLabels), level: level)
            for label in 0..<expected.classes {
                let rows = expected.testLabels.indices.filter { expected.testLabels[$0] == label }
                #expect(coverage[label] == Proportion(rows.count { members[$0 * expected.classes + label] }, of: rows.count))
            }
        }
        #expect(try ConformalClassifier(scores: conformal.scores) == conformal)
    }

    @Test("Each class's coverage is at least the level, on average over calibration sets", arguments: [0.6, 0.9])
    func coverage(_ level: Double) throws {
        let generator = Generator(seed: 3)
        var (covered, counts) = ([0, 0], [0, 0])
        for _ in 0..<300 {
            // A poor model of unequal classes: the guarantee does not depend on it.
            let labels = (Tensor.uniform([120], generator: generator) .< 0.2).to(.int64)
            let probabilities = (Tensor.normal([120], generator: generator) + labels.to(.float32) - 2).sigmoid()
            let conformal = try ConformalClassifier(fitting: probabilities[..<60], labels[..<60])
            let found = try conformal.coverage(probabilities[60...], labels[60...], level: level)
            for label in 0..<2 {
                covered[label] += found[label].successes
                counts[label] += found[label].count
            }
        }
        for label in 0..<2 {
            let share = Double(covered[label]) / Double(counts[label])
            // At most 1 / (n + 1) above it, for about 12 and 48 calibration cases.
            #expect(share > level - 0.02 && share < level + 0.12)
        }
    }

    @Test("One column is the probability of class 1, and a class without cases is in every set")
    func binary() throws {
        let (probabilities, labels) = (doubles([0.1, 0.3, 0.8, 0.9]), Tensor([0, 0, 1, 1]))
        let one = try ConformalClassifier(fitting: probabilities, labels)
        #expect(try ConformalClassifier(fitting: probabilities.unsqueeze(1), labels.unsqueeze(1)) == one)
        let none = try ConformalClassifier(fitting: doubles([0.1, 0.3]), Tensor([0, 0]))
        #expect(try none.predictionSets(doubles([0.0, 1]), level: 0.5).array(of: Bool.self) == [true, true, false, true])
    }

    @Test("A p-value equal to 1 - level is no member, whatever its rounding")
    func boundary() throws {
        // Nine cases conform better than the new one, whose p-value is 1/10.
        let conformal = try ConformalClassifier(
            fitting: doubles((1...9).map { 0.1 * Double($0) }), Tensor([Int](repeating: 1, count: 9)))
        #expect(try conformal.pValues(doubles([0]))[0, 1].item() == 0.1)
        #expect(try !conformal.predictionSets(doubles([0]), level: 0.9)[0, 1].item(as: Bool.self))
        #expect(try conformal.predictionSets(doubles([0]), level: 0.91)[0, 1].item(as: Bool.self))
    }

    @Test("Data that does not fit throws")
    func invalid() throws {
        let (two, labels) = (doubles([0.2, 0.8]), Tensor([0, 1]))
        for (probabilities, labels) in [
            (doubles([0.2, .nan]), labels), (doubles([0.2, 1.2]), labels), (two, Tensor([0, 2])), (two, Tensor([0, 1, 1])),
            (two, Tensor([0, 0.5])), (Tensor(0.5), Tensor(1)),
        ] {
            #expect(throws: InputError.self) { try ConformalClassifier(fitting: probabilities, labels) }
        }
        let conformal = try ConformalClassifier(fitting: two, labels)
        #expect(throws: InputError.self) { try conformal.pValues(.zeros([2, 3])) }
        #expect(throws: InputError.self) { try ConformalClassifier(scores: [[0.5], [1.5]]) }
        #expect(throws: InputError.self) { try ConformalClassifier(scores: [[0.5]]) }
        #expect(try conformal.pValues(.zeros([0])).shape == [0, 2])
    }
}
