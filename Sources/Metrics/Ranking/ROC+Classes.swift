/// The area under the ROC curve of separate arrays of scores, equal to ``rocAUC(_:_:)`` of all of them with their labels.
///
/// Both arrays are sorted in place; apart from the scores, that takes temporary memory of half their size.
///
/// ```swift
/// rocAUC(positives: [0.9, 0.4], negatives: [0.1, 0.5])     // 3 of 4 pairs are ranked correctly: 0.75
/// ```
///
/// - Parameters:
///   - positives: the scores of the positive cases.
///   - negatives: the scores of the negative cases.
/// - Returns: NaN where a class is missing, or a score is NaN.
public func rocAUC<Score: BinaryFloatingPoint>(positives: consuming [Score], negatives: consuming [Score]) -> Double {
    var (positives, negatives) = (consume positives, consume negatives)
    if positives.contains(where: \.isNaN) || negatives.contains(where: \.isNaN) { return .nan }
    positives.sort()
    negatives.sort()
    // For each positive: the number of negatives with a lower score, and with a score that is not higher.
    var (below, upTo, twiceWon) = (0, 0, 0)
    for score in positives {
        while below < negatives.count && negatives[below] < score { below += 1 }
        while upTo < negatives.count && negatives[upTo] <= score { upTo += 1 }
        twiceWon += below + upTo
    }
    return ratio(twiceWon, 2 * positives.count * negatives.count)
}
