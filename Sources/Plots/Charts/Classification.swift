extension Plot {
    /// The ROC curve of a classifier: the share of positives that it finds against the share of negatives that it takes for positives.
    ///
    /// - Parameters:
    ///   - falsePositiveRate: 1 - specificity, in ascending order.
    ///   - truePositiveRate: the sensitivity at each, perhaps with intervals.
    ///   - threshold: what is marked on the curve, and where.
    /// - Precondition: there are as many rates of each kind.
    public static func roc(
        falsePositiveRate: [Double], truePositiveRate: Curve, threshold: (name: String, x: Double, y: Double)? = nil,
        title: String = "ROC"
    ) -> Plot {
        Plot(title: title, x: Axis("1 - specificity", 0...1), y: Axis("sensitivity", 0...1)) {
            Diagonal(label: "chance")
            truePositiveRate.marks(x: falsePositiveRate, number: 0)
            if let threshold { Annotation(threshold.name, x: threshold.x, y: threshold.y) }
        }
    }

    /// The net benefit of deciding by a model, beside that of treating all and of treating none, by the probability from which one treats
    /// (Vickers and Elkin, 2006).
    ///
    /// - Parameters:
    ///   - thresholds: the probabilities from which one treats.
    ///   - models: the net benefit of each model at each threshold.
    ///   - treatAll: the net benefit of treating all at each threshold.
    /// - Precondition: there is a benefit of each at each threshold.
    public static func decisionCurve(
        thresholds: [Double], models: [Curve], treatAll: [Double], title: String = "Decision curve"
    ) -> Plot {
        // Treating all gets as bad as one likes; what matters is where models are better than nothing.
        let benefits = (models.flatMap(\.values) + treatAll).filter(isDrawable)
        let greatest = benefits.max().map { $0 > 0 ? $0 : 1 } ?? 1
        return Plot(
            title: title, x: Axis("threshold probability", format: .percent),
            y: Axis("net benefit", (-0.15 * greatest)...(1.05 * greatest))
        ) {
            Line(x: thresholds, y: treatAll, label: "treat all", ink: .muted, dash: .dashed)
            Rule(y: 0, label: "treat none", dash: .dotted)
            for (number, model) in models.enumerated() { model.marks(x: thresholds, number: number) }
        }
    }

    /// How often each class was taken for each, with the share of its class by which a cell is the stronger.
    ///
    /// - Parameters:
    ///   - counts: for each true class, how often each class was predicted.
    ///   - names: the names of the classes, in the same order.
    /// - Precondition: there is a row and a column for each name.
    public static func confusionMatrix(_ counts: [[Int]], names: [String], title: String = "Confusion matrix") -> Plot {
        if counts.count != names.count || counts.contains(where: { $0.count != names.count }) {
            trap("confusionMatrix", "takes \(names.count) rows of \(names.count) counts, got rows of \(counts.map(\.count))")
        }
        let shares = counts.map { row -> [Double] in
            let total = row.reduce(0.0) { $0 + Double($1) }
            return row.map { total > 0 ? Double($0) / total : 0 }
        }
        let words = zip(counts, shares).map { counts, shares in
            zip(counts, shares).map { "\($0) (\(percent($1)))" }
        }
        let edges = -0.5...max(0.5, Double(names.count) - 0.5)
        return Plot(
            title: title, x: Axis("predicted", edges, names: names), y: Axis("actual", edges, names: names),
            summary: zip(names, words).map { name, words in
                "\(name): " + zip(names, words).map { "\($1) predicted \($0)" }.joined(separator: ", ")
            }.joined(separator: "; ")
        ) {
            HeatMap(shares, words: words)
        }
    }
}

extension Figure {
    /// How well probabilities agree with what happened, and below how they are distributed in each class.
    ///
    /// - Parameters:
    ///   - predicted: the mean probability of each group of predictions.
    ///   - observed: the share of positives in each group, perhaps with intervals.
    ///   - smooth: a smooth curve through places of its own.
    ///   - positives: the probabilities of the positive cases.
    ///   - negatives: those of the negative ones.
    ///   - names: what the classes are called.
    /// - Precondition: there are as many observed shares as predicted ones.
    public static func calibration(
        predicted: [Double], observed: Curve, smooth: (x: [Double], curve: Curve)? = nil, positives: [Double],
        negatives: [Double], names: (positive: String, negative: String) = ("positive", "negative"),
        title: String = "Calibration"
    ) -> Figure {
        let curve = Plot(title: title, x: Axis("", 0...1), y: Axis("observed share", 0...1)) {
            Diagonal(label: "perfect")
            if let smooth { smooth.curve.marks(x: smooth.x, number: 1) }
            if let low = observed.low, let high = observed.high {
                ErrorBars(x: predicted, y: observed.values, low: low, high: high, label: observed.name, ink: .series(0))
            } else {
                Line(x: predicted, y: observed.values, label: observed.name, ink: .series(0), hasDots: true)
            }
        }
        let histogram = Plot(x: Axis("predicted probability", 0...1), y: Axis("cases")) {
            Histogram(negatives, bins: 20, range: 0...1, label: names.negative, ink: .series(2))
            Histogram(positives, bins: 20, range: 0...1, label: names.positive, ink: .series(3))
        }
        return Figure([curve, histogram], heights: [2.6, 1])
    }
}

/// A share in percent with one decimal where it has one.
private func percent(_ share: Double) -> String {
    let tenths = Int((share * 1000).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10)%" : "\(tenths / 10).\(tenths % 10)%"
}
