import Diagnosis
import Kindling

/// A cross-validation for human readers.
struct ValidationReport {
    private let validation: Validation
    private let features: Int

    init(_ validation: Validation, features: Int) { (self.validation, self.features) = (validation, features) }

    var text: String {
        let parts = [heading, figures, intervals, calibration, decisions, coverage, importance, learningCurve]
        return parts.compactMap(\.self).joined(separator: "\n\n")
    }

    private var repeats: Int { validation.crossValidation.repeats }

    private var heading: String {
        let (data, dealing) = (validation.data, validation.crossValidation)
        return "\(data.name): \(data.count) rows, \(features) features; \(data.malignant) malignant (1), "
            + "\(data.count - data.malignant) benign (0)\n"
            + "stratified cross-validation in \(dealing.folds) folds, \(counted(repeats, "repeat")): \(dealing.models) models, each judged "
            + "by rows that it has not seen"
    }

    // MARK: figures

    /// The figures by name, with the digits that they are printed with; nil for percent.
    private var all: [(name: String, figure: PooledFigure, digits: Int?)] {
        let figures = validation.figures
        return [
            ("AUROC", figures.auroc, 4), ("accuracy", figures.accuracy, nil), ("sensitivity", figures.sensitivity, nil),
            ("specificity", figures.specificity, nil), ("PPV", figures.positivePredictiveValue, nil),
            ("NPV", figures.negativePredictiveValue, nil), ("Brier score", figures.brierScore, 4),
            ("scaled Brier score", figures.scaledBrierScore, 4), ("average precision", figures.averagePrecision, 4),
            ("log loss", figures.logLoss, 4),
        ]
    }

    private func number(_ value: Double?, _ digits: Int?) -> String {
        guard let value else { return "undefined" }
        return digits.map { Text.fixed(value, $0) } ?? Text.percent(value)
    }

    private var figures: String {
        let header = ["mean of \(counted(repeats, "repeat"))", "", "cases", "lowest", "highest", "ensemble"]
        let rows = all.map { name, figure, digits in
            let counts = figure.meanCounts.map { "\(Text.fixed($0.successes, 1)) of \(Text.fixed($0.of, 1))" } ?? ""
            return [name, number(figure.mean, digits), counts]
                + [figure.lowest, figure.highest, figure.ofAveraged].map { number($0, digits) }
        }
        return Text.table([header] + rows) + "\n"
            + "  Each repeat's figure is of all \(validation.data.count) patients, pooled over its folds; cases are means over the repeats.\n"
            + "  lowest, highest: of the repeats. They differ by how rows were dealt and by the training's chance, not by the patients.\n"
            + "  ensemble: of each patient's probability averaged over the repeats, as \(counted(repeats, "model")) together would predict it.\n"
            + "  PPV and NPV hold where \(Text.percent(validation.data.prevalence)) are malignant, as here."
    }

    private var intervals: String {
        let rows = all.compactMap { name, figure, digits -> [String]? in
            guard let interval = figure.interval else { return nil }
            let counts = interval.proportion.map { "\($0.successes) of \($0.count)" } ?? "\(validation.data.count) patients"
            return [name, number(figure.ofRepeats[0], digits), counts, bounds(interval, digits), interval.method]
        }
        return Text.table([["predictions of repeat 1", "", "cases", "95 % interval", ""]] + rows) + "\n"
            + "  The intervals are of these predictions; they leave out that other training rows would have given other models."
    }

    private func bounds(_ interval: StatedInterval, _ digits: Int?) -> String {
        if let bounds = interval.bounds { return "\(number(bounds.lower, digits)) to \(number(bounds.upper, digits))" }
        guard let reason = interval.undetermined else { return "none" }
        if interval.method == "DeLong" && reason == .separated { return "none: DeLong's variance is 0, as \(reason)" }
        return "none: \(reason)"
    }

    // MARK: probabilities

    private var calibration: String {
        let calibration = validation.calibration
        var rows = [["calibration", "mean", "lowest", "highest", "repeat 1", "95 % interval", ""]]
        var notes: [String] = []
        for (name, estimate) in [("intercept", calibration.intercept), ("slope", calibration.slope)] {
            let first = try? estimate.ofRepeats[0].get().value
            let values = [estimate.mean, estimate.range?.lowest, estimate.range?.highest, first]
            rows.append(
                [name] + values.map { $0.map { Text.fixed($0, 3) } ?? "none" } + [bounds(estimate.interval, 3), "Wald"])
            for (reason, count) in estimate.undetermined {
                notes.append("  \(name): none in \(count) of \(counted(repeats, "repeat")), where \(reason)")
            }
        }
        notes.append(
            "  intercept: 0 where probabilities are right on average (slope held at 1); slope: below 1 where they are too extreme."
        )
        let clipped = calibration.clipped
        let range = "\(Text.fixed(Double(clipped.reduce(0, +)) / Double(repeats), 1)) in a repeat, \(clipped[0]) in repeat 1"
        notes.append(
            "  Probabilities nearer to 0 or 1 than \(calibration.clippedAt), which were clipped for their logits: \(range).")
        return Text.table(rows) + "\n" + notes.joined(separator: "\n") + "\n\n" + calibrationPlot
    }

