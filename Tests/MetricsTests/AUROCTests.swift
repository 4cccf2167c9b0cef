import Metrics
import Testing

@Suite("The area under the ROC curve, with its uncertainty")
struct AUROCTests {
    @Test("DeLong's variance and interval are those of the pairwise definition", arguments: Reference.all.ranks)
    func variance(_ expected: Reference.Ranks) throws {
        let area = try AUROC(doubles(expected.first), Tensor(expected.labels))
        #expect(isClose(area.value, expected.area) && area.value == rocAUC(doubles(expected.first), Tensor(expected.labels)))
        #expect(isClose(area.variance, expected.variance, 1e-13))
        #expect(area.positives == expected.labels.reduce(0, +) && area.negatives == expected.labels.count - area.positives)
        let interval = try area.interval(level: 0.9)
        #expect(isClose(interval.lower, expected.lower90) && isClose(interval.upper, expected.upper90) && interval.level == 0.9)
    }

    /// Radiologists' ratings of 58 normal and 51 abnormal images (Hanley & McNeil, Radiology 143, 1982); Stata's manual of `roctab`
    /// prints DeLong's figures of them.
    @Test("Hanley and McNeil's ratings have the published area, standard error and interval")
    func published() throws {
        let counts: [(normal: Int, abnormal: Int)] = [(33, 3), (6, 2), (6, 2), (11, 11), (2, 33)]
        var (ratings, labels): ([Double], [Int]) = ([], [])
        for (rating, count) in counts.enumerated() {
            ratings += [Double](repeating: Double(rating + 1), count: count.normal + count.abnormal)
            labels += [Int](repeating: 0, count: count.normal) + [Int](repeating: 1, count: count.abnormal)
        }
        let area = try AUROC(doubles(ratings), Tensor(labels))
        #expect(isClose(area.value, 0.8932, 5e-5) && isClose(area.standardError, 0.0307, 5e-5))
        let interval = try area.interval()
        #expect(isClose(interval.lower, 0.83295, 5e-6) && isClose(interval.upper, 0.95339, 5e-6))
    }

    @Test("Two scores of the same cases are compared with their covariance", arguments: Reference.all.ranks)
    func comparison(_ expected: Reference.Ranks) throws {
        let comparison = try AUROCComparison(doubles(expected.first), doubles(expected.second), Tensor(expected.labels))
        #expect(isClose(comparison.first.value, expected.area) && isClose(comparison.second.value, expected.secondArea))
        #expect(isClose(comparison.difference.value, expected.area - expected.secondArea))
        #expect(isClose(comparison.difference.standardError, expected.differenceError))
        #expect(isClose(comparison.z, expected.z, 1e-9) && isClose(comparison.pValue, expected.pValue, 1e-9))
        let same = try AUROCComparison(doubles(expected.first), doubles(expected.first) * 2, Tensor(expected.labels))
        #expect(same.difference == Estimate(0, standardError: 0) && same.z.isNaN && same.pValue.isNaN)
    }

    @Test("Without a variance there is no interval, and the error says why")
    func undetermined() throws {
        func reason(_ scores: [Double], _ labels: [Int]) throws -> Undetermined? {
            let area = try AUROC(doubles(scores), Tensor(labels))
            return #expect(throws: Undetermined.self) { try area.interval() }
        }
        #expect(try reason([1, 2, 3, 4], [0, 0, 1, 1]) == .separated)
        #expect(try reason([1, 2, 3, 4], [1, 1, 0, 0]) == .separated)
        #expect(try reason([1, 1, 1, 1], [1, 1, 0, 0]) == .constantScores)
        #expect(try reason([1, 2, 3], [1, 0, 0]) == .tooFewCases)
        #expect(try AUROC(doubles([1, 2, 3, 4]), Tensor([0, 0, 1, 1])).variance == 0)
        // Near 1, the normal interval ends at 1.
        let interval = try AUROC(doubles([1, 2, 3, 5, 4, 6, 7, 8]), Tensor([0, 0, 0, 0, 1, 1, 1, 1])).interval()
        #expect(interval.upper == 1 && interval.lower < 0.94)
    }

    @Test("Precision, recall and average precision are scikit-learn's", arguments: Reference.all.ranks)
    func precisionRecall(_ expected: Reference.Ranks) throws {
        let (scores, labels) = (doubles(expected.first), Tensor(expected.labels))
        #expect(isClose(averagePrecision(scores, labels), expected.averagePrecision))
        #expect(try averagePrecision(checking: scores, labels) == averagePrecision(scores, labels))
        let curve = precisionRecallCurve(scores, labels)
        #expect(isClose(curve.precision, expected.precision) && isClose(curve.recall, expected.recall))
        #expect(curve.thresholds.array(of: Double.self) == [.infinity] + expected.thresholds)
        #expect(averagePrecision(scores, .zeros(like: labels)).isNaN)
        #expect(averagePrecision(Tensor([0.5, Double.nan]), Tensor([1, 0])).isNaN)
        #expect(averagePrecision(.zeros([0]), .zeros([0])).isNaN)
    }

    @Test("Data from outside that has no area throws")
    func invalid() {
        func message(_ body: () throws -> Void) -> String? { #expect(throws: InputError.self) { try body() }?.description }
        let (scores, labels) = (doubles([0.1, 0.2]), Tensor([0, 1]))
        #expect(message { _ = try AUROC(doubles([0.1, .nan]), labels) } == "AUROC: a score is NaN (index [1])")
        #expect(message { _ = try AUROC(scores, Tensor([1, 1])) } == "AUROC: there must be labels of both classes among 2")
        #expect(message { _ = try AUROC(scores, Tensor([0, 2])) } == "AUROC: labels are 0 or 1, got 2.0 (index [1])")
        #expect(message { _ = try AUROC(.zeros([3]), labels) } == "AUROC: [3] and labels [2] differ in shape")
        #expect(message { _ = try AUROC(.zeros([0]), .zeros([0])) } == "AUROC: there must be labels of both classes among 0")
        #expect(
            message { _ = try AUROCComparison(scores, doubles([.nan, 1]), labels) }
                == "AUROCComparison: a score is NaN (index [0])")
        #expect(message { _ = try averagePrecision(checking: scores, Tensor([0, 0])) } != nil)
        #expect(message { _ = try precisionRecallCurve(checking: doubles([0.1, .nan]), labels) } != nil)
    }
}
