import DeviceSupport
import Metrics
import Tensor
import Testing

@Suite struct MetricsTests {
    /// With ties, across classes too. The expected values are scikit-learn's.
    static let scores = Tensor([0.1, 0.4, 0.35, 0.8, 0.4, 0.9, 0.4, 0.05], dtype: .float64)
    static let labels = Tensor([0, 0, 1, 1, 1, 1, 0, 0])

    @Test("The confusion matrix counts outcomes, and rates follow from it", arguments: DType.allCases)
    func confusion(_ dtype: DType) {
        let confusion = ConfusionMatrix(predictions: Self.scores .>= 0.4, labels: Self.labels.to(dtype))
        #expect(confusion.matrix == [[2, 2], [1, 3]])
        #expect(
            confusion
                == ConfusionMatrix(trueNegatives: 2, falsePositives: 2, falseNegatives: 1, truePositives: 3))
        #expect(confusion.count == 8)
        #expect(confusion.accuracy == 0.625)
        #expect(confusion.precision == 0.6)
        #expect(confusion.recall == 0.75 && confusion.sensitivity == 0.75)
        #expect(confusion.specificity == 0.5)
        #expect(confusion.f1 == 2.0 / 3)
    }

    @Test("A rate with a denominator of 0 is NaN")
    func undefined() {
        let negatives = ConfusionMatrix(predictions: .zeros([3]), labels: .zeros([3]))
        #expect(negatives.accuracy == 1 && negatives.specificity == 1)
        #expect(negatives.precision.isNaN && negatives.recall.isNaN && negatives.f1.isNaN)
        let positives = ConfusionMatrix(predictions: .zeros([3]), labels: .ones([3]))
        #expect(positives.specificity.isNaN && positives.precision.isNaN && positives.recall == 0 && positives.f1 == 0)
        #expect(ConfusionMatrix(predictions: .zeros([0]), labels: .zeros([0])).accuracy.isNaN)
        #expect(accuracy(.zeros([0]), .zeros([0])).isNaN)
    }

    @Test("Accuracy and the confusion matrix of several classes")
    func severalClasses() {
        let (predictions, labels) = (Tensor([0, 2, 1, 1, 2]), Tensor([0, 1, 1, 2, 2]))
        #expect(accuracy(predictions, labels) == 0.6)
        let matrix = confusionMatrix(predictions: predictions, labels: labels, classes: 3)
        #expect(matrix.dtype == .int64 && matrix.shape == [3, 3])
        #expect(matrix.array(of: Int.self) == [1, 0, 0, 0, 1, 1, 0, 1, 1])
    }

    @Test("The area under the ROC curve counts ties half")
    func auc() {
        #expect(rocAUC(Self.scores, Self.labels) == 0.8125)
        #expect(rocAUC(-Self.scores, Self.labels) == 1 - 0.8125)
        #expect(rocAUC(.zeros([4]), Tensor([0, 1, 1, 0])) == 0.5)
        #expect(rocAUC(Tensor([1, 2, 3]), Tensor([false, true, true])) == 1)
        let generator = Generator(seed: 1)
        let scores = (Tensor.uniform([500], generator: generator) * 20).floor()
        let labels = Tensor.uniform([500], generator: generator) .> 0.7
        let pairs = Array(zip(scores.array(of: Float.self), labels.array(of: Bool.self)))
        let (positives, negatives) = (pairs.filter(\.1).map(\.0), pairs.filter { !$0.1 }.map(\.0))
        #expect(rocAUC(positives: positives, negatives: negatives) == rocAUC(scores, labels))
        #expect(rocAUC(positives: positives, negatives: []).isNaN && rocAUC(positives: [.nan], negatives: negatives).isNaN)
    }

    @Test("The area is scikit-learn's for many ties")
    func aucReference() {
        let scores: [Double] = [
            0.6, 0.3, 0.0, 0.0, 0.8, 0.9, 0.6, 0.7, 0.5, 0.9, 0.8, 0.0, 0.9, 0.0, 0.7, 0.2, 0.9, 0.5, 0.3, 0.4, 0.0, 0.1, 0.7,
            0.6, 0.6, 0.4, 1.0, 1.0, 0.7, 0.7, 0.7, 0.4, 0.1, 0.7, 0.5, 0.3, 0.5, 0.9, 0.9, 0.4,
        ]
        let labels = [
            0, 1, 0, 1, 1, 0, 1, 0, 1, 0, 0, 1, 0, 1, 1, 1, 0, 0, 1, 1, 0, 1, 1, 0, 1, 0, 1, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0,
            0, 0,
        ]
        #expect(abs(rocAUC(Tensor(scores), Tensor(labels)) - 0.3670076726342711) < 1e-15)
    }

    @Test("Where scores have no order or a class is missing, the area is NaN")
    func undefinedArea() {
        #expect(rocAUC(Tensor([0.1, 0.2]), Tensor([1, 1])).isNaN)
        #expect(rocAUC(Tensor([0.1, 0.2]), Tensor([0, 0])).isNaN)
        #expect(rocAUC(.zeros([0]), .zeros([0])).isNaN)
        #expect(rocAUC(Tensor([0.1, Double.nan, 0.3]), Tensor([0, 1, 1])).isNaN)
    }

    @Test("The ROC curve is scikit-learn's")
    func curve() {
        let curve = rocCurve(Self.scores, Self.labels)
        #expect(curve.falsePositiveRate.array(of: Double.self) == [0, 0, 0, 0.5, 0.5, 0.75, 1])
        #expect(curve.truePositiveRate.array(of: Double.self) == [0, 0.25, 0.5, 0.75, 1, 1, 1])
        #expect(curve.thresholds.array(of: Double.self) == [.infinity, 0.9, 0.8, 0.4, 0.35, 0.1, 0.05])
    }

    @Test(
        "Metrics take tensors of a device, of the CPU, or one of each", arguments: [Device.cpu, .trapping],
        [Device.cpu, .trapping])
    func devices(_ first: Device, _ second: Device) throws {
        let (scores, labels) = (try Self.scores.to(first), try Self.labels.to(second))
        let predictions = (scores .>= 0.4).to(.int64)
        #expect(accuracy(predictions, labels) == 0.625)
        #expect(ConfusionMatrix(predictions: predictions, labels: labels).matrix == [[2, 2], [1, 3]])
        #expect(confusionMatrix(predictions: predictions, labels: labels, classes: 2).array(of: Int.self) == [2, 2, 1, 3])
        #expect(rocAUC(scores, labels) == rocAUC(Self.scores, Self.labels))
        #expect(rocCurve(scores, labels).thresholds.array(of: Double.self) == [.infinity, 0.9, 0.8, 0.4, 0.35, 0.1, 0.05])
    }

    @Test("For data from outside, metrics throw an error that says what is wrong")
    func checked() throws {
        func expect(_ says: String, _ body: () throws -> Void) {
            let error = #expect(throws: InputError.self) { try body() }
            #expect(error.map { "\($0)" } == says)
        }
        let (two, labels) = (Tensor([0.5, 0.25]), Tensor([1, 0]))
        expect("accuracy: [3, 1] and labels [3] differ in shape") { _ = try accuracy(checking: .zeros([3, 1]), .zeros([3])) }
        expect("ConfusionMatrix: predictions are 0 or 1, got 0.5 (index [0])") {
            _ = try ConfusionMatrix(checking: two, labels: labels)
        }
        expect("ConfusionMatrix: labels are 0 or 1, got nan (index [1])") {
            _ = try ConfusionMatrix(checking: labels, labels: Tensor([0, Double.nan]))
        }
        expect("confusionMatrix: a prediction 3 is not in 0..<3 (index [1])") {
            _ = try confusionMatrix(checking: Tensor([0, 3]), labels: labels, classes: 3)
        }
        expect("confusionMatrix: nan is not an integer: a label must be (index [0])") {
            _ = try confusionMatrix(checking: labels, labels: Tensor([Double.nan, 0]), classes: 3)
        }
        expect("rocAUC: labels are 0 or 1, got 2.0 (index [1])") { _ = try rocAUC(checking: two, Tensor([0, 2])) }
        expect("rocAUC: a score is NaN (index [1])") { _ = try rocAUC(checking: Tensor([0, Double.nan]), labels) }
        expect("rocCurve: a score is NaN (index [1])") { _ = try rocCurve(checking: Tensor([0, Double.nan]), labels) }
        expect("rocCurve: there must be labels of both classes among 2") { _ = try rocCurve(checking: two, Tensor([1, 1])) }
        expect("rocAUC: there must be labels of both classes among 0") { _ = try rocAUC(checking: .zeros([0]), .zeros([0])) }

        #expect(try accuracy(checking: labels, labels) == 1)
        #expect(try ConfusionMatrix(checking: labels, labels: labels) == ConfusionMatrix(predictions: labels, labels: labels))
        #expect(try confusionMatrix(checking: labels, labels: labels, classes: 2).array(of: Int.self) == [1, 0, 0, 1])
        #expect(try rocAUC(checking: Self.scores, Self.labels) == rocAUC(Self.scores, Self.labels))
        #expect(try rocCurve(checking: two, labels).thresholds.array(of: Double.self) == [.infinity, 0.5, 0.25])
    }

    @Test("Different shapes, invalid labels, and classes out of range trap")
    func traps() async {
        await #expect(processExitsWith: .failure) { _ = accuracy(.zeros([3, 1]), .zeros([3])) }
        await #expect(processExitsWith: .failure) { _ = ConfusionMatrix(predictions: Tensor([0.5]), labels: Tensor([1])) }
        await #expect(processExitsWith: .failure) {
            _ = confusionMatrix(predictions: Tensor([3]), labels: Tensor([0]), classes: 3)
        }
    }
}
