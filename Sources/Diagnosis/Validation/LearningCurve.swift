import Data
import Glibc
import Metrics
import Tensor

/// Would more patients help? How the held-out rows of one repeat are predicted by models that were fitted to some of the training rows.
public struct LearningCurve: Encodable, Hashable, Sendable {
    /// Models that were fitted to as many rows.
    public struct Point: Encodable, Hashable, Sendable {
        /// The share of the training rows.
        public let share: Double
        /// The number of training rows, the mean over the folds.
        public let rows: Double
        /// The log loss of the held-out rows.
        public let logLoss: Double
        /// The AUROC of the held-out rows.
        public let auroc: Double
    }

    /// The shares of the training rows that models are fitted to, but for the whole.
    static let shares = [0.125, 0.25, 0.5, 0.75]

    /// The repeat that it is of, counted from 1.
    public let ofRepeat = 1
    /// By ascending number of rows; shares are left out that have less than ten training rows of a class in a fold, or too few to be fitted.
    public let points: [Point]
    /// How much the log loss changed when the number of training rows was doubled, from half of them to all: the mean over patients of
    /// each one's difference, with its standard error. Nil where there is no point at a half.
    public let doubling: Doubling?

    /// A mean difference of paired losses.
    public struct Doubling: Encodable, Hashable, Sendable {
        /// The mean change of a patient's log loss; negative where more rows helped.
        public let change: Double
        /// The lower bound of its 95 % interval.
        public let lower: Double
        /// The upper bound of its 95 % interval.
        public let upper: Double

        /// Whether the interval lies below 0: more rows have helped by more than patients differ.
        public var hasHelped: Bool { upper < 0 }
    }

    /// - Parameter curves: for each share of ``shares`` and for the whole, the number of training rows and the probabilities of all rows.
    init(_ isMalignant: [Bool], _ curves: [(share: Double, rows: Double, probabilities: [Double])]) throws(InputError) {
        let labels = Tensor(isMalignant.map { $0 ? 1.0 : 0 }, shape: [isMalignant.count], dtype: .float64)
        var points: [Point] = []
        for (share, rows, probabilities) in curves {
            let values = Tensor(probabilities, shape: [probabilities.count], dtype: .float64)
            points.append(
                Point(
                    share: share, rows: rows, logLoss: try Metrics.logLoss(checking: values, labels),
                    auroc: try AUROC(values, labels).value))
        }
        self.points = points
        guard let half = curves.first(where: { $0.share == 0.5 }), let whole = curves.first(where: { $0.share == 1 }) else {
            doubling = nil
            return
        }
        func loss(_ probability: Double, _ isMalignant: Bool) -> Double {
            -log(max(isMalignant ? probability : 1 - probability, .ulpOfOne))
        }
        let changes = isMalignant.indices.map {
            loss(whole.probabilities[$0], isMalignant[$0]) - loss(half.probabilities[$0], isMalignant[$0])
        }
        let count = Double(changes.count)
        let mean = changes.reduce(0, +) / count
        let squares = changes.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let interval = Estimate(mean, standardError: (squares / (count - 1) / count).squareRoot()).interval()
        doubling = Doubling(change: mean, lower: interval.lower, upper: interval.upper)
    }

    /// Some of a model's training rows, with their class proportions; nil where there are less than ten of a class.
    static func subset(_ train: Tensor, of diagnoses: Diagnoses, share: Double, _ generator: Generator) -> Tensor? {
        let labels = diagnoses.labels[train]
        let malignant = labels.sum().item()
        if min(malignant, Double(train.count) - malignant) * share < 10 { return nil }
        guard let part = try? stratifiedSplit(labels, testFraction: 1 - share, generator: generator) else { return nil }
        return train[part.train]
    }

    private enum CodingKeys: String, CodingKey { case ofRepeat = "repeat", points, doubling }
}
