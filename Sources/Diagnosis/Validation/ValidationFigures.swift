import Metrics
import Tensor

/// How well classes and probabilities are predicted: each figure over the repeats of a cross-validation.
public struct ValidationFigures: Encodable, Hashable, Sendable {
    /// The area under the ROC curve.
    public let auroc: PooledFigure
    /// The share of right decisions.
    public let accuracy: PooledFigure
    /// The share of malignant patients that are called malignant.
    public let sensitivity: PooledFigure
    /// The share of benign patients that are called benign.
    public let specificity: PooledFigure
    /// The share of malignant patients among those that are called malignant, at the data's prevalence.
    public let positivePredictiveValue: PooledFigure
    /// The share of benign patients among those that are called benign, at the data's prevalence.
    public let negativePredictiveValue: PooledFigure
    /// The mean squared error of the probabilities.
    public let brierScore: PooledFigure
    /// How much lower the Brier score is than that of predicting the prevalence for everyone.
    public let scaledBrierScore: PooledFigure
    /// The average precision.
    public let averagePrecision: PooledFigure
    /// The mean negative log-likelihood.
    public let logLoss: PooledFigure
    /// The confusion matrix of the repeat that intervals belong to, `[[TN, FP], [FN, TP]]`.
    public let confusion: [[Int]]

    /// - Throws: `InputError` where a probability is NaN.
    init(_ predictions: HeldOutPredictions) throws(InputError) {
        let labels = predictions.labels
        let repeats = predictions.repeats.map { Predicted($0.probabilities, $0.thresholds) }
        let (probabilities, thresholds) = predictions.averaged
        let averaged = Predicted(probabilities, thresholds)

        func score(
            _ interval: StatedInterval? = nil, _ value: (Tensor) throws(InputError) -> Double
        ) throws(InputError) -> PooledFigure {
            var values: [Double] = []
            for one in repeats { values.append(try value(one.probabilities)) }
            return PooledFigure(values, averaged: try value(averaged.probabilities), interval: interval)
        }
        let area = try AUROC(repeats[0].probabilities, labels)
        auroc = try score(StatedInterval("DeLong") { () throws(Undetermined) in try area.interval() }) {
            p throws(InputError) in try AUROC(p, labels).value
        }
        brierScore = try score { p throws(InputError) in try Metrics.brierScore(checking: p, labels) }
        scaledBrierScore = try score { p throws(InputError) in try Metrics.scaledBrierScore(checking: p, labels) }
        averagePrecision = try score { p throws(InputError) in try Metrics.averagePrecision(checking: p, labels) }
        logLoss = try score { p throws(InputError) in try Metrics.logLoss(checking: p, labels) }

        let matrices = repeats.map { $0.confusion(predictions.isMalignant) }
        let ofAveraged = averaged.confusion(predictions.isMalignant)
        func rate(_ rate: ConfusionMatrix.Rate) -> PooledFigure {
            PooledFigure(matrices.map { $0.proportion(rate) }, averaged: ofAveraged.proportion(rate))
        }
        accuracy = rate(.accuracy)
        sensitivity = rate(.sensitivity)
        specificity = rate(.specificity)
        positivePredictiveValue = rate(.positivePredictiveValue)
        negativePredictiveValue = rate(.negativePredictiveValue)
        confusion = matrices[0].matrix
    }
}

/// The predictions of all rows by one repeat, or by the average.
private struct Predicted {
    let probabilities: Tensor
    private let decisions: [Bool]

    init(_ probabilities: [Double], _ thresholds: [Double]) {
        self.probabilities = Tensor(probabilities, shape: [probabilities.count], dtype: .float64)
        decisions = zip(probabilities, thresholds).map { $0 >= $1 }
    }

    func confusion(_ isMalignant: [Bool]) -> ConfusionMatrix {
        var matrix = ConfusionMatrix(trueNegatives: 0, falsePositives: 0, falseNegatives: 0, truePositives: 0)
        for (isMalignant, isPredicted) in zip(isMalignant, decisions) {
            switch (isMalignant, isPredicted) {
            case (false, false): matrix.trueNegatives += 1
            case (false, true): matrix.falsePositives += 1
            case (true, false): matrix.falseNegatives += 1
            case (true, true): matrix.truePositives += 1
            }
        }
        return matrix
    }
}

extension HeldOutPredictions {
    /// 0 and 1, float64 `[rows]`.
    var labels: Tensor { Tensor(isMalignant.map { $0 ? 1.0 : 0 }, shape: [isMalignant.count], dtype: .float64) }

    /// A repeat's probabilities, float64 `[rows]`.
    func probabilities(ofRepeat index: Int) -> Tensor {
        let values = repeats[index].probabilities
        return Tensor(values, shape: [values.count], dtype: .float64)
    }
}
