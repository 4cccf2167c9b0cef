/// Where each case of one class stands among those of the other.
struct Placements {
    /// For a positive case the fraction of negatives with lower scores, for a negative that of positives with higher ones.
    private(set) var values: [Double]
    /// The mean placement, exact but for one division.
    let area: Double
    let isPositive: [Bool]
    let positives: Int

    var negatives: Int { isPositive.count - positives }

    /// - Precondition: no score is NaN, and there are cases of both classes.
    init(_ cases: LabelledScores) {
        let (scores, order) = (cases.scores, cases.descending())
        isPositive = cases.isPositive
        positives = cases.positives
        let negatives = cases.count - positives
        values = [Double](repeating: 0, count: cases.count)
        var (positivesAbove, negativesAbove, twiceWon, start) = (0, 0, 0, 0)
        while start < order.count {
            var (end, tiedPositives) = (start, 0)
            while end < order.count && scores[order[end]] == scores[order[start]] {
                if isPositive[order[end]] { tiedPositives += 1 }
                end += 1
            }
            let tiedNegatives = end - start - tiedPositives
            let twiceBelow = 2 * (negatives - negativesAbove - tiedNegatives) + tiedNegatives
            let twiceAbove = 2 * positivesAbove + tiedPositives
            for position in order[start..<end] {
                values[position] = isPositive[position] ? ratio(twiceBelow, 2 * negatives) : ratio(twiceAbove, 2 * positives)
            }
            twiceWon += tiedNegatives * twiceAbove
            positivesAbove += tiedPositives
            negativesAbove += tiedNegatives
            start = end
        }
        area = ratio(twiceWon, 2 * positives * negatives)
    }

    /// The variance of the mean of one value a case: that of each class's mean, added.
    func variance(_ value: (Int) -> Double) -> Double {
        func ofClass(_ positive: Bool) -> Double {
            let count = Double(positive ? positives : negatives)
            var (mean, squares) = (0.0, 0.0)
            for position in isPositive.indices where isPositive[position] == positive { mean += value(position) }
            mean /= count
            for position in isPositive.indices where isPositive[position] == positive {
                let deviation = value(position) - mean
                squares += deviation * deviation
            }
            return squares / (count - 1) / count
        }
        return ofClass(true) + ofClass(false)
    }
}
