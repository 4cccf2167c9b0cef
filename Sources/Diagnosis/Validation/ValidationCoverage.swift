import Metrics

/// Whether the prediction sets of split conformal prediction hold the right class as often as they promise, for each class.
public struct ValidationCoverage: Encodable, Hashable, Sendable {
    /// The promised coverage of each class, on average over calibration sets.
    public let level: Double
    /// The share of benign patients whose set holds "benign".
    public let benign: PooledFigure
    /// The share of malignant patients whose set holds "malignant".
    public let malignant: PooledFigure
    /// The shares of patients whose set is empty, holds one class, or both: means over the repeats.
    public let sizes: Sizes

    /// Shares of patients.
    public struct Sizes: Encodable, Hashable, Sendable {
        /// The share whose set is empty: they are unlike the patients of either class.
        public let empty: Double
        /// The share whose set holds one class.
        public let one: Double
        /// The share whose set holds both classes.
        public let both: Double
    }

    /// Nil where the models make no sets.
    init?(_ predictions: HeldOutPredictions, level: Double) {
        let repeats = predictions.repeats.compactMap(\.sets)
        if repeats.count < predictions.repeats.count { return nil }
        func coverage(_ isMalignant: Bool) -> PooledFigure {
            let proportions = repeats.map { sets in
                let ofClass = zip(sets, predictions.isMalignant).filter { $1 == isMalignant }.map(\.0)
                return Proportion(ofClass.count { $0.contains(malignant: isMalignant) }, of: ofClass.count)
            }
            return PooledFigure(proportions)
        }
        func share(_ size: Int) -> Double {
            let all = repeats.joined()
            return Double(all.count { $0.count == size }) / Double(all.count)
        }
        self.level = level
        (benign, malignant) = (coverage(false), coverage(true))
        sizes = Sizes(empty: share(0), one: share(1), both: share(2))
    }
}
