import Diagnosis
import Kindling

/// The section about the validation.
struct ReportValidation {
    struct Coverage {
        let sets: ReportTable
        let sizes: String
    }

    let method: String
    let figures: ReportTable
    let figureNotes: [String]
    let discriminationPlots: [ReportPlot]
    let calibration: ReportTable
    let calibrationNotes: [String]
    let calibrationPlots: [ReportPlot]
    let coverage: Coverage?
    let learning: String
    let learningPlots: [ReportPlot]

    init(_ validation: Validation) throws {
        let (data, dealing) = (validation.data, validation.crossValidation)
        method =
            "Stratified cross-validation in \(ReportText.counted(dealing.folds, "fold")), \(ReportText.counted(dealing.repeats, "repeat")): "
            + "\(ReportText.counted(dealing.models, "model")), each made from scratch from the other folds, with scaling, imputation, stopping and "
            + "threshold inside, and judged by the patients that it had not seen. In each repeat, each of the \(data.count) patients is predicted once."
        figures = ReportValidation.figures(validation)
        figureNotes = [
            "Mean: of the repeats' figures, each pooled over the folds and of all \(data.count) patients. Lowest to highest: of the repeats, which "
                + "differ by how patients were dealt and by chance in training, not by the patients.",
            "Intervals: DeLong's for AUROC, Wilson's for proportions, at 95 %, of the predictions of the first repeat. They leave out that other "
                + "training patients would have given other models.",
            "Ensemble: of each patient's probability averaged over the repeats, as \(ReportText.counted(dealing.repeats, "model")) together would "
                + "predict it. PPV and NPV hold where \(ReportText.percent(data.prevalence)) are malignant, as here.",
        ]
        discriminationPlots = try ReportValidation.discrimination(validation)
        calibration = ReportValidation.calibration(validation)
        calibrationNotes = ReportValidation.calibrationNotes(validation)
        calibrationPlots = try ReportValidation.calibrationPlots(validation)
        coverage = validation.coverage.map(ReportValidation.coverage)
        learning = ReportValidation.learning(validation.learningCurve)
        learningPlots = ReportValidation.learningPlots(validation.learningCurve)
    }

    /// An interval in words: its bounds, or why there are none.
    static func bounds(_ interval: StatedInterval, _ digits: Int?) -> String {
        if let bounds = interval.bounds { return ReportText.interval(bounds.lower, bounds.upper, digits) }
        return "no interval" + (interval.undetermined.map { ": \($0)" } ?? "")
    }

    private static func figures(_ validation: Validation) -> ReportTable {
        let figures = validation.figures
        let all: [(String, PooledFigure, Int?)] = [
            ("AUROC", figures.auroc, 4), ("Accuracy", figures.accuracy, nil), ("Sensitivity", figures.sensitivity, nil),
            ("Specificity", figures.specificity, nil), ("PPV", figures.positivePredictiveValue, nil),
            ("NPV", figures.negativePredictiveValue, nil), ("Brier score", figures.brierScore, 4),
            ("Scaled Brier score", figures.scaledBrierScore, 4), ("Average precision", figures.averagePrecision, 4),
            ("Log loss", figures.logLoss, 4),
        ]
        return ReportTable(
            "Figures of held-out patients",
            ["Figure", "Mean", "Cases, mean", "Lowest to highest", "Repeat 1", "95\u{a0}% interval", "Ensemble"],
            all.map { name, figure, digits in
                let counts =
                    figure.meanCounts.map { "\(ReportText.fixed($0.successes, 1)) of \(ReportText.fixed($0.of, 1))" } ?? ""
                return [
                    name, ReportText.number(figure.mean, digits), counts,
                    ReportText.interval(figure.lowest, figure.highest, digits),
                    ReportText.number(figure.ofRepeats[0], digits), figure.interval.map { bounds($0, digits) } ?? "",
                    ReportText.number(figure.ofAveraged, digits),
                ]
            })
    }

    private static func discrimination(_ validation: Validation) throws -> [ReportPlot] {
        let (probabilities, labels) = firstRepeat(validation)
        let curve = try rocCurve(checking: probabilities, labels)
        let confusion = validation.figures.confusion
        func share(_ part: Int, _ row: [Int]) -> Double { Double(part) / Double(row.reduce(0, +)) }
        let point = (x: share(confusion[0][1], confusion[0]), y: share(confusion[1][1], confusion[1]))
        return [
            ReportPlot(
                .roc(
                    falsePositiveRate: curve.falsePositiveRate.array(of: Double.self),
                    truePositiveRate: Curve("model", curve.truePositiveRate.array(of: Double.self)),
                    threshold: ("threshold", point.x, point.y), title: "ROC curve"),
                "Repeat 1. How many malignant tumours are found at the price of how many false alarms, for every threshold."),
            ReportPlot(
                .confusionMatrix(confusion, names: Diagnoses.names),
                "Repeat 1, at the models' threshold, with the share of each row."),
        ]
    }

