import Metrics
import Testing

@Suite("Rates and proportions")
struct RateTests {
    @Test("Wilson's interval is statsmodels'", arguments: Reference.all.proportions)
    func wilson(_ expected: Reference.Wilson) {
        let interval = Proportion(expected.successes, of: expected.count).interval(level: expected.level)
        #expect(isClose(interval.lower, expected.lower) && isClose(interval.upper, expected.upper))
        #expect(interval.contains(Double(expected.successes) / Double(expected.count)))
    }

    @Test("Of no cases, nothing is known")
    func none() {
        #expect(Proportion(0, of: 0).value.isNaN)
        #expect(Proportion(0, of: 0).interval() == ConfidenceInterval(lower: 0, upper: 1, level: 0.95))
    }

    @Test("Rates of a confusion matrix are scikit-learn's")
    func rates() {
        let expected = Reference.all.confusion
        let confusion = ConfusionMatrix(predictions: Tensor(expected.predictions), labels: Tensor(expected.labels))
        #expect(isClose(confusion.prevalence, expected.prevalence))
        #expect(
            isClose(confusion.positivePredictiveValue, expected.ppv) && isClose(confusion.negativePredictiveValue, expected.npv)
        )
        #expect(isClose(confusion.positivePredictiveValue(prevalence: 0.02), expected.ppvAt2Percent))
        #expect(isClose(confusion.negativePredictiveValue(prevalence: 0.02), expected.npvAt2Percent))
        #expect(isClose(confusion.positivePredictiveValue(prevalence: confusion.prevalence), expected.ppv))
        #expect(isClose(confusion.fBeta(0.5), expected.fHalf) && isClose(confusion.fBeta(2), expected.f2))
        #expect(isClose(confusion.fBeta(1), confusion.f1))
        #expect(isClose(confusion.matthewsCorrelation, expected.matthews))
        #expect(
            isClose(confusion.balancedAccuracy, expected.balancedAccuracy) && isClose(confusion.youdenIndex, expected.youden))
    }

    @Test("A proportion has the value of its rate", arguments: ConfusionMatrix.Rate.allCases)
    func proportion(_ rate: ConfusionMatrix.Rate) {
        let confusion = ConfusionMatrix(trueNegatives: 50, falsePositives: 7, falseNegatives: 3, truePositives: 40)
        let values: [ConfusionMatrix.Rate: Double] = [
            .accuracy: confusion.accuracy, .sensitivity: confusion.sensitivity, .specificity: confusion.specificity,
            .positivePredictiveValue: confusion.precision, .negativePredictiveValue: 50.0 / 53, .prevalence: 0.43,
        ]
        #expect(confusion.proportion(rate).value == values[rate])
    }

    @Test("A rate that is undefined is NaN")
    func undefined() {
        let negatives = ConfusionMatrix(trueNegatives: 3, falsePositives: 0, falseNegatives: 0, truePositives: 0)
        #expect(negatives.matthewsCorrelation.isNaN && negatives.balancedAccuracy.isNaN && negatives.youdenIndex.isNaN)
        #expect(negatives.fBeta(2).isNaN && negatives.positivePredictiveValue(prevalence: 0.5).isNaN)
        #expect(negatives.negativePredictiveValue == 1 && negatives.prevalence == 0)
    }
}
