import Metrics
import Testing

@Suite("Calibration")
struct CalibrationTests {
    typealias Expected = Reference.Calibrations

    @Test("Intercept and slope with their standard errors are statsmodels'", arguments: Reference.all.calibrations)
    func fits(_ expected: Expected) throws {
        let labels = Tensor(expected.labels)
        for calibration in [
            try Calibration(doubles(expected.probabilities), labels, clippedAt: 1e-12),
            try Calibration(logits: doubles(expected.logits), labels),
        ] {
            let (intercept, slope) = (try calibration.intercept.get(), try calibration.slope.get())
            #expect(isClose(intercept.value, expected.intercept, 1e-8))
            #expect(isClose(intercept.standardError, expected.interceptError, 1e-7))
            #expect(isClose(slope.value, expected.slope, 1e-8) && isClose(slope.standardError, expected.slopeError, 1e-7))
            let interval = slope.interval()
            #expect(isClose(interval.upper - interval.lower, 2 * 1.959963984540054 * slope.standardError))
            #expect(calibration.clipped == 0 && calibration.observed.count == expected.labels.count)
            #expect(isClose(calibration.expected, expected.probabilities.reduce(0, +) / Double(expected.labels.count)))
        }
    }

    @Test("A slope and an intercept far from 1 and 0 are found too, and scores far from 0 lose nothing")
    func extremes() throws {
        let expected = Reference.all.calibrations[0]
        let labels = Tensor(expected.labels)
        for (factor, shift) in [(1e-6, 0.0), (1e5, 0), (1, 1e4), (1, -600)] {
            let calibration = try Calibration(logits: doubles(expected.logits) * factor + shift, labels)
            #expect(isClose(try calibration.slope.get().value * factor, expected.slope, 1e-6))
        }
        let shifted = try Calibration(logits: doubles(expected.logits) + 40, labels)
        #expect(isClose(try shifted.intercept.get().value, expected.intercept - 40, 1e-8))
    }

    @Test("Probabilities of 0 and 1 are clipped and counted")
    func clipping() throws {
        let probabilities = doubles([0, 0.2, 0.7, 1, 1, 1e-9, 0.4])
        let labels = Tensor([0, 1, 0, 1, 0, 1, 0])
        let calibration = try Calibration(probabilities, labels)
        #expect(calibration.clipped == 4)
        let same = try Calibration(probabilities.clamp(min: 1e-7, max: 1 - 1e-7), labels)
        #expect(same.clipped == 0 && same.slope == calibration.slope && same.intercept == calibration.intercept)
    }

    @Test("Where there is no estimate, the reason stands in its place")
    func undetermined() throws {
        func fit(_ logits: [Double], _ labels: [Int]) throws -> Calibration {
            try Calibration(logits: doubles(logits), Tensor(labels))
        }
        func reason(_ result: Result<Estimate, Undetermined>) -> Undetermined? {
            if case .failure(let reason) = result { reason } else { nil }
        }
        #expect(reason(try fit([1, 2, 3, 4], [0, 0, 1, 1]).slope) == .separated)
        #expect(reason(try fit([1, 2, 3, 4], [1, 1, 0, 0]).slope) == .separated)
        #expect(reason(try fit([1, 2, 2, 4], [0, 0, 1, 1]).slope) == .quasiSeparated)
        #expect(reason(try fit([2, 2, 2], [0, 0, 1]).slope) == .constantScores)
        #expect(reason(try fit([1, 2, 3], [1, 1, 1]).slope) == .oneClass)
        #expect(reason(try fit([1, 2, 3], [0, 0, 0]).intercept) == .oneClass)
        // The intercept alone is determined by separated and by constant scores: both have a mean.
        #expect(isClose(try fit([2, 2, 2, 2], [0, 0, 1, 1]).intercept.get().value, -2))
        #expect(try fit([-3, -2, 2, 3], [0, 0, 1, 1]).intercept.get().value.isFinite)
    }

