import Data
import Tensor
import Testing

@Suite struct StratifiedSplitTests {
    struct Case: CustomTestStringConvertible {
        var counts: [Int], fraction: Double, test: [Int]
        var testDescription: String { "\(counts), \(fraction)" }

        /// The classes' rows, one class after the other.
        var labels: Tensor {
            let labels = counts.enumerated().flatMap { Array(repeating: $0.offset, count: $0.element) }
            return Tensor(labels, shape: [labels.count])
        }
    }

    /// Counts in the test part from scikit-learn 1.9's `train_test_split`.
    static let cases = [
        Case(counts: [357, 212], fraction: 0.2, test: [72, 42]),
        Case(counts: [357, 212], fraction: 0.1, test: [36, 21]),
        Case(counts: [10, 10], fraction: 0.25, test: [2, 3]),
        Case(counts: [50, 30, 20], fraction: 0.33, test: [16, 10, 7]),
        Case(counts: [7, 5, 9], fraction: 0.3, test: [2, 2, 3]),
        Case(counts: [2, 2], fraction: 0.5, test: [1, 1]),
        Case(counts: [100, 3], fraction: 0.3, test: [30, 1]),
        Case(counts: [1000, 10], fraction: 0.07, test: [70, 1]),
        Case(counts: [33, 33, 34], fraction: 0.1, test: [3, 3, 4]),
    ]

    @Test(
        "A fraction of so many rows is what is written, not what its double makes of it",
        arguments: [
            (100, 0.07, 7), (100, 0.28, 28), (100, 0.55, 55), (100, 0.56, 56), (100, 0.57, 57), (100, 0.58, 58),
            (1000, 0.009, 9),
            (50, 0.14, 7), (300, 0.07, 21), (569, 0.2, 114), (1_000_000, 0.07, 70_000), (1_000_000, 0.000007, 7),
            (30, 0.33, 10),
        ])
    func decimals(rows: Int, fraction: Double, test: Int) throws {
        let labels = Tensor.arange(rows).remainder(2)
        #expect(try stratifiedSplit(labels, testFraction: fraction).test.count == test)
        let three = try stratifiedSplit(labels, validationFraction: fraction, testFraction: 0.4)
        #expect(three.validation.count == test)
        let parts = randomSplit(0..<rows, fractions: [1 - fraction, fraction])
        #expect(parts[1].count == test - (rows == 569 || rows == 30 ? 1 : 0))
    }

    private func counts(_ labels: Tensor, _ rows: Tensor, classes: Int) -> [Int] {
        let picked = labels.indexSelect(dim: 0, rows).array(of: Int.self)
        return (0..<classes).map { label in picked.count { $0 == label } }
    }

    @Test("Classes are rounded as scikit-learn does, and each row is in one part", arguments: cases)
    func twoParts(_ test: Case) throws {
        let split = try stratifiedSplit(test.labels, testFraction: test.fraction, generator: Generator(seed: 1))
        #expect(counts(test.labels, split.test, classes: test.counts.count) == test.test)
        let rows = split.train.array(of: Int.self) + split.test.array(of: Int.self)
        #expect(rows.sorted() == Array(0..<test.labels.count))
        #expect(split.test.array(of: Int.self) == split.test.array(of: Int.self).sorted())
    }

    @Test("In three parts, the test part is that of two, and the validation part is of the rest")
    func threeParts() throws {
        let labels = Self.cases[0].labels.unsqueeze(1).to(.float32)
        let two = try stratifiedSplit(labels, testFraction: 0.2, generator: Generator(seed: 9))
        let three = try stratifiedSplit(labels, validationFraction: 0.1, testFraction: 0.2, generator: Generator(seed: 9))
        #expect(three.test.array(of: Int.self) == two.test.array(of: Int.self))
        #expect(counts(labels, three.test, classes: 2) == [72, 42])
        #expect(counts(labels, three.validation, classes: 2) == [36, 21])
        #expect(counts(labels, three.train, classes: 2) == [249, 149])
        let rows = [three.train, three.validation, three.test].flatMap { $0.array(of: Int.self) }
        #expect(rows.sorted() == Array(0..<569))
    }

    @Test("The seed decides which rows")
    func seeds() throws {
        func test(seed: UInt64) throws -> [Int] {
            try stratifiedSplit(Self.cases[0].labels, testFraction: 0.2, generator: Generator(seed: seed)).test.array()
        }
        #expect(try test(seed: 1) == test(seed: 1))
        #expect(try test(seed: 1) != test(seed: 2))
    }

    static let refusals: [(labels: [Int], validation: Double?, test: Double, error: SplitError, message: String)] = [
        ([], nil, 0.2, .noRows, "there are no rows to split"),
        (
            [1, 1, 1], nil, 0.2, .oneClass(label: 1, rows: 3),
            "all 3 rows are of class 1; a stratified split needs at least two classes"
        ),
        (
            [0, 0, 0, 0, 1], nil, 0.5, .tooFewRows(label: 1, rows: 1, part: "training"),
            "class 1 has too few rows to split (1): none is left for the training set"
        ),
        (
            [0, 0, 0, 0, 0, 0, 0, 1, 1], nil, 0.1, .tooFewRows(label: 1, rows: 2, part: "test"),
            "class 1 has too few rows to split (2): none is left for the test set"
        ),
        (
            [0, 0, 0, 0, 1, 1], 0.2, 0.3, .tooFewRows(label: 1, rows: 2, part: "training"),
            "class 1 has too few rows to split (2): none is left for the training set"
        ),
        (
            [0, 0, 1, 1, 1], 0.5, 0.49, .tooFewRows(label: 0, rows: 2, part: "training"),
            "class 0 has too few rows to split (2): none is left for the training set"
        ),
        (
            [0, 0, 1, 1, 1], 0.0005, 0.999, .tooFewRows(label: 0, rows: 2, part: "training"),
            "class 0 has too few rows to split (2): none is left for the training set"
        ),
        ([0, 1], nil, 0, .fraction(of: "test", 0), "the test fraction must be between 0 and 1, got 0.0"),
        ([0, 1], nil, 1, .fraction(of: "test", 1), "the test fraction must be between 0 and 1, got 1.0"),
        ([0, 1], -0.5, 0.5, .fraction(of: "validation", -0.5), "the validation fraction must be between 0 and 1, got -0.5"),
        (
            [0, 1], 0.5, 0.75, .fraction(of: "validation plus test", 1.25),
            "the validation plus test fraction must be between 0 and 1, got 1.25"
        ),
    ]

    @Test("What cannot be split is refused, and says why", arguments: refusals)
    func refused(_ labels: [Int], validation: Double?, test: Double, error: SplitError, message: String) {
        let thrown = #expect(throws: SplitError.self) {
            let labels = Tensor(labels, shape: [labels.count])
            if let validation {
                _ = try stratifiedSplit(labels, validationFraction: validation, testFraction: test)
            } else {
                _ = try stratifiedSplit(labels, testFraction: test)
            }
        }
        #expect(thrown == error)
        #expect(thrown?.description == message)
    }

    @Test("A label or a fraction that is not a number is refused")
    func notANumber() {
        #expect(throws: SplitError.labelIsNaN(row: 2)) {
            try stratifiedSplit(Tensor([0, 1, Float.nan, 1]), testFraction: 0.5)
        }
        #expect(throws: SplitError.self) { try stratifiedSplit(Tensor([0, 1]), testFraction: .nan) }
    }
}