    private static func calibration(_ validation: Validation) -> ReportTable {
        let calibration = validation.calibration
        return ReportTable(
            "Do probabilities agree with what patients have?",
            ["Figure", "Mean", "Lowest to highest", "Repeat 1", "95\u{a0}% interval", "Ideal"],
            [("Intercept, slope held at 1", calibration.intercept, "0"), ("Slope", calibration.slope, "1")].map {
                name, estimate, ideal in
                let first = try? estimate.ofRepeats[0].get().value
                return [
                    name, estimate.mean.map { ReportText.fixed($0, 3) } ?? "none",
                    estimate.range.map { ReportText.interval($0.lowest, $0.highest, 3) } ?? "none",
                    first.map { ReportText.fixed($0, 3) } ?? "none", bounds(estimate.interval, 3), ideal,
                ]
            })
    }

    private static func calibrationNotes(_ validation: Validation) -> [String] {
        let calibration = validation.calibration
        let repeats = validation.crossValidation.repeats
        let reasons = [("Intercept", calibration.intercept), ("Slope", calibration.slope)].flatMap { name, estimate in
            estimate.undetermined.map { "\(name): none in \($1) of \(ReportText.counted(repeats, "repeat")), where \($0)." }
        }
        return reasons + [
            "Of the outcome on the logit of the probability. A slope below 1 says that probabilities are too extreme; an intercept above 0, that "
                + "they are too low on average. Intervals are Wald's. \(calibration.clipped[0]) of the first repeat's probabilities were nearer to "
                + "0 or 1 than \(calibration.clippedAt) and were clipped."
        ]
    }

    private static func calibrationPlots(_ validation: Validation) throws -> [ReportPlot] {
        let (probabilities, labels) = firstRepeat(validation)
        let bins = try reliabilityBins(probabilities, labels).filter { $0.positives.count > 0 }
        let intervals = bins.map { $0.positives.interval() }
        let observed = Curve(
            "tenths, 95\u{a0}% interval", bins.map { $0.positives.value }, low: intervals.map(\.lower),
            high: intervals.map(\.upper))
        let (values, isMalignant) = (validation.predictions.repeats[0].probabilities, validation.predictions.isMalignant)
        func ofClass(_ malignant: Bool) -> [Double] { zip(values, isMalignant).filter { $1 == malignant }.map(\.0) }
        let (curve, decisions) = (validation.calibration.curve, validation.decisions)
        return [
            ReportPlot(
                Figure.calibration(
                    predicted: bins.map(\.meanProbability), observed: observed,
                    smooth: (x: curve.probability, curve: Curve("smoothed", curve.observed)), positives: ofClass(true),
                    negatives: ofClass(false), names: (Diagnoses.names[1], Diagnoses.names[0]), title: "Calibration"),
                "Repeat 1. Patients by their predicted probability, and how many of them have a malignant tumour; below, how probabilities are "
                    + "distributed. Where few patients have a probability, the curve is uncertain."),
            ReportPlot(
                .decisionCurve(
                    thresholds: decisions.thresholds, models: [Curve("model", decisions.model)], treatAll: decisions.treatAll),
                height: 420,
                "Net benefit (Vickers and Elkin, 2006), the mean over repeats. Deciding by the model is worth more than treating all "
                    + "or none where its line is above theirs."),
        ]
    }

    private static func coverage(_ coverage: ValidationCoverage) -> Coverage {
        let rows = [(Diagnoses.names[0], coverage.benign), (Diagnoses.names[1], coverage.malignant)].map { name, figure in
            [
                name, ReportText.percent(coverage.level), ReportText.number(figure.mean, nil),
                ReportText.interval(figure.lowest, figure.highest, nil),
                figure.interval.map { bounds($0, nil) } ?? "",
            ]
        }
        return Coverage(
            sets: ReportTable(
                "How often prediction sets hold the right class",
                ["Class", "Promised", "Found, mean", "Lowest to highest", "95\u{a0}% interval, repeat 1"], rows),
            sizes:
                "\(ReportText.percent(coverage.sizes.one)) of the sets hold one class, \(ReportText.percent(coverage.sizes.both)) both and "
                + "\(ReportText.percent(coverage.sizes.empty)) none.")
    }

    private static func learning(_ curve: LearningCurve) -> String {
        guard let doubling = curve.doubling else { return "There are too few patients to tell." }
        let interval = ReportText.interval(doubling.lower, doubling.upper, 4)
        return
            "When the number of training patients was doubled, from half of them to all, the log loss of a patient changed by "
            + "\(ReportText.fixed(doubling.change, 4)) (95\u{a0}% interval \(interval)), "
            + (doubling.hasHelped ? "so that more are likely to help." : "which may be chance.")
    }

    private static func learningPlots(_ curve: LearningCurve) -> [ReportPlot] {
        let rows = curve.points.map { Int($0.rows.rounded()) }
        return [
            ReportPlot(
                .learningCurve(
                    rows: rows, measure: "log loss", curves: [Curve("held-out patients", curve.points.map(\.logLoss))],
                    title: "Log loss"), height: 280, "Repeat 1. Lower is better."),
            ReportPlot(
                .learningCurve(
                    rows: rows, measure: "AUROC", curves: [Curve("held-out patients", curve.points.map(\.auroc))],
                    title: "AUROC"), height: 280, "Repeat 1. Higher is better."),
        ]
    }

    private static func firstRepeat(_ validation: Validation) -> (probabilities: Tensor, labels: Tensor) {
        let (values, isMalignant) = (validation.predictions.repeats[0].probabilities, validation.predictions.isMalignant)
        return (Tensor(values), Tensor(isMalignant.map { $0 ? 1.0 : 0 }))
    }
}