    @Test("Brier score, scaled Brier score and log loss are scikit-learn's", arguments: Reference.all.calibrations)
    func scores(_ expected: Expected) throws {
        let (probabilities, labels) = (doubles(expected.probabilities), Tensor(expected.labels))
        #expect(isClose(brierScore(probabilities, labels), expected.brier, 1e-13))
        #expect(isClose(scaledBrierScore(probabilities, labels), expected.scaledBrier, 1e-12))
        #expect(isClose(logLoss(probabilities, labels), expected.logLoss, 1e-12))
        #expect(try brierScore(checking: probabilities, labels) == brierScore(probabilities, labels))
        #expect(try scaledBrierScore(checking: probabilities, labels) == scaledBrierScore(probabilities, labels))
        #expect(try logLoss(checking: probabilities, labels) == logLoss(probabilities, labels))
    }

    @Test("A wrong 0 costs a finite loss, and what is undefined is NaN")
    func undefinedScores() {
        // scikit-learn's log_loss([1, 0], [0.0, 0.0]).
        #expect(isClose(logLoss(doubles([0, 0]), Tensor([1, 0])), 18.021826694558577, 1e-12))
        #expect(logLoss(doubles([0]), Tensor([1]), clippedAt: 0) == .infinity)
        #expect(logLoss(doubles([.nan]), Tensor([1])).isNaN && brierScore(doubles([.nan]), Tensor([1])).isNaN)
        #expect(brierScore(.zeros([0]), .zeros([0])).isNaN && logLoss(.zeros([0]), .zeros([0])).isNaN)
        #expect(scaledBrierScore(doubles([0.2, 0.4]), Tensor([1, 1])).isNaN)
        #expect(throws: InputError.self) { try brierScore(checking: doubles([1.5]), Tensor([1])) }
        #expect(throws: InputError.self) { try logLoss(checking: doubles([.nan]), Tensor([1])) }
        #expect(throws: InputError.self) { try scaledBrierScore(checking: doubles([0.5]), Tensor([1])) }
    }

    @Test("The smooth curve is statsmodels' lowess", arguments: Reference.all.calibrations)
    func smooth(_ expected: Expected) throws {
        let (probabilities, labels) = (doubles(expected.probabilities), Tensor(expected.labels))
        #expect(isClose(try lowess(probabilities, labels, at: doubles(expected.grid)), expected.curve, 1e-9))
        let curve = try calibrationCurve(probabilities, labels, count: 21)
        #expect(isClose(curve.probability, expected.grid, 1e-14))
        #expect(isClose(curve.observed, expected.curve.map { min(max($0, 0), 1) }, 1e-9))
    }

