import Metrics
import Testing

@Suite("Decisions")
struct DecisionTests {
    @Test("Net benefit follows its definition", arguments: Reference.all.calibrations)
    func netBenefit(_ expected: Reference.Calibrations) throws {
        let curve = try DecisionCurve(
            doubles(expected.probabilities), Tensor(expected.labels), thresholds: expected.thresholds)
        #expect(isClose(doubles(curve.model), expected.netBenefit) && isClose(doubles(curve.treatAll), expected.treatAll))
        #expect(curve.treatNone == expected.thresholds.map { _ in 0 } && curve.thresholds == expected.thresholds)
    }

    @Test("A case whose probability is the threshold is treated, and a threshold of 1 has no benefit")
    func thresholds() throws {
        let (probabilities, labels) = (doubles([0.25, 0.5]), Tensor([0, 1]))
        #expect(try DecisionCurve(probabilities, labels, thresholds: [0.25, 0.5]).model == [0.5 - 0.5 / 3, 0.5])
        let error = #expect(throws: InputError.self) { try DecisionCurve(probabilities, labels, thresholds: [0.5, 1]) }
        #expect(error?.description == "DecisionCurve: a threshold must be in [0, 1), got 1.0 (index [1])")
    }

    @Test("The threshold of a calibrated model follows from the costs")
    func calibrated() {
        #expect(calibratedThreshold(missedCost: 20) == 1.0 / 21 && calibratedThreshold(missedCost: 1) == 0.5)
    }

    @Test("No threshold has a lower cost on the given rows", arguments: [0.5, 1, 3, 20, 1.1])
    func lowestCost(_ missedCost: Double) throws {
        for expected in Reference.all.calibrations {
            let probabilities = doubles(expected.probabilities)
            func cost(_ threshold: Double) -> Double {
                let confusion = ConfusionMatrix(predictions: probabilities .>= threshold, labels: Tensor(expected.labels))
                return (missedCost * Double(confusion.falseNegatives) + Double(confusion.falsePositives))
                    / Double(expected.labels.count)
            }
            let chosen = try CostThreshold(probabilities, Tensor(expected.labels), missedCost: missedCost)
            #expect(isClose(chosen.cost, cost(chosen.threshold), 1e-12) && isClose(chosen.cost, cost(chosen.upper), 1e-12))
            #expect(isClose(chosen.threshold, (chosen.lower + chosen.upper) / 2, 1e-15))
            for threshold in expected.probabilities + [0, 1] { #expect(cost(threshold) >= chosen.cost - 1e-12) }
        }
    }

    @Test("Of tied thresholds the middle is taken, of tied intervals the widest")
    func ties() throws {
        func chosen(_ probabilities: [Double], _ labels: [Int], _ missedCost: Double = 1) throws -> [Double] {
            let choice = try CostThreshold(doubles(probabilities), Tensor(labels), missedCost: missedCost)
            return [choice.threshold, choice.lower, choice.upper]
        }
        #expect(try chosen([0.125, 0.25, 0.75, 0.875], [0, 0, 1, 1]) == [0.5, 0.25, 0.75])
        // (0.125, 0.25] and (0.5, 0.75] cost one case each.
        #expect(try chosen([0.125, 0.25, 0.5, 0.75], [0, 1, 0, 1]) == [0.625, 0.5, 0.75])
        // Either all are positive, up to 0.25, or none, from 0.5 on.
        #expect(try chosen([0.25, 0.5], [1, 0]) == [0.75, 0.5, 1])
        // A positive probability of 0 is found by a threshold of 0 alone.
        #expect(try chosen([0, 0.5], [1, 0], 5) == [0, 0, 0])
        #expect(try chosen([1, 0.5], [0, 1], 0.5)[0] <= 1)
        // Neighbouring numbers have no middle.
        let next = 0.5.nextUp
        #expect(try chosen([0.5, next], [0, 1]) == [next, 0.5, next])
    }
}
