/// The area under the ROC curve of the scores of positive and of negative cases: what ``rocAUC(_:_:)`` gives for all of them.
///
/// It needs no more memory than the scores, and half of that while it sorts them.
///
/// ```swift
/// rocAUC(positives: [0.9, 0.4], negatives: [0.1, 0.5])     // 3 of 4 pairs are in order: 0.75
/// ```
///
/// - Returns: NaN where a class is missing, or a score is NaN.
public func rocAUC<Score: BinaryFloatingPoint>(positives: consuming [Score], negatives: consuming [Score]) -> Double {
    var (positives, negatives) = (consume positives, consume negatives)
    if positives.contains(where: \.isNaN) || negatives.contains(where: \.isNaN) { return .nan }
    positives.sort()
    negatives.sort()
    // How many negatives score below the positive, and how many as high at most.
    var (below, upTo, twiceWon) = (0, 0, 0)
    for score in positives {
        while below < negatives.count && negatives[below] < score { below += 1 }
        while upTo < negatives.count && negatives[upTo] <= score { upTo += 1 }
        twiceWon += below + upTo
    }
    return ratio(twiceWon, 2 * positives.count * negatives.count)
}