    @Test("A curve of few or equal probabilities is their mean, not a slope of rounding")
    func degenerateCurves() throws {
        let same = doubles([0.3, 0.3, 0.3, 0.3])
        #expect(isClose(try lowess(same, Tensor([0, 1, 1, 1]), at: doubles([0.3, 0.9]), fraction: 1), [0.75, 0.75]))
        #expect(isClose(try lowess(doubles([0.5]), Tensor([1]), at: doubles([0.1])), [1]))
        #expect(
            isClose(try lowess(doubles([1, 2, 3, 4]), doubles([2, 4, 6, 8]), at: doubles([2.5, 0]), fraction: 1), [5, 0]))
    }

    @Test("Bins and the expected calibration error are NumPy's and scikit-learn's", arguments: Reference.all.calibrations)
    func bins(_ expected: Expected) throws {
        let (probabilities, labels) = (doubles(expected.probabilities), Tensor(expected.labels))
        for (binning, wanted) in [(Binning.equalWidth, expected.equalWidth), (.quantiles, expected.quantiles)] {
            let count = wanted.counts.count
            let bins = try reliabilityBins(probabilities, labels, count: count, by: binning)
            #expect(bins.map(\.positives.count) == wanted.counts)
            #expect(isClose(doubles(bins.map(\.lower)), Array(wanted.edges.dropLast()), 1e-14))
            #expect(isClose(doubles(bins.map(\.upper)), Array(wanted.edges.dropFirst()), 1e-14))
            for (bin, (mean, fraction)) in zip(bins, zip(wanted.means, wanted.fractions)) {
                #expect(mean.map { isClose(bin.meanProbability, $0) } ?? bin.meanProbability.isNaN)
                #expect(fraction.map { isClose(bin.positives.value, $0) } ?? bin.positives.value.isNaN)
            }
            let error = try expectedCalibrationError(probabilities, labels, bins: count, by: binning)
            #expect(isClose(error, wanted.error, 1e-12))
        }
    }

    @Test("Platt scaling maximizes the likelihood of its targets", arguments: Reference.all.calibrations)
    func platt(_ expected: Expected) throws {
        let platt = try PlattScaling(fitting: doubles(expected.logits), Tensor(expected.labels))
        #expect(isClose(platt.slope, expected.plattSlope, 1e-7) && isClose(platt.intercept, expected.plattIntercept, 1e-7))
        let calibrated = platt(Tensor(expected.logits, shape: [expected.logits.count, 1]).to(.float32))
        #expect(calibrated.dtype == .float32 && calibrated.shape == [expected.logits.count, 1])
        let again = try Calibration(platt(doubles(expected.logits)), Tensor(expected.labels))
        #expect(isClose(try again.slope.get().value, 1, 0.1))
        #expect(isClose(try again.intercept.get().value, 0, 0.1))
    }

    @Test("Platt scaling fits separated, constant and one-class scores too")
    func plattExtremes() throws {
        let expected = Reference.all.separatedPlatt
        for factor in [1, 1e-8, 1e8] {
            let platt = try PlattScaling(fitting: doubles(expected.logits) * factor, Tensor(expected.labels))
            #expect(isClose(platt.slope * factor, expected.slope, 1e-7) && isClose(platt.intercept, expected.intercept, 1e-7))
        }
        let constant = try PlattScaling(fitting: doubles([2, 2, 2, 2]), Tensor([0, 0, 1, 1]))
        #expect(isClose(constant(doubles([2])), [0.5], 1e-9))
        let zero = try PlattScaling(fitting: doubles([0, 0, 0]), Tensor([0, 1, 1]))
        #expect(zero.slope == 0 && isClose(zero(doubles([0])), [(2 * 0.75 + 1.0 / 3) / 3], 1e-9))
        let positives = try PlattScaling(fitting: doubles([1, 2, 3]), Tensor([1, 1, 1]))
        #expect(isClose(positives(doubles([1, 3])), [0.8, 0.8], 1e-9))
    }

    @Test("Isotonic regression is scikit-learn's", arguments: Reference.all.calibrations)
    func isotonic(_ expected: Expected) throws {
        let isotonic = try IsotonicRegression(fitting: doubles(expected.logits), Tensor(expected.labels))
        #expect(isClose(isotonic(doubles(expected.isotonicPoints)), expected.isotonic))
        #expect(try IsotonicRegression(scores: isotonic.scores, probabilities: isotonic.probabilities) == isotonic)
        #expect(throws: InputError.self) { try IsotonicRegression(scores: [1, 1], probabilities: [0, 1]) }
        #expect(throws: InputError.self) { try IsotonicRegression(scores: [1, 2], probabilities: [0.5, 0.4]) }
    }

    @Test("Data that has no calibration throws")
    func invalid() {
        let labels = Tensor([0, 1])
        for probabilities in [doubles([0.1, .nan]), doubles([0.1, 1.1]), doubles([-0.1, 0.5]), doubles([0.5]), .zeros([0])] {
            #expect(throws: InputError.self) { try Calibration(probabilities, labels) }
            #expect(throws: InputError.self) { try calibrationCurve(probabilities, labels) }
            #expect(throws: InputError.self) { try reliabilityBins(probabilities, labels) }
            #expect(throws: InputError.self) { try DecisionCurve(probabilities, labels) }
            #expect(throws: InputError.self) { try CostThreshold(probabilities, labels, missedCost: 2) }
        }
        for empty in [Tensor.zeros([0])] {
            #expect(throws: InputError.self) { try Calibration(empty, empty) }
            #expect(throws: InputError.self) { try PlattScaling(fitting: empty, empty) }
            #expect(throws: InputError.self) { try reliabilityBins(empty, empty) }
        }
        #expect(throws: InputError.self) { try PlattScaling(fitting: doubles([.infinity, 1]), labels) }
        #expect(throws: InputError.self) { try Calibration(logits: doubles([.infinity, 1]), labels) }
    }
}