    private var calibrationPlot: String {
        let (curve, histogram) = (validation.calibration.curve, validation.calibration.histogram)
        let plot = Plot(
            title: "Calibration of repeat 1", x: Axis("probability of malignancy", 0...1), y: Axis("observed share", 0...1)
        ) {
            Diagonal(label: "perfect")
            Line(x: curve.probability, y: curve.observed, label: "observed, smoothed")
        }
        let rows = histogram.benign.indices.map {
            [
                "\(Text.fixed(histogram.edges[$0], 2)) to \(Text.fixed(histogram.edges[$0 + 1], 2))", "\(histogram.benign[$0])",
                "\(histogram.malignant[$0])",
            ]
        }
        return plot.text(columns: 72, rows: 16) + "\n\n"
            + Text.table([["probability, repeat 1"] + Diagnoses.names] + rows.filter { $0[1] != "0" || $0[2] != "0" })
    }

    private var decisions: String {
        let decisions = validation.decisions
        let plot = Plot.decisionCurve(
            thresholds: decisions.thresholds, models: [Curve("model", decisions.model)], treatAll: decisions.treatAll,
            title: "Decision curve, mean of \(counted(repeats, "repeat"))")
        let shown = decisions.thresholds.indices.filter { [0.02, 0.05, 0.1, 0.2, 0.5].contains(decisions.thresholds[$0]) }
        let rows = shown.map {
            [
                Text.percent(decisions.thresholds[$0]), Text.fixed(decisions.model[$0], 4),
                Text.fixed(decisions.treatAll[$0], 4),
                Text.fixed(decisions.treatNone[$0], 4),
            ]
        }
        return plot.text(columns: 72, rows: 16) + "\n\n"
            + Text.table([["net benefit where one treats from", "model", "treat all", "treat none"]] + rows)
    }

    private var coverage: String? {
        guard let coverage = validation.coverage else { return nil }
        let rows = [(Diagnoses.names[0], coverage.benign), (Diagnoses.names[1], coverage.malignant)].map { name, figure in
            [
                name, Text.percent(coverage.level), number(figure.mean, nil), number(figure.lowest, nil),
                number(figure.highest, nil),
                figure.interval.map { bounds($0, nil) } ?? "none",
            ]
        }
        let sizes = coverage.sizes
        return Text.table(
            [["coverage of prediction sets", "promised", "found", "lowest", "highest", "95 % interval, repeat 1"]] + rows)
            + "\n  \(Text.percent(sizes.one)) of the sets hold one class, \(Text.percent(sizes.both)) both, \(Text.percent(sizes.empty)) none."
    }

    // MARK: features, rows

    private var importance: String {
        let importance = validation.importance
        var rows = [["group of features", "rise of log loss", "lowest", "highest"]]
        let hasWeights = importance.groups.allSatisfy { $0.weights != nil }
        if hasWeights { rows[0] += ["weight", "varies by"] }
        for group in importance.groups {
            let rises = [group.rise, group.ofRepeats.min() ?? .nan, group.ofRepeats.max() ?? .nan]
            for (index, feature) in group.features.enumerated() {
                var row = [(index == 0 ? "" : "  ") + feature] + (index == 0 ? rises.map { Text.fixed($0, 4) } : ["", "", ""])
                if let weight = group.weights?[index] {
                    row += [Text.fixed(weight.mean, 3), Text.fixed(weight.standardDeviation, 3)]
                }
                rows.append(row)
            }
        }
        var text =
            Text.table(rows) + "\n"
            + "  rise: of the held-out rows' log loss where a group's columns are permuted together; lowest, highest: of the repeats.\n"
            + "  Groups measure the same: \(importance.clustering), cut at \(Text.fixed(importance.cut, 2))."
        if hasWeights {
            text +=
                "\n  weight: of the standardized measurement, mean and standard deviation over the models. Within a group, weights are shared\n"
                + "  as chance would have it: a weight is no importance."
        }
        return text
    }

    private var learningCurve: String {
        let curve = validation.learningCurve
        let rows = curve.points.map { [Text.fixed($0.rows, 0), Text.fixed($0.logLoss, 4), Text.fixed($0.auroc, 4)] }
        var text = Text.table([["training rows, repeat 1", "log loss", "AUROC"]] + rows)
        if let doubling = curve.doubling {
            let range = "\(Text.fixed(doubling.lower, 4)) to \(Text.fixed(doubling.upper, 4))"
            text +=
                "\n  Would more patients help? With twice as many, from half of the rows to all, a patient's log loss changed by "
                + "\(Text.fixed(doubling.change, 4))\n  (95 % interval \(range)): "
                + (doubling.hasHelped ? "more are likely to help." : "no more than patients differ by chance.")
        }
        return text
    }

    private func counted(_ count: Int, _ name: String) -> String { count == 1 ? "1 \(name)" : "\(count) \(name)s" }
}
