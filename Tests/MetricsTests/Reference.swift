import Foundation
import Metrics
import Testing

/// Inputs, and what SciPy, scikit-learn, statsmodels and crepes make of them: `reference.py` says how.
struct Reference: Decodable, Sendable {
    static let all: Reference = {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("reference.json")
        do { return try JSONDecoder().decode(Reference.self, from: Data(contentsOf: file)) } catch {
            fatalError("\(file.path): \(error)")
        }
    }()

    struct Ranks: Decodable, Sendable {
        let first, second: [Double]
        let labels: [Int]
        let area, variance, lower90, upper90, secondArea, differenceError, z, pValue, averagePrecision: Double
        let precision, recall, thresholds: [Double]
    }

    struct Wilson: Decodable, Sendable {
        let successes, count: Int
        let level, lower, upper: Double
    }

    struct Confusion: Decodable, Sendable {
        let labels, predictions: [Int]
        let prevalence, ppv, npv, ppvAt2Percent, npvAt2Percent, fHalf, f2, matthews, balancedAccuracy, youden: Double
    }

    struct Bins: Decodable, Sendable {
        let edges: [Double]
        let counts: [Int]
        let means, fractions: [Double?]
        let error: Double
    }

    struct Calibrations: Decodable, Sendable {
        let probabilities, logits: [Double]
        let labels: [Int]
        let intercept, interceptError, slope, slopeError, brier, scaledBrier, logLoss: Double
        let grid: [Double]
        let curve: [Double]
        let equalWidth, quantiles: Bins
        let plattSlope, plattIntercept: Double
        let isotonicPoints, isotonic, thresholds, netBenefit, treatAll: [Double]
    }

    struct Platt: Decodable, Sendable {
        let logits: [Double]
        let labels: [Int]
        let slope, intercept: Double
    }

    struct Conformal: Decodable, Sendable {
        let calibration, test, pValues: [Double]
        let calibrationLabels, testLabels: [Int]
        let classes: Int
    }

    struct Clusters: Decodable, Sendable {
        let height: Double
        let labels: [Int]
    }

    struct Clustering: Decodable, Sendable {
        let spearman, linkage, tied, tiedSpearman, tiedPearson, distances, distancesLinkage: [Double]
        let clusters: [Clusters]
    }

    struct Permutation: Decodable, Sendable {
        let features, pair, single: [Double]
        let labels: [Int]
        let logLoss: Double
    }

    let ranks: [Ranks]
    let proportions: [Wilson]
    let confusion: Confusion
    let calibrations: [Calibrations]
    let separatedPlatt: Platt
    let conformal: [Conformal]
    let clustering: Clustering
    let permutation: Permutation
}

/// A float64 tensor.
func doubles(_ values: [Double]) -> Tensor { Tensor(values, shape: [values.count], dtype: .float64) }
func doubles(_ values: [Double], columns: Int) -> Tensor {
    Tensor(values, shape: [values.count / columns, columns], dtype: .float64)
}

func isClose(_ a: Double, _ b: Double, _ tolerance: Double = 1e-10) -> Bool { abs(a - b) <= tolerance * max(1, abs(b)) }
func isClose(_ a: Tensor, _ b: [Double], _ tolerance: Double = 1e-10) -> Bool {
    let a = a.array(of: Double.self)
    return a.count == b.count && zip(a, b).allSatisfy { isClose($0, $1, tolerance) }
}

extension Reference.Ranks: CustomTestStringConvertible { var testDescription: String { "\(labels.count) cases" } }
extension Reference.Calibrations: CustomTestStringConvertible { var testDescription: String { "\(labels.count) cases" } }
extension Reference.Conformal: CustomTestStringConvertible { var testDescription: String { "\(classes) classes" } }
extension Reference.Clusters: CustomTestStringConvertible { var testDescription: String { "height \(height)" } }
